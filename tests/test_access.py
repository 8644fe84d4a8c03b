"""Nobody may by default; one function decides; the server does not start where it must not."""

import dataclasses
import gc
import itertools
import os
import re
import time
import weakref

import pandas as pd
import pytest
from starlette.applications import Starlette
from starlette.datastructures import MutableHeaders
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient
from streamlit.runtime import get_instance
from streamlit.runtime.session_manager import SessionInfo

import server
from clinic import access
from clinic.access import (
    ADMINISTER,
    DE_IDENTIFIED,
    DESK,
    FIGURES,
    GRANTED,
    KEEP,
    NOBODY,
    OPEN,
    PATIENTS,
    RESEARCH,
    RIGHTS,
    Person,
    decide,
    person_of,
    seen_by,
)
from clinic.configuration import Configuration, refusal
from clinic.handed import HANDED, Handed
from clinic.waiting import IDLE_HOURS, WAITING, Place
from ui.frame.navigation import PAGES
from ui.tab import returning

NOW = 1_800_000_000
CLAIMS = {
    "is_logged_in": True,
    "iss": "https://login.example",
    "sub": "1",
    "aud": "us",
    "exp": time.time() + 3600,
    "email": "Ada@x.example",
    "roles": ["viewer"],
}
CONFIG = {"client_id": "us", "roles_claim": "roles"}
AUTH = {
    "redirect_uri": "https://x.example/oauth2callback",
    "cookie_secret": "s" * 32,
    "client_id": "us",
    "server_metadata_url": "https://login.example/",
}


def test_every_right_of_every_role():
    told = {
        "viewer": {OPEN, FIGURES},
        "researcher": {OPEN, FIGURES, RESEARCH, DE_IDENTIFIED},
        "clinician": {OPEN, FIGURES, RESEARCH, DE_IDENTIFIED, PATIENTS, KEEP},
        "administrator": {ADMINISTER},
    }
    assert {role: set(rights) for role, rights in GRANTED.items()} == told
    for (role, rights), right in itertools.product(told.items(), RIGHTS):
        who = person_of({**CLAIMS, "roles": [role]}, CONFIG)
        assert (decide(who, right) == "") == (right in rights), (role, right)
    assert all(decide(DESK, right) == "" for right in RIGHTS)


def test_nobody_may_by_default():
    king = person_of({**CLAIMS, "roles": ["king"]}, CONFIG)
    nothing = person_of({**CLAIMS, "roles": []}, CONFIG)
    for who in (NOBODY, Person("x", "x"), nothing, king, person_of(CLAIMS, {})):
        assert all(decide(who, right) for right in RIGHTS)
    assert decide(DESK, "a right that nobody knows")


@pytest.mark.parametrize(
    "change",
    [
        {"aud": "them"},
        {"aud": ["them"]},
        {"aud": None},
        {"exp": None},
        {"exp": "tomorrow"},
        {"iss": ""},
        {"sub": ""},
        {"is_logged_in": False},
        {"is_logged_in": "yes"},
        {"iat": time.time() + 3600},
    ],
)
def test_tokens_that_name_nobody(change):
    assert person_of({**CLAIMS, **change}, CONFIG) == NOBODY
    assert person_of(CLAIMS, CONFIG) != NOBODY


def test_the_end_of_a_token_and_of_a_sign_in():
    who = person_of({**CLAIMS, "exp": NOW}, CONFIG)
    assert decide(who, FIGURES, at=NOW - 1) == ""
    assert "has ended" in decide(who, FIGURES, at=NOW)
    assert "signed out" in decide(who, FIGURES, at=NOW - 1, ended=True)
    other = person_of({**CLAIMS, "exp": NOW, "iat": 5}, CONFIG)
    assert other.key == who.key
    assert other.sign_in != who.sign_in


def test_people_in_a_list_and_sites():
    config = {
        **CONFIG,
        "sites_claim": "sites",
        "people": {"ada@x.example": {"roles": ["clinician"], "sites": ["Moor"]}},
    }
    who = person_of(CLAIMS, config)
    assert PATIENTS in who.rights
    assert who.sites == ("Moor",)
    unverified = person_of({**CLAIMS, "email_verified": False}, config)
    assert PATIENTS not in unverified.rights
    with_sites = {**CONFIG, "sites_claim": "sites"}
    two = person_of({**CLAIMS, "sites": "Moor Valley"}, with_sites)
    assert two.sites == ("Moor", "Valley")
    assert person_of(CLAIMS, {**CONFIG, "sites_claim": "sites"}).sites == ()
    assert person_of(CLAIMS, CONFIG).sites is None
    assert person_of({**CLAIMS, "sites": ["*"]}, with_sites).sites is None


