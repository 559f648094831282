"""Merging copies of a project: a plan first, then one transaction that can be undone as one act."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from thematic.errors import BadInput, NotFound, Refused
from thematic.language.similarity import nearest
from thematic.model.codings import Coder
from thematic.model.journal import Act, Entity, Fact
from thematic.reconcile.fact_sets import find_heads
from thematic.reconcile.merging import Holding, plan_merge
from thematic.store.backup import back_up
from thematic.store.bundle import read_bundle, write_bundle
from thematic.store.copies import opened_copy
from thematic.store.found import JournalView, read_acts_here, reading_whole, split_acts
from thematic.store.journal import Writer
from thematic.store.merge_acts import MERGE, save_merge
from thematic.store.people import load_coders
from thematic.store.projects import load_project
from thematic.store.same import load_same
from thematic.store.standing import load_small_facts
from thematic.store.undo import undone_merges
from thematic.store.union import Union
from thematic.workflow.blindness import hidden_from
from thematic.workflow.closing import closed_pairs, late_codings
from thematic.workflow.files import read_text_file, write_whole
from thematic.workflow.mending import mend_merge
from thematic.workflow.merge_report import (
    MergeReport,
    keep_blind,
    match_new_codes,
    name_everything,
    new_conflicts,
    new_faults,
    new_kinds,
    read_stand,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from thematic.reconcile.merging import MergePlan
    from thematic.reconcile.same_entities import Question
    from thematic.store.connection import Reading
    from thematic.store.found import Incoming
    from thematic.store.same import Same
    from thematic.workflow.project import Project

__all__ = ["MergeOptions", "MergeReport", "merge_projects", "read_bundle_file", "write_bundle_file"]


@dataclass(frozen=True, slots=True)
class MergeOptions:
    """What a person says about the copies."""

    other_project: bool = False
    """Take in a file that was not made as a copy of this project."""
    renamed: Mapping[str, str] = field(default_factory=dict)
    """Name of a coder in the other files → what to call them from now on."""


class _Undone(Exception):
    """Everything was done to see what comes of it."""

    def __init__(self, report: MergeReport) -> None:
        super().__init__()
        self.report = report


def merge_projects(
    project: Project, others: Sequence[str], options: MergeOptions | None = None, *, dry_run: bool = False
) -> MergeReport:
    """Take in what other copies of the project know, in one transaction, after a backup.

    Args:
        project: The project that receives.
        others: Files or URLs; none of them is changed.
        options: What a person says about them.
        dry_run: Do it to see what comes of it, and leave no trace.

    Raises:
        Refused: It must not be done; every reason is given.
        NotAProject: One of them is none.
    """
    with ExitStack() as opened:
        copies = []
        for where in _distinct(project, others):
            store = opened.enter_context(opened_copy(where))
            view = opened.enter_context(reading_whole(store))
            card = load_project(view)
            copies.append(
                _Copy(store.where, card.guid, card.title, JournalView(view), load_small_facts(view))
            )
        return _take_in(project, copies, options or MergeOptions(), dry_run=dry_run)


def read_bundle_file(
    project: Project, path: str, options: MergeOptions | None = None, *, dry_run: bool = False
) -> MergeReport:
    """Take in a bundle; see `merge_projects`.

    Raises:
        BadFile: It is none, or damaged.
        Refused: It builds on acts that this project does not have.
    """
    bundle = read_bundle(read_text_file(path), path)
    copy = _Copy(path, bundle.project, bundle.title, bundle, bundle.small_facts())
    return _take_in(project, [copy], options or MergeOptions(), dry_run=dry_run)


def write_bundle_file(project: Project, path: str, *, since: str | None = None) -> int:
    """Write the acts of a project, or those after one, into a file; returns how many."""
    with reading_whole(project.store) as connection:
        text, acts = write_bundle(connection, since)
    write_whole(Path(path), text.encode("utf-8"))
    return acts


@dataclass(frozen=True)
class _Copy:
    """Another copy of the project, or a part of one."""

    name: str
    """The file or URL, as the user named it."""
    project: str
    """Guid of the project it was made as."""
    title: str
    journal: Incoming
    facts: dict[str, Fact]
    """All but those of codings and the like."""


def _take_in(
    project: Project, copies: Sequence[_Copy], options: MergeOptions, *, dry_run: bool
) -> MergeReport:
    merge = _Merge(project, copies, options)
    with project.store.reading() as connection:
        merge.prepare(connection)
    if not merge.renamed and not merge.anything_new:
        return MergeReport(new=0, equal=merge.equal, taken_back=merge.taken_back)
    coder = merge.sign(dry_run=dry_run)
    kept = None if dry_run else back_up(project.store, f"before-merge-{project.here.now()}")
    try:
        with project.store.writing() as connection:
            report = merge.carry_out(connection, coder)
            if dry_run:
                raise _Undone(report)
    except _Undone as undone:
        return undone.report
    return replace(report, backup=kept)


def _distinct(project: Project, others: Sequence[str]) -> list[str]:
    if not others:
        raise BadInput("Merge what?", "Name one or more projects: thematic merge OTHER.thematic")
    for where in others:
        same = where == project.where or (
            Path(where).exists() and Path(project.where).exists() and Path(where).samefile(project.where)
        )
        if same:
            raise Refused(f"{where} is the project itself.", "Name the copies to merge into it.")
    return list(dict.fromkeys(others))


class _Merge:
    """One merge under way."""

    def __init__(self, project: Project, copies: Sequence[_Copy], options: MergeOptions) -> None:
        self.project, self.copies, self.options = project, copies, options
        self.renamed: dict[str, str] = {}
        self.anything_new = False
        self.equal = 0
        self.taken_back = 0
        self._plan: MergePlan
        self._theirs = [Holding(copy.name, copy.facts) for copy in copies]

    def prepare(self, connection: Reading) -> None:
        """Find out what is new and whether the merge may be done.

        Raises:
            Refused: It must not be done.
        """
        self._check_projects(connection)
        self.renamed = self._renames(connection)
        ours = read_acts_here(connection)
        gone = {act for acts in undone_merges(connection).values() for act in acts}
        for copy in self.copies:
            theirs = list(copy.journal.acts())
            fresh, equal = split_acts(theirs, ours)
            self.taken_back += sum(act.facts for act in theirs if act.guid in gone)
            self.equal += equal
            self.anything_new |= bool(fresh)
        mine = Holding(self.project.where, load_small_facts(connection))
        holdings = [Holding(copy.name, self._with_renames(copy.facts)) for copy in self.copies]
        # Whether they belong here was asked above; a bundle need not name what it is about.
        self._plan = plan_merge(mine, holdings, strangers=True)
        if self._plan.refused:
            hint = "Nothing was merged. To rename a coder of theirs: --rename-coder 'NAME=NEW NAME'."
            raise Refused("\n".join(self._plan.refused), hint)

    def _check_projects(self, connection: Reading) -> None:
        own = load_project(connection).guid
        for copy in self.copies:
            if copy.project != own and not self.options.other_project:
                raise Refused(
                    f"{copy.name} is not a copy of this project: it was made as '{copy.title}', on its own.",
                    "Its codes and counts belong to another study, so nothing was merged. If both were begun "
                    "for one study, say so with --other-project.",
                )

    def _people(self) -> set[tuple[str, str]]:
        """(guid, name) of the coders of the others."""
        named = (holding.entities.names("coder", "name") for holding in self._theirs)
        return {person for names in named for person in names.items()}

    def _renames(self, connection: Reading) -> dict[str, str]:
        """Guid → new name, of coders of the others that this project does not know by that name."""
        theirs = self._people() - {(person.guid, person.name) for person in load_coders(connection)}
        found = {}
        for name, new in self.options.renamed.items():
            guids = [guid for guid, called in theirs if called == name]
            if not guids:
                raise NotFound("coder", name, nearest(name, sorted(called for _, called in theirs)))
            if len(guids) > 1:
                raise Refused(f"Several coders of theirs are called '{name}'.", "Merge one file at a time.")
            found[guids[0]] = new
        return found

    def _with_renames(self, facts: dict[str, Fact]) -> dict[str, Fact]:
        """Their facts as they will be once coders are renamed."""
        if not self.renamed:
            return facts
        heads, changed = find_heads(facts), dict(facts)
        for guid, name in self.renamed.items():
            older = heads.get((Entity("coder", guid), "name"))
            if older:
                fact = Fact(Entity("coder", guid), "name", name, guid, "rename", b"", older)
                changed[fact.id] = fact
        return changed

    def sign(self, *, dry_run: bool) -> str:
        """Guid of who merges: one whom only the copies know need not join twice."""
        project = self.project
        if project.coder is None and project.newcomer:
            guids = sorted(guid for guid, name in self._people() if name == project.newcomer)
            project.coder = Coder(guids[0], project.newcomer) if guids else None
        if dry_run and project.coder is None:
            return ""
        return project.acting_coder().guid

    def carry_out(self, connection: Reading, coder: str) -> MergeReport:
        """Union, then what follows from it, as one act."""
        before, closed = read_stand(connection), closed_pairs(connection)
        union = Union(connection)
        brought = [union.bring(copy.journal) for copy in self.copies]
        union.project()
        here = self.project.here
        # Without their folders: where somebody keeps a file is nobody else's business.
        names = [Path(copy.name).name for copy in self.copies]
        reason = ", ".join(names)
        writer = Writer(connection, Act(here.guid(), here.now(), coder, MERGE, reason), here.nonce)
        save_merge(writer, [act for each in brought for act in each.acts], names)
        mended = mend_merge(writer, self._plan.links, self.renamed, before)
        writer.finish()
        same = load_same(connection)
        apart = [question for question in self._plan.questions if len(_standing(same, question)) > 1]
        hidden = hidden_from(self.project, connection)
        late = late_codings(connection, [act for each in brought for act in each.acts], closed)
        report = MergeReport(
            new=sum(each.facts for each in brought),
            equal=self.equal,
            taken_back=self.taken_back,
            kinds=new_kinds(connection, before),
            conflicts=new_conflicts(connection, before),
            orphans=(*mended.orphans, *new_faults(connection, before)),
            moved=mended.moved,
            links=mended.links,
            questions=(
                *mended.questions,
                *late,
                *(f"{each.kind} {each.name}: {each.why}." for each in apart),
            ),
            matches=match_new_codes(
                connection, before.codebook, [each.entities.codebook for each in self._theirs], hidden
            ),
            names=name_everything(connection),
        )
        return keep_blind(connection, report, hidden)


def _standing(same: Same, question: Question) -> set[str]:
    """The guids that stand for those a question is about."""
    return {same.guid(question.kind, guid) for guid in question.guids}
