"""The worked examples of the specification, each through the command line.

Their numbers are hand-computed; a clinician can check them against the rule.
"""

import pandas as pd
import pytest

from tests.front_door import days, diary, sessions

SESSION = "2024-03-01"
M28 = ("--month", "28")


def one_patient(baseline: str, follow_up: str, month: int = 28) -> dict:
    """Baseline days ending the day before the session, follow-up from the day after it."""
    first = (pd.Timestamp(SESSION) - pd.Timedelta(days=len(baseline))).date().isoformat()
    close = (pd.Timestamp(SESSION) + pd.Timedelta(days=month + 1)).date().isoformat()
    return {
        "diary": diary("A", first, baseline)
        + diary("A", "2024-03-02", follow_up)
        + diary("Z", close, "-"),  # somebody's later day: the cut-off
        "sessions": sessions("A", SESSION),
    }


@pytest.mark.parametrize(
    ("example", "baseline", "follow_up", "percent", "responder"),
    [
        ("1", (20, 28), (10, 28), 50.0, True),
        ("2, eight", (15, 28), (8, 28), 46.6666666667, False),
        ("2, seven", (15, 28), (7, 28), 53.3333333333, True),
        ("3", (16, 28), (20, 28), -25.0, False),
        ("7", (18, 30), (9, 28), 46.4285714286, False),
        ("exactly 30%", (20, 20), (14, 20), 30.0, False),
        ("75% and not 74.99", (20, 24), (5, 24), 75.0, True),
    ],
)
def test_percent_reduction(door, example, baseline, follow_up, percent, responder):
    months = ("--month", "30") if baseline[1] == 30 else M28
    table = one_patient(days(*baseline), days(*follow_up), 30)
    row = door.outcomes(*months, **table).loc[("A", 1)]
    if example == "7":  # 18 of 30 lies in a 30-day baseline; per 28 days the ratio is the same
        assert row["baseline"] == pytest.approx(18.0)
    assert row["percent_reduction"] == pytest.approx(percent)
    assert row["responder"] == responder


def test_7_scales_to_28_days(door):
    counts = "patient_id,session,migraine_days,recorded_days\nA,0,18,30\nA,1,9,28\n"
    row = door.outcomes(*M28, counts=counts).loc[("A", 1)]
    assert (row["baseline"], row["monthly_days"]) == (pytest.approx(16.8), 9.0)
    assert row["percent_reduction"] == pytest.approx(46.4285714286)
    assert not row["responder"]


def test_4_zero_baseline_is_undefined_but_counted_among_the_treated(door):
    table = one_patient(days(0, 28), days(3, 28))
    row = door.outcomes(*M28, **table).loc[("A", 1)]
    assert pd.isna(row["percent_reduction"])
    assert pd.isna(row["responder"])
    assert not row["evaluable"]
    assert row["change"] == 3.0
    rate = door.rates(*M28, **table).loc[1]
    assert (rate["started"], rate["treated"], rate["usable_baseline"]) == (1, 1, 0)


def test_5_scaling(door):
    row = door.outcomes(*M28, **one_patient(days(20, 28), days(12, 21))).loc[("A", 1)]
    assert row["monthly_days"] == 16.0


def test_6_too_thin_has_no_value(door):
    row = door.outcomes(*M28, **one_patient(days(20, 28), days(5, 9))).loc[("A", 1)]
    assert (row["migraine_days"], row["recorded_days"]) == (5, 9)
    assert row["reason"] == "diary too thin"
    assert row[["monthly_days", "change", "percent_reduction", "responder"]].isna().all()


@pytest.mark.parametrize(("recorded", "evaluable"), [(13, False), (14, True)])
def test_half_of_the_window_is_enough(door, recorded, evaluable):
    row = door.outcomes(*M28, **one_patient(days(20, 28), days(4, recorded))).loc[("A", 1)]
    assert row["evaluable"] == evaluable


@pytest.mark.parametrize(("recorded", "usable"), [(19, 0), (20, 1)])
def test_a_baseline_needs_20_recorded_days(door, recorded, usable):
    table = one_patient(days(10, recorded), days(4, 28))
    assert door.rates(*M28, **table).loc[1, "usable_baseline"] == usable


