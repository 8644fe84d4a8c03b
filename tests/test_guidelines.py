"""Each rule's worked examples and boundaries, through the command line.

Diaries begin on 2024-01-01; session 1 is on 2024-03-01, the 60th day. A window is written as so
many headache days of so many recorded.
"""

from datetime import date, timedelta

import pandas as pd
import pytest

from analytics.codes import Reason
from analytics.definitions import PRESETS
from analytics.guidelines import all_rules, verdicts
from analytics.outcomes import CountedOnce
from analytics.therapies import BOTULINUM_TOXIN
from tests.front_door import days, diary, sessions

pytestmark = pytest.mark.slow

FIRST = date(2024, 3, 1)
DATES = [FIRST + timedelta(days=84 * k) for k in range(4)]
LATER = {"patient_id": "Z", "date": "2025-06-01", "headache": 0, "migraine": 0}


def spell(start: date, letters: str) -> list[dict]:
    return diary("A", start.isoformat(), letters)


def verdict(door, rule: str, rows: list[dict], n: int = 1, session: int | None = None, **tables):
    """The verdict and basis of one rule about patient A with n sessions, twelve weeks apart."""
    return verdicts_on(door, [(rule, rows)], n, session, **tables)[0]


def verdicts_on(
    door, examples: list[tuple[str, list[dict]]], n: int = 1, session: int | None = None, **tables
) -> list[tuple[str, str]]:
    """The same of each example, rule and rows: all of them patients of one diary, judged at once.

    What else is handed over names patients by the place of their example: see ``example_id``.
    """
    ids = [example_id(place) for place in range(len(examples))]
    diary_of_all = [
        {**row, "patient_id": patient}
        for patient, (_, rows) in zip(ids, examples, strict=True)
        for row in rows
    ]
    dates = [day.isoformat() for day in DATES[:n]]
    had = [row for patient in ids for row in sessions(patient, *dates)]
    table = door.table("verdicts", diary=[*diary_of_all, LATER], sessions=had, **tables)
    said = []
    for patient, (rule, _) in zip(ids, examples, strict=True):
        found = table[(table["rule"] == rule) & (table["patient_id"] == patient)]
        if session is not None:
            found = found[found["session"] == session]
        said.append((found["verdict"].iloc[-1], found["basis"].iloc[-1]))
    return said


def example_id(place: int) -> str:
    return f"A{place}" if place else "A"


def agree(examples: list, found: list) -> None:
    """Every example (its last item is what is expected) and what was found for it."""
    assert found == [example[-1] for example in examples], [
        (example, said)
        for example, said in zip(examples, found, strict=True)
        if said != example[-1]
    ]


def baseline(flagged: int, recorded: int, month: int = 28, letter: str = "H") -> list[dict]:
    return spell(FIRST - timedelta(days=month), days(flagged, recorded, letter))


def weeks_9_12(session: int, flagged: int, recorded: int) -> list[dict]:
    return spell(DATES[session - 1] + timedelta(days=56), days(flagged, recorded, "H"))


NICE_NONRESPONSE = [  # example, before, after, expected
    ("8", (20, 20), (14, 20), "does_not_meet"),  # exactly 30%
    ("9, 27.27%", (22, 28), (16, 28), "meets"),
    ("9, 30.00%", (22, 28), (11, 20), "does_not_meet"),
    ("9, 30.00% of 20", (20, 28), (14, 28), "does_not_meet"),
    ("just under", (20, 28), (15, 28), "meets"),
    ("just over", (20, 28), (13, 28), "does_not_meet"),
    ("worse", (20, 28), (24, 28), "meets"),
    ("zero before", (0, 28), (3, 28), "cannot_judge"),
    ("thin, at most 19 of 28: 32% fewer", (28, 28), (1, 10), "does_not_meet"),
    ("thin, at most 20 of 28: 29% fewer", (28, 28), (2, 10), "cannot_judge"),
    ("thin and clear", (28, 28), (0, 13), "does_not_meet"),  # at most 15 of 28: 46% fewer
    ("thin and clearly above", (20, 28), (13, 13), "cannot_judge"),
    ("thin, already more than 70%", (14, 28), (12, 12), "meets"),
    ("nothing after", (20, 28), (0, 0), "cannot_judge"),
]


