"""Where are the days counted: by DuckDB on this machine, or by Spark on many?"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

import duckdb
import narwhals as nw
import pandas as pd
import pyarrow as pa

from analytics.counting import ASSUMED, COUNTED, beside, count_days, spans_of
from analytics.days import looks_at, with_blanks
from analytics.definitions import Measure
from analytics.records import Records, with_dates
from analytics.refusal import Refusal
from importing import table_logs
from importing.cells import EARLIEST, LATEST, UNSEEN, has_odd_marks
from importing.choices import Told
from importing.doubts.base import short_code
from importing.doubts.pain_scale import HIGHEST
from importing.doubts.pain_without_headache import told as without_headache
from importing.layouts.base import identifying
from importing.text import Unreadable
from importing.written_as_text import TOLD, bare
from registry.days import (
    FILE,
    FLAGS,
    LATE,
    NEEDED,
    NOTHING_ANSWERED,
    OPTIONAL,
    PROBLEM,
    QUOTED,
    SPACES,
    SPEC,
    RowAccount,
    clock_of,
    code_of,
    complete,
    flag_of,
    judged_rows,
    number_of,
    text_of,
    typed,
    usable,
)
from registry.lines import ByForm, LineForm, looked_through
from registry.settled import Settled, settled
from registry.signs import BETWEEN, GRACE, IN_THE_FILES, Summary, signs
from registry.stamps import StampsSeen, is_stamped, look_at
from words.numbers import counted, first_named

ENGINES = DUCKDB, SPARK = "duckdb", "spark"
LOOKED_AT = looks_at(COUNTED)  # by what is counted


class NotADiary(Refusal, ValueError):
    """The files are none, or lack a column that a diary needs."""


class Diary(ABC):
    """The days of a diary that stay where they are; counted there."""

    no_headache_means_no_migraine = False  # the user's rule, as at the door
    readings = NOTHING_ANSWERED  # what was answered
    _latest: date | None = None  # the last day as it is written
    _late = 0  # stamped rows after today
    _unread: Sequence[str] = ()

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern
        self.files = files_of(pattern)
        if not self.files:
            raise NotADiary(f"{pattern} names no file.")
        if found := table_logs.by_its_folder(self.files):
            raise NotADiary(f"{found[0]} {found[1]}.")
        self.kind = kind_of(self.files)

    @cached_property
    def _looked(self) -> StampsSeen | None:
        """What stamped files hold, looked at once; None where one of them has no stamp."""
        if self.kind != "parquet" or not all(is_stamped(file) for file in self.files):
            return None
        _, columns = self.raw()
        self._need(columns)
        return look_at(self.files)

    @property
    def stamped(self) -> bool:
        """Were the files checked before they were written, and are their rows in order?"""
        return self._looked is not None and not self._looked.fault

    @property
    def _as_they_lie(self) -> bool:
        """Can the rows be counted without being judged again?"""
        return self.stamped and not self.readings.rewrite

    def look(self, sessions: Iterable[str], today: date, answers: Mapping[str, str]) -> Settled:
        """What has two readings in the files, beside the ids of the sessions; takes the answers."""
        _, columns = self.raw()
        self._need(columns)
        ids = pd.Series(sessions, dtype="str").drop_duplicates().reset_index(drop=True)
        mine = self._ids.str.strip().replace(self._as_text).drop_duplicates()
        mine = mine[mine != ""].reset_index(drop=True)
        limit = today + GRACE
        summary = Summary(
            self._sums(limit), self._codes, self._clocks, self._unwritten, self._latest
        )
        found = signs(summary, today, mine, ids, self.no_headache_means_no_migraine)
        done = settled(tuple(found), answers, self._content)
        self.readings = done.readings
        self._unread = self._unread_cells(summary.files)
        return done

    def _unread_cells(self, sums: pd.DataFrame) -> list[str]:
        """The optional cells that cannot be read, by column; and those of pain without headache."""
        coded = {one.flag for one in self.readings.coded}
        told = []
        for name in sorted(OPTIONAL):
            ends = ["other"] if name in coded else ["other", "coded"]
            number = int(
                sum(sums[f"{name}_{end}"].sum() for end in ends if f"{name}_{end}" in sums)
            )
            if number:
                told.append(
                    f"{name}: {counted(number, 'cell')} cannot be read: blank, while the rest of "
                    "the row counts."
                )
        if "pain_free" in sums and (rows := int(sums["pain_free"].sum())):
            told.append(f"pain: {without_headache(rows)}")
        return told

    @cached_property
    def _lines(self) -> ByForm:
        """The files by how their lines are written; none are looked through but CSV."""
        try:
            return looked_through(self.files if self.kind == "csv" else [])
        except Unreadable as problem:
            raise NotADiary(f"{self.pattern}: a file {problem}.") from problem

    @property
    def not_looked_at(self) -> str:
        """What a scan does not look at, in a sentence."""
        told = BETWEEN if self.stamped else f"{IN_THE_FILES}, {BETWEEN}"
        return f"Not looked at where a diary is scanned: {told}."

    def told(self) -> list[Told]:
        """What does not count, or was not looked at, each with its code."""
        aside = sum(self.account().set_aside.values())
        said = {"not_looked_at": self.not_looked_at}
        if self._unread:
            said["unread"] = " ".join(self._unread)
        if aside:
            said["set_aside"] = f"{counted(aside, 'row')} set aside."
        return [Told(short_code(self._content, what), "", text) for what, text in said.items()]

    @property
    def _content(self) -> str:
        """By what the files are known again without reading them: names and sizes."""
        return " ".join(f"{file.name} {file.stat().st_size}" for file in self.files)

    @abstractmethod
    def raw(self) -> tuple[Any, list[str]]:
        """The files as the engine's own frame, everything as it is stored, and its columns."""

    @abstractmethod
    def project(self, expressions: list[str]) -> nw.LazyFrame:
        """Columns by SQL expressions; FILE stands for the file's name."""

    @abstractmethod
    def spans(self, windows: pd.DataFrame) -> nw.LazyFrame:
        """Windows handed to the engine."""

    @abstractmethod
    def names(self, pairs: pd.DataFrame) -> nw.LazyFrame:
        """A small frame of text handed to the engine."""

    @abstractmethod
    def literal(self, text: str) -> str:
        """A text in the engine's SQL."""

    @abstractmethod
    def collect(self, frame: nw.LazyFrame) -> pd.DataFrame:
        """The rows of a small result."""

    @cached_property
    def _rows(self) -> nw.LazyFrame:
        """Each different row, judged by the door's rules."""
        _, columns = self.raw()
        self._need(columns)
        ids = self._ids
        marked = bool(ids.str.contains(UNSEEN).any())
        rows = self.project(typed(columns, marked, self.readings, self._in_files))
        meant = dict(self.readings.renamed)
        if pairs := meant | {text: meant.get(own, own) for text, own in self._as_text.items()}:
            rows = self._renamed(rows, pairs)
        return judged_rows(rows, {SPACES: _doubled(ids), QUOTED: _with_odd_marks(ids)})

    def _renamed(self, rows: nw.LazyFrame, pairs: dict[str, str]) -> nw.LazyFrame:
        """The rows under the ids that are meant."""
        names = pd.DataFrame(pairs.items(), columns=["patient_id", "meant"], dtype="str")
        beside = rows.join(self.names(names), on="patient_id", how="left")
        meant = nw.coalesce("meant", "patient_id").alias("patient_id")
        return beside.with_columns(meant).drop("meant")

    def _in_files(self, files: tuple[str, ...]) -> str:
        if not files:
            return "true"
        return f"{FILE} in ({', '.join(self.literal(file) for file in files)})"

    def _sums(self, limit: date) -> pd.DataFrame:
        """A line for each file (see ``signs.Summary``), by one query."""
        if self._looked is not None and not self._looked.fault:
            self._latest = self._looked.last
            late = 0
            if self._latest is not None and self._latest > limit:  # rare: a pass of its own
                after = (
                    self._checked()
                    .filter(nw.col("date") > nw.lit(limit))
                    .select(nw.len().alias("n"))
                )
                late = int(self.collect(after)["n"].iloc[0])
            sums = pd.DataFrame([{"file": "", **self._looked.sums, "late": late, "clocks": 0}])
            self._late = late
        else:
            sums = self._queried(limit)
            latest = sums["latest"].max() if len(sums) else pd.NaT
            self._latest = None if pd.isna(latest) else pd.Timestamp(latest).date()
        lacking = [
            f"{flag}_{end}"
            for flag in FLAGS
            for end in ("no", "yes", "coded", "other")
            if f"{flag}_yes" in sums and f"{flag}_{end}" not in sums
        ]
        lacking += [name for name in ("pain_no", "free_blank", "rows") if name not in sums]
        return sums.assign(**dict.fromkeys(lacking, 0))

    def _queried(self, limit: date) -> pd.DataFrame:
        _, columns = self.raw()
        self._need(columns)
        flags = [name for name in FLAGS if name in columns]
        day = typed(["date"])[0].removesuffix(" as date")
        inside = f"case when {day} between date '{EARLIEST}' and date '{LATEST}' then {day} end"
        cells = [f"{FILE} as file", f"{inside} as day", f"{clock_of(text_of('date'))} as clock"]
        cells += [f"{code_of(name)} as {name}" for name in flags]
        late, clocked = nw.col("day") > nw.lit(limit), nw.col("clock") > 0
        sums = {"late": late, "clocks": clocked}
        if "pain" in columns:
            text = text_of("pain")
            number = number_of(text)
            cells.append(
                f"case when {text} is null then -1 when {number} between 0 and 10 "
                f"then {number} else 11 end as pain"
            )
            sums |= {"pain_no": nw.col("pain") == 0, "pain_other": nw.col("pain") > 10}
            sums |= {f"pain_{n}": nw.col("pain") == n for n in range(1, HIGHEST + 1)}
            had = (nw.col("pain") > 0) & (nw.col("pain") <= 10)
            sums["pain_yes"] = had
            if "headache" in flags:
                sums["pain_free"] = had & (nw.col("headache") == 0)
            if "migraine" in flags and "pain_free" in sums:  # that contradicts, and is set aside
                sums["pain_free"] &= nw.col("migraine") != 1
        for name in flags:
            for code, end in enumerate(("no", "yes", "coded", "other")):
                sums[f"{name}_{end}"] = nw.col(name) == code
        if set(NEEDED) <= set(flags):
            sums["free_blank"] = (nw.col("migraine") == -1) & (nw.col("headache") == 0)
        ones = [nw.when(where).then(1).otherwise(0).sum().alias(n) for n, where in sums.items()]
        return self.collect(
            self.project(cells)
            .group_by("file")
            .agg(nw.len().alias("rows"), nw.col("day").max().alias("latest"), *ones)
        ).sort_values("file", ignore_index=True)

    def _codes(self, flags: list[str]) -> pd.DataFrame:
        """File, flag, code and rows of these flags."""
        found = []
        for flag in flags:
            value = f"case when {code_of(flag)} between 0 and 2 then "
            value += f"coalesce({flag_of(text_of(flag))}, "
            value += f"cast(try_cast({text_of(flag)} as double) as int)) end"
            cells = self.project([f"{FILE} as file", f"{value} as code"])
            counts = cells.filter(~nw.col("code").is_null()).group_by("file", "code")
            found.append(self.collect(counts.agg(nw.len().alias("rows"))).assign(flag=flag))
        return pd.concat(found, ignore_index=True)

    def _clocks(self) -> pd.DataFrame:
        """File, time of the day and rows."""
        cells = self.project([f"{FILE} as file", f"{clock_of(text_of('date'))} as clock"])
        counts = cells.filter(nw.col("clock") > 0).group_by("file", "clock")
        return self.collect(counts.agg(nw.len().alias("rows")))

    def _unwritten(self) -> int:
        """Days without a row between each patient's first and last."""
        spans = self.collect(
            self.project(typed(["patient_id", "date"])[:2])
            .group_by("patient_id")
            .agg(
                nw.col("date").min().alias("first"),
                nw.col("date").max().alias("last"),
                nw.col("date").n_unique().alias("days"),
            )
        ).dropna()
        length = pd.to_datetime(spans["last"]) - pd.to_datetime(spans["first"])
        return int((length.dt.days + 1 - spans["days"]).clip(lower=0).sum())

    @cached_property
    def days(self) -> nw.LazyFrame:
        """The days that count; those of stamped files as they lie, where nothing is wrong."""
        days = self._checked()
        if self.no_headache_means_no_migraine or self.readings.free_of_migraine:
            free = nw.col("migraine").is_null() & (nw.col("headache") == 0)
            rule = nw.when(free).then(nw.lit(0)).otherwise(nw.col("migraine"))
            days = days.with_columns(rule.alias("migraine"))
        return days

    def _checked(self) -> nw.LazyFrame:
        if not self._as_they_lie:
            return usable(self._rows)
        _, columns = self.raw()
        self._need(columns)
        kept = [name for name in columns if name in ("patient_id", "date", *FLAGS, *LOOKED_AT)]
        days = self.project(kept)
        if self.readings.last:
            days = days.filter(nw.col("date") <= nw.lit(self.readings.last))
        return complete(days)

    def _need(self, columns: list[str]) -> None:
        lacking = [name for name in ("patient_id", "date") if name not in columns]
        if lacking or not set(NEEDED) & set(columns):
            raise NotADiary(
                f"{self.pattern} needs patient_id, date, and headache or migraine; these columns "
                f"were found: {', '.join(columns)}."
            )

    @cached_property
    def _ids(self) -> pd.Series:
        """The different ids, as they are stored."""
        if self._looked is not None and self._looked.ids is not None:
            return pd.Series(self._looked.ids.to_pandas(), dtype="str")
        once = self.project(["patient_id"]).group_by("patient_id").agg(nw.len().alias("n"))
        ids = self.collect(once)["patient_id"].dropna()  # unique() numbers every row first
        return ids.astype("str")

    @cached_property
    def _as_text(self) -> dict[str, str]:
        """Ids of a CSV with marks that say "this is text" -> the ids themselves."""
        if self.kind != "csv":
            return {}
        ids = self._ids.str.strip()
        marked = ids[ids.str.startswith(("'", "="))].unique()
        return {text: bare(text) for text in marked if bare(text) != text}

    def _told(self) -> tuple[str, ...]:
        """Columns that are not read, and why a stamp was not believed."""
        _, columns = self.raw()
        known = {column.name for column in SPEC.columns}
        extra = [name for name in columns if name not in known]
        private = identifying(extra)
        told = [*self._unread]
        if mended := self._lines.mended:
            named = first_named([one.file.name for one in mended])
            told.append(f"{named}: not every line is written as the first one: read line by line.")
        if any(text.startswith("=") for text in self._as_text):
            told.append(TOLD)
        if self._looked is not None and self._looked.fault:
            told.append(
                "The stamp says that the files were checked, but not so: "
                f"{self._looked.fault}. Every row was checked again."
            )
        if left := [name for name in extra if name not in private]:
            named = first_named(left)
            told.append(f"{counted(len(left), 'further column')} not read: {named}.")
        if private:
            told.append(f"Not read, may name a person: {', '.join(private)}.")
        return tuple(told)

    def account(self) -> RowAccount:
        """Where every row went; one pass over all of them."""
        return self._account

    @cached_property
    def _account(self) -> RowAccount:
        if self._as_they_lie and self._looked is not None:
            late = self._late if self.readings.last else 0
            return RowAccount(
                self._looked.rows, self._looked.rows - late, 0, {LATE: late} if late else {}
            )
        sums = self._rows.group_by(PROBLEM).agg(
            nw.col("copies").sum().alias("rows"), nw.len().alias("different")
        )
        found = self.collect(sums)
        good = found[found[PROBLEM].isna()]
        used = int(good["different"].sum())
        aside = found[found[PROBLEM].notna()].sort_values(PROBLEM)
        return RowAccount(
            int(found["rows"].sum()) + sum(self._lines.aside.values()),
            used,
            int(good["rows"].sum()) - used,
            dict(self._lines.aside)
            | {str(why): int(n) for why, n in zip(aside[PROBLEM], aside["rows"], strict=True)},
            self._told(),
        )

    def last_date(self) -> date | None:
        """The last day that counts: the cut-off, unless another is stated."""
        if self._as_they_lie and self._looked is not None and not self.readings.last:
            return self._looked.last
        last = self.collect(self.days.select(nw.col("date").max().alias("last")))["last"].iloc[0]
        return None if pd.isna(last) else pd.Timestamp(last).date()

    def has(self, measure: Measure) -> bool:
        """Is there any record of this kind of day?"""
        days = with_blanks(self.days, [measure])
        n = self.collect(days.select(nw.col(measure.column).count().alias("n")))["n"].iloc[0]
        return bool(n)

    def count(self, records: Records, windows: pd.DataFrame) -> pd.DataFrame:
        """``count_days`` over the files, a row beside each of these windows."""
        days = self.days
        if records.cut_off is not None:
            days = days.filter(nw.col("date") <= nw.lit(records.cut_off))
        counts = self.collect(count_days(days, self.spans(spans_of(windows))))
        return beside(windows, counts.assign(**{ASSUMED: counts[ASSUMED].fillna(0)}))


