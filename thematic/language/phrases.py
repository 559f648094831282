"""Keyword phrases found in texts, whatever form their words take.

The only door to spaCy. No trained pipeline is needed: a blank tokenizer and
Snowball stems find "trained the trainer" for `training the trainers`.
Importing this module costs about a second; callers import it when they search.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any, Generic, TypeVar

import spacy
from spacy.language import Language
from spacy.matcher import Matcher, PhraseMatcher
from spacy.tokens import Doc

from thematic.language.stems import stem

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence

    from spacy.tokens import Token

Key = TypeVar("Key", bound="Hashable")

_STEMS = "thematic_stems"
_ANY_LANGUAGE = "xx"
_BY_CHARACTER = "zh"
_WITHOUT_BLANKS = frozenset(["ja", "lo", "km", "my", "th"])
_HYPHENS = frozenset("-\u2010\u2011")
_LONGEST_TEXT = 1_000_000_000
"""spaCy's own limit guards the memory of parsers; a blank pipeline has none."""


def find_phrases(
    texts: Iterable[str], phrases: Mapping[Key, Sequence[str]], language: str = "en"
) -> Iterator[tuple[int, Key, int, int, str]]:
    """Every place where a keyword phrase stands in the texts, overlapping ones included.

    Words match in any form of the same stem, whatever their case, across line
    ends and with or without hyphens. A phrase written `=like this` matches only
    these words as spelt (still in any case); a word ending in `*` matches any
    word that begins so.

    Args:
        texts: Texts to search, such as turns; read one at a time, so any number will do.
        phrases: Key (such as a code) → its phrases; those without a letter or digit are left out.
        language: ISO 639-1 code of the texts.

    Yields:
        (index of the text, key, start, end, phrase as written), by text and
        position; start and end are code points of that text. Two phrases of one
        key at the same place count once, under the one written first.
    """
    search = _Search([(key, phrase) for key, listed in phrases.items() for phrase in listed], language)
    for index, text in enumerate(texts):
        for start, end, number in search.places(text):
            key, phrase = search.phrases[number]
            yield index, key, start, end, phrase


class _Search(Generic[Key]):
    """Matchers for many phrases, numbered in the order they were written."""

    def __init__(self, phrases: list[tuple[Key, str]], language: str) -> None:
        self.phrases = phrases
        self._pipeline = _pipeline(language)
        vocabulary = self._pipeline.vocab
        self._stemmed = PhraseMatcher(vocabulary, attr="NORM")
        self._spelt = PhraseMatcher(vocabulary, attr="LOWER")
        self._begun = Matcher(vocabulary)
        for number, (_, phrase) in enumerate(phrases):
            if any(mark.isalnum() for mark in phrase):
                self._add(str(number), phrase.strip())

    def places(self, text: str) -> list[tuple[int, int, int]]:
        """Start, end and number of each phrase found, without repeats of a key at one place."""
        words, spans = _read(self._pipeline, text)
        names = words.vocab.strings
        found = sorted(
            (spans[first][0], spans[last - 1][1], int(names[name]))
            for matcher in (self._stemmed, self._spelt, self._begun)
            if len(matcher)
            for name, first, last in matcher(words)
        )
        once: dict[tuple[int, int, Key], int] = {}
        for start, end, number in found:
            once.setdefault((start, end, self.phrases[number][0]), number)
        return [(start, end, number) for (start, end, _), number in once.items()]

    def _add(self, name: str, phrase: str) -> None:
        spelt = phrase.startswith("=")
        phrase = phrase.removeprefix("=").strip()
        if "*" in phrase:
            self._begun.add(name, [self._beginnings(phrase, "LOWER" if spelt else "NORM")])
        else:
            words, _ = _read(self._pipeline, phrase)
            (self._spelt if spelt else self._stemmed).add(name, [words])

    def _beginnings(self, phrase: str, form: str) -> list[dict[str, Any]]:
        """A pattern for a phrase in which some words end in `*`."""
        pattern: list[dict[str, Any]] = []
        for piece in phrase.split():
            words, _ = _read(self._pipeline, piece.rstrip("*"))
            pattern += [{form: word.norm_ if form == "NORM" else word.lower_} for word in words]
            if piece.endswith("*"):
                start = words[-1].lower_ if len(words) else ""
                pattern[len(pattern) - min(len(words), 1) :] = [{"LOWER": {"REGEX": f"^{re.escape(start)}"}}]
        return pattern


def _read(pipeline: Language, text: str) -> tuple[Doc, list[tuple[int, int]]]:
    """The words of a text with their stems, and the code points where each stands.

    Blanks and hyphens inside words are left out, so that line ends, double
    blanks and `decision-making` do not hide a phrase. Other punctuation stays:
    `no. Time` is not "no time".
    """
    kept = [
        token
        for token in pipeline.make_doc(text)
        if not token.is_space and not (token.text in _HYPHENS and _is_inside_word(token))
    ]
    spans = [(token.idx, token.idx + len(token)) for token in kept]
    return pipeline(Doc(pipeline.vocab, words=[token.text for token in kept])), spans


def _is_inside_word(hyphen: Token) -> bool:
    return hyphen.i > 0 and not hyphen.whitespace_ and not hyphen.nbor(-1).whitespace_


@Language.factory(_STEMS, default_config={"language": "en"})
def _make_stems(nlp: Language, name: str, language: str) -> Callable[[Doc], Doc]:  # noqa: ARG001 - spaCy's own signature
    def norm_by_stem(words: Doc) -> Doc:
        for token in words:
            token.norm_ = stem(token.lower_, language)
        return words

    return norm_by_stem


@cache
def _pipeline(language: str) -> Language:
    """A blank tokenizer for the language, or for any where spaCy has none, followed by stems."""
    code = re.split("[-_]", language.lower())[0]
    try:
        pipeline = spacy.blank(code)
    except ImportError:
        pipeline = spacy.blank(_BY_CHARACTER if code in _WITHOUT_BLANKS else _ANY_LANGUAGE)
    pipeline.max_length = _LONGEST_TEXT
    pipeline.add_pipe(_STEMS, config={"language": code})
    return pipeline