def test_nice_nonresponse(door):
    rows = [
        [*baseline(*before), *weeks_9_12(2, *after)] for _, before, after, _ in NICE_NONRESPONSE
    ]
    said = verdicts_on(door, [("nice_nonresponse", one) for one in rows], n=2)
    agree(NICE_NONRESPONSE, [found for found, _ in said])


def test_nice_nonresponse_speaks_at_session_2_only(door):
    rows = [*baseline(20, 28), *weeks_9_12(1, 20, 28)]
    assert verdict(door, "nice_nonresponse", rows, n=1) == ("cannot_judge", "one cycle so far")
    rows += [*weeks_9_12(2, 18, 28), *weeks_9_12(3, 4, 28)]
    table = door.table(
        "verdicts", diary=[*rows, LATER], sessions=sessions("A", *map(str, DATES[:3]))
    )
    at = table[table["patient_id"] == "A"].groupby("rule")["session"].apply(list)
    assert at["nice_nonresponse"] == [2]
    assert at["ehf_nonresponse"] == [2, 3]


def test_the_users_definition_does_not_change_a_verdict(door):
    rows = [*baseline(20, 28), *weeks_9_12(2, 15, 28)]
    tables = {"diary": [*rows, LATER], "sessions": sessions("A", *map(str, DATES[:2]))}
    one = door.table("verdicts", **tables)
    other = door.table("verdicts", "--window", "whole_cycle", "--threshold", 75, **tables)
    pd.testing.assert_frame_equal(one, other)


def months(*counts: tuple[int, int] | int | str) -> list[dict]:
    """Consecutive 30-day months from session 1: n of 30, (n, recorded), or "thin"."""
    rows = []
    for number, count in enumerate(counts):
        flagged, recorded = {str: (5, 10), int: (count, 30), tuple: count}[type(count)]
        rows += spell(FIRST + timedelta(days=30 * number), days(flagged, recorded, "H"))
    return rows


GOALS = [  # counts, nice, ehf
    ((14, 14, 14), "meets", "does_not_meet"),
    ((14, 15, 14), "does_not_meet", "does_not_meet"),
    ((14, "thin", 14, 14), "cannot_judge", "does_not_meet"),
    ((15, "thin", 14), "does_not_meet", "does_not_meet"),
    ((9, 9, 9), "meets", "meets"),
    ((9, 10, 9), "meets", "does_not_meet"),
    (((14, 28), (14, 28), (14, 28)), "does_not_meet", "does_not_meet"),  # 15.0 per 30
    (((13, 28), (13, 28), (13, 28)), "meets", "does_not_meet"),
    ((15, 14, 14, 14), "meets", "does_not_meet"),
    ((14, (15, 16), 14), "does_not_meet", "does_not_meet"),  # thin, and yet at least 15
    ((14, (0, 19), 14), "meets", "does_not_meet"),  # thin, and yet at most 11
]


@pytest.mark.parametrize("seen", [3, 4])
def test_goals(door, seen):
    """Each up to the end of the months that were seen."""
    examples = [one for one in GOALS if len(one[0]) == seen]
    ids = [example_id(place) for place in range(len(examples))]
    tables = {
        "diary": [
            {**row, "patient_id": patient}
            for patient, (counts, *_) in zip(ids, examples, strict=True)
            for row in months(*counts)
        ],
        "sessions": [row for patient in ids for row in sessions(patient, FIRST.isoformat())],
    }
    cut_off = FIRST + timedelta(days=30 * seen - 1)
    table = door.table("verdicts", "--cut-off", cut_off, **tables)
    said = table.set_index(["patient_id", "rule"])["verdict"]
    for patient, (counts, nice, ehf) in zip(ids, examples, strict=True):
        assert (said[patient, "nice_goal"], said[patient, "ehf_goal"]) == (nice, ehf), counts


def test_every_goal_was_seen():
    assert {len(counts) for counts, *_ in GOALS} == {3, 4}


