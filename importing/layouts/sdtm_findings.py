"""SDTM's questionnaires and findings about events (QS, FA): a row for each answer."""

from __future__ import annotations

from collections.abc import Sequence

from importing.choices import Choices
from importing.layouts.base import Layout, Reading
from importing.layouts.of_variables import read_values
from importing.research_tables import FINDINGS_ABOUT, QUESTIONS, standard_of
from importing.text import TextTable


def knows(headers: Sequence[str]) -> bool:
    return standard_of(headers) in (QUESTIONS, FINDINGS_ABOUT)


def read(text: TextTable, file: str, choices: Choices) -> Reading:
    standard = standard_of(text.headers)
    assert standard is not None
    return read_values(text, standard, file)


LAYOUT = Layout("sdtm_findings", "SDTM findings (QS, FA)", knows, read)
