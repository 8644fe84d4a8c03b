"""A stop dated before a later session is told, nobody leaves a curve, and later is said so."""

from datetime import date, timedelta

import pytest

from analytics.definitions import DEFAULT_DEFINITION
from analytics.research.incidence import cumulative_incidence
from analytics.result import result_of
from analytics.settings import Settings
from analytics.therapies import BOTULINUM_TOXIN
from importing import Source, read_records
from tests.front_door import days, diary, sessions
from tests.test_pages import drawers_open, start, text
from words.pages import spread

FIRST, SECOND = date(2024, 3, 1), date(2024, 5, 24)
TOLD = "a stop dated before a later session, or on the day of one"


def clinic(stops: dict[str, tuple[date, str]], patients: int = 12):
    rows, treated, known = [], [], []
    for n in range(1, patients + 1):
        rows += diary(f"{n}", "2024-01-31", days(16, 30) + days(n, 40) * 4)
        treated += sessions(f"{n}", FIRST.isoformat(), SECOND.isoformat())
        day, reason = stops.get(f"{n}", ("", ""))
        known.append({"patient_id": f"{n}", "stopped_on": day, "stop_reason": reason})
    sources = [
        Source(f"{name}.csv", csv_of(table).encode(), name)
        for name, table in (("diary", rows), ("sessions", treated), ("patients", known))
    ]
    records, report = read_records(sources)
    assert not report.questions
    return records, report


def csv_of(rows) -> str:
    return "\n".join([",".join(rows[0]), *(",".join(map(str, r.values())) for r in rows)])


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (FIRST - timedelta(days=9), True),
        (FIRST, True),
        (SECOND - timedelta(days=1), True),
        (SECOND, True),
        (SECOND + timedelta(days=1), False),
    ],
)
def test_a_stop_before_a_session_or_on_its_day_is_told(day, said):
    records, report = clinic({"10": (day, "no_effect"), "2": (day, "lost")})
    assert any(TOLD in one.text for one in report.told) == said
    assert records.treated_after_a_stop == (["2", "10"] if said else [])


@pytest.mark.slow
def test_the_page_names_them():
    records, report = clinic({"10": (FIRST, "no_effect"), "2": (SECOND, "lost")})
    app = start("app.py", {"records": records, "report": report})
    assert "2 stops dated before a later session, or on the day of one: 2, 10." in text(app)


@pytest.mark.parametrize("day", [FIRST - timedelta(days=9), FIRST, SECOND, date(2024, 6, 1)])
def test_the_curves_lose_nobody(day):
    records, _ = clinic({"3": (day, "no_effect")})
    narrowed = records.as_of()
    outcomes = result_of(records, Settings()).outcomes
    found = cumulative_incidence(outcomes, narrowed.cut_off, BOTULINUM_TOXIN)
    stopping = found[found["question"] == "stopping"]
    assert stopping["event"].tolist() == ["no_effect"]
    assert stopping["at_risk"].tolist() == [12]
    assert stopping["incidence"].iloc[0] == pytest.approx(1 / 12)
    first = found[found["question"] == "first response"]
    assert first["at_risk"].max() == 12


def test_nobody_is_still_followed_for_ever():
    """Those who neither came nor said why leave 84 + 28 days after session 2, on day 196."""
    records, _ = clinic({"3": (date(2024, 6, 1), "no_effect")})
    none = DEFAULT_DEFINITION.changed(threshold=100)  # which nobody reaches
    outcomes = result_of(records, Settings(none)).outcomes
    day = FIRST + timedelta(days=196)
    before, then, later = (
        cumulative_incidence(outcomes, cut_off, BOTULINUM_TOXIN)
        for cut_off in (day - timedelta(days=1), day, day + timedelta(days=999))
    )
    assert "no session, no reason" not in set(before["event"]), "she may still come"
    assert then.equals(later)
    stopping = then[then["question"] == "stopping"].set_index("event")
    away = stopping.loc["no session, no reason"]
    assert away[["day", "at_risk"]].tolist() == [196, 11]
    assert stopping["incidence"].sum() == pytest.approx(1), "and nobody is left"
    assert spread.incidence_title(then[then["question"] == "stopping"], DEFAULT_DEFINITION) == (
        "Stopped or stayed away by day 196: no session, no reason 92%, no effect 8%"
    )
    first = then[then["question"] == "first response"]
    assert set(first["event"]) == {"no session, no reason", "first response"}
    assert first.groupby("event")["incidence"].max().sum() == pytest.approx(1)
    untold = cumulative_incidence(outcomes.assign(stop_reason_not_told=1), day, BOTULINUM_TOXIN)
    assert "no session, reason not told" in set(untold["event"]), "of de-identified cycles"


@pytest.mark.slow
def test_a_filter_by_what_came_later_says_so(door):
    records, report = clinic({"3": (date(2024, 6, 1), "no_effect")})
    app = start("app.py", {"records": records, "report": report})
    assert "known only after the first session" not in text(app)
    drawers_open(app).multiselect(key="filter_stop_reason").set_value(["no_effect"]).run()
    shown = text(app)
    assert shown.count("Filtered by stop reason, known only after the first session") == 2
    tables = {
        "diary": records.diary.drop(columns="assumed_free"),
        "sessions": records.sessions,
        "patients": records.patients[["patient_id", "stop_reason"]],
    }
    told = door.run("rates", "--where", "stop_reason=no_effect", **tables)
    assert "Filtered by stop reason, known only after the first session" in told.stderr