def test_two_months_are_no_three(door):
    table = door.table(
        "verdicts",
        "--cut-off",
        FIRST + timedelta(days=59),
        diary=months(9, 9),
        sessions=sessions("A", FIRST.isoformat()),
    ).set_index("rule")
    assert table.loc["nice_goal", "verdict"] == "cannot_judge"


def hull_month(headache: int, migraine: int, recorded: int = 30) -> str:
    return "M" * migraine + "H" * (headache - migraine) + "-" * (recorded - headache)


HULL = [  # example, before, after, expected, told
    ("11", (27, 15), (20, 9), "meets", "met by clear days"),
    (
        "12",
        (27, 15),
        (24, 12),
        "meets",
        "from 3 of 30 recorded days; chance alone does this often",
    ),
    ("13", (30, 20), (25, 18), "does_not_meet", "gained 5 clear days"),
    ("half the migraine days", (28, 16), (26, 8), "meets", "met by migraine days"),
    ("half the headache days", (28, 4), (14, 4), "meets", "headache days"),
    ("none of the three", (20, 10), (18, 9), "does_not_meet", ""),
]


def test_hull(door):
    rows = [
        spell(FIRST - timedelta(days=30), hull_month(*before))
        + spell(FIRST + timedelta(days=1), hull_month(*after))
        for _, before, after, *_ in HULL
    ]
    said = verdicts_on(door, [("hull_responder", one) for one in rows])
    for (example, *_, expected, told), (found, basis) in zip(HULL, said, strict=True):
        assert found == expected, example
        assert told in basis, example


@pytest.mark.parametrize(("after", "expected"), [(8, "meets"), (10, "cannot_judge")])
def test_14_only_migraine_days(door, after, expected):
    counts = f"patient_id,session,migraine_days\nA,0,16\nA,1,{after}\nA,2,{after}\n"
    table = door.table("verdicts", counts=counts).set_index(["rule", "session"])["verdict"]
    assert table["hull_responder", 1] == expected
    for rule, session in (("nice_nonresponse", 2), ("ehf_nonresponse", 2), ("nice_goal", 1)):
        assert table[rule, session] == "cannot_judge"


CHRONIC = [  # headache, migraine, recorded, expected
    (15, 8, 30, "meets"),
    (14, 8, 30, "does_not_meet"),
    (15, 7, 30, "does_not_meet"),
    (14, 14, 28, "meets"),  # 15.0 of 30
    (10, 9, 12, "cannot_judge"),
    (16, 9, 16, "meets"),  # thin, and yet enough
]


def test_chronic_range(door):
    rows = [spell(FIRST - timedelta(days=30), hull_month(*days)) for *days, _ in CHRONIC]
    said = verdicts_on(door, [("chronic_range", one) for one in rows], session=0)
    agree(CHRONIC, [found for found, _ in said])


def intake(**classes: list[int]) -> list[dict]:
    """Thirty recorded days before session 1; for each class the days on which it was taken."""
    rows = baseline(20, 30, month=30)
    return [
        {**row, **{name: int(i in taken) for name, taken in {**NOTHING, **classes}.items()}}
        for i, row in enumerate(rows)
    ]


NOTHING = {name: [] for name in ("triptan", "ergot", "opioid", "combination", "non_opioid")}
R = lambda first, count: list(range(first, first + count))  # noqa: E731


INTAKE = [  # taken, rule, expected
    ({"triptan": R(0, 9)}, "overuse_triptan", "does_not_meet"),
    ({"triptan": R(0, 10)}, "overuse_triptan", "meets"),
    ({"non_opioid": R(0, 14)}, "overuse_non_opioid", "does_not_meet"),
    ({"non_opioid": R(0, 15)}, "overuse_non_opioid", "meets"),
    ({"non_opioid": R(0, 12)}, "overuse_any", "does_not_meet"),  # one class, union 12
    ({"triptan": R(0, 6), "non_opioid": R(6, 5)}, "overuse_any", "meets"),  # union 11
    ({"triptan": R(0, 6), "non_opioid": R(0, 6)}, "overuse_any", "does_not_meet"),  # union 6
    ({"non_opioid": R(0, 14), "triptan": [0]}, "overuse_any", "meets"),  # union 14, literally
    ({"triptan": R(0, 9)}, "overuse_any", "does_not_meet"),
    ({"opioid": R(0, 10)}, "overuse_any", "meets"),
    ({"ergot": R(0, 10)}, "overuse_ergot", "meets"),
    ({"combination": R(0, 10)}, "overuse_combination", "meets"),
]


