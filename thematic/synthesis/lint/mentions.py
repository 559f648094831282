"""Quantities of people in running text: `most respondents`, `two interviewees`, `a consensus`.

A quantity counts people when it stands before a noun for them, before a verb
of saying, or after `by` at the end of a clause, and `everyone` does at the
beginning of one; `all aspects of clinical work` is left alone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from thematic.synthesis.quantifiers import known_words

if TYPE_CHECKING:
    from thematic.model.outline import QuantifierPolicy

PEOPLE = (
    "respondents",
    "interviewees",
    "participants",
    "informants",
    "contributors",
    "experts",
    "thought leaders",
)
"""Plural nouns for the people asked."""

NOBODY = ("no", "none", "nobody")
NUMBER_WORDS = ("four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")

SAYING = (
    "said|say|felt|feel|thought|think|believed|believe|described|describe|reported|report|suggested|suggest|raised|"
    "raise|mentioned|mention|wanted|want|noted|note|stressed|stress|argued|argue|agreed|agree|saw|see|called|cited|"
    "identified|recommended|considered|spoke|preferred|disagreed|disagree|opposed|doubted"
)
"""Verbs that make a quantity before them one of people, as a pattern."""

SUPERLATIVE = re.compile(
    r"\b(?:the\s+)?(?:(?:single\s+)?most\s+(?:common(?:ly)?|frequent(?:ly)?|often|widely|cited|mentioned|important)|"
    r"(?:biggest|greatest|largest|main|chief|top|leading|strongest|foremost)\s+"
    r"(?:barrier|challenge|obstacle|concern|theme|reason|need|gap|enabler|recommendation|priority)|least\s+\w+)\b",
    re.IGNORECASE,
)
"""Words of rank: `the most common barrier`."""

_CONTRAST = re.compile(
    r"\b(however|but|although|though|while|whereas|yet|nevertheless|except|apart from|other than|disagree\w*|"
    r"oppos\w*|dissent\w*|doubt\w*|s[ck]eptic\w*|contrary|against|not all|did not|unconvinced|reject\w*)\b",
    re.IGNORECASE,
)
_NEGATED = re.compile(
    r"\b(?:no|not|never|nobody|no one|none|without|beyond|hardly)\s+(?:any\s+|\w+\s+)?"
    r"(?:disagree\w*|oppos\w*|dissent\w*|doubt\w*|s[ck]eptic\w*|contrary|against|reject\w*|unconvinced)",
    re.IGNORECASE,
)
"""`had no doubt`: agreement, in a word of disagreement."""
_DENIED = r"(?<!\bnot )(?<!\bno )(?<!\bwithout )(?<!\blittle )(?<!\black of )"
"""Not after these: `not all respondents`, `no consensus`."""
_MAY = "should|must|ought|need|needs|can|could|may|might|will|would|who"
"""After `everyone` these tell a wish, not what everyone said."""
_CLAUSE = re.compile(r"[.;:!?]|,(?=\s+(?:but|although|though|while|whereas|yet|except)\b)|(?=\bHowever\b)")


@dataclass(frozen=True, slots=True)
class Mention:
    """One quantity of people."""

    word: str
    """As in the policy, or a number."""
    strength: int
    """In the policy; -1 for a plain number."""
    number: int | None
    """The exact number said, where one is."""
    noun: str
    """`respondents`; empty where none follows."""
    adjectives: str
    """What stands between word and noun."""
    contrasting: bool
    """Stands in a clause on those who see it otherwise."""
    text: str
    start: int


def find_mentions(text: str, policy: QuantifierPolicy, labels: tuple[str, ...] = ()) -> tuple[Mention, ...]:
    """Every quantity of people in a text, in order."""
    strengths = known_words(policy)
    found = []
    for match in _pattern(tuple(strengths), labels).finditer(text):
        word = (match["a"] or match["b"] or match["c"] or match["d"] or match["e"]).casefold()
        word = " ".join(word.split())
        noun = (match["noun"] or "").casefold()
        contrasting = _contrasts(text, match.start(), match.end())
        found.append(
            Mention(
                word=word,
                strength=strengths.get(word, -1),
                number=0 if contrasting and word in NOBODY else _number(word),
                noun=noun,
                adjectives=" ".join((match["adjectives"] or "").split()),
                contrasting=contrasting,
                text=match.group().strip(),
                start=match.start(),
            )
        )
    return tuple(found)


def tells_dissent(text: str) -> bool:
    """Whether a text has a word of contrast or disagreement at all."""
    return bool(_CONTRAST.search(_agreeing(text)))


@lru_cache(maxsize=16)
def people_pattern(labels: tuple[str, ...]) -> str:
    """A pattern for nouns for people, one or many, labels that are nouns included."""
    nouns = [*PEOPLE, *(label.casefold() for label in labels if _is_noun(label))]
    singular = [noun[:-1] for noun in nouns]
    return "|".join(re.escape(noun) for noun in sorted({*nouns, *singular}, key=len, reverse=True))


@lru_cache(maxsize=16)
def _pattern(words: tuple[str, ...], labels: tuple[str, ...]) -> re.Pattern[str]:
    numbers = [*NUMBER_WORDS, r"\d[\d,]*"]
    known = "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in sorted(words, key=len, reverse=True))
    quantity = f"{known}|{'|'.join(numbers)}"
    people = people_pattern(labels)
    everybody = "|".join(word for word in words if word in ("everyone", "everybody"))
    agreement = "|".join(
        re.escape(word).replace(r"\ ", r"\s+")
        for word in sorted(words, key=len, reverse=True)
        if "consensus" in word and not word.endswith(" of")
    )
    return re.compile(
        rf"(?<![\w-]){_DENIED}(?:(?P<a>{quantity})(?:\s+of)?(?:\s+(?:the|these|those|our|all))?"
        rf"(?P<adjectives>(?:\s+[\w-]+){{0,2}}?)\s+(?P<noun>{people})(?![\w-])"
        rf"|(?P<b>{known})(?=\s+(?:{SAYING})\b)"
        rf"|(?<=\bby )(?P<c>{known})(?=\s*(?:[,.;:)]|$))"
        rf"|(?:^|(?<=[.;:!?,] ))(?P<e>{everybody or '(?!)'})(?!\s+(?:{_MAY})\b)(?!\w)"
        rf"|(?P<d>{agreement or '(?!)'})(?!\w))",
        re.IGNORECASE,
    )


def _contrasts(text: str, start: int, end: int) -> bool:
    """Whether the clause around a place tells of those who see it otherwise."""
    text = _agreeing(text, start)
    begin = max((found.end() for found in _CLAUSE.finditer(text, 0, start)), default=0)
    after = _CLAUSE.search(text, end)
    clause = text[begin : after.start() if after else len(text)]
    lead = text[max(0, begin - 1) : start]
    return bool(_CONTRAST.search(clause) or _CONTRAST.match(lead.strip(" ,;")))


def _agreeing(text: str, start: int = -1) -> str:
    """The text with blanks for disagreement that is denied, but where one starts: `no one disagreed`."""
    return _NEGATED.sub(
        lambda found: found.group() if found.start() == start else " " * len(found.group()), text
    )


def _number(word: str) -> int | None:
    if word[:1].isdigit():
        return int(word.replace(",", ""))
    names = {"one": 1, "a single": 1, "two": 2, "both": 2, "three": 3}
    names.update({name: place for place, name in enumerate(NUMBER_WORDS, 4)})
    return names.get(word)


def _is_noun(label: str) -> bool:
    return label.endswith("s") and not label.endswith("ss")
