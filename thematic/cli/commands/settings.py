"""`thematic settings`: what holds for the whole project."""

from __future__ import annotations

import click

from thematic.cli.output import emit, emit_json, emit_rows, json_option, opened, project_options, say


@click.command("settings", short_help="Show or change what holds for the whole project.")
@click.argument("name", required=False)
@click.argument("value", required=False)
@json_option
@project_options
def settings(name: str | None, value: str | None, as_json: bool) -> None:
    """Show or change what holds for the whole project; changes are a lead's, and can be undone.

    Without a name everything is listed, without a value one setting is shown. A
    reflexive approach turns counts, percentages, ranks, saturation and coefficients
    off, and the linter then looks for numeric claims. An empty value ('') takes a
    notice or the lead coder away.

    Example: thematic settings approach reflexive
    """
    from thematic.workflow.settings import change_setting, find_setting, list_settings

    with opened() as project:
        if name and value is not None:
            changed = change_setting(project, name, value)
            say(f"{changed.name}: {changed.value or 'nothing'}")
            return
        found = (find_setting(project, name),) if name else list_settings(project)
    if as_json:
        emit_json([{"name": one.name, "value": one.value, "about": one.about} for one in found])
    elif name:
        emit(found[0].value)
    else:
        emit_rows(("name", "value", "about"), [(one.name, one.value, one.about) for one in found])
