"""Today: who comes, in order of time; no address holds a pasted list; nobody is mistaken."""

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.appointments import appointments
from analytics.coming import Comes, Known, day_of, months_before
from analytics.definitions import PRESETS
from analytics.result import result_of
from analytics.settings import Settings
from charts.small_months import small_months
from importing import Source, read_records
from tests.examples import examples
from tests.front_door import days, diary, sessions
from tests.test_pages import press, small_cohort, start, text
from words.pages import today as said

pytestmark = pytest.mark.slow

TODAY = "pages/today.py"
COLOURS = [f"#00000{n}" for n in range(10)]


def csv_of(rows) -> str:
    return pd.DataFrame(rows).to_csv(index=False, header=False)


def clinic():
    """A: judged; B: too thin after session 1; C: not over; D: no baseline; E: comes first."""
    rows = (
        diary("A", "2024-01-01", days(20, 30) + days(5, 30) + days(10, 30) * 2)
        + diary("B", "2024-01-01", days(15, 30) + days(3, 9))
        + diary("C", "2024-03-01", days(18, 30) + days(4, 11))
        + diary("D", "2024-01-31", days(12, 70))
        + diary("E", "2024-03-12", days(11, 30))
    )
    had = sessions("A", "2024-01-31") + sessions("B", "2024-01-31")
    had += sessions("C", "2024-03-31") + sessions("D", "2024-01-31")
    booked = [row for one in "EBAC" for row in sessions(one, "2024-05-02")]
    booked += sessions("D", "2024-05-08")
    return small_cohort(csv_of(rows), csv_of([*had, *booked]))


def seen_on(day: str):
    records, _ = clinic()
    made = result_of(records, Settings())
    found = appointments(records, Settings())
    rows = found[found["session_date"] == day].itertuples()
    who = [Comes(row.patient_id, row.session, row.session_date) for row in rows]
    return day_of(who, made.records, made.outcomes, made.settings.definition), made


def test_each_row_says_what_there_is_to_compare():
    found, made = seen_on("2024-05-02")
    cut_off = made.records.cut_off
    told = {
        one.who.patient_id: said.before_and_after(one, made.settings.definition, cut_off)
        for one in found.seen
    }
    assert [one.known for one in found.seen] == [
        Known.COMPARED,
        Known.THIN,
        Known.NOT_OVER,
        Known.NEWCOMER,
    ]
    assert told["A"] == (
        "**20 to 5** a month, **75% fewer**",
        "session 1: 1 Feb to 1 Mar, 30 of 30 recorded",
    )
    assert told["B"] == (
        "**15, then not known**",
        "session 1: 1 Feb to 1 Mar, 8 of 30 recorded",
    )
    assert told["C"][0] == "**18** a month before session 1"
    assert (
        told["E"]
        == (
            "**11.3** a month before session 1, so far",
            "2 to 10 Apr, 9 of 9 days recorded",
        )
        or "before session 1" in told["E"][0]
    )
    headline = said.headline(found, "on Thursday 2 May", cut_off)
    assert headline.startswith("**:blue[4 patients] come on Thursday 2 May.** :gray[1 has a month")
    missing = said.who_is_missing(found)
    assert missing.startswith("So each row also says the latest recorded days. ")
    assert "1 diary is too thin to judge, 1 month is not over, 1 patient comes for session 1" in (
        missing
    )
    assert missing.endswith("No control group.")


def test_a_day_costs_the_days_of_those_who_come_and_says_the_same():
    """Each one alone has the same row as among others."""
    found, made = seen_on("2024-05-02")
    for one in found.seen:
        alone = day_of([one.who], made.records, made.outcomes, made.settings.definition)
        assert alone.seen[0].known == one.known
        pd.testing.assert_frame_equal(
            alone.seen[0].months.reset_index(drop=True), one.months.reset_index(drop=True)
        )
    whole = said.to_look_at(found, made.settings.definition, made.records.cut_off)
    apart = {}
    for one in found.seen:
        day = day_of([one.who], made.records, made.outcomes, made.settings.definition)
        apart |= said.to_look_at(day, made.settings.definition, made.records.cut_off)
    assert whole == apart


def test_the_small_columns_are_told_in_words_and_hold_no_id():
    found, made = seen_on("2024-05-02")
    first = found.seen[0]
    alt = said.alt(first, made.settings.definition)
    assert alt.startswith(
        "Migraine days in each month, the first before session 1: 20, 5 (compared"
    )
    drawn = small_months(first.months, 10.0, alt + '"<b>', COLOURS)
    assert 'alt="Migraine' in drawn
    assert "<b>" not in drawn
    assert first.who.patient_id + " " not in drawn


