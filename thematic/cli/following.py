"""What others do, printed as they do it."""

from __future__ import annotations

import json
from datetime import datetime
from typing import TYPE_CHECKING, Any

from thematic.cli.output import emit, say
from thematic.errors import StorageError

if TYPE_CHECKING:
    from thematic.workflow.live import Glimpse
    from thematic.workflow.project import Project

_WAIT = 60.0
"""Seconds of one wait; it ends at once when somebody acts."""


def follow_others(project: Project, *, as_json: bool) -> None:
    """Print one line for each act of somebody else, until interrupted; a lost server is waited for."""
    from thematic.workflow.live import watch

    away = False
    with watch(project) as watching:
        say("Following what others do. Ctrl-C stops.")
        while True:
            try:
                news = watching.wait(_WAIT)
            except StorageError as error:
                if not away:
                    say(f"{error} Trying again.")
                away = True
                continue
            away = False
            for glimpse in news.glimpses if news else ():
                _print(project, glimpse, as_json=as_json)


def _print(project: Project, glimpse: Glimpse, *, as_json: bool) -> None:
    from thematic.workflow.reading import list_sources, read_codebook

    names = {source.guid: source.name for source in list_sources(project)}
    keys = {code.guid: code.key for code in read_codebook(project).codes}
    row: dict[str, Any] = {
        "act": glimpse.act,
        "coder": glimpse.coder,
        "verb": glimpse.verb,
        "sources": [names[guid] for guid in glimpse.sources if guid in names],
        "codes": [keys[guid] for guid in glimpse.codes if guid in keys],
        "hidden": glimpse.hidden,
    }
    if as_json:
        emit(json.dumps(row, ensure_ascii=False))
        return
    what = [glimpse.coder, glimpse.verb, ", ".join(row["sources"]), ", ".join(row["codes"])]
    words = "somebody coded" if glimpse.hidden else "  ".join(part for part in what if part)
    emit(f"{datetime.now().astimezone():%H:%M:%S}  {words}")
