"""A few journeys in a real browser: what no other test can see."""

import base64
import contextlib
import io
import os
import re
import socket
from pathlib import Path
from xml.etree import ElementTree

import openpyxl
import pandas as pd
import pytest
import streamlit
from PIL import Image, ImageColor
from playwright.sync_api import Locator, Page, expect
from playwright.sync_api import TimeoutError as WaitedTooLong

from tests import two_readings
from tests.browsers import (
    CHROMIUM,
    close_popover,
    has_run,
    is_quiet,
    open_by_link,
)
from tests.test_import_cli import run
from ui.showing.picture import BUTTONS, SAVE

pytestmark = pytest.mark.browser

ROOT = Path(__file__).parent.parent
SAMPLE = ROOT / "data" / "sample"
FIXTURES = ROOT / "tests" / "fixtures"
SVG = "{http://www.w3.org/2000/svg}"
expect.set_options(timeout=120_000)  # a busy machine is slow, not wrong

if not CHROMIUM and os.environ.get("CI") != "true":
    pytest.skip("Chromium is not installed: browser journeys are left out", allow_module_level=True)


def headline(page: Page):
    return page.locator("h2").first


def test_the_main_job(page, server):
    """Open, load two files, change the window, read the new rate, open a patient."""
    page.goto(server)
    expect(headline(page)).to_contain_text("had at least 50% fewer migraine days after session 2.")
    expect(page.get_by_text("SYNTHETIC").first).to_be_visible()

    open_by_link(page, "Load data")
    page.locator("input[type=file]").last.set_input_files(
        [SAMPLE / "diary.csv", SAMPLE / "sessions.csv"]
    )
    expect(headline(page)).to_contain_text("reach 50%")
    page.get_by_role("button", name="Use these records").click()
    expect(headline(page)).to_contain_text("after session 2.")
    expect(page.get_by_text("diary.csv, sessions.csv").first).to_be_visible()
    assert page.get_by_text("SYNTHETIC", exact=True).count() == 0
    first = headline(page).inner_text()

    page.get_by_test_id("stSidebar").get_by_text("Migraine days · month after").click()
    page.get_by_role("combobox", name=re.compile("Which window")).click()
    page.get_by_role("option", name="Weeks 9 to 12").click()
    expect(headline(page)).not_to_have_text(first)
    expect(page.get_by_text("Hull 2014, changed").first).to_be_visible()
    assert "window=weeks_9_12" in page.url
    assert "records=own" in page.url

    close_popover(page)
    page.get_by_role("link", name=re.compile(r"^\d+ reached 50%")).click()
    expect(headline(page)).to_contain_text("reached 50%")
    patient = open_row(page, 2)
    assert patient is not None
    assert "window=weeks_9_12" in page.url
    assert patient not in page.url


def open_row(page: Page, row: int) -> str | None:
    """Mark the row at this position of the patients' table; the id that opened."""
    has_run(page)
    is_quiet(page)
    box = page.get_by_test_id("stDataFrame").bounding_box()
    page.mouse.click(box["x"] + 18, box["y"] + 36 * row + 18)
    page.wait_for_url(re.compile("/patient([?]|$)"))
    title = page.locator("h1")
    expect(title).to_contain_text("P-")
    return title.inner_text().split(":")[0]


def test_a_marked_row_never_becomes_another_patient(page, server):
    """The trap of positions: mark a row, come back, filter: nobody else is opened."""
    page.goto(f"{server}/patients")
    expect(page.get_by_test_id("stDataFrame")).to_be_visible()
    opened = open_row(page, 3)
    assert opened == "P-0003"
    open_by_link(page, "All patients")
    expect(page.get_by_test_id("stDataFrame")).to_be_visible()
    page.get_by_test_id("stSidebar").get_by_text("Filters: none").click()
    page.get_by_role("combobox", name="Site").click()
    page.get_by_role("option", name="Moor").click()
    close_popover(page)
    expect(page.get_by_text(re.compile(r"of 152 patients"))).not_to_contain_text("152 of 152")
    has_run(page)
    is_quiet(page)
    assert "/patients" in page.url
    open_by_link(page, "One patient")
    expect(page.locator("h1")).to_contain_text("P-0003")

    side = page.get_by_test_id("stSidebar")
    side.get_by_text("Filters: 1").click()
    page.get_by_label("Age from").fill("42")  # and no Enter: a click beside it is enough
    page.mouse.click(900, 20)
    expect(side.get_by_text("Filters: 2")).to_be_visible()


