"""Likert scales and the types of closed answers."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from thematic.model.sources import Attribute

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from thematic.ingest.workbooks import Cell
    from thematic.model.sources import AttributeValue

# Each family lists its points from the lowest; spellings of one point are parted by `|`.
# A leading `?` marks a point that only finer scales have.
_FAMILIES: tuple[tuple[str, ...], ...] = (
    (
        "strongly disagree|disagree strongly|completely disagree|totally disagree|fully disagree",
        "disagree|tend to disagree|mostly disagree",
        "?somewhat disagree|slightly disagree|disagree somewhat|disagree slightly",
        "neither agree nor disagree|neither agree or disagree|neither|neutral|undecided",
        "?somewhat agree|slightly agree|agree somewhat|agree slightly",
        "agree|tend to agree|mostly agree",
        "strongly agree|agree strongly|completely agree|totally agree|fully agree",
    ),
    (
        "never",
        "?almost never|hardly ever",
        "rarely|seldom",
        "sometimes|occasionally",
        "often|frequently",
        "?very often|usually|mostly|almost always|most of the time",
        "always",
    ),
    (
        "very dissatisfied|very unsatisfied",
        "dissatisfied|unsatisfied|somewhat dissatisfied",
        "neither satisfied nor dissatisfied|neither|neutral",
        "satisfied|somewhat satisfied",
        "very satisfied",
    ),
    (
        "very unlikely|extremely unlikely",
        "unlikely",
        "neither likely nor unlikely|neither|neutral",
        "likely",
        "very likely|extremely likely",
    ),
    ("very difficult", "difficult", "neither easy nor difficult|neither|neutral", "easy", "very easy"),
    (
        "?very poor|very bad",
        "poor|bad",
        "fair|average|acceptable|satisfactory|neither good nor poor",
        "good",
        "?very good",
        "?excellent|outstanding",
    ),
    (
        "not important|not at all important|unimportant",
        "slightly important|of little importance|a little important",
        "?somewhat important",
        "moderately important",
        "?important",
        "very important",
        "?extremely important|essential",
    ),
    (
        "not at all|not at all confident",
        "a little|slightly|not very confident|slightly confident",
        "somewhat|moderately|to some extent|somewhat confident|moderately confident",
        "?quite a bit|fairly|quite|confident|quite confident|fairly confident|to a large extent",
        "very|very much|very confident|a lot",
        "?extremely|completely|a great deal|completely confident|extremely confident",
    ),
)
_NUMBER_BESIDE = re.compile(r"^\d+\s*[-–.:=)]\s*|\s*[(\[]\d+[)\]]$")
_YES = frozenset(["yes", "y", "true"])
_NO = frozenset(["no", "n", "false"])
_NUMBER = re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d+)?")
_LEAST_ANSWERS = 5
_LEAST_POINTS = 4


def type_column(
    name: str, cells: Mapping[str, Cell], question: str = ""
) -> tuple[Attribute, dict[str, AttributeValue]]:
    """Tell what kind of attribute a column is, and read its values.

    Yes and no are booleans; words that all belong to one Likert scale, and the
    numbers 1 to 5 or 1 to 7 where nearly all of them occur, are a scale; other
    numbers are numbers (`007` is text); everything else is text. One value that
    does not fit makes the whole column text, so that nothing is guessed.

    Args:
        name: The column.
        cells: Respondent label → cell; blank cells give no value.
        question: The words of the closed question, where it is one.

    Returns:
        The attribute, and respondent label → value.
    """
    filled = {label: cell for label, cell in cells.items() if cell is not None and str(cell).strip()}
    words = {label: str(cell).strip() for label, cell in filled.items()}
    folded = {word.casefold() for word in words.values()}
    if folded and folded <= _YES | _NO:
        return Attribute(name, "boolean", (), question), {
            label: word.casefold() in _YES for label, word in words.items()
        }
    scale = _word_scale(list(words.values())) or _number_scale(list(words.values()))
    if scale:
        spelled = {_point(label): label for label in scale}
        return Attribute(name, "scale", scale, question), {
            label: spelled.get(_point(word), word) for label, word in words.items()
        }
    if words and all(_NUMBER.fullmatch(word) for word in words.values()):
        return Attribute(name, "number", (), question), {
            label: float(word) if "." in word else int(word) for label, word in words.items()
        }
    return Attribute(name, "text", (), question), dict(words)


def _word_scale(words: Sequence[str]) -> tuple[str, ...]:
    """Labels of the scale all words belong to, lowest first, as the file spells them; else empty.

    Points nobody chose are added, unless the file uses a finer scale whose other
    points cannot be known.
    """
    spelled = Counter(words)
    points = {_point(word) for word in words}
    for family in _FAMILIES:
        ranks = {name: rank for rank, point in enumerate(family) for name in point.lstrip("?").split("|")}
        if len(points) < 2 or not points <= ranks.keys():
            continue
        if len({ranks[point] for point in points}) < len(points):
            # Two spellings of one point side by side are two points of a scale not listed here.
            continue
        labels: dict[int, str] = {}
        for word, _ in sorted(spelled.items(), key=lambda item: item[1]):
            labels[ranks[_point(word)]] = word
        if not any(family[rank].startswith("?") for rank in labels):
            for rank, point in enumerate(family):
                if not point.startswith("?"):
                    labels.setdefault(rank, point.split("|")[0].capitalize())
        return tuple(labels[rank] for rank in sorted(labels))
    return ()


def _number_scale(words: Sequence[str]) -> tuple[str, ...]:
    for top in (5, 7):
        scale = tuple(str(point) for point in range(1, top + 1))
        used = set(words)
        if len(words) >= _LEAST_ANSWERS and used <= set(scale) and len(used) >= top - 5 + _LEAST_POINTS:
            return scale
    return ()


def _point(word: str) -> str:
    """A label as scales list it: `5 - Strongly Agree` is `strongly agree`."""
    bare = _NUMBER_BESIDE.sub("", word.strip())
    return " ".join((bare or word).split()).casefold().rstrip(".")
