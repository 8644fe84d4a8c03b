"""The same app as a guarded server: what must hold before the first page is asked for.

    streamlit run server.py

Without sign-in it answers this machine alone; on any other address it does not start. Every request
passes the guard: names and proxies, files that were made for somebody else, headers, a health
address. Who may see which page is asked on the page itself, by ``ui.access.sign_in``.
"""

from __future__ import annotations

import asyncio
import ctypes
import gc
import json
import logging
import os
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable, MutableMapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import streamlit as st
from pyarrow import default_memory_pool
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware import Middleware
from starlette.requests import HTTPConnection, Request
from starlette.responses import JSONResponse, PlainTextResponse
from starlette.routing import Route
from streamlit.runtime import get_instance
from streamlit.runtime.websocket_session_manager import WebsocketSessionManager
from streamlit.web.server.starlette.starlette_auth_routes import (
    USER_COOKIE_NAME,
    _get_cookie_value_from_request,
)

from clinic import sign_ins
from clinic.access import DESK, FIGURES, NOBODY, Person, decide, person_of
from clinic.configuration import refusal
from clinic.database import NotReachable, chosen_url, file_of, make_engine, reading
from clinic.handed import HANDED, PUBLIC
from clinic.waiting import WAITING
from ui.access.sign_in import configuration
from ui.frame.page import ICON
from ui.tab.returning import cookie_name, is_live

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

INNER, MEDIA, UPLOAD = "/_stcore/", "/media/", "/_stcore/upload_file/"
ANSWERED = (
    "health",
    "host-config",
    "stream",
    "upload_file/",
    "allowed-message-origins",
    "bidi-components/",
)
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Content-Security-Policy": (
        "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:; "
        "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; "
        "connect-src 'self' data: blob:; worker-src 'self' blob:; object-src 'none'; "
        "base-uri 'self'; frame-ancestors 'none'; form-action 'self'"
    ),
}
# The largest script of the browser, which draws the figures: asked for with the page, not after it.
FIRST_FIGURE = ", ".join(
    f"<./static/js/{script.name}>; rel=modulepreload; crossorigin"
    for script in (Path(st.__file__).parent / "static/static/js").glob("PlotlyChart.*.js")
)
HEALTH = "/health"
TIDY_EVERY = 60  # seconds
SELDOM = 1_000  # collections of the middle generation before all objects are looked through
LOG = logging.getLogger("clear_days")
SAFE = (LOG.name, "streamlit.web", "uvicorn")  # loggers whose words come from no record


class LogLines(logging.Formatter):
    """One JSON object a line: what and where, never an exception's own words or a value."""

    def format(self, record: logging.LogRecord) -> str:
        told: dict[str, object] = {
            "at": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(record.created)),
            "level": record.levelname.lower(),
            "from": record.name,
        }
        if record.name.startswith(SAFE):
            told["what"] = record.getMessage()
        if record.exc_info and record.exc_info[2]:
            trace, last = record.exc_info[2], record.exc_info[2]
            while trace is not None:
                last, trace = trace, trace.tb_next  # type: ignore[assignment]
            told["error"] = getattr(record.exc_info[0], "__name__", "")
            told["file"] = Path(last.tb_frame.f_code.co_filename).name
            told["line"] = last.tb_lineno
        elif not record.name.startswith(SAFE):
            told["file"], told["line"] = record.filename, record.lineno
        return json.dumps(told)


def set_up_log() -> None:
    """Everything that this process logs goes through ``LogLines``."""
    handler = logging.StreamHandler()
    handler.setFormatter(LogLines())
    for name in ("", *logging.root.manager.loggerDict):
        logger = logging.getLogger(name)
        for own in list(logger.handlers):
            logger.removeHandler(own)
        logger.propagate = True
    logging.getLogger().addHandler(handler)
    LOG.setLevel(logging.INFO)
    for name in ("uvicorn", "uvicorn.access", "uvicorn.error"):
        logging.getLogger(name).setLevel(logging.WARNING)


