"""Which ids of a diary on disk differ from those of the sessions only in how they are written?"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from importing.doubts.base import Sign
from registry.settled import DoubtOfFiles
from words.numbers import counted


def spellings(ids: pd.Series, sessions: pd.Series) -> Iterator[DoubtOfFiles]:
    """Ids that differ from one of the sessions only in how they are written."""
    lone, bare = ids[~_among(ids, sessions)], sessions[~_among(sessions, ids)]
    if lone.empty and bare.empty:
        return
    days = pd.Series(_plain(ids).to_numpy(), pd.Index(ids), dtype="str")
    at = pd.Series(_plain(sessions).to_numpy(), pd.Index(sessions), dtype="str")
    pairs = pd.Index(lone[_among(days[lone], at)], dtype="str")
    back = bare[_among(at[bare], days)]
    if pairs.empty and back.empty:
        return
    once = at.drop_duplicates(keep=False)
    meant = pd.Series(once.index, once.to_numpy()).reindex(days[pairs])
    meant.index = pairs
    new = meant.dropna().to_dict()
    clear = len(new) == len(pairs) and _among(at[back], days[list(new)]).all()
    count = max(len(pairs), len(back))
    like = "looks like one" if count == 1 else "look like ids"
    yield DoubtOfFiles(
        "id_variants",
        Sign(
            f"patient_id: {counted(count, 'id')} {like} of the sessions and differ"
            f"{'s' if count == 1 else ''} only in {_difference(new)}. The same people?",
            (
                ("same", "two ids that look alike are one patient"),
                ("others", "each id is a patient of its own"),
            ),
            "patient_id",
            (),
            f"{count}",
        ),
        {"same": lambda now: replace(now, renamed=tuple(sorted(new.items())))},
        {} if clear else {"same": "more than one id could be meant; mend the ids in the files"},
    )


def _among(these: pd.Series, those: pd.Series) -> np.ndarray:
    """Which of these texts are among those? There may be a million."""
    found = pc.is_in(_texts(these), value_set=_texts(those))
    mask: np.ndarray = found.to_numpy(zero_copy_only=False)
    return mask


def _texts(series: pd.Series) -> pa.Array:
    array = pa.array(series, pa.large_string(), from_pandas=True)
    return array.combine_chunks() if isinstance(array, pa.ChunkedArray) else array


def _plain(ids: pd.Series) -> pd.Series:
    """An id without what two spellings of it differ in."""
    bare = ids.astype("str").str.replace(r"\s+", "", regex=True).str.lower()
    bare = bare.str.replace(r"^([^0-9]*[^0-9_-])[_-]+([0-9])", r"\1\2", regex=True)
    bare = bare.str.replace(r"^([0-9]+)\.0+$", r"\1", regex=True)
    return bare.str.replace(r"^([^0-9]*)0+([0-9])", r"\1\2", regex=True)


WAYS: dict[str, Callable[[str], str]] = {
    "capital and small letters": str.lower,
    "zeros behind a point": lambda text: text.split(".")[0],
    "zeros in front": lambda text: text.lstrip("0"),
    "spaces": lambda text: "".join(text.split()),
    "a hyphen before the number": lambda text: re.sub(r"(?<=[^\W\d_])[_-]+(?=\d)", "", text),
}


def _difference(pairs: Mapping[str, str]) -> str:
    """In what they differ, in words; no id."""
    some = list(pairs.items())[:1000]
    ways = [way for way, bare in WAYS.items() if any(bare(a) == bare(b) for a, b in some)]
    return " or ".join(ways) or "capital letters, zeros, points or spaces"
