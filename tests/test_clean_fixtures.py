"""Each fixture of a layout, with what it needs, asks nothing: id, period, events, answers."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from cleardays import main
from importing import Mapping

FIXTURES = Path(__file__).parent / "fixtures"
NEEDED = json.loads((FIXTURES / "clean.json").read_text(encoding="utf-8"))


def arguments(file: str, folder: Path) -> list[str]:
    needs = NEEDED[file]
    given = [str(FIXTURES / file), "--today", "2024-12-01"]
    for option in ("id", "observed"):
        given += [f"--{option}", needs[option]] if option in needs else []
    if "events" in needs:
        mapping = folder / "mapping.json"
        mapping.write_text(Mapping(events=needs["events"]).to_json(), encoding="utf-8", newline="")
        given += ["--mapping", str(mapping)]
    for code, reading in needs.get("answers", {}).items():
        given += ["--answer", f"{code}={reading}"]
    return given


def test_every_fixture_says_what_it_needs():
    assert set(NEEDED) == {path.name for path in FIXTURES.glob("*.csv")}


@pytest.mark.parametrize("file", sorted(NEEDED))
def test_a_fixture_with_what_it_needs_asks_nothing(file, tmp_path):
    looked = CliRunner().invoke(main, ["check", *arguments(file, tmp_path)])
    assert "--answer" not in looked.output
    assert "?" not in looked.output
    assert looked.exit_code == 0, looked.output
