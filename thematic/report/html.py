"""A document as one HTML page that needs nothing from outside."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from jinja2 import PackageLoader, StrictUndefined
from jinja2.sandbox import SandboxedEnvironment

if TYPE_CHECKING:
    from thematic.report.document import Document

TEMPLATE = "report.html"


def render_html(document: Document) -> str:
    """The whole document as HTML5; whatever it holds is escaped."""
    return _environment().get_template(TEMPLATE).render(document=document)


@cache
def _environment() -> SandboxedEnvironment:
    return SandboxedEnvironment(
        loader=PackageLoader("thematic.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
