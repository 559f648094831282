"""A page that stands alone, for eyes, ears and keyboards."""

import base64
import hashlib
import re
from html.parser import HTMLParser
from itertools import pairwise

import pytest

from thematic.errors import BadInput
from thematic.report.html import render_html

VOID = {"meta", "br", "img", "input", "link", "hr"}


class Page(HTMLParser):
    """The elements of a page, their nesting checked."""

    def __init__(self, html):
        super().__init__(convert_charrefs=True)
        self.elements, self.open, self.words, self.problems = [], [], [], []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs), tuple(self.open)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.elements.append((tag, dict(attrs), tuple(self.open)))

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.problems.append(tag)

    def handle_data(self, data):
        if self.open and self.open[-1] not in ("style", "script"):
            self.words.append(data)

    def all(self, tag, **wanted):
        names = {name.rstrip("_").replace("_", "-"): value for name, value in wanted.items()}
        return [
            attributes
            for found, attributes, _ in self.elements
            if found == tag and all(attributes.get(name) == value for name, value in names.items())
        ]

    @property
    def text(self):
        return " ".join("".join(self.words).split())


@pytest.fixture(scope="module")
def pages(public, team, hostile):
    made = {"public": public, "team": team, "hostile": hostile}
    return {name: (html := render_html(document), Page(html)) for name, document in made.items()}


@pytest.fixture(params=["public", "team", "hostile"])
def page(request, pages):
    return pages[request.param]


def test_elements_are_nested_and_closed(page):
    _, read = page
    assert not read.problems
    assert not read.open


def test_nothing_is_fetched_from_anywhere(page):
    html, read = page
    assert not read.all("link")
    assert not read.all("img")
    assert not [one for _, one, _ in read.elements if "src" in one]
    assert all(one.get("href", "#").startswith("#") for one in read.all("a"))
    assert "@import" not in html
    assert "url(http" not in html


def test_a_policy_allows_our_script_and_no_other(page):
    html, read = page
    policy = read.all("meta", http_equiv="Content-Security-Policy")[0]["content"]
    script = re.search(r"<script>(.*?)</script>\s*</body>", html, re.DOTALL)[1]
    allowed = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert f"script-src 'sha256-{allowed}'" in policy
    assert "default-src 'none'" in policy
    assert html.count("<script") == 1


def test_every_link_within_the_page_arrives(page):
    _, read = page
    targets = [one["id"] for _, one, _ in read.elements if "id" in one]
    assert len(targets) == len(set(targets))
    assert {one["href"][1:] for one in read.all("a")} <= set(targets)
    named = {
        word
        for _, one, _ in read.elements
        for name in ("aria-labelledby", "aria-describedby", "for")
        for word in one.get(name, "").split()
    }
    assert named <= set(targets)


def test_headings_form_an_outline_without_gaps(page):
    _, read = page
    levels = [int(tag[1]) for tag, _, _ in read.elements if re.fullmatch(r"h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(later - earlier <= 1 for earlier, later in pairwise(levels))


def test_landmarks_language_and_a_way_past_the_contents(pages):
    html, read = pages["public"]
    assert read.all("html")[0]["lang"] == "en-GB"
    assert len(read.all("main")) == len(read.all("header")) == len(read.all("footer")) == 1
    assert read.all("nav")[0]["aria-label"] == "Contents"
    first = read.all("a")[0]
    assert first["class"] == "skip"
    assert first["href"] == "#main"
    assert html.index('class="skip"') < html.index("<header")


def test_each_finding_has_an_anchor_in_summary_and_detail(pages):
    _, read = pages["public"]
    ids = {one.get("id") for _, one, _ in read.elements}
    assert {f"{place}finding-{number}" for place in ("", "detail-") for number in (1, 2, 3)} <= ids


def test_findings_carry_their_numbers_and_points_their_letters(pages):
    _, read = pages["public"]
    assert [one["value"] for one in read.all("li") if "value" in one] == ["1", "2", "3"]
    assert read.all("ol", class_="points")[0]["type"] == "a"


def test_tables_have_captions_and_scoped_headers(page):
    _, read = page
    assert len(read.all("table")) == len(read.all("caption"))
    assert all(one.get("scope") in ("col", "row") for one in read.all("th"))
    assert all(one["tabindex"] == "0" for one in read.all("div", class_="scroll"))


def test_a_chart_has_words_and_a_table(pages):
    _, read = pages["public"]
    charts = [one for one in read.all("div") if one.get("role") == "img"]
    assert len(charts) == len(read.all("svg")) == len(read.all("figure", class_="chart")) >= 2
    assert all(one["aria-labelledby"] and one["aria-describedby"] for one in charts)
    assert len(read.all("details", class_="numbers")) == len(charts)


def test_the_page_is_whole_without_its_script(page):
    _, read = page
    hidden = [(tag, one.get("id")) for tag, one, _ in read.elements if "hidden" in one]
    assert {name for _, name in hidden} <= {"theme", "filter"}


def test_findings_can_be_filtered_by_section_and_quotes_by_attribute(pages):
    _, read = pages["team"]
    values = [one["value"] for one in read.all("option")]
    assert "What helps" in values
    assert {"North", "South"} <= set(values)
    assert {one["data-section"] for one in read.all("section") if "data-section" in one} == {
        "What gets in the way",
        "What helps",
    }
    assert any('"ward": "North"' in one.get("data-voice", "") for _, one, _ in read.elements)


def test_a_respondents_page_can_be_found_by_attribute_and_by_section(pages):
    _, read = pages["team"]
    people = [one["data-person"] for one in read.all("section") if "data-person" in one]
    assert len(people) == 10
    assert any('"ward": "South"' in one for one in people)
    assert not [one for one in pages["public"][1].all("section") if "data-person" in one]


def test_a_public_copy_tells_no_attribute_but_a_role_that_many_share(pages):
    html, read = pages["public"]
    told = {one["data-voice"] for _, one, _ in read.elements if "data-voice" in one}
    assert told <= {"{}", '{"role": "nurse"}'}
    assert 'class="context"' not in html
    assert "respondent-" not in html


def test_in_a_team_copy_each_quote_opens_its_context_and_leads_to_its_speaker(pages):
    html, read = pages["team"]
    quotes = [one for _, one, _ in read.elements if "data-voice" in one]
    assert len(read.all("details", class_="context")) == len(quotes) > 0
    assert html.count("<mark>The words</mark>") == len(quotes)
    assert 'href="#respondent-R1"' in html
    assert "R5, not named in print" in read.text


def test_harmful_words_are_words(pages, hostile_text):
    html, read = pages["hostile"]
    assert html.count("<script") == 1
    assert not re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f]", html)
    assert "{{ 7*7 }}" in read.text
    shown = " ".join(hostile_text.replace("\x07", "").replace("\x0b", "").split())
    assert read.text.count(shown) >= 6


def test_the_same_document_gives_the_same_page(public, pages):
    assert render_html(public) == pages["public"][0]


def test_a_template_of_ones_own_may_replace_a_part(public):
    own = '{% extends "report.html" %}{% block footer %}<p>{{ document.title|upper }}</p>{% endblock %}'
    assert "<p>A STUDY OF WARDS</p>" in render_html(public, own)


@pytest.mark.parametrize(
    "template",
    ["{% if %}", "{{ nobody }}", "{{ ''.__class__.__mro__ }}", '{% include "elsewhere.html" %}', "{{ 1/0 }}"],
)
def test_a_template_that_does_not_work_is_refused_with_the_reason(public, template):
    with pytest.raises(BadInput, match="template"):
        render_html(public, template)
