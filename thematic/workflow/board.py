"""Acts on the outline: findings written, moved, joined and parted; each is one act that undo takes back."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from thematic.errors import BadFile, BadInput, NotFound, Refused
from thematic.language.similarity import nearest
from thematic.model.outline import Finding, Override
from thematic.synthesis import outline_edit as edit
from thematic.synthesis import outline_tree as tree
from thematic.synthesis.filling import running_name
from thematic.synthesis.numbering import letter, number_findings
from thematic.synthesis.outline_draft import draft_outline
from thematic.synthesis.outline_reader import outline_from_value
from thematic.synthesis.outline_writer import outline_value
from thematic.workflow.findings import count_along, keep_outline, stored_outline
from thematic.workflow.reading import load_study, read_codebook

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from thematic.model.outline import Outline, PointKind
    from thematic.workflow.project import Project


def current_outline(project: Project) -> Outline:
    """The outline that acts change: the adopted one, else a draft that the first act adopts."""
    study = load_study(project)
    return stored_outline(project, study) or draft_outline(study)


def statement_labels(outline: Outline) -> dict[str, str]:
    """Statement id → how the report names it: `3`, `3b`."""
    labels = {}
    findings = [one for section in number_findings(outline).values() for one in section]
    for number, finding in enumerate(findings, 1):
        labels[finding.id] = str(number)
        labels.update({point.id: f"{number}{letter(at)}" for at, point in enumerate(finding.points)})
    return labels


def find_name(outline: Outline, given: str) -> str:
    """The id of a finding or point given by id, by number (`3`) or by number and letter (`3b`).

    The id of a finding that was merged into another gives that one's.

    Raises:
        BadInput: There is none.
    """
    labels = statement_labels(outline)
    if given not in labels:
        given = next((name for name, label in labels.items() if label == given), given)
        given = next((one.id for one in outline.statements() for old in one.merged if old.id == given), given)
    return tree.find_above(outline, given)[2].id


def change_outline(
    project: Project,
    verb: str,
    change: Callable[[Outline], Outline],
    reason: str = "",
    *,
    looked: Collection[str] = (),
    dropped: Mapping[str, Collection[str]] | None = None,
) -> Outline:
    """Change the outline as one act; what would contradict itself is refused and nothing is stored.

    Raises:
        Refused: The changed outline would not hold together, with every reason.
    """
    study = load_study(project)
    before = stored_outline(project, study) or draft_outline(study)
    changed = replace(change(before), drafted=False)
    after = tree.settle_runs(tree.settle_pins(before, changed))
    try:
        outline_from_value(outline_value(after), "outline", study)
    except BadFile as problem:
        raise Refused(" ".join(line.removeprefix("outline: ") for line in problem.problems)) from None
    keep_outline(project, after, verb, reason, looked=looked, dropped=dropped)
    return after


# Sections


def add_section(project: Project, title: str, *, name: str = "", after: str = "") -> str:
    """Add a section; returns its id."""
    made = name or tree.free_id(current_outline(project), title)
    change_outline(project, "add section", lambda one: tree.add_section(one, made, title, after=after), title)
    return made


def entitle_section(project: Project, name: str, title: str) -> None:
    """Give a section another title."""
    change_outline(project, "retitle section", lambda one: tree.entitle_section(one, name, title), title)


def move_section(project: Project, name: str, step: int) -> None:
    """Move a section up (-1) or down (+1)."""
    change_outline(project, "move section", lambda one: tree.move_section(one, name, step), name)


def drop_section(project: Project, name: str) -> None:
    """Remove an empty section."""
    change_outline(project, "remove section", lambda one: tree.drop_section(one, name), name)


def rank_section(project: Project, name: str) -> None:
    """Put a section's findings in the order of their computed rank; pinned ones keep their numbers.

    Raises:
        Refused: A reflexive study has no ranks.
    """
    outline = current_outline(project)
    ranks = {
        one.id: one.rank.value
        for one in count_along(project, load_study(project), outline, replicates=0).findings()
        if one.rank
    }
    if not ranks:
        raise Refused("There are no ranks to order by.")
    change_outline(project, "order by rank", lambda one: tree.rank_section(one, name, ranks), name)


# Findings and points


def add_finding(
    project: Project,
    statement: str,
    section: str,
    *,
    codes: Sequence[str] = (),
    name: str = "",
    after: str = "",
) -> str:
    """Add a finding at the end of a section or after another one; returns its id.

    A theme that was set aside is no longer once a finding rests on its code.
    """
    book = read_codebook(project)
    words = statement.strip() or draft_statement(project, codes)
    if not words:
        raise BadInput("A finding needs a statement, or codes to draft one from.")
    _known_codes(codes, book.by_key)
    made = name or tree.free_id(current_outline(project), codes[0] if codes else words)

    def change(outline: Outline) -> Outline:
        kept = tuple(one for one in outline.set_aside if one.code not in codes)
        finding = Finding(made, words, codes=tuple(codes))
        return tree.add_finding(replace(outline, set_aside=kept), finding, section, after=after)

    change_outline(project, "add finding", change, made)
    return made


def add_point(
    project: Project,
    finding: str,
    statement: str,
    *,
    codes: Sequence[str] = (),
    kind: PointKind = "elaboration",
    name: str = "",
    after: str = "",
) -> str:
    """Add a lettered point under a finding; returns its id."""
    words = statement.strip() or draft_statement(project, codes)
    if not words:
        raise BadInput("A point needs a statement, or codes to draft one from.")
    _known_codes(codes, read_codebook(project).by_key)
    made = name or tree.free_id(current_outline(project), codes[0] if codes else words)
    point = tree.point_of(made, words, kind=kind, codes=tuple(codes))
    change_outline(project, "add point", lambda one: tree.add_point(one, finding, point, after=after), made)
    return made


def draft_statement(project: Project, codes: Sequence[str]) -> str:
    """The statement a fresh finding on some codes begins with; empty without codes."""
    if not codes:
        return ""
    book = read_codebook(project)
    names = " and ".join(running_name(book, key) for key in codes)
    return f"{{Quantifier}} raised {names.replace('{', '{{').replace('}', '}}').rstrip('.')}."


def write_statement(project: Project, name: str, statement: str) -> None:
    """Give a finding or point other words."""
    if not statement.strip():
        raise Refused("A statement needs words.", "Set the finding aside to take it out.")
    change_outline(
        project, "write statement", lambda one: edit.write_statement(one, name, statement.strip()), name
    )


def set_codes(project: Project, name: str, codes: Sequence[str]) -> None:
    """Say on which codes a finding or point rests; codes below them are included."""
    _known_codes(codes, read_codebook(project).by_key)
    change_outline(project, "set codes", lambda one: tree.rewrite(one, name, codes=tuple(codes)), name)


def step_statement(project: Project, name: str, step: int) -> None:
    """Move a finding or point up (-1) or down (+1)."""
    change_outline(project, "move finding", lambda one: tree.step_statement(one, name, step), name)


def put_finding(project: Project, name: str, section: str = "", *, after: str = "") -> None:
    """Move a finding to the end of a section, or right after another one."""
    change_outline(
        project, "move finding", lambda one: tree.put_finding(one, name, section, after=after), name
    )


def lower_finding(project: Project, name: str, *, under: str = "") -> None:
    """Make a finding a point of another, the one before it by default."""
    change_outline(project, "make a point", lambda one: tree.lower_finding(one, name, under=under), name)


def raise_point(project: Project, name: str) -> None:
    """Make a point a finding of its own."""
    change_outline(project, "make a finding", lambda one: tree.raise_point(one, name), name)


def pin_finding(project: Project, name: str, number: int | None) -> None:
    """Fix a finding's number, or free it."""
    verb = "free number" if number is None else "pin"
    change_outline(
        project, verb, lambda one: edit.pin_finding(one, name, number), f"{name} {number or ''}".strip()
    )


