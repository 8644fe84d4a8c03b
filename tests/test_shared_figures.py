"""Everything that is printed for others: what matters most is there, an attacker finds nobody."""

import io
import re
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from pptx import Presentation

from analytics.definitions import PRESETS
from analytics.records import Records
from analytics.report_choices import SECTIONS, ReportChoices
from analytics.research.compared import definition_of, published
from analytics.research.look_back import MIRROR, ahead_and_back, look_back
from analytics.research.spread import BANDS
from analytics.result import result_of
from analytics.settings import Settings
from analytics.therapies import BOTULINUM_TOXIN
from charts.data import HIDDEN, ChartData, Series
from charts.shared import colors_for, shared_chart
from importing import Source, read_records
from importing.report import ImportReport
from perf.cohorts import with_days
from reports.basis import ReportBasis, Section
from reports.beside_a_study import studies
from reports.document import document
from reports.groups import report_groups
from reports.sections import report_sections
from reports.slides import slides
from tests.earlier_months import a_cohort
from tests.examples import examples
from tests.test_privacy import given_away, too_little_hidden
from words.pages import by_itself

pytestmark = pytest.mark.slow

LIMIT = 8
BASELINE = 20


def clinic(*groups: tuple[int, object], sessions: int = 2) -> Records:
    """The records of ``counted_in``."""
    return counted_in(*groups, sessions=sessions)[0]


def counted_in(*groups: tuple[int, object], sessions: int = 2) -> tuple[Records, ImportReport]:
    """So many patients each, with so many migraine days after every session.

    "" is not judged; None has no baseline either; "3 of 16" are days of recorded ones, 30 else.
    """
    rows, number = ["patient_id,session,migraine_days,headache_days,recorded_days"], 0
    for patients, days in groups:
        for _ in range(patients):
            number += 1
            told = days if isinstance(days, (list, tuple)) else [days] * sessions
            before = "" if days is None else BASELINE
            rows.append(f"C{number:04d},0,{before},{before},30")
            for k, d in enumerate(told, start=1):
                n, _, of = str("" if d is None else d).partition(" of ")
                rows.append(f"C{number:04d},{k},{n},{n},{of or (30 if n else '')}")
    return read_records([Source("counts.csv", "\n".join(rows).encode())])


def basis_of(records: Records, chosen: Settings | None = None) -> ReportBasis:
    chosen = chosen or Settings()
    return ReportBasis(result_of(records, chosen), chosen)


def section(basis: ReportBasis, name: str) -> Section:
    return next(one for one in report_sections(basis) if one.name == name)


@pytest.mark.parametrize("not_judged", [0, 3, 8])
def test_the_report_of_a_complete_clinic_has_its_headline_and_charts(not_judged):
    judged = 500 - not_judged
    records = clinic((240, 5), (judged - 240, 18), (not_judged, ""))
    basis = basis_of(records)
    sections = {one.name: one for one in report_sections(basis)}
    share = f"240 of {judged} ({48 if judged > 494 else 49}%)"
    assert (
        sections["response"].title
        == f"{share} had at least 50% fewer migraine days after session 2"
    )
    assert sections["response"].chart.series[0].values == pytest.approx([240 / judged] * 2)
    for name in ("response", "reduction", "curve"):
        assert not any(sections[name].chart.hidden), name
    told = sections["treated"].title
    if 0 < not_judged < LIMIT:  # the less important of the two is hidden
        assert (
            told
            == f"{judged} patients can be judged after session 2; all who were treated: {HIDDEN}"
        )
        assert "500" not in "".join(words(report_sections(basis), basis))
    else:
        assert told == f"500 patients were treated; {judged} can be judged after session 2"
    deck = Presentation(io.BytesIO(slides(list(sections.values()), basis)))
    assert sum(shape.has_chart for slide in deck.slides for shape in slide.shapes) >= 3


NONE_OR_ENOUGH = st.one_of(st.just(0), st.integers(LIMIT, 30))


