"""An analysis plan is as it was frozen, or none; pages and documents say what differs from it."""

import json
from datetime import date
from types import SimpleNamespace

import pandas as pd
import pytest
from click.testing import CliRunner

from analytics.definitions import PRESETS
from analytics.plan import HANDLINGS, AnalysisPlan, NoPlan
from analytics.result import result_of
from analytics.settings import Settings
from analytics.tables import Asked, make_table
from cleardays import main
from reports.basis import ReportBasis
from reports.sections import response
from tests.one_patient import told_of
from tests.test_pages import NO_RECORDS, start, text
from ui.frame.navigation import BY_LABEL
from ui.patients import one_patient
from words.checklist import CHECKLISTS, told
from words.percents import percent, shares_between
from words.plan import ALL, as_planned, groups_told, planned_groups, planned_rate

HULL = PRESETS["hull2014"]
PLAN = AnalysisPlan(
    date(2020, 3, 12), HULL.changed(entry_rule="month"), ("site", "sex"), HANDLINGS[1]
)


def test_a_plan_comes_back_as_it_was_frozen():
    for text_of in (PLAN.to_json(), PLAN.in_link()):
        assert AnalysisPlan.from_json(text_of) == PLAN
    settings = Settings(PLAN.definition, plan=PLAN)
    assert Settings.from_json(settings.to_json()) == settings
    query = {k: v if isinstance(v, list) else [v] for k, v in settings.address().items()}
    assert Settings.from_address(query) == (settings, [])
    assert "plan" not in json.loads(Settings().to_json())


@pytest.mark.parametrize(
    ("part", "value"),
    [
        ("planned_on", "2019-03-12"),
        ("definition", {"name": "hull2014"}),
        ("definition", {"name": "hull2014", "entry_rule": "month", "threshold": 30}),
        ("subgroups", ["site"]),
        ("missing", str(HANDLINGS[0])),
        ("digest", ""),
    ],
)
def test_a_plan_that_was_changed_is_none(part, value):
    changed = json.dumps({**PLAN.to_dict(), part: value})
    with pytest.raises(NoPlan, match="changed after it was frozen"):
        AnalysisPlan.from_json(changed)
    settings = Settings(plan=PLAN).to_json().replace(PLAN.digest, "0" * 64)
    with pytest.raises(ValueError, match="changed after it was frozen"):
        Settings.from_json(settings)


@pytest.mark.parametrize(
    "text_of", ["", "[]", "{}", '{"definition": 3}', "7", '{"definition": {"name": "x"}}']
)
def test_what_is_no_plan_is_refused(text_of):
    with pytest.raises(NoPlan, match="no analysis plan"):
        AnalysisPlan.from_json(text_of)
    assert Settings.from_address({"plan": [text_of or "{"]})[1] == [
        "The link's plan is not known: left out."
    ]


@pytest.mark.parametrize(
    ("changes", "differs"),
    [
        ({}, []),
        ({"min_days": HULL.required_days}, []),  # as stated or as it is anyway
        ({"threshold": 30, "primary_session": 3}, ["threshold", "primary_session"]),
        ({"entry_rule": "none"}, ["entry_rule"]),
    ],
)
def test_what_differs(changes, differs):
    assert PLAN.differences(PLAN.definition.changed(**changes)) == differs
    stated = AnalysisPlan(PLAN.planned_on, HULL.changed(entry_days=12))
    assert stated.differences(HULL) == []  # no rule is stated: nobody is asked for days


def test_it_is_said_under_everything_and_changes_no_number(sample):
    settings = Settings(PLAN.definition, plan=PLAN)
    records = sample[0]
    on = f"12 Mar 2020 (plan {PLAN.digest[:8]})"
    assert as_planned(settings, records) == f"As planned on {on}: Definition and filters."
    assert as_planned(Settings(), records) == ""
    late = AnalysisPlan(date(2099, 1, 1), HULL)
    said = as_planned(Settings(plan=late), records)
    assert said == (
        f"As planned on 1 Jan 2099 (plan {late.digest[:8]}; dated after the first session here): "
        "Definition and filters."
    )
    other = Settings(
        HULL.changed(threshold=30, month=28), filters=(("site", ("Moor",)),), plan=PLAN
    )
    assert as_planned(other, records) == (
        f"Not as planned on {on}: a filter, the plan has none; months of 28 days, not months of "
        "30 days; and 2 more."
    )
    told = as_planned(other, records, ALL)
    assert "at least 30% fewer, not at least 50% fewer" in told
    assert "more." not in told
    assert settings.name_for(records) == Settings(PLAN.definition).name_for(records)
    basis = ReportBasis(result_of(records, Settings(PLAN.definition)), settings)
    assert basis.foot().endswith(f"As planned on {on}: Definition and filters.")


def test_groups_that_were_not_planned_are_told_as_such():
    assert groups_told(PLAN, "age") == (
        "Groups by age were not planned (planned: site, sex): what they show is a question."
    )
    assert groups_told(PLAN, "site") == groups_told(PLAN, "") == groups_told(None, "age") == ""
    assert "(planned: none)" in groups_told(AnalysisPlan(PLAN.planned_on), "age")


