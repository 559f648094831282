"""Files and folders a researcher names, read into source drafts."""

from __future__ import annotations

import hashlib
import os
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from thematic.errors import BadInput
from thematic.ingest.casting import Casting, Part
from thematic.ingest.paragraphs import read_paragraphs
from thematic.ingest.plain import decode, read_bytes
from thematic.ingest.roles import fold
from thematic.ingest.speakers import Conversation, read_turns
from thematic.ingest.tables import TABLE_SUFFIXES
from thematic.model.sources import SourceDraft

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from thematic.model.sources import SourceKind

TEXT_SUFFIXES = frozenset(["", ".txt", ".md", ".markdown", ".text"])
SOURCE_SUFFIXES = TEXT_SUFFIXES | {".docx", ".odt", ".rtf", ".pdf", ".vtt", ".srt", ".html", ".htm"}
_NOTES = frozenset(["readme", "license", "licence", "contributing", "changelog"])
_HIDDEN = frozenset(["__macosx", "thumbs.db", "desktop.ini"])


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file to read, and the name its source gets."""

    path: Path
    name: str


@dataclass(frozen=True, slots=True)
class Refusal:
    """A file that was left out, and why."""

    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class Readings:
    """What a set of files and folders gave."""

    sources: tuple[SourceDraft, ...]
    refused: tuple[Refusal, ...]
    warnings: tuple[str, ...] = ()
    """About the files together; each source carries its own."""


def find_files(paths: Iterable[Path]) -> tuple[tuple[FoundFile, ...], tuple[Refusal, ...]]:
    """The files that were named and those in the folders that were named, sorted within each.

    Hidden files are passed over. In folders, notes about the folder (README), tables
    and files of unknown kind are refused with the reason. Sources are named after
    their files; where two would be named alike, with their folders.

    Raises:
        BadInput: A path does not exist.
    """
    files: list[tuple[Path, Path]] = []
    refused: list[Refusal] = []
    for path in paths:
        if path.is_dir():
            for found in _walk(path):
                reason = _why_not(found)
                if reason:
                    refused.append(Refusal(str(found), reason))
                else:
                    files.append((found, found.relative_to(path)))
        elif path.exists():
            files.append((path, Path(path.name)))
        else:
            raise BadInput(f"There is no file or folder {path}.", "Check the spelling.")
    names = Counter(relative.name for _, relative in files)
    return tuple(
        FoundFile(path, relative.name if names[relative.name] == 1 else relative.as_posix())
        for path, relative in dict(files).items()
    ), tuple(refused)


def read_sources(
    paths: Iterable[Path],
    *,
    kind: SourceKind | None = None,
    encoding: str | None = None,
    casting: Casting | None = None,
) -> Readings:
    """Read every file; those that cannot be read are refused with the reason and the rest goes on.

    Raises:
        BadInput: A path does not exist.
    """
    found, refused = find_files(paths)
    sources: list[SourceDraft] = []
    refusals = list(refused)
    for file in found:
        try:
            sources.append(
                read_source(file.path, name=file.name, kind=kind, encoding=encoding, casting=casting)
            )
        except BadInput as error:
            refusals.append(Refusal(str(file.path), str(error)))
    return Readings(tuple(sources), tuple(refusals), _name_unmet(sources, casting))


def read_source(
    path: Path,
    *,
    name: str | None = None,
    kind: SourceKind | None = None,
    encoding: str | None = None,
    casting: Casting | None = None,
) -> SourceDraft:
    """Read one file by its suffix.

    Args:
        path: The file.
        name: What its source is called; the file's name if not given.
        kind: `interview` unless given. The paragraphs of a `document` are nobody's words.
        encoding: Overrides the search, for files of text.
        casting: What is known of the speakers beforehand.

    Raises:
        BadInput: The file cannot be read, or is not what its suffix says.
    """
    where = str(path)
    data = read_bytes(path)
    suffix = path.suffix.lower()
    text, form, warnings, found = _read_form(data, suffix, path.stem, encoding, casting or Casting(), where)
    if kind == "document":
        turns, layout = read_paragraphs(text, Part("nobody"))
        found = Conversation(turns, (), layout)
    elif found is None:
        found = read_turns(text, path.stem, casting or Casting(), where)
    return SourceDraft(
        name=name or path.name,
        kind=kind or "interview",
        text=text,
        file_sha256=hashlib.sha256(data).hexdigest(),
        encoding=form,
        turns=found.turns,
        respondents=found.respondents,
        warnings=warnings + found.warnings,
        layout=found.layout,
    )


def _read_form(
    data: bytes, suffix: str, stem: str, encoding: str | None, casting: Casting, where: str
) -> tuple[str, str, tuple[str, ...], Conversation | None]:
    """Canonical text, encoding or form, warnings, and the turns where the form itself tells them."""
    if suffix in (".docx", ".odt", ".rtf", ".pdf"):
        text, warnings = _read_document(data, suffix, where)
        return text, suffix[1:], warnings, None
    if suffix not in SOURCE_SUFFIXES:
        raise BadInput(f"{where}: {_unknown(suffix)}", "Save it as .docx or .txt.")
    text, used, warnings = decode(data, encoding, where)
    if suffix in (".html", ".htm"):
        from thematic.ingest.webpage import read_webpage

        return read_webpage(text, where), used, warnings, None
    if suffix in (".vtt", ".srt"):
        from thematic.ingest.captions import read_captions

        text, found = read_captions(text, "vtt" if suffix == ".vtt" else "srt", stem, casting, where)
        return text, used, warnings, found
    return text, used, warnings, None


def _read_document(data: bytes, suffix: str, where: str) -> tuple[str, tuple[str, ...]]:
    if suffix == ".docx":
        from thematic.ingest.docx import read_docx as read
    elif suffix == ".odt":
        from thematic.ingest.odt import read_odt as read
    elif suffix == ".rtf":
        from thematic.ingest.rtf import read_rtf as read
    else:
        from thematic.ingest.pdf import read_pdf as read
    return read(data, where)


def _walk(folder: Path) -> list[Path]:
    found: list[Path] = []
    for root, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if not _is_hidden(name)]
        found += [Path(root) / name for name in files if not _is_hidden(name)]
    return sorted(found)


def _is_hidden(name: str) -> bool:
    return name.startswith((".", "~$")) or name.casefold() in _HIDDEN


def _why_not(path: Path) -> str | None:
    """Why a file in a folder is not taken for a transcript, or None."""
    suffix = path.suffix.lower()
    if path.stem.casefold() in _NOTES:
        return "looks like a note about the folder; name the file itself to import it."
    if suffix in TABLE_SUFFIXES:
        return "is a table; name the file itself, with --kind survey and --id-column."
    return None if suffix in SOURCE_SUFFIXES else _unknown(suffix)


def _unknown(suffix: str) -> str:
    if suffix in TABLE_SUFFIXES:
        return "a table is imported with --kind survey and --id-column."
    known = ", ".join(sorted(SOURCE_SUFFIXES - {""}))
    return f"'{suffix}' is not a kind of file this reads ({known})."


def _name_unmet(sources: Sequence[SourceDraft], casting: Casting | None) -> tuple[str, ...]:
    """Labels of `--speakers` that no file has."""
    met = {fold(turn.speaker) for source in sources for turn in source.turns}
    unmet = [label for label in (casting.speakers if casting else ()) if label not in met]
    return tuple(f"--speakers names '{label}', which no file has as a label." for label in unmet)
