"""How alike words are: nearest names, type to find, near duplicates.

The only door to rapidfuzz. Every score is between 0 (nothing in common) and
1 (equal). Case and accents never count.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from rapidfuzz import fuzz, process

from thematic.language.folding import fold, fold_words

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

_SHINGLE = 3
_NEAREST = 0.6
_FUZZY = 0.7


def ratio(one: str, other: str) -> float:
    """Share of characters two texts have in common in the same order (normalised indel similarity)."""
    return fuzz.ratio(fold(one), fold(other)) / 100


def partial(part: str, whole: str) -> float:
    """The best `ratio` of the shorter text with any stretch of the longer one."""
    return fuzz.partial_ratio(fold(part), fold(whole)) / 100


def nearest(name: str, names: Collection[str], cutoff: float = _NEAREST) -> str | None:
    """The name a person most likely meant, or None when none is close.

    Spelling decides; failing that, the shortest name with a word that begins
    as the given one does (`time` means `time-barrier`).

    Args:
        name: What was written.
        names: What exists; of equally close ones the first wins.
        cutoff: Least `ratio` that still counts as close.
    """
    folded = {candidate: fold(candidate) for candidate in names}
    best = process.extractOne(fold(name), folded, scorer=fuzz.ratio, score_cutoff=cutoff * 100)
    if best is not None:
        return str(best[2])
    start = fold_words(name)
    if len(start) < _SHINGLE:
        return None
    beginning = [candidate for candidate in names if f" {start}" in f" {fold_words(candidate)}"]
    return min(beginning, key=len, default=None)


def most_alike(text: str, others: Sequence[str], limit: int) -> list[int]:
    """Which of the others are most alike to a text, by `ratio`, the best first, as indices."""
    found = process.extract(fold(text), [fold(other) for other in others], scorer=fuzz.ratio, limit=limit)
    return [place for _, _, place in found]


@dataclass(frozen=True)
class Candidate:
    """One thing that can be found by typing. Keep it between keystrokes: it remembers its folded words."""

    name: str
    path: str = ""
    """Where it stands, with the names above it."""
    keywords: tuple[str, ...] = ()
    definition: str = ""

    @cached_property
    def folded_name(self) -> str:
        """Words of the name, folded, with a blank before each."""
        return f" {fold_words(self.name)}"

    @cached_property
    def words(self) -> tuple[str, ...]:
        """Words of the name, folded."""
        return tuple(self.folded_name.split())

    @cached_property
    def folded_labels(self) -> str:
        """Words of name, path and keywords, folded, with a blank before each."""
        return f" {fold_words(' '.join((self.name, self.path, *self.keywords)))}"

    @cached_property
    def folded_words(self) -> str:
        """Words of everything, folded, with a blank before each."""
        return f"{self.folded_labels} {fold_words(self.definition)}"

    @cached_property
    def initials(self) -> str:
        """First letters of the name's words: `lot` for Lack of time."""
        return "".join(word[0] for word in self.words)


@dataclass(frozen=True, slots=True)
class Match:
    """A candidate that answers to a query."""

    index: int
    """Its place among the candidates given."""
    score: float
    """1 for the name itself, down to the weakest fuzzy likeness; whole bands, see `rank_matches`."""


def rank_matches(query: str, candidates: Sequence[Candidate], limit: int = 20) -> list[Match]:
    """What a person who types these letters is looking for, best first.

    Bands, strongest first: the name itself (1.0), a name that begins so (.95),
    words of the name that begin so (.9), its initials (.85), words of path or
    keywords that begin so (.8), letters inside the name (.75), words of the
    definition that begin so (.7), and names that merely look alike (below .5).
    Every word of the query must match. Within a band shorter names come first,
    then the order given. An empty query gives the first ones as they stand.

    Args:
        query: What was typed so far.
        candidates: What can be found.
        limit: How many at most.
    """
    typed = fold_words(query)
    if not typed:
        return [Match(index, 1.0) for index in range(min(limit, len(candidates)))]
    words = [f" {word}" for word in typed.split()]
    found = {}
    for index, candidate in enumerate(candidates):
        if band := _band(typed, words, candidate):
            found[index] = band
    if len(found) < limit:
        found.update(_lookalikes(typed, candidates, found))
    order = sorted(found, key=lambda index: (-found[index], len(candidates[index].folded_name), index))
    return [Match(index, found[index]) for index in order[:limit]]