class OnDisk(Diary):
    """Scanned by DuckDB: the files are read as they stream by."""

    def __init__(self, pattern: str) -> None:
        super().__init__(pattern)
        self.connection = duckdb.connect()
        self.connection.execute("set preserve_insertion_order = false")
        self.connection.execute("set TimeZone = 'UTC'")  # days do not depend on the machine

    def raw(self) -> tuple[Any, list[str]]:
        found = self._read()
        return found, list(found.columns)

    def _read(self, named: bool = False) -> Any:
        """The rows; ``named``: with the name of the file behind each."""
        by_file = f", filename = '{FILE}'" if named else ""
        if self.kind == "parquet":
            source = self.literal(as_pattern(self.pattern, self.kind))
            parts = [f"select * from read_parquet({source}, union_by_name = true{by_file})"]  # nosec B608
        else:
            parts = [
                self._of_form(form, files, by_file) for form, files in self._lines.plain.items()
            ]
            parts += [self._mended(number, named) for number in range(len(self._lines.mended))]
        try:
            return self.connection.sql(" union all by name ".join(parts))
        except duckdb.Error as problem:
            raise NotADiary(f"{self.pattern} cannot be read as {self.kind}.") from problem

    def _of_form(self, form: LineForm, files: Sequence[Path], by_file: str) -> str:
        """SQL: the rows of files whose lines are all written so."""
        source = ", ".join(self.literal(str(file)) for file in files)
        return (
            f"select * from read_csv([{source}], header = true, all_varchar = true, "  # nosec B608
            f"delim = {self.literal(form.delimiter)}, quote = '\"', escape = '\"'{by_file})"
        )

    def _mended(self, number: int, named: bool) -> str:
        """SQL: the rows of a file that the door has read."""
        mended, view = self._lines.mended[number], f"mended_{number}"
        self.connection.register(view, mended.rows)
        file = f", {self.literal(str(mended.file))} as {FILE}" if named else ""
        return f"select *{file} from {view}"  # nosec B608: a name of ours

    def project(self, expressions: list[str]) -> nw.LazyFrame:
        sql = ", ".join(expressions)
        return nw.from_native(self._read(FILE in sql).project(sql))

    def names(self, pairs: pd.DataFrame) -> nw.LazyFrame:
        return nw.from_native(
            self.connection.from_arrow(pa.Table.from_pandas(pairs, preserve_index=False))
        )

    def literal(self, text: str) -> str:
        return "'" + text.replace("'", "''") + "'"

    def spans(self, windows: pd.DataFrame) -> nw.LazyFrame:
        table = with_dates(pa.Table.from_pandas(windows, preserve_index=False))
        return nw.from_native(self.connection.from_arrow(table))

    def collect(self, frame: nw.LazyFrame) -> pd.DataFrame:
        found: pd.DataFrame = frame.to_native().df()
        return found