def test_21_intake(door):
    examples = [(rule, intake(**taken)) for taken, rule, _ in INTAKE]
    agree(INTAKE, [found for found, _ in verdicts_on(door, examples, session=0)])


def test_intake_is_never_scaled_up(door):
    thin = intake(triptan=R(0, 5))[:15]  # 5 of 15: 10 of 30 if it went on so
    assert verdict(door, "overuse_triptan", thin, session=0)[0] == "cannot_judge"
    reached = intake(triptan=R(0, 10))[:12]
    assert verdict(door, "overuse_triptan", reached, session=0)[0] == "meets"


SCORES = [  # instrument, before, after, on, expected
    ("HIT-6", 66, 60, 84, "meets"),
    ("HIT-6", 66, 61, 84, "does_not_meet"),
    ("MIDAS", 60, 30, 84, "meets"),
    ("MIDAS", 60, 31, 84, "does_not_meet"),
    ("MIDAS", 60, 10, 83, "cannot_judge"),  # before day 84
    ("MIDAS", 0, 0, 84, "cannot_judge"),
    ("MSQ", 40, 50.9, 84, "meets"),
    ("MSQ", 40, 50.8, 84, "does_not_meet"),
]


def test_scores(door):
    scores = pd.DataFrame(
        [
            (example_id(place), str(FIRST + timedelta(day)), instrument, score)
            for place, (instrument, before, after, on, _) in enumerate(SCORES)
            for day, score in ((0, before), (on, after))
        ],
        columns=["patient_id", "date", "instrument", "score"],
    )
    rule = {"HIT-6": "hit6_response", "MIDAS": "midas_response", "MSQ": "msq_response"}
    examples = [(rule[instrument], baseline(20, 28)) for instrument, *_ in SCORES]
    agree(SCORES, [found for found, _ in verdicts_on(door, examples, scores=scores)])


WEAR_OFF = [  # earlier, later, expected
    ((10, 28), (13, 28), "meets"),
    ((10, 28), (12, 28), "does_not_meet"),  # 2 days more
    ((11, 28), (14, 28), "does_not_meet"),  # 3 days, 27%
    ((10, 13), (20, 28), "cannot_judge"),
    ((0, 28), (3, 28), "meets"),
]


def test_wear_off(door):
    rows = [
        spell(FIRST + timedelta(days=28), days(*earlier, "H"))
        + spell(FIRST + timedelta(days=56), days(*later, "H"))
        for earlier, later, _ in WEAR_OFF
    ]
    said = verdicts_on(door, [("wear_off", one) for one in rows])
    agree(WEAR_OFF, [found for found, _ in said])


NAMED = {  # rule: who meets it, who does not, who cannot be judged, each with the session
    "chronic_range": (("P-0001", 0), ("P-0010", 0), ("P-0012", 0)),
    "ehf_goal": (("P-0005", 1), ("P-0006", 1), ("P-0027", 1)),
    "ehf_nonresponse": (("P-0001", 2), ("P-0005", 2), ("P-0002", 2)),
    "hit6_response": (("P-0003", 2), ("P-0001", 2), ("P-0001", 1)),
    "hull_responder": (("P-0002", 1), ("P-0001", 1), ("P-0005", 8)),
    "midas_response": (("P-0005", 4), ("P-0001", 2), ("P-0001", 1)),
    "msq_response": (("P-0003", 2), ("P-0001", 2), ("P-0001", 1)),
    "nice_goal": (("P-0005", 1), ("P-0006", 1), ("P-0027", 1)),
    "nice_nonresponse": (("P-0001", 2), ("P-0005", 2), ("P-0003", 2)),
    "overuse_any": (("P-0001", 0), ("P-0004", 1), ("P-0004", 4)),
    "overuse_combination": (("P-0028", 0), ("P-0001", 0), ("P-0004", 4)),
    "overuse_ergot": (("P-0022", 0), ("P-0001", 0), ("P-0004", 4)),
    "overuse_non_opioid": (("P-0019", 2), ("P-0001", 0), ("P-0004", 4)),
    "overuse_opioid": (("P-0023", 0), ("P-0001", 0), ("P-0004", 4)),
    "overuse_triptan": (("P-0001", 0), ("P-0001", 1), ("P-0004", 4)),
    "wear_off": (("P-0002", 1), ("P-0001", 1), ("P-0002", 2)),
}


