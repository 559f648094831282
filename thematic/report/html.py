"""A document as one HTML page that needs nothing from outside."""

from __future__ import annotations

import base64
import hashlib
import json
from functools import cache
from itertools import count
from typing import TYPE_CHECKING, Any

from jinja2 import ChoiceLoader, DictLoader, PackageLoader, StrictUndefined, TemplateError
from jinja2.sandbox import SandboxedEnvironment

from thematic.errors import BadInput
from thematic.report.document import Figure, split_links
from thematic.report.pages import Part, lay_out, tell_voices
from thematic.report.printable import printable

if TYPE_CHECKING:
    from thematic.report.document import Document

TEMPLATE = "report.html"
MANY = 15
"""A part with more headings than this gets its own list of them and is not unfolded in the contents."""


def render_html(document: Document, template: str = "") -> str:
    """The whole document as HTML5; whatever it holds is escaped.

    Args:
        document: What to print.
        template: A Jinja template of the user's own, which may extend `report.html`
            and replace its blocks; empty for ours.

    Raises:
        BadInput: The user's template cannot be used.
    """
    style, script = _source("report.css"), _source("report.js")
    parts = lay_out(document.blocks)
    values: dict[str, Any] = {
        "document": document,
        "parts": parts,
        "voices": tell_voices(document.blocks),
        "sections": _sections(parts),
        "style": style,
        "script": script,
        "script_hash": base64.b64encode(hashlib.sha256(script.encode()).digest()).decode(),
        "MANY": MANY,
        "count": count(1).__next__,
    }
    try:
        return _environment(template).get_template("own" if template else TEMPLATE).render(values)
    except (TemplateError, ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as problem:
        if not template:
            raise
        line = getattr(problem, "lineno", None)
        where = f"line {line} of the template" if line else "the template"
        raise BadInput(f"The report cannot be made with {where}: {str(problem).rstrip('.')}.") from problem


@cache
def _environment(template: str) -> SandboxedEnvironment:
    environment = SandboxedEnvironment(
        loader=ChoiceLoader([DictLoader({"own": template} if template else {}), _package()]),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_clean,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["kind"] = lambda block: type(block).__name__
    environment.filters["linked"] = split_links
    environment.filters["voice"] = _voice
    environment.filters["drawn"] = _drawn
    environment.filters["id"] = lambda anchor: "-".join(anchor.split())
    return environment


@cache
def _package() -> PackageLoader:
    return PackageLoader("thematic.report")


@cache
def _source(name: str) -> str:
    """A file of ours that goes into the page as it is."""
    return _package().get_source(SandboxedEnvironment(), name)[0].strip()


def _clean(value: Any) -> Any:
    """Words without unprintable characters; what the template marked as safe stays as it is."""
    return printable(value) if isinstance(value, str) and not hasattr(value, "__html__") else value


def _voice(attributes: tuple[tuple[str, str], ...]) -> str:
    """What the filter knows about somebody, as JSON."""
    return json.dumps(dict(attributes), ensure_ascii=False, sort_keys=True)


def _drawn(figure: Figure) -> str:
    """Its `svg` element; the words in it are escaped where they are drawn."""
    from thematic.report.figures import draw_svg

    return draw_svg(figure.chart, figure.anchor)


def _sections(parts: tuple[Part, ...]) -> tuple[str, ...]:
    """Titles of the sections that findings belong to, in order of appearance."""
    found: dict[str, None] = {}
    for part in parts:
        if part.section:
            found.setdefault(part.section)
        found.update(dict.fromkeys(_sections(part.parts)))
    return tuple(found)
