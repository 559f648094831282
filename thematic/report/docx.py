"""A document for word processors, with real styles, numbering, bookmarks and cross-references."""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING
from xml.sax.saxutils import quoteattr

import docx
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml import parse_xml
from docx.shared import Emu, Inches, Twips

from thematic.errors import BadInput
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
NUMBERING = RELATIONSHIP_TYPE.NUMBERING
EARLIEST = (1980, 1, 1, 0, 0, 0)
"""The date every part of the archive carries, so that the same document gives the same bytes."""


def render_docx(document: Document, template: bytes = b"") -> bytes:
    """The whole document as a .docx file, without the name or clock of whoever makes it.

    Args:
        document: What to print.
        template: A .docx file of the user's own, whose styles are taken; styles it lacks are ours.

    Raises:
        BadInput: The template is no Word document.
    """
    made = _open_template(template) if template else docx.Document()
    known = _set_up(made, document, own=bool(template))
    references = _furnish(made, document)

    def picture(figure: Figure, width: int) -> str:
        return _picture(made, figure, width)

    body = Body(document, picture, references)
    xml = _renamed(body.write(), known)
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


def _open_template(template: bytes) -> WordDocument:
    """The user's own file, with the parts a report needs."""
    try:
        made = docx.Document(io.BytesIO(template))
    except (PackageNotFoundError, ValueError, KeyError, SyntaxError, zipfile.BadZipFile) as problem:
        raise BadInput("The template is not a Word document.", "Give a .docx file.") from problem
    if all(relation.reltype != NUMBERING for relation in made.part.rels.values()):
        made.part.relate_to(docx.Document().part.numbering_part, NUMBERING)
    return made


def _set_up(made: WordDocument, document: Document, *, own: bool) -> dict[str, str]:
    """Our styles and lists in the file.

    Args:
        made: The file.
        document: For its language.
        own: Keep the styles of a template that a user gave, and add only what it lacks.

    Returns:
        Id of our style → id of the template's style of that name; Word translates ids.
    """
    sheet = made.styles.element
    if not own:
        for child in list(sheet):
            if child.tag == _w("docDefaults"):
                sheet.replace(child, parse_xml(word_styles.defaults(document.language)))
            elif child.tag == _w("style") and child.get(_w("default")) != "1":
                sheet.remove(child)
    named = {
        (child.get(_w("type")), name.get(_w("val"), "").casefold()): child
        for child in sheet
        if child.tag == _w("style") and (name := child.find(_w("name"))) is not None
    }
    known: dict[str, str] = {}
    for style, xml in word_styles.styles():
        made_of = parse_xml(xml)
        there = named.get((made_of.get(_w("type")), made_of.find(_w("name")).get(_w("val")).casefold()))
        if there is not None and own:
            known[style] = there.get(_w("styleId"))
            continue
        if there is not None:
            sheet.remove(there)
        sheet.append(made_of)
    _set_lists(made)
    return known


def _renamed(xml: str, known: Mapping[str, str]) -> str:
    """The body with the ids that the file's own styles have."""
    if not known:
        return xml
    return re.sub(
        r'<w:(p|r|tbl)Style w:val="([^"]+)"/>',
        lambda found: f"<w:{found[1]}Style w:val={quoteattr(known.get(found[2], found[2]))}/>",
        xml,
    )


def _set_lists(made: WordDocument) -> None:
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
