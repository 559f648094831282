"""Styles, numbering and page set-up of a Word report, as WordprocessingML text."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.sax.saxutils import quoteattr

from thematic.report.word_xml import NAMESPACES

if TYPE_CHECKING:
    from collections.abc import Iterator

FACE = "Calibri"
INK, MUTED, ACCENT, PALE, WARN = "1B1F24", "57606A", "14495C", "8CC3D4", "8A4B08"
RULE = "D0D7DE"
PAGE = (11906, 16838)
"""A4 in twentieths of a point."""
MARGIN = 1304
"""2.3 cm."""
LIST, BULLETS = 1, 2
"""Numbers of the two lists: findings with their points, and bullets."""


def text_width(*, sideways: bool) -> int:
    """Twentieths of a point between the margins."""
    return PAGE[1 if sideways else 0] - 2 * MARGIN


def defaults(language: str) -> str:
    """What every style starts from."""
    return (
        f"<w:docDefaults {NAMESPACES}><w:rPrDefault><w:rPr>"
        f'<w:rFonts w:ascii="{FACE}" w:hAnsi="{FACE}" w:eastAsia="{FACE}" w:cs="{FACE}"/>'
        f'<w:color w:val="{INK}"/><w:sz w:val="22"/><w:szCs w:val="22"/>'
        f'<w:lang w:val={quoteattr(language)} w:eastAsia={quoteattr(language)} w:bidi="ar-SA"/>'
        "</w:rPr></w:rPrDefault><w:pPrDefault><w:pPr>"
        '<w:spacing w:after="120" w:line="271" w:lineRule="auto"/>'
        "</w:pPr></w:pPrDefault></w:docDefaults>"
    )


def styles() -> Iterator[tuple[str, str]]:
    """Id and XML of every style a report uses."""
    yield "Normal", _style("Normal", "Normal", default=True)
    yield "Title", _style("Title", "Title", "<w:keepNext/>" + _spaced(0, 60), _type(52, ACCENT, bold=True))
    yield "Subtitle", _style("Subtitle", "Subtitle", _spaced(0, 120), _type(24, MUTED))
    for level, (size, before, after, color) in enumerate(
        [
            (34, 560, 160, ACCENT),
            (26, 360, 100, INK),
            (22, 300, 40, MUTED),
            (22, 240, 40, INK),
            (21, 200, 40, INK),
        ],
        1,
    ):
        outline = f'<w:keepNext/><w:keepLines/>{_spaced(before, after)}<w:outlineLvl w:val="{level - 1}"/>'
        look = _type(size, color, bold=True)
        yield (
            f"Heading{level}",
            _style(f"Heading{level}", f"heading {level}", outline, look, following="Normal"),
        )
    yield (
        "ContentsHeading",
        _style("ContentsHeading", "Contents Heading", _spaced(360, 100), _type(26, INK, bold=True)),
    )
    for level in (1, 2):
        edge = f'<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="{text_width(sideways=False)}"/></w:tabs>'
        indent = f'<w:ind w:left="{(level - 1) * 340}"/>'
        yield f"TOC{level}", _style(f"TOC{level}", f"toc {level}", edge + _spaced(0, 40) + indent)
    numbered = f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{LIST}"/></w:numPr>{_spaced(60, 100)}'
    yield "ListNumber", _style("ListNumber", "List Number", numbered)
    lettered = f'<w:numPr><w:ilvl w:val="1"/><w:numId w:val="{LIST}"/></w:numPr>{_spaced(0, 80)}'
    yield "ListNumber2", _style("ListNumber2", "List Number 2", lettered)
    bullets = f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{BULLETS}"/></w:numPr>{_spaced(0, 60)}'
    yield "ListBullet", _style("ListBullet", "List Bullet", bullets)
    yield "Stem", _style("Stem", "Stem", f"<w:keepNext/>{_spaced(200, 80)}", "<w:i/>")
    yield (
        "Finding",
        _style(
            "Finding", "Finding", f"<w:keepNext/><w:keepLines/>{_spaced(0, 60)}", _type(24, INK, bold=True)
        ),
    )
    yield "Evidence", _style("Evidence", "Evidence", _spaced(0, 100), _type(19, MUTED))
    bar = f'<w:pBdr><w:left w:val="single" w:sz="18" w:space="10" w:color="{PALE}"/></w:pBdr>'
    quote = f'<w:keepLines/>{bar}{_spaced(80, 140)}<w:ind w:left="340" w:right="340"/>'
    yield "Quote", _style("Quote", "Quote", quote)
    yield "Notice", _style("Notice", "Notice", _spaced(0, 120), "<w:b/>")
    side = f'<w:pBdr><w:left w:val="single" w:sz="24" w:space="8" w:color="{WARN}"/></w:pBdr>'
    box = f'{side}<w:shd w:val="clear" w:color="auto" w:fill="FFF6E5"/>{_spaced(0, 0)}<w:ind w:left="200"/>'
    yield "Warning", _style("Warning", "Warning", box, _type(20, WARN))
    yield (
        "Caption",
        _style("Caption", "caption", f"<w:keepNext/>{_spaced(240, 80)}", _type(19, ACCENT, bold=True)),
    )
    yield "TableText", _style("TableText", "Table Text", _spaced(30, 30, 240), _type(18, INK))
    yield (
        "TableTextHead",
        _style(
            "TableTextHead",
            "Table Text Head",
            f"<w:keepNext/>{_spaced(30, 30, 240)}",
            _type(18, INK, bold=True),
        ),
    )
    small = f'{_spaced(10, 10, 240)}<w:jc w:val="center"/>'
    yield "TableSmall", _style("TableSmall", "Table Small", small, _type(14, INK))
    yield (
        "TableSmallHead",
        _style("TableSmallHead", "Table Small Head", f"<w:keepNext/>{small}", _type(14, INK, bold=True)),
    )
    yield "TableNote", _style("TableNote", "Table Note", _spaced(60, 160, 240), _type(17, MUTED))
    nothing = '<w:spacing w:before="0" w:after="160" w:line="20" w:lineRule="exact"/>'
    yield "TableEnd", _style("TableEnd", "Table End", nothing, _type(2, MUTED))
    yield "Picture", _style("Picture", "Picture", f"<w:keepNext/>{_spaced(60, 60)}")
    yield "Furniture", _style("Furniture", "Furniture", _spaced(0, 0), _type(17, MUTED))
    yield "Hyperlink", _character("Hyperlink", "Hyperlink", '<w:color w:val="0B5C7A"/><w:u w:val="single"/>')
    yield "Label", _character("Label", "Label", "<w:b/>")
    yield "ReportTable", _table_style()


def numbering() -> str:
    """Two lists: findings numbered through with lettered points below each, and bullets."""
    levels = (
        _level(0, "decimal", "%1.", 567, 567, "ListNumber", "<w:b/>"),
        _level(1, "lowerLetter", "%2.", 964, 397, "ListNumber2"),
    )
    bullet = _level(0, "bullet", "•", 397, 284, "ListBullet")
    kind = '<w:multiLevelType w:val="multilevel"/>'
    return (
        f"<w:numbering {NAMESPACES}>"
        f'<w:abstractNum w:abstractNumId="1">{kind}{"".join(levels)}</w:abstractNum>'
        f'<w:abstractNum w:abstractNumId="2">{kind}{bullet}</w:abstractNum>'
        f'<w:num w:numId="{LIST}"><w:abstractNumId w:val="1"/></w:num>'
        f'<w:num w:numId="{BULLETS}"><w:abstractNumId w:val="2"/></w:num>'
        "</w:numbering>"
    )


def restarted(number: int, first: int) -> str:
    """Another instance of the list of findings, which begins at a number of its own."""
    return (
        f'<w:num {NAMESPACES} w:numId="{number}"><w:abstractNumId w:val="1"/>'
        f'<w:lvlOverride w:ilvl="0"><w:startOverride w:val="{first}"/></w:lvlOverride></w:num>'
    )


def section(references: str, *, sideways: bool) -> str:
    """Page set-up of what stands before it."""
    width, height = (PAGE[1], PAGE[0]) if sideways else PAGE
    turned = ' w:orient="landscape"' if sideways else ""
    margins = " ".join(f'w:{side}="{MARGIN}"' for side in ("top", "right", "bottom", "left"))
    return (
        f'<w:sectPr>{references}<w:type w:val="nextPage"/>'
        f'<w:pgSz w:w="{width}" w:h="{height}"{turned}/>'
        f'<w:pgMar {margins} w:header="624" w:footer="624" w:gutter="0"/></w:sectPr>'
    )


def _style(
    style: str, name: str, paragraph: str = "", look: str = "", *, following: str = "", default: bool = False
) -> str:
    based = "" if default else '<w:basedOn w:val="Normal"/>'
    after = f'<w:next w:val="{following}"/>' if following else ""
    first = ' w:default="1"' if default else ""
    return (
        f'<w:style {NAMESPACES} w:type="paragraph"{first} w:styleId="{style}">'
        f'<w:name w:val="{name}"/>{based}{after}<w:qFormat/>'
        f"<w:pPr>{paragraph}</w:pPr><w:rPr>{look}</w:rPr></w:style>"
    )


def _character(style: str, name: str, look: str) -> str:
    return (
        f'<w:style {NAMESPACES} w:type="character" w:styleId="{style}"><w:name w:val="{name}"/>'
        f"<w:rPr>{look}</w:rPr></w:style>"
    )


def _table_style() -> str:
    line = f'w:val="single" w:sz="4" w:space="0" w:color="{RULE}"'
    strong = f'w:val="single" w:sz="8" w:space="0" w:color="{INK}"'
    cell = '<w:left w:w="60" w:type="dxa"/><w:right w:w="100" w:type="dxa"/>'
    return (
        f'<w:style {NAMESPACES} w:type="table" w:styleId="ReportTable"><w:name w:val="Report Table"/>'
        "<w:tblPr><w:tblBorders>"
        f"<w:bottom {line}/><w:insideH {line}/></w:tblBorders><w:tblCellMar>{cell}</w:tblCellMar></w:tblPr>"
        f'<w:tblStylePr w:type="firstRow"><w:tcPr><w:tcBorders><w:bottom {strong}/></w:tcBorders>'
        '<w:vAlign w:val="bottom"/></w:tcPr></w:tblStylePr></w:style>'
    )


def _level(level: int, kind: str, text: str, left: int, hanging: int, style: str, look: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/><w:pStyle w:val="{style}"/>'
        f'<w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/>'
        f'<w:pPr><w:tabs><w:tab w:val="num" w:pos="{left}"/></w:tabs>'
        f'<w:ind w:left="{left}" w:hanging="{hanging}"/></w:pPr><w:rPr>{look}</w:rPr></w:lvl>'
    )


def _spaced(before: int, after: int, line: int = 0) -> str:
    height = f' w:line="{line}" w:lineRule="auto"' if line else ""
    return f'<w:spacing w:before="{before}" w:after="{after}"{height}/>'


def _type(size: int, color: str, *, bold: bool = False) -> str:
    """Size in half points."""
    weight = "<w:b/>" if bold else ""
    return f'{weight}<w:color w:val="{color}"/><w:sz w:val="{size}"/><w:szCs w:val="{size}"/>'
