"""One warm process for the many `thematic` commands of a document: imported once, forked for each command.

`serving(folder)` starts it and puts a `thematic` into the folder, which is to stand first on PATH. That one is
a client: it hands arguments, working folder, environment and standard files to the warm process, whose fork
does what the installed `thematic` would do; it passes signals on and ends as the fork ends.
"""

from __future__ import annotations

import contextlib
import io
import marshal
import os
import select
import signal
import socket
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from io import TextIOWrapper
    from pathlib import Path

POSSIBLE = hasattr(os, "fork") and hasattr(socket, "AF_UNIX")
READ_AT_START = ("PYTHON", "LC_", "LANG", "TZ")
SELDOM = ("thematic.tui.", "thematic.language.phrases")
"""Modules that import much and serve few commands."""


@contextlib.contextmanager
def serving(folder: Path) -> Iterator[None]:
    """Serve the `thematic` put into `folder` as long as the context lasts."""
    import shlex
    import subprocess

    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(folder / "socket"))
        listener.listen(64)
        client = shlex.join([sys.executable, "-I", "-S", __file__, "ask", str(folder / "socket")])
        (folder / "thematic").write_text(f'#!/bin/sh\nexec {client} "$@"\n', encoding="utf-8")
        (folder / "thematic").chmod(0o755)
        server = subprocess.Popen(
            [sys.executable, "-P", __file__, "serve", str(listener.fileno())],
            env={**os.environ, "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"},  # threads do not fork
            stdin=subprocess.PIPE,
            pass_fds=[listener.fileno()],
            start_new_session=True,
        )
    with server:
        yield
    if server.returncode:
        sys.exit("The warm process failed; `--cold` does without it.")


def ask(address: str, *arguments: str) -> None:
    """Have the arguments run, and end as they end."""
    call = marshal.dumps((arguments, os.getcwd(), dict(os.environ)))  # noqa: PTH109
    with socket.socket(socket.AF_UNIX) as server:
        server.connect(address)
        socket.send_fds(server, [len(call).to_bytes(4)], [0, 1, 2])
        server.sendall(call)
        worker = _number(server)
        for known in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            if signal.getsignal(known) != signal.SIG_IGN:
                signal.signal(known, lambda number, _: os.kill(worker, number))
        code = _number(server)
    if code < 0:
        if -code != signal.SIGKILL:
            signal.signal(-code, signal.SIG_DFL)
        os.kill(os.getpid(), -code)
    sys.exit(code)


def _number(server: socket.socket) -> int:
    return int.from_bytes(server.recv(4, socket.MSG_WAITALL) or b"\1", signed=True)


def serve(listener: socket.socket) -> None:
    """Run every call that comes in a fork of its own, until standard input ends."""
    _import_everything()
    workers: dict[int, socket.socket] = {}
    woken, wake = os.pipe()
    os.set_blocking(wake, False)
    signal.set_wakeup_fd(wake)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    while True:
        ready, _, _ = select.select([0, listener, woken, *workers.values()], [], [])
        if woken in ready:
            os.read(woken, 4096)
            _tell_ends(workers)
        for worker, client in workers.items():
            if client in ready or 0 in ready:
                os.kill(worker, signal.SIGKILL)  # nobody waits for it any more
        if 0 in ready:
            os._exit(0)
        if listener in ready:
            client, _ = listener.accept()
            size, files, _, _ = socket.recv_fds(client, 4, 3)
            call = client.recv(int.from_bytes(size), socket.MSG_WAITALL)
            worker = os.fork()
            if not worker:
                signal.set_wakeup_fd(-1)
                signal.signal(signal.SIGCHLD, signal.SIG_DFL)
                os.close(woken)
                os.close(wake)
                for other in (listener, client, *workers.values()):
                    other.close()
                _run(call, files)
            workers[worker] = client
            for file in files:
                os.close(file)
            with contextlib.suppress(OSError):
                client.sendall(worker.to_bytes(4))


def _import_everything() -> None:
    import gc
    import importlib
    import pkgutil

    import thematic

    for module in pkgutil.walk_packages(thematic.__path__, "thematic."):
        if not module.name.startswith(SELDOM):
            importlib.import_module(module.name)
    for lazy in ("sqlalchemy.dialects.sqlite", "sqlalchemy.dialects.postgresql.psycopg", "psycopg", "jinja2"):
        with contextlib.suppress(ImportError):
            importlib.import_module(lazy)
    gc.freeze()


def _tell_ends(workers: dict[int, socket.socket]) -> None:
    while workers:
        worker, status = os.waitpid(-1, os.WNOHANG)
        if not worker:
            return
        with workers.pop(worker) as client, contextlib.suppress(OSError):
            client.sendall(os.waitstatus_to_exitcode(status).to_bytes(4, signed=True))


def _run(call: bytes, files: list[int]) -> None:
    """In the fork: become the caller, run, leave."""
    arguments, folder, environment = marshal.loads(call)
    for number, file in enumerate(files):
        os.dup2(file, number)
        os.close(file)
    os.chdir(folder)
    if _read_at_start(environment) != _read_at_start(os.environ):
        os.execve(sys.executable, [sys.executable, "-P", "-m", "thematic", *arguments], environment)
    os.environ.clear()
    os.environ.update(environment)
    sys.argv = ["thematic", *arguments]
    sys.stdin = sys.__stdin__ = _standard(0, "rb", sys.stdin)
    sys.stdout = sys.__stdout__ = _standard(1, "wb", sys.stdout)
    sys.stderr = sys.__stderr__ = _standard(2, "wb", sys.stderr)
    from thematic.__main__ import main

    try:
        main()
    except SystemExit as leaving:
        try:
            sys.stdout.flush()
            sys.stderr.flush()
        except (OSError, ValueError):
            raise leaving from None  # as Python ends when it cannot write its last words
        os._exit(int(leaving.code or 0))


def _read_at_start(environment: Mapping[str, str]) -> dict[str, str]:
    """What Python itself reads before it runs a line: what differs here needs a Python of its own."""
    return {name: value for name, value in environment.items() if name.startswith(READ_AT_START)}


def _standard(number: int, mode: str, like: TextIOWrapper) -> TextIOWrapper:
    """A standard stream as Python makes it at its start."""
    through = like.write_through
    return io.TextIOWrapper(
        open(number, mode, buffering=0 if through else -1, closefd=False),
        encoding=like.encoding,
        errors=like.errors,
        newline="\n",
        line_buffering=not through and (number == 2 or os.isatty(number)),
        write_through=through,
    )


if __name__ == "__main__":
    if sys.argv[1] == "ask":
        ask(*sys.argv[2:])
    else:
        serve(socket.socket(fileno=int(sys.argv[2])))
