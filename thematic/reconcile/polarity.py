"""Names that look alike and may mean opposite things: "Trust" and "Lack of trust"."""

from __future__ import annotations

from thematic.language.folding import fold_words

NEGATIONS = frozenset(
    {"no", "not", "non", "never", "none", "nor", "without", "lack", "lacking", "lacked", "absence"}
    | {"absent", "missing", "poor", "little", "few", "fail", "failed", "failing", "failure"}
    | {"insufficient", "inadequate", "cannot", "cant", "dont", "doesnt", "isnt", "wont"}
)
PREFIXES = ("un", "in", "im", "il", "ir", "dis", "mis", "non", "de")
SHORTEST_STEM = 4
"""Letters left behind a negating prefix, so that 'unit' is not the negation of 'it'."""

OPPOSITES: frozenset[frozenset[str]] = frozenset(
    frozenset(pair.split())
    for pair in (
        "internal external",
        "increase decrease",
        "increased decreased",
        "increasing decreasing",
        "barrier enabler",
        "barrier facilitator",
        "hindrance help",
        "positive negative",
        "strength weakness",
        "strong weak",
        "more less",
        "high low",
        "higher lower",
        "gain loss",
        "support oppose",
        "supports opposes",
        "include exclude",
        "inclusion exclusion",
        "before after",
        "public private",
        "good bad",
        "better worse",
        "success failure",
        "push pull",
        "improve worsen",
        "benefit harm",
        "benefit cost",
        "benefit risk",
        "opportunity threat",
        "pro con",
        "accept reject",
        "acceptance rejection",
        "enough insufficient",
        "always never",
        "early late",
        "easy difficult",
        "easy hard",
        "fast slow",
        "top bottom",
        "individual collective",
        "love hate",
        "open closed",
        "present absent",
        "old new",
        "old young",
        "men women",
        "male female",
        "for against",
        "with without",
    )
)


def may_oppose(one: str, other: str) -> str:
    """Why two names may be opposites, in words; empty when nothing says so.

    A guard, not a judgement: it looks for a negation on one side only, a
    negating prefix, and a list of pairs.
    """
    first, second = _words(one), _words(other)
    only_first, only_second = first - second, second - first
    negating = sorted((only_first | only_second) & NEGATIONS)
    if bool(only_first & NEGATIONS) != bool(only_second & NEGATIONS):
        return f"'{negating[0]}' stands in one name only"
    for word in sorted(only_first):
        for opposite in sorted(only_second):
            if _are_opposites(word, opposite):
                return f"'{word}' against '{opposite}'"
    return ""


def _are_opposites(word: str, other: str) -> bool:
    return frozenset({word, other}) in OPPOSITES or _negates(word, other) or _negates(other, word)


def _words(name: str) -> set[str]:
    words = fold_words(name.replace("'", "").replace("’", "")).split()
    return {_singular(word) for word in words}


def _singular(word: str) -> str:
    return word[:-1] if len(word) > SHORTEST_STEM and word.endswith("s") and not word.endswith("ss") else word


def _negates(word: str, plain: str) -> bool:
    return len(plain) >= SHORTEST_STEM and any(word == prefix + plain for prefix in PREFIXES)
