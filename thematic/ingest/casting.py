"""From labels to people: who asks, who answers, and who is nobody."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from thematic.errors import BadFile, BadInput
from thematic.ingest.roles import asks, fold, is_generic, is_nobody, respondent_number

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from thematic.model.sources import TurnRole

INTERVIEWER = "interviewer"
NOBODY = "nobody"
RESPONDENT = "respondent"


@dataclass(frozen=True, slots=True)
class Casting:
    """What the researcher and the project say about who speaks, before a file is read."""

    speakers: Mapping[str, str] = field(default_factory=dict)
    """Folded label → `interviewer`, `nobody`, `respondent` (the file's own) or a respondent's label."""
    respondent: str | None = None
    """The one respondent of the file, where the researcher names one."""
    known: frozenset[str] = frozenset()
    """Labels of respondents the project already has."""

    @property
    def named(self) -> frozenset[str]:
        """Folded labels that need no second occurrence to be a speaker's."""
        return frozenset(self.speakers) | frozenset(self.known_by_fold)

    @property
    def known_by_fold(self) -> dict[str, str]:
        """Folded label → label of every respondent the project has."""
        return {fold(label): label for label in sorted(self.known)}


@dataclass(frozen=True, slots=True)
class Part:
    """Whose words a label introduces."""

    role: TurnRole
    respondent: str | None = None
    """Label of the respondent who speaks."""


@dataclass(frozen=True, slots=True)
class Cast:
    """Every label of one file with its part."""

    parts: Mapping[str, Part]
    """Folded label → part."""
    warnings: tuple[str, ...] = ()


def parse_speakers(text: str) -> dict[str, str]:
    """Read `I=interviewer,P=R3,X=nobody` into folded label → role or respondent.

    Raises:
        BadFile: Entries that are not `LABEL=WHO`, or one label given twice; all of them.
    """
    found: dict[str, str] = {}
    problems: list[str] = []
    for entry in filter(None, (piece.strip() for piece in text.split(","))):
        label, equals, who = (piece.strip() for piece in entry.partition("="))
        if not (label and equals and who):
            problems.append(f"--speakers: '{entry}' is not LABEL=WHO.")
        elif fold(label) in found:
            problems.append(f"--speakers: '{label}' is given twice.")
        else:
            found[fold(label)] = _read_who(who)
    if problems:
        raise BadFile(problems, "Write for example --speakers 'I=interviewer,P=R3,X=nobody'.")
    return found


def _read_who(who: str) -> str:
    if asks(who):
        return INTERVIEWER
    if is_nobody(who) or fold(who) == NOBODY:
        return NOBODY
    return RESPONDENT if fold(who) == RESPONDENT else respondent_number(who) or who


def cast_labels(labels: Mapping[str, int], stem: str, casting: Casting, where: str) -> Cast:
    """Decide for each label of a file whose words it introduces.

    The researcher's map comes first, then interviewers' and nobody's words, then
    respondents (`R25`, or one the project knows). A single other label is the
    file's one respondent: named by the researcher, else by the label if that is a
    person's name, else by the file. Several are a respondent each; labels that name
    only a part in the conversation (`P2`) get the file's name before them, because
    another file's `P2` is somebody else.

    Args:
        labels: Label as it stands → how many turns it introduces.
        stem: The file's name without its suffix.
        casting: What is known beforehand.
        where: The file, for messages.

    Raises:
        BadInput: One respondent was named and several speak.
    """
    known = casting.known_by_fold
    parts: dict[str, Part] = {}
    open_labels: list[str] = []
    for label in labels:
        part = _settled(label, casting, known)
        if part:
            parts[fold(label)] = part
        else:
            open_labels.append(label)
    if casting.respondent is not None:
        _impose(parts, open_labels, casting.respondent, where)
    elif len(open_labels) == 1:
        parts[fold(open_labels[0])] = Part("respondent", _name_one(open_labels[0], stem, casting, known))
    else:
        for label in open_labels:
            parts[fold(label)] = Part("respondent", _name_among(label, stem))
    return Cast(parts, tuple(_doubts(labels, parts, where)))


def _settled(label: str, casting: Casting, known: Mapping[str, str]) -> Part | None:
    """The part that needs no look at the other labels, or None."""
    who = casting.speakers.get(fold(label))
    if who == RESPONDENT:
        return None
    if who == INTERVIEWER or (who is None and asks(label)):
        return Part("interviewer")
    if who == NOBODY or (who is None and is_nobody(label)):
        return Part("nobody")
    name = who or respondent_number(label)
    if name:
        return Part("respondent", known.get(fold(name), name))
    if fold(label) in known:
        return Part("respondent", known[fold(label)])
    return None


def _impose(parts: dict[str, Part], open_labels: list[str], respondent: str, where: str) -> None:
    spoken = [label for label, part in parts.items() if part.role == "respondent"]
    if open_labels and len(open_labels) == 1:
        parts[fold(open_labels[0])] = Part("respondent", respondent)
    elif not open_labels and len(spoken) == 1:
        parts[spoken[0]] = Part("respondent", respondent)
    elif open_labels or spoken:
        names = ", ".join([*open_labels, *spoken])
        message = f"{where} has several respondents ({names}), and --respondent names one."
        raise BadInput(message, "Say who each is with --speakers.")


def name_file(stem: str, known: Mapping[str, str]) -> str:
    """The respondent a file's name stands for: one the project knows, `R7`, or the name itself."""
    return known.get(fold(stem)) or respondent_number(stem) or stem


def _name_one(label: str, stem: str, casting: Casting, known: Mapping[str, str]) -> str:
    named = name_file(stem, known)
    says_who = fold(stem) in known or respondent_number(stem) is not None
    names_part_only = is_generic(label) or fold(label) in casting.speakers
    return named if says_who or names_part_only else label


def _name_among(label: str, stem: str) -> str:
    return f"{stem} {label}" if is_generic(label) else label


def _doubts(labels: Mapping[str, int], parts: Mapping[str, Part], where: str) -> Iterable[str]:
    roles = {part.role for part in parts.values()}
    if labels and "interviewer" not in roles and len(labels) > 1:
        first = next(iter(labels))
        yield (
            f"{where}: no interviewer among {', '.join(labels)}; the words of all are counted as "
            f"respondents'. Name who asks, for example --speakers '{first}=interviewer'."
        )
    if labels and "respondent" not in roles:
        yield (
            f"{where}: nobody answers; the labels are {', '.join(labels)}. "
            "Label the answers too, or say who answers with --speakers."
        )