def merge_findings(project: Project, names: Sequence[str], into: str, statement: str = "") -> None:
    """Put findings into one, which rests on all their codes and may be given new words.

    The words of the others are kept beside it, and their ids lead to it.
    """

    def change(outline: Outline) -> Outline:
        for name in (*names, into):
            edit.find_finding(outline, name)
        return edit.merge_findings(tree.as_printed(outline), names, into, statement.strip())

    if not [name for name in names if name != into]:
        raise BadInput("Name at least one other finding to merge.")
    change_outline(project, "merge findings", change, f"{', '.join(names)} into {into}")


def split_finding(
    project: Project, name: str, codes: Sequence[str], *, into: str = "", statement: str = ""
) -> str:
    """Take some codes of a finding into a new one right after it; returns the new one's id."""
    outline = current_outline(project)
    made = into or tree.free_id(outline, codes[0] if codes else name)
    words = statement.strip() or draft_statement(project, codes)
    below = _codes_below(project, outline, name, codes)

    def change(before: Outline) -> Outline:
        spread = (
            tree.rewrite(tree.as_printed(before), name, codes=below) if below else tree.as_printed(before)
        )
        return edit.split_finding(spread, name, codes, into=made, statement=words)

    change_outline(project, "split finding", change, f"{name}: {', '.join(codes)} into {made}")
    return made


