"""The real command line, run in this process, in a folder of its own."""

from __future__ import annotations

import json
import shlex
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from thematic.cli.main import run

STUDY = "tiny.thematic"
BUILD = (
    f"init {STUDY} --title 'Tools on the site' --as Ana",
    "codebook import codebooks/tiny.yaml",
    "import transcripts/tiny/R1.txt transcripts/tiny/R2.txt transcripts/tiny/R3.txt",
    "questions import transcripts/tiny/questions.csv",
    "import transcripts/tiny/survey.csv --kind survey --id-column 'Respondent ID'",
    "respondents import transcripts/tiny/respondents.csv",
    "codings import codebooks/coders/tiny.csv",
)
"""How the tiny study of the shipped files comes to be: five people, eight codes, forty codings."""


@dataclass(frozen=True)
class Said:
    """What a command answered."""

    line: str
    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def lines(self) -> list[str]:
        return self.out.splitlines()


class Console:
    """Types commands and reads what comes back."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys

    def __call__(self, line: str) -> Said:
        """Run a command line; whatever happens, no traceback may show."""
        self._capsys.readouterr()
        code = run(shlex.split(line))
        out, err = self._capsys.readouterr()
        assert "Traceback" not in out + err, f"{line}\n{err}"
        assert "unforeseen" not in err, f"{line}\n{err}"
        return Said(line, code, out, err)

    def ok(self, line: str) -> Said:
        """Run a command that must succeed."""
        said = self(line)
        assert said.code == 0, f"$ thematic {line}\n{said.err}"
        return said

    def json(self, line: str) -> Any:
        """Run a command that must succeed and print JSON."""
        return self.ok(f"{line} --json").json

    def refused(self, line: str, code: int = 2) -> str:
        """Run a command that must fail with one clear message, print no data and store nothing."""
        with unchanged():
            said = self(line)
        assert said.code == code, f"$ thematic {line}\n-> {said.code}\n{said.err}"
        assert said.out == "", said.out
        assert said.err.count("Error: ") == 1, said.err
        assert said.err.strip().split("Error: ")[1], said.err
        return said.err


@contextmanager
def unchanged() -> Iterator[None]:
    """Every project in this folder holds afterwards, byte for byte, the rows it held before."""
    before = contents()
    yield
    assert contents() == before


def contents() -> dict[str, list[str]]:
    """Every row of every project in this folder."""
    found = {}
    for path in sorted(Path().glob("*.thematic")):
        with path.open("rb") as file:
            if file.read(15) != b"SQLite format 3":
                continue
        connection = sqlite3.connect(path)
        try:
            found[path.name] = list(connection.iterdump())
        except sqlite3.DatabaseError:
            found[path.name] = [path.read_bytes().hex()]
        finally:
            connection.close()
    return found


@pytest.fixture
def here(tmp_path: Path, root: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to work in, with the shipped files beside."""
    for name in ("codebooks", "transcripts"):
        (tmp_path / name).symlink_to(root / name, target_is_directory=True)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def thematic(here: Path, capsys: pytest.CaptureFixture[str]) -> Console:
    """The command, in an empty folder."""
    return Console(capsys)


@pytest.fixture(scope="session")
def building() -> tuple[str, ...]:
    """The commands that build the tiny study."""
    return BUILD


@pytest.fixture(scope="session")
def built(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tiny study, built once by the commands a person would type."""
    folder = tmp_path_factory.mktemp("built")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(root)
        for line in BUILD:
            words = [word.replace(STUDY, str(folder / STUDY)) for word in shlex.split(line)]
            code = run(words if words[0] == "init" else ["-p", str(folder / STUDY), *words])
            assert code == 0, line
    return folder / STUDY


@pytest.fixture
def study(built: Path, thematic: Console, here: Path) -> Console:
    """The command, in a folder with a copy of the tiny study."""
    shutil.copy(built, here / STUDY)
    return thematic


@pytest.fixture
def write(here: Path) -> Callable[[str, str | bytes], str]:
    """Put a file into the folder and give its name back."""

    def put(name: str, words: str | bytes) -> str:
        path = here / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(words if isinstance(words, bytes) else words.encode("utf-8"))
        return name

    return put