def test_records_as_a_person_may_see_them(sample):
    own = dataclasses.replace(sample[0], synthetic=False)
    moor = seen_by(own, Person("a", "a", RIGHTS, ("Moor",)), "key")
    assert set(moor.patients["site"]) == {"Moor"}
    assert set(moor.diary["patient_id"]) <= set(moor.patients["patient_id"])
    assert len(seen_by(own, Person("a", "a", RIGHTS, ()), "key").diary) == 0
    unknown = dataclasses.replace(
        own, patients=own.patients.assign(site=pd.NA).astype({"site": own.patients["site"].dtype})
    )
    limited = Person("a", "a", RIGHTS, ("Moor",))
    assert len(seen_by(unknown, limited, "key").diary) == 0
    assert len(seen_by(unknown, limited, "key", brought=True).diary) == len(own.diary)
    assert set(seen_by(own, limited, "key", brought=True).patients["site"].dropna()) == {"Moor"}
    hashed = seen_by(own, Person("b", "b", (OPEN, FIGURES)), "key")
    for name, frame in hashed.tables.items():
        assert len(frame) == len(own.tables[name])
        assert not frame["patient_id"].astype("str").str.startswith("P-0").any()
    assert "clinician" not in hashed.patients
    joined = pd.merge(hashed.sessions, hashed.diary, on="patient_id")["patient_id"].nunique()
    assert joined == pd.merge(own.sessions, own.diary, on="patient_id")["patient_id"].nunique()
    other = seen_by(own, Person("b", "b", (OPEN, FIGURES)), "another")
    assert not set(other.sessions["patient_id"]) & set(hashed.sessions["patient_id"])


def test_files_are_named_only_to_whom_everybody_in_them_is_shown(sample):
    """A file of one patient is named after her."""
    own = dataclasses.replace(sample[0], synthetic=False, names=("P-0001.csv", "P-0002.csv"))
    viewer, limited = Person("v", "v", GRANTED["viewer"]), Person("c", "c", RIGHTS, ("Moor",))
    for who in (viewer, limited, Person("r", "r", GRANTED["researcher"])):
        assert seen_by(own, who, "key").names == ()
    assert seen_by(own, Person("c", "c", RIGHTS), "key").names == own.names
    assert seen_by(own, limited, "key", brought=True).names == own.names


def test_every_page_needs_a_right_that_exists():
    from pathlib import Path

    root = Path(__file__).parent.parent
    files = {"app.py", *(f"pages/{path.name}" for path in (root / "pages").glob("*.py"))}
    assert {page.file for pages in PAGES.values() for page in pages} == files
    for pages in PAGES.values():
        for page in pages:
            assert page.rights
            assert set(page.rights) <= set(RIGHTS)
            assert bool(page.needs) == bool(page.shows)
            assert f'open_page("{page.label}"' in (root / page.file).read_text(encoding="utf-8")


def test_every_download_asks():
    """Streamlit's own button stands in one place: where the gate is."""
    from pathlib import Path

    root = Path(__file__).parent.parent
    found = [
        path.name
        for folder in ("ui", "pages")
        for path in (root / folder).rglob("*.py")
        if re.search(r"st\.download_button|st\.link_button", path.read_text(encoding="utf-8"))
    ]
    assert found == ["downloads.py"]


@pytest.mark.parametrize(
    ("address", "auth", "clinic", "said"),
    [
        ("localhost", {}, {}, None),
        ("127.0.0.1", {}, {}, None),
        ("0.0.0.0", {}, {}, "does not listen on 0.0.0.0 without sign-in"),
        ("", {}, {}, "does not listen on every address without sign-in"),
        ("0.0.0.0", AUTH, {"roles_claim": "roles"}, None),
        ("localhost", AUTH, {}, "needs roles_claim or people"),
        ("0.0.0.0", {**AUTH, "cookie_secret": "short"}, {"people": {"a": {}}}, "needs 32 letters"),
        ("0.0.0.0", {**AUTH, "redirect_uri": "http://x.example/"}, {"people": {"a": {}}}, "https"),
        ("0.0.0.0", {"client_id": "us"}, {}, "needs redirect_uri"),
        ("localhost", AUTH, {"roles_claim": "r", "ids_key_file": "/nowhere"}, "ids_key_file"),
    ],
)
def test_where_the_server_starts(address, auth, clinic, said):
    problems = Configuration(address, auth, clinic).problems()
    if said is None:
        assert problems == []
    else:
        assert any(said in problem and "docs/server.md" in problem for problem in problems)


