"""What do attack lists become: one list however many files, days that may hold an attack, types.

A list is written as MigraineBot writes it: start, end, pain. Days are letters as in
``test_layouts``, from 1 January 2024 on.
"""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from importing import Choices, Source, read_records
from importing.attack_days import diary_of
from importing.attack_types import is_migraine_type
from importing.attacks import AttackColumns, Attacks, read_attacks, rule_sentence
from importing.delimited import read_tables
from importing.negations import names
from tests.examples import examples

pytestmark = pytest.mark.slow

JANUARY = (date(2024, 1, 1), date(2024, 1, 31))
WHERE = AttackColumns(start=("start",), end=("end",), pain="pain", type="type", free="0")
DAY_0 = datetime(2024, 1, 1)


def attacks(*rows: str, head: str = "start,end,pain,type", where=WHERE, choices=None) -> Attacks:
    text = "\n".join([head, *rows]) + "\n"
    return read_attacks(read_tables(text.encode())[0], where, choices or Choices())


def on(*days: int, month: int = 1) -> list[str]:
    """An attack of four hours on each of these days."""
    return [
        f"2024-{month:02d}-{d:02d} 14:00,2024-{month:02d}-{d:02d} 18:00,5,Migraine" for d in days
    ]


def letters(lists, periods=(JANUARY,), most: int = 10) -> str:
    frame = diary_of(lists, "P", periods).diary.frame()
    told = [" "] * most
    for row in frame.itertuples():
        place = (date.fromisoformat(row.date) - DAY_0.date()).days
        letter = {"0": "-", "1": {"1": "M", "0": "H", "": "?"}[row.migraine]}[row.headache]
        if place < most:
            told[place] = "=" if row.assumed_free else letter
    return "".join(told).rstrip()


def test_the_attacks_of_one_patient_in_several_files_are_one_list():
    january, february = attacks(*on(2, 3)), attacks(*on(1, month=2))
    whole = (date(2024, 1, 1), date(2024, 2, 29))
    days = diary_of([february, january], "P", [whole])
    told = days.diary.frame()
    assert told.loc[told["headache"] == "1", "date"].tolist() == [
        "2024-01-02",
        "2024-01-03",
        "2024-02-01",
    ]
    assert (len(told), days.assumed, days.left_unknown) == (60, 57, 0)
    assert [share.used for share in days.shares] == [(2,), (2, 3)]


def test_periods_are_joined_and_days_outside_of_them_are_unknown():
    listed = [attacks(*on(2, 9))]
    periods = [(date(2024, 1, 1), date(2024, 1, 3)), (date(2024, 1, 3), date(2024, 1, 5))]
    days = diary_of(listed, "P", periods)
    assert letters(listed, periods) == "=M==="
    assert (days.shares[0].used, days.shares[0].outside) == ((2,), (3,))


def test_an_attack_into_the_period_is_inside_of_it():
    rows = ["2023-12-31 22:00,2024-01-01 02:00,5,Migraine", "2023-12-30 22:00,,5,Migraine"]
    days = diary_of([attacks(*rows)], "P", [JANUARY])
    assert (days.shares[0].used, days.shares[0].outside) == ((2,), (3,))
    assert letters([attacks(*rows)], most=2) == "M="


def test_overlapping_exports_hold_the_same_attack_once():
    first, second = attacks(*on(2, 3)), attacks(*on(3, 4))
    days = diary_of([first, second], "P", [JANUARY])
    assert [share.duplicates for share in days.shares] == [(), (2,)]
    assert [share.used for share in days.shares] == [(2, 3), (3,)]
    assert letters([first, second], most=5) == "=MMM="


def test_an_attack_that_an_earlier_export_calls_ongoing_has_ended_in_the_later_one():
    early = attacks("2024-01-03 14:00,ongoing,5,Migraine")
    late = attacks("2024-01-03 14:00,2024-01-04 18:00,5,Migraine", *on(8))
    assert letters([early], most=8) == "==M"
    assert letters([early, late], most=8) == letters([late, early], most=8) == "==MM===M"
    assert diary_of([early, late], "P", [JANUARY]).shares[0].duplicates == (2,)


def test_the_next_attack_of_any_file_ends_an_ongoing_one():
    early, late = attacks("2024-01-03 14:00,ongoing,5,Migraine"), attacks(*on(6))
    assert letters([early, late]) == letters([late, early]) == "==M  M===="


def test_a_recorded_free_day_stays_recorded():
    apple = attacks("2024-01-02 00:00,2024-01-02 00:00,0,", "2024-01-03 00:00,2024-01-03 00:00,0,")
    buddy = attacks(*on(3))
    assert letters([apple, buddy], most=4) == letters([buddy, apple], most=4) == "=-M="


