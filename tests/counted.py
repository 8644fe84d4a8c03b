"""What a run of a page sends: bytes, marks of figures, rows of tables. Counts, no clock."""

from __future__ import annotations

import base64
import io
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime.scriptrunner import script_runner
from streamlit.testing.v1 import AppTest, local_script_runner

from analytics.records import Records
from ui.tab import story

ROOT = Path(__file__).parent.parent
# What only some pages or commands need: not loaded for the first page.
HEAVY = ("scipy", "statsmodels", "pptx", "xlsxwriter", "openpyxl", "pyspark", "alembic", "lxml")


@dataclass
class Sent:
    """The messages of the last run."""

    messages: list[ForwardMsg] = field(default_factory=list)
    runs: int = 0  # of the script, since somebody set it to 0

    @property
    def bytes(self) -> int:
        return sum(message.ByteSize() for message in self.messages)

    def _elements(self, kind: str) -> Iterator[Any]:
        for message in self.messages:
            if message.WhichOneof("type") != "delta":
                continue
            element = message.delta.new_element
            if element.WhichOneof("type") == kind:
                yield getattr(element, kind)

    @property
    def marks(self) -> list[int]:
        """Of each figure: the points, bars and line ends that the browser draws."""
        return [marks_of(json.loads(chart.spec)) for chart in self._elements("plotly_chart")]

    @property
    def rows(self) -> list[int]:
        """Of each table: the rows that are sent."""
        tables = [*self._elements("dataframe"), *self._elements("arrow_data_frame")]
        return [
            pa.ipc.open_stream(io.BytesIO(_arrow(table))).read_all().num_rows for table in tables
        ]


def _arrow(table: Any) -> bytes:
    content: bytes = table.arrow_data.data if hasattr(table, "arrow_data") else table.data
    return content


def marks_of(figure: Mapping[str, Any]) -> int:
    """Values along the longer axis of every trace, and every shape and note."""
    layout = figure.get("layout", {})
    traces = sum(max(_length(trace.get(axis)) for axis in "xyz") for trace in figure["data"])
    return traces + len(layout.get("shapes", ())) + len(layout.get("annotations", ()))


def _length(values: Any) -> int:
    if isinstance(values, dict):  # packed numbers
        size = int(values["dtype"][1:]) if values["dtype"][1:].isdigit() else 8
        return len(base64.b64decode(values["bdata"])) // size
    if isinstance(values, list):
        return sum(_length(v) if isinstance(v, list) else 1 for v in values)
    return 0


@contextmanager
def counting() -> Iterator[Sent]:
    """What the runs inside send; each run begins anew."""
    sent, parse = Sent(), local_script_runner.parse_tree_from_messages
    execute = script_runner.exec_func_with_error_handling

    def executed(*arguments: Any, **options: Any) -> Any:
        sent.runs += 1
        return execute(*arguments, **options)

    def noted(messages: list[ForwardMsg]) -> Any:
        sent.messages = list(messages)
        return parse(messages)

    local_script_runner.parse_tree_from_messages = noted
    script_runner.exec_func_with_error_handling = executed
    try:
        yield sent
    finally:
        local_script_runner.parse_tree_from_messages = parse
        script_runner.exec_func_with_error_handling = execute


BESIDE = "reading ahead"  # the thread that reads beside the pages


def reader_is_done() -> None:
    """Wait until all whom somebody began to read ahead are read."""
    story._READER.submit(int).result()


def opened(page: str, records: Records | None = None, **session: object) -> AppTest:
    """A tab with these records (else the sample) on a page, run once."""
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=300).run()
    if records is not None:
        app.session_state["records"], app.session_state["report"] = records, None
    for key, value in session.items():
        app.session_state[key] = value
    if page != "app.py":
        app.switch_page(page)
    app.run()
    assert not app.exception, (page, app.exception)
    return app