@pytest.mark.parametrize("list_of", ["records", "patients"])
def test_enter_opens_the_row_of_a_list(page, server, list_of):
    """With the keyboard alone: arrow keys move without a run, Enter opens the row one is on."""
    page.goto(f"{server}/{list_of}")
    expect(page.get_by_test_id("stDataFrame")).to_be_visible()
    has_run(page)
    is_quiet(page)
    asked = page.locator("h1").inner_text()
    page.get_by_test_id("data-grid-canvas").focus()
    for _ in range(2):
        page.keyboard.press("ArrowDown")
    expect(page.locator("h1")).to_have_text(asked)
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text("what was recorded?")


def test_from_a_list_to_a_patient_to_the_page_for_the_file(page, server, tmp_path):
    page.goto(f"{server}/records")
    expect(headline(page)).to_contain_text("Below the NICE 30% line after two cycles")
    page.get_by_text(re.compile("^More days after")).click()
    expect(headline(page)).to_contain_text("More days after the last judged session")
    patient = open_row(page, 1)
    expect(page.get_by_text("cannot be judged").first).to_be_visible()
    expect(page.get_by_text("Before treatment you noted").first).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("button", name="Page for the file").click()
    download.value.save_as(tmp_path / "page.html")
    html = (tmp_path / "page.html").read_text(encoding="utf-8")
    assert patient in html
    assert patient not in download.value.suggested_filename
    page.reload()
    expect(page.locator("h1")).to_contain_text("One patient")  # asked again after a reload


def test_a_shared_link_keeps_its_definition_over_pages(page, server):
    page.goto(f"{server}/reduction?definition=preempt&where_site=Moor")
    expect(page.get_by_text("PREEMPT: headache days in weeks 9 to 12").first).to_be_visible()
    open_by_link(page, "Response")
    expect(headline(page)).to_contain_text("fewer headache days")
    assert "definition=preempt" in page.url
    assert "where_site=Moor" in page.url


def test_back_undoes_a_choice_and_forward_makes_it_again(page, server):
    """No dead press: each Back over a choice takes one off, also what no address carries."""

    def is_there(question: str, parts: str, of: str) -> None:
        expect(page.locator("h1")).to_contain_text(question)
        expect(side.get_by_text(parts)).to_be_visible()
        expect(side.get_by_text(re.compile(of)).first).to_be_visible()

    page.goto(server)
    side = page.get_by_test_id("stSidebar")
    everyone, some = "152 of 152 patients", r"^(?!152)\d+ of 152 patients"
    month, weeks = "Migraine days · month after · 50%", "Migraine days · weeks 9 to 12 · 50%"
    headache = "Headache days · weeks 9 to 12 · 50%"
    is_there("How many patients", month, everyone)
    open_by_link(page, "All patients")
    is_there("Who", month, everyone)
    side.get_by_text(month).click()
    page.get_by_role("combobox", name=re.compile("Which window")).click()
    page.get_by_role("option", name="Weeks 9 to 12").click()
    close_popover(page)
    is_there("Who", weeks, everyone)
    side.get_by_text(weeks).click()
    page.get_by_role("combobox", name=re.compile("Which days")).click()
    page.get_by_role("option", name="Headache days").click()
    close_popover(page)
    is_there("Who", headache, everyone)
    side.get_by_text("Filters: none").click()
    page.get_by_role("combobox", name="Clinician").click()
    page.get_by_role("option", name="A", exact=True).click()
    close_popover(page)
    is_there("Who", headache, some)
    page.get_by_text(re.compile("^reached 50%:")).click()
    page.wait_for_url(re.compile("show=reached"))

    page.go_back()
    page.wait_for_url(re.compile("^(?!.*show=)"))
    is_there("Who", headache, some)
    page.go_back()
    is_there("Who", headache, everyone)
    page.go_back()
    is_there("Who", weeks, everyone)
    page.go_forward()
    is_there("Who", headache, everyone)
    page.go_forward()
    is_there("Who", headache, some)
    for parts, of in ((headache, everyone), (weeks, everyone), (month, everyone)):
        page.go_back()
        is_there("Who", parts, of)
    page.go_back()
    is_there("How many patients", month, everyone)


