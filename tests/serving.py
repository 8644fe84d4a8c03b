"""A server for a journey or a measurement: a script of Streamlit, its options, an address."""

from __future__ import annotations

import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType

from tests.databases import free_port

ROOT = Path(__file__).parents[1]
AS_IT_IS: Mapping[str, str] = MappingProxyType({})


class Server:
    """Streamlit on a script, at a port of its own, where it can end and begin again.

    What it says is in ``folder / "log"``; what is kept is kept in ``folder``.
    """

    def __init__(
        self,
        folder: Path,
        script: str = "app.py",
        options: tuple[str, ...] = (),
        environment: Mapping[str, str] = AS_IT_IS,
    ) -> None:
        self.port, self.log = free_port(), folder / "log"
        self.address = f"http://localhost:{self.port}"
        own = ("--server.headless=true", f"--server.port={self.port}")
        self._command = [sys.executable, "-m", "streamlit", "run", script, *own, *options]
        kept = {"CLEAR_DAYS_DATABASE": f"sqlite:///{folder / 'kept.db'}"}
        self._environment = {**os.environ, **kept, **environment}

    def begin(self) -> None:
        """Start it, and wait until it answers."""
        with self.log.open("a", encoding="utf-8", newline="") as out:
            self._process = subprocess.Popen(
                self._command, cwd=ROOT, stdout=out, stderr=out, env=self._environment
            )
        for _ in range(480):
            try:
                urllib.request.urlopen(f"{self.address}/_stcore/health", timeout=5)
                break
            except OSError:
                time.sleep(0.25)

    def end(self) -> None:
        self._process.terminate()
        self._process.wait(60)

    def told(self) -> str:
        """All that it said."""
        return self.log.read_text(encoding="utf-8")


@contextmanager
def serving(
    folder: Path,
    script: str = "app.py",
    options: tuple[str, ...] = (),
    environment: Mapping[str, str] = AS_IT_IS,
) -> Iterator[Server]:
    """A server that ends with the block."""
    server = Server(folder, script, options, environment)
    server.begin()
    try:
        yield server
    finally:
        server.end()
