"""The web server behind the desk in a browser.

textual-serve itself knows no passwords and loads fonts from elsewhere. Here
every address begins with a token made for this run; requests that name another
host, or come from a page of another, are refused (a page elsewhere could reach
in by renaming itself); and nothing is loaded from any other machine.
"""

from __future__ import annotations

import asyncio
import secrets
from contextlib import suppress
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from aiohttp import web
from textual_serve import server
from textual_serve.app_service import AppService
from textual_serve.server import Server

from thematic.tui.loopback import is_this_machine

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

PATIENCE = 10.0
"""Seconds a desk has to save its place and end."""
_PAGE = Path(__file__).with_name("web_page.html")
_POLICY = (
    "default-src 'none'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; font-src 'self' data:; connect-src 'self' ws: wss:"
)


class _Desk(AppService):
    """A desk that is waited for when it stops, so that nothing of it outlives the server."""

    async def stop(self) -> None:
        await super().stop()
        if self._process is not None:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._process.wait(), PATIENCE)


server.AppService = _Desk  # type: ignore[attr-defined]
"""textual-serve makes its desks by this name, and offers no other way to say what one is."""


class DeskServer(Server):
    """Serves one desk to whoever knows the token.

    Args:
        command: Shell command that runs the desk.
        host: Address to listen on.
        port: Port to listen on.
        token: What every address begins with.
        anyone: Whether requests may name other hosts.
    """

    def __init__(self, command: str, host: str, port: int, token: str, *, anyone: bool = False) -> None:
        super().__init__(command, host, port, title="thematic")
        self._token = token
        self._anyone = anyone
        self._open: set[asyncio.Task[object]] = set()

    @property
    def address(self) -> str:
        """What to open in the browser."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{host}:{self.port}/{self._token}/"

    def initialize_logging(self) -> None:
        """Say nothing of each request: the terminal belongs to the person."""

    async def _make_app(self) -> web.Application:
        app = web.Application(middlewares=[self._guard()])
        app.add_routes(
            [
                web.get("/{token}/", self.handle_page),
                web.get("/{token}/ws", self.handle_websocket),
                web.static(f"/{self._token}/static", self.statics_path),
            ]
        )
        app.on_shutdown.append(self.on_shutdown)
        return app

    async def handle_websocket(self, request: web.Request) -> web.WebSocketResponse:
        """One desk, for as long as its page is open."""
        task = asyncio.current_task()
        if task is not None:
            self._open.add(task)
            task.add_done_callback(self._open.discard)
        return await super().handle_websocket(request)

    async def on_shutdown(self, _app: web.Application) -> None:
        """End every desk that is still open in a browser."""
        for task in self._open:
            task.cancel()
        await asyncio.gather(*self._open, return_exceptions=True)

    def _guard(self) -> Callable[..., Awaitable[web.StreamResponse]]:
        @web.middleware
        async def guard(
            request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
        ) -> web.StreamResponse:
            if not self._is_welcome(request):
                raise web.HTTPForbidden(text="This address is not yours to open.\n")
            response = await handler(request)
            if not response.prepared:
                response.headers["Content-Security-Policy"] = _POLICY
                response.headers["Referrer-Policy"] = "no-referrer"
                response.headers["Cache-Control"] = "no-store"
            return response

        return guard

    def _is_welcome(self, request: web.Request) -> bool:
        """Whether a request knows the token, names this machine, and comes from no other page."""
        given = request.path.split("/")[1]
        if not secrets.compare_digest(given.encode(), self._token.encode()):
            return False
        host = urlsplit(f"//{request.host}").hostname or ""
        if not self._anyone and not is_this_machine(host):
            return False
        origin = request.headers.get("Origin")
        return origin is None or urlsplit(origin).netloc == request.host

    async def handle_page(self, request: web.Request) -> web.Response:
        """The page that holds the terminal."""
        socket = f"ws://{request.host}/{self._token}/ws"
        text = _PAGE.read_text(encoding="utf-8")
        text = text.replace("{static}", f"/{self._token}/static/").replace("{socket}", escape(socket))
        return web.Response(text=text, content_type="text/html")
