"""What in a diary on disk has two readings? One pass over its rows gives the signs of all columns.

The door's questions, as far as sums can see them: a lost time zone, days after today, codes in a
flag, a flag of yes and blanks, headache days only, ids spelt in two ways. Where files say different
things they are told apart by file; the parts that a program wrote into one folder are one file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import PurePosixPath
from urllib.parse import unquote

import pandas as pd

from importing.doubts import pain_scale
from importing.doubts.base import Sign
from importing.doubts.skipped_question import READINGS, is_skipped, sentence
from registry.days import FLAGS, NEEDED, Coded, DiaryReadings
from registry.settled import DoubtOfFiles
from registry.spellings import spellings
from words.numbers import counted, day, first_named

ENDS = ("no", "yes", "coded", "other")  # what a cell of a flag is, where it is not blank
GRACE = timedelta(days=1)  # another time zone
MANY = 14  # so many days at one clock are no chance
NEARLY_ALL = 0.95
HOUR, MORNING = 3600, 10 * 3600  # from 10:00 on it is midnight somewhere to the east
FEW, RARE = 3, 0.001  # other numbers in a flag: fewer are typing errors, which are set aside
HIGHEST = 10

NEXT_STEP = "it takes the files through the door: cleardays import FILES --out FOLDER asks the same"
IN_THE_FILES = "rows of totals, the order of day and month, times in UTC"
BETWEEN = "ids numbered anew or renamed, dates far from all others"


@dataclass(frozen=True)
class Summary:
    """Sums over the rows, a line for each file.

    ``files``: file, rows; for each flag NAME_no, NAME_yes, NAME_coded, NAME_other; pain_no,
    pain_yes, pain_1 to pain_3, pain_free (of a day without headache), free_blank (headache no,
    migraine blank), clocks (rows with a time of the day), late.
    ``codes``: file, flag, code, rows. ``clocks``: file, clock (seconds), rows. Both only where the
    sums call for them. ``unwritten``: days without a row between a patient's first and last.
    """

    files: pd.DataFrame
    codes: Callable[[list[str]], pd.DataFrame]
    clocks: Callable[[], pd.DataFrame]
    unwritten: Callable[[], int]
    latest: date | None

    def of_parts(self) -> pd.DataFrame:
        """The sums with ``part``: the file, or the folder that holds the parts of one table."""
        return self.files.assign(part=[part_of(file) for file in self.files["file"]])


def part_of(file: str) -> str:
    """What is one file to its user: the parts that a program wrote are their folder."""
    path = PurePosixPath(file)
    return str(path.parent) if path.stem.startswith("part-") or path.suffix == ".parquet" else file


def signs(
    seen: Summary, today: date, ids: pd.Series, sessions: pd.Series, no_migraine: bool
) -> Iterator[DoubtOfFiles]:
    """Every sign of these sums.

    ``ids``, ``sessions``: the different ids of the diary and of the sessions. ``no_migraine``: no
    headache means no migraine, as the user said.
    """
    parts = seen.of_parts()
    yield from _lost_zone(seen, parts)
    yield from _after_today(seen, parts, today)
    yield from _codes(seen, parts)
    only_yes = tuple(_only_yes(parts, no_migraine))
    yield from only_yes
    if not no_migraine:
        yield from _skipped(parts)
    yield from _pain(parts)
    if not any(one.sign.column in ("headache", "migraine") for one in only_yes):
        yield from _unwritten(seen, parts)
    yield from spellings(ids, sessions)


def _flags(parts: pd.DataFrame) -> list[str]:
    return [name for name in FLAGS if f"{name}_yes" in parts]


def _where(parts: pd.DataFrame, of: Sequence[str]) -> tuple[str, tuple[str, ...]]:
    """Which files, in words and as the engine names them; nothing where it is all of them."""
    own = parts[parts["part"].isin(of)]
    if len(own) == len(parts):
        return "", ()
    told = first_named([_name(part) for part in of])
    word = f"in {len(of):,} of {counted(parts['part'].nunique(), 'file')} ({told}) "
    return word, tuple(own["file"])


def _name(part: str) -> str:
    """The file's own name; one engine gives its address."""
    return PurePosixPath(unquote(part)).name


def _names(parts: Iterable[str]) -> str:
    return " ".join(sorted(_name(part) for part in parts))


def _clock(seconds: int) -> str:
    told = f"{seconds // HOUR:02}:{seconds // 60 % 60:02}"
    return told + (f":{seconds % 60:02}" if seconds % 60 else "")


