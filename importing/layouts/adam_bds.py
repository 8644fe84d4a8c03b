"""A basic data structure of ADaM: a row for each patient, parameter and day or visit."""

from __future__ import annotations

from importing.choices import Choices
from importing.layouts.base import Layout, Reading
from importing.layouts.of_variables import read_values
from importing.research_tables import ADAM
from importing.text import TextTable


def read(text: TextTable, file: str, choices: Choices) -> Reading:
    return read_values(text, ADAM, file)


LAYOUT = Layout("adam_bds", "ADaM basic data structure", ADAM.knows, read)