def set_aside(project: Project, name: str, reason: str) -> None:
    """Take a finding out of the report, its theme listed with the reason; a point is removed."""
    if not reason.strip():
        raise Refused("Setting aside needs a reason.")

    def change(outline: Outline) -> Outline:
        _, finding, one = tree.find_above(outline, name)
        if one is not finding:
            return tree.drop_point(outline, name)
        return edit.set_finding_aside(tree.as_printed(outline), name, reason.strip())

    change_outline(project, "set aside", change, f"{name}: {reason.strip()}")


def raise_theme(project: Project, code: str, section: str) -> str:
    """Make a finding of a theme, one set aside or one not raised yet; returns its id."""
    outline = current_outline(project)
    kept = next((one.statement for one in outline.set_aside if one.code == code and one.statement), "")
    return add_finding(project, kept, section, codes=(code,))


def choose_word(project: Project, name: str, word: str, reason: str) -> None:
    """Choose a quantifier over the computed one, which stays beside it; signed by who acts."""
    if not word.strip() or not reason.strip():
        raise Refused("A chosen word needs the word and a reason.")
    override = Override(word.strip(), project.acting_coder().name, reason.strip())
    change_outline(
        project,
        "choose word",
        lambda one: edit.choose_word(one, name, override),
        f"{name}: {override.word}, {override.reason}",
    )


def compute_word(project: Project, name: str) -> None:
    """Go back to the computed quantifier."""
    change_outline(project, "compute word", lambda one: edit.choose_word(one, name, None), name)


def keep_statement(project: Project, name: str) -> None:
    """Say that a statement still stands on the evidence there is now: it is stale no longer."""
    change_outline(project, "still stands", _unchanged(name), name, looked=(name,))


def write_stem(project: Project, first: str, last: str, statement: str) -> None:
    """Write a lead-in over a run of findings; without words it is removed."""
    verb = "write lead-in" if statement.strip() else "remove lead-in"
    change_outline(project, verb, lambda one: tree.put_stem(one, first, last, statement), first)


def _unchanged(name: str) -> Callable[[Outline], Outline]:
    def change(outline: Outline) -> Outline:
        tree.find_above(outline, name)
        return outline

    return change


def _known_codes(codes: Sequence[str], known: Mapping[str, object]) -> None:
    for code in codes:
        if code not in known:
            raise NotFound("code", code, nearest(code, list(known)))


def _codes_below(project: Project, outline: Outline, name: str, codes: Sequence[str]) -> tuple[str, ...]:
    """The codes below a finding's only one, where those asked for are among them; else none.

    A finding that rests on one code rests on those below it too. It can be parted
    between them only while nobody used the one above by itself.
    """
    _, finding = edit.find_finding(outline, name)
    if len(finding.codes) != 1 or finding.exact or set(codes) <= set(finding.codes):
        return ()
    study = load_study(project)
    book = study.codebook
    above = book.by_key[finding.codes[0]]
    children = [code.key for code in book.children(above.guid) if code.status == "active"]
    if not set(codes) <= set(children):
        return ()
    own = [place for place, code in enumerate(book.codes) if code.guid == above.guid]
    if (study.codings.code == own[0]).any():
        raise Refused(
            f"'{above.key}' itself is applied, so its passages belong to neither part.",
            "Give those passages a narrower code first.",
        )
    return tuple(children)