def _lost_zone(seen: Summary, parts: pd.DataFrame) -> Iterator[DoubtOfFiles]:
    if parts["clocks"].sum() < MANY:
        return
    clocks = seen.clocks()
    clocks = clocks.assign(part=[part_of(file) for file in clocks["file"]])
    found: dict[str, set[int]] = {}
    rows = 0
    for part, own in clocks.groupby("part"):
        times = own.groupby("clock")["rows"].sum()
        most = int(times.idxmax())
        pairs = [{most, other} for other in (most - HOUR, most + HOUR)]
        late = max(pairs, key=lambda pair: times[times.index.isin(pair)].sum())
        late = {clock for clock in late if clock in times.index and clock >= MORNING}
        at = int(times[times.index.isin(late)].sum())
        if at >= MANY and at >= NEARLY_ALL * times.sum():
            found[str(part)] = late
            rows += at
    if not found:
        return
    words, files = _where(parts, list(found))
    late = set().union(*found.values())
    told = " or ".join(_clock(clock) for clock in sorted(late))
    yield DoubtOfFiles(
        "lost_zone",
        Sign(
            f"date: {words}{rows:,} dates are at {told}, as midnight is written where a time zone "
            "got lost. Is the day as it is written, or one day early?",
            (("as_written", "the day as it is written"), ("next_day", "the day after it")),
            "date",
            (),
            f"{sorted(late)} {_names(found)}",
        ),
        {"next_day": lambda now: replace(now, next_day=(tuple(sorted(late)), files))},
    )


def _after_today(seen: Summary, parts: pd.DataFrame, today: date) -> Iterator[DoubtOfFiles]:
    if seen.latest is None or not parts["late"].any():
        return
    last = today + GRACE
    yield DoubtOfFiles(
        "after_today",
        Sign(
            f"date: {counted(int(parts['late'].sum()), 'row')} lie after today ({day(today)}), up "
            f"to {day(seen.latest)}: nobody can have recorded them. Are they to be set aside, or "
            "is the year a slip?",
            (
                ("set_aside", "rows after today are set aside"),
                ("year_before", "rows after today belong one year earlier"),
            ),
            "date",
        ),
        {
            "set_aside": lambda now: replace(now, last=last),
            "year_before": lambda now: replace(now, last=last, year_before=True),
        },
    )


def _codes(seen: Summary, parts: pd.DataFrame) -> Iterator[DoubtOfFiles]:
    flags = [name for name in _flags(parts) if parts[f"{name}_coded"].sum() >= FEW]
    if not flags:
        return
    codes = seen.codes(flags)
    codes = codes.assign(part=[part_of(file) for file in codes["file"]])
    for flag in flags:
        alike: dict[frozenset[int], list[str]] = {}
        counts: dict[frozenset[int], pd.Series] = {}
        for part, own in codes[codes["flag"] == flag].groupby("part"):
            rows = own.groupby("code")["rows"].sum()
            others = rows[~rows.index.isin([0, 1])].sum()
            if others >= FEW and (0 not in rows.index or others >= RARE * rows.sum()):
                key = frozenset(int(code) for code in rows.index)
                alike.setdefault(key, []).append(str(part))
                counts[key] = counts[key].add(rows, fill_value=0) if key in counts else rows
        for key, of in alike.items():
            words, files = _where(parts, of)
            told = ", ".join(f"{int(n):,} times {c}" for c, n in counts[key].items())
            meanings = _meanings(key)
            yield DoubtOfFiles(
                "codes_of_a_flag",
                Sign(
                    f"{flag}: {words}a coding ({told}) where 1 for yes and 0 for no were expected: "
                    "which code means yes?",
                    tuple((name, said) for name, (said, _) in meanings.items()),
                    flag,
                    (),
                    f"{sorted(key)} {_names(of)}",
                ),
                {
                    name: _coded(Coded(flag, tuple(read.items()), files))
                    for name, (_, read) in meanings.items()
                },
            )


def _coded(coded: Coded) -> Callable[[DiaryReadings], DiaryReadings]:
    return lambda now: replace(now, coded=(*now.coded, coded))


Meanings = dict[str, tuple[str, dict[int | None, int | None]]]


def _meanings(codes: frozenset[int]) -> Meanings:
    """Each reading of these codes: in words, and code -> 0, 1 or not recorded."""
    scale = sorted(code for code in codes if 0 <= code <= HIGHEST)
    beyond: dict[int | None, int | None] = {c: None for c in sorted(codes) if c not in scale}
    rest = f"; {' and '.join(str(code) for code in beyond)} is not recorded" if beyond else ""
    above = [code for code in scale if code > 1]
    if not above:
        told = f"the rows with {' and '.join(str(code) for code in beyond)} are set aside"
        return {
            "not_recorded": (f"1 is yes, 0 is no{rest}", beyond),
            "set_aside": (told, {}),
        }
    others = "2" if above == [2] else f"2 to {above[-1]}"
    if 0 in codes:
        return {
            "above_0": (
                f"0 is no, 1 to {above[-1]} are yes{rest}",
                {0: 0, 1: 1, **dict.fromkeys(above, 1), **beyond},
            ),
            "1_is_yes": (
                f"1 is yes, 0 is no, {others} is not recorded{rest}",
                {0: 0, 1: 1, **dict.fromkeys(above, None), **beyond},
            ),
        }
    if above == [2]:
        return {
            "1_is_yes": (f"1 is yes, 2 is no{rest}", {1: 1, 2: 0, **beyond}),
            "2_is_yes": (f"1 is no, 2 is yes{rest}", {1: 0, 2: 1, **beyond}),
        }
    return {
        "above_1": (
            f"1 is no, {others} are yes{rest}",
            {1: 0, **dict.fromkeys(above, 1), **beyond},
        ),
        "1_is_yes": (
            f"1 is yes, 2 is no, above is not recorded{rest}",
            {1: 1, **dict.fromkeys(above, None), 2: 0, **beyond},
        ),
    }


