"""What was loaded? Checked tables, the name of their content, and how they are narrowed."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any, TypeVar

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv

from analytics.definitions import COUNTED_BY, PRESETS, Definition, Measure
from analytics.filters import FIRST_SESSION, NOT_RECORDED, Filters, as_text, matches
from analytics.frames import CANONICAL, DRUG_CLASSES
from analytics.needs import Need, Needs
from analytics.order import natural
from analytics.therapies import Therapy
from analytics.windows import every_session, number_sessions

Made = TypeVar("Made")

STOPS = ("stopped_on", "stop_reason")


@dataclass(frozen=True, eq=False)
class Records:
    """The canonical tables (see ``frames``), checked by ``importing`` and never changed in place.

    ``cut_off`` is set by ``as_of``; ``left_out`` then tells how many rows of each table lay after
    it, and ``diary_days`` the first and last day of the whole diary. Counts per session stand in
    ``counts``; then there is no diary and no window. Cycles that were counted elsewhere stand in
    ``cycles``: with windows and a cut-off, without a diary.
    """

    diary: pd.DataFrame
    sessions: pd.DataFrame
    counts: pd.DataFrame
    cycles: pd.DataFrame
    patients: pd.DataFrame
    scores: pd.DataFrame
    adverse_events: pd.DataFrame
    treatments: pd.DataFrame
    synthetic: bool = False
    names: tuple[str, ...] = ()
    cut_off: date | None = None
    left_out: tuple[tuple[str, int], ...] = ()
    diary_days: tuple[date | None, date | None] | None = None

    @property
    def tables(self) -> dict[str, pd.DataFrame]:
        return {name: getattr(self, name) for name in CANONICAL}

    @property
    def are_counts(self) -> bool:
        """Counted per session elsewhere: no days, no windows, no cut-off."""
        return not len(self.diary) and not len(self.cycles) and len(self.counts) > 0

    @property
    def are_cycles(self) -> bool:
        """Counted elsewhere by a Definition: no days, but windows, and who was due."""
        return not len(self.diary) and len(self.cycles) > 0

    @property
    def counted_elsewhere(self) -> bool:
        """Without a diary: what needs single days cannot be shown."""
        return self.are_counts or self.are_cycles

    @property
    def hides_dropouts(self) -> bool:
        """Counts, also those that were made into cycles: nobody can be seen to be missing."""
        made_of_counts = self.are_cycles and not self.cycles["window_days"].notna().any()
        return self.are_counts or (made_of_counts and self.last_date is None)

    @cached_property
    def holds(self) -> Needs:
        """What they hold of all that something may need to be shown."""
        found = {
            Need.SINGLE_DAYS: not self.counted_elsewhere,
            Need.DATES: not self.are_counts,
            Need.HEADACHE: self._say("headache", "headache_days"),
            Need.INTAKE: self._say(*DRUG_CLASSES),
            Need.EVENTS: len(self.adverse_events) > 0,
        }
        return frozenset(need for need, held in found.items() if held)

    @property
    def has_medication_days(self) -> bool:
        """Is it recorded on which days acute medication was taken, of whichever kind?"""
        return self._say("acute_medication", "acute_medication_days")

    def _say(self, *columns: str) -> bool:
        """Is any of these filled in, of a day or of a count?"""
        tables = (self.diary, self.cycles, self.counts)
        return any(t[name].notna().any() for t in tables for name in columns if name in t)

    @cached_property
    def counted_by(self) -> dict[str, object]:
        """The parts of the Definition by which cycles were counted; none where days are here."""
        if not self.are_cycles:
            return {}
        first = self.cycles.iloc[0]
        return {
            "window": str(first["window"]),
            "month": int(first["month"]),
            "other_treatments": str(first["other_treatments"]),
        }

    @cached_property
    def only_definition(self) -> Definition | None:
        """The one Definition for which de-identified cycles hold their counts; None: any other."""
        if not self.are_cycles or "definition" not in self.cycles:
            return None
        first = self.cycles.iloc[0]
        whole = {
            name: None if pd.isna(first.get(name)) else int(first[name])
            for name in ("threshold", "min_baseline_days", "min_days")
        }
        parts = {**self.counted_by, "measure": str(first["measure"]), **whole}
        return PRESETS[str(first["definition"])].changed(**parts)

    def can_count(self, definition: Definition, chosen: Definition) -> bool:
        """Beside the chosen one: without single days by no other window than its own."""
        other = (definition.window, definition.month) != (chosen.window, chosen.month)
        if other and Need.SINGLE_DAYS not in self.holds:
            return False
        return self.has(definition.days) and self.allow(definition)

    def allow(self, definition: Definition) -> bool:
        """Can they be counted so? Cycles that were counted elsewhere are as they are."""
        if (only := self.only_definition) is not None:
            return all(getattr(definition, part) == getattr(only, part) for part in COUNTED_BY)
        return all(getattr(definition, part) == own for part, own in self.counted_by.items())

    @property
    def given(self) -> tuple[str, ...]:
        """The tables that came from files: cycles bring their own sessions, often patients too."""
        own: set[str] = set()
        if self.are_cycles:
            told = self.patients.drop(columns=["patient_id", "prior_botulinum", *STOPS])
            if not told.notna().any(axis=None):
                own.add("patients")
            if len(self.sessions) == (self.cycles["treated"] == 1).sum():
                own.add("sessions")
        return tuple(name for name, frame in self.tables.items() if len(frame) and name not in own)

    @cached_property
    def digest(self) -> str:
        """SHA-256 over the tables' names and the SHA-256 of each as CSV, in canonical order."""
        digest = hashlib.sha256()
        for name, frame in self.tables.items():
            if len(frame):
                digest.update(f"\n{name}\n{digest_of(frame)}\n".encode())
        return digest.hexdigest()

    @cached_property
    def _by_course_gap(self) -> dict[int, pd.DataFrame]:
        return {}

    @cached_property
    def looked_up(self) -> dict[tuple[object, ...], Any]:
        """What several rules count of these records, by its name: each is counted once."""
        return {}

    def once(self, name: tuple[object, ...], make: Callable[[], Made]) -> Made:
        """What several look at under this name, made when the first of them asks."""
        if name not in self.looked_up:
            self.looked_up[name] = make()
        found: Made = self.looked_up[name]
        return found

    def every_session(self, therapy: Therapy) -> pd.DataFrame:
        """One row for every patient and session, whether it took place or not: see ``windows``."""
        known = self._by_course_gap
        if therapy.course_gap_days not in known:
            known[therapy.course_gap_days] = every_session(self.sessions, therapy)
        return known[therapy.course_gap_days]

    @cached_property
    def first_sessions(self) -> pd.DataFrame:
        """One row for every patient with a session: patient_id, session_date of the first."""
        numbered = number_sessions(self.sessions)
        return numbered.loc[numbered["session"] == 1, ["patient_id", "session_date"]]

    def treated_sessions(self, therapy: Therapy) -> pd.DataFrame:
        """The sessions that took place in the first course: patient_id, session, dates."""
        of_all = self.every_session(therapy)
        return of_all[of_all["treated"]]

    @cached_property
    def coded_diary(self) -> tuple[pa.Table, pa.Array]:
        """The diary for counting: DATE columns, each patient as a number; the ids by number.

        Comparing timestamps takes many times longer, and joining on text longer too.
        """
        table = with_dates(pa.Table.from_pandas(self.diary, preserve_index=False))
        coded = table.column("patient_id").combine_chunks().dictionary_encode()
        place = table.column_names.index("patient_id")
        return table.set_column(place, "patient_id", coded.indices), coded.dictionary

    @cached_property
    def first_date(self) -> date | None:
        """The first diary date."""
        return None if self.diary.empty else self.diary["date"].min().date()

    @cached_property
    def last_date(self) -> date | None:
        """The last diary date: the cut-off, unless another is stated; of cycles: theirs."""
        days = self.cycles["cut_off"] if self.are_cycles else self.diary["date"]
        last = days.max()
        return None if pd.isna(last) else last.date()

    @property
    def patient_ids(self) -> list[str]:
        """Everyone with a session, or with a count."""
        elsewhere = self.cycles if self.are_cycles else self.counts
        source = elsewhere if self.counted_elsewhere else self.sessions
        return sorted(source["patient_id"].unique())

    def has(self, measure: Measure) -> bool:
        """Is there any record of this kind of day? Days that others rule out alone are none."""
        of, column = self.diary, measure.column
        if self.counted_elsewhere:
            of, column = (self.cycles if self.are_cycles else self.counts), measure.name
        return column in of and bool(of[column].notna().any())

    def as_of(self, cut_off: date | None = None) -> Records:
        """Leave out everything dated after the cut-off; without one, after the last diary date.

        Cycles that were counted elsewhere keep the cut-off by which they were counted.
        """
        if self.are_counts:
            return self
        cut_off = self.last_date if self.are_cycles else cut_off or self.last_date
        if cut_off is None:
            return self
        limit = pd.Timestamp(cut_off)
        kept, left_out = {}, []
        for name in ("diary", "sessions", "scores", "adverse_events", "treatments"):
            frame = getattr(self, name)
            column = CANONICAL[name].dates[0]
            later = frame[column] > limit
            if later.any():
                left_out.append((name, int(later.sum())))
                kept[name] = frame[~later]
        stopped = self.patients["stopped_on"] > limit
        if stopped.any():
            left_out.append(("stops", int(stopped.sum())))
            kept["patients"] = self.patients.assign(
                stopped_on=self.patients["stopped_on"].mask(stopped),
                stop_reason=self.patients["stop_reason"].mask(stopped),
            )
        treatments = kept.get("treatments", self.treatments)
        ongoing = treatments["stopped_on"] > limit
        if ongoing.any():
            kept["treatments"] = treatments.assign(
                stopped_on=treatments["stopped_on"].mask(ongoing)
            )
        days = self.diary_days or (self.first_date, self.last_date)
        return replace(self, **kept, cut_off=cut_off, left_out=tuple(left_out), diary_days=days)

    def can_be_filtered_by(self, column: str) -> bool:
        """Is it a column of patients? Their id is none: a filter names no single person."""
        return column != "patient_id" and column in self.to_filter_by

    @cached_property
    def to_filter_by(self) -> pd.DataFrame:
        """The columns of patients by their id, and the date of session 1 where dates are held.

        A column of patients that has its name stands for itself.
        """
        of_patients = self.patients.set_index("patient_id")
        if self.sessions.empty or FIRST_SESSION in of_patients:
            return of_patients
        first = self.sessions.groupby("patient_id")["session_date"].min().rename(FIRST_SESSION)
        return of_patients.join(first, how="outer")

    def where(self, filters: Filters) -> Records:
        """Keep the patients that match every filter: (column of patients, the values wanted).

        A value may be a range (see ``filters``). A column that is not there, or the id, matches
        nobody. Of somebody without a row among the patients nothing is recorded.
        """
        if not filters:
            return self
        known = self.to_filter_by
        matching = pd.Series(True, index=known.index)
        for column, wanted in filters:
            if column in known:
                matching &= matches(as_text(known[column]), wanted)
            else:
                matching &= False
        if not all(NOT_RECORDED in wanted and column in known for column, wanted in filters):
            return self.only(known.index[matching])
        others = known.index[~matching]
        kept = {
            name: frame[~frame["patient_id"].isin(others)] for name, frame in self.tables.items()
        }
        return replace(self, **kept)

    def only(self, patient_ids: Collection[str] | pd.Index | pd.Series) -> Records:
        """Keep these patients in every table."""
        kept = {
            name: frame[self._are_of(name, frame, patient_ids)]
            for name, frame in self.tables.items()
        }
        return replace(self, **kept)

    def _are_of(
        self, name: str, frame: pd.DataFrame, patient_ids: Collection[str] | pd.Index | pd.Series
    ) -> pd.Series | np.ndarray:
        """A mask of the rows of these patients; by number where the diary was coded before."""
        if name != "diary" or "coded_diary" not in vars(self):
            return frame["patient_id"].isin(patient_ids)
        days, ids = self.coded_diary
        numbers = pc.index_in(pa.array(list(patient_ids), ids.type), value_set=ids)
        return np.isin(days.column("patient_id").to_numpy(), numbers.drop_null().to_numpy())

    def without_days(self) -> Records:
        """The same without the diary: quick to narrow where no day is looked at."""
        return replace(self, diary=self.diary.iloc[:0])

    @property
    def treated_after_a_stop(self) -> list[str]:
        """Whose stop is dated before a session, or on its day: 1, 2, 10."""
        stops = self.patients.dropna(subset=["stopped_on"]).set_index("patient_id")["stopped_on"]
        if stops.empty:
            return []
        last = self.sessions.groupby("patient_id")["session_date"].max().reindex(stops.index)
        return sorted(stops.index[(last >= stops).fillna(False)], key=natural)

    @cached_property
    def filters_offered(self) -> dict[str, list[str]]:
        """The columns of patients and their different values, as a filter names them.

        Last ``NOT_RECORDED``, where one with a session so far has no value: each has one of them.
        """
        so_far = self.as_of()  # an appointment alone offers nothing
        known = so_far.to_filter_by
        cohort = known.reindex(so_far.patient_ids)
        offered = {}
        for column in known:
            found = set(as_text(known[column].drop_duplicates()))
            values = sorted(found - {NOT_RECORDED}, key=natural)
            missing = bool(values) and bool(cohort[column].isna().any())
            offered[str(column)] = [*values, NOT_RECORDED] if missing else values
        return offered


def with_dates(table: pa.Table) -> pa.Table:
    """The table with DATE columns in place of timestamps."""
    for position, column in enumerate(table.schema):
        if pa.types.is_timestamp(column.type):
            dates = table.column(position).cast(pa.date32())
            table = table.set_column(position, column.name, dates)
    return table


def digest_of(frame: pd.DataFrame) -> str:
    """SHA-256 of a canonical table as CSV."""
    return hashlib.sha256(as_bytes(pa.Table.from_pandas(frame, preserve_index=False))).hexdigest()


def as_bytes(table: pa.Table, *, header: bool = True) -> pa.Buffer:
    """The table as the CSV of which digests are made."""
    sink = pa.BufferOutputStream()
    pa.csv.write_csv(table, sink, pa.csv.WriteOptions(include_header=header))
    return sink.getvalue()
