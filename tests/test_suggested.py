"""What is a column of an unknown file taken for, by its name and its cells, and why?"""

import io
from datetime import date, timedelta

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from importing import Choices, Mapping, Source, read_records
from importing.as_read import AsRead, as_shape, meanings_of
from importing.column_kinds import TakenFor
from importing.layouts.wide_counts import period as named_period
from importing.mapping import suggest
from importing.suggested import PERIODS, is_whole
from importing.visits import sessions_of
from tests.examples import examples

DAY = timedelta(days=1)


def read(content: str, choices: Choices | None = None, name: str = "own.csv") -> AsRead:
    _, report = read_records([Source(name, content.encode())], choices)
    return report.as_read[0]


def taken(seen: AsRead) -> dict[str, TakenFor]:
    return {one.header: one.meaning for one in seen.columns if one.meaning.column}


def form(columns: str, cells: str, days: int = 40) -> str:
    """A diary as a form hands it out: sent the day after, of two people."""
    rows = [columns]
    for who in ("K7", "L2"):
        for n in range(days):
            day = date(2024, 1, 13) + n * DAY
            sent = f"{day + DAY} 08:{n % 60:02d}"
            rows.append(f"{sent},{who},{day:%d.%m.%Y},{cells}")
    return "\n".join(rows) + "\n"


FORM = form("Timestamp,Your code,Which day?,Did you have a headache?,Pain 0-10", "Yes,4")


def test_a_form_is_taken_for_a_diary_by_its_names_and_its_cells():
    seen = read(FORM)
    assert seen.suggested
    assert seen.shape == "diary"
    assert taken(seen) == {
        "Your code": TakenFor("patient_id"),
        "Which day?": TakenFor("date"),
        "Did you have a headache?": TakenFor("headache"),
        "Pain 0-10": TakenFor("pain"),
    }
    assert seen.weakest is not None
    assert seen.weakest.header == "Which day?"
    assert "without a time of day" in seen.weakest.why


def test_a_suggestion_reads_what_it_says_and_its_mapping_holds_no_data():
    seen = read(FORM)
    mapping = seen.mapping()
    records, report = read_records([Source("own.csv", FORM.encode())], Choices(mappings=(mapping,)))
    assert not report.questions
    assert len(records.diary) == 80
    assert records.diary["headache"].eq(1).all()
    assert not {"K7", "13.01.2024", "Yes"} & {*mapping.to_json().replace('"', " ").split()}
    assert Mapping.from_json(mapping.to_json()) == mapping


def test_a_name_that_its_cells_contradict_suggests_nothing():
    seen = read("Code,Date,Headache,When\nA,red,1,2024-01-20\nA,blue,0,2024-01-21\n")
    assert taken(seen)["When"] == TakenFor("date")
    assert "Date" not in taken(seen)
    assert "nothing of the kind" in next(c.why for c in seen.columns if c.header == "Date")


def test_a_list_of_injections_is_one_of_sessions_and_not_of_patients():
    seen = read("Code,Injected on,Dose\nA,2024-02-12,155\nB,2024-02-13,155\n")
    assert seen.shape == "sessions"
    assert taken(seen)["Injected on"] == TakenFor("session_date")


AUDIT = (
    "Audit of the north clinic,,,,,\nMigraine days in 4 weeks,,,,,\n"
    "Pt no,Baseline,12 wk,24 wk,36 wk,Comment\n"
    + "".join(
        f"N-{n:03d},{20 + n % 5},{12 + n % 3},{'DNA' if n % 7 else 8},9,x\n" for n in range(9)
    )
)


def test_titles_above_a_wide_sheet_are_no_names_and_its_periods_are_in_order():
    seen = read(AUDIT.replace("DNA", "7"))
    assert seen.headers[:2] == ("Pt no", "Baseline")
    assert seen.shape == PERIODS
    assert taken(seen) == {
        "Pt no": TakenFor("patient_id"),
        **{
            header: TakenFor("migraine_days", session)
            for session, header in enumerate(("Baseline", "12 wk", "24 wk", "36 wk"))
        },
    }
    assert seen.columns[-1].hidden
    assert set(seen.columns[-1].cells) == {""}


