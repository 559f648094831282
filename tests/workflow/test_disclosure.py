"""What only the team may see leaves the house in no public report, in no format, in no corner of a file."""

from __future__ import annotations

import html
import io
import re
import zipfile
from pathlib import Path

import pytest

from thematic.workflow.findings import import_outline
from thematic.workflow.history import newest_work
from thematic.workflow.people import record_consent
from thematic.workflow.reading import list_respondents
from thematic.workflow.reports import FORMATS, write_report

TIME = "There is never an hour for it here."
OUTLINE = """
outline: hours
sections:
  - id: s
    title: Hours
    findings:
      - id: time
        statement: "{Quantifier} lack the hours ({n} of {N}). {dissent}"
        codes: [time]
        quantifier: {word: most, by: Bartholomew, reason: They came back to it.}
        quotes:
          - {respondent: R1, begins: There is never}
          - {respondent: R2, begins: There is never, as: unattributed}
          - {respondent: R5, begins: Withheld}
        points: [{id: few, statement: "{Quantifier} feel rank.", codes: [rank], scope: {site: Atlantis}}]
    lists:
      - id: l
        title: Told
        items: [{text: Rank., codes: [rank], quotes: [{respondent: R5, begins: Withheld}]}]
detail:
  - heading: More
    blocks: [{finding: time}, {quote: {respondent: R5, begins: Withheld}}]
waivers:
  - {check: override, finding: time, reason: agreed among authors, by: Bartholomew}
"""
SECRETS = {
    "a coder": ("Ana", "Bartholomew"),
    "a file": ("R1.txt", "R5.txt"),
    "context": ("Context nobody coded", "Another sentence beside it"),
    "words withheld": ("Withheld",),
    "an attribute of one person": ("Atlantis", "dean"),
    "a respondent who is quoted nowhere": ("R5", "R7"),
}


@pytest.fixture
def project(team, tmp_path):
    made = team()
    made.codes("time", "rank")
    for number in range(1, 9):
        said = "Withheld words on time." if number == 5 else TIME
        extra = {"site": "Atlantis", "role": "dean"} if number == 1 else {"site": "Town", "role": "nurse"}
        made.source(f"R{number}.txt", "Context nobody coded. ", said, "Another sentence beside it.", **extra)
        for coder in ("Ana", "Bartholomew"):
            if number != 7:
                made.code(coder, f"R{number}.txt", said, "time", "opposes" if number == 8 else "supports")
    made.code("Ana", "R1.txt", TIME, "rank")
    made.code("Ana", "R5.txt", "Withheld words on time.", "rank")
    opened = made.as_("Ana")
    record_consent(opened, (), "quote with role", "forms")
    record_consent(opened, ("R5",), "analysis", "form")
    path = tmp_path / "outline.yaml"
    path.write_text(OUTLINE, encoding="utf-8")
    import_outline(opened, str(path))
    return opened


def parts(path: Path) -> dict[str, str]:
    """Every piece of a file as text, with and without its markup."""
    data = path.read_bytes()
    if path.suffix != ".docx":
        text = data.decode("utf-8")
        return {path.name: text, "words": html.unescape(re.sub(r"<[^>]+>", "", text))}
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert not archive.comment
        found = {one.filename: archive.read(one).decode("utf-8", "replace") for one in archive.infolist()}
        assert not any(one.comment or one.extra for one in archive.infolist())
    words = {f"words of {name}": re.sub(r"<[^>]+>", "", text) for name, text in found.items()}
    return {**found, **words, "names of parts": "\n".join(found)}


def leaks(path: Path, guids: set[str]) -> list[str]:
    """Secrets found in a file, with the part they stand in."""
    found = []
    for part, text in parts(path).items():
        for kind, secrets in SECRETS.items():
            found += [
                f"{kind}: {secret} in {part}"
                for secret in secrets
                if re.search(rf"(?<![\w-]){re.escape(secret)}(?![\w])", text)
            ]
        found += [f"guid {guid} in {part}" for guid in guids if guid in text]
    return found


def every_guid(project) -> set[str]:
    """Guids of everything but the newest act, which says what was counted."""
    from sqlalchemy import select

    from thematic.store import schema

    tables = (schema.coding, schema.respondent, schema.source, schema.code, schema.coder, schema.finding)
    with project.store.reading() as connection:
        found = {guid for table in tables for guid in connection.execute(select(table.c.guid)).scalars()}
    return found | {person.guid for person in list_respondents(project)} - {newest_work(project).guid}


def test_no_public_report_holds_what_only_the_team_may_see(project, tmp_path):
    guids = every_guid(project)
    assert len(guids) > 30
    for naming, brief in (("ids", None), ("roles", None), ("none", None), ("ids", 1)):
        for ending in FORMATS:
            path = tmp_path / f"public{ending}"
            write_report(project, str(path), audience="public", naming=naming, draft=True, brief=brief)
            assert leaks(path, guids) == [], (naming, brief)


def test_the_team_copy_holds_it_so_that_the_search_finds_something(project, tmp_path):
    for ending in (".html", ".docx", ".json"):
        path = tmp_path / f"team{ending}"
        write_report(project, str(path), audience="team", draft=True)
        found = leaks(path, every_guid(project))
        assert {one.partition(":")[0] for one in found} >= {"a coder", "a file"}, ending


def test_people_are_unnamed_where_nobody_is_to_be_named(project, tmp_path):
    for ending in FORMATS:
        path = tmp_path / f"unnamed{ending}"
        write_report(project, str(path), audience="public", naming="none", draft=True)
        words = "\n".join(text for part, text in parts(path).items() if not part.endswith(".png"))
        assert not re.search(r"(?<![\w-])R\d(?!\w)", words), ending


def test_a_file_tells_no_name_clock_or_program_of_whoever_made_it(project, tmp_path):
    path = tmp_path / "public.docx"
    write_report(project, str(path), draft=True)
    core = parts(path)["docProps/core.xml"]
    assert not re.search(r"created|modified|lastPrinted", core)
    assert re.search(r"<dc:creator\s*/>|<dc:creator></dc:creator>", core) or "creator" not in core