def test_the_sample_holds_every_verdict_of_every_rule(door):
    from tests.test_sample import FOLDER

    files = {
        name: (FOLDER / f"{name}.csv").read_text(encoding="utf-8")
        for name in ("diary", "sessions", "scores")
    }
    table = door.table("verdicts", **files)
    assert list(table.columns) == [
        "patient_id",
        "session",
        "rule",
        "verdict",
        "basis",
        "from",
        "to",
        "since",
    ]
    assert not table.duplicated(["patient_id", "session", "rule"]).any()
    assert set(NAMED) == set(all_rules())
    said = table.set_index(["rule", "patient_id", "session"])["verdict"].to_dict()
    for rule, named in NAMED.items():
        found = [said[rule, patient, session] for patient, session in named]
        assert found == ["meets", "does_not_meet", "cannot_judge"], rule


IN_A_ROW = [  # months, told
    ((9, 10), "reached in 1 month (ICHD: more than 3)"),
    ((10, 10), "reached in 2 months in a row"),
    ((10, 9, 10, 12), "reached in 2 months in a row"),
    ((10, 11, 12, 10), "reached in 4 months in a row"),
    ((10,) * 14, "reached in 12 or more months in a row"),
    ((10, 9), "ICHD limit 10"),
]


def test_months_in_a_row_at_a_limit(door):
    """30-day months before session 1, the last one given last; days with a triptan in each."""
    examples = []
    for months, _ in IN_A_ROW:
        rows = []
        for back, taken in enumerate(reversed(months), start=1):
            start = FIRST - timedelta(days=30 * back)
            for i, row in enumerate(spell(start, days(20, 30, "H"))):
                rows.append({**row, **dict.fromkeys(NOTHING, 0), "triptan": int(i < taken)})
        examples.append(("overuse_triptan", rows))
    said = verdicts_on(door, examples, session=0)
    for (months, told), (found, basis) in zip(IN_A_ROW, said, strict=True):
        assert found == ("meets" if months[-1] >= 10 else "does_not_meet"), months
        assert told in basis, months
        assert ("reached" in basis) == (found == "meets"), months


@pytest.mark.parametrize(
    ("rule", "preset"), [("nice_nonresponse", "nice"), ("ehf_nonresponse", "ehf")]
)
def test_a_line_is_told_as_its_definition_judges_or_where_it_holds_whatever_was_not_recorded(
    sample, rule, preset
):
    """Days that the next session cut off a window were not recorded either: 5 of 10 are 5 of 30."""
    records = sample[0].as_of()
    outcomes = CountedOnce(records).outcomes(PRESETS[preset])
    said = verdicts(records, BOTULINUM_TOXIN)
    both = said[said["rule"] == rule].merge(outcomes, on=["patient_id", "session"])
    both = both[both["session"] > 1].set_index(["patient_id", "session"])
    judged = both["responder"].notna()
    expected = both["responder"].map({True: "does_not_meet", False: "meets"})[judged]
    assert both["verdict"][judged].tolist() == expected.tolist()
    told = both[~judged & (both["verdict"] != "cannot_judge")]
    assert {*told["reason"]} == {Reason.THIN_BASELINE}
    assert both.loc[("P-0003", 2), "verdict"] == "cannot_judge"
