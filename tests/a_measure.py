"""Photophobia days go through everything: what the tables, pages and documents then say, as JSON.

Run on its own (``python -m tests.a_measure FILE``): the row stands in ``MEASURES`` before anything
else is imported, as if its file had it.
"""

import json
import sys
from pathlib import Path

from analytics import definitions

PHOTOPHOBIA = definitions.Measure(
    "photophobia_days",
    "days with photophobia",
    "photophobia",
    "photophobia",
    "Calendar days on which light hurt.",
    "our own rule",
    "PHOTDAYS",
)
definitions.MEASURES[PHOTOPHOBIA.name] = PHOTOPHOBIA

import pandas as pd  # noqa: E402

from analytics.cycles import count_cycles, to_hand_on  # noqa: E402
from analytics.privacy import new_key  # noqa: E402
from analytics.result import result_of  # noqa: E402
from analytics.settings import Settings  # noqa: E402
from analytics.tables import TABLES, Asked, make_table  # noqa: E402
from analytics.written import as_csv  # noqa: E402
from importing import Source, read_records  # noqa: E402
from reports.data_zip import data_zip  # noqa: E402
from reports.everything import report_files  # noqa: E402

BY = definitions.DEFAULT_DEFINITION.changed(measure=PHOTOPHOBIA.name)
PATIENTS, FIRST, SESSIONS = 20, pd.Timestamp("2024-03-01"), 2
BEFORE, FEW, MANY = 18, 6, 15  # of 30 days; every other patient has few after each session


def _diary() -> str:
    rows = ["patient_id,date,headache,migraine,acute_medication,photophobia"]
    for who in range(PATIENTS):
        for n in range(-30, 84 * SESSIONS):
            fewer = FEW if who % 2 else MANY
            light = (n % 30) < (BEFORE if n < 0 else fewer)
            day = (FIRST + pd.Timedelta(days=n)).date()
            rows.append(f"P{who:02},{day},{int(n % 3 > 0)},{int(n % 3 > 1)},{n % 2},{int(light)}")
    return "\n".join(rows) + "\n"


def _read(**tables: str):
    records, report = read_records([Source(f"{n}.csv", t.encode(), n) for n, t in tables.items()])
    assert not report.questions, [question.text for question in report.questions]
    return records, report


def inputs() -> dict:
    """The same patients as a diary, as counts and as cycles, each read from its files."""
    had = [FIRST + pd.Timedelta(days=84 * n) for n in range(SESSIONS)]
    ids = [f"P{who:02}" for who in range(PATIENTS)]
    sessions = "".join(f"{one},{day.date()}\n" for one in ids for day in had)
    of = "patient_id,sex,age\n" + "".join(
        f"{one},{'fm'[n % 2]},{30 + n}\n" for n, one in enumerate(ids)
    )
    days = _read(diary=_diary(), sessions="patient_id,session_date\n" + sessions, patients=of)
    cycles = count_cycles(days[0].as_of(), BY)
    named = ["patient_id", "session", "headache_days", PHOTOPHOBIA.name, "window_days"]
    counts = cycles[named].rename(columns={"window_days": "recorded_days"})
    handed_on = to_hand_on(cycles, BY, days[0].last_date)
    return {
        "diary": days,
        "counts": _read(counts=as_csv(counts), patients=of),
        "cycles": _read(cycles=as_csv(handed_on), patients=of),
    }


def app_of(records, report):
    """The app with these records; one for all pages, as a person goes through them."""
    from streamlit.testing.v1 import AppTest

    app = AppTest.from_file(str(Path("app.py").resolve()), default_timeout=60)
    app.query_params.update({"definition": BY.name, "measure": BY.measure})
    app.run()
    seen = {"records": records, "report": report, "patient_id": "P01", "settings": Settings(BY)}
    for key, value in seen.items():
        app.session_state[key] = value
    app.run()
    return app


def of_page(app, page: str) -> str:
    """All that a page says and draws, or what went wrong on it."""
    app.switch_page(page)
    app.run()
    if app.exception:
        return f"EXCEPTION {app.exception[0].value}"
    drawn = [str(one.proto) for one in app.get("plotly_chart")]
    parts = [*app.title, *app.header, *app.subheader, *app.markdown]
    return "\n".join([part.value for part in parts] + drawn)


def documents(result, settings) -> dict[str, bytes]:
    made = report_files(result, settings)
    made["adam.zip"] = data_zip(result, settings, adam=True)
    made["de_identified.zip"] = data_zip(result, settings, key=new_key(), every_day=False)
    return made


def main(file: str) -> None:
    pages = ["app.py", *sorted(f"pages/{path.name}" for path in Path("pages").glob("*.py"))]
    settings, told = Settings(BY), {}
    for kind, (records, report) in inputs().items():
        result, app = result_of(records, settings), app_of(records, report)
        told[kind] = {
            "rates": result.rates[["session", "evaluable", "responders"]].values.tolist(),
            "baseline": result.outcomes["baseline"].unique().tolist(),
            "tables": {name: len(make_table(name, result, Asked(2))) for name in TABLES},
            "documents": {name: len(made) for name, made in documents(result, settings).items()},
            "pages": {page: of_page(app, page) for page in pages},
        }
    Path(file).write_text(json.dumps(told), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main(sys.argv[1])
