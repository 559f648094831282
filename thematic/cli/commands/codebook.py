"""`thematic codebook …`."""

from __future__ import annotations

import click

from thematic.cli.commands.codebook_merging import diff, merge
from thematic.cli.output import (
    counted,
    emit,
    emit_json,
    json_option,
    opened,
    project_options,
    say,
    write_file,
)


@click.group("codebook", short_help="Import, export, check or show the codebook.")
def codebook() -> None:
    """Import, export, check or show the codebook.

    A codebook is a tree of codes; each has a key that stays, a name that may change, and a
    definition that says what belongs to it and what does not.

    Example: thematic codebook show
    """


codebook.add_command(diff)
codebook.add_command(merge)


@codebook.command("import")
@click.argument("file")
@click.option("--only-new", is_flag=True, help="Leave codes that are there already as they are.")
@project_options
def import_(file: str, only_new: bool) -> None:
    """Take a codebook in (YAML, or CSV with key, name, parent …).

    New codes are added; codes of the same id or key take the file's words; what the file
    leaves out stays; nothing is removed. All problems of the file are shown at once.

    Example: thematic codebook import codebooks/leadership.yaml
    """
    from thematic.workflow.codebook_files import import_codebook

    with opened() as project:
        report = import_codebook(project, file, only_new=only_new)
    added = counted(len(report.added), "code")
    say(f"{added} added, {len(report.changed)} changed, {report.unchanged} as they were.")


@codebook.command("export")
@click.argument("file", required=False)
@project_options
def export(file: str | None) -> None:
    """Write the codebook as YAML with the ids of its codes, to a file or to standard output.

    The ids let an edited copy come back as the same codes, whatever was renamed or moved in it;
    'base' names the revision it was written from.

    Example: thematic codebook export mine.yaml
    """
    from thematic.workflow.codebook_files import export_codebook

    with opened() as project:
        text = export_codebook(project)
    write_file(file, text)


@codebook.command("check")
@click.argument("file")
@project_options
def check(file: str) -> None:
    """Read a codebook file and store nothing; every problem is shown with its line.

    Needs no project. Unknown fields and parents, keys that stand twice, circles, tabs and
    whatever YAML would read by surprise are problems.

    Example: thematic codebook check codebooks/leadership.yaml
    """
    from thematic.workflow.codebook_files import check_codebook

    draft = check_codebook(file)
    say(f"{file}: {counted(len(draft.codes), 'code')}, no problems.")


@codebook.command("show")
@json_option
@project_options
def show(as_json: bool) -> None:
    """Show the tree of codes with codings and respondents, merges resolved.

    Counts are of the code itself, without the codes below it, by all coders together; where
    findings rest on fewer codings (a consensus, one coder's), those are counted beside them.
    A merged code shows nothing of its own and names the code that stands for it.

    Example: thematic codebook show
    """
    from thematic.workflow.reading import count_codings, count_in_findings, read_codebook

    with opened() as project:
        tree, counts, found = read_codebook(project), count_codings(project), count_in_findings(project)
    if as_json:
        emit_json(
            [
                {
                    "key": code.key,
                    "name": code.name,
                    "guid": code.guid,
                    "depth": depth,
                    "definition": code.definition,
                    "status": code.status,
                    "merged_into": tree.by_guid[code.merged_into].key if code.merged_into else None,
                    "codings": counts[code.guid][0],
                    "respondents": counts[code.guid][1],
                    "in_findings": {
                        "codings": found[code.guid][0],
                        "respondents": found[code.guid][1],
                    },
                }
                for depth, code in tree.walk()
            ]
        )
        return
    for depth, code in tree.walk():
        codings, people = counts[code.guid]
        merged = f" (merged into {tree.by_guid[code.merged_into].key})" if code.merged_into else ""
        retired = " (retired)" if code.status == "retired" else ""
        told = f"{counted(codings, 'coding')}, {counted(people, 'respondent')}"
        if counts != found:
            told += f" by all coders; {found[code.guid][0]}, {found[code.guid][1]} in findings"
        emit(f"{'  ' * depth}{code.key}: {code.name}{merged}{retired} - {told}")
