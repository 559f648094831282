"""A small notation for coded text, so that a test shows what it counts.

    @Ann                                   whose codings follow (default: Ann)
    R4 mode=survey country=UK consent=quote    attributes; mode and consent are special
    R4/2: [learning+|Practice.] And more.  respondent 4 answers question 2; + supports, ~ qualifies, - opposes
    R4: [time rank-|No time, no rank.]     two codes on one passage; no question
    R5/2:                                  asked, and said nothing
    R6/2: (not asked)
    agreed @Ann                            like @Ann, in the consensus layer

Codes come into being by being named; `parent/child` puts one below another.
A second coder repeats the line; the words must be the same.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

import numpy as np
import pytest

from thematic.model.codebook import Code, Codebook
from thematic.model.codings import Coder, Quote
from thematic.model.columns import LAYER_CODES, STANCE_CODES, STANCE_NAMES, CodingColumns, Study
from thematic.model.sources import Question, Respondent, Source

_MARK = re.compile(r"\[([^\]|]+)\|([^\]]*)\]")
_STANCE = {"+": "supports", "~": "qualifies", "-": "opposes"}
_LINE = re.compile(r"(?P<who>[A-Z]\w*)(?:/(?P<question>\d+))?:(?P<text>.*)")


@dataclass
class CodedText:
    """What a notation says: a study, and the words behind its codings."""

    study: Study
    quotes: tuple[Quote, ...]
    texts: dict[str, str]
    """Source name → its text."""
    fetched: list[int] = field(default_factory=list)

    def fetch(self, local_keys):
        """Quotes by local key, as the store would give them."""
        self.fetched.extend(local_keys)
        return [self.quotes[key - 1] for key in local_keys]

    def find(self, guids):
        """Local keys by guid."""
        known = {quote.guid: place + 1 for place, quote in enumerate(self.quotes)}
        return {guid: known[guid] for guid in guids if guid in known}


class _Reading:
    def __init__(self, names):
        self.people: dict[str, dict] = {}
        self.codes: dict[str, str | None] = {}
        self.names = names
        self.coders: list[str] = []
        self.answers: dict[tuple[str, int], str | None] = {}
        self.rows: list[tuple] = []
        self.coder, self.layer = "Ann", "human"

    def line(self, line):
        if match := re.fullmatch(r"(agreed )?@(\w+)", line):
            self.layer, self.coder = ("agreed" if match[1] else "human"), match[2]
        elif match := _LINE.fullmatch(line):
            self.answer(match["who"], int(match["question"] or 0), match["text"].strip())
        else:
            who, *pairs = line.split()
            self.people.setdefault(who, {}).update(pair.split("=", 1) for pair in pairs)

    def answer(self, who, question, marked):
        self.people.setdefault(who, {})
        if self.coder not in self.coders:
            self.coders.append(self.coder)
        if marked == "(not asked)":
            self.answers[who, question] = None
            return
        plain, end = "", 0
        spans = []
        for mark in _MARK.finditer(marked):
            plain += marked[end : mark.start()]
            spans.append((len(plain), len(plain) + len(mark[2]), mark[1].split()))
            plain += mark[2]
            end = mark.end()
        plain += marked[end:]
        known = self.answers.setdefault((who, question), plain)
        assert known == plain, f"{who}/{question} has other words for another coder"
        for start, stop, codes in spans:
            for code in codes:
                stance = _STANCE.get(code[-1])
                key = self.code(code.rstrip("+~-") if stance else code)
                self.rows.append((who, question, start, stop, key, stance, self.coder, self.layer))

    def code(self, path):
        *above, key = path.split("/")
        parent = None
        for code in (*above, key):
            if self.codes.get(code) is None:
                self.codes[code] = parent
            parent = code
        return key


def read_coded(text, *, names=None, title="Study", approach="codebook", settings=None, documents=()):
    reading = _Reading(names or {})
    for line in filter(None, (line.strip() for line in text.splitlines())):
        reading.line(line)
    labels = sorted(reading.people, key=lambda label: (len(label), label))
    numbers = sorted({question for _, question in reading.answers if question})
    sources, texts, offsets = [], {}, {}
    for label in labels:
        whole = ""
        for number in [0, *numbers]:
            words = reading.answers.get((label, number))
            if words:
                offsets[label, number] = len(whole)
                whole += words + "\n"
        name = f"{label}.txt"
        kind = "document" if label in documents else "interview"
        kind = "survey" if reading.people[label].get("mode") == "survey" else kind
        texts[name] = whole
        sources.append(Source(f"s-{label}", name, kind, f"t-{label}", "", len(whole), 0, (label,)))
    people = [label for label in labels if label not in documents]
    codebook = Codebook(
        tuple(
            Code(
                f"c-{key}",
                key,
                reading.names.get(key, key.replace("-", " ").capitalize()),
                parent=f"c-{parent}" if parent else None,
                position=place,
            )
            for place, (key, parent) in enumerate(reading.codes.items())
        ),
        "test",
    )
    keys = list(reading.codes)
    columns, quotes = [], []
    for local, (who, number, begin, end, key, stance, coder, layer) in enumerate(reading.rows, 1):
        start, stop = begin + offsets[who, number], end + offsets[who, number]
        person = people.index(who) if who in people else -1
        question = numbers.index(number) if number else -1
        columns.append(
            (
                local,
                labels.index(who),
                start,
                stop,
                keys.index(key),
                reading.coders.index(coder),
                LAYER_CODES[layer],
                STANCE_CODES[stance],
                person,
                question,
            )
        )
        quotes.append(
            Quote(
                f"g{local}",
                texts[f"{who}.txt"][start:stop],
                f"{who}.txt",
                start,
                stop,
                who if who in people else None,
                number or None,
                key,
                coder,
                stance,
                layer,
            )
        )
    exposure = np.full((len(people), len(numbers)), 2, dtype=np.int8)
    for row, label in enumerate(people):
        for column, number in enumerate(numbers):
            words = reading.answers.get((label, number), "")
            exposure[row, column] = 0 if words is None else 2 if words else 1
    respondents = tuple(
        Respondent(
            f"r-{label}",
            label,
            reading.people[label].get("consent", "quote").replace("_", " "),
            {name: value for name, value in reading.people[label].items() if name not in ("mode", "consent")},
        )
        for label in people
    )
    array = np.array(columns, dtype=np.int64).reshape(-1, 10)
    kinds = (np.int64, np.int32, np.int32, np.int32, np.int32, np.int32, np.int8, np.int8, np.int32, np.int32)
    study = Study(
        title=title,
        approach=approach,
        respondents=respondents,
        questions=tuple(Question(f"q{number}", number, f"Question {number}?") for number in numbers),
        sources=tuple(sources),
        coders=tuple(Coder(f"k-{name}", name) for name in reading.coders),
        codebook=codebook,
        exposure=exposure,
        answered=np.array(
            [any(reading.answers.get((label, n)) for n in [0, *numbers]) for label in people], dtype=bool
        ),
        mode=tuple(reading.people[label].get("mode", "interview") for label in people),
        codings=CodingColumns(*(array[:, i].astype(kind) for i, kind in enumerate(kinds))),
        settings=settings or {},
    )
    assert STANCE_NAMES[0] is None
    return CodedText(study, tuple(quotes), texts)


@pytest.fixture(scope="session")
def coded():
    """Read the notation: `coded("R4: [time|No time.]")`."""
    return read_coded


EIGHT = """
R1 country=UK
R2 country=UK
R3 country=UK consent=unknown
R4 country=Canada consent=analysis
R5 mode=survey country=UK
R6 mode=survey country=Canada
R7 mode=survey country=Canada
R8 mode=survey country=UK

