"""How long does the server work on a rerun of each page, with the sample and nothing changed?

    python -m perf.page_reruns

Measured without a browser: the page's script is run again and again; the floor is an empty page.
"""

from __future__ import annotations

import logging
import statistics
import tempfile
import time
from pathlib import Path

from streamlit.testing.v1 import AppTest

ROOT = Path(__file__).parent.parent
RUNS, MOST_SECONDS = 15, 0.100


def median_rerun(app: AppTest) -> float:
    for _ in range(3):
        app.run()
    seconds = []
    for _ in range(RUNS):
        start = time.perf_counter()
        app.run()
        seconds.append(time.perf_counter() - start)
    assert not app.exception
    return statistics.median(seconds)


def floor() -> float:
    with tempfile.TemporaryDirectory() as folder:
        empty = Path(folder) / "empty.py"
        empty.write_text("import streamlit as st\nst.write('')\n")
        return median_rerun(AppTest.from_file(str(empty), default_timeout=60))


def main() -> None:
    logging.disable(logging.WARNING)
    print(f"floor (an empty page)   {1000 * floor():6.1f} ms")
    slow = []
    for page in ["app.py", *sorted(f"pages/{path.name}" for path in (ROOT / "pages").glob("*.py"))]:
        app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60).run()
        app.session_state["patient_id"] = "P-0005"
        if page != "app.py":
            app.switch_page(page)
        seconds = median_rerun(app)
        print(f"{page:<24}{1000 * seconds:6.1f} ms")
        if seconds > MOST_SECONDS:
            slow.append(page)
    if slow:
        raise SystemExit(f"Over {1000 * MOST_SECONDS:.0f} ms: {', '.join(slow)}")


if __name__ == "__main__":
    main()