def test_numbers_of_sessions_are_as_they_are_and_of_times_in_their_order():
    rows = "".join(f"N-{n},{20 + n % 5},{12 + n % 3},9\n" for n in range(9))
    seen = read(f"Pt no,baseline,session_1,session_3\n{rows}")
    found = [one.meaning.session for one in seen.columns[1:]]
    assert found == [0, 1, 3]
    assert seen.weakest.header == "Pt no"
    seen = read(f"Pt no,baseline,12 wk,36 wk\n{rows}")
    assert [one.meaning.session for one in seen.columns[1:]] == [0, 1, 2]
    assert "the times are taken in their order" in seen.weakest.why


@settings(deadline=None, max_examples=examples(12))
@given(
    st.lists(
        st.tuples(*[st.sampled_from(["0", "7", "12.5", "", "DNA", "by phone"])] * 3),
        min_size=1,
        max_size=9,
    )
)
def test_every_cell_below_a_period_is_a_number_blank_or_in_words(rows):
    cells = [cell for row in rows for cell in row]
    lines = [f"N-{n},{','.join(row)}" for n, row in enumerate(rows)]
    held = "\n".join(["Pt no,Baseline,12 wk,24 wk", *lines]) + "\n"
    mapping = Mapping(
        columns={"Pt no": "patient_id"},
        periods={
            name: ("migraine_days", n) for n, name in enumerate(("Baseline", "12 wk", "24 wk"))
        },
        headers=("Pt no", "Baseline", "12 wk", "24 wk"),
    )
    records, report = read_records([Source("own.csv", held.encode())], Choices(mappings=(mapping,)))
    found = report.as_read[0].cells
    numbers = sum(cell[:1].isdigit() for cell in cells)
    assert found == (numbers, cells.count(""), len(cells) - numbers - cells.count(""))
    assert records.counts["migraine_days"].notna().sum() == numbers


def test_where_a_period_holds_mostly_words_no_order_is_suggested():
    """Else the next column would silently be taken for an earlier session."""
    assert not any(of.session for of in taken(read(AUDIT)).values())


def test_another_row_of_names_is_a_mapping_that_finds_it_wherever_it_stands():
    held = "a,b,c\nPt,Tag,Kopfweh\nA,2024-01-20,1\nA,2024-01-21,0\n"
    seen = read(held)
    assert seen.headers == ("a", "b", "c")
    named = Choices(mappings=(seen.named_in(2),))
    again = read(held, named)
    assert again.headers == ("Pt", "Tag", "Kopfweh")
    assert is_whole(again.shape, again.columns)
    later = "Notes of May,,\n\nmore,,\n" + held
    assert read(later, named).headers == again.headers


@pytest.mark.parametrize("shape", ["diary", "sessions", "counts", "patients", PERIODS])
def test_another_row_offers_its_own_columns_alone(shape):
    seen = as_shape(read(FORM), shape)
    assert seen.shape == shape
    assert {*taken(seen).values()} <= {*meanings_of(shape, seen.columns)}


def test_a_meaning_given_twice_is_taken_from_the_first():
    seen = read(FORM)
    moved = seen.meaning("Timestamp", TakenFor("date"))
    assert taken(moved)["Timestamp"] == TakenFor("date")
    assert "Which day?" not in taken(moved)


@settings(deadline=None, max_examples=examples(10))
@given(st.permutations(range(5)), st.integers(1, 4), st.booleans())
def test_neither_the_order_of_columns_nor_that_of_rows_changes_a_suggestion(order, turn, turned):
    frame = pd.read_csv(io.StringIO(FORM), dtype="str")
    rows = frame.iloc[::-1] if turned else pd.concat([frame.iloc[turn:], frame.iloc[:turn]])
    other = rows.iloc[:, list(order)].to_csv(index=False)
    first, again = read(FORM), read(other)
    assert again.shape == first.shape
    assert taken(again) == taken(first)


