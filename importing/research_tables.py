"""Which columns of a research table hold whom, what, how much and when?

CDISC's ADaM (a basic data structure) and SDTM (QS, FA) and OMOP's observation write a row for each
value: a patient, a variable, a value, and a day or a period. They differ in the names of their
columns. STUDYID is the study and never a patient.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property, reduce
from typing import NamedTuple

import numpy as np
import pandas as pd

from importing.text import TextTable

UNSCHEDULED = re.compile(r"\b(?:unsched\w*|unplanned|early term\w*|withdraw\w*)\b", re.IGNORECASE)
BASELINE = re.compile(r"^baseline\b", re.IGNORECASE)
NOT_DONE = "NOT DONE"
CLOCK = re.compile(r"^(\d{4}-\d{2}-\d{2})[T ][\d:.]*$")  # behind a day; one with a zone is asked
DAY_1 = date(2001, 1, 1)  # as which day 1 is written where a table has days and no dates
NEAR = 3  # days from one row to the next, mostly: rows of a diary and not of a month


@dataclass(frozen=True)
class Standard:
    """The names of the columns, the first of several that is filled going first.

    ``variable``: what tells a variable from the others; ``words``: what it is called. ``imputed``:
    a row in which it is filled was made up by a rule. ``status``: says that nothing was asked.
    ``span``: of which time before its date an answer is.
    ``concept``: the number of a value that has no text. ``day``: counted from the first treatment,
    which is day 1 and has its date in ``first``; there is no day 0.
    """

    name: str
    patient: str
    variable: tuple[str, ...]
    words: tuple[str, ...]
    value: tuple[str, ...]
    date: tuple[str, ...]
    day: str = ""
    first: tuple[str, ...] = ()
    period: tuple[str, ...] = ()
    baseline: str = ""
    imputed: str = ""
    status: str = ""
    concept: str = ""
    span: tuple[str, ...] = ()

    def knows(self, headers: Sequence[str]) -> bool:
        """Are these the columns of such a table?"""
        found = {header.strip().upper() for header in headers}
        when = {*self.date, *self.period, self.day} - {""}
        if "RAWDAYS" in found:  # what Clear Days writes of outcomes
            return False
        return (
            {self.patient, *self.variable[:1]} <= found
            and bool(found & {*self.value, self.concept})
            and bool(found & when)
        )


def _findings(domain: str, *about: str) -> Standard:
    """A findings domain of SDTM; ``about``: the column of what the finding is of."""
    return Standard(
        name=f"SDTM {domain}",
        patient="USUBJID",
        variable=(f"{domain}TESTCD", *about),
        words=(*about, f"{domain}TEST"),
        value=(f"{domain}STRESN", f"{domain}STRESC", f"{domain}ORRES"),
        date=(f"{domain}DTC",),
        day=f"{domain}DY",
        period=("VISIT", "VISITNUM"),
        baseline=f"{domain}BLFL",
        status=f"{domain}STAT",
        span=(f"{domain}EVLINT", f"{domain}EVINTX"),
    )


ADAM = Standard(
    name="ADaM BDS",
    patient="USUBJID",
    variable=("PARAMCD",),
    words=("PARAM",),
    value=("AVAL", "AVALC"),
    date=("ADT", "ADTM"),
    day="ADY",
    first=("TRTSDT", "TR01SDT", "TRTSDTM"),
    period=("AVISIT", "AVISITN"),
    baseline="ABLFL",
    imputed="DTYPE",
)
QUESTIONS, FINDINGS_ABOUT = _findings("QS"), _findings("FA", "FAOBJ")
OBSERVATION = Standard(
    name="OMOP observation",
    patient="PERSON_ID",
    variable=("OBSERVATION_CONCEPT_ID",),
    words=("OBSERVATION_SOURCE_VALUE",),
    value=("VALUE_AS_NUMBER", "VALUE_AS_STRING", "VALUE_SOURCE_VALUE"),
    date=("OBSERVATION_DATE", "OBSERVATION_DATETIME"),
    concept="VALUE_AS_CONCEPT_ID",
)
STANDARDS = (ADAM, QUESTIONS, FINDINGS_ABOUT, OBSERVATION)


def research_table(text: TextTable) -> ResearchTable | None:
    """The cells as those of a research table, if they are."""
    standard = standard_of(text.headers)
    return ResearchTable(text, standard) if standard is not None else None


def standard_of(headers: Sequence[str]) -> Standard | None:
    """The standard by which a table with these columns is written, if it is one."""
    return next((one for one in STANDARDS if one.knows(headers)), None)


class Variable(NamedTuple):
    """One variable of a table: its code, what it is called, its values, and whether by day."""

    code: str
    words: str
    values: dict[str, int]  # each different one that is not blank, with its rows
    daily: bool
    rows: np.ndarray  # a mask

    @property
    def told(self) -> str:
        """Its code and its words, each once."""
        return f"{self.code} ({self.words})" if self.words != self.code else self.code


@dataclass(frozen=True)
class Capitals:
    """The cells of a file by its headers in capitals, as standards name their columns."""

    text: TextTable

    @cached_property
    def frame(self) -> pd.DataFrame:
        """The cells as text, under headers in capitals."""
        frame = self.text.frame()
        return frame.set_axis([str(name).strip().upper() for name in frame], axis="columns")

    @property
    def blank(self) -> pd.Series:
        return pd.Series("", index=self.frame.index, dtype="str")

    def first_filled(self, *names: str) -> pd.Series:
        """Of each row the first of these cells that is filled; blank where none is."""
        found = self.blank
        for name in names:
            if name in self.frame:
                found = found.where(found != "", self.frame[name])
        return found

    def header(self, *names: str) -> str:
        """What the first of these columns that is there is called in the file; "" for none."""
        there = {header.strip().upper(): header for header in self.text.headers}
        return next((there[name] for name in names if name in there), "")

    def only_days(self, days: Sequence[str], dates: Sequence[str]) -> bool:
        """Does the table hold days from the first treatment, and no date at all?"""
        dated = (self.first_filled(*dates) != "").any()
        return not dated and bool((self.first_filled(*days) != "").any())


@dataclass(frozen=True)
class ResearchTable(Capitals):
    """The cells of a research table under the names of what they hold."""

    standard: Standard

    def joined(self, names: Sequence[str]) -> pd.Series:
        """The cells of these columns beside each other."""
        there = [self.frame[name] for name in names if name in self.frame]
        return reduce(lambda left, right: left + " " + right, there, self.blank).str.strip()

    @cached_property
    def codes(self) -> pd.Series:
        """Which variable each row is of."""
        return self.joined(self.standard.variable)

    @cached_property
    def not_done(self) -> pd.Series:
        """The rows that say that nothing was asked."""
        status = self.frame.get(self.standard.status, self.blank)
        return status.str.upper() == NOT_DONE

    @cached_property
    def imputed(self) -> pd.Series:
        """The rows that a rule made, and nobody recorded."""
        return self.frame.get(self.standard.imputed, self.blank) != ""

    @cached_property
    def values(self) -> pd.Series:
        """What was recorded; blank where nothing was. A concept is called so: it has no text."""
        values = self.first_filled(*self.standard.value)
        concept = self.frame.get(self.standard.concept, self.blank)
        named = ("concept " + concept).where(~concept.isin(["", "0"]), "")
        return values.where(values != "", named).mask(self.not_done, "")

    @cached_property
    def dates(self) -> pd.Series:
        """The date of each row, as it is written; from its day where only that is there."""
        written = without_clock(self.first_filled(*self.standard.date))
        first = without_clock(self.first_filled(*self.standard.first))
        days = self.frame.get(self.standard.day, self.blank)
        if self.has_no_dates:
            return dated(days, self.blank.where(days == "", DAY_1.isoformat()))
        return written.where(written != "", dated(days, first))

    @cached_property
    def has_no_dates(self) -> bool:
        """Does the table hold days from the first treatment, and no date at all?"""
        standard = self.standard
        return self.only_days((standard.day,), (*standard.date, *standard.first))

    def are(self, names: Sequence[str]) -> pd.Series:
        """A mask of the rows of variables that were settled to be one of these."""
        return self.frame[self.standard.variable[0]].isin(names)

    def variables(self) -> Iterator[Variable]:
        """Every variable of the table, in the order of its code."""
        words = self.joined(self.standard.words)
        for code in sorted({*self.codes} - {""}):
            rows = (self.codes == code) & ~self.imputed
            if not rows.any():
                continue
            values = self.values[rows & (self.values != "")].value_counts().to_dict()
            called = words[rows & (words != "")]
            name = str(called.iloc[0]) if len(called) else code
            yield Variable(code, name, values, self._daily(rows), rows.to_numpy())

    def _daily(self, rows: pd.Series) -> bool:
        """Are these rows mostly next to each other in time, as those of a diary?"""
        codes, texts = pd.factorize(self.dates[rows])
        told = pd.Series(texts, dtype="str")
        numbers = pd.to_numeric(told, errors="coerce")
        if numbers.isna().all():
            days = pd.to_datetime(told, format="mixed", errors="coerce")
            numbers = (days - pd.Timestamp(0)).dt.days
        told = numbers.to_numpy()[codes] if len(texts) else numbers.to_numpy()
        seen = pd.DataFrame({"who": self.frame.loc[rows, self.standard.patient], "day": told})
        seen = seen.dropna().drop_duplicates().sort_values(["who", "day"])
        gaps = seen.groupby("who")["day"].diff().dropna()
        return bool(len(gaps)) and float(gaps.median()) <= NEAR


def without_clock(dates: pd.Series) -> pd.Series:
    """Dates without the time of day behind them; one with a zone is left as it is written."""
    return dates.str.replace(CLOCK, r"\1", regex=True)


def dated(days: pd.Series, first: pd.Series) -> pd.Series:
    """The dates of days that count from a first one, which is day 1; as written where none is."""

    def date_of(day: str, start: str) -> str:
        number = int(float(day)) if re.fullmatch(r"-?\d{1,5}(?:\.0)?", day) else 0
        if not number or not re.fullmatch(r"\d{4}-\d{2}-\d{2}", start):
            return day if start else ""
        since = number - 1 if number > 0 else number
        return (date.fromisoformat(start) + timedelta(days=since)).isoformat()

    told = [date_of(day, start) for day, start in zip(days, first, strict=True)]
    return pd.Series(told, index=days.index, dtype="str")