def test_days_of_a_daily_diary_count_outside_of_the_period_of_an_attack_list():
    daily, listed = attacks("2023-12-30 00:00,,0,", *on(2)), attacks(*on(3))
    daily.daily = True
    days = diary_of([daily, listed], "P", [JANUARY])
    assert days.diary.frame()["date"].iloc[0] == "2023-12-30"
    assert days.shares[0].outside == ()


def test_a_file_without_a_type_says_nothing_about_migraine():
    plain = attacks(
        "2024-01-02 09:00,2024-01-02 10:00,5",
        head="start,end,pain",
        where=AttackColumns(start=("start",), end=("end",), pain="pain", type="type"),
    )
    tension = attacks("2024-01-02 14:00,2024-01-02 18:00,5,Tension-type")
    assert letters([plain], most=3) == "=?="
    assert letters([plain, tension], most=3) == "=H="


def test_a_day_with_an_attack_without_a_type_beside_one_that_is_none_stays_open():
    rows = ["2024-01-02 09:00,,5,", "2024-01-02 14:00,,5,Tension-type"]
    assert letters([attacks(*rows)], most=3) == "=?="
    assert letters([attacks(*rows, *on(2))], most=3) == "=M="


# Rows that cannot be read


def test_an_attack_until_24_00_ends_with_its_day():
    assert letters([attacks("2024-01-02 18:00,2024-01-02 24:00,5,Migraine")], most=4) == "=M=="
    assert letters([attacks("2024-01-02 18:00,24:00:00,5,Migraine")], most=4) == "=M=="


@pytest.mark.parametrize(
    ("end", "told"),
    [
        ("2024-01-02 25:10", "this text is not a time"),
        ("25:10", "this text is not a time"),
        ("31/02/2024 10:00", "'31/02/2024 10:00' is not a date"),
        ("later", "this text is not a date"),
        ("2024-01-02 08:00", "'2024-01-02 08:00': it ends before it starts"),
        ("2026-01-02 08:00", "'2026-01-02 08:00': it lasts more than a year"),
    ],
)
def test_an_end_that_cannot_be_read_keeps_the_first_day(end, told):
    read = attacks(f"2024-01-02 18:00,{end},5,Migraine")
    assert letters([read], most=4) == "=M=="
    ((row, column, sentence),) = read.remarks
    assert (row, column) == (2, "end")
    assert sentence.startswith(told.replace("this text", sentence.split(" is")[0]))
    assert sentence.endswith("counts as blank, only the first day of the attack is counted")
    assert "must be in" not in sentence
    assert not read.broken


def test_a_length_stands_in_for_an_end_that_cannot_be_read():
    where = AttackColumns(start=("start",), end=("end",), minutes="hours", unit=60)
    head = "start,end,hours"
    read = attacks("2024-01-02 22:00,99:99,4", head=head, where=where)
    assert letters([read], most=4) == "=??="
    assert [column for _, column, _ in read.remarks] == ["end"]
    read = attacks("2024-01-02 22:00,,four", head=head, where=where)
    assert letters([read], most=4) == "=?=="
    assert [column for _, column, _ in read.remarks] == ["hours"]


@pytest.mark.parametrize("pain", ["155", "7 U", "3/5", "nan"])
def test_an_unreadable_pain_never_costs_the_row(pain):
    read = attacks(f"2024-01-02 14:00,2024-01-02 18:00,{pain},Migraine")
    assert letters([read], most=3) == "=M="
    assert [(row, column) for row, column, _ in read.remarks] == [(2, "pain")]


def test_a_row_whose_clock_is_impossible_leaves_its_day_unknown():
    read = attacks(*on(1), "2024-01-03 25:10,2024-01-03 18:00,5,Migraine", *on(5))
    assert letters([read], most=6) == "M= =M="
    assert read.broken[0][:2] == (3, "start")
    assert diary_of([read], "P", [JANUARY]).left_unknown == 1


def test_a_row_set_aside_takes_the_days_that_it_lasted_with_it():
    read = attacks(*on(1), "2024-01-03 25:10,2024-01-05 18:00,5,Migraine", *on(7))
    assert letters([read], most=8) == "M=   =M="
    hours = AttackColumns(start=("start",), minutes="hours", unit=60)
    read = attacks("2024-01-03 25:10,30", head="start,hours", where=hours)
    assert letters([read], most=7) == "==   =="