@settings(deadline=None, max_examples=examples(12))
@given(st.data())
def test_a_mapping_says_what_it_is_read_as(data):
    """What is chosen for each column is what the file is then read as."""
    seen = read(FORM)
    for _ in range(data.draw(st.integers(1, 3))):
        column = data.draw(st.sampled_from(seen.columns))
        options = meanings_of(seen.shape, seen.columns)
        seen = seen.meaning(column.header, data.draw(st.sampled_from(options)))
    again = read(FORM, Choices(mappings=(seen.mapping(),)))
    assert taken(again) == taken(seen)


def test_each_different_value_is_told_with_its_rows_and_can_mean_something_else():
    seen = read(AUDIT.replace("36 wk", "37 wk").replace("DNA", "7").replace(",7,", ",DNA,", 3))
    (asked,) = [column for column in seen.columns if any(v.text == "DNA" for v in column.values)]
    assert [tuple(value) for value in asked.values] == [("DNA", 3, "not recorded")]
    held = AUDIT.replace("DNA", "7").replace(",7,", ",DNA,", 3)
    aside = read(held).means(asked.header, "DNA", "set aside")
    assert read_records([Source("own.csv", held.encode())], Choices(mappings=(aside,)))[1].set_aside
    mapping = read(held).means(asked.header, "DNA", "not recorded")
    assert Mapping.from_json(mapping.to_json()) == mapping
    before, _ = read_records([Source("own.csv", held.encode())], Choices(mappings=()))
    assert before.counts.empty
    after, report = read_records([Source("own.csv", held.encode())], Choices(mappings=(mapping,)))
    assert report.set_aside == 0
    assert after.counts["migraine_days"].isna().sum() == 3


@pytest.mark.parametrize(
    ("words", "means"),
    [
        (("Ja", "nein", ""), ("yes", "no", "not recorded")),
        (("oui", "NON", "n/a"), ("yes", "no", "not recorded")),
        (("1", "0", "perhaps"), ("yes", "no", "set aside")),
    ],
)
def test_values_of_a_flag_are_filled_in_as_the_door_reads_them(words, means):
    rows = [f"A,2024-01-{n:02d},{word}" for n, word in enumerate(words * 2, start=13)]
    seen = read("patient_id,date,headache\n" + "\n".join(rows) + "\n")
    told = {value.text: value.means for column in seen.columns for value in column.values}
    assert told == dict(zip(words, means, strict=True))


@settings(deadline=None, max_examples=examples(12))
@given(
    st.lists(st.sampled_from(["Ja", "nein", "", "vielleicht", "1", "0"]), min_size=4, max_size=12),
    st.sampled_from(["yes", "no", "not recorded"]),
)
def test_what_a_value_is_said_to_mean_is_what_every_row_with_it_says(cells, means):
    days = [date(2024, 1, 13) + n * DAY for n in range(len(cells))]
    rows = [f"A,{day},{cell}" for day, cell in zip(days, cells, strict=True)]
    held = "patient_id,date,headache\n" + "\n".join(rows) + "\n"
    mapping = read(held).means("headache", cells[0], means)
    records, report = read_records([Source("own.csv", held.encode())], Choices(mappings=(mapping,)))
    asked = {question.code: question.options[0][0] for question in report.questions}
    if asked:
        choices = Choices(mappings=(mapping,), answers=asked)
        records, report = read_records([Source("own.csv", held.encode())], choices)
    wanted = {"yes": 1, "no": 0, "not recorded": None}[means]
    said = dict(zip(records.diary["date"].dt.date, records.diary["headache"], strict=True))
    for day, cell in zip(days, cells, strict=True):
        if cell == cells[0]:
            found = said[day]
            assert (None if pd.isna(found) else int(found)) == wanted


def test_a_running_number_of_the_rows_is_nobodys_id():
    rows = [f"{n},2024-01-{n:02d} 08:00,2024-01-{n:02d} 15:00,{n % 10}" for n in range(1, 20)]
    for lines in (rows, rows[::-1]):
        seen = read("\n".join(["id,started,ended,intensity", *lines]) + "\n")
        assert seen.shape == "attacks"
        assert "id" not in taken(seen)


VISITS = """Patient,Visit,Migraine days last month
P01,Baseline,18
P01,12 wk,10
P01,24 wk,7
P02,Baseline,20
P02,24 wk,DNA
P02,12 wk,19
"""


