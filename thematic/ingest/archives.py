"""Zip archives and the XML in them, read in memory and within limits, never extracted."""

from __future__ import annotations

import io
import zipfile
import zlib
from typing import TYPE_CHECKING

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring

from thematic.errors import BadInput
from thematic.ingest.plain import looks_binary

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

MEMBER_LIMIT = 100_000_000
"""Bytes a single member may unpack to."""
ARCHIVE_LIMIT = 400_000_000
"""Bytes a whole archive may say it unpacks to."""
DEPTH_LIMIT = 300
"""Levels of elements in XML; real documents stay below 60."""
MEMBERS_LIMIT = 10_000
"""Members an archive may have."""
DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError)
"""What unpacking a damaged archive raises; RuntimeError stands for passwords and unknown methods too."""


def open_archive(data: bytes, where: str, kind: str) -> zipfile.ZipFile:
    """Open a document that is a zip archive.

    Args:
        data: The whole file.
        where: The file's name, for messages.
        kind: What it should be: a Word document, a workbook.

    Raises:
        BadInput: It is no archive, or unpacks to more than the limits.
    """
    if not data:
        raise BadInput(f"{where} is empty.", "There is nothing to import.")
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        found = looks_binary(data)
        what = (
            f"it is {found}"
            if found and not data.startswith(b"PK")
            else "it is not a zip archive, or a damaged one"
        )
        hint = "Open it in the program it came from and save it again, without a password."
        raise BadInput(f"{where} is not {kind}: {what}.", hint) from error
    members = archive.infolist()
    if len(members) > MEMBERS_LIMIT or sum(member.file_size for member in members) > ARCHIVE_LIMIT:
        message = f"{where} unpacks to more than {ARCHIVE_LIMIT // 1_000_000} MB or {MEMBERS_LIMIT} parts."
        raise BadInput(message, "It was not read.")
    return archive


def read_member(archive: zipfile.ZipFile, name: str, where: str) -> bytes | None:
    """The bytes of one member, or None where there is none of that name.

    The size that an archive declares may be false, so reading itself stops at the limit.
    """
    try:
        member = archive.getinfo(name)
    except KeyError:
        return None
    try:
        with archive.open(member) as stream:
            data = stream.read(MEMBER_LIMIT + 1)
    except DAMAGE as error:
        raise BadInput(
            f"{where} is damaged: its part {name} cannot be unpacked.", "Save it again."
        ) from error
    if len(data) > MEMBER_LIMIT:
        raise BadInput(f"{where}: its part {name} unpacks to more than {MEMBER_LIMIT // 1_000_000} MB.")
    return data


def parse_xml(data: bytes, where: str) -> Element:
    """Parse XML that may come from anywhere; a DOCTYPE is refused."""
    try:
        root: Element = fromstring(data, forbid_dtd=True)
    except DefusedXmlException as error:
        raise BadInput(
            f"{where} holds a DOCTYPE or entities, which are refused.", "It was not read."
        ) from error
    except (ParseError, LookupError, ValueError) as error:
        raise BadInput(f"{where} is damaged: its XML cannot be read ({error}).", "Save it again.") from error
    if _is_deeper(root, DEPTH_LIMIT):
        raise BadInput(f"{where}: its XML is nested more than {DEPTH_LIMIT} levels deep.", "It was not read.")
    return root


def _is_deeper(root: Element, limit: int) -> bool:
    level = [root]
    for _ in range(limit):
        level = [child for element in level for child in element]
        if not level:
            return False
    return True


def local_name(element: Element) -> tuple[str, str]:
    """Namespace and name of an element."""
    namespace, closing, name = element.tag.rpartition("}")
    return (namespace[1:] if closing else "", name)