def _band(typed: str, words: list[str], candidate: Candidate) -> float:
    name = candidate.folded_name
    if not all(word in candidate.folded_words for word in words):
        return 0.85 if typed == candidate.initials else 0.75 if typed in name else 0.0
    if name.startswith(f" {typed}"):
        return 1.0 if len(name) == len(typed) + 1 else 0.95
    if all(word in name for word in words):
        return 0.9
    if typed == candidate.initials:
        return 0.85
    if all(word in candidate.folded_labels for word in words):
        return 0.8
    return 0.75 if typed in name else 0.7


def _lookalikes(typed: str, candidates: Sequence[Candidate], found: Collection[int]) -> dict[int, float]:
    """Misspelt names: index → likeness halved, so that these stay below every real match.

    Every typed word must look like a word of the name, or like its beginning.
    """
    rest = {index: candidate.words for index, candidate in enumerate(candidates) if index not in found}
    vocabulary = list({word for words in rest.values() for word in words})
    alike = [_words_like(word, vocabulary) for word in typed.split()]
    likeness = {}
    for index, words in rest.items():
        if alike[0].keys().isdisjoint(words):
            continue
        best = [max((known.get(word, 0.0) for word in words), default=0.0) for known in alike]
        if min(best) > 0:
            likeness[index] = sum(best) / len(best) / 2
    return likeness


def _words_like(typed: str, vocabulary: list[str]) -> dict[str, float]:
    """Words that look like a typed one → how much; a word of one or two letters must begin so."""
    alike = {word: 1.0 for word in vocabulary if word.startswith(typed)}
    if len(typed) < _SHINGLE:
        return alike
    for size in (None, len(typed)):
        words = vocabulary if size is None else [word[:size] for word in vocabulary]
        for _, score, place in process.extract(
            typed, words, scorer=fuzz.ratio, score_cutoff=_FUZZY * 100, limit=None
        ):
            word = vocabulary[place]
            alike[word] = max(alike.get(word, 0.0), score / 100)
    return alike


def near_duplicates(texts: Sequence[str], threshold: float = 0.9) -> list[tuple[int, int, float]]:
    """Pairs of texts that say nearly the same in the same words.

    Texts that share a run of three words are compared; a text of fewer words
    meets only its equals. Of texts that are equal after folding each is paired
    with the first one only, and that one stands for all in further pairs, so
    that five hundred times "Nothing" gives 499 pairs and not 124,750.

    Args:
        texts: What to compare.
        threshold: Least `ratio` of the folded words that makes a pair.

    Returns:
        (index, later index, likeness), the most alike first.
    """
    words = [fold_words(text) for text in texts]
    first: dict[str, int] = {}
    pairs: list[tuple[int, int, float]] = []
    for index, folded in enumerate(words):
        if folded and first.setdefault(folded, index) != index:
            pairs.append((first[folded], index, 1.0))
    for one, other in _sharing(first):
        likeness = fuzz.ratio(words[one], words[other], score_cutoff=threshold * 100) / 100
        if likeness >= threshold:
            pairs.append((one, other, likeness))
    return sorted(pairs, key=lambda pair: (-pair[2], pair[0], pair[1]))


def _sharing(first: dict[str, int]) -> Iterable[tuple[int, int]]:
    """Pairs of distinct texts that share a run of three words."""
    holders: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
    for folded, index in first.items():
        met: set[int] = set()
        for shingle in _shingles(folded.split()):
            met.update(holders[shingle])
            holders[shingle].append(index)
        for earlier in met:
            yield earlier, index


def _shingles(words: list[str]) -> set[tuple[str, ...]]:
    runs = zip(*(words[skip:] for skip in range(_SHINGLE)), strict=False)
    return set(runs) or {tuple(words)}