class Guard:
    """Stands before everything: pages, downloads, uploads, the websocket."""

    def __init__(self, app: Callable[[Scope, Receive, Send], Awaitable[None]]) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        headers, client = Headers(scope=scope), scope.get("client") or ("", 0)
        why = refusal(configuration(), headers.get("host", ""), headers, client[0])
        path = _inside(scope["path"], str(st.get_option("server.baseUrlPath") or ""))
        if why or not _is_answered(path):
            await _refuse(scope, receive, send, why or "There is nothing here.")
            return
        if scope["type"] == "websocket":
            await self._connect(scope, receive, send)
            return
        uploads = path.startswith(UPLOAD)
        if uploads and decide(await run_in_threadpool(_who, scope), FIGURES):
            await _refuse(scope, receive, send, "Sign in first.")
            return
        if path.startswith(MEDIA):
            await self._hand_over(scope, receive, _with_headers(send))
            return
        if path == HEALTH:  # under a proxy's path as well as without it
            scope["path"] = HEALTH
        await self.app(scope, receive, _with_cookie(scope, _with_headers(send)))

    async def _connect(self, scope: Scope, receive: Receive, send: Send) -> None:
        """A tab that outlived the server comes with a cookie of before and goes on with a new."""
        presented = _presented(scope)
        if not presented or not configuration().records_wait or WAITING.knows(presented):
            await self.app(scope, receive, send)
            return
        known = WAITING.cookie_for(presented)
        old, new = (f"{cookie_name()}={cookie}".encode("latin-1") for cookie in (presented, known))
        scope["headers"] = [
            (name, value.replace(old, new) if name == b"cookie" else value)
            for name, value in scope["headers"]
        ]

        async def accepting(message: MutableMapping[str, Any]) -> None:
            if message["type"] == "websocket.accept":
                line = (b"set-cookie", _cookie(scope, known).encode())
                message["headers"] = [*message.get("headers", []), line]
            await send(message)

        await self.app(scope, receive, accepting)

    async def _hand_over(self, scope: Scope, receive: Receive, send: Send) -> None:
        """A file goes out only to whom it was made for, and only while she may have it."""
        whole = (b"range", b"accept-encoding")  # neither a part of it nor packed
        scope["headers"] = [pair for pair in scope["headers"] if pair[0].lower() not in whole]
        held: list[MutableMapping[str, Any]] = []

        async def hold(message: MutableMapping[str, Any]) -> None:
            held.append(message)

        await self.app(scope, receive, hold)
        if scope["method"] == "GET" and held[0]["status"] == 200:
            content = b"".join(message.get("body", b"") for message in held[1:])
            who = await run_in_threadpool(_who, scope)
            right = HANDED.right_for(content, who.key) if who.key else None
            public = HANDED.right_for(content, PUBLIC) is not None
            if not public and (right is None or decide(who, right)):
                await _refuse(scope, receive, send, "This file was not made for you.")
                return
            if not public:  # nor for who uses this browser after her
                MutableHeaders(scope=held[0])["Cache-Control"] = "no-store"
        elif scope["method"] not in ("GET", "OPTIONS"):
            await _refuse(scope, receive, send, "There is nothing here.")
            return
        for message in held:
            await send(message)


def _inside(path: str, base: str) -> str:
    """An address as it is without ``server.baseUrlPath``, under which a proxy may have put us."""
    base = f"/{base.strip('/')}"
    return path.removeprefix(base) if path.startswith(f"{base}/") else path


def _is_answered(path: str) -> bool:
    """The inner addresses that the app needs; metrics, agents and others are not served."""
    return not path.startswith(INNER) or path[len(INNER) :].startswith(ANSWERED)


def _who(scope: Scope) -> Person:
    """Who asks, by the signed cookie; nobody after sign-out or while it cannot be known."""
    config = configuration()
    if not config.signs_in:
        return DESK
    content = _get_cookie_value_from_request(Request(scope), USER_COOKIE_NAME)
    try:
        claims = json.loads(content) if content else {}
        who = person_of(claims, config.people)
        return NOBODY if not who.key or sign_ins.ended(_engine(), who) else who
    except (ValueError, NotReachable):
        return NOBODY


_engines: dict[str, Any] = {}


def _engine() -> Any:
    url = chosen_url()
    if url not in _engines:
        _engines[url] = make_engine(url)
    return _engines[url]


