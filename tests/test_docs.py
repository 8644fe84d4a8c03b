"""The README says what the code does."""

import re
import tomllib
from pathlib import Path

from analytics.definitions import DEFAULT_DEFINITION, PRESETS
from analytics.frames import CANONICAL
from analytics.therapies import BOTULINUM_TOXIN
from words.glossary import glossary

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_table_of_definitions_is_that_of_the_code():
    table = README.split("<!-- definitions -->")[1].split("<!-- /definitions -->")[0]
    told = [tuple(cell.strip() for cell in row.strip("|").split("|")) for row in table.split("\n")]
    terms = [tuple(term) for group in glossary(BOTULINUM_TOXIN).values() for term in group]
    assert told[3:-1] == terms


def test_the_glossary_follows_the_presets():
    presets = glossary(BOTULINUM_TOXIN)["Presets of the Definition"]
    by_title = {term.name: term.sentence for term in presets}
    assert set(by_title) == {preset.title for preset in PRESETS.values()}
    assert "per 30 days; at least 50% fewer" in by_title[DEFAULT_DEFINITION.title]


def test_the_commands_of_the_readme_exist():
    targets = re.findall(
        r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), flags=re.MULTILINE
    )
    for command in re.findall(r"make ([a-z]+)", README.split("## Your own files")[0]):
        assert command in {*targets, "installs"}
    for file in re.findall(r"`([a-z_]+)\.csv`", README):
        assert file in CANONICAL


def test_every_name_in_backticks_that_looks_like_a_file_is_there():
    for name in re.findall(
        r"`((?:analytics|words|importing|registry|charts|ui|pages|data|tests)/[\w./]*)`", README
    ):
        assert (ROOT / name).exists(), name


def test_one_palette_per_theme_of_the_same_length():
    config = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    palettes = [config["theme"][mode]["chartCategoricalColors"] for mode in ("light", "dark")]
    assert [len(palette) for palette in palettes] == [10, 10]