@Ann
R1/1: [learning/by-doing+|Practice, reflection, practice.] [barriers/time|There is no time for it.]
R2/1: [learning/by-doing+|You learn it on the job, and I have seen that many times over.]
R2/2: [assess/integrated+|Put it into what we have.] [assess/discrete+|And test it apart.]
R3/1: [learning/by-doing~|By doing, if a supervisor stands beside you.] [by-doing+|Doing is how.]
R3/2: [assess/discrete+|It deserves its own form.]
R4/1: [learning/by-doing-|Nobody learns this on a ward.]
R4/2: (not asked)
R5/1: [learning/by-doing+|Practice, reflection, practice.] [time+|No time.] [by-doing+|Practice again.]
R5/2: [assess/integrated+|Inside the yearly review.]
R6/1: [by-doing+|By doing.] [by-doing-|Not for everybody, though.] [barriers/rotation|We move on too soon.]
R6/2: [assess/integrated+|Within the portfolio.]
R7/1: [barriers/time-|Time is an excuse.] The weather was fine.
R7/2:
R8/1:
R8/2:

@Ben
R1/1: [by-doing+|Practice, reflection, practice.] There is no time for it.
R2/1: You learn it on the job, and I have seen that many times over.
"""
"""Eight respondents, four interviewed and four by survey. Counted by hand in test_eight.py:
R8 answered nothing; R7 only question 1; R4 was not asked question 2. R1 and R5 wrote the same words.
R1 and R2 were coded by two coders, who share one coding on R1 and none on R2."""


@pytest.fixture(scope="session")
def eight():
    """The eight-respondent study, with Ann named as the coder whose codings count."""
    return read_coded(EIGHT, settings={"lead_coder": "Ann"})


@pytest.fixture(scope="session")
def eight_undecided():
    """The same with nobody named, so that R1 and R2 rest on what both coders share."""
    return read_coded(EIGHT)
