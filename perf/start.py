"""How long from ``make run`` to ready, and what is loaded for the first page?

    python -m perf.start

On an installed machine: the command of ``make run`` until /health answers; the imports alone, in a
process of their own; the first page. Then the command line: the list of commands, and ``rates`` on
the sample, beside what pandas and DuckDB alone take to load. Medians.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from perf.results import record
from tests.counted import HEAVY, ROOT
from tests.serving import serving

RUNS = 5
IMPORTS = "import time; t = time.perf_counter(); import server, ui; print(time.perf_counter() - t)"
FIRST = (
    "import sys, time; from streamlit.testing.v1 import AppTest; import server, ui; "
    "t = time.perf_counter(); AppTest.from_file('app.py', default_timeout=60).run(); "
    f"print(time.perf_counter() - t, *(m for m in {HEAVY!r} if m in sys.modules))"
)
SAMPLE = [f"--{name}={ROOT / 'data' / 'sample' / name}.csv" for name in ("diary", "sessions")]
COMMANDS = {
    "bare": ("-c", "import pandas, duckdb"),
    "help": ("-m", "cleardays", "--help"),
    "rates": ("-m", "cleardays", "rates", *SAMPLE),
}


def to_ready() -> float:
    start = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder, serving(Path(folder), "server.py"):
        return time.perf_counter() - start


def of_its_own(program: str) -> list[str]:
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        check=True,
        encoding="utf-8",
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    return done.stdout.split()


def command_times() -> dict[str, float]:
    """Seconds of each command, the median; in turns, so that a busy minute is shared."""
    times: dict[str, list[float]] = {name: [] for name in COMMANDS}
    for _ in range(RUNS):
        for name, arguments in COMMANDS.items():
            start = time.perf_counter()
            subprocess.run(
                [sys.executable, *arguments],
                cwd=ROOT,
                check=True,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
            times[name].append(time.perf_counter() - start)
    return {name: statistics.median(taken) for name, taken in times.items()}


def main() -> None:
    ready = statistics.median(to_ready() for _ in range(RUNS))
    imports = statistics.median(float(of_its_own(IMPORTS)[0]) for _ in range(RUNS))
    first = [of_its_own(FIRST) for _ in range(RUNS)]
    page = statistics.median(float(one[0]) for one in first)
    loaded = ", ".join(first[0][1:]) or "none of them"
    commands = command_times()
    bare = commands["bare"]
    record(
        "Start",
        [
            f"command of make run to ready: {ready:.1f} s",
            f"imports: {imports:.2f} s",
            f"first page after that: {page:.2f} s",
            f"of {', '.join(HEAVY)} it loads: {loaded}",
            f"pandas and DuckDB alone: {bare:.2f} s; times that: the list of commands "
            f"{commands['help'] / bare:.1f}, rates of the sample {commands['rates'] / bare:.1f}",
        ],
    )


if __name__ == "__main__":
    main()
