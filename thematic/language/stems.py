"""Words of a text and their stems, the same for search, suggestions and keywords.

Stems are Snowball's (M. F. Porter, snowballstem.org), without accents and
without anything but letters and digits, so that every index can hold them.
"""

from __future__ import annotations

import re
import threading
import unicodedata
from functools import cache, lru_cache
from typing import Any, NamedTuple

import snowballstemmer

from thematic.language.folding import fold

RULE_VERSION = 1
"""Raised whenever the same text may give other words or stems, so that stored ones are made anew."""

_SINGLES = "\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
"""Scripts written without blanks: every character counts as a word, so that any run can be found."""
_WORD = re.compile(
    rf"[{_SINGLES}]|[^\W_{_SINGLES}](?:[^\W_{_SINGLES}]|[\u0300-\u036f\u0900-\u0963]|['’](?=[^\W_]))*"
)
_ALGORITHMS = {
    "ar": "arabic",
    "ca": "catalan",
    "cs": "czech",
    "da": "danish",
    "de": "german",
    "el": "greek",
    "en": "english",
    "eo": "esperanto",
    "es": "spanish",
    "et": "estonian",
    "eu": "basque",
    "fa": "persian",
    "fi": "finnish",
    "fr": "french",
    "ga": "irish",
    "hi": "hindi",
    "hu": "hungarian",
    "hy": "armenian",
    "id": "indonesian",
    "it": "italian",
    "lt": "lithuanian",
    "nb": "norwegian",
    "ne": "nepali",
    "nl": "dutch",
    "nn": "norwegian",
    "no": "norwegian",
    "pl": "polish",
    "pt": "portuguese",
    "ro": "romanian",
    "ru": "russian",
    "sr": "serbian",
    "sv": "swedish",
    "ta": "tamil",
    "tr": "turkish",
    "yi": "yiddish",
}
_SMALL_WORDS = """
a an the this that these those some any each every either neither both all such same other another i me
my mine myself we us our ours ourselves you your yours yourself yourselves he him his himself she her
hers herself it its itself they them their theirs themselves one ones who whom whose which what i'm i've
i'd i'll we're we've we'd we'll you're you've you'd you'll he's he'd he'll she's she'd she'll it's it'd
it'll they're they've they'd they'll that's there's here's what's who's let's am is are was were be been
being have has had having do does did doing done will would shall should can could may might must ought
get gets got getting go goes going gone went isn't aren't wasn't weren't haven't hasn't hadn't don't
doesn't didn't won't wouldn't shouldn't can't couldn't mustn't and or but so if then than because as
while when where why how whether though although unless until of in on at by for from to into onto out
off up down over under about above below between through during before after against with without within
upon per via around along across behind beyond here there now again once ever never always often
sometimes just only also even still yet too very much many more most less least few lot lots bit quite
rather really actually basically probably maybe perhaps else own well oh ah um uh er erm mm hmm yeah yes
okay ok right sort kind like mean know think thing things something anything everything nothing someone
anyone everyone say says said
"""
_STEMMING = threading.Lock()


class Token(NamedTuple):
    """A word where it stands."""

    word: str
    """Lower case, with straight apostrophes."""
    start: int
    """First code point."""
    end: int
    """Code point after the last."""


def tokenize(text: str) -> list[Token]:
    """The words of a text in order: letters and digits, with apostrophes inside them.

    Hyphens part words (`e-learning` is two). Chinese characters and Japanese
    kana are a word each.
    """
    return [
        Token(found.group().lower().replace("’", "'"), found.start(), found.end())
        for found in _WORD.finditer(text)
    ]


@lru_cache(maxsize=100_000)
def stem(word: str, language: str = "en") -> str:
    """What the forms of a word have in common: `trained` and `trainers` → `train`, `don't` → `dont`.

    Args:
        word: One word; case does not matter.
        language: ISO 639-1 code, a region may follow (`en-GB`); one without
            Snowball rules leaves the word as it is.
    """
    plain = unicodedata.normalize("NFC", word).lower().replace("’", "'")
    stemmer = _stemmer(language)
    if stemmer is not None:
        with _STEMMING:  # a stemmer holds the word it works on
            plain = stemmer.stemWord(plain)
    return "".join(mark for mark in fold(plain) if mark.isalnum()) or plain


def stem_key(phrase: str, language: str = "en") -> str:
    """The stems of a phrase joined by blanks: equal keys are the same phrase in other forms."""
    return " ".join(stem(token.word, language) for token in tokenize(phrase))


def has_stemmer(language: str) -> bool:
    """Whether forms of a word are brought together in this language."""
    return _stemmer(language) is not None


@cache
def _stemmer(language: str) -> Any:
    algorithm = _ALGORITHMS.get(re.split("[-_]", language.lower())[0])
    if algorithm is None or algorithm not in snowballstemmer.algorithms():
        return None
    return snowballstemmer.stemmer(algorithm)


STOPWORDS = frozenset(_SMALL_WORDS.split())
"""English words that say little by themselves, as `Token.word` gives them. Negations other than
contractions are not among them (`no time`). Search keeps every word; rankings may leave these out."""
