"""What holds for a whole project: its title, its approach, whose codings stand, what every report says."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from thematic.errors import BadInput, NotFound, Refused
from thematic.language.similarity import nearest
from thematic.store.people import load_coders
from thematic.store.projects import load_project, save_card, save_setting
from thematic.synthesis.build import NOTICE_SETTING
from thematic.synthesis.layers import LEAD_SETTING
from thematic.synthesis.policy_file import parse_policy
from thematic.synthesis.quantifiers import DEFAULT_POLICY
from thematic.workflow.board import change_outline
from thematic.workflow.files import read_text_file
from thematic.workflow.findings import stored_outline
from thematic.workflow.roles import require

if TYPE_CHECKING:
    from collections.abc import Callable

    from thematic.workflow.project import Project

APPROACHES = ("codebook", "framework", "reflexive")


@dataclass(frozen=True, slots=True)
class Setting:
    """One thing that can be set."""

    name: str
    value: str
    about: str


ABOUT = {
    "title": "what reports call the study",
    "approach": "codebook, framework or reflexive; a reflexive study prints no counts, ranks or coefficients",
    "lead-coder": "whose codings stand where the team has decided nothing yet",
    "notice": "a sentence printed on every report",
    "quantifiers": "which word says how many: default, or a file with the table",
}
"""Name → what it is for."""


def list_settings(project: Project) -> tuple[Setting, ...]:
    """Every setting with its value; empty where nothing is set."""
    with project.store.reading() as connection:
        card = load_project(connection)
        names = {coder.guid: coder.name for coder in load_coders(connection)}
    outline = stored_outline(project)
    policy = outline.policy if outline and outline.policy else DEFAULT_POLICY
    lead = str(card.settings.get(LEAD_SETTING) or "")
    values = {
        "title": card.title,
        "approach": card.approach,
        "lead-coder": names.get(lead, lead),
        "notice": str(card.settings.get(NOTICE_SETTING) or ""),
        "quantifiers": policy.name,
    }
    return tuple(Setting(name, values[name], about) for name, about in ABOUT.items())


def find_setting(project: Project, name: str) -> Setting:
    """One setting.

    Raises:
        NotFound: There is none of that name.
    """
    for setting in list_settings(project):
        if setting.name == name:
            return setting
    raise NotFound("setting", name, nearest(name, list(ABOUT)))


def change_setting(project: Project, name: str, value: str) -> Setting:
    """Give a setting another value, as one act; `notice` and `lead-coder` may be emptied.

    Raises:
        NotFound: There is no such setting or coder.
        BadInput: The value is none it can have.
        BadFile: Everything that is wrong with a table of quantifiers, with lines.
        Refused: Only a lead may, or there is no outline to hold a table of quantifiers.
    """
    find_setting(project, name)
    require(project, "lead", "change settings")
    _CHANGES[name](project, value.strip())
    return find_setting(project, name)


def _title(project: Project, value: str) -> None:
    if not value:
        raise BadInput("A study needs a title.")
    with project.act("settings", f"title: {value}") as writer:
        save_card(writer, project.guid, "title", value)
    project.title = value


def _approach(project: Project, value: str) -> None:
    if value not in APPROACHES:
        raise BadInput(f"'{value}' is not an approach.", f"Approaches are: {', '.join(APPROACHES)}.")
    with project.act("settings", f"approach: {value}") as writer:
        save_card(writer, project.guid, "approach", value)


def _lead_coder(project: Project, value: str) -> None:
    with project.act("settings", f"lead-coder: {value or 'nobody'}") as writer:
        people = {person.name: person.guid for person in load_coders(writer.connection)}
        if value and value not in people:
            raise NotFound("coder", value, nearest(value, list(people)))
        save_setting(writer, project.guid, LEAD_SETTING, people.get(value))


def _notice(project: Project, value: str) -> None:
    with project.act("settings", f"notice: {value}" if value else "no notice") as writer:
        save_setting(writer, project.guid, NOTICE_SETTING, value or None)


def _quantifiers(project: Project, value: str) -> None:
    if stored_outline(project) is None:
        raise Refused("The table of quantifiers belongs to an outline, and none is adopted yet.")
    policy = None if value == "default" else parse_policy(read_text_file(value), value)
    reason = f"quantifiers: {Path(value).name}"
    change_outline(project, "settings", lambda outline: replace(outline, policy=policy), reason)


_CHANGES: dict[str, Callable[[Project, str], None]] = {
    "title": _title,
    "approach": _approach,
    "lead-coder": _lead_coder,
    "notice": _notice,
    "quantifiers": _quantifiers,
}