@settings(max_examples=examples(4), deadline=None)
@given(
    NONE_OR_ENOUGH,
    st.lists(st.integers(0, 9), min_size=3, max_size=3),
    NONE_OR_ENOUGH,
    st.integers(0, 9),
    st.integers(0, 9),
    st.sampled_from([5, 8]),
)
def test_a_headline_without_a_small_group_is_always_there(yes, spread, no, late, none, limit):
    """Whatever else the cohort holds: responders and the others are nobody, or enough."""
    steps = [*spread, 30]
    shares = [round(no * part / sum(steps)) for part in steps[:-1]]
    days = [12, 15, 19, 24]
    shares.append(no - sum(shares))
    records = clinic((yes, 3), *zip(shares, days, strict=True), (late, ""), (none, None), (1, None))
    basis = basis_of(records, Settings(report=ReportChoices(limit=limit)))
    title = section(basis, "response").title
    assert title.startswith(f"{yes} of {yes + no}" if yes + no else "Nobody can be judged"), title


def test_nobody_judged_is_told_and_not_hatched():
    records = clinic((20, [5, ""]), (20, [18, ""]))
    response = section(basis_of(records), "response")
    assert response.title == "Nobody can be judged after session 2"
    assert response.table["Responders"].tolist() == ["20 of 40", "0 of 0"]
    assert response.chart.categories == ["Session 1\n20 of 40", "Session 2\nnobody judged"]
    assert response.chart.hatch == []


def test_what_is_not_shown_is_hatched_to_the_end_and_has_no_number():
    records = clinic((24, [5, 5, 5]), (20, [18, 18, ""]), (3, [12, 12, ""]), (9, [22, 22, 22]))
    sections = {one.name: one for one in report_sections(basis_of(records))}
    reduction = sections["reduction"]
    assert reduction.table.iloc[1, 1:6].tolist().count(HIDDEN) == 2
    assert reduction.chart.hatch[1] == pytest.approx(
        1 - np.nansum([one.values[1] for one in reduction.chart.series])
    )
    curve = sections["curve"].chart
    assert any(curve.hidden)
    for gone, value, length in zip(curve.hidden, curve.series[0].values, curve.hatch, strict=True):
        assert np.isnan(value) == gone
        assert length == 1 if gone else np.isnan(length)
    for one in sections.values():
        assert not re.search(rf"\d+ to \d+,? {HIDDEN}", one.title + one.about)
        assert (f"Hatched: {HIDDEN}" in one.about) == bool(one.chart and any(one.chart.hidden))


@given(
    st.sampled_from(("rows", "columns")),
    st.lists(st.tuples(*[st.floats(-1, 1)] * 3).map(sorted), min_size=1, max_size=4),
)
@settings(deadline=None, max_examples=examples(25))  # each draws
def test_no_interval_crosses_the_number_of_its_bar(kind, found):
    """Of a short bar it did: the number stands beyond the end of the interval, once."""
    low, values, high = (list(of) for of in zip(*found, strict=True))
    names = [f"Study {place}" for place in range(len(found))]
    drawn = shared_chart(
        ChartData(kind, names, [Series("Share", values, low, high)], "Studies"),
        colors_for(PRESETS["hull2014"]),
    )
    assert drawn.data[0].textposition == "none"
    assert len(drawn.layout.annotations) == len(found)
    along, beyond = ("x", "xshift") if kind == "rows" else ("y", "yshift")
    for (least, value, most), note in zip(found, drawn.layout.annotations, strict=True):
        assert note.text
        assert note[along] == (least if value < 0 else most)
        assert (note[beyond] < 0) == (value < 0)


