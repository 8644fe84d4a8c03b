"""Who sees what: a real provider and browser, every role on every page, by link and by click."""

import json
import os
import re
import shutil
import subprocess
import time
from pathlib import Path

import pytest
from playwright.sync_api import expect
from streamlit.web.server.starlette.starlette_app_utils import create_signed_value

from clinic import cohorts, trail
from clinic.database import make_engine
from tests.browsers import Profile, has_run, open_by_link
from tests.databases import free_port
from tests.signed_in import (
    COOKIE_SECRET,
    LABELS,
    SEES,
    Clinic,
    clinic,
    go,
    profile,
    provider_is_there,
    shown,
)
from tests.test_browser import ROOT, SAMPLE

pytestmark = pytest.mark.server

__all__ = ["clinic", "profile"]  # fixtures

if not provider_is_there():
    pytest.skip("Node is not installed: sign-in is left out", allow_module_level=True)


@pytest.fixture(scope="module")
def kept(clinic, profile):
    """A clinician of all sites loads her files and keeps them."""
    page = clinic.sign_in(profile, "clinician")
    page.goto(f"{clinic.address}/load")
    page.locator("input[type=file]").last.set_input_files(
        [SAMPLE / f"{name}.csv" for name in ("diary", "sessions", "patients")]
    )
    page.get_by_role("button", name="Use these records").click()
    expect(page.locator("h2").first).to_contain_text("after session 2.")
    open_by_link(page, "Kept cohorts")
    page.get_by_label("Name", exact=True).fill("Autumn")
    page.get_by_role("button", name="Keep these records").click()
    expect(page.get_by_text("Kept as version 1 of Autumn.")).to_be_visible()
    return "Autumn"


def open_kept(page, clinic, name: str = "Autumn") -> None:
    page.goto(f"{clinic.address}/kept")
    main = page.get_by_test_id("stMain")
    main.get_by_role("button", name="Open", exact=True).first.click()
    page.wait_for_function("!location.pathname.includes('kept')")
    page.wait_for_selector("h2")


def test_sites_limit_rows_everywhere(clinic, profile, kept):
    page = clinic.sign_in(profile, "clinician.Moor")
    open_kept(page, clinic)
    ours = sum(
        ",Moor," in line
        for line in (SAMPLE / "patients.csv").read_text(encoding="utf-8").splitlines()
    )
    assert ours
    open_by_link(page, "Report")
    with page.expect_download() as saved:
        page.get_by_role("button", name="Data", exact=True).click()
    import io
    import zipfile

    import pandas as pd

    with zipfile.ZipFile(saved.value.path()) as archive:
        table = pd.read_csv(io.BytesIO(archive.read("outcomes.csv")))
    patients = pd.read_csv(SAMPLE / "patients.csv").set_index("patient_id")["site"]
    assert set(patients[table["patient_id"].unique()]) == {"Moor"}
    assert 0 < table["patient_id"].nunique() <= ours


@pytest.mark.parametrize("role", ["viewer", "researcher"])
def test_who_may_not_see_patients_sees_no_id(clinic, profile, kept, role):
    page = clinic.sign_in(profile, role)
    open_kept(page, clinic)
    go(page, "all_pages")  # what was opened stands on the projector first, which has no links
    last = "presentation"
    for path in sorted(SEES[role] - {"kept"}, key=lambda path: (path == last, path)):
        open_by_link(page, LABELS[path])
        page.wait_for_url(re.compile(f"/{path}"))
        shown(page)
        assert not re.search(r"P-0\d{3}", page.content()), path
    page.goto(f"{clinic.address}/kept")
    assert page.get_by_role("button", name="Keep these records").count() == 0
    assert page.get_by_text("Delete").count() == 0


def test_downloads_go_only_to_whom_they_were_made_for(clinic, browser, profile, kept):
    page = clinic.sign_in(profile, "clinician")
    hers = page.context
    open_kept(page, clinic)
    open_by_link(page, "Report")
    with page.expect_download() as saved:
        page.get_by_role("button", name="Workbook", exact=True).click()
    link = saved.value.url
    assert "/media/" in link
    anonymous = browser.new_context()
    answer = anonymous.request.get(link)
    assert (answer.status, answer.text()) == (403, "This file was not made for you.")
    assert anonymous.request.get(link, headers={"Range": "bytes=0-10"}).status == 403
    assert anonymous.request.head(link).status == 403
    assert anonymous.request.put(f"{clinic.address}/_stcore/upload_file/a/b").status == 403
    assert hers.request.get(link).status == 200
    for role in ("viewer", "researcher", "administrator", "clinician"):
        context = browser.new_context()
        value = cookie({**claims_of(clinic), "sub": f"another {role}", "roles": [role]})
        context.add_cookies([{"name": "_streamlit_user", "value": value, "url": clinic.address}])
        assert context.request.get(link).status in (403, 404)  # 404 once Streamlit forgot it
        context.close()
    anonymous.close()
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url(re.compile("session/end"))
    assert hers.request.get(link).status in (403, 404)


