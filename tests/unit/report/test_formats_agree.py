"""Four formats, one report: the same numbers, words for how many and quotes, in the same order."""

import html
import io
import json
import re

import docx
import pytest

from thematic.report.compose import compose_document
from thematic.report.disclosure import Disclosure, count_roles
from thematic.report.docx import render_docx
from thematic.report.html import render_html
from thematic.report.json import findings_value
from thematic.report.markdown import render_markdown

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def flat(text):
    """Words without quotation marks of any kind and without blanks in a row or inside brackets."""
    words = " ".join(re.sub('["“”]', "", text).split())
    return words.replace("( ", "(").replace(" )", ")")


def words_of_markdown(document):
    plain = re.sub(r"^(?:>|#+|[-*] |\| ?)", " ", render_markdown(document), flags=re.MULTILINE)
    return flat(html.unescape(re.sub(r"\\(.)", r"\1", plain.replace("**", "")).replace("*", "")))


def words_of_html(document):
    page = render_html(document).partition("<main")[2]
    page = re.sub(r"<(style|script|svg)\b.*?</\1>", " ", page, flags=re.DOTALL)
    return flat(html.unescape(re.sub(r"<[^>]+>", " ", page)))


def words_of_docx(document):
    file = docx.Document(io.BytesIO(render_docx(document)))
    lines = [
        "".join(node.text or "" for node in one.iter(f"{W}t")) for one in file.element.body.iter(f"{W}p")
    ]
    return flat(" ".join(lines))


READERS = {"md": words_of_markdown, "html": words_of_html, "docx": words_of_docx}


@pytest.fixture(scope="module", params=["public", "team", "settled"])
def copies(request, told, settled, compose):
    """The neutral form, and the words of each other format; also of a study with a consensus layer."""
    text, findings = settled if request.param == "settled" else told
    audience = "team" if request.param == "settled" else request.param
    disclosure = Disclosure(audience, roles=count_roles(text.study.respondents))
    value = json.loads(json.dumps(findings_value(findings, disclosure)))
    document = (
        compose_document(findings, disclosure, fetch_quotes=text.fetch, respondents=text.study.respondents)
        if request.param == "settled"
        else compose(audience)
    )
    return value, {name: read(document) for name, read in READERS.items()}


def statements(value):
    for section in value["sections"]:
        for finding in section["findings"]:
            yield str(finding["number"]), finding
            for point in finding["sub_points"]:
                yield f"{finding['number']}{point['letter']}", point


def test_what_coders_settled_counts_and_not_what_each_saw(told, settled):
    numbers = [[one.tally for one in findings.statements()] for _, findings in (told, settled)]
    assert numbers[0] == numbers[1]
    kinds = [dict(findings.sample.layers) for _, findings in (told, settled)]
    assert kinds == [{"single coder": 10}, {"consensus": 10}]


@pytest.mark.parametrize("name", READERS)
def test_findings_stand_in_the_order_of_their_numbers(copies, name):
    value, words = copies
    summary = words[name].partition("This report draws on")[2]
    places = [summary.index(flat(one["text"])) for _, one in statements(value)]
    assert places == sorted(places)
    assert [one["number"] for section in value["sections"] for one in section["findings"]] == [1, 2, 3]


@pytest.mark.parametrize("name", READERS)
def test_every_statement_stands_in_summary_and_detail(copies, name):
    value, words = copies
    for _, one in statements(value):
        assert words[name].count(flat(one["text"])) >= 2, one["text"]


@pytest.mark.parametrize("name", READERS)
def test_the_same_counts_stand_behind_each_finding(copies, name):
    value, words = copies
    for section in value["sections"]:
        for finding in section["findings"]:
            detail = words[name].rpartition(f"Finding {finding['number']} {flat(finding['text'])}")[2]
            tally = finding["tally"]
            assert detail.lstrip().startswith(
                f"Support: {tally['supporting']} of {tally['base']} respondents"
            )
            rank = finding["rank"]
            tie = "=" if rank["tied"] else ""
            shown = f"Rank {rank['value']}{tie} of {rank['of']} ({rank['low']}–{rank['high']})."
            assert shown in detail[:200]


@pytest.mark.parametrize("name", READERS)
def test_the_same_word_for_how_many_in_text_and_table(copies, name):
    value, words = copies
    table = words[name].partition("The numbers behind the findings")[2]
    separator = " | " if name == "md" else " "
    for label, one in statements(value):
        computed = one["computed"]
        share = (200 * computed["support"] + computed["base"]) // (2 * computed["base"])
        numbers = (computed["support"], computed["oppose"], computed["base"], f"{share}%")
        row = separator.join(map(str, (label, computed["word"], *numbers)))
        assert re.sub(r"\s", "", row) in re.sub(r"\s", "", table), row


@pytest.mark.parametrize("name", READERS)
def test_every_quote_is_verbatim_and_beside_its_speaker(copies, name):
    value, words = copies
    quotes = [quote for _, one in statements(value) for quote in (*one["quotes"], *one["dissent"])]
    assert len(quotes) >= 5
    for quote in quotes:
        said, who = flat(quote["text"]), quote["speaker"]
        assert said in words[name]
        if who:
            beside = {f"{who}: {said}", f"{said} {who}", f"{said} ({who})"}
            assert any(one in words[name] for one in beside), (who, said)


@pytest.mark.parametrize("name", READERS)
def test_tables_and_figures_have_the_same_numbers(copies, name):
    _, words = copies
    captions = re.findall(r"(?:Table|Figure) \d+\. ", words["md"])
    assert captions
    assert re.findall(r"(?:Table|Figure) \d+\. ", words[name]) == captions