def test_who_comes_stands_in_order_of_time_and_is_gone_through():
    app = start(TODAY)
    assert "6 patients] come on Wednesday 1 July" in text(app)
    ids = [
        button.label.strip("*") for button in app.button if (button.key or "").startswith("comes_")
    ]
    assert ids == ["P-0129", "P-0114", "P-0100", "P-0066", "P-0077"]
    assert "0 of 5 opened, 1 has no page yet · in order of time, not of urgency" in text(app)
    assert [b.disabled for b in app.button if (b.key or "").startswith("no_page_")] == [True]
    assert app.session_state["looked_through"][1] == tuple(ids)
    assert not {"P-0129", "2026-07-01"} & {v for k in app.query_params for v in app.query_params[k]}
    app = app.switch_page("pages/all_pages.py").run()
    assert any("6 come on Wed 1 Jul" in link.proto.label for link in app.get("page_link"))


def test_a_week_and_another_day():
    app = start(TODAY)
    app.segmented_control(key="coming_span").set_value("Week").run()
    assert "8 patients] come in the week of 29 June" in text(app)
    assert "Wed 1 Jul** :gray[6 patients]" in text(app)
    app.segmented_control(key="coming_span").set_value("Day").run()
    app.selectbox(key="coming_day_shown").set_value(date(2026, 7, 2)).run()
    assert "on Thursday 2 July" in text(app)
    press(app, "Later")
    assert "come on Wednesday 8 July" in text(app)


def test_a_day_of_other_files_is_not_looked_at():
    app = start(TODAY, {"coming_day": date(2026, 7, 4)})
    assert "6 patients] come on Wednesday 1 July" in text(app)


def test_by_id():
    app = start(TODAY)
    app.segmented_control(key="coming_order").set_value("By id").run()
    ids = [
        button.label.strip("*") for button in app.button if (button.key or "").startswith("comes_")
    ]
    assert ids == sorted(ids)
    assert "in order of id" in text(app)


def test_a_pasted_list_keeps_its_order_and_offers_what_may_be_meant():
    app = start(TODAY)
    app.text_area(key="coming_text").set_value("09:00 P-0131\nP-0041\nP-1031\nP-0062").run()
    assert "**3 of 4** found. **P-1031** is in no file; is P-0031 or P-0131 meant?" in text(app)
    press(app, "Show them")
    ids = [
        button.label.strip("*") for button in app.button if (button.key or "").startswith("comes_")
    ]
    assert ids == ["P-0131", "P-0041", "P-0062"]
    assert "3 of the 4] on the pasted list are shown." in text(app)
    assert "1 of 4 ids is in no file: P-1031 (is P-0031 or P-0131 meant?)." in text(app)
    assert "in the order of the list" in text(app)
    assert app.segmented_control(key="coming_order").options == ["As listed", "By id"]
    assert any("09:00 · session" in one.proto.body for one in app.get("html"))
    assert not any("P-0131" in v for k in app.query_params for v in app.query_params[k])
    press(app, "Take the list off")
    assert "6 patients] come on Wednesday 1 July" in text(app)


def test_without_an_appointment_a_list_is_asked_for():
    rows = csv_of(diary("A", "2024-01-31", days(10, 30) + days(5, 40)))
    records, report = small_cohort(rows)
    app = start(TODAY, {"records": records, "report": report})
    assert "The files name nobody who comes after 9 April." in text(app).replace("**", "")
    assert "no session dated later" in text(app)


def test_a_row_says_that_treatment_and_diary_ended_as_one_patient_does(sample):
    records, _ = sample
    made = result_of(records, Settings())
    (seen,) = day_of(
        [Comes("P-0003", 5)], made.records, made.outcomes, made.settings.definition
    ).seen
    told = said.where_found(seen, ["180 days since session 4", "Nausea recorded"])
    assert told == (
        ":small[Stopped, pregnancy; no diary since 1 Jun 2025]  \n"
        ":small[180 days since session 4 :gray[· 1 more]]"
    )
    assert said.where_found(replace(seen, latest=None), []) == f":gray[:small[{said.NOWHERE}]]"
    app = start("pages/patient.py", {"patient_id": "P-0003"})
    assert "Stopped, pregnancy; no diary since 1 Jun 2025." in text(app)


def test_what_of_a_list_is_not_shown_is_told_and_escaped():
    assert said.not_shown(5, [], 0, 1) == "1 more line is not read: paste a shorter list."
    assert said.listed_told(2, [("X", ())] * 12, 0, 3).endswith(
        "**X** is in no file. 2 more are in no file. 3 more lines are not read: paste a shorter "
        "list."
    )
    told = said.not_shown(5, [("P-0714", ("P-0174",)), ("<b>*X*", ())], 1)
    assert told.startswith("2 of 5 ids are in no file: P-0714 (is P-0174 meant?), ")
    assert told.endswith(". The filters leave 1 of the 5 out.")
    assert "<b>" not in told.replace("\\<", "")
    assert "*X*" not in told
    many = said.not_shown(30, [(f"X{n}", ()) for n in range(30)], 0)
    assert many.endswith("X9 and 20 more.")
    assert said.not_shown(3, [], 0) == ""


def test_a_filter_moves_to_no_other_day():
    app = start(TODAY)
    valley = replace(app.session_state["settings"], filters=(("site", ("Valley",)),))
    app = start(TODAY, {"settings": valley})
    assert "Nobody of those whom the filters leave comes on Wednesday 1 July." in text(app)
    assert "The next day: Wednesday 8 July" in text(app)
    press(app, "Later")
    assert "2 patients] come on Wednesday 8 July" in text(app)