def attack_list(number: int) -> str:
    """Twelve attacks before the session on 13 May 2024, five or ten after it; no day over 12.

    Each patient's begin at another minute: files that are the same to the byte are one file.
    """
    head = (FIXTURES / "migraine_buddy.csv").read_text(encoding="utf-8").split('"1","11/16')[0]
    after = 5 if number < 25 else 10
    days = [f"05/{d:02d}/24" for d in range(1, 13)] + [
        f"06/{d:02d}/24" for d in range(1, after + 1)
    ]
    rest = '"0","0","","Migraine","","6"' + ',""' * 15
    return head + "".join(
        f'"{i}","{d} 09:{number:02d}","02h 00m",{rest}\n' for i, d in enumerate(days, 1)
    )


def test_forty_app_files_and_one_sessions_file(page, server, tmp_path):
    """Nothing but files: the order of dates and the period are asked, then the rate is there."""
    for number in range(40):
        (tmp_path / f"P{number:02d}.csv").write_text(
            attack_list(number), encoding="utf-8", newline=""
        )
    sessions = "".join(f"P{number:02d},2024-05-13\n" for number in range(40))
    (tmp_path / "sessions.csv").write_text(
        "patient_id,session_date\n" + sessions, encoding="utf-8", newline=""
    )
    page.goto(f"{server}/load")
    page.locator("input[type=file]").last.set_input_files(sorted(tmp_path.glob("*.csv")))
    expect(page.get_by_text("Asked of 40 files like this one")).to_be_visible()
    page.get_by_role("button", name="Month first: 1 May 2024", exact=True).click()
    expect(headline(page)).to_contain_text("1 question decides")
    month = page.get_by_role("spinbutton", name="month, Every attack from", exact=True)
    expect(month).to_contain_text("05")  # as the answer has it: from May on
    expect(page.get_by_text("from when to when was every attack written down?")).to_be_visible()
    for label, day in (("Every attack from", "20240401"), ("to", "20240731")):
        page.get_by_role("spinbutton", name=f"year, {label}", exact=True).click()
        page.keyboard.type(day)
    page.get_by_role("button", name="was written down").click()
    expect(headline(page)).to_contain_text("25 of 40 (63%) reach 50%")
    expect(page.get_by_text("795 of 795 rows can be used")).to_be_visible()
    page.get_by_role("button", name="Use these records").click()
    expect(headline(page)).to_contain_text("25 of 40 patients (63%)")
    expect(page.get_by_text("ASSUMED FREE DAYS").first).to_be_visible()


