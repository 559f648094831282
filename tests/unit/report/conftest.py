"""A study with every kind of thing a report prints, and words that try to break out of it."""

from __future__ import annotations

import pytest

from thematic.model.crossings import Cooccurrence, Crosstab
from thematic.report.charts import Curves, Line
from thematic.report.compose import compose_document
from thematic.report.disclosure import Disclosure, count_roles
from thematic.report.document import Context, Document, Figure, Table, number_captions
from thematic.synthesis.build import build_findings
from thematic.synthesis.crossings import cross_attribute, cross_codes
from thematic.synthesis.outline_reader import outline_from_value

HOSTILE = '<script>alert(1)</script> ]]> & "quoted" =1+1 \x07\x0b🙂 שלום $x_1$ {{ 7*7 }} \u202e'
"""Markup, the end of a CDATA section, a formula, control characters, emoji, right to left, mathematics."""

TEXT = """
R1 role=nurse consent=quote_with_role ward=North mode=survey
R2 role=nurse consent=quote_with_role ward=North
R3 role=nurse consent=quote_with_role ward=North
R4 role=nurse consent=quote_with_role ward=North mode=survey
R5 role=nurse consent=quote_with_role ward=South
R6 role=dean consent=quote_with_role ward=South
R7 ward=South mode=survey
R8 ward=South
R9 ward=South
R10 ward=South

@Ann
R1/1: [barriers/time+|There is never an hour for it.] [barriers/rank+|Rank keeps you quiet here.]
R2/1: [time+|The rota takes every hour we have.]
R3/1: [time+|Nobody gives us the hours for it.]
R4/1: [time-|I find the time when I look for it.]
R5/1: [time+|Hours are what we do not have.] [rank+|Nobody speaks before the dean.]
R6/1: [time+|No hours, and nobody to give us some.]
R7/1: [time~|Time, yes, if you let them take it.]
R8/1: [rank+|Rank is felt in every meeting.]
R9/1: [time+|Time is what we want for.]
R10/1: [works/mentor+|A mentor made all the difference.]
"""

OUTLINE = {
    "outline": "nine",
    "sections": [
        {
            "id": "first",
            "title": "What gets in the way",
            "stems": [{"from": "time", "to": "rank", "statement": "Barriers were told by {quantifier}:"}],
            "findings": [
                {
                    "id": "time",
                    "statement": "{Quantifier} lack time ({n} of {N}). {dissent}",
                    "codes": ["time"],
                    "quotes": [
                        {"respondent": "R1", "begins": "There is"},
                        {"respondent": "R2", "begins": "The rota", "as": "inline"},
                        {"respondent": "R5", "begins": "Hours", "as": "unattributed"},
                    ],
                    "points": [
                        {"id": "more", "statement": "So more of it is needed.", "codes": ["time"]},
                        {"id": "rank-too", "statement": "{Quantifier} feel rank.", "codes": ["rank"]},
                    ],
                },
                {"id": "rank", "statement": "Rank matters to {quantifier}.", "codes": ["rank"]},
            ],
        },
        {
            "id": "second",
            "title": "What helps",
            "findings": [
                {
                    "id": "mentor",
                    "statement": "{Quantifier} praised a mentor.",
                    "codes": ["mentor"],
                    "points": [{"id": "again", "statement": "It takes one.", "codes": ["mentor"]}],
                }
            ],
            "lists": [{"id": "works", "title": "What works", "codes": ["works"]}],
        },
    ],
}


@pytest.fixture(scope="session")
def told(coded):
    """The study and its findings."""
    text = coded(TEXT, title="A study of wards")
    return text, build_findings(text.study, outline_from_value(OUTLINE), text.fetch, replicates=50)


@pytest.fixture(scope="session")
def settled(coded):
    """The same findings from two coders who differed and then settled it: the consensus layer counts."""
    seen = TEXT.replace("@Ann", "@Ben").replace("time+|", "rank+|").replace("mentor+|", "mentor-|")
    settled_on = TEXT.partition("@Ann")[2]
    text = coded(f"{seen}\nagreed @Ann\n{settled_on}", title="A study of wards")
    return text, build_findings(text.study, outline_from_value(OUTLINE), text.fetch, replicates=50)