def test_viewers_are_offered_no_patient_level_file(clinic, profile, kept):
    page = clinic.sign_in(profile, "viewer")
    open_kept(page, clinic)
    page.goto(f"{clinic.address}/report")
    page.get_by_role("button", name="Slides", exact=True).wait_for()
    for label in ("Workbook", "Data", "De-identified data"):
        assert page.get_by_role("button", name=label, exact=True).count() == 0
    assert page.get_by_text("Smallest number of patients").count() == 0


def test_sign_out_ends_every_tab(clinic, profile):
    first = clinic.sign_in(profile, "clinician")
    context = first.context
    stolen = context.cookies()
    assert not [one for one in stolen if one["name"].startswith("clear_days_")]  # nothing waits
    second, third = context.new_page(), context.new_page()
    second.add_init_script("BroadcastChannel = class {}")  # it hears of nothing
    for tab in (second, third):
        tab.goto(clinic.address)
        expect(tab.locator("h2").first).to_contain_text("after session 2.")
        has_run(tab)
    first.get_by_role("button", name="Sign out").click()
    first.wait_for_url(re.compile("session/end"))
    expect(third.locator("h2").first).to_contain_text(re.compile("signed out|Sign in"))
    expect(third.locator(".js-plotly-plot")).to_have_count(0)
    second.get_by_role("radio", name="3", exact=True).first.click(force=True)
    expect(second.locator("h2").first).to_contain_text(re.compile("signed out|Sign in"))
    expect(second.locator(".js-plotly-plot")).to_have_count(0)
    thief = profile.visitor()  # a copy of the cookie is worth nothing either
    thief.context.add_cookies(stolen)
    thief.goto(clinic.address)
    expect(thief.locator("h2").first).to_contain_text(re.compile("signed out|Sign in"))


def claims_of(clinic) -> dict[str, object]:
    """What a good token of a clinician of Moor says."""
    now = int(time.time())
    return {
        "is_logged_in": True,
        "origin": clinic.address,
        "provider": "default",
        "sub": "x",
        "iss": f"http://localhost:{clinic.provider_port}",
        "aud": "clear-days",
        "exp": now + 600,
        "iat": now,
        "roles": ["clinician"],
        "sites": ["Moor"],
        "email": "x@clinic.example",
    }


def cookie(claims: dict[str, object]) -> str:
    return create_signed_value(COOKIE_SECRET, "_streamlit_user", json.dumps(claims)).decode()


def carries(page, clinic, value: str) -> None:
    """The browser of this page has this cookie of a sign-in."""
    page.context.add_cookies([{"name": "_streamlit_user", "value": value, "url": clinic.address}])


def test_tokens_that_are_not_good(clinic, profile):
    """Signed with the right secret, and still: expired, for another application, changed.

    The other ways in which a token can be wrong are tried in ``test_access``.
    """
    now, good = int(time.time()), claims_of(clinic)
    tampered = cookie(good)
    values = {
        "good": cookie(good),
        "expired": cookie({**good, "exp": now - 1}),
        "other audience": cookie({**good, "aud": "other"}),
        "tampered": tampered[:20] + ("A" if tampered[20] != "A" else "B") + tampered[21:],
        "no role": cookie({**good, "roles": []}),
    }
    for name, value in values.items():
        page = profile.visitor()
        carries(page, clinic, value)
        page.goto(clinic.address)
        words = shown(page)
        if name == "good":
            assert "had at least 50% fewer" in words
        else:
            assert re.search("Sign in|no role here", words), name
            assert "SYNTHETIC" not in words, name


def test_a_token_that_ends_while_the_page_is_open(clinic, profile):
    good = {**claims_of(clinic), "sub": "y", "aud": ["clear-days"], "sites": []}
    for lasts in (6, 12, 24, 48):  # seconds: a busy machine may not show the page in less
        ends = int(time.time()) + lasts
        page = profile.visitor()
        carries(page, clinic, cookie({**good, "exp": ends}))
        page.goto(clinic.address)
        words = shown(page)
        if time.time() < ends:
            break
    assert "after session 2." in words
    page.wait_for_timeout(max(0, (ends + 1 - time.time()) * 1000))
    page.get_by_role("radio", name="3", exact=True).first.click(force=True)
    expect(page.locator("h2").first).to_contain_text("Your sign-in has ended")


def test_restart_under_a_signed_in_user(clinic, profile, kept):
    page = clinic.sign_in(profile, "clinician")
    clinic.restart()
    page.goto(f"{clinic.address}/kept")
    expect(page.get_by_text("Autumn").first).to_be_visible()


