"""Files a person names: read with plain errors, written whole or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from thematic.errors import BadInput, CannotWrite


def read_bytes(path: str | Path) -> bytes:
    """The bytes of a file.

    Raises:
        BadInput: It is not there or cannot be read.
    """
    try:
        return Path(path).read_bytes()
    except FileNotFoundError:
        raise BadInput(f"There is no file {path}.") from None
    except IsADirectoryError:
        raise BadInput(f"{path} is a folder, not a file.") from None
    except OSError as problem:
        raise BadInput(f"{path} cannot be read: {problem.strerror}.") from None


def read_text_file(path: str | Path) -> str:
    """A UTF-8 text file, BOM dropped.

    Raises:
        BadInput: It is not UTF-8, or cannot be read.
    """
    data = read_bytes(path)
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as problem:
        line = data[: problem.start].count(b"\n") + 1
        raise BadInput(f"{path}:{line}: the file is not UTF-8.", "Save it as UTF-8.") from None


def write_whole(path: Path, data: bytes) -> None:
    """Write a file through a temporary one beside it, so that a failure leaves the old one standing.

    Raises:
        CannotWrite: The folder or disk refuses.
    """
    target = path.resolve()
    temporary = ""
    try:
        if target.exists() and not target.is_file():
            target.write_bytes(data)  # a device or a pipe: there is nothing to replace
            return
        with tempfile.NamedTemporaryFile(dir=target.parent, prefix=f".{target.name}.", delete=False) as file:
            temporary = file.name
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        mask = os.umask(0)
        os.umask(mask)
        Path(temporary).chmod(0o666 & ~mask)
        Path(temporary).replace(target)
    except OSError as problem:
        if temporary:
            Path(temporary).unlink(missing_ok=True)
        hint = "" if target.parent.is_dir() else "Make the folder first."
        raise CannotWrite(str(path), problem.strerror or str(problem), hint) from None