def test_visits_named_in_words_are_sessions_in_their_order():
    seen = read(VISITS)
    assert seen.shape == "counts"
    assert seen.weakest is not None
    assert seen.weakest.header == "Visit"
    visits = next(one for one in seen.columns if one.header == "Visit")
    assert {(one.text, one.means) for one in visits.values} == {
        ("Baseline", "0"),
        ("12 wk", "1"),
        ("24 wk", "2"),
    }
    choices = Choices(mappings=(seen.mapping(),))
    records, report = read_records([Source("own.csv", VISITS.encode())], choices)
    counts = records.counts.set_index(["patient_id", "session"])["migraine_days"]
    assert counts.dropna().to_dict() == {
        ("P01", 0): 18,
        ("P01", 1): 10,
        ("P01", 2): 7,
        ("P02", 0): 20,
        ("P02", 1): 19,
    }
    assert [*counts[counts.isna()].index] == [("P02", 2)]  # DNA costs its own count, and is told
    assert report.set_aside == 0
    assert [told for told in report.everything_told if "1 cell cannot be read" in told.text]
    another = Choices(mappings=(seen.means("Visit", "24 wk", "4"),))
    records, report = read_records([Source("own.csv", VISITS.encode())], another)
    assert records.counts["session"].max() == 4
    visits = report.as_read[0].columns[1]
    assert ("24 wk", "4") in {(one.text, one.means) for one in visits.values}


AFTER = st.sampled_from(
    ["{} wk", "week {}", "Month {}", "v{}", "T{}", "session {}", "after {} months"]
)


@given(
    st.sampled_from(["Baseline", "pre", "BL", "before"]),
    AFTER,
    st.lists(st.integers(1, 60), min_size=1, max_size=8, unique=True),
    st.randoms(),
)
def test_whatever_a_visit_is_called_the_order_of_its_rows_changes_nothing(before, after, at, turn):
    names = [before, *(after.format(n) for n in sorted(at))]
    mixed = turn.sample(names, len(names))
    found = sessions_of(mixed)
    in_order = at if after == "session {}" else range(1, len(at) + 1)
    assert found == dict(zip(names, [0, *sorted(in_order)], strict=True))
    assert not sessions_of(mixed[:-1]) or before in mixed[:-1]
    assert not sessions_of([*names, "DNA"])


MANY_FORMATS = ("2024-01-01", "13/01/2024", "3 Jan 2024", "04.01.24", "20240105", "45298", "?")


@pytest.mark.parametrize("name", ["When", "Date"])
def test_a_column_most_of_whose_cells_are_dates_is_one_of_dates_and_is_looked_at_first(name):
    rows = "".join(f"A,{cell},1\nB,{cell},0\n" for cell in MANY_FORMATS)
    seen = read(f"Pt no,{name},Headache\n{rows}")
    assert seen.shape == "diary"
    assert taken(seen)[name] == TakenFor("date")
    assert "most of" in next(c.why for c in seen.columns if c.header == name)


def test_counts_of_calendar_months_are_counts_whose_session_is_missing():
    rows = "".join(f"{who},2024-{n:02d},{12 - n},{9 - n}\n" for who in "AB" for n in range(1, 7))
    seen = read(f"patient,month,headache days,migraine days\n{rows}")
    assert seen.shape == "counts"
    assert {*taken(seen)} == {"patient", "headache days", "migraine days"}
    assert not is_whole(seen.shape, seen.columns)


NOT_KNOWN = (
    *("don't know", "weiß nicht", "ne sait pas", "no sabe", "non so", "weet niet", "não sabe"),
    *("ved ikke", "vet inte"),
)


@pytest.mark.parametrize("words", NOT_KNOWN)
def test_who_does_not_know_has_recorded_nothing_in_nine_languages(words):
    rows = "".join(f"A,2024-01-{n:02},{said}\n" for n, said in enumerate("10101", 1))
    content = f"patient_id,date,headache\n{rows}A,2024-01-06,{words.capitalize()}\n"
    records, report = read_records([Source("diary.csv", content.encode())])
    assert not report.questions
    assert records.diary["headache"].notna().sum() == 5


