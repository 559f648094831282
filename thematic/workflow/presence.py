"""Whether an open project is still where it was opened."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from thematic.errors import NotAProject

if TYPE_CHECKING:
    from thematic.workflow.project import Project


_HINT = "What was shown as saved is in the file that was moved: open it where it is now."


class Presence:
    """Notices that a project's file was moved, deleted or replaced while it was open.

    SQLite would go on writing to a file that has no name any more, and every
    act after that would be lost on closing.
    """

    def __init__(self, project: Project) -> None:
        self._where = project.where
        self._known = None if "://" in project.where else self._identity()

    def check(self) -> None:
        """Pass when the file is the one that was opened, or the project lives on a server.

        Raises:
            NotAProject: It is gone, or another file stands in its place.
        """
        if self._known is not None and self._identity() != self._known:
            raise NotAProject(self._where, "the file was moved or replaced while it was open", _HINT)

    def _identity(self) -> tuple[int, int]:
        try:
            found = Path(self._where).stat()
        except OSError:
            return (0, 0)
        return found.st_dev, found.st_ino