def test_15_mean_and_median(door):
    pairs = {"A": (28, 14), "B": (16, 4), "C": (20, 24)}
    counts = "patient_id,session,migraine_days,recorded_days\n" + "".join(
        f"{p},0,{before},28\n{p},1,{after},28\n" for p, (before, after) in pairs.items()
    )
    after = door.outcomes(*M28, counts=counts).xs(1, level="session")
    assert list(after["percent_reduction"]) == [50.0, 75.0, -20.0]
    assert after["percent_reduction"].mean() == pytest.approx(35.0)
    assert after["percent_reduction"].median() == 50.0
    of_means = 100 * (1 - after["monthly_days"].mean() / after["baseline"].mean())
    assert of_means == pytest.approx(34.375)
    rate = door.rates(*M28, counts=counts).loc[1]
    assert (rate["responders"], rate["evaluable"]) == (2, 3)
    assert 100 * rate["ci_low"] == pytest.approx(20.8, abs=0.05)
    assert 100 * rate["ci_high"] == pytest.approx(93.9, abs=0.05)


def test_16_three_readings(door):
    lines = ["patient_id,session,migraine_days,recorded_days"]
    for patient in range(10):
        lines.append(f"P{patient},0,20,28")
        for session, judged in ((1, 10), (2, 8), (3, 6)):
            after = 5 if patient < 4 else 18
            lines.append(f"P{patient},{session}," + (f"{after},28" if patient < judged else ","))
    rates = 100 * door.rates(*M28, counts="\n".join(lines) + "\n")
    expected = pd.DataFrame(
        {
            "due": [10, 10, 10],
            "evaluable": [10, 8, 6],
            "rate": [40.0, 50.0, 66.7],
            "rate_low": [40.0, 40.0, 40.0],
            "rate_high": [40.0, 60.0, 80.0],
            "ci_low": [16.8, 21.5, 30.0],
            "ci_high": [68.7, 78.5, 90.3],
        },
        index=[1, 2, 3],
    )
    expected[["due", "evaluable"]] *= 100
    difference = (rates[expected.columns] - expected).abs().to_numpy()
    assert difference.max() < 0.05


THREE_SESSIONS = ("2024-01-10", "2024-04-03", "2024-07-03")


@pytest.mark.parametrize(
    ("example", "dates", "options", "windows"),
    [
        (
            "17, M = 28",
            THREE_SESSIONS,
            M28,
            {0: ("2023-12-13", "2024-01-09"), 1: ("2024-01-11", "2024-02-07")},
        ),
        (
            "17, M = 30",
            THREE_SESSIONS,
            (),
            {0: ("2023-12-11", "2024-01-09"), 1: ("2024-01-11", "2024-02-09")},
        ),
        (
            "17, weeks 9 to 12",
            THREE_SESSIONS,
            ("--window", "weeks_9_12"),
            {1: ("2024-03-06", "2024-04-02"), 2: ("2024-05-29", "2024-06-25")},
        ),
        (
            "17, before next, M = 28",
            THREE_SESSIONS,
            ("--window", "before_next", *M28),
            {2: ("2024-06-05", "2024-07-02")},
        ),
        (
            "17, before next, M = 30",
            THREE_SESSIONS,
            ("--window", "before_next"),
            {2: ("2024-06-03", "2024-07-02")},
        ),
        (
            "18, next session early",
            ("2024-01-10", "2024-03-20"),
            ("--window", "weeks_9_12"),
            {1: ("2024-03-06", "2024-03-19")},
        ),
        (
            "19, next session late",
            ("2024-01-10", "2024-05-19"),
            ("--window", "weeks_9_12"),
            {1: ("2024-03-06", "2024-04-02")},
        ),
        (
            "19, before next",
            ("2024-01-10", "2024-05-19"),
            ("--window", "before_next", *M28),
            {1: ("2024-04-21", "2024-05-18")},
        ),
    ],
)
def test_windows(door, example, dates, options, windows):
    table = door.outcomes(
        *options,
        diary=diary("A", "2023-12-01", "-" * 400),
        sessions=sessions("A", *dates),
    )
    for session, (start, end) in windows.items():
        row = table.loc[("A", session)]
        assert (row["window_start"], row["window_end"]) == (start, end)


@pytest.mark.parametrize(("recorded", "evaluable"), [(14, True), (13, False)])
def test_18_a_cut_window_still_needs_half_of_the_full_one(door, recorded, evaluable):
    table = door.outcomes(
        "--definition",
        "preempt",
        diary=diary("A", "2023-12-11", "M" * 30)
        + diary("A", "2024-03-06", "M" * recorded)
        + diary("Z", "2024-09-01", "-"),
        sessions=sessions("A", "2024-01-10", "2024-03-20"),
    )
    row = table.loc[("A", 1)]
    assert row["window_days"] == 14
    assert row["evaluable"] == evaluable
    assert row["window_note"] == "cut short by the next session: 14 of 28 days"