def plain(records: Records, chosen: Settings) -> tuple[dict[str, set[str]], dict[str, tuple]]:
    """Who is in each count that a report may print, counted without the report's own groups.

    And the parts of its totals.
    """
    outcomes = result_of(records, chosen).outcomes
    who: dict[str, set[str]] = {"treated": set(outcomes["patient_id"])}
    parts: dict[str, tuple] = {}
    for row in outcomes[outcomes["session"] > 0].to_dict("records"):
        s, value = row["session"], row["percent_reduction"]
        judged = pd.notna(value)
        names = [
            *(["due"] if pd.notna(row["due"]) and row["due"] else []),
            *(["judged"] if judged else []),
            *(["responders"] if judged and row["responder"] else []),
            *(name for name, low, high in BANDS if judged and low <= value < high),
            *(f"at least {t}%" for t in range(0, 101, 10) if judged and value >= t),
        ]
        for name in ("due", "judged", "responders", *(name for name, *_ in BANDS)):
            who.setdefault(f"{name} {s}", set())
        for name in names:
            who.setdefault(f"{name} {s}", set()).add(row["patient_id"])
    for s in sorted(set(outcomes["session"]) - {0}):
        parts[f"judged {s}"] = tuple(f"{name} {s}" for name, *_ in BANDS)
    study = published().loc[
        studies(BOTULINUM_TOXIN).get(
            chosen.report.study, next(iter(studies(BOTULINUM_TOXIN).values()))
        )
    ]
    beside = result_of(records, replace(chosen, definition=definition_of(study))).outcomes
    last = int(study["our_session"])
    first = 1 if study["our_outcome"] == "ever" else last
    beside = beside[beside["session"].between(first, last) & beside["percent_reduction"].notna()]
    who["study"] = set(beside["patient_id"])
    if study["our_outcome"] in ("rate", "ever"):
        who["study reached"] = set(beside.loc[beside["responder"].fillna(False), "patient_id"])
    if len(records.diary):
        session = result_of(records, chosen).nearest_session(chosen.session)
        pairs = ahead_and_back(records, outcomes, chosen.definition)
        pairs = pairs[(pairs["session"] == session) & (pairs["mirror"] == MIRROR)]
        who["back"] = set(pairs["patient_id"])
        who["back reached"] = set(pairs.loc[pairs["responder_back"], "patient_id"])
    firsts = records.sessions.groupby("patient_id")["session_date"].min()
    for event in records.adverse_events.to_dict("records"):
        had = event["patient_id"]
        if had in firsts and firsts[had] <= event["date"]:
            who.setdefault(f"event {event['event']}", set()).add(had)
    return who, parts


def number(cell: str) -> int | None:
    return None if cell == HIDDEN else int(cell.replace(",", ""))


def told(sections: list, session: int) -> dict[str, int]:
    """Every count that the tables of the sections print, read from their words."""
    tables = dict.fromkeys(SECTIONS, pd.DataFrame()) | {one.name: one.table for one in sections}
    found: dict[str, int | None] = {}
    for one in sections:
        if match := re.match(r"([\d,]+) patients were treated;", one.title):
            found["treated"] = number(match[1])
    for _, row in tables["treated"].iterrows():
        s = row["After session"]
        found |= {f"due {s}": number(row["Due"]), f"judged {s}": number(row["Judged"])}
    for _, row in tables["response"].iterrows():
        if row["Responders"] != HIDDEN:
            k, n = row["Responders"].split(" of ")
            found |= {f"responders {row['After session']}": number(k)}
            assert number(n) == found[f"judged {row['After session']}"]
    looked_back = next((one.remarks for one in sections if one.name == "response"), ())
    for remark in looked_back:
        if match := re.match(r"Months as far before .*: (how many|[\d,]+) of ([\d,]+)", remark):
            found["back"] = number(match[2])
            if match[1] != "how many":
                found["back reached"] = number(match[1])
    for _, row in tables["reduction"].iterrows():
        found |= {f"{band} {row['After session']}": number(row[band]) for band, *_ in BANDS}
    for words_, patients in tables["curve"].iloc[:, :2].itertuples(index=False):
        t = re.search(r"at least (\d+)%", words_)[1]
        if patients != HIDDEN:
            found[f"at least {t}% {session}"] = number(patients.split(" of ")[0])
    ours = next((row for _, row in tables["compared"].iterrows()), {"Patients": HIDDEN})
    found["study"] = number(ours["Patients"])
    if "Percent" in ours and ours["Percent"] not in (HIDDEN, "–") and found["study"]:
        reached = float(ours["Percent"].rstrip("%").replace("−", "-")) * found["study"] / 100
        found["study reached"] = round(reached)
    for _, row in tables["safety"].iterrows():
        if match := re.match(r"([\d,]+) (of|patient)", row["Our records"]):
            found[f"event {row['Side effect']}"] = number(match[1])
    return {name: count for name, count in found.items() if count is not None}


def words(sections: list, basis: ReportBasis) -> list[str]:
    """All words of the deck, its notes left out, and of the page to read."""
    deck = Presentation(io.BytesIO(slides(sections, basis)))
    found = [
        cell
        for slide in deck.slides
        for shape in slide.shapes
        for cell in (
            [shape.text_frame.text]
            if shape.has_text_frame
            else [c.text for r in shape.table.rows for c in r.cells]
            if shape.has_table
            else [str(name) for name in shape.chart.plots[0].categories]
        )
    ]
    page = document(sections, basis)
    page = page[page.index("<body>") : page.rindex('<script type="application/json"')]
    page = re.sub(r"<script.*?</script>", " ", page, flags=re.DOTALL)
    return [*found, re.sub(r"<[^>]+>", "\n", page)]