def test_a_row_set_aside_beats_a_recorded_free_day_and_opens_its_migraine():
    aside = "2024-01-03 25:10,2024-01-03 18:00,5,Migraine"
    free = attacks("2024-01-03 00:00,2024-01-03 00:00,0,")
    assert letters([attacks(aside), free], most=4) == "== ="
    tension = attacks("2024-01-03 14:00,2024-01-03 18:00,5,Tension-type")
    assert letters([attacks(aside), tension], most=4) == "==?="


@pytest.mark.parametrize("start", ["", "2024-01-3x 14:00", "31/02/2024 14:00", "1824-01-05 14:00"])
@pytest.mark.parametrize("newest_first", [False, True])
def test_a_row_whose_day_cannot_be_read_leaves_the_days_between_its_neighbours_unknown(
    start, newest_first
):
    rows = [*on(1, 3), f"{start},,5,Migraine", *on(7, 9)]
    read = attacks(*(reversed(rows) if newest_first else rows))
    assert letters([read]) == "M=M   M=M="
    assert read.notices[-1].startswith("1 attack(s) cannot be placed")


def test_a_row_whose_day_cannot_be_read_may_last_beyond_its_neighbours():
    hours = AttackColumns(start=("start",), minutes="hours", unit=60)
    rows = ["2024-01-01 14:00,1", "someday,24", "2024-01-03 14:00,1", "2024-01-06 14:00,1"]
    read = attacks(*rows, head="start,hours", where=hours)
    assert letters([read], most=7) == "? ? =?="  # until 14:00 of the 4th
    rows[1] = "someday,1"
    assert letters([attacks(*rows, head="start,hours", where=hours)], most=7) == "? ?==?="
    until = attacks(*on(1), "someday,2024-01-05 10:00,5,Migraine", *on(3))
    assert letters([until], most=7) == "M M  =="


def test_the_day_on_which_a_lost_attack_ended_is_not_free():
    free = attacks("2024-01-05 00:00,2024-01-05 00:00,0,")
    lost = attacks(*on(3, 4), "someday,2024-01-05 10:00,5,Migraine", *on(6))
    assert letters([lost, free], most=7) == "==MM M="


def test_a_row_at_the_edge_of_the_file_leaves_the_days_beyond_it_unknown():
    lost = "someday,,5,Migraine"
    assert letters([attacks(lost, *on(3, 5))]) == "  M=M====="
    assert letters([attacks(*on(3, 5), lost)]) == "==M=M"
    assert letters([attacks(lost, *on(5, 3))]) == "==M=M"
    assert letters([attacks(lost)]) == ""


def test_in_a_file_without_an_order_it_may_be_any_day():
    assert letters([attacks(*on(3, 9, 5), "someday,,5,Migraine", *on(7))]) == "  M M M M"


def test_a_row_of_the_wrong_width_may_be_an_attack_too():
    assert letters([attacks(*on(1), "2024-01-02 14:00,x", *on(4))], most=5) == "M  M="


def test_the_edge_of_a_file_ends_where_the_next_one_begins():
    first, second = attacks(*on(1, 3), "someday,,5,Migraine"), attacks(*on(6, 8))
    assert letters([second, first]) == "M=M  M=M=="
    overlapping = attacks(*on(2, 8))
    assert letters([first, overlapping]) == "MMM    M"
    first.period = (date(2024, 1, 1), date(2024, 1, 4))
    assert letters([first, overlapping]) == "MMM ===M=="


def test_an_ongoing_attack_that_cannot_be_placed_leaves_all_later_days_unknown():
    rows = [*on(1, 3), "someday,ongoing,5,Migraine", *on(7)]
    assert letters([attacks(*rows)]) == "M=M   M"
    rows = [*on(1), "2024-01-03 25:10,ongoing,5,Migraine", *on(7)]
    assert letters([attacks(*rows)]) == "M=    M"


# Types and rules


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        *dict.fromkeys(
            [
                "Migraine",
                "Migräne mit Aura",
                "Migraña",
                "emicrania senz'aura",
                "jaqueca",
                "мигрень",
                "Enxaqueca",
                "Migraine without aura",
                "Tension-Type Headache, Migraine",
                "Probable migraine",
            ],
            True,
        ).items(),
        *dict.fromkeys(
            [
                "Tension-Type Headache",
                "Cluster",
                "Headache",
                "Other",
                "Hemicrania continua",
                "No migraine",
                "Non-migraine headache",
                "keine Migräne",
                "sin migraña",
                "migraine-free",
            ],
            False,
        ).items(),
        *dict.fromkeys(["", " ", "-", "?", "Unknown", "not sure", "unbekannt", "-, ?"]).items(),
    ],
)
def test_a_filled_type_says_migraine_or_not(kind, said):
    assert is_migraine_type(kind) is said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("headache", True),
        ("Kopfschmerzen", True),
        ("dolor de cabeza", True),
        ("Migräne", True),
        ("no headache", False),
        ("kein Kopfschmerz", False),
        ("sin dolor de cabeza", False),
        ("kopfschmerzfrei", False),
        ("headache-free", False),
        ("pas de migraine", False),
        ("headache_fri", True),
        ("Hovedpine fri", False),
        ("work", False),
        ("no sleep, headache", True),
        ("note: headache", True),
    ],
)
def test_no_headache_is_no_headache(text, said):
    assert bool(names(text)) is said


