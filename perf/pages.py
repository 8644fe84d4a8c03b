"""How long does each page work, what does it send, when does its first figure stand?

    python -m perf.pages [PATIENTS ...]

150 patients are the sample; from 100,000 on they are cycles that were counted elsewhere. Reruns
with nothing changed are measured without a browser, the floor being a page with one figure; the
first figure in Chromium, from a cold tab of a server that has shown the page before, against the
same floor in turn. Ratios of one run.
"""

from __future__ import annotations

import logging
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright
from streamlit.testing.v1 import AppTest

from analytics.needs import SINGLE_DAYS
from perf.cohorts import MOST_WITH_DAYS, as_cycles, with_days
from perf.results import record
from tests.browsers import CHROMIUM, FLAGS
from tests.counted import ROOT, counting, opened
from tests.serving import serving
from ui.frame.navigation import BY_LABEL

SAMPLE, SIZES = 150, (150, 1_000, 10_000, 100_000)
RUNS, LOOKS = 7, 3
MOST_MS = {150: 100, 10_000: 300}  # of a rerun
MOST_TIMES = {150: 1.3, 10_000: 1.5}  # the floor's time to the first figure
WITH_DAYS = ("quality",)  # it shows the days themselves beside what needs none
NO_FIGURE = (  # of its own, or until one is chosen
    "all_pages",
    "definitions",
    "kept",
    "load",
    "patient",
    "report",
    "today",
    "trail",
)
FLOOR = (
    "import plotly.graph_objects as go\nimport streamlit as st\n"
    "st.plotly_chart(go.Figure(go.Bar(x=[1, 2, 3], y=[1, 2, 3])))\n"
)
FIGURE = ".js-plotly-plot .main-svg, [data-testid=stDataFrame] canvas"  # or its first table


def _of_days(page: str) -> bool:
    """Does it show single days, and so nothing of cycles?"""
    needs = {of.file: of.needs for of in BY_LABEL.values()}[page]
    return needs >= SINGLE_DAYS or Path(page).stem in WITH_DAYS


def pages() -> list[str]:
    return ["app.py", *sorted(f"pages/{path.name}" for path in (ROOT / "pages").glob("*.py"))]


def median(run: Callable[[], object], times: int) -> float:
    seconds = []
    for _ in range(times):
        start = time.perf_counter()
        run()
        seconds.append(time.perf_counter() - start)
    return statistics.median(seconds)


def floor_of_a_rerun() -> float:
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "floor.py"
        page.write_text(FLOOR, encoding="utf-8", newline="")
        app = AppTest.from_file(str(page), default_timeout=60).run()
        return median(app.run, RUNS)


def reruns(sizes: tuple[int, ...]) -> list[str]:
    """Per page and size: milliseconds of a rerun, kB of it, seconds of the first run."""
    lines = [
        f"floor (one figure): {1000 * floor_of_a_rerun():.0f} ms a rerun",
        f"{'':<24}" + "".join(f"{n:>11,}: ms   kB first s" for n in sizes),
    ]
    found: dict[str, list[tuple[float, float, float]]] = {page: [] for page in pages()}
    for size in sizes:
        records = None
        if size != SAMPLE:
            records = (with_days if size <= MOST_WITH_DAYS else as_cycles)(size)
        someone = "P-0005" if records is None else "P000005"
        for page in pages():
            with counting() as sent:
                start = time.perf_counter()
                app = opened(page, records, patient_id=someone)
                first = time.perf_counter() - start
                again = median(app.run, RUNS)
                found[page].append((1000 * again, sent.bytes / 1000, first))
        print(f"{size:,} patients done", flush=True)
    for page, numbers in found.items():
        cells = "".join(f"{ms:15.0f}{kb:5.0f}{first:8.1f}" for ms, kb, first in numbers)
        lines.append(f"{page:<24}{cells}")
    for size, most in MOST_MS.items():
        if size in sizes:
            place = sizes.index(size)
            slow = [page for page, n in found.items() if n[place][0] > most]
            told = ", ".join(slow) if slow else "none"
            lines.append(f"over {most} ms a rerun with {size:,} patients: {told}")
    return lines


def seconds_to_a_figure(browser: Browser, address: str) -> float:
    """From an empty tab of a new visitor to the first figure."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()
    start = time.perf_counter()
    page.goto(address, wait_until="commit")
    page.wait_for_selector(FIGURE, timeout=120_000)
    took = time.perf_counter() - start
    context.close()
    return took


def _of_patients(size: int, stack: ExitStack) -> str:
    """The address of a server with so many patients, which ends with ``stack``."""
    folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
    environment = {"PATIENTS": str(size if size != SAMPLE else 0)}
    return stack.enter_context(serving(folder, "perf/opened.py", (), environment)).address


def first_figures(sizes: tuple[int, ...]) -> list[str]:
    """Per page and size: seconds to the first figure, as a multiple of the floor's."""
    shown = [page for page in pages() if Path(page).stem not in NO_FIGURE]
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        floor_page = Path(folder) / "floor.py"
        floor_page.write_text(FLOOR, encoding="utf-8", newline="")
        playwright = stack.enter_context(sync_playwright())
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        floor = stack.enter_context(serving(Path(folder), str(floor_page))).address
        servers = {size: _of_patients(size, stack) for size in sizes}
        seconds_to_a_figure(browser, floor)
        at_floor: list[float] = []
        ratios: dict[tuple[str, int], tuple[float, float]] = {}
        for page in shown:
            path = "" if page == "app.py" else Path(page).stem
            taken: dict[int, list[float]] = {size: [] for size in sizes}
            floors: list[float] = []
            offered = [n for n in sizes if n <= MOST_WITH_DAYS or not _of_days(page)]
            for size in offered:
                seconds_to_a_figure(browser, f"{servers[size]}/{path}")  # the page's own first
            for look in range(LOOKS):
                floors.append(seconds_to_a_figure(browser, floor))
                for size in offered:
                    if look == 0 or size in MOST_TIMES:
                        took = seconds_to_a_figure(browser, f"{servers[size]}/{path}")
                        taken[size].append(took)
            at_floor += floors
            base = statistics.median(floors)
            for size, looks in taken.items():
                if looks:
                    own = statistics.median(looks)
                    ratios[page, size] = (own, own / base)
            print(page, flush=True)
        browser.close()
    middle = statistics.median(at_floor)
    lines = [
        f"floor (one figure): {middle:.2f} s, from {min(at_floor):.2f} to {max(at_floor):.2f}",
        f"{'':<24}" + "".join(f"{n:>11,}: s  times" for n in sizes),
    ]
    for page in shown:
        cells = [ratios.get((page, size)) for size in sizes]
        told = "".join(f"{c[0]:13.2f}{c[1]:7.2f}" if c else f"{'':>20}" for c in cells)
        lines.append(f"{page:<24}{told}")
    for size, most in MOST_TIMES.items():
        slow = [p for (p, n), (_, times) in ratios.items() if n == size and times > most]
        if size in sizes:
            told = ", ".join(slow) if slow else "none"
            lines.append(f"over {most} times the floor with {size:,} patients: {told}")
    return lines


def main(sizes: tuple[int, ...] = SIZES) -> None:
    logging.disable(logging.WARNING)
    record("Reruns of each page", reruns(sizes))
    record("First figure of each page in Chromium", first_figures(sizes))


if __name__ == "__main__":
    main(tuple(int(value) for value in sys.argv[1:]) or SIZES)
