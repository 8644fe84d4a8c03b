"""A pasted list: ids in their order with their times; unknown ones are told, never replaced."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from importing import pasted as read_from
from importing.pasted import MOST_LINES, KnownIds, PastedId, Unknown, pasted


def known(*ids: str) -> KnownIds:
    return KnownIds(frozenset(ids))


KNOWN = known("P-0131", "P-0162", "P-0147", "P-0108", "P-0174", "7", "12:30")


def test_the_order_is_kept_and_a_time_before_an_id():
    read = pasted("08:40 P-0131\n\n9.00\tP-0162\nP-0147\n1:20 pm, P-0108;\nP-0131\n", KNOWN)
    assert read.found == (
        PastedId("P-0131", "08:40"),
        PastedId("P-0162", "09:00"),
        PastedId("P-0147"),
        PastedId("P-0108", "13:20"),
    )
    assert not read.unknown


def test_an_unknown_id_is_told_with_what_may_be_meant_and_never_taken():
    read = pasted("10:20 P-0714\n10:40 Q-9999\n", KNOWN)
    assert read.found == ()
    assert read.unknown == (Unknown("P-0714", ("P-0174",)), Unknown("Q-9999"))


@pytest.mark.parametrize(
    ("wanted", "like"),
    [
        ("p0131", ("P-0131",)),
        ("P-131", ("P-0131",)),
        ("P-013", ("P-0131",)),
        ("P-01314", ("P-0131",)),
        ("P-0137", ("P-0131",)),  # and P-0147 is one letter away too
        ("8", ("7",)),
        ("nobody", ()),
    ],
)
def test_what_is_meant_is_near(wanted, like):
    found = KNOWN.meant(wanted)
    assert set(like) <= set(found)
    assert len(found) <= 2
    assert like or not found


@pytest.mark.parametrize(
    "text", ["", "\n \n", ",;|\n", "08:40\n" * 3, "x" * 100_000, "25:99 P-0131"]
)
def test_whatever_is_pasted_is_read(text):
    assert not pasted(text, KNOWN).found


def test_an_id_that_reads_like_a_time_is_an_id():
    assert pasted("12:30", KNOWN).found == (PastedId("12:30"),)
    assert pasted("12:30\n09:00 12:30", KNOWN).found == (PastedId("12:30", "09:00"),)


def test_a_time_after_an_id_is_read_like_one_before_it():
    read = pasted("P-0131 08:40\nP-0162, 1:20 pm\nK14 10:15\nP-0147 25:99", KNOWN)
    assert read.found == (PastedId("P-0131", "08:40"), PastedId("P-0162", "13:20"))
    assert [one.patient_id for one in read.unknown] == ["K14", "P-0147 25:99"]


def test_blank_lines_take_no_place_and_a_time_that_comes_later_is_kept():
    many = pasted("\n".join(["P-1", *[""] * 600, "P-3"]), known("P-1", "P-3"))
    assert [one.patient_id for one in many.found] == ["P-1", "P-3"]
    assert pasted("P-1\n09:00 P-1\n10:00 P-1", known("P-1")).found[0].time == "09:00"


IDS = st.lists(st.text("aB0-.1é", max_size=6), max_size=12)


@given(IDS, st.text("aB0-.1é", max_size=7))
def test_what_is_meant_is_what_going_through_all_ids_would_find(ids, wanted):
    plain = read_from._plain(wanted)
    like = {i for i in ids if read_from._plain(i) == plain or read_from._one_apart(wanted, i)}
    assert known(*ids).meant(wanted) == tuple(sorted(like)[:2])


def test_a_long_list_of_unknown_ids_is_not_held_against_every_id_of_the_files(monkeypatch):
    compared, own = [], read_from._one_apart
    monkeypatch.setattr(read_from, "_one_apart", lambda *two: compared.append(two) or own(*two))
    many = known(*(f"P-{number:05d}" for number in range(3_000)))
    read = pasted("\n".join(f"X-{number:05d}-Z" for number in range(200)), many)
    assert len(read.unknown) == 200
    assert len(compared) < 200 * 10


def test_a_list_is_read_whole_or_says_how_many_lines_it_is_too_long():
    many = known(*(f"P-{number}" for number in range(MOST_LINES)))
    read = pasted("\n".join(f"P-{number}" for number in range(MOST_LINES)), many)
    assert (len(read.found), read.not_read) == (MOST_LINES, 0)
    assert MOST_LINES >= 1_000
    assert pasted("P-1\n" * (MOST_LINES + 7), many).not_read == 7