def attacked(records: Records, chosen: Settings, *, documents: bool = False) -> set[str]:
    """Take a report's printed counts and try to find 1 to 7 patients; what was printed."""
    basis = ReportBasis(result_of(records, chosen), chosen)
    sections = report_sections(basis)
    who, parts = plain(records, chosen)
    printed = told(sections, basis.session)
    limit = chosen.report.limit
    for name, count in printed.items():
        if name == "study reached":
            continue
        assert count == len(who.get(name, ())), name
        assert count == 0 or count >= limit, name
    names = {
        name
        for name in who
        if not name.startswith("at least") or name.endswith(f"% {basis.session}")
    }
    groups = report_groups(basis)
    months = {
        name: frozenset(groups.everybody[marks])
        for name, marks in groups.members.items()
        if name.startswith("enough")
    }
    cells = {name: frozenset(who[name]) for name in names} | months
    known = {name for name in printed if name in cells}
    known |= {name for name in months if name in basis.printed}
    assert not given_away(known, cells, limit, parts)
    assert not too_little_hidden(known, cells, parts, limit)
    sizes = {0, *(len(cells[name]) for name in known)}
    reference = {"254"}
    for text in words(sections, basis) if documents else ():
        for k, n in re.findall(r"\b(\d[\d,]*) of (\d[\d,]*)\b", text):
            assert n in reference or {number(k), number(n)} <= sizes, (k, n, text[:200])
    for one in sections:  # what is drawn is printed too
        if one.chart and one.name in ("response", "reduction", "curve"):
            drawn = sum(not np.isnan(v) for s in one.chart.series for v in s.values)
            cut = one.table.astype("str").to_numpy().tolist()
            assert drawn <= sum(HIDDEN not in cell for row in cut for cell in row[1:])
    return known


FIVE_TENS = tuple((10, days) for days in (3, 8, 12, 17, 24))


@pytest.mark.parametrize(
    ("preset", "groups"),
    [
        # (60 judged - 28 reached) - (50 - 20): 2 of the 10 whose days are too few for ours
        ("preempt", (*FIVE_TENS, (8, "3 of 16"), (2, "11 of 16"))),
        # 23 reached the study's line, 10 + 10 are in our upper bands: 3 of those 10
        ("nice", (*FIVE_TENS, (3, "3 of 16"), (7, "11 of 16"))),
        # the same after session 1, with every day after session 2
        ("preempt", (*FIVE_TENS, (8, ["3 of 16", 3]), (2, ["11 of 16", 11]))),
        # judged after session 1 only: 8 respond, 2 do not
        ("preempt", (*FIVE_TENS, (8, [3, ""]), (2, [11, ""]))),
    ],
)
def test_a_study_under_its_own_minimum_of_days_gives_nobody_away(preset, groups):
    """Whoever is judged by us is judged by the study too: what lies between are 10 patients."""
    definition, records = PRESETS[preset].changed(min_days=20), clinic(*groups).as_of()
    for sections in (ReportChoices().sections, ("treated", "response", "reduction", "compared")):
        chosen = Settings(definition, session=2, report=ReportChoices(sections=sections))
        known = attacked(records, chosen)
        assert {"judged 2", "treated"} <= known


@pytest.mark.parametrize("preset", ["nice", "ehf"])
def test_from_the_whole_sample_nobody_is_found(sample, preset):
    known = attacked(sample[0].as_of(), Settings(PRESETS[preset]), documents=True)
    assert {"judged 2", "responders 2", "treated", "study", "study reached"} <= known


def test_how_many_were_as_far_below_long_before_is_told_as_far_as_it_may_be():
    """A cohort with months of diary before session 1: the counts of the page, or no count."""
    records, chosen = a_cohort()[0].as_of(), Settings(session=2)
    result = result_of(records, chosen)
    at = look_back(records, result.outcomes, chosen.definition).query("session == 2").iloc[0]
    assert at["responders_back"] >= LIMIT
    told_there = by_itself.as_far_before(at["responders_back"], at["patients"], chosen.definition)
    assert told_there in section(basis_of(records, chosen), "response").remarks
    assert {"back", "back reached"} <= attacked(records, chosen, documents=True)
    more = replace(chosen, report=ReportChoices(limit=30))
    remarks = section(basis_of(records, more), "response").remarks
    assert any(remark.endswith("below the baseline too is not shown.") for remark in remarks)
    attacked(records, more, documents=True)


