"""What *Compared*, *Other definitions*, *Medication* and *Models* say is what their numbers are."""

import math
import re

import pandas as pd
import pytest

from analytics.codes import Arm
from analytics.definitions import FEW_JUDGED, PRESETS
from analytics.medication import intake_of_the_same, recorded_as_taken
from analytics.outcomes import CountedOnce
from analytics.report_choices import ReportChoices
from analytics.research.compared import (
    comparable,
    compared,
    counter_evidence,
    definition_of,
    placebo_of,
    told_beside,
)
from analytics.result import result_of
from analytics.settings import Settings
from analytics.summaries import responder_rates
from analytics.tables import Asked, make_table
from analytics.therapies import BOTULINUM_TOXIN
from charts.medication import intake_chart
from charts.palette import BAND
from charts.rows import EstimateRow, rows_chart
from charts.specification import specification_chart
from importing import Choices, Source, read_records
from reports.basis import ReportBasis
from reports.beside_a_study import beside_a_study
from tests.test_pages import start, text
from ui.showing.estimates import compared_rows, paired_rows
from words.foot import cut_off_in_words, until
from words.needs import ONE_IS_NO_GROUP
from words.pages import compared as of_compared
from words.pages import medication as of_medication
from words.pages import models as of_models
from words.pages import sensitivity as of_sensitivity
from words.remarks import remarks as remarks_of
from words.studies import short, short_label
from words.tables import compared as in_words

HULL = PRESETS["hull2014"]


def test_a_study_is_set_beside_counts(sample):
    study = comparable(BOTULINUM_TOXIN).iloc[0]
    rows = in_words(compared(sample[0], int(study["result"])))
    told = of_compared.headline(rows, study, BOTULINUM_TOXIN)
    assert told == (
        "**:blue[29 of 90 patients (32%)] by the study's own definition**; "
        ":gray[in PREEMPT pooled 45%, on placebo 34%.]"
    )
    assert of_compared.about(rows.iloc[0], study).startswith("29 of 90 judged after session 2, 103")
    assert of_compared.title(rows, study, BOTULINUM_TOXIN).startswith("32% here; in PREEMPT pooled")


def test_short_names_are_short_and_tell_apart():
    studies = comparable(BOTULINUM_TOXIN)
    names = [short_label(study, BOTULINUM_TOXIN) for study in studies.iloc]
    assert len(set(names)) == len(names)
    assert max(map(len, names)) <= 62
    assert short("PREEMPT pooled (post hoc), onabotulinumtoxinA", BOTULINUM_TOXIN) == (
        "PREEMPT pooled, botulinum toxin"
    )
    assert short("Vickers 2004 usual care", BOTULINUM_TOXIN) == "Vickers 2004, usual care"


def test_ones_own_row_lies_in_a_band():
    rows = [EstimateRow(t, "", 0.3, 0.2, 0.4, "30%", k) for t, k in (("A", "ours"), ("B", "plain"))]
    bands = [s for s in rows_chart(rows, (0, 1), ("0", "1")).layout.shapes if s.type == "rect"]
    assert [(band.fillcolor, band.y0 < 0 < band.y1 < 1) for band in bands] == [(BAND, True)]


def test_a_rate_stands_between_its_lowest_and_highest_possible(sample):
    """The pale bar is that of the due under the study's own definition; of means there is none."""
    for study in comparable(BOTULINUM_TOXIN).iloc:
        rows = in_words(compared(sample[0], int(study["result"])))
        drawn = [row.possible for row in compared_rows(rows, study, BOTULINUM_TOXIN)[0]]
        assert drawn[1:] == [None] * (len(rows) - 1), "nothing of that kind was published"
        if study["our_outcome"] != "rate":
            assert drawn[0] is None
            continue
        definition = definition_of(study)
        rates = responder_rates(CountedOnce(sample[0]).outcomes(definition)).set_index("session")
        at = rates.loc[study["our_session"]]
        assert rows["due"].iloc[0] == at["due"]
        assert drawn[0] == pytest.approx((100 * at["rate_low"], 100 * at["rate_high"]))
        assert drawn[0][0] <= rows["value"].iloc[0] <= drawn[0][1]


