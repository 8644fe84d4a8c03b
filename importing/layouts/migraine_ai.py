"""Migraine AI (French): one attack a row, with a HIT-6 score beside it."""

from __future__ import annotations

from importing.attacks import AttackColumns
from importing.choices import Choices
from importing.headers import spelled
from importing.layouts.base import Layout, Reading, attack_list
from importing.text import TextTable

SCORE = "Score HIT-6"
_LIST = attack_list(
    "migraine_ai",
    "Migraine AI",
    ("Date", "Heure début", "Heure fin", "Intensité", SCORE),
    AttackColumns(
        start=("Date", "Heure début"),
        end=("Heure fin",),
        minutes="Durée estimée (min)",
        pain="Intensité",
        medication=("Traitements",),
    ),
)


def _read(text: TextTable, file: str, choices: Choices) -> Reading:
    text = spelled(text, ("Date", SCORE))
    reading = _LIST.read(text, file, choices)
    frame = text.frame()
    scored = frame[frame[SCORE] != ""]
    scores = scored[["Date"]].rename(columns={"Date": "date"}).drop_duplicates("date")
    scores = scores.assign(instrument="HIT-6", score=scored[SCORE])
    table = TextTable(text.columns, text.rows).with_frame(scores)
    return Reading(
        tables=(("scores", table),) if len(scores) else (),
        attacks=reading.attacks,
        dropped=reading.dropped,
    )


LAYOUT = Layout(_LIST.name, _LIST.title, _LIST.knows, _read, per_patient=True)
