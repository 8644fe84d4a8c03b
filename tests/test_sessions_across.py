"""Is each session found where a patient's sessions stand in columns beside each other?"""

from __future__ import annotations

import io
from datetime import date, timedelta

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from importing import Choices, Mapping
from importing.column_kinds import TakenFor
from importing.mapping_checks import NoMapping
from importing.sessions_across import numbered
from importing.suggested import PERIODS
from tests.corpus.read import AsThePage, read_as_the_page, told_truth
from tests.corpus.truth import diaries

WEEK = timedelta(weeks=1)
FIRST = date(2024, 2, 17)
NAMES = (
    ("Botox {}", "Dose {}"),
    ("injection {}", "Units {}"),
    ("{}. Sitzung", "Dosis {}"),
    ("Date Botox #{}", "Botox #{} units"),
    ("Date{}", "Dose{}"),
    ("inj_date_{}", "inj_dose_{}"),
)


def sheet(names: tuple[str, str], rows: dict[str, list[tuple[date | None, int | None]]]) -> str:
    """A row a patient: her days, then her doses."""
    most = max(map(len, rows.values()))
    lines = [["Patient", *(name.format(n) for name in names for n in range(1, most + 1))]]
    for who, sessions in rows.items():
        full = [*sessions, *[(None, None)] * (most - len(sessions))]
        days = [f"{day:%d %b %Y}" if day else "" for day, _ in full]
        lines.append([who, *days, *("" if units is None else str(units) for _, units in full)])
    return "\n".join(",".join(line) for line in lines) + "\n"


def dropped(**files: str) -> AsThePage:
    return read_as_the_page({f"{name}.csv": text.encode() for name, text in files.items()})


@st.composite
def people(draw):
    """Up to four patients with up to four sessions each, ten to sixteen weeks apart."""
    found = {}
    for who in ("A1", "B2", "C3", "D4")[: draw(st.integers(2, 4))]:
        day, sessions = FIRST + draw(st.integers(0, 9)) * WEEK, []
        for gap in draw(st.lists(st.integers(10, 16), min_size=1, max_size=4)):
            sessions.append((day, draw(st.sampled_from((155, 165, 195)))))
            day += gap * WEEK
        found[who] = sessions
    most = max(map(len, found.values()))
    return found if most > 1 else found | {"E5": [(FIRST, 155), (FIRST + 12 * WEEK, 195)]}


@settings(deadline=None, max_examples=30)
@given(st.sampled_from(NAMES), people(), st.randoms(use_true_random=False))
def test_every_session_of_every_patient_is_read_whatever_its_columns_are_called(names, rows, dice):
    """And in whatever order the columns stand."""
    lines = [line.split(",") for line in sheet(names, rows).splitlines()]
    order = [*range(1, len(lines[0]))]
    dice.shuffle(order)
    text = "\n".join(",".join([line[0], *(line[n] for n in order)]) for line in lines) + "\n"
    page = dropped(sessions=text)
    assert not page.report.questions
    assert page.report.as_read[0].shape == PERIODS
    told = told_truth(page.records).sessions
    assert told == {(who, day): units for who, of in rows.items() for day, units in of}
    assert not page.report.undecided
    mapping = page.report.as_read[0].mapping()
    assert Mapping.from_json(mapping.to_json()) == mapping


def test_beside_a_diary_the_sessions_in_columns_are_all_there():
    truth = diaries(7, ("P1", "P2", "P3"), date(2024, 1, 3), 150)
    diary = "patient_id,date,headache,migraine\n" + "".join(
        f"{who},{day},{headache},{migraine}\n"
        for (who, day), (headache, migraine) in truth.days.items()
    )
    rows: dict[str, list[tuple[date | None, int | None]]] = {who: [] for who in truth.ids}
    for (who, day), units in truth.sessions.items():
        rows[who].append((day, int(units or 0)))
    page = dropped(diary=diary, sessions=sheet(("Botox {}", "Dose {}"), rows))
    assert not page.report.questions
    assert told_truth(page.records) == truth


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("Botox 2", ("botox", 2)),
        ("2nd Botox", ("botox", 2)),
        ("Second Botox", ("botox", 2)),
        ("BOTOX#2", ("botox", 2)),
        ("Injection no. 2", ("injection", 2)),
        ("2e injection", ("injection", 2)),
        ("Botox 2024", None),
        ("Botox 1 of 2", None),
        ("Botox", None),
    ],
)
def test_a_name_and_its_number(header, expected):
    assert numbered(header) == expected


