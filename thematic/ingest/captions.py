"""Captions (vtt, srt): a line per turn, `Name: words`, with the time of its first cue."""

from __future__ import annotations

import html
import io
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from thematic.errors import BadFile, BadInput
from thematic.ingest.casting import Casting, cast_labels, name_file
from thematic.ingest.roles import fold
from thematic.ingest.speakers import Conversation, choose_marks, describe_cast
from thematic.model.sources import TurnDraft

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

CaptionFormat = Literal["vtt", "srt"]

_VOICE = re.compile(r"<v(?:\.[\w-]+)*[ \t]+([^>\n]*)>")
_TAG = re.compile(r"</?(?:v|c|b|i|u|ruby|rt|lang|font)(?:[.\s][^>]*)?>|<\d[\d:.]*>", re.IGNORECASE)
_TIMING = re.compile(r"\s*(?:\d+:)?\d+:\d+[.,]\d+\s*-->\s*(?:\d+:)?\d+:\d+[.,]\d+")
_NOT_CUES = ("WEBVTT", "NOTE", "STYLE", "REGION")
_SENTENCE_END = re.compile(r"[.?!…][\"'”’)\]]*\Z")


@dataclass(slots=True)
class _Piece:
    """Words of one speaker within one cue, then within one turn."""

    speaker: str | None
    """The name as it stands; empty where a voice is expected and missing; None where nobody is named."""
    words: str
    at: int


def read_captions(
    text: str, form: CaptionFormat, stem: str, casting: Casting, where: str
) -> tuple[str, Conversation]:
    """Read captions into canonical text and its turns.

    Consecutive cues of one speaker are one turn. Where nobody is named a turn
    ends with a sentence, and all are the words of one respondent.

    Args:
        text: The decoded file.
        form: How cues are written.
        stem: The file's name without its suffix.
        casting: What is known of the speakers beforehand.
        where: The file, for messages.

    Returns:
        The text, a line per turn, and who says what in it.

    Raises:
        BadFile: It is not in that form, or holds cues that cannot be read, with their lines.
    """
    cues = _read_cues(text, form, where)
    voiced = any(_VOICE.search(raw) for _, raw in cues)
    pieces = list(_read_voices(cues) if voiced else _read_labels(cues, casting))
    if not any(piece.words for piece in pieces):
        raise BadInput(f"{where} holds no words.", "There is nothing to import.")
    strays = tuple(_name_strays(text, form, where))
    if all(piece.speaker is None for piece in pieces):
        return _write_unnamed(_join_sentences(pieces), stem, casting, where, strays)
    return _write_named(_join_speakers(pieces), stem, casting, where, strays)


def _read_cues(text: str, form: CaptionFormat, where: str) -> list[tuple[int, str]]:
    """Start in milliseconds and raw words of every cue."""
    import webvtt
    from webvtt.errors import MalformedCaptionError, MalformedFileError

    problems = [
        f"{where}:{number}: this is no timing of a cue: '{line.strip()[:60]}'."
        for number, line in enumerate(text.split("\n"), 1)
        if "-->" in line and not _TIMING.match(line) and not line.startswith("NOTE")
    ]
    if problems:
        raise BadFile(problems, "Write timings as 00:00:01.000 --> 00:00:02.500.")
    # Blank lines before the first cue are allowed by players, not by the reader.
    try:
        captions = webvtt.from_buffer(io.StringIO(text.lstrip("\n")), format=form).captions
    except (MalformedFileError, MalformedCaptionError) as error:
        first = "WEBVTT" if form == "vtt" else "the number and timing of a cue"
        raise BadFile([f"{where}:1: not a .{form} file: it does not begin with {first}."]) from error
    return [(caption.start_time.in_milliseconds(), caption.raw_text) for caption in captions]


def _read_voices(cues: Iterable[tuple[int, str]]) -> Iterator[_Piece]:
    """Split cues at `<v Name>`; words outside any voice are nobody's."""
    for at, raw in cues:
        parts = _VOICE.split(raw)
        yield _Piece("", _clean(parts[0]), at)
        for name, words in zip(parts[1::2], parts[2::2], strict=True):
            yield _Piece(_clean(name), _clean(words), at)