def test_19_says_that_the_window_lies_beyond_12_weeks(door):
    table = door.outcomes(
        "--window",
        "before_next",
        diary=diary("A", "2023-12-01", "-" * 400),
        sessions=sessions("A", "2024-01-10", "2024-05-19"),
    )
    assert "beyond 12 weeks" in table.loc[("A", 1), "window_note"]
    assert table.loc[("A", 2), "window_note"] == "provisional until the next session"


@pytest.mark.parametrize(
    ("cut_off", "due", "reason"),
    [("2024-09-12", False, "waiting"), ("2024-09-13", True, "no session and no reason recorded")],
)
def test_22_a_missed_session_is_due_once_its_window_would_have_ended(door, cut_off, due, reason):
    table = door.outcomes(
        "--cut-off",
        cut_off,
        diary=diary("A", "2023-12-11", "M" * 330) + diary("B", "2023-12-11", "M" * 300),
        sessions=sessions("A", "2024-01-10", "2024-04-24")
        + sessions("B", "2024-01-10", "2024-04-03", "2024-06-26"),
    )
    row = table.loc[("A", 3)]
    assert row["due"] == due
    assert row["reason"] == reason
    assert not row["evaluable"]


def test_23_by_reason(door):
    """10 due at session 3; 4 of 6 responded; 2 stopped with the goal reached, 2 were lost."""
    rows, treated, patients = [], [], []
    for i in range(10):
        patient = f"P{i}"
        rows += diary(patient, "2023-12-11", "M" * 30)
        dates = ["2024-01-10", "2024-04-03", "2024-06-26"][: 3 if i < 6 else 2]
        treated += sessions(patient, *dates)
        for k, day in enumerate(dates, start=1):
            first = (pd.Timestamp(day) + pd.Timedelta(days=1)).date().isoformat()
            responds = (k == 3 and i < 4) or (k < 3 and i == 6)
            rows += diary(patient, first, days(5 if responds else 25, 30))
        if i in (6, 7):
            patients.append((patient, "2024-05-20", "goal_reached"))
        elif i > 7:
            patients.append((patient, "2024-05-20", "lost"))
    rate = door.rates(
        "--cut-off",
        "2025-01-01",
        diary=rows,
        sessions=treated,
        patients=pd.DataFrame(patients, columns=["patient_id", "stopped_on", "stop_reason"]),
    ).loc[3]
    assert (rate["due"], rate["evaluable"], rate["responders"]) == (10, 6, 4)
    assert (rate["missing_goal"], rate["missing_stopped"]) == (2, 2)
    readings = 100 * rate[["rate", "rate_low", "rate_high", "rate_by_reason"]]
    assert list(readings.round(1)) == [66.7, 40.0, 80.0, 50.0]


def other_treatment(**changes) -> dict:
    """Two sessions, a new preventive begins on the day of the second; a follow-up of 8 of 30."""
    return {
        "diary": diary("A", "2023-12-11", days(20, 30))
        + diary("A", "2024-01-11", days(8, 30))
        + diary("A", "2024-04-04", days(8, 30))
        + diary("Z", "2024-12-01", "-"),
        "sessions": sessions("A", "2024-01-10", "2024-04-03"),
        "treatments": [
            {"patient_id": "A", "name": "x", "kind": "preventive", "started_on": "2024-04-03"}
            | changes
        ],
    }


def test_windows_after_another_new_treatment_are_marked(door):
    table = door.outcomes(**other_treatment())
    assert table["other_treatment"].fillna("").tolist() == ["", "", "x"]
    assert table.loc[("A", 2), "evaluable"]


def test_one_switch_leaves_them_out_of_every_denominator(door):
    left_out = ("--other-treatments", "left_out")
    table = door.outcomes(*left_out, **other_treatment())
    assert table.loc[("A", 1), "evaluable"]
    assert not table.loc[("A", 2), "due"]
    assert table.loc[("A", 2), "reason"] == "left out: after another new treatment"
    rate = door.rates(*left_out, **other_treatment()).loc[2]
    assert (rate["usable_baseline"], rate["due"], rate["waiting"]) == (1, 0, 1)


@pytest.mark.parametrize("changes", [{"kind": "other"}, {"started_on": "2023-12-10"}])
def test_what_is_not_another_new_treatment(door, changes):
    table = door.outcomes("--other-treatments", "left_out", **other_treatment(**changes))
    assert table["other_treatment"].isna().all()
    assert table.loc[("A", 2), "evaluable"]
