"""What stands under everything that is shown: whose records, up to when, by which Definition?"""

from __future__ import annotations

from collections.abc import Sequence

from analytics.filters import Filters
from analytics.records import Records
from analytics.result import Result
from words.chosen import filter_words, later_told
from words.definitions import in_full
from words.numbers import counted, day

SHORT_FOOT = "Describes recorded diary days. No control group. Not advice."
FOOT = f"{SHORT_FOOT[:-1]}: decisions are the clinician's and the patient's."
INTENDED_USE = (
    "For audit, service evaluation and research; not assessed as a medical device. Guideline "
    "texts are summaries of dated versions: read the original. Report suspected reactions to "
    "your authority."
)
NO_CONTROL = "No control group: a change is not an effect."
MOST_NAMED = 6  # files: as many as the clinic's own tables
LONGEST_FILTER = 90  # letters of the filter in a foot; settings.json holds it whole


def until(records: Records) -> str:
    """Up to when the records go, on the screen. (markdown)"""
    if records.only_definition:
        return "de-identified, without dates"
    if records.cut_off is None:
        return "counts per session, no single days"
    if records.are_cycles:
        return f"counted elsewhere up to **{day(records.cut_off)}**"
    return f"records up to **{day(records.cut_off)}**"


def named(names: Sequence[str]) -> str:
    """The files by name; of many the first, and how many more: diary.csv and 99 more files"""
    if len(names) <= MOST_NAMED:
        return ", ".join(names)
    return f"{names[0]} and {len(names) - 1:,} more files"


def source(records: Records) -> str:
    """Whose records, up to when."""
    whose = "SYNTHETIC sample clinic" if records.synthetic else named(records.names)
    return f"{whose}, {until(records).replace('**', '')}"


def foot(result: Result, assumed: int, planned: str = "") -> str:
    """Source, Definition and name of the result, on the screen.

    ``assumed``: patients with assumed free days. ``planned``: ``words.plan.as_planned``.
    """
    told = " Rests on assumed free days." if assumed else ""
    return (
        f"Source: {source(result.records)}. Definition {in_full(result.settings.definition)}. "
        f"Code {result.name[:8]}: the same records and choices give the same.{told}"
        f"{' ' + planned if planned else ''}"
    )


def cut_off_in_words(records: Records) -> str:
    """Up to when the records go, behind "Cut-off:" in a document."""
    if records.only_definition:
        return "de-identified, without dates"
    if records.cut_off is None:
        return "none, counts per session"
    last = (records.diary_days or (None, None))[1]
    told = day(records.cut_off)
    if not records.are_cycles and last and records.cut_off > last:
        told += f", after the last diary date, {day(last)}"
    return told


def narrowing(result: Result) -> Filters:
    """The filters that leave somebody out: one that holds everybody is none."""
    everybody = result.before_filters
    all_of_them = len(everybody.patient_ids)
    return tuple(
        pair
        for pair in result.settings.filters
        if len(everybody.where((pair,)).patient_ids) < all_of_them
    )


def foot_of_a_document(result: Result, rests_on: str, planned: str = "") -> str:
    """n of N (``rests_on``), Definition, filter, cut-off and fingerprint."""
    records, outcomes, settings = result.records, result.outcomes, result.settings
    filters = filter_words(narrowing(result), result.loaded.filters_offered) or "none"
    if len(filters) > LONGEST_FILTER:
        filters = f"{filters[:LONGEST_FILTER]} ... (whole in settings.json)"
    badge = "SYNTHETIC. " if records.synthetic else ""
    if records.hides_dropouts:
        badge += "Counts per session: drop-outs cannot be seen. "
    if (outcomes["assumed_free_days"].fillna(0) > 0).any():
        badge += "Rests on assumed free days. "
    if outcomes["depends_on_rounding"].fillna(False).any():
        badge += "Some flags depend on rounding. "
    if told := later_told(settings.filters):
        badge += f"{told} "
    return (
        f"{badge}{rests_on[:1].upper()}{rests_on[1:]}. Definition {in_full(settings.definition)}. "
        f"Filter: {filters}. Cut-off: {cut_off_in_words(records)}. "
        f"Data {records.digest[:8]}, result {result.name[:8]}."
        f"{' ' + planned if planned else ''}"
    )


def sites_told(left: int, every: int) -> str:
    """How many sites the filters leave, after whose records they are: ", 1 of 3 sites"."""
    if not every:
        return ""
    return f", {left:,} of {every:,} sites" if left < every else f", {counted(every, 'site')}"