def test_a_column_of_triptans_is_suggested_under_the_label_of_its_question():
    headers = ("Patient", "Datum", "q1 (Kopfschmerz)", "q2 (Migraene)", "q4 (Triptan)")
    assert [*suggest(headers).columns.values()] == [
        *("patient_id", "date", "headache", "migraine", "triptan")
    ]


@pytest.mark.parametrize(
    ("columns", "cells", "expected"),
    [
        (
            "Sent,Ihr Kürzel,Tag,Kopfschmerzen?,Wie stark? (0-10),Welche Medikamente nahmen Sie?",
            "ja,4,Ibuprofen",
            {"Wie stark? (0-10)": "pain", "Welche Medikamente nahmen Sie?": "acute_medication"},
        ),
        (
            "Sent,N° dossier,Jour,Mal de tête,How bad was it at its worst (0-10)?,"
            "Which tablets did you take?",
            "oui,4,Ibuprofen",
            {
                "How bad was it at its worst (0-10)?": "pain",
                "Which tablets did you take?": "acute_medication",
            },
        ),
        (
            "Sent,Kürzel,Day,kop (Hoofdpijn vandaag),Which preventive drugs do you take?,x",
            "ja,4,Ibuprofen",
            {"kop (Hoofdpijn vandaag)": "headache"},
        ),
    ],
)
def test_questions_of_a_form_and_meanings_in_brackets_are_suggested(columns, cells, expected):
    """The id as its clinic calls it, and nothing of what prevents or is another's."""
    seen = read(form(columns, cells))
    ours = {header: one.column for header, one in taken(seen).items()}
    assert ours.pop(columns.split(",")[1]) == "patient_id"
    assert {h: name for h, name in ours.items() if h in columns.split(",")[4:] or "(" in h} == (
        expected
    )


def test_the_clinicians_initials_are_no_patients_id():
    assert suggest(["Arztkürzel", "Alter"]).columns == {"Alter": "age"}
    assert suggest(["Âge", "Sexe"]).columns == {"Âge": "age", "Sexe": "sex"}


@pytest.mark.parametrize(
    ("header", "session"),
    [
        ("Migraine days per 4 weeks session 1", 1),
        ("MMD/28 days baseline", 0),
        ("Migränetage pro Monat nach Sitzung 2", 2),
        ("jours de migraine avant séance 1", 0),
        ("jours de migraine avant la première séance", 0),
        ("Migränetage vor der 1. Sitzung", 0),
        ("días de migraña antes de la sesión 1", 0),
        ("giorni di emicrania prima della seduta 1", 0),
        ("migrainedagen voor sessie 1", 0),
        ("dias de enxaqueca antes da sessão 1", 0),
        ("migrænedage før behandling 1", 0),
        ("migrändagar före behandling 1", 0),
    ],
)
def test_a_count_of_a_session_may_say_its_length_and_a_baseline_before_which_it_is(header, session):
    assert suggest(["Patient", header, "x"]).columns == {"Patient": "patient_id"}
    assert named_period(header) == ("migraine_days", session)
    assert named_period("migraine days before session 2") is None


def test_of_a_count_per_4_weeks_its_length_is_told():
    rows = "".join(f"N-{n},{20 + n % 5},{12 + n % 3}\n" for n in range(9))
    head = "patient_id,Migraine days per 4 weeks baseline,Migraine days per 4 weeks session 1\n"
    records, report = read_records([Source("own.csv", (head + rows).encode())])
    assert records.counts["session"].tolist() == [0, 1] * 9
    assert sum("counts days per 28 days" in one for one in report.sentences()) == 2


def test_a_sheet_of_dates_and_counts_by_treatment_is_a_patient_a_row():
    """Its only id is a hospital's number: it stands for the patient, and is looked at first."""
    columns = "MRN,MMD Baseline,Tx1 Date,MMD Tx1,Tx2 Date,MMD Tx2"
    rows = [f"00812{n},14,2025-02-0{n + 1},10,2025-05-0{n + 1},{n}" for n in range(5)]
    seen = read("\n".join([columns, *rows]))
    assert seen.shape == PERIODS
    assert taken(seen) == {
        "MRN": TakenFor("patient_id"),
        "MMD Baseline": TakenFor("migraine_days", 0),
        "Tx1 Date": TakenFor("session_date", 1),
        "MMD Tx1": TakenFor("migraine_days", 1),
        "Tx2 Date": TakenFor("session_date", 2),
        "MMD Tx2": TakenFor("migraine_days", 2),
    }
    assert next(one for one in seen.columns if one.header == "MRN").weak


