"""An act whose saving was cut off: it is not known whether it was saved before the answer was lost."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

from thematic.errors import StorageError

if TYPE_CHECKING:
    from collections.abc import Callable

    from thematic.workflow.project import Project

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Saved:
    """Stands for what an act would have returned, had its answer not been lost."""

    act: str
    """Guid of the act."""


@dataclass(slots=True)
class Doubt:
    """What is not known about an act that was tried before."""

    acts: list[str] = field(default_factory=list)
    """Guid of the last act of each try: the try was complete if that one was saved."""

    def dispel(self, project: Project, act: Callable[[Project], T]) -> T | Saved:
        """Do an act, unless an earlier try turns out to have been saved.

        Raises:
            StorageError: It could not be saved, as far as one knows.
        """
        from thematic.workflow.live import was_saved

        for guid in self.acts:
            if was_saved(project, guid):
                return Saved(guid)
        before = len(project.begun)
        try:
            return act(project)
        except StorageError:
            self.acts += list(project.begun)[before:][-1:]
            raise
