"""Did anybody open this form of REDCap? It exports the unticked boxes of a form as no either way.

A form's fields stand before its status (``*_complete``). Where the status of a row is 0 or blank
and nothing of the form is filled in but its date and what REDCap fills itself, while other rows of
that form carry 1 or 2, its boxes are not recorded. Where no row carries 1 or 2, it is asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa

from importing.doubts.base import Doubt, Found, LooksAt, Sign
from importing.layouts import redcap, redcap_forms
from importing.layouts.base import plain

REDCAP = redcap.LAYOUT.title
NOT_RECORDED, NO = "not_recorded", "no"
BOX = re.compile(r"___[a-z0-9_]+$|\(choice ?= ?.*\)\s*$", re.IGNORECASE)
UNTICKED = ("", "0", "unchecked")
UNSAID = ("", "0", "incomplete")
OPENED = ("1", "2", "unverified", "complete")
ITS_OWN = re.compile(r"(^|[ ])(timestamp|survey identifier|username|user)$")
DATE = re.compile(r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}([ T][\d:.]+)?")


@dataclass(frozen=True)
class Form:
    """The columns of a form between two statuses, as they lie in the file."""

    status: str
    boxes: tuple[str, ...]
    others: tuple[str, ...]


def forms(headers: tuple[str, ...]) -> Iterator[Form]:
    """Each form with boxes, by the order of the columns: its fields, then its status."""
    columns: list[str] = []
    for header in headers[1:]:
        if redcap_forms.is_status(header):
            boxes = tuple(c for c in columns if BOX.search(c))
            if boxes:
                yield Form(header, boxes, tuple(c for c in columns if c not in boxes))
            columns = []
        elif header not in redcap_forms.OWN and plain(header) not in redcap_forms.LABELS:
            columns.append(header)


def signs(found: Found) -> Iterator[Sign]:
    if found.layout != REDCAP:
        return
    for form in forms(found.headers):
        unopened = _unopened(found, form)
        if not unopened.any():
            continue
        count = int(unopened.sum())
        of_form = f"{form.status}: {count:,} forms are not complete and nothing is filled in"
        if _says(found, form.status, OPENED).any():
            yield Sign(
                f"{of_form} but a date: nobody opened them, and their unticked boxes are not "
                "recorded.",
                ((NOT_RECORDED, "not recorded"),),
                form.status,
            )
        else:
            yield Sign(
                f"{of_form} but a date, and no form ever is of status complete: were these never "
                "opened (not recorded), or is an unticked box a no?",
                (
                    (NOT_RECORDED, "nobody opened them: not recorded"),
                    (NO, "somebody did: an unticked box is a no"),
                ),
                form.status,
                tuple(int(row) for row in found.text.rows[unopened][:200]),
            )


def _unopened(found: Found, form: Form) -> np.ndarray:
    """The rows of the form of which nobody has filled in anything, nor said that it is done."""
    rows = _says(found, form.status, UNSAID)
    some = np.zeros(len(rows), dtype=bool)
    for box in form.boxes:
        rows &= _says(found, box, UNTICKED)
        some |= ~_says(found, box, ("",))
    for other in form.others:
        if not ITS_OWN.search(plain(other)):
            rows &= _where(found, other, lambda text: not text or bool(DATE.fullmatch(text)))
    return rows & some


def _says(found: Found, column: str, texts: tuple[str, ...]) -> np.ndarray:
    return _where(found, column, lambda text: text.lower() in texts)


def _where(found: Found, column: str, says) -> np.ndarray:  # type: ignore[no-untyped-def]
    """A mask of the rows whose text in this column is so."""
    encoded = found.text.columns[column].dictionary_encode()
    told = np.array([says(text.strip()) for text in encoded.dictionary.to_pylist()], dtype=bool)
    return told[encoded.indices.to_numpy(zero_copy_only=False)]


def read(found: Found, sign: Sign, reading: str) -> Found:
    if reading == NO:
        return found
    form = next(form for form in forms(found.headers) if form.status == sign.column)
    unopened = _unopened(found, form)
    columns = dict(found.text.columns)
    for box in form.boxes:
        texts = np.array(columns[box].to_pylist(), dtype=object)
        columns[box] = pa.array(np.where(unopened, "", texts).tolist(), pa.string())
    return replace(found, text=replace(found.text, columns=columns))


DOUBT = Doubt("redcap_boxes", LooksAt.FILE, signs, read)