def test_a_newcomer_is_told_by_the_same_days_on_a_list_as_by_date():
    found, made = seen_on("2024-05-02")
    by_date = next(one for one in found.seen if one.known == Known.NEWCOMER)
    listed = by_date.who._replace(date=None, booked=by_date.who.date)
    (on_a_list,) = day_of([listed], made.records, made.outcomes, made.settings.definition).seen
    pd.testing.assert_frame_equal(on_a_list.months, by_date.months)
    app = start(TODAY)
    app.text_area(key="coming_text").set_value(newcomer_of(app)).run()
    press(app, "Show them")
    told = [line for line in text(app).splitlines() if "a month before session 1, so far" in line]
    press(app, "Take the list off")
    assert told
    assert told[0] in text(app)


def newcomer_of(app) -> str:
    (label,) = [b.label for b in app.button if (b.key or "").startswith("no_page_")]
    return label.removeprefix(":gray[**").removesuffix("**]").replace("\\", "")


def test_of_counts_no_next_session_is_named():
    """They do not say how many sessions there were: "session 1" was told of everybody."""
    counts = "patient_id,session,migraine_days,recorded_days\nA,0,20,28\nA,1,9,28\nA,2,8,28\n"
    records, report = read_records([Source("counts.csv", counts.encode())])
    app = start("pages/today.py", {"records": records, "report": report})
    app.text_area(key="coming_text").set_value("08:40 A").run()
    press(app, "Show them")
    lines = [one.proto.body for one in app.get("html")]
    assert any("08:40" in line for line in lines)
    assert not any("08:40 · session" in line for line in lines)


@settings(max_examples=examples(15), deadline=None)
@given(ahead=st.integers(1, 800), preset=st.sampled_from(["hull2014", "preempt"]))
def test_months_before_a_first_session_lie_in_the_diary_however_far_it_is_booked(ahead, preset):
    records, definition = clinic()[0].as_of(), PRESETS[preset]
    until = pd.Timestamp(records.cut_off)
    booked = Comes("E", 1, until + pd.Timedelta(days=ahead))
    months = months_before(records, booked, definition)
    assert 1 <= len(months) <= 3
    assert (months["start"] <= months["end"]).all()
    assert (months["end"] <= until).all()
    assert (months["recorded"] <= months["days"]).all()
    compared = months.loc[months["compared"], "start"]
    assert list(compared) == [
        start
        for start in months["start"]
        if start == booked.date - pd.Timedelta(days=definition.month)
    ]
    assert compared.empty == (ahead > definition.month)


def test_a_clinic_whose_sessions_are_all_booked_sees_who_comes():
    """A newcomer's month that has not begun is not known; it was told of -34 days."""
    booked = csv_of([*sessions("A", "2024-05-02"), *sessions("B", "2024-06-12")])
    rows = csv_of(diary("A", "2024-03-01", days(9, 40)) + diary("B", "2024-03-01", days(9, 40)))
    records, report = small_cohort(rows, booked)
    app = start(TODAY, {"records": records, "report": report})
    assert "1 patient] comes on Thursday 2 May." in text(app)
    assert "1 patient comes for session 1." in text(app)
    press(app, "Later")
    assert "1 patient] comes on Wednesday 12 June." in text(app)
    told = text(app)
    assert "**not known** before session 1 yet" in told
    assert "14 Mar to 9 Apr, 27 of 27 days recorded" in told
    nobody = replace(app.session_state["settings"], filters=(("site", ("Nowhere",)),))
    app = start(TODAY, {"records": records, "report": report, "settings": nobody})
    assert "Nobody of those whom the filters leave comes on Thursday 2 May." in text(app)


def test_a_newcomer_is_shown_where_the_filters_leave_nobody_else():
    records, report = clinic()
    first = (("first_session", ("2024-05-02..",)),)
    chosen = replace(start(TODAY).session_state["settings"], filters=first)
    app = start(TODAY, {"records": records, "report": report, "settings": chosen})
    assert "1 patient] comes on Thursday 2 May." in text(app)
    assert "1 patient comes for session 1." in text(app)


def test_a_session_whose_days_the_next_one_took_says_so():
    """It was told as 0 of 0 days. PREEMPT compares days 56 to 83; session 2 is on day 40."""
    rows = csv_of(diary("A", "2024-01-01", days(20, 30) + days(5, 100)))
    had = sessions("A", "2024-01-31", "2024-03-11", "2024-06-01")
    records, _ = small_cohort(rows, csv_of(had))
    made = result_of(records, Settings(definition=PRESETS["preempt"], cut_off=date(2024, 4, 25)))
    (one,) = day_of([Comes("A", 3)], made.records, made.outcomes, made.settings.definition).seen
    assert said.before_and_after(one, made.settings.definition, made.records.cut_off)[1] == (
        "session 1: next session came first"
    )