def test_two_readings_are_seen_with_their_numbers_one_is_chosen_and_used(page, server, tmp_path):
    """Both readings with what they give; the answer's numbers are those of the command line."""
    for name, content in two_readings.files().items():
        (tmp_path / name).write_bytes(content)
    page.goto(f"{server}/load")
    page.locator("input[type=file]").last.set_input_files(sorted(tmp_path.glob("*.csv")))
    expect(page.locator("h1")).to_have_text("How are 2 files read?")
    expect(headline(page)).to_have_text("1 question decides: 5 of 12 or 0 of 3 reach 50%.")
    for line in ("all 36 on a Wednesday", "3 days to 26 weeks apart"):
        expect(page.get_by_text(line)).to_be_visible()
    expect(page.get_by_role("button", name="Use these records")).to_be_disabled()
    page.get_by_role("button", name="Month first: 1 Mar 2024", exact=True).click()
    # Read so, sessions lie days apart, which is asked in its turn.
    asked = "1 question decides: 0 of 3 reach 50% by every answer."
    expect(headline(page)).to_have_text(asked)
    page.get_by_role("button", name="Take back").click()
    page.get_by_role("button", name="Day first: 3 Jan 2024", exact=True).click()
    expect(headline(page)).to_contain_text("5 of 12 (42%) reach 50%")
    expect(page.get_by_text("3,741 of 3,741 rows can be used")).to_be_visible()
    page.get_by_role("button", name="Use these records").click()
    expect(headline(page)).to_contain_text("5 of 12 patients")

    files = ["--diary", tmp_path / "diary.csv", "--sessions", tmp_path / "sessions.csv"]
    code = re.search(r"--answer (\w+)=day_first", run("check", *files[1::2]).stdout).group(1)
    rates = run("rates", *files, "--answer", f"{code}=day_first", "--out", tmp_path / "rates")
    assert rates.exit_code == 0, rates.output
    of = pd.read_csv(tmp_path / "rates").set_index("session").loc[2]
    assert (of["responders"], of["evaluable"]) == (5, 12)

    page.go_back()
    expect(page.get_by_text("3 Jan 2024, as you said").first).to_be_visible()
    page.reload()
    expect(headline(page)).to_contain_text("Nothing is loaded")
    expect(page.get_by_text("a reload forgets them").first).to_be_visible()


def test_a_reload_says_that_the_records_are_gone(page, server):
    page.goto(f"{server}/load")
    page.locator("input[type=file]").last.set_input_files(
        [SAMPLE / "diary.csv", SAMPLE / "sessions.csv"]
    )
    page.get_by_role("button", name="Use these records").click()
    expect(headline(page)).to_contain_text("after session 2.")
    page.reload()
    expect(headline(page)).to_contain_text("This link needs the records it was made from.")
    expect(page.get_by_text("reload forgets them")).to_be_visible()
    assert page.get_by_text("SYNTHETIC", exact=True).count() == 0


@pytest.mark.parametrize(
    ("scheme", "reached"), [("light", "rgb(0, 114, 178)"), ("dark", "rgb(86, 180, 233)")]
)
def test_figures_take_the_palette_of_the_theme(profile, server, scheme, reached):
    """The browser swaps our placeholders; undocumented, so pinned here."""
    page = profile.visitor(scheme, width=1280, height=720)
    page.goto(server)
    page.wait_for_selector(".js-plotly-plot .scatterlayer path.js-line", state="attached")
    colors = page.eval_on_selector_all(
        ".js-plotly-plot .scatterlayer path.js-line",
        "es => es.map(e => getComputedStyle(e).stroke)",
    )
    assert set(colors) == {reached}


def test_the_server_listens_on_localhost_only(server):
    port = int(server.rsplit(":", 1)[1])
    others = {
        address[4][0]
        for address in socket.getaddrinfo(socket.gethostname(), port, socket.AF_INET)
        if not address[4][0].startswith("127.")
    }
    for address in others:
        with socket.socket() as s:
            s.settimeout(2)
            assert s.connect_ex((address, port)) != 0