def test_the_administrator_reads_who_saw_what(clinic, profile, kept):
    page = clinic.sign_in(profile, "administrator")
    page.goto(f"{clinic.address}/trail")
    expect(page.locator("h2").first).to_contain_text("none changed, none missing up to the last")
    with page.expect_download() as saved:
        page.get_by_role("button", name="The whole trail as CSV").click()
    text = saved.value.path().read_text(encoding="utf-8")
    for what in (trail.SIGNED_IN, trail.REFUSED, trail.SAVED, trail.OPENED, trail.EXPORTED):
        assert f",{what}," in text, what
    assert "clinician@clinic.example" in text
    engine = make_engine(clinic.database)
    assert trail.verify(engine).broken is None
    assert cohorts.listed(engine)[0].last.saved_by == "clinician@clinic.example"
    engine.dispose()


def behind_nginx(folder, port: int, app_port: int) -> subprocess.Popen:
    """nginx with the configuration that administrators get, on ports of our own."""
    program = shutil.which("nginx") or "/usr/sbin/nginx"
    key, certificate = folder / "key.pem", folder / "cert.pem"
    subprocess.run(
        [
            "openssl",
            "req",
            "-x509",
            "-newkey",
            "rsa:2048",
            "-nodes",
            "-days",
            "2",
            "-keyout",
            str(key),
            "-out",
            str(certificate),
            "-subj",
            "/CN=localhost",
        ],
        check=True,
        capture_output=True,
    )
    ours = (
        (ROOT / "deploy" / "nginx.conf")
        .read_text(encoding="utf-8")
        .split("server {\n    listen 80;")[0]
    )
    for old, new in (
        ("listen 443 ssl", f"listen 127.0.0.1:{port} ssl"),
        ("clear-days.clinic.example", "localhost"),
        ("/etc/ssl/clear-days/fullchain.pem", str(certificate)),
        ("/etc/ssl/clear-days/privkey.pem", str(key)),
        ("127.0.0.1:8501", f"127.0.0.1:{app_port}"),
        ("Host $host;", "Host $host:$server_port;"),
    ):
        assert old in ours
        ours = ours.replace(old, new)
    temporary = " ".join(
        f"{name}_temp_path {folder}/{name};"
        for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    (folder / "nginx.conf").write_text(
        f"user root; pid {folder}/pid; daemon off; error_log {folder}/error.log;\n"
        f"events {{}}\nhttp {{ {temporary}\n{ours} }}\n",
        encoding="utf-8",
        newline="",
    )
    return subprocess.Popen(
        [program, "-p", str(folder), "-c", str(folder / "nginx.conf")],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def finds_nothing(page, address: str, cookies: list) -> None:
    page.context.add_cookies(cookies)
    page.goto(address)
    expect(page.locator("h2").first).to_contain_text("This link needs the records")


def test_behind_nginx(tmp_path, browser):
    """TLS in front, the websocket through it: sign in, see figures, load files, sign out.

    Records wait here: for her alone, in her browser, until she signs out.
    """
    if not (shutil.which("nginx") or Path("/usr/sbin/nginx").exists()):
        assert os.environ.get("CI") != "true", "nginx is missing: .ci/run installs it"
        pytest.skip("nginx is not installed")
    port, app_port = free_port(), free_port()
    front = behind_nginx(tmp_path, port, app_port)
    public, database = f"https://localhost:{port}", f"sqlite:///{tmp_path / 'kept.db'}"
    running = Clinic(tmp_path, database, public, app_port, waits=True)
    try:
        own = Profile(browser, f"{public}/health")
        page = running.sign_in(own, "clinician")
        context = page.context
        expect(page.locator("h2").first).to_contain_text("after session 2.")
        answer = context.request.get(running.public)
        assert "max-age" in answer.headers["strict-transport-security"]
        assert answer.headers["x-frame-options"] == "DENY"
        page.goto(f"{running.public}/load")
        page.locator("input[type=file]").last.set_input_files(
            [SAMPLE / "diary.csv", SAMPLE / "sessions.csv"]
        )
        page.get_by_role("button", name="Use these records").click()
        expect(page.locator("h2").first).to_contain_text("after session 2.")
        expect(page.get_by_text("diary.csv, sessions.csv").first).to_be_visible()
        page.reload()
        expect(page.get_by_text("diary.csv, sessions.csv").first).to_be_visible()
        browsers = [one for one in context.cookies() if one["name"] == f"clear_days_{app_port}"]
        assert [(one["secure"], one["httpOnly"]) for one in browsers] == [(True, True)]
        link = page.url
        another = Profile(browser, f"{public}/health")
        finds_nothing(running.sign_in(another, "clinician.Moor"), link, browsers)  # not hers
        page.get_by_role("button", name="Sign out").click()
        page.wait_for_url(re.compile("session/end"))
        page.goto(running.public)
        expect(page.get_by_role("button", name="Sign in")).to_be_visible()
        finds_nothing(running.sign_in(own, "clinician"), link, browsers)  # she has signed out
        for profile in (own, another):
            profile.close()
    finally:
        running.stop()
        front.terminate()
        front.wait(10)
