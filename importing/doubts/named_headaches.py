"""Do the cells of a flag name a headache, or its absence? *Kein Kopfschmerz* is a no.

In the column of headache each named headache or migraine is a yes, and so is a cell that begins
with yes: *Yes, but no migraine*. What says two things (*No headache but migraine aura*), or of
migraine alone that there was none, is asked. In that of migraine a migraine is a yes, and a
headache that is not called migraine is asked. Where the column of headache names migraines and no
column of migraine says anything, it is asked whether it stands for both.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pyarrow as pa
import pyarrow.compute as pc

from importing.cells import FLAG_WORDS
from importing.doubts.base import Cells, Doubt, LooksAt, Sign, shown
from importing.missing_words import MISSING_WORDS, OPEN
from importing.named_flags import OF_MIGRAINE_ALONE, TWO_READINGS, meaning
from importing.negations import HEADACHE, MIGRAINE, names
from words.numbers import counted

NAMED, YES, NO, NOT_RECORDED = "named", "yes", "no", "not_recorded"
BOTH, HEADACHE_ALONE = "migraine", "headache"
COLUMNS = (HEADACHE, MIGRAINE)
MOST_SHOWN = 4
_WRITTEN = {YES: "1", NO: "0"}


def _is_a_headache_of_no_name(text: str, column: str) -> bool:
    return (
        column == MIGRAINE
        and text.lower() not in FLAG_WORDS
        and names(text, MIGRAINE) is None
        and names(text) is True
    )


def _is_a_migraine(text: str) -> bool:
    return text.lower() not in FLAG_WORDS and names(text, MIGRAINE) is True


def _as_migraine(text: str, missing_codes: Iterable[str]) -> str:
    """What a cell of headache says of migraine; words that nobody knows stay as they are."""
    word = text.lower()
    if _is_a_migraine(text):
        return "1"
    if word in MISSING_WORDS or word in OPEN or text in missing_codes:
        return ""
    return "0" if word in FLAG_WORDS or names(text) is not None else text


def _migraines_without_a_column(cells: Cells) -> Iterator[Sign]:
    if HEADACHE not in cells or (MIGRAINE in cells and cells.texts(MIGRAINE)):
        return
    texts = cells.texts(HEADACHE)
    migraines = {text: n for text, n in texts.items() if _is_a_migraine(text)}
    if not migraines:
        return
    days = sum(migraines.values())
    other = {
        text: n
        for text, n in texts.items()
        if text not in migraines and meaning(text, HEADACHE) == "1"
    }
    beside = f" beside {shown(other, MOST_SHOWN)}" if other else ""
    yield Sign(
        f"{HEADACHE}: {counted(days, 'cell')} {'names' if days == 1 else 'name'} a migraine "
        f"({shown(migraines, MOST_SHOWN)}){beside}, and no column of migraine says anything: "
        "are those the migraine days, and all other days without migraine?",
        (
            (BOTH, "what is named migraine is a migraine day, every other day is without migraine"),
            (HEADACHE_ALONE, "the file tells of headache alone, and nothing of migraine"),
        ),
        HEADACHE,
        cells.rows_where(cells.where_text(HEADACHE, _is_a_migraine)),
        about=MIGRAINE,
    )


def _asked(cells: Cells, column: str) -> Iterator[Sign]:
    says = {
        TWO_READINGS: "say two things",
        OF_MIGRAINE_ALONE: "say of migraine that there was none, and nothing of headache",
    }
    for why, said in says.items():
        texts = {t: n for t, n in cells.texts(column).items() if meaning(t, column) == why}
        if texts:
            yield Sign(
                f"{column}: cells ({shown(texts, MOST_SHOWN)}) {said}: are those days "
                "with a headache?",
                (
                    (NOT_RECORDED, "not recorded whether headache"),
                    (YES, "a headache day"),
                    (NO, "a day without headache"),
                ),
                column,
                about=why,
            )


def signs(cells: Cells) -> Iterator[Sign]:
    yield from _migraines_without_a_column(cells)
    for column in cells.flag_columns():
        if column not in COLUMNS:
            continue
        texts = sorted(cells.texts(column))
        told = [(text, read) for text in texts if (read := meaning(text, column)) in ("0", "1")]
        if told:
            listed = ", ".join(
                f"'{text[:40]}' is read as {read}" for text, read in told[:MOST_SHOWN]
            )
            more = f" and {len(told) - MOST_SHOWN} more" if len(told) > MOST_SHOWN else ""
            yield Sign(f"{column}: {listed}{more}.", ((NAMED, "as named"),), column, about=NAMED)
        yield from _asked(cells, column)
        other = [text for text in texts if _is_a_headache_of_no_name(text, column)]
        if other:
            yield Sign(
                f"{column}: the cells name a headache ('{other[0][:40]}') that is not called "
                "migraine: is that a day without migraine?",
                ((NO, "no migraine"), (NOT_RECORDED, "not recorded whether migraine")),
                column,
                about=HEADACHE,
            )


def read(cells: Cells, sign: Sign, reading: str) -> Cells:
    column = sign.column
    if sign.about == MIGRAINE:
        if reading == HEADACHE_ALONE:
            return cells
        codes, texts = cells.encoded(HEADACHE)
        missing = cells.choices.missing_codes
        said = pa.array([_as_migraine(text, missing) for text in texts], pa.string())
        return cells.with_column(MIGRAINE, pc.take(said, pa.array(codes)))
    if sign.about == HEADACHE:
        new = "0" if reading == NO else ""
        return cells.rewritten(
            column, lambda text: new if _is_a_headache_of_no_name(text, column) else text
        )
    if sign.about in (TWO_READINGS, OF_MIGRAINE_ALONE):
        new = _WRITTEN.get(reading, "")
        return cells.rewritten(
            column, lambda text: new if meaning(text, column) == sign.about else text
        )

    def told(text: str) -> str:
        said = meaning(text, column)
        return said if said in ("0", "1") else text

    return cells.rewritten(column, told)


DOUBT = Doubt("named_headaches", LooksAt.COLUMN, signs, read)