def test_a_mean_change_is_written_alike_whether_days_are_fewer_or_more(sample):
    """1.5 percent more is not "2%" beside "−26.9%": only a share of patients has no decimal."""
    against = counter_evidence(BOTULINUM_TOXIN)
    study = against[against["our_outcome"] == "mean_percent_change"].iloc[0]
    rows = in_words(compared(sample[0], int(study["result"])))
    rows.loc[rows["kind"] == Arm.OURS, "value"] = 1.53
    shown, _, ticks = compared_rows(rows, study, BOTULINUM_TOXIN)
    assert (ticks[0], ticks[1], ticks[-1]) == ("40% fewer", "30%", "10% more")
    drawn = [row.text for row in shown]
    assert drawn == ["1.5% more", "26.9% fewer", "20.5% fewer"]


def test_counts_whose_window_nobody_knows_are_not_said_to_be_of_the_studys():
    """Counts per session hold one number, whatever window is asked for: page and report say so."""
    rows_of = "patient_id,session,migraine_days,headache_days\n" + "".join(
        f"A{i},{session},{18 - 4 * session},{20 - 4 * session}\n"
        for i in range(20)
        for session in (0, 1, 2)
    )
    records = read_records([Source("counts.csv", rows_of.encode())])[0]
    result, study = result_of(records, Settings()), comparable(BOTULINUM_TOXIN).iloc[0]
    rows = in_words(compared(records, int(study["result"])))
    told = "counts per session have their own window, which may be another"
    assert of_compared.about(rows.iloc[0], study).endswith(" · own window")
    assert of_compared.of_ours(rows) == f"Our records: {told}."
    remarks = beside_a_study(ReportBasis(result, Settings())).remarks
    assert f"Our records: {told}." in remarks
    assert any("have their own window" in remark for remark in remarks_of(result, 2, 0))


def test_a_slide_beside_a_study_says_what_was_found_where_it_may_be_told(sample):
    for smallest, title in (
        (8, "By the study's own definition 32% here; in PREEMPT pooled 45%, on placebo 34%"),
        (50, "Compared with what? PREEMPT pooled (post hoc): responders ≥ 50%, headache days"),
    ):
        chosen = Settings(report=ReportChoices(limit=smallest))
        section = beside_a_study(ReportBasis(result_of(sample[0], chosen), chosen))
        assert section.title.startswith(title)
        assert "responders ≥ 50%, headache days, week 24" in f"{section.title} {section.about}"


def test_counts_with_dates_of_their_sessions_are_not_said_to_have_none():
    rows = "patient_id,session,migraine_days,session_date\nA,0,18,\nA,1,9,2024-03-04\n"
    records = read_records([Source("counts.csv", rows.encode())])[0]
    assert records.counts["session_date"].notna().any()
    assert until(records) == "counts per session, no single days"
    assert cut_off_in_words(records) == "none, counts per session"


def test_counter_evidence_is_told_with_its_numbers_and_its_source():
    against = counter_evidence(BOTULINUM_TOXIN)
    told = {
        study["study"]: of_compared.against_it(study, placebo_of(study), BOTULINUM_TOXIN)
        for study in against.iloc
    }
    assert told["CHARM"] == (
        "CHARM found no difference to placebo in the mean percent change of headache days, weeks "
        "9-12: 26.9% fewer with botulinum toxin, 20.5% fewer on placebo; the difference is 6.4 "
        "percentage points fewer (95% interval 15.2 fewer to 2.4 more), p 0.15. All withdrew acute "
        "medication; its placebo held 17.5 U of botulinum toxin in the forehead."
    )
    assert told["PREEMPT 1"].startswith(
        "PREEMPT 1 missed its primary endpoint, the mean change of headache episodes, week 24: 5.2 "
        "fewer with botulinum toxin, 5.3 fewer on placebo, p 0.344."
    )
    for study in comparable(BOTULINUM_TOXIN).iloc:
        rows = told_beside(int(study["result"]), BOTULINUM_TOXIN)
        sources = " ".join(of_compared.sources(rows, BOTULINUM_TOXIN))
        assert all(row["citation"] in sources for row in rows.iloc)
        assert {"Pijpers 2019, Brain 142", study["citation"]} <= {*rows["citation"]}


