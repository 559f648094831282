"""What only the team may see is in no public copy; numbers and quotes are the same in every format."""

import io
import re
import zipfile

import pytest

from thematic.model.lint import LintRemark
from thematic.model.matrix import NegativeCases
from thematic.model.outline import Waiver
from thematic.model.sources import Respondent
from thematic.report.compose import compose_document
from thematic.report.disclosure import Disclosure, count_roles
from thematic.report.document import Context
from thematic.report.docx import render_docx
from thematic.report.html import render_html
from thematic.report.markdown import render_markdown
from thematic.report.quality_part import Quality
from thematic.synthesis.build import build_findings
from thematic.synthesis.outline_reader import outline_from_value

TEXT = """
R1 role=dean consent=quote_with_role site=Atlantis
R2 role=nurse consent=quote_with_role
R3 role=nurse consent=quote_with_role
R4 role=nurse consent=quote_with_role
R5 role=nurse consent=quote_with_role
R6 role=nurse consent=quote_with_role
R7 consent=analysis
@Annabel
R1: [time+|We never get an hour for it, not one.] Hidden context.
R2: [time+|The rota takes every hour that we had.] [rank+|Rank is felt.]
R3: [time+|Nobody gives us the hours for any of it.]
R4: [time-|I find the time when I look for it myself.]
R5: [time+|Hours are what we do not have any longer.]
R6: [time+|No hours, and nobody who would give us some.]
R7: [time+|Secret words of one who did not agree.]
"""
OUTLINE = {
    "sections": [
        {
            "id": "s",
            "title": "Time",
            "findings": [
                {
                    "id": "time",
                    "statement": "{Quantifier} lack time ({n} of {N}). {dissent}",
                    "codes": ["time"],
                    "quantifier": {"word": "many", "by": "Annabel", "reason": "They came back to it."},
                    "quotes": [
                        {"respondent": "R1", "begins": "We never"},
                        {"respondent": "R2", "begins": "The rota"},
                        {"respondent": "R5", "begins": "Hours", "as": "unattributed"},
                    ],
                    "points": [{"statement": "{Quantifier} feel rank.", "codes": ["rank"]}],
                }
            ],
        }
    ]
}
SECRETS = ("Annabel", "R1.txt", "Secret words", "Hidden context", "Atlantis", "dean", "R7", "g1")


def _text_of_docx(data):
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = [
            archive.read(name).decode("utf-8", "replace")
            for name in archive.namelist()
            if name.endswith(".xml")
        ]
    return re.sub(r"<[^>]+>", "", "\n".join(parts)) + "\n".join(parts)


RENDERERS = {
    "md": render_markdown,
    "html": render_html,
    "docx": lambda document: _text_of_docx(render_docx(document)),
}


@pytest.fixture(scope="module")
def documents(coded):
    text = coded(TEXT)
    findings = build_findings(text.study, outline_from_value(OUTLINE), text.fetch, replicates=50)
    roles = count_roles(text.study.respondents)
    waiver = Waiver("override", "time", "agreed among authors", "Annabel")
    quality = Quality(
        negative=[NegativeCases("time", "1", 7, 6, opposing=("R4",), silent=("R7",))],
        remarks=[
            LintRemark("override", "warning", "time", "chosen by Annabel", waiver),
            LintRemark("stale", "warning", "time", "R7 came"),
        ],
    )
    made = {}
    for audience in ("public", "team"):
        made[audience] = compose_document(
            findings,
            Disclosure(audience, roles=roles),
            fetch_quotes=text.fetch,
            respondents=text.study.respondents,
            find_contexts=lambda guids: {
                guid: Context("", "words", "Hidden context.", "R1.txt 0") for guid in guids
            },
            quality=quality,
        )
    return made


@pytest.fixture(scope="module")
def printed(documents):
    return {
        (audience, name): render(document)
        for audience, document in documents.items()
        for name, render in RENDERERS.items()
    }


@pytest.mark.parametrize("name", RENDERERS)
@pytest.mark.parametrize("secret", SECRETS)
def test_no_secret_is_in_a_public_copy(printed, name, secret):
    assert not re.search(rf"(?<![\w-]){re.escape(secret)}(?!\w)", printed["public", name])


@pytest.mark.parametrize(
    "secret", [secret for secret in SECRETS if secret not in ("g1", "Hidden context", "dean", "Atlantis")]
)
def test_the_team_copy_holds_what_the_public_one_must_not(printed, secret):
    assert secret in printed["team", "html"]


@pytest.mark.parametrize("audience", ["public", "team"])
@pytest.mark.parametrize("name", RENDERERS)
def test_the_same_words_numbers_and_quotes_in_every_format(printed, audience, name):
    plain = re.sub(r"<[^>]+>|[*\\]", "", printed[audience, name])
    plain = re.sub(r"\s+", " ", plain.replace("&#34;", '"').replace("&quot;", '"').replace("&#39;", "'"))
    for text in (
        "Many respondents lack time (6 of 7).",
        "However, one respondent disagreed.",
        "One respondent feel rank.",
        "We never get an hour for it, not one.",
        "The rota takes every hour that we had.",
        "Hours are what we do not have any longer.",
        "I find the time when I look for it myself.",
        "6 of 7 respondents (86%)",
    ):
        assert text in plain, text


def test_a_role_that_fewer_than_five_share_is_not_printed(printed):
    assert "nurse" in printed["public", "md"]
    assert "dean" in printed["team", "md"]


def test_a_person_who_did_not_agree_is_quoted_nowhere_but_in_the_teams_evidence(printed):
    assert "Secret words" in printed["team", "md"].partition("Evidence")[2]
    assert "Secret words" not in printed["team", "md"].partition("Appendix")[0]


def test_respondents_may_go_unnamed_or_by_role(coded):
    text = coded(TEXT)
    findings = build_findings(text.study, outline_from_value(OUTLINE), text.fetch, replicates=0)
    roles = count_roles(text.study.respondents)
    none = render_markdown(compose_document(findings, Disclosure("public", "none", roles)))
    by_role = render_markdown(compose_document(findings, Disclosure("public", "roles", roles)))
    assert not re.search(r"R\d: \"", none)
    assert 'nurse: "The rota' in by_role
    assert not re.search(r"R\d, nurse", by_role)
    assert isinstance(text.study.respondents[0], Respondent)
