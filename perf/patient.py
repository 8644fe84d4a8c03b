"""How long does one patient's page take, the first time that she is opened?

    python -m perf.patient [PATIENTS ...]

150 patients are the sample. On the server: a whole run of the page, in a process that has shown it
with nobody chosen; *alone* is before the others are described, or where they are too many for it.
In Chromium: from Enter in the field that finds a patient, in a new visitor's tab that has shown the
first page; then a second patient there. ``processor`` is the time of the page's main thread, which
other work on the machine hardly changes; on the server the limit is read from the processor's too.
"""

from __future__ import annotations

import logging
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from playwright.sync_api import CDPSession, Page
from streamlit.testing.v1 import AppTest

from perf.cohorts import with_days
from perf.results import record
from server import look_through_all_beside_the_pages
from tests.browsers import Profile, chromium, has_run, is_quiet, open_by_link
from tests.counted import opened, reader_is_done
from tests.serving import serving
from ui.tab import described

SAMPLE, SIZES = 150, (150, 10_000)
RUNS, TABS = 9, 5
MOST_ON_SERVER, MOST_IN_BROWSER = 0.5, 1.0  # seconds
DESCRIBED = 3  # seconds until all of the sample are described, beside the page
SEEN = ("headline", "months", "last chart", "all quiet", "processor")
SEED = 28
WATCH = """() => {
    window.seen = []
    let pressed = 0
    addEventListener('keydown', event => {
        if (event.key === 'Enter') [pressed, window.seen] = [performance.now(), []]
    }, {capture: true})
    new MutationObserver(changes => window.seen.push({
        at: performance.now() - pressed,
        said: document.querySelector('h2')?.textContent,
        bars: document.querySelector('[class*="st-key-months_"] .barlayer .point')
            ?.closest('[class*="st-key-months_"]').className,
        drawn: changes.some(one => one.target.closest?.('.js-plotly-plot')),
    })).observe(document.body, {subtree: true, childList: true, attributes: true})
}"""


def _ids(size: int) -> list[str]:
    """Patients in an order of their own, so that none is opened twice."""
    form = "P-{:04d}" if size == SAMPLE else "P{:06d}"
    ids = [form.format(n) for n in range(1, size)]
    random.Random(SEED).shuffle(ids)
    return ids


@contextmanager
def _alone() -> Iterator[None]:
    most, described.MOST = described.MOST, 0
    yield
    described.MOST = most


def _runs(app: AppTest, ids: list[str]) -> tuple[list[float], list[float]]:
    """Seconds of each patient's first run, by the clock and of the processor.

    Each is opened when whoever comes next in the list was read, as by a person who looks at a page
    for longer than that takes: back to back the two would share a processor.
    """
    clock, processor = [], []
    for patient_id in ids:
        reader_is_done()
        app.session_state["patient_id"] = patient_id
        start, used = time.perf_counter(), time.process_time()
        app.run()
        clock.append(time.perf_counter() - start)
        processor.append(time.process_time() - used)
        assert not app.exception, app.exception
    return clock, processor


def _on_server(size: int) -> list[str]:
    records, ids = None if size == SAMPLE else with_days(size), _ids(size)
    lines = []
    with _alone():
        app = opened("pages/patient.py", records)
        look_through_all_beside_the_pages()  # as the server does
        first = _runs(app, [ids.pop()])
        lines.append(_told(size, "server, the very first", *first))
        lines.append(_told(size, "server, alone", *_runs(app, [ids.pop() for _ in range(RUNS)])))
    if size <= described.MOST:
        app.run()
        reader_is_done()
        runs = _runs(app, [ids.pop() for _ in range(RUNS)])
        lines.append(_told(size, "server, all described", *runs))
    return lines


def _told(size: int, what: str, clock: list[float], processor: list[float]) -> str:
    middle, used = statistics.median(clock), statistics.median(processor)
    over = "   over the limit" if used > MOST_ON_SERVER else ""
    return (
        f"{size:>7,}  {what:24} {min(clock):5.2f} {middle:5.2f} {max(clock):5.2f}   processor "
        f"{min(processor):5.2f} {used:5.2f}{over}"
    )


def _in_browser(size: int) -> list[str]:
    """Of the first and of the second patient of new tabs: the best and the median."""
    ids, environment = _ids(size), {"PATIENTS": str(size if size != SAMPLE else 0)}
    found: dict[str, list[dict[str, float]]] = {"first of a tab": [], "second": []}
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        browser = stack.enter_context(chromium())
        server = stack.enter_context(serving(folder, "perf/opened.py", (), environment))
        for _ in range(TABS):
            profile = Profile(browser, f"{server.address}/_stcore/health")
            page = profile.visitor()
            page.goto(server.address)
            has_run(page)
            open_by_link(page, "One patient")
            page.wait_for_url("**/patient*")
            has_run(page)
            is_quiet(page)
            page.wait_for_timeout(1000 * DESCRIBED)
            page.evaluate(WATCH)
            asked = page.context.new_cdp_session(page)
            asked.send("Performance.enable", {"timeDomain": "threadTicks"})
            for which in found.values():
                which.append(_opening(page, asked, ids.pop()))
            profile.close()
    return [line for which in found for line in _seen(size, which, found[which])]


def _opening(page: Page, asked: CDPSession, patient_id: str) -> dict[str, float]:
    field = page.get_by_test_id("stMain").locator("input").first
    field.fill(patient_id)
    page.wait_for_timeout(700)
    before = _of_processor(asked)
    field.press("Enter")
    page.wait_for_timeout(500)
    has_run(page)
    is_quiet(page)
    used, seen = _of_processor(asked) - before, page.evaluate("window.seen")

    def first(holds: Callable[[dict[str, object]], bool]) -> float:
        return next((one["at"] / 1000 for one in seen if holds(one)), float("nan"))

    said = seen[-1]["said"]
    last = [one["at"] / 1000 for one in seen if one["drawn"]]
    times = (
        first(lambda one: one["said"] == said),
        first(lambda one: patient_id in str(one.get("bars", ""))),
        max(last, default=float("nan")),
        seen[-1]["at"] / 1000,
        used,
    )
    return dict(zip(SEEN, times, strict=True))


def _of_processor(asked: CDPSession) -> float:
    metrics = asked.send("Performance.getMetrics")["metrics"]
    return float(next(one["value"] for one in metrics if one["name"] == "TaskDuration"))


def _seen(size: int, which: str, looks: list[dict[str, float]]) -> list[str]:
    best, middle = (
        {name: pick([one[name] for one in looks]) for name in SEEN} for pick in (min, _median)
    )
    over = "   over the limit" if middle["all quiet"] > MOST_IN_BROWSER else ""
    return [
        f"{size:>7,}  {f'browser, {which}, {how}':32}"
        + "  ".join(f"{name} {value:.2f}" for name, value in of.items())
        + end
        for how, of, end in (("best", best, ""), ("median", middle, over))
    ]


def _median(values: list[float]) -> float:
    return float(statistics.median(values))


def main(sizes: tuple[int, ...] = SIZES) -> None:
    logging.disable(logging.WARNING)
    lines = ["seconds; on the server the lowest, the median and the highest by the clock"]
    for size in sizes:
        lines += _on_server(size)
        lines += _in_browser(size)
    record("One patient, opened for the first time", lines)


if __name__ == "__main__":
    main(tuple(int(value) for value in sys.argv[1:]) or SIZES)