@pytest.mark.slow
def test_the_picture_of_counter_evidence_stands_below_every_other_study():
    """CHARM's own picture is that of its page; PREEMPT 1 counted no days: in words alone."""
    for key, pictures in (("preempt_pooled_half_week_24", 1), ("charm_percent_change", 0)):
        page = start("pages/compared.py", {"study": key})
        titles = [told.value for told in page.subheader]
        assert sum(title.startswith("Counter-evidence: CHARM") for title in titles) == pictures
        words = text(page)
        assert "missed its primary endpoint" in words
        assert "CHARM found no difference to placebo" in words


@pytest.fixture(scope="module")
def specified():
    """Two definitions, each read three ways; the first is the chosen one."""
    rows = [
        (50, "migraine_days", reading, rate, low, high, place == 0)
        for place, rates in enumerate(((0.4, 0.3, 0.5), (0.2, 0.1, 0.6)))
        for reading, rate, low, high in zip(
            ("judged", "lowest possible", "highest possible"),
            rates,
            (rates[0] - 0.1, None, None),
            (rates[0] + 0.1, None, None),
            strict=True,
        )
    ]
    columns = ["threshold", "measure", "reading", "rate", "ci_low", "ci_high", "chosen"]
    found = pd.DataFrame(rows, columns=columns)
    found["chosen"] &= found["reading"] == "judged"
    return found.assign(window="month_after", month=30, minimum="as_chosen", responders=4, of=10)


def test_the_headline_says_which_dots_it_covers(specified):
    told = of_sensitivity.headline(specified, 50, HULL)
    assert told.startswith(
        "**Of those judged, :blue[20% to 40%] had at least 50% fewer days, under"
    )
    assert "2 definitions (dots with a line); the chosen one says 40%" in told
    assert of_sensitivity.title(specified, 50).startswith("10% to 60% whatever")


def test_dots_of_those_judged_are_darker_than_what_is_possible(specified):
    sizes = {
        (trace.marker.color, trace.marker.size, len(trace.x))
        for trace in specification_chart(specified, 50).data
        if trace.mode == "markers" and trace.text is not None
    }
    assert len(sizes) == 3
    assert {n for *_, n in sizes} == {1, 4}


def test_medication_is_told_of_the_same_patients(sample):
    """Whoever has both months; the others move no median."""
    same = intake_of_the_same(sample[0], BOTULINUM_TOXIN)
    rows = same[same["class"] == "triptan"]
    result = make_table("intake", result_of(sample[0], Settings(HULL)), Asked(2))
    all_of_them = result[result["class"] == "triptan"]
    later = all_of_them.set_index("session")["patients"]
    assert (rows.set_index("session")["patients"] <= later.loc[rows["session"]]).all()
    told = of_medication.headline(all_of_them, rows, 2)
    n = int(rows.set_index("session").loc[2, "patients"])
    assert told.startswith(f"**Of the same {n} patients: median ")
    assert re.search(r"before session 1, [\d.]+ at the end of cycle 2\*\*", told)
    few = of_medication.headline(all_of_them, rows.assign(patients=3), 2)
    assert few.endswith("too few recorded both that month and a later one.")


def test_the_axis_of_medication_ends_where_its_marks_and_the_limit_do(sample):
    """Up to 30 all marks stood in the lower third."""
    found = make_table("intake", result_of(sample[0], Settings(HULL)), Asked(2))
    triptan = found[found["class"] == "triptan"]
    highest = max(10, triptan["upper_quartile"].max())
    axis = intake_chart(triptan, 10).layout.yaxis
    assert highest < axis.tickvals[-1] <= highest + 5
    assert axis.range[0] < 0 < axis.tickvals[-1] < axis.range[1]
    daily = triptan.assign(upper_quartile=30.0)
    assert intake_chart(daily, 10).layout.yaxis.tickvals[-1] == 30


