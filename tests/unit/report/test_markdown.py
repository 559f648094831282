"""Markdown: one sentence a line, and nothing in the text is read as markup."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thematic.report.document import (
    Bullets,
    Document,
    Heading,
    Item,
    NumberedList,
    Paragraph,
    Point,
    Quotation,
    Table,
)
from thematic.report.markdown import escape, render_markdown


def page(*blocks, **more):
    return render_markdown(Document("Title", "public", tuple(blocks), **more)).removeprefix("# Title\n\n")


def test_a_paragraph_has_a_line_for_each_sentence():
    assert (
        page(Paragraph("One thing. Another, e.g. this. A third?"))
        == "One thing.\nAnother, e.g. this.\nA third?\n"
    )


def test_findings_keep_their_numbers_and_points_their_letters():
    items = (
        Item(19, "Time is short. It is.", "a", (Point("a", "Give more.", "recommendation"),)),
        Item(20, "Rank.", "b"),
    )
    assert page(NumberedList(items)) == ("19. Time is short.\n    It is.\n    - a. Give more.\n20. Rank.\n")


def test_quotes_are_blocks_with_their_speaker():
    assert page(Quotation('He said "no".', "R4")) == '> R4: "He said "no"."\n'
    assert page(Quotation("Two\nlines", "")) == '> "Two\n> lines"\n'
    assert page(Quotation("short", "R4", "inline")) == '"short" (R4)\n'


def test_tables_align_numbers_and_keep_bars_inside_their_cell():
    table = Table("Words", ("Word", "n"), (("a|b", "3"), ("c\nd", "4")), "Note.", numeric=(1,))
    assert page(table) == "**Words**\n\n| Word | n |\n| --- | ---: |\n| a\\|b | 3 |\n| c d | 4 |\n\nNote.\n"


def test_notice_audience_and_draft_stand_at_the_top():
    text = render_markdown(
        Document(
            "T",
            "team",
            (Heading(2, "About"),),
            notice="Invented data.",
            draft=("Asked.", "Open."),
            date="today",
        )
    )
    assert text.split("\n\n") == [
        "# T",
        "today",
        "**Invented data.**",
        "**Team copy: contains personal data.**",
        "**Draft.**\nAsked.\nOpen.",
        "## About\n",
    ]


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("<script>alert(1)</script>", "\\<script>alert(1)\\</script>"),
        ("*not bold* and `code`", "\\*not bold\\* and \\`code\\`"),
        ("snake_case _word_", "snake_case \\_word\\_"),
        ("# no heading", "\\# no heading"),
        ("> no quote", "\\> no quote"),
        ("- no list", "\\- no list"),
        ("12. no list", "12\\. no list"),
        ("12.5 stays", "12.5 stays"),
        ("[a](javascript:x)", "\\[a](javascript:x)"),
        ("they [...] left [laughs]", "they [...] left [laughs]"),
        ("AT&amp;T & more", "AT&amp;amp;T & more"),
        ("bell\x07 and \x1b[31mred", "bell and [31mred"),
        ("]]> مرحبا 🙂", "]]> مرحبا 🙂"),
        ("back\\slash", "back\\\\slash"),
        ("= no rule\n---", "\\= no rule\n\\---"),
    ],
)
def test_nothing_in_a_text_is_markup(text, safe):
    assert escape(text) == safe


@given(st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), max_size=60))
def test_escaping_only_adds_backslashes_and_entities(text):
    plain = re.sub(r"\\([^A-Za-z0-9\s])", r"\1", escape(text)).replace("&amp;", "&")
    assert plain == text.replace("&amp;", "&")


def test_a_hostile_study_is_words_in_every_part(hostile):
    page = render_markdown(hostile)
    assert "<script" not in page.replace("\\<script", "")
    assert not {mark for mark in page if ord(mark) < 32} - {"\n"}


def test_bullets_indent_their_further_lines():
    assert page(Bullets(("One. Two.", "Three"))) == "- One.\n  Two.\n- Three\n"