def test_the_configuration_is_that_of_a_clinic():
    config = (ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8")
    for line in (
        'address = "localhost"',
        "gatherUsageStats = false",
        "showEmailPrompt = false",
        'showErrorDetails = "none"',
        "disableDataExport = true",
    ):
        assert line in config


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_charts_are_saved_as_pictures(profile, server, tmp_path, mode):
    """PNG and SVG as on the screen: title, colours of the theme, a name that says what."""
    paper = {"light": "#ffffff", "dark": "#12181f"}[mode]
    page = profile.visitor(mode)
    for path in ("", "spread", "side_effects") if mode == "light" else ("reduction",):
        page.goto(f"{server}/{path}")
        page.wait_for_selector(".js-plotly-plot .main-svg")
        buttons = page.get_by_role("button", name="SVG", exact=True)
        charts = page.locator(".js-plotly-plot")
        has_run(page)
        is_quiet(page)  # both come one after the other
        assert charts.count() == buttons.count() > 0
        with page.expect_download() as saved:
            buttons.first.click()
        name = saved.value.suggested_filename
        assert re.fullmatch(r"[a-z_0-9]+_hull2014_2026-06-30_SYNTHETIC_[0-9a-f]{8}\.svg", name)
        saved.value.save_as(tmp_path / "a.svg")
        drawn = ElementTree.parse(tmp_path / "a.svg").getroot()
        words = ["".join(text.itertext()) for text in drawn.iter(f"{SVG}text")]
        assert any("SYNTHETIC sample clinic" in line for line in words), path
        title = page.locator("h3").first.inner_text()
        assert title in drawn[0].text
        assert drawn[1].get("fill").lower() == paper
        assert "#00000" not in (tmp_path / "a.svg").read_text(encoding="utf-8")  # a placeholder
        assert_words_stay_inside(page.context, tmp_path / "a.svg")
        with page.expect_download() as saved:
            page.get_by_role("button", name="PNG", exact=True).first.click()
        saved.value.save_as(tmp_path / "a.png")
        header = (tmp_path / "a.png").read_bytes()[:24]
        assert header.startswith(b"\x89PNG")
        wide = int.from_bytes(header[16:20], "big")
        assert wide == 3 * int(drawn.get("width"))
        picture = Image.open(tmp_path / "a.png").convert("RGB")
        margin = picture.crop((wide - 3 * 22, 0, wide, picture.height))
        assert [color for _, color in margin.getcolors()] == [ImageColor.getrgb(paper)], path


WORDS_OF_A_PICTURE = """() => [...document.querySelectorAll(':root > text')].map(text => {
    const box = text.getBBox(), kept = text.getComputedTextLength()
    text.removeAttribute('textLength')
    return [text.textContent, box.x, box.x + box.width, kept, text.getComputedTextLength()]
})"""


def assert_words_stay_inside(context, file: Path) -> None:
    """By itself, without the page's fonts: every line ends before the margin, and was measured
    with the letters that draw it."""
    wide = int(ElementTree.parse(file).getroot().get("width"))
    alone = context.new_page()
    alone.goto(file.as_uri())
    found = alone.evaluate(WORDS_OF_A_PICTURE)
    alone.close()
    assert len(found) >= 3
    for words, left, right, kept, drawn in found:
        assert left >= 23, words
        assert right <= wide - 23, words
        assert drawn == pytest.approx(kept, rel=0.01), words


PAGE_OF_A_CHART = """<style>@font-face {{ font-family: 'Source Sans'; font-weight: 200 900;
    src: url(data:font/woff2;base64,{font}) }} body {{ font-family: 'Source Sans' }}</style>
<p>Words in the page's own font</p>
<div class="js-plotly-plot" style="width: {wide}px; height: 50px">
<svg class="main-svg" width="{wide}" height="50"><text y="20">Session 1</text></svg></div>
<div id="near"><button class="png"></button><button class="svg"></button></div>
<script type="module">{script}
globalThis.ready = document.fonts.load("600 20px 'Source Sans'").then(() => true)
globalThis.offer = add
</script>"""


def test_each_chart_of_a_page_is_saved_as_its_own_picture(page, server, tmp_path):
    """What draws them is sent once, with the first."""
    page.goto(f"{server}/reduction")
    buttons = page.locator(".svg")
    expect(buttons.nth(2)).to_be_visible()
    has_run(page)
    is_quiet(page)
    titles = page.locator("h3").all_inner_texts()
    assert len(titles) == buttons.count() == 3
    for place in range(3):
        with page.expect_download() as saved:
            buttons.nth(place).click()
        saved.value.save_as(tmp_path / "chart.svg")
        drawn = ElementTree.parse(tmp_path / "chart.svg").getroot()
        assert drawn.findtext(f"{SVG}title") == titles[place]


@pytest.mark.parametrize("wide", [320, 500, 700])
def test_lines_of_a_picture_end_before_its_margin(page, tmp_path, wide):
    """The page's font is narrower than the one that draws a picture; a name may have no space."""
    media = Path(streamlit.__file__).parent / "static" / "static" / "media"
    font = base64.b64encode(next(media.glob("SourceSansVF-Upright*")).read_bytes()).decode()
    script = f"{BUTTONS}\n{SAVE}".replace("export default function", "function add")
    page.set_content(PAGE_OF_A_CHART.format(font=font, wide=wide, script=script))
    page.evaluate("() => globalThis.ready")
    words = {
        "title": "Migraine days in the month before session 1 and at the end of each cycle " * 3,
        "subtitle": "Each line is a patient; the dot is the median of those judged. " * 5,
        "foot": "W" * 120,
    }
    page.evaluate(
        "data => offer({data, parentElement: document.querySelector('#near')})",
        {"name": "a", **words},
    )
    with page.expect_download() as saved:
        page.locator(".svg").click()
    saved.value.save_as(tmp_path / "a.svg")
    assert_words_stay_inside(page.context, tmp_path / "a.svg")
    drawn = ElementTree.parse(tmp_path / "a.svg").getroot()
    told = ["".join(text.itertext()) for text in drawn.findall(f"{SVG}text")]
    assert " ".join(told).replace(" ", "") == "".join(words.values()).replace(" ", "")


def test_looking_into_a_tab_costs_nothing_and_a_choice_does_not_close_it(page, server):
    """The tab one looks into stays open while a filter is chosen; after a link, Back and a reload
    it is that of the page."""
    page.goto(server)
    side = page.get_by_test_id("stSidebar")
    expect(headline(page)).to_contain_text("after session 2.")

    def is_open(area: str) -> None:
        tab = side.get_by_role("tab", name=area, exact=True)
        expect(tab).to_have_attribute("aria-selected", "true")

    is_open("Clinic")
    frames: list[object] = []
    page.on("websocket", lambda socket: frames.append(socket))
    sent: list[object] = []
    page.reload()
    expect(headline(page)).to_contain_text("after session 2.")
    frames[-1].on("framesent", lambda frame: sent.append(frame))
    has_run(page)
    is_quiet(page)  # nothing of the first run is under way any more
    sent.clear()
    side.get_by_role("tab", name="Research", exact=True).click()
    expect(side.get_by_role("link", name="For whom", exact=True)).to_be_visible()
    page.wait_for_timeout(500)
    assert not sent
    side.get_by_text("Filters: none").click()
    page.get_by_role("combobox", name="Site").click()
    page.get_by_role("option", name="Moor").click()
    close_popover(page)
    expect(side.get_by_text("Filters: 1")).to_be_visible()
    is_open("Research")
    side.get_by_role("link", name="For whom", exact=True).click()
    expect(page.locator("h1")).to_contain_text("For whom?")
    is_open("Research")
    page.go_back()
    expect(page.locator("h1")).to_contain_text("How many patients")
    is_open("Clinic")
    page.reload()
    expect(page.locator("h1")).to_contain_text("How many patients")
    is_open("Clinic")


def said_on_hover(page: Page, mark: Locator) -> str:
    """What a mark says under the pointer, which comes again until the figure listens to it."""
    said = page.locator(".hoverlayer text").first
    for _ in range(60):
        page.mouse.move(0, 0)
        mark.hover(force=True)
        with contextlib.suppress(WaitedTooLong):
            said.wait_for(timeout=1000)
            return said.text_content() or ""
    pytest.fail("a mark says nothing under the pointer")


def test_a_click_on_a_mark_opens_the_people_behind_it(page, server):
    """A bar its patient, with the others to go through; a band and a dot their lists."""
    page.goto(f"{server}/reduction")
    expect(headline(page)).to_contain_text("fewer migraine days")
    has_run(page)
    bars = page.locator(".js-plotly-plot").first.locator(".barlayer .point path")
    hovered = said_on_hover(page, bars.nth(3)).partition(":")[0]
    bars.nth(3).click(force=True)
    expect(page.locator("h1")).to_contain_text(f"{hovered}: what was recorded")
    expect(page.get_by_text("4 of 103 · reduction after session 2")).to_be_visible()
    assert hovered not in page.url

    open_by_link(page, "Reduction")
    has_run(page)
    lines = page.locator(".js-plotly-plot").nth(2).locator(".scatterlayer .trace").first
    hovered = said_on_hover(page, lines.locator(".points path").nth(8)).partition(",")[0]
    lines.locator(".points path").nth(8).click(force=True)
    expect(page.locator("h1")).to_contain_text(f"{hovered}: what was recorded")

    open_by_link(page, "Spread and duration")
    has_run(page)
    band = page.locator(".js-plotly-plot").first.locator(".barlayer .point path").nth(1)
    said_on_hover(page, band)
    band.click(force=True)
    expect(headline(page)).to_contain_text("75% or more fewer, after session 2")
    page.get_by_role("button", name="Show all again").click()
    expect(headline(page)).to_contain_text("all states, after session 2")

    open_by_link(page, "Spread and duration")
    page.get_by_role("tab", name="Does it last").click()
    has_run(page)
    flow = page.locator(".js-plotly-plot").nth(1).locator(".scatterlayer .trace").first
    told = said_on_hover(page, flow.locator(".points path").nth(4))
    flow.locator(".points path").nth(4).click(force=True)
    expect(headline(page)).to_contain_text("Reached 50% after session 1, reached 50% after")
    expect(headline(page)).to_contain_text(told.rpartition(" ")[2])

    open_by_link(page, "Response")
    has_run(page)
    dots = page.locator(".js-plotly-plot").first.locator(".scatterlayer .points path")
    said_on_hover(page, dots.nth(2))
    dots.nth(2).click(force=True)
    expect(headline(page)).to_contain_text("reached 50%, after session 3")


def test_a_table_is_copied_with_its_headings_and_saved_as_a_workbook(page, server):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(f"{server}/records")
    has_run(page)
    page.get_by_role("button", name="Copy", exact=True).click()
    expect(page.get_by_text("rows copied")).to_be_visible()
    lines = page.evaluate("navigator.clipboard.readText()").splitlines()
    assert lines[0].startswith("Patient\tBefore\tAfter\tChange\tRecorded\t")
    row = next(line for line in lines if line.startswith("P-0001\t"))
    assert row.startswith("P-0001\t26.9\t28.0\t4% more\t27 of 28\t")
    assert lines.index(row) > 1, "the newest come first"
    page.get_by_test_id("stButtonGroup").get_by_text("1,5", exact=True).click()
    is_quiet(page)  # the run that this click asks for may not have begun yet
    has_run(page)
    page.get_by_role("button", name="Copy", exact=True).click()
    page.wait_for_function(
        "navigator.clipboard.readText().then(text => text.includes('P-0001\\t26,9\\t28,0'))"
    )
    with page.expect_download() as found:
        page.get_by_role("button", name="Excel").click()  # at once: a copy's run leaves it alone
    book = openpyxl.load_workbook(io.BytesIO(Path(found.value.path()).read_bytes()))
    assert next(cell.value for cell in book.worksheets[0][1]) == "patient"
    with page.expect_download() as found:
        page.get_by_role("button", name="CSV").click()
    written = Path(found.value.path()).read_text(encoding="utf-8")
    assert written.startswith("\ufeffpatient_id;session;before;")


def test_two_marked_rows_are_copied_alone(page, server):
    """A mark draws the table and its buttons anew, not the page, and the button counts them."""
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(f"{server}/reduction")
    has_run(page)
    page.get_by_text("Table: reduction by session").click()
    table = page.get_by_test_id("stDataFrame")
    expect(table).to_be_visible()
    is_quiet(page)
    box = table.bounding_box()
    for row, label in ((1, "Copy 1 row"), (3, "Copy 2 rows")):
        page.mouse.click(box["x"] + 18, box["y"] + 36 * row + 18)
        expect(page.get_by_role("button", name=label, exact=True)).to_be_visible()
    page.get_by_role("button", name="Copy 2 rows").click()
    expect(page.get_by_text("2 rows copied")).to_be_visible()
    lines = page.evaluate("navigator.clipboard.readText()").splitlines()
    assert [line.partition("\t")[0] for line in lines] == ["Session", "1", "3"]
