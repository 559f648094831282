"""The desk in a browser: served on this machine only, behind a secret in the address."""

from __future__ import annotations

import secrets
import shlex
import socket
import sys
from typing import TYPE_CHECKING

from thematic.errors import BadInput, Refused
from thematic.tui.loopback import is_this_machine

if TYPE_CHECKING:
    from collections.abc import Callable

_START = "import sys; from thematic.tui.app import run_desk; run_desk(*(a or None for a in sys.argv[1:]))"


def serve_desk(
    where: str,
    coder: str | None = None,
    source: str | None = None,
    *,
    host: str = "127.0.0.1",
    port: int = 0,
    anyone: bool = False,
    say: Callable[[str], None] = lambda _line: None,
) -> None:
    """Serve the desk until interrupted.

    Args:
        where: Path or URL of the project.
        coder: Name of who acts.
        source: Name of a source to open first.
        host: Address to listen on.
        port: Port; a free one when 0.
        anyone: Whether another address than this machine's own may be used.
        say: Told the address to open.

    Raises:
        BadInput: textual-serve is not installed, or the address cannot be listened on.
        Refused: The host is not this machine, and that was not asked for.
    """
    if not anyone and not is_this_machine(host):
        raise Refused(
            f"{host} can be reached from other machines, and whoever has the address can code as you.",
            "Leave --host out, or add --any-host if that is what you want.",
        )
    try:
        from thematic.tui.web_server import DeskServer
    except ModuleNotFoundError:
        raise BadInput(
            "Serving the desk in a browser needs textual-serve.",
            "Install it with: pip install 'thematic[web]'",
        ) from None
    token = secrets.token_urlsafe(24)
    port = port_on(host, port)
    command = shlex.join([sys.executable, "-c", _START, where, coder or "", source or ""])
    server = DeskServer(command, host, port, token, anyone=anyone)
    say(server.address)
    server.serve()


def port_on(host: str, port: int = 0) -> int:
    """A port of an address that nobody listens on: the one given, or any when it is 0.

    Raises:
        BadInput: The port is taken, or the address is none of this machine's.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        with socket.socket(family, socket.SOCK_STREAM) as trial:
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            trial.bind((host, port))
            return int(trial.getsockname()[1])
    except OSError as problem:
        where = f"{host}, port {port}," if port else host
        raise BadInput(
            f"The desk cannot listen on {where} here: {(problem.strerror or str(problem)).lower()}.",
            "Leave --port and --host out to have it choose.",
        ) from None