@pytest.mark.parametrize("missing", HANDLINGS)
def test_the_planned_rate_stands_beside_that_of_those_judged(sample, missing):
    """What a document calls planned is in it, or it says that it is not."""
    plan = AnalysisPlan(PLAN.planned_on, HULL, ("site", "sex"), missing)
    result = result_of(sample[0], Settings(HULL, plan=plan))
    at = result.rates.set_index("session").loc[2]
    told = response(ReportBasis(result, result.settings)).remarks
    if missing == HANDLINGS[0]:
        ends = shares_between(at["rate_low"], at["rate_high"])
        expected = f"Planned: a rate of those judged, with what is possible of all due: {ends}."
    else:
        rows = make_table("imputed", result, Asked(2))
        row = rows[(rows["session"] == 2) & (rows["assumption"] == missing)].iloc[0]
        expected = f": {percent(row['rate'])} of {int(at['due'])} (95% interval "
    assert [one for one in told if expected in one], told
    assert planned_groups(plan) in told
    assert planned_groups(plan).startswith("Planned groups (site, sex) stand on")


def test_a_planned_rate_that_may_not_be_told_is_named():
    at = pd.Series({"responders": None, "judged": 30, "due": 40})
    planned = Settings(PLAN.definition, plan=PLAN)
    told = planned_rate(planned, 2, at, lambda: pytest.fail("nothing is worked out"))
    assert told.endswith("; it is not shown, as a count behind it is not.")
    none = pd.Series({"responders": 0, "judged": 0, "due": 4})
    assert planned_rate(planned, 2, none, dict).endswith("; nobody is judged after session 2.")
    other = Settings(PLAN.definition.changed(threshold=30), plan=PLAN)
    assert planned_rate(other, 2, none, dict).endswith(
        "; it is not told here, where not all is as planned."
    )
    assert planned_rate(Settings(), 2, none, dict) == ""


@pytest.mark.slow
@pytest.mark.parametrize(
    ("page", "says"),
    [
        (
            "app.py",
            "Planned: a rate of all due, days of those not judged drawn from patients alike",
        ),
        ("pages/subgroups.py", "Groups by age were not planned (planned: site, sex)"),
    ],
)
def test_pages_say_it(page, says):
    linked = {"plan": PLAN.in_link(), "entry_rule": "month"}
    app = start(page, {"group_column": "age"}, linked)
    assert says in text(app)


@pytest.mark.parametrize("page", [*NO_RECORDS, "pages/presentation.py"])
@pytest.mark.parametrize("part", ["month", "none"])
def test_pages_without_figures_say_it_too_once(page, part):
    shown = text(start(page, None, {"plan": PLAN.in_link(), "entry_rule": part}))
    said = "As planned on 12 Mar 2020" if part == "month" else "Not as planned on 12 Mar 2020"
    assert shown.count(said) == 1
    assert shown.lower().count("as planned on") == 1


def test_the_page_for_the_file_says_it(sample, monkeypatch):
    made = []
    monkeypatch.setattr(one_patient, "download", lambda _, make, *__, **___: made.append(make()))
    settings = Settings(plan=PLAN)
    result = result_of(sample[0], settings)
    records, rows = sample[0].as_of(), result.of("P-0005")
    told, months, _ = told_of(records, "P-0005", rows, HULL)
    rules = SimpleNamespace(said=SimpleNamespace(facts=told.facts))
    story = SimpleNamespace(
        records=records, days=told.days, rules=rules, told=told.said, months=months
    )
    cohort = SimpleNamespace(
        story=lambda _: story,
        of=result.of,
        settings=settings,
        records=records,
        source="",
        name=result.name,
    )
    monkeypatch.setattr(one_patient, "file_name", lambda *_: "")
    one_patient._page_for_the_file(cohort, "P-0005")
    assert as_planned(settings, records) in made[0]


def test_the_command_freezes_once(tmp_path):
    out = tmp_path / "plan.json"
    asked = ["plan", "--entry-rule", "month", "--subgroup", "site", "--subgroup", "sex"]
    asked += ["--missing", "as_those_alike", "--today", "2020-03-12", "--out", str(out)]
    first = CliRunner().invoke(main, asked)
    assert first.exit_code == 0, first.output
    assert AnalysisPlan.from_json(out.read_text(encoding="utf-8")) == PLAN
    assert "At least 50% fewer migraine days after session 2" in first.output
    again = CliRunner().invoke(main, asked)
    assert again.exit_code == 2
    assert "a frozen plan is not written over" in again.output


@pytest.mark.parametrize("source", CHECKLISTS)
def test_the_checklist_names_pages_that_are_there_or_says_what_is_not(source):
    for asked in CHECKLISTS[source]:
        assert asked.page in BY_LABEL if asked.page else asked.left
        assert asked.page in told(asked)


@pytest.mark.slow
def test_the_page_freezes_shows_and_takes_off():
    app = start("pages/plan.py")
    assert "No analysis plan is frozen." in text(app)
    assert all(source in text(app) for source in CHECKLISTS)
    next(one for one in app.button if one.label == "Freeze as of today").click().run()
    assert not app.exception
    shown = text(app)
    assert "As planned on" in shown
    assert "after the first session here" in shown
    next(one for one in app.button if one.label == "Take the plan off").click().run()
    assert "As planned on" not in text(app)