def test_where_no_diary_begins_as_early_the_report_says_that_it_cannot_be_told():
    for records in (a_cohort(begins=-40)[0].as_of(), clinic((30, 5), (30, 18))):
        remarks = section(basis_of(records), "response").remarks
        assert by_itself.NOT_LOOKED_BACK in remarks
    nobody = section(basis_of(clinic((30, ""))), "response").remarks
    assert by_itself.NOT_LOOKED_BACK not in nobody


def some_of(records: Records, ids: list[str]) -> Records:
    tables = {name: frame[frame["patient_id"].isin(ids)] for name, frame in records.tables.items()}
    return replace(records, **tables)


@settings(
    max_examples=examples(2),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.data())
def test_from_some_of_the_sample_nobody_is_found(sample, data):
    """Any patients, many or few, of one kind or of several; any limit, session and study."""
    records = sample[0].as_of()
    ids = list(records.patient_ids)
    size = data.draw(st.one_of(st.integers(3, 40), st.integers(41, len(ids))))
    start = data.draw(st.integers(0, len(ids) - 1))
    chosen = Settings(
        PRESETS[data.draw(st.sampled_from(["nice", "ehf", "hull2014", "preempt"]))],
        session=data.draw(st.integers(1, 3)),
        report=ReportChoices(
            limit=data.draw(st.sampled_from([5, 8, 12])),
            study=data.draw(st.sampled_from(["", *studies(BOTULINUM_TOXIN)])),
        ),
    )
    attacked(some_of(records, (ids * 2)[start : start + size]), chosen)


DAYS = st.sampled_from([0, 3, 5, 8, 11, 14, 18, 20, 25, ""])
KINDS = st.tuples(st.integers(0, 25), st.lists(DAYS, min_size=3, max_size=3))


@settings(max_examples=examples(4), deadline=None)
@given(
    st.lists(KINDS, min_size=1, max_size=7),
    st.sampled_from([5, 8, 30]),
    st.sampled_from([30, 40, 50, 75]),
)
@example([(4, [0, 0, 0])], 5, 30)  # five judged, all of them in one band
def test_from_any_clinic_nobody_is_found(kinds, limit, threshold):
    """Complete, nearly complete, tiny and one-sided ones."""
    records = clinic(*kinds, (1, [5, 5, 5]), sessions=3).as_of()
    definition = PRESETS["hull2014"].changed(threshold=threshold)
    attacked(records, Settings(definition, report=ReportChoices(limit=limit)))


FEW = st.sampled_from(["3 of 16", "8 of 16", "11 of 16", "5 of 22", "18 of 22"])
OF_FEW_DAYS = st.tuples(st.integers(0, 12), st.lists(FEW | DAYS, min_size=2, max_size=2))


@settings(max_examples=examples(4), deadline=None)
@given(
    st.lists(OF_FEW_DAYS, min_size=2, max_size=7),
    st.sampled_from(["preempt", "nice", "ehf"]),
    st.sampled_from([10, 20, 25]),
    st.integers(1, 2),
    st.sampled_from(["", *studies(BOTULINUM_TOXIN)]),
)
def test_under_two_minimums_of_days_nobody_is_found(kinds, preset, least, session, study):
    """Some are judged by the study's minimum only, some by ours only, some after one session."""
    chosen = Settings(
        PRESETS[preset].changed(min_days=least),
        session=session,
        report=ReportChoices(study=study),
    )
    attacked(clinic(*FIVE_TENS, *kinds).as_of(), chosen)


def test_a_thousand_patients_take_no_time():
    """Two seconds for numbers, slides and page, the algebra a small part of them."""
    import time

    basis = basis_of(with_days(1_000).as_of())
    groups = report_groups(basis)
    assert len(groups.members) > 50
    began = time.process_time()
    groups.printable(LIMIT)
    assert time.process_time() - began < 1
    basis = replace(basis)  # nothing of it is kept
    began = time.process_time()
    made = report_sections(basis)
    assert slides(made, basis)
    assert document(made, basis)
    assert time.process_time() - began < 2