@pytest.mark.skipif(os.name != "posix", reason="Windows keeps who may read a file elsewhere")
def test_a_key_that_others_can_read_is_refused(tmp_path):
    key = tmp_path / "key"
    key.write_text("k" * 40, encoding="utf-8", newline="")
    config = Configuration("localhost", AUTH, {"roles_claim": "r", "ids_key_file": str(key)})
    key.chmod(0o644)
    assert "chmod 600" in config.problems()[0]
    key.chmod(0o600)
    assert config.problems() == []
    assert config.ids_key == "k" * 40


@pytest.mark.parametrize(
    ("host", "headers", "client", "answered"),
    [
        ("localhost:8501", {}, "127.0.0.1", True),
        ("127.0.0.1", {}, "127.0.0.1", True),
        ("[::1]:8501", {}, "::1", True),
        ("evil.example", {}, "127.0.0.1", False),
        ("localhost.evil.example", {}, "127.0.0.1", False),
        ("", {}, "127.0.0.1", False),
        ("localhost", {"X-Forwarded-For": "1.2.3.4"}, "127.0.0.1", False),
        ("localhost", {"Forwarded": "for=1.2.3.4"}, "127.0.0.1", False),
        ("localhost", {"x-real-ip": "1.2.3.4"}, "127.0.0.1", False),
        ("localhost", {}, "192.168.1.7", False),
    ],
)
def test_a_desk_answers_its_own_machine_alone(host, headers, client, answered):
    desk, signed_in = Configuration("localhost", {}, {}), Configuration("0.0.0.0", AUTH, {})
    assert (refusal(desk, host, headers, client) == "") == answered
    assert refusal(signed_in, host, headers, client) == ""


@pytest.fixture(scope="module")
def client():
    """The server, answering; one for all, because it starts once in a process."""
    with TestClient(server.app, base_url="http://localhost", client=("127.0.0.1", 1)) as client:
        yield client


def test_the_guard_in_front_of_the_app(client):
    page = client.get("/")
    assert page.status_code == 200
    for header in server.HEADERS:
        assert header in page.headers
    asked = re.findall(r"<\./(\S+)>; rel=modulepreload", page.headers["Link"])
    assert [client.get(f"/{script}").status_code for script in asked] == [200]
    assert "Link" not in client.get("/health").headers
    assert client.get("/", headers={"X-Forwarded-For": "1.2.3.4"}).status_code == 403
    assert client.get("/", headers={"Host": "evil.example"}).status_code == 403
    for inner in ("metrics", "agent/interact", "agent/openapi.json", "agent/mcp"):
        assert client.get(f"/_stcore/{inner}").status_code == 403
        assert client.post(f"/_stcore/{inner}").status_code == 403
    assert client.get("/_stcore/health").status_code == 200
    assert client.get("/health").json()["server"] == "ok"
    assert client.get("/media/unknown.csv").status_code == 404


@pytest.mark.parametrize(
    ("base", "prefix"), [("", ""), ("clinic", "/clinic"), ("/a/clinic/", "/a/clinic")]
)
def test_the_guard_knows_what_is_asked_for_under_a_path_of_a_proxy(monkeypatch, base, prefix):
    own = server.st.get_option
    monkeypatch.setattr(
        server.st,
        "get_option",
        lambda name: base if name == "server.baseUrlPath" else own(name),
    )
    inside = TestClient(
        server.Guard(PlainTextResponse("made for somebody else")),
        base_url="http://localhost",
        client=("127.0.0.1", 1),
    )
    asked = ("/", "/_stcore/health", "/media/x.csv", "/_stcore/metrics")
    assert [inside.get(f"{prefix}{path}").status_code for path in asked] == [200, 200, 403, 403]


def test_a_browser_keeps_no_file_for_whoever_uses_it_next():
    content = b"of a patient"
    inside = TestClient(
        server.Guard(PlainTextResponse(content)),
        base_url="http://localhost",
        client=("127.0.0.1", 1),
    )
    assert inside.get("/media/x.csv").status_code == 403
    HANDED.note(content, DESK.key, PATIENTS)
    answer = inside.get("/media/x.csv")
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-store")


def test_health_is_told_under_a_path_of_a_proxy_as_well(monkeypatch):
    own = server.st.get_option
    base = {"server.baseUrlPath": "clinic"}
    monkeypatch.setattr(server.st, "get_option", lambda name: base.get(name) or own(name))
    app = Starlette(
        routes=[Route(server.HEALTH, server.health)], middleware=[Middleware(server.Guard)]
    )
    inside = TestClient(app, base_url="http://localhost", client=("127.0.0.1", 1))
    for path in ("/clinic/health", "/health"):
        assert inside.get(path).json()["server"] == "ok", path
    assert inside.get("/clinic/clinic/health").status_code == 404


