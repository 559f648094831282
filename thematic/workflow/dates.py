"""Today, as documents print it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from thematic.workflow.project import Project


def today(project: Project) -> str:
    """`21 November 2026`, by the project's clock."""
    day = datetime.fromtimestamp(project.here.now() / 1_000_000, UTC)
    return f"{day.day} {day:%B %Y}"