def test_a_number_that_few_rows_have_is_not_what_says_whose_they_are():
    rows = ["Colour name,MRN,Date,Headache"]
    rows += [
        f"K{who},{'' if day > 1 else 7700 + who},2024-01-{day:02},{day % 2}"
        for who in range(4)
        for day in range(1, 15)
    ]
    assert taken(read("\n".join(rows)))["Colour name"] == TakenFor("patient_id")


@pytest.mark.parametrize("measure", ["Units", "Dosis (E)", "Age", "MMD Baseline", "Headache days"])
def test_what_is_measured_is_no_patients_id(measure):
    rows = [f"{measure},Day given"]
    rows += [f"{(155, 175)[n % 2]},2025-0{n + 1}-01" for n in range(6)]
    assert taken(read("\n".join(rows))).get(measure) != TakenFor("patient_id")


@pytest.mark.parametrize("who", ["Hospital no", "User", "Doente", "Case number", "Client ID"])
def test_ids_are_known_by_other_words_for_whose_they_are(who):
    rows = [f"{who},Date of Botox,Units"]
    rows += [f"0000{n % 3},{5 + n:02d}/{1 + n:02d}/2025,175" for n in range(6)]
    assert suggest([who, "Date of Botox", "Units"]).columns[who] == "patient_id"


def test_a_cycle_named_baseline_or_by_its_number_is_a_session():
    assert sessions_of(["Baseline", "1", "3", "2"]) == {"Baseline": 0, "1": 1, "2": 2, "3": 3}
    assert sessions_of(["Baseline", "1", "12 wk"]) == {}  # a number and a time
    assert sessions_of(["1", "2"]) == {}


@pytest.mark.parametrize("muscle", [False, True])
def test_dates_too_close_for_one_are_told_apart_by_a_column_that_nobody_knows(muscle):
    """Two people under an unknown name are no list of one; two muscles on each day are."""
    days = [("a", "2025-01-10"), ("b", "2025-01-10" if muscle else "2025-01-12")]
    days += [("a", "2025-04-10"), ("b", "2025-04-10" if muscle else "2025-04-11")]
    seen = read("\n".join(["Xyz,Date of session,Units", *(f"{x},{d},155" for x, d in days)]))
    assert (taken(seen).get("Xyz") == TakenFor("patient_id")) is not muscle


@pytest.mark.parametrize(
    "counts",
    [
        ("Migraine days per month at baseline", "Migraine days per month after session 1"),
        ("Baseline MMD", "MMD after 1st Botox"),
        ("Giorni di emicrania al mese basale", "Giorni di emicrania al mese dopo seduta 1"),
    ],
)
def test_counts_beside_what_is_known_of_patients_are_counts(counts):
    rows = [f"Patient,Sex,Age,{','.join(counts)}", "K1,f,41,20,8", "K2,m,50,18,n.d."]
    records, _ = read_records([Source("own.csv", "\n".join(rows).encode())])
    assert records.counts["migraine_days"].fillna(-1).tolist() == [20, 8, 18, -1]


@pytest.mark.parametrize("name", ["Migränetage Zeitpunkt", "Headache days phase"])
def test_what_looks_like_counts_is_no_fact_of_a_patient_in_silence(name):
    rows = [f"Patient,Sex,{name} 1,{name} 2", "K1,f,20,8", "K2,m,18,5"]
    records, report = read_records([Source("own.csv", "\n".join(rows).encode())])
    assert records.patients.empty
    assert report.questions


def test_a_day_of_birth_is_no_day_of_a_session():
    rows = ["Code,dob,Dose", "K1,1970-02-03,155", "K2,1980-04-05,155", "K3,1975-06-07,175"]
    assert "dob" not in taken(read("\n".join(rows)))
