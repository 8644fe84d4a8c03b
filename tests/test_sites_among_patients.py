"""Rows of a table of counts that are sites or groups: asked, by name or by their means."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from importing import Choices, Source, read_records
from tests.examples import examples

KIND = "sites_among_patients"
HEAD = "patient_id,baseline_mmd,mmd_after_session_1,mmd_after_session_2"
PEOPLE = [(f"P-{n:02}", 8 + n % 7, 5 + n % 5, 3 + n % 4) for n in range(1, 13)]
LONG = "patient_id,session,migraine_days"
whole = st.tuples(st.integers(8, 20), st.integers(3, 20), st.integers(0, 20))


def read(rows, head: str = HEAD, **said):
    text = "\n".join([head, *(",".join(map(str, row)) for row in rows)]) + "\n"
    return read_records([Source("counts.csv", text.encode())], Choices(**said))


def asked(rows, head: str = HEAD):
    return [one for one in read(rows, head)[1].questions if one.kind == KIND]


def means(rows, places: int = 1):
    return [f"{sum(row[k] for row in rows) / len(rows):.{places}f}" for k in (1, 2, 3)]


@pytest.mark.parametrize(
    "strange",
    [
        [("Leeds", *means(PEOPLE[:6])), ("York", *means(PEOPLE[6:]))],
        [("Leeds", 12, 9, 7), ("York", 14, 8, 6)],
        [("Clinic", *means(PEOPLE, 0))],
        [("2024", *means(PEOPLE))],
        [("Khalil 2014", 15, 9, 7)],
    ],
)
def test_rows_named_unlike_all_patients_are_asked(strange):
    for rows in ([*PEOPLE, *strange], [*PEOPLE[:6], *strange, *PEOPLE[6:]]):
        (question,) = asked(rows)
        assert len(question.rows) == len(strange)
        for answer, patients in (("groups", len(PEOPLE)), ("patients", len(rows))):
            records, report = read(rows, answers={question.code: answer})
            assert records.counts["patient_id"].nunique() == patients
            assert report.files[0].used == patients
            assert report.files[0].not_used == len(rows) - patients


def test_rows_a_session_are_asked_too():
    rows = [(who, n, held[n]) for who, *held in PEOPLE for n in range(3)]
    (question,) = asked([*rows, ("Leeds", 0, 12), ("Leeds", 1, 9)], LONG)
    assert len(question.rows) == 2


def test_the_means_of_patients_with_names_are_asked():
    rows = [(f"{chr(65 + n)}nna", *row[1:]) for n, row in enumerate(PEOPLE)]
    assert not asked(rows)
    assert asked([*rows, ("Leeds", *means(rows, 2))])


@settings(max_examples=examples(15), deadline=None)
@given(
    st.lists(whole, min_size=1, max_size=25),
    st.sampled_from(["P{:03}", "{}", "{:04}-X", "Q{}", "St. {}", "m{:02}"]),
)
def test_patients_alone_are_not_asked_about(held, form):
    rows = [(form.format(n), *one) for n, one in enumerate(held, start=1)]
    assert not asked(rows)
    with_decimals = [(who, f"{one}.5", *rest) for who, one, *rest in rows]
    assert not asked(with_decimals)


def test_ids_of_two_sites_are_not_asked_about():
    others = [(f"K{n}", 9, 7, 5) for n in range(2)]
    assert not asked([*PEOPLE, *others])
    halves = [(f"{'anna' if n % 2 else 'P-9'}{n}", *one[1:]) for n, one in enumerate(PEOPLE)]
    assert not asked(halves)


def test_a_word_for_totals_is_asked_once():
    report = read([*PEOPLE, ("Women", 12, 9, 7), ("SD", 14, 8, 6)])[1]
    assert {one.kind for one in report.questions} == {"initials_or_totals"}
