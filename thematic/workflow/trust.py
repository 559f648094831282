"""Whether a project is whole."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from thematic.store.cells import name_cells
from thematic.store.faults import conflicting_registers, misquoting_codings, orphaned_codings
from thematic.store.rebuild import broken_facts, differing_rows

if TYPE_CHECKING:
    from thematic.workflow.project import Project


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that is not as it should be."""

    what: str
    where: str
    mend: str

    def as_dict(self) -> dict[str, str]:
        """For JSON."""
        return asdict(self)


def check_project(project: Project) -> tuple[Fault, ...]:
    """Everything that is wrong with a project, worst first; nothing when it is whole."""
    with project.store.reading() as connection:
        faults = [
            Fault("A fact no longer hashes to its id.", f"fact {identity[:12]}", "Restore a backup.")
            for identity in broken_facts(connection)
        ]
        faults += [
            Fault(
                f"The view differs from the facts: {more} rows too many, {fewer} missing.",
                f"table {table}",
                "Restore a backup, or export and import anew.",
            )
            for table, more, fewer in differing_rows(connection)
        ]
        faults += [
            Fault("The words at its place are not its quote.", f"coding {guid}", "Untag it and code again.")
            for guid in misquoting_codings(connection)
        ]
        faults += [
            Fault(f"It stands on a {kind} that is no longer there.", f"coding {guid}", "Untag or redo.")
            for guid, kind in orphaned_codings(connection)
        ]
        cells = name_cells(connection)
        faults += [
            Fault(
                "Several people gave it different values.",
                f"{cells.get(entity, entity)} {name}",
                "Set the value you want again.",
            )
            for entity, name in conflicting_registers(connection)
        ]
    return tuple(faults)