@pytest.fixture(scope="session")
def compose(told):
    """Compose the report for an audience: `compose("team")`."""
    text, findings = told
    book = text.study.codebook
    codes = [code.guid for code in book.codes]

    def make(audience: str = "public", **more) -> Document:
        return compose_document(
            findings,
            Disclosure(audience, roles=count_roles(text.study.respondents)),
            fetch_quotes=text.fetch,
            date="21 November 2026",
            versions=[("thematic", "1.0")],
            crosstabs=[cross_attribute(text.study, text.study.codings, "ward", codes)],
            cooccurrence=cross_codes(text.study, text.study.codings, codes),
            respondents=text.study.respondents,
            find_contexts=lambda guids: {
                guid: Context("Before. ", "The words", " After.", "R1.txt 0–30") for guid in guids
            },
            **more,
        )

    return make


@pytest.fixture(scope="session")
def public(compose):
    return compose("public")


@pytest.fixture(scope="session")
def team(compose):
    return compose("team")


@pytest.fixture(scope="session")
def curves():
    """A figure with curves, as saturation draws them."""
    line = Line("interviews", (1, 2, 3), (4, 6, 7), (3, 5, 6), (5, 7, 8))
    chart = Curves("respondents", "themes", (line, Line(HOSTILE, (1, 2), (1, 1))))
    table = Table("Saturation", ("n", "themes"), (("1", "4"),))
    return Figure("Saturation", "Themes stop coming.", chart, table, "saturation-chart")


@pytest.fixture(scope="session")
def hostile_text():
    return HOSTILE


@pytest.fixture(scope="session")
def hostile(coded, curves):
    """The same words everywhere that people can write: title, codes, quotes, statements, attributes."""
    text = coded(f"R1 ward={HOSTILE.split(maxsplit=1)[0]} consent=quote\n@Ann\nR1: [time+|Words.] More.")
    outline = outline_from_value(
        {
            "sections": [
                {
                    "id": "s",
                    "title": HOSTILE,
                    "findings": [
                        {
                            "id": "f",
                            "statement": HOSTILE.replace("{{", "{{{{").replace("}}", "}}}}"),
                            "codes": ["time"],
                            "points": [{"id": "p", "statement": "=cmd|' /C calc'!A0", "codes": ["time"]}],
                        }
                    ],
                }
            ],
            "detail": [{"heading": HOSTILE, "blocks": [{"text": HOSTILE}]}],
        }
    )
    from dataclasses import replace

    findings = build_findings(text.study, outline, text.fetch, replicates=0)
    section = findings.sections[0]
    finding = section.findings[0]
    quote = replace(finding.quotes[0], text=HOSTILE)
    finding = replace(finding, quotes=(quote, replace(quote, form="inline")), text=HOSTILE)
    findings = replace(
        findings,
        title=HOSTILE,
        notice=HOSTILE,
        draft=(HOSTILE,),
        sections=(replace(section, findings=(finding,)),),
    )
    code = text.study.codebook.codes[0].guid
    import numpy as np

    document = compose_document(
        findings,
        Disclosure("team"),
        fetch_quotes=lambda local: [replace(one, quote=HOSTILE) for one in text.fetch(local)],
        versions=[("=1+1", HOSTILE)],
        crosstabs=[
            Crosstab(HOSTILE, (HOSTILE, "other"), (1, 1), (code,), np.array([[1, 0]])),
        ],
        cooccurrence=Cooccurrence((code, code), np.array([[1, 1], [1, 1]])),
        respondents=text.study.respondents,
        find_contexts=lambda guids: {guid: Context(HOSTILE, HOSTILE, HOSTILE, HOSTILE) for guid in guids},
    )
    return replace(document, blocks=number_captions([*document.blocks, curves]))