def test_a_session_that_did_not_take_place_is_no_row_and_a_bad_date_sets_the_patient_aside():
    page = dropped(
        sessions="Patient,Botox 1,Botox 2\nA,13/02/2024,14/05/2024\nB,14/02/2024,-\n"
        "C,15/02/2024,DNA\nD,16/02/2024,\nE,n/a,\n"
    )
    told = told_truth(page.records).sessions
    assert {who for who, _ in told} == {"A", "B", "D"}
    assert len(told) == 4
    (file,) = page.report.files
    assert (file.rows_read, file.used, file.set_aside) == (5, 3, 1)
    assert "session_date" in set(file.broken["column"])


@pytest.mark.parametrize(
    "text",
    [
        "Patient,Call 1,Call 2\nA,13/02/2024,14/05/2024\nB,14/02/2024,15/05/2024\n",
        "Patient,Botox follow up 1,Botox follow up 2\nA,13/02/2024,14/05/2024\n",
        "Patient,Date 1,Date 2\nA,13/02/2024,15/02/2024\nB,14/02/2024,17/02/2024\n",
    ],
)
def test_other_dates_are_no_sessions_and_are_asked_about(text):
    page = dropped(other=text)
    assert not [c for c in page.report.as_read[0].columns if c.meaning.session is not None]
    assert page.report.questions


def test_dates_that_no_word_calls_sessions_are_the_suggestion_to_look_at_first():
    seen = dropped(s="Patient,Date 1,Date 2\nA,13/02/2024,14/05/2024\nB,14/02/2024,\n").report
    (one,) = seen.as_read
    assert one.weakest is not None
    assert one.weakest.meaning == TakenFor("session_date", 1)


AUDIT = (
    ("Audit of the migraine clinic", *[None] * 10),
    ("January 2025", *[None] * 10),
    (
        *("Hosp no", "Sex", "Age", "Date 1st Botox", "MMD baseline", "MMD post 1", "MMD post 2"),
        *("MHD baseline", "MHD post 1", "MHD post 2", "Comments"),
    ),
    ("H0021", "F", 44, date(2024, 2, 13), 14, 9, 7, 20, 15, 12, "doing well"),
    ("H0022", "F", 51, date(2024, 2, 20), 12, 12, 10, 22, 21, 19, "x"),
    ("H0023", "M", 38, date(2024, 3, 5), 18, 6, None, 25, 11, None, "moved"),
)


def test_an_audit_sheet_with_titles_is_suggested_whole():
    book = openpyxl.Workbook()
    for row in AUDIT:
        book.active.append(row)
    content = io.BytesIO()
    book.save(content)
    page = read_as_the_page({"audit.xlsx": content.getvalue()})
    (seen,) = page.report.as_read
    assert not page.report.questions
    assert {c.header: c.meaning for c in seen.columns if c.meaning.column} == {
        "Hosp no": TakenFor("patient_id"),
        "Sex": TakenFor("sex"),
        "Age": TakenFor("age"),
        "Date 1st Botox": TakenFor("session_date", 1),
        **{
            f"{what} {when}": TakenFor(name, session)
            for what, name in (("MMD", "migraine_days"), ("MHD", "headache_days"))
            for session, when in enumerate(("baseline", "post 1", "post 2"))
        },
    }
    told = told_truth(page.records)
    assert told.counts["H0021", 1] == (9, 15)
    assert ("H0023", 2) not in told.counts
    assert told.sessions == {(row[0], row[3]): None for row in AUDIT[3:]}


def test_a_session_that_has_a_date_and_no_count_is_due_and_cannot_be_judged():
    page = dropped(
        counts="patient_id,mmd_baseline,mmd_post_1,mmd_post_2,Botox 1,Botox 2\n"
        "A,14,7,6,2024-02-13,2024-05-14\nB,15,9,,2024-02-20,2024-05-21\nC,15,9,,2024-02-20,\n"
    )
    rows = page.records.counts.set_index(["patient_id", "session"])
    assert rows.loc[("B", 2), "session_date"] == rows["session_date"].max()
    assert ("C", 2) not in rows.index


@pytest.mark.parametrize("column", ["session_date", "units"])
def test_the_baseline_is_no_session(column):
    with pytest.raises(NoMapping, match="baseline is no session"):
        Mapping.from_json(f'{{"clear_days_mapping": 1, "periods": {{"x": ["{column}", 0]}}}}')


def test_what_was_mapped_by_hand_reads_the_same():
    text = "Pt,Botox 1,Botox 2,Dose 1\nA,2024-02-13,2024-05-14,155\nB,2024-02-20,,165\n"
    mapping = Mapping(
        columns={"Pt": "patient_id"},
        periods={
            "Botox 1": ("session_date", 1),
            "Botox 2": ("session_date", 2),
            "Dose 1": ("units", 1),
        },
    )
    page = read_as_the_page({"s.csv": text.encode()}, Choices(mappings=(mapping,)))
    assert told_truth(page.records).sessions == {
        ("A", date(2024, 2, 13)): 155.0,
        ("A", date(2024, 5, 14)): None,
        ("B", date(2024, 2, 20)): 165.0,
    }
