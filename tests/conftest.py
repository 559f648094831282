"""What every test can count on: the same surroundings on every machine, and a last word about the house."""

from __future__ import annotations

import os
import socket
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

ROOT = Path(__file__).parents[1]
LONG = 400
"""Lines past which a file probably holds a second idea."""

# A slow machine is no counter-example.
settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout."""
    return ROOT


@pytest.fixture(autouse=True, scope="session")
def _nobody_in_particular(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """No project, coder or configuration of whoever runs the tests reaches them."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("THEMATIC_PROJECT", "THEMATIC_CODER", "THEMATIC_DEBUG"):
            patch.delenv(name, raising=False)
        patch.setenv("THEMATIC_CONFIG", str(tmp_path_factory.mktemp("config")))
        yield


class Wire:
    """A wire to the PostgreSQL server of the tests that can be cut and mended."""

    def __init__(self, host: str, port: int) -> None:
        self._server = (host, port)
        self._ends: list[socket.socket] = []
        self._door: socket.socket | None = None
        self.port = 0
        self.lose_answer_to = b""
        """What a client says once to which it gets no answer, but a lost connection, though it was heard."""
        self.mend()

    def through(self, url: str) -> str:
        """The same project, reached by this wire."""
        from sqlalchemy.engine import make_url

        known = make_url(url).set(host="127.0.0.1", port=self.port)
        return known.render_as_string(hide_password=False)

    def mend(self) -> None:
        """Let connections through."""
        self._door = socket.create_server(("127.0.0.1", self.port))
        self.port = self._door.getsockname()[1]
        threading.Thread(target=self._accept, args=(self._door,), daemon=True).start()

    def cut(self) -> None:
        """End every connection and refuse new ones."""
        if self._door is not None:
            self._door.shutdown(socket.SHUT_RDWR)
            self._door.close()
            self._door = None
        for end in self._ends:
            _end(end)
        self._ends.clear()

    def _accept(self, door: socket.socket) -> None:
        while True:
            try:
                client, _ = door.accept()
            except OSError:
                return
            server = socket.create_connection(self._server)
            self._ends += [client, server]
            threading.Thread(target=self._carry, args=(client, server, True), daemon=True).start()
            threading.Thread(target=self._carry, args=(server, client, False), daemon=True).start()

    def _carry(self, come: socket.socket, go: socket.socket, asking: bool) -> None:
        with suppress(OSError):
            while said := come.recv(65536):
                go.sendall(said)
                if asking and self.lose_answer_to and self.lose_answer_to in said:
                    self.lose_answer_to = b""
                    come.shutdown(socket.SHUT_RDWR)
                    break
        for end in (come, go):
            _end(end)


def _end(end: socket.socket) -> None:
    with suppress(OSError):
        end.shutdown(socket.SHUT_RDWR)
    end.close()


@pytest.fixture
def wire() -> Iterator[Wire]:
    """A wire to the server that THEMATIC_TEST_POSTGRES names."""
    url = os.environ.get("THEMATIC_TEST_POSTGRES", "")
    if not url:
        pytest.skip("THEMATIC_TEST_POSTGRES is not set: there is no connection to lose")
    from sqlalchemy.engine import make_url

    known = make_url(url)
    made = Wire(known.host or "127.0.0.1", known.port or 5432)
    yield made
    made.cut()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files with slow tests come first, so that no process is left alone with one at the end."""
    slow = {item.path for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda item: item.path not in slow)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Name what deserves a look but fails nothing."""
    long = [
        (count, path.relative_to(ROOT))
        for path in sorted((ROOT / "thematic").rglob("*.py"))
        if (count := path.read_bytes().count(b"\n")) > LONG
    ]
    if long:
        terminalreporter.section(f"files past {LONG} lines: is there a second idea inside?")
        for count, path in long:
            terminalreporter.line(f"{path}: {count}")
    if not os.environ.get("THEMATIC_TEST_POSTGRES"):
        terminalreporter.section("PostgreSQL")
        terminalreporter.line(
            "THEMATIC_TEST_POSTGRES is not set: what needs a PostgreSQL server was skipped."
        )
