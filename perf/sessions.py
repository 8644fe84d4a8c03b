"""Fifty signed-in tabs that click at once: how long does an answer take, how much memory a tab?

    python -m perf.sessions [TABS] [SECONDS]

Starts ``server.py`` with sign-in on a free port, signs cookies as Streamlit does, and speaks to it
as browsers do, over the websocket. A click is a rerun of the first page for another session.
"""

from __future__ import annotations

import asyncio
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.web.server.starlette.starlette_app_utils import (
    create_signed_value,
    generate_xsrf_token_string,
)

from perf.results import record
from tests.databases import free_port

ROOT = Path(__file__).parent.parent
SECRET = "a cookie secret of the measurement alone"
LEFT_FOR = 190  # seconds: a closed tab is held for two minutes, and let go within the next
FEWEST_BYTES = 20_000  # of the first page; that of a visitor has under 4,000
BETWEEN = (1.0, 3.0)  # seconds that somebody looks before the next click


def memory_of(process: int) -> float:
    """MB that the process holds for itself."""
    for line in Path(f"/proc/{process}/status").read_text(encoding="utf-8").splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) / 1024
    return float("nan")


def cookie(number: int, address: str) -> str:
    now = int(time.time())
    claims = {
        "is_logged_in": True,
        "origin": address,
        "provider": "default",
        "sub": f"p{number}",
        "iss": "https://login.example",
        "aud": "clear-days",
        "iat": now,
        "exp": now + 3600,
        "roles": ["clinician"],
        "email": f"p{number}@clinic.example",
    }
    return create_signed_value(SECRET, "_streamlit_user", json.dumps(claims)).decode()


async def answer(socket: websockets.ClientConnection, query: str) -> tuple[float, int]:
    """Seconds until the run is over, and the bytes that came."""
    ask = BackMsg()
    ask.rerun_script.query_string = query
    start, got = time.perf_counter(), 0
    await socket.send(ask.SerializeToString())
    while True:
        content = await asyncio.wait_for(socket.recv(), 60)
        assert isinstance(content, bytes)
        got += len(content)
        message = ForwardMsg.FromString(content)
        if message.WhichOneof("type") == "script_finished":
            return time.perf_counter() - start, got


async def tab(number: int, address: str, until: float, first: list, later: list) -> int:
    """One person: opens the page, then clicks until the time is over; how often it failed."""
    token = generate_xsrf_token_string()
    headers = {"Cookie": f"_streamlit_user={cookie(number, address)}; _streamlit_xsrf={token}"}
    where = f"{address.replace('http', 'ws')}/_stcore/stream"
    errors, rng = 0, random.Random(number)
    async with websockets.connect(
        where,
        additional_headers=headers,
        origin=websockets.Origin(address),
        max_size=None,
        subprotocols=[websockets.Subprotocol("streamlit"), websockets.Subprotocol(token)],
    ) as socket:
        took, got = await answer(socket, "")
        assert got > FEWEST_BYTES, "this is not the page of somebody who has signed in"
        first.append(took)
        while time.time() < until:
            await asyncio.sleep(rng.uniform(*BETWEEN))
            try:
                later.append((await answer(socket, f"session={rng.randint(1, 8)}"))[0])
            except (TimeoutError, websockets.WebSocketException):
                errors += 1
    return errors


async def everybody(tabs: int, seconds: float, address: str) -> tuple[list, list, int]:
    first: list[float] = []
    later: list[float] = []
    until = time.time() + seconds
    errors = await asyncio.gather(
        *(tab(n, address, until, first, later) for n in range(tabs)), return_exceptions=True
    )
    failed = sum(1 if isinstance(e, BaseException) else e for e in errors)
    return first, later, failed


def main(tabs: int = 50, seconds: float = 120) -> None:
    folder, port = Path(tempfile.mkdtemp()), free_port()
    address = f"http://localhost:{port}"
    (folder / "secrets.toml").write_text(
        f'[auth]\nredirect_uri = "{address}/oauth2callback"\ncookie_secret = "{SECRET}"\n'
        'client_id = "clear-days"\nclient_secret = "x"\n'
        'server_metadata_url = "https://login.example/"\n[clinic]\nroles_claim = "roles"\n',
        encoding="utf-8",
        newline="",
    )
    command = [
        sys.executable,
        "-m",
        "streamlit",
        "run",
        "server.py",
        "--server.headless=true",
        f"--server.port={port}",
        f"--secrets.files={folder / 'secrets.toml'}",
    ]
    environment = {**os.environ, "CLEAR_DAYS_DATABASE": f"sqlite:///{folder / 'kept.db'}"}
    with (folder / "log").open("w", encoding="utf-8", newline="") as log:
        server = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)
    try:
        time.sleep(6)
        asyncio.run(everybody(2, 3, address))  # warm
        time.sleep(3)
        before = memory_of(server.pid)
        first, later, failed = asyncio.run(everybody(tabs, seconds, address))
        during = memory_of(server.pid)
        ranked = sorted(later)
        lines = [
            f"{tabs} tabs, {len(later)} clicks in {seconds:.0f} s, {failed} failed",
            f"first page: median {statistics.median(first):.2f} s, slowest {max(first):.2f} s",
            f"click: median {statistics.median(later):.2f} s, "
            f"95th percentile {ranked[int(0.95 * len(ranked))]:.2f} s",
            f"memory: {before:.0f} MB before, {during:.0f} MB with them, "
            f"{(during - before) / tabs:.1f} MB a tab",
        ]
        time.sleep(LEFT_FOR)
        lines.append(f"{LEFT_FOR} s after they left: {memory_of(server.pid):.0f} MB")
        record("Many tabs at once", lines)
    finally:
        server.terminate()
        server.wait(20)


if __name__ == "__main__":
    main(*(int(value) for value in sys.argv[1:3]))