def test_a_day_of_daylio_that_names_no_headache_is_a_free_day():
    text = "full_date,date,weekday,time,mood,activities,note_title,note\n"
    text += "2024-01-02,x,Tue,21:00,good,no headache | walk,,\n"
    text += "2024-01-03,x,Wed,21:00,bad,headache | no migraine,,\n"
    records, _ = read_records([Source("daylio.csv", text.encode())])
    assert records.diary["headache"].tolist() == [0, 1]
    assert records.diary["migraine"].fillna(-1).tolist() == [0, -1]


def test_pain_counts_only_where_the_user_says_so_and_never_against_a_type():
    rows = ["2024-01-02 14:00,,9,", "2024-01-03 14:00,,9,Cluster", "2024-01-04 14:00,,1,Migraine"]
    assert letters([attacks(*rows)], most=5) == "=?HM="
    asked = Choices(migraine_rules=("type", "pain"))
    assert letters([attacks(*rows, choices=asked)], most=5) == "=MHM="
    assert rule_sentence(Choices()) == (
        "An attack is a headache day; a migraine day if its type says migraine, and none if it "
        "names another headache."
    )
    assert rule_sentence(asked).endswith("where no type is given, if its pain is at least 4 of 10.")


# Laws

LISTED = st.lists(
    st.tuples(
        st.integers(0, 40 * 24), st.integers(0, 80), st.sampled_from(["Migraine", "Tension", ""])
    ),
    min_size=1,
    max_size=25,
)


def row_of(hour: int, length: int, kind: str, start: str = "{}") -> str:
    begin = DAY_0 + timedelta(hours=hour)
    told = start.format(f"{begin:%Y-%m-%d %H:%M}")
    return f"{told},{begin + timedelta(hours=length):%Y-%m-%d %H:%M},5,{kind}"


def known(lists, periods=((date(2024, 1, 5), date(2024, 2, 5)),)) -> dict[str, tuple[str, str]]:
    frame = diary_of(lists, "P", periods).diary.frame()
    return {row.date: (row.headache, row.migraine) for row in frame.itertuples()}


@settings(max_examples=examples(25), deadline=None)
@given(LISTED, st.randoms(use_true_random=False), st.integers(1, 5))
def test_an_attack_list_in_any_split_and_order_gives_the_same_days(listed, chance, files):
    rows = [row_of(*one) for one in listed]
    split: list[list[str]] = [[] for _ in range(files)]
    for row in rows:
        for file in chance.sample(split, chance.randint(1, files)):  # exports may overlap
            file.append(row)
    for file in split:
        chance.shuffle(file)
    assert known([attacks(*file) for file in split]) == known([attacks(*rows)])


@settings(max_examples=examples(25), deadline=None)
@given(LISTED, st.integers(0, 60), st.integers(0, 30))
def test_another_period_never_takes_a_headache_day_away(listed, first, length):
    lists = [attacks(*(row_of(*one) for one in listed))]
    begin = DAY_0.date() + timedelta(days=first - 10)
    stated = (date(2024, 1, 5), date(2024, 2, 5))
    before = known(lists, [stated])
    after = known(lists, [stated, (begin, begin + timedelta(days=length))])
    assert before.items() <= after.items()


@settings(max_examples=examples(25), deadline=None)
@given(LISTED, st.data(), st.sampled_from(["", "x{}", "{}x", "2024-02-30 10:00"]), st.booleans())
def test_a_row_set_aside_never_adds_a_free_day(listed, data, broken, newest_first):
    listed = sorted(listed, reverse=newest_first)
    which = data.draw(st.integers(0, len(listed) - 1))
    rows = [row_of(*one) for one in listed]
    damaged = [*rows]
    damaged[which] = row_of(*listed[which], start=broken)
    before, after = known([attacks(*rows)]), known([attacks(*damaged)])
    free = {day for day, (headache, _) in after.items() if headache == "0"}
    assert free <= {day for day, (headache, _) in before.items() if headache == "0"}
