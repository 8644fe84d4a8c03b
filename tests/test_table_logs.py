"""A table with a log that says which of its files count is never read as if all of them did."""

import pytest
from click.testing import CliRunner

from cleardays import main as cli
from importing import Source, read_records
from tests.scanned import Registry, plain
from tests.test_layouts import packed

LOGS = {
    "_delta_log/00000000000000000000.json": "Delta",
    ".hoodie/hoodie.properties": "Hudi",
    "metadata/v2.metadata.json": "Iceberg",
}


@pytest.mark.parametrize("log", LOGS)
@pytest.mark.parametrize("inside", ["", "data/month=1"])
def test_a_folder_with_such_a_log_is_not_scanned(door, tmp_path, log, inside):
    folder = Registry(door, tmp_path).holds(plain())
    assert folder.run().exit_code == 0
    part = folder.folder / inside / "A.csv"
    part.parent.mkdir(parents=True, exist_ok=True)
    (folder.folder / "A.csv").rename(part)
    beside = folder.folder / log
    beside.parent.mkdir()
    beside.write_text("{}", encoding="utf-8", newline="")
    refused = folder.run()
    assert refused.exit_code == 1
    assert f"is a table of {LOGS[log]}: its log" in refused.output
    alone = CliRunner().invoke(cli, ["check", str(part)])
    assert alone.exit_code == 1
    assert f"is a table of {LOGS[log]}: its log" in alone.output


@pytest.mark.parametrize("log", LOGS)
def test_an_archive_with_such_a_log_is_refused(log):
    days = plain()["A"].to_csv(index=False).encode()
    files = {"t/A.csv": days, f"t/{log}": b"{}"}
    records, report = read_records([Source("t.zip", packed(files))])
    assert not len(records.diary)
    assert f"is a table of {LOGS[log]}" in report.problems[0]
