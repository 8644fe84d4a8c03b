"""The observations of a database in OMOP's common data model: a row for each of them."""

from __future__ import annotations

from importing.choices import Choices
from importing.layouts.base import Layout, Reading
from importing.layouts.of_variables import read_values
from importing.research_tables import OBSERVATION
from importing.text import TextTable


def read(text: TextTable, file: str, choices: Choices) -> Reading:
    return read_values(text, OBSERVATION, file)


LAYOUT = Layout("omop_observation", "OMOP observation", OBSERVATION.knows, read)
