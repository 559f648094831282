"""A document for word processors, with real styles, numbering, bookmarks and cross-references."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING
from xml.sax.saxutils import quoteattr

import docx
from docx.oxml import parse_xml
from docx.shared import Emu, Inches, Twips

from thematic.report import word_styles
from thematic.report.printable import printable
from thematic.report.word_body import Body
from thematic.report.word_xml import NAMESPACES, field, paragraph, run

if TYPE_CHECKING:
    from collections.abc import Mapping

    from docx.document import Document as WordDocument

    from thematic.report.document import Document, Figure

TALLEST = Inches(8.4)
"""A picture higher than this would not fit under its caption."""
EARLIEST = (1980, 1, 1, 0, 0, 0)
"""The date every part of the archive carries, so that the same document gives the same bytes."""


def render_docx(document: Document) -> bytes:
    """The whole document as a .docx file, without the name or clock of whoever makes it."""
    made = docx.Document()
    _set_up(made, document)
    references = _furnish(made, document)

    def picture(figure: Figure, width: int) -> str:
        return _picture(made, figure, width)

    body = Body(document, picture, references)
    xml = body.write()
    element = made.element.body
    for child in list(element):
        element.remove(child)
    for child in list(parse_xml(f"<w:body {NAMESPACES}>{xml}</w:body>")):
        element.append(child)
    numbers = made.part.numbering_part.element
    for number, first in body.restarts:
        numbers.append(parse_xml(word_styles.restarted(number, first)))
    _keep_printed(made, body.printed)
    _name(made, document)
    written = io.BytesIO()
    made.save(written)
    return _without_clock(written.getvalue())


def _set_up(made: WordDocument, document: Document) -> None:
    """Our styles and lists in place of the template's."""
    sheet = made.styles.element
    for child in list(sheet):
        if child.tag.endswith("}docDefaults"):
            sheet.replace(child, parse_xml(word_styles.defaults(document.language)))
        elif child.tag.endswith("}style") and child.get(child.tag.replace("}style", "}default")) != "1":
            sheet.remove(child)
    for style, xml in word_styles.styles():
        for child in [one for one in sheet if one.get(_w("styleId")) == style]:
            sheet.remove(child)
        sheet.append(parse_xml(xml))
    numbers = made.part.numbering_part.element
    for child in list(numbers):
        numbers.remove(child)
    for child in list(parse_xml(word_styles.numbering())):
        numbers.append(child)


def _furnish(made: WordDocument, document: Document) -> str:
    """Header and footer; gives the references that every section repeats."""
    section = made.sections[0]
    marks = ["Draft"] * bool(document.draft) + ["Contains personal data"] * (document.audience == "team")
    title = printable(document.title).replace("\n", " ")
    head = " · ".join([title if len(title) <= 80 else f"{title[:79]}…", *marks])
    pages = run("Page ") + field("PAGE", "1") + run(" of ") + field("NUMPAGES", "1")
    notice = run(f"{document.notice}   ") if document.notice else ""
    for part, inner in ((section.header, run(head)), (section.footer, notice + pages)):
        part.is_linked_to_previous = False
        element = part._element  # noqa: SLF001 - the door offers no other way to replace its content
        for child in list(element):
            element.remove(child)
        element.append(parse_xml(f"<w:hdr {NAMESPACES}>{paragraph('Furniture', inner)}</w:hdr>")[0])
    kept = [child for child in section._sectPr if child.tag.endswith("Reference")]  # noqa: SLF001 - the same
    return "".join(
        f'<w:{child.tag.rpartition("}")[2]} w:type="default" r:id="{child.get(_r("id"))}"/>' for child in kept
    )


def _picture(made: WordDocument, figure: Figure, width: int) -> str:
    """The chart in a paragraph's run, with its description for those who cannot see it."""
    from thematic.report.figures import draw_png

    inline = made.part.new_pic_inline(io.BytesIO(draw_png(figure.chart)), width=Twips(width))
    if inline.extent.cy > TALLEST:
        inline.extent.cx = Emu(inline.extent.cx * TALLEST // inline.extent.cy)
        inline.extent.cy = TALLEST
        size = inline.graphic.graphicData.pic.spPr
        size.cx, size.cy = inline.extent.cx, inline.extent.cy
    inline.docPr.set("descr", printable(figure.description))
    inline.docPr.set("title", printable(figure.caption))
    inline.docPr.set("name", printable(figure.label))
    return f"<w:r><w:drawing>{inline.xml}</w:drawing></w:r>"


def _keep_printed(made: WordDocument, printed: Mapping[str, str]) -> None:
    """The statements as printed, in variables of the document, to tell later who changed what."""
    variables = "".join(
        f"<w:docVar w:name={quoteattr(name)} w:val={quoteattr(printable(text))}/>"
        for name, text in printed.items()
    )
    settings = made.settings.element
    after = next(child for child in settings if child.tag == _w("compat"))
    after.addnext(parse_xml(f"<w:docVars {NAMESPACES}>{variables}</w:docVars>"))


def _name(made: WordDocument, document: Document) -> None:
    """Title and language; nobody's name, and no time."""
    part = made.core_properties
    part.title = printable(document.title)[:255]
    part.language = document.language
    for name in ("author", "comments", "category", "keywords", "last_modified_by", "subject"):
        setattr(part, name, "")
    element = part._element  # noqa: SLF001 - times can be set and not removed
    for child in list(element):
        if child.tag.endswith(("}created", "}modified", "}lastPrinted")):
            element.remove(child)
    package = made.part.package
    for key, relation in list(package.rels.items()):
        if relation.reltype.endswith("/thumbnail"):
            del package.rels[key]


def _without_clock(data: bytes) -> bytes:
    """The same archive with a fixed date on every part."""
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.infolist():
            named = zipfile.ZipInfo(member.filename, EARLIEST)
            named.compress_type = zipfile.ZIP_DEFLATED
            named.external_attr = 0o600 << 16
            new.writestr(named, old.read(member))
    return written.getvalue()


def _w(name: str) -> str:
    return f"{{http://schemas.openxmlformats.org/wordprocessingml/2006/main}}{name}"


def _r(name: str) -> str:
    return f"{{http://schemas.openxmlformats.org/officeDocument/2006/relationships}}{name}"