def _read_labels(cues: list[tuple[int, str]], casting: Casting) -> Iterator[_Piece]:
    """Split cues at `Name:`; a cue without a name goes on with the speaker before it."""
    lines = [(at, _clean(line)) for at, raw in cues for line in raw.split("\n")]
    joined = "\n".join(line for _, line in lines)
    marks = {mark.start: mark for mark in choose_marks(joined, casting)}
    speaker = "" if marks else None
    start = 0
    for at, line in lines:
        mark = marks.get(start)
        if mark:
            speaker = mark.label
        yield _Piece(speaker, joined[mark.words if mark else start : start + len(line)].strip(), at)
        start += len(line) + 1


def _clean(raw: str) -> str:
    """Words without markup, on one line."""
    return " ".join(html.unescape(_TAG.sub("", raw)).split("\n")).strip()


def _join_speakers(pieces: Iterable[_Piece]) -> list[_Piece]:
    turns: list[_Piece] = []
    for piece in pieces:
        if not piece.words:
            continue
        if turns and fold(turns[-1].speaker or "") == fold(piece.speaker or ""):
            turns[-1].words += " " + piece.words
        else:
            turns.append(piece)
    return turns


def _join_sentences(pieces: Iterable[_Piece]) -> list[_Piece]:
    turns: list[_Piece] = []
    for piece in pieces:
        if not piece.words:
            continue
        if turns and not _SENTENCE_END.search(turns[-1].words):
            turns[-1].words += " " + piece.words
        else:
            turns.append(piece)
    return turns


def _write_named(
    pieces: list[_Piece], stem: str, casting: Casting, where: str, strays: tuple[str, ...]
) -> tuple[str, Conversation]:
    counts: dict[str, int] = {}
    spelled = {fold(piece.speaker or ""): piece.speaker or "" for piece in reversed(pieces)}
    for piece in pieces:
        if piece.speaker:
            label = spelled[fold(piece.speaker)]
            counts[label] = counts.get(label, 0) + 1
    cast = cast_labels(counts, stem, casting, where)
    lines: list[str] = []
    turns: list[TurnDraft] = []
    position = 0
    for piece in pieces:
        label = f"{piece.speaker}: " if piece.speaker else ""
        part = cast.parts.get(fold(piece.speaker or ""))
        start = position + len(label)
        end = start + len(piece.words)
        role, respondent = (part.role, part.respondent) if part else ("nobody", None)
        turns.append(TurnDraft(start, end, piece.speaker or "", role, respondent, at=piece.at))
        lines.append(label + piece.words)
        position = end + 1
    layout = f"names in cues: {describe_cast(counts, cast)}"
    return "\n".join(lines) + "\n", Conversation(tuple(turns), cast.warnings + strays, layout)


def _write_unnamed(
    pieces: list[_Piece], stem: str, casting: Casting, where: str, strays: tuple[str, ...]
) -> tuple[str, Conversation]:
    name = casting.respondent or name_file(stem, casting.known_by_fold)
    turns: list[TurnDraft] = []
    position = 0
    for piece in pieces:
        end = position + len(piece.words)
        turns.append(TurnDraft(position, end, "", "respondent", name, at=piece.at))
        position = end + 1
    warning = (
        f"{where} names no speakers: all of it is taken as the words of respondent '{name}', "
        "the interviewer's included."
    )
    text = "\n".join(piece.words for piece in pieces) + "\n"
    layout = f"cues without names: {len(turns)} sentences"
    return text, Conversation(tuple(turns), (warning, *strays), layout)


def _name_strays(text: str, form: CaptionFormat, where: str) -> Iterator[str]:
    """Point at words that stand outside every cue, which the reader leaves out."""
    if form == "srt":
        return
    line = 1
    for block in re.split(r"(\n{2,})", text):
        words = block.strip("\n")
        if words and "-->" not in words and not words.startswith(_NOT_CUES) and not words.strip().isdigit():
            yield f"{where}:{line}: '{words[:60]}' stands outside every cue and is not imported."
        line += block.count("\n")