def files_of(pattern: str) -> list[Path]:
    """The files of a pattern or a folder, in order."""
    path = Path(pattern)
    if path.is_dir():
        return sorted(f for end in ("parquet", "csv") for f in path.rglob(f"*.{end}"))
    if path.is_file():
        return [path]
    anchor = Path(path.anchor or ".")
    return sorted(f for f in anchor.glob(str(path.relative_to(path.anchor or "."))) if f.is_file())


def kind_of(files: list[Path]) -> str:
    """csv or parquet: one kind, or NotADiary."""
    kinds = {file.suffix.lower().lstrip(".") for file in files}
    if kinds not in ({"csv"}, {"parquet"}):
        raise NotADiary(
            f"CSV or Parquet files were expected, of one kind: {', '.join(sorted(kinds))}."
        )
    return kinds.pop()


def as_pattern(pattern: str, kind: str) -> str:
    """A folder as a pattern of the files in it."""
    return str(Path(pattern) / "**" / f"*.{kind}") if Path(pattern).is_dir() else pattern


def _with_odd_marks(ids: pd.Series) -> list[str]:
    """Ids with a quotation mark at an edge that belongs to no name: the door's rule."""
    edged = ids[ids.str.contains('"', regex=False)].str.strip().unique()
    return sorted(text for text in edged if has_odd_marks(text))


def _doubled(ids: pd.Series) -> list[str]:
    """Ids that would be one without the spaces around them."""
    bare = ids.str.strip()
    return sorted(set(bare[bare.duplicated(keep=False) & (bare != "")]))