async def _refuse(scope: Scope, receive: Receive, send: Send, why: str) -> None:
    if scope["type"] == "websocket":
        await receive()
        await send({"type": "websocket.close", "code": 1008})
        return
    await PlainTextResponse(why, status_code=403)(scope, receive, _with_headers(send))


def _with_headers(send: Send) -> Send:
    async def sending(message: MutableMapping[str, Any]) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers[name] = value
            if headers.get("content-type", "").startswith("text/html"):
                headers["Link"] = FIRST_FIGURE
        await send(message)

    return sending


def _presented(scope: Scope) -> str:
    return HTTPConnection(scope).cookies.get(cookie_name(), "")


def _cookie(scope: Scope, value: str) -> str:
    """For as long as the browser is open, never read by a script, never sent from elsewhere."""
    redirect = str(configuration().auth.get("redirect_uri") or "")
    secure = scope["scheme"] in ("https", "wss") or redirect.startswith("https")
    line = f"{cookie_name()}={value}; Path=/; HttpOnly; SameSite=Lax"
    return f"{line}; Secure" if secure else line


def _with_cookie(scope: Scope, send: Send) -> Send:
    """A page brings the browser's cookie, unless it has one that is known."""

    async def sending(message: MutableMapping[str, Any]) -> None:
        if message["type"] == "http.response.start" and configuration().records_wait:
            headers = MutableHeaders(scope=message)
            if headers.get("content-type", "").startswith("text/html"):
                presented = _presented(scope)
                known = WAITING.cookie_for(presented)
                if known != presented:
                    headers.append("set-cookie", _cookie(scope, known))
        await send(message)

    return sending


def health(_: Request) -> JSONResponse:
    """Is the server up, and does its database answer? 503 if not."""
    url = chosen_url()
    file = file_of(url)
    if file is not None and not file.exists():
        return JSONResponse({"server": "ok", "database": "nothing kept yet"})
    try:
        with reading(_engine()) as connection:
            connection.exec_driver_sql("select 1")
    except NotReachable:
        return JSONResponse({"server": "ok", "database": "does not answer"}, status_code=503)
    return JSONResponse({"server": "ok", "database": "ok"})


def _forget_the_gone() -> None:
    """Tabs away for longer than ``server.disconnectedSessionTTL`` are let go, results and all.

    Streamlit itself does so only when the next tab closes. Their records wait, and not for ever.
    """
    tabs = get_instance()._session_mgr
    if isinstance(tabs, WebsocketSessionManager):
        with tabs._storage_lock:
            tabs._session_storage._cache.expire()  # type: ignore[attr-defined]
    WAITING.forget_idle(is_live)


def look_through_all_beside_the_pages() -> None:
    """What was imported stays: it is not looked through again for what nobody holds, which took 0.1
    to 0.3 s of a page every few clicks; and all else is by ``_tidy``, not while a page is made."""
    gc.freeze()
    young, middle, _ = gc.get_threshold()
    gc.set_threshold(young, middle, SELDOM)


async def _tidy() -> None:
    """Once a minute, not after every click: what closed tabs left goes back to the system."""
    give_back = getattr(ctypes.CDLL(None), "malloc_trim", None) if os.name == "posix" else None
    while True:
        await asyncio.sleep(TIDY_EVERY)
        _forget_the_gone()
        gc.collect()
        default_memory_pool().release_unused()
        if give_back:
            give_back(0)


@asynccontextmanager
async def lifespan(_: st.App) -> AsyncIterator[dict[str, Any] | None]:
    """Start checks: on any doubt about who may come in, the server does not start."""
    config = configuration()
    if problems := config.problems():
        for problem in problems:
            sys.stderr.write(f"{problem}\n")
        sys.stderr.flush()
        raise SystemExit(1)
    set_up_log()
    HANDED.note(ICON.read_bytes(), PUBLIC, "")
    look_through_all_beside_the_pages()
    mode = "with sign-in" if config.signs_in else "as a desk, for this machine alone"
    LOG.info("started %s", mode)
    tidying = asyncio.create_task(_tidy())
    yield None
    tidying.cancel()
    LOG.info("stopped")


app = st.App(
    str(Path(__file__).parent / "app.py"),
    middleware=[Middleware(Guard)],
    routes=[Route(HEALTH, health)],
    lifespan=lifespan,
)

if __name__ == "__main__":
    app.run()
