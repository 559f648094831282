"""The web server behind the desk in a browser.

textual-serve itself knows no passwords and loads fonts from elsewhere. Here
every address begins with a token made for this run; requests that name another
host, or come from a page of another, are refused (a page elsewhere could reach
in by renaming itself); and nothing is loaded from any other machine.
"""

from __future__ import annotations

import secrets
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from aiohttp import web
from textual_serve.server import Server

from thematic.tui.loopback import is_this_machine

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

_PAGE = Path(__file__).with_name("web_page.html")
_POLICY = (
    "default-src 'none'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; font-src 'self' data:; connect-src 'self' ws: wss:"
)


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
        return app

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