def test_the_cookie_of_a_page(client):
    name = returning.cookie_name()
    assert name.endswith(f"_{server.st.get_option('server.port')}")
    client.cookies.clear()
    page = client.get("/")
    line = next(h for h in page.headers.get_list("set-cookie") if h.startswith(name))
    assert "HttpOnly" in line
    assert "SameSite=Lax" in line
    assert "Secure" not in line
    assert "Max-Age" not in line  # gone with the browser
    known = re.match(r"[^=]+=([^;]+)", line)[1]
    again = client.get("/", headers={"Cookie": f"{name}={known}"})
    assert not any(h.startswith(name) for h in again.headers.get_list("set-cookie"))
    stale = client.get("/", headers={"Cookie": f"{name}={'z' * 43}"})
    assert any(h.startswith(name) for h in stale.headers.get_list("set-cookie"))
    assert not any(h.startswith(name) for h in client.get("/health").headers.get_list("set-cookie"))
    client.cookies.clear()


def test_the_cookie_is_secure_on_https(client):
    client.cookies.clear()
    page = client.get("https://localhost/")
    line = next(h for h in page.headers.get_list("set-cookie") if h.startswith("clear_days_"))
    assert line.endswith("; Secure")
    client.cookies.clear()


def test_a_tab_that_outlived_the_server_gets_a_known_cookie(client):
    name, stale = returning.cookie_name(), "q" * 43
    headers = {"Cookie": f"other={stale}; {name}={stale}", "Origin": "http://localhost"}
    with client.websocket_connect(
        "ws://localhost/_stcore/stream", ["streamlit"], headers=headers
    ) as socket:
        told = MutableHeaders(raw=list(socket.extra_headers or []))
        line = next(h for h in told.getlist("set-cookie") if h.startswith(name))
        assert WAITING.knows(re.match(r"[^=]+=([^;]+)", line)[1])


@pytest.mark.usefixtures("client")
def test_a_tab_that_closed_is_let_go_with_its_records(monkeypatch):
    class Tab:
        id = "closed"

    away = get_instance()._session_mgr._session_storage
    tab = Tab()
    held = weakref.ref(tab)
    away.save(SessionInfo(client=None, session=tab))
    del tab
    server._forget_the_gone()
    assert held() is not None  # she may come back: a lost connection, not a closed tab
    monkeypatch.setattr(away._cache, "_timer", lambda: time.monotonic() + 121)
    server._forget_the_gone()
    gc.collect()
    assert held() is None


@pytest.mark.usefixtures("client")
def test_no_page_waits_until_everything_that_was_imported_is_looked_through():
    assert gc.get_freeze_count() > 50_000
    assert gc.get_threshold()[2] >= 1_000


@pytest.mark.usefixtures("client")
def test_what_waits_is_let_go_after_its_time(monkeypatch):
    browser = WAITING.cookie_for("")
    WAITING.keep(Place(browser, "ada", ""), {}, "closed", own=True, is_live=lambda _: False)
    server._forget_the_gone()
    assert WAITING.latest_own(browser, "ada")
    monkeypatch.setattr(WAITING, "_now", lambda: time.time() + (IDLE_HOURS * 3600 + 1))
    server._forget_the_gone()
    assert not WAITING.latest_own(browser, "ada")
    assert not WAITING.knows(browser)


def test_downloads_are_remembered_for_their_person():
    handed = Handed(most=2)
    handed.note(b"a", "ada", PATIENTS)
    assert handed.right_for(b"a", "ada") == PATIENTS
    assert handed.right_for(b"a", "bob") is None
    handed.note(b"b", "ada", PATIENTS)
    handed.note(b"c", "ada", PATIENTS)
    assert handed.right_for(b"a", "ada") is None  # forgotten: made again when asked again
    assert HANDED.right_for(b"a", "ada") is None


def test_a_log_line_holds_no_value(caplog):
    import logging
    import sys

    try:
        raise ValueError("P-0001 had 12 migraine days")
    except ValueError:
        record = logging.LogRecord(
            "streamlit.app", logging.ERROR, __file__, 1, "P-0001 %s", ("x",), sys.exc_info()
        )
    line = server.LogLines().format(record)
    assert "P-0001" not in line
    assert '"error": "ValueError"' in line
    assert '"file": "test_access.py"' in line
    assert access.LEEWAY < 60