def taken_days(head: str, *cells: str) -> tuple[str, str]:
    """What *Medication* says of ninety days of A, each with the next of these cells."""
    dates = pd.date_range("2024-01-01", periods=90).strftime("%Y-%m-%d")
    rows = "".join(f"A,{day},1,{cells[i % len(cells)]}\n" for i, day in enumerate(dates))
    had = Source("sessions.csv", b"patient_id,session_date\nA,2024-02-01\n")
    diary = Source("diary.csv", f"patient_id,date,migraine,{head}\n{rows}".encode())
    records = read_records([diary, had], Choices(answers=answers_of(diary, had)))[0]
    return of_medication.only_taken(recorded_as_taken(records))


def answers_of(*sources: Source) -> dict[str, str]:
    """Blank is not recorded, wherever it is asked."""
    return {question.code: "not_recorded" for question in read_records(sources)[1].questions}


def test_days_with_medication_are_told_where_no_month_of_a_class_can_be_counted():
    """Attack lists and forms name what was taken, and not when nothing was."""
    told, why = taken_days("acute_medication,triptan", "1,1", "1,", ",")
    assert told == (
        "**Acute medication is recorded on 60 days of 1 patient**; on how many days a month is not "
        "known."
    )
    assert why.startswith("By class: a triptan on 30 days (1 patient). Days without it are not rec")
    of_any, whole = taken_days("acute_medication", "1", "0", "0")
    assert of_any.endswith("on 30 days of 1 patient**; of which class is not recorded.")
    assert whole.endswith("choose *Days with intake* under *Which days*.")
    assert taken_days("acute_medication", "0") == (
        "**No day with acute medication is recorded in these files.**",
        "",
    )


@pytest.mark.slow
def test_medication_leads_on_where_it_cannot_draw():
    rows = "".join(f"A,2024-01-{day:02},1,1,{day % 2}\n" for day in range(1, 32))
    diary = "patient_id,date,headache,migraine,acute_medication\n" + rows
    had = Source("sessions.csv", b"patient_id,session_date\nA,2024-01-10\n")
    records, report = read_records([Source("diary.csv", diary.encode()), had])
    shown = text(start("pages/medication.py", {"records": records, "report": report}))
    assert "recorded on 16 days of 1 patient" in shown


def test_where_nothing_differs_no_model_asks_for_more_patients():
    nothing = pd.DataFrame(
        [("mixed model", 2, 40, 12.0, None)],
        columns=["model", "session", "patients", "raw_mean", "adjusted_mean"],
    )
    told = of_models.headline(nothing, 2, HULL)
    assert "twenty" not in told
    assert "As recorded 12 days a month after session 2, 40 patients" in told
    assert "twenty patients judged are needed" in of_models.headline(nothing.head(0), 2, HULL)
    assert "under five are judged" in of_models.headline(nothing, 3, HULL)


def test_the_chosen_definition_is_named_beside_the_study(sample):
    rates = result_of(sample[0], Settings(HULL)).rates.set_index("session", drop=False)
    told = of_compared.under_yours(rates.loc[2], HULL)
    assert told.endswith("it is 38 of 103 (37%) after session 2.")


@pytest.mark.parametrize("page", ["pages/compared.py", "pages/spread.py"])
def test_one_patient_is_no_group(sample, page):
    records, report = sample
    one = records.only([records.sessions["patient_id"].iloc[0]])
    shown = text(start(page, {"records": one, "report": report}))
    assert ONE_IS_NO_GROUP in shown
    assert "interval" not in shown


def test_of_under_ten_in_both_sessions_counts_alone_are_drawn(sample):
    pairs = make_table("same_patients", result_of(sample[0], Settings()), Asked(session=2))
    few = pairs["patients"] < FEW_JUDGED
    assert few.any()
    assert not few.all()
    for row, small in zip(paired_rows(pairs), few, strict=True):
        assert math.isnan(row.value) == math.isnan(row.low) == small
        assert (" of them: under 10, no difference" in row.about) == small
    one = paired_rows(pairs[few].assign(patients=1))
    assert one[0].about.startswith("1 patient, ")