def _only_yes(parts: pd.DataFrame, no_migraine: bool) -> Iterator[DoubtOfFiles]:
    if "assumed_free_yes" in parts:  # written behind the door: it was asked
        return
    for flag in _flags(parts):
        names = {end: f"{flag}_{end}" for end in ("no", "yes", "coded", "other")}
        own = parts.groupby("part")[["rows", "free_blank", *names.values()]].sum()
        blank = own["rows"] - own[list(names.values())].sum(axis=1)
        said_no = own[[names["no"], names["coded"], names["other"]]].sum(axis=1)
        if flag == "migraine" and no_migraine:
            blank = blank - own["free_blank"]
        odd = (said_no == 0) & (own[names["yes"]] >= FEW) & (blank > 0)
        if not odd.any():
            continue
        of = list(own.index[odd])
        words, files = _where(parts, of)
        yield DoubtOfFiles(
            "only_yes",
            Sign(
                f"{flag}: {words}{int(own.loc[odd, names['yes']].sum()):,} cells say yes, "
                f"{int(blank[odd].sum()):,} are blank and none says no: is a blank a no?",
                (("no", f"a blank is {flag} no"), ("not_recorded", "a blank is not recorded")),
                flag,
                (),
                _names(of),
            ),
            {"no": _coded(Coded(flag, ((None, 0),), files))},
        )


def _skipped(parts: pd.DataFrame) -> Iterator[DoubtOfFiles]:
    """Migraine was asked only of the days with a headache; one answer for all files."""
    said = [f"{flag}_{end}" for flag in NEEDED for end in ENDS]
    if "assumed_free_yes" in parts or not {*said} <= {*parts}:
        return
    own = parts.groupby("part")[["rows", "free_blank", *said]].sum()
    told = {flag: own[[f"{flag}_{end}" for end in ENDS]].sum(axis=1) for flag in NEEDED}
    others = told["headache"] - told["migraine"] - own["free_blank"]  # blank with a headache
    odd = [
        part
        for part, sums in own.iterrows()
        if sums["migraine_no"]
        and is_skipped(
            int(sums["headache_no"]),
            int(sums["free_blank"]),
            int(sums["headache_yes"]),
            max(0, int(others[part])),
        )
    ]
    if odd:
        words, _ = _where(parts, odd)
        days = int(own.loc[odd, "free_blank"].sum())
        yield DoubtOfFiles(
            "skipped_question",
            Sign(sentence(days, words), READINGS, "migraine", (), _names(odd)),
            {"no": lambda now: replace(now, free_of_migraine=True)},
        )


def _pain(parts: pd.DataFrame) -> Iterator[DoubtOfFiles]:
    """Pain that is never above 3."""
    if "pain_yes" not in parts:
        return
    by_strength = [int(parts[f"pain_{n}"].sum()) for n in range(1, pain_scale.HIGHEST + 1)]
    days = int(parts["pain_yes"].sum())
    highest = pain_scale.HIGHEST if sum(by_strength) == days else HIGHEST
    if pain_scale.is_low(sum(map(bool, by_strength)), days, highest):
        yield DoubtOfFiles(
            "pain_scale",
            Sign(pain_scale.sentence(days, ""), pain_scale.READINGS, "pain"),
            {
                pain_scale.OF_THREE: lambda now: replace(now, pain=tuple(pain_scale.MEANT.items())),
                pain_scale.UNKNOWN: lambda now: replace(now, pain=()),
            },
        )


def _unwritten(seen: Summary, parts: pd.DataFrame) -> Iterator[DoubtOfFiles]:
    """Only headache days were written down: no day says no, and pain is never 0."""
    for flag in ("headache", "migraine"):
        if f"{flag}_yes" not in parts:
            continue
        yes, others = parts[f"{flag}_yes"].sum(), parts[[f"{flag}_no", f"{flag}_coded"]].sum().sum()
        if not yes and not others:
            continue
        if others or yes < FEW or parts["pain_no"].any():
            return
        missing = seen.unwritten()
        if missing:
            yield DoubtOfFiles(
                "unwritten_days",
                Sign(
                    f"The diary holds only {flag} days ({int(yes):,} rows): there is no day "
                    f"without {flag}. Does a day without a row between a patient's first and last "
                    f"day mean no {flag} ({counted(missing, 'day')}), or was it not recorded?",
                    (
                        ("free", f"a day without a row is a day without {flag}"),
                        ("not_recorded", "a day without a row is not recorded"),
                    ),
                    about=flag,
                ),
                refused={"free": f"{NEXT_STEP}, and what it writes is scanned here"},
            )
        return
