"""Putting what a reader found into the project: respondents, questions, sources, codings."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from thematic.language.sentences import RULE_VERSION
from thematic.model.codings import Coding
from thematic.model.journal import Entity
from thematic.model.sources import Question, Respondent, SourceText, Turn
from thematic.store.codings import save_coding
from thematic.store.people import (
    load_attribute_guids,
    load_questions,
    load_respondents,
    save_attribute,
    save_attributes,
    save_exposures,
    save_question,
    save_respondent,
)
from thematic.store.sources import load_sources, save_source, save_spans, text_hash
from thematic.workflow.reading import sentences_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from thematic.model.sources import Attribute, AttributeValue, Exposure, Source, SourceDraft
    from thematic.store.journal import Writer
    from thematic.workflow.project import Project


@dataclass
class Refusal:
    """A file or source that was not taken in, with the reason."""

    path: str
    reason: str


@dataclass
class ImportReport:
    """What an import did."""

    sources: int = 0
    respondents: int = 0
    """New respondents."""
    answers: int = 0
    non_answers: int = 0
    codings: int = 0
    refused: list[Refusal] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    detected: list[str] = field(default_factory=list)
    """One line a source: how it was read; what `--dry-run` shows."""


class Placing:
    """One import under way: labels become guids, and everything lands in one act."""

    def __init__(self, project: Project, writer: Writer) -> None:
        self.project = project
        self.writer = writer
        connection = writer.connection
        self.people = {person.label: person.guid for person in load_respondents(connection)}
        self.questions = {question.number: question.guid for question in load_questions(connection)}
        self.sources: dict[str, Source] = {source.name: source for source in load_sources(connection)}
        self._hashes = {source.sha256: source.name for source in self.sources.values()}
        self.report = ImportReport()

    def person(self, label: str) -> str:
        """Guid of the respondent of that label, who joins the project where they are new."""
        guid = self.people.get(label)
        if guid is None:
            guid = self.people[label] = self.project.here.guid()
            self.writer.new("respondent", guid)
            save_respondent(self.writer, Respondent(guid, label))
            self.report.respondents += 1
        return guid

    def ask(self, number: int, text: str) -> str:
        """Guid of the question of that number, made where it is new."""
        guid = self.questions.get(number)
        if guid is None:
            guid = self.questions[number] = self.project.here.guid()
            save_question(self.writer, Question(guid, number, text))
        return guid

    def attributes(self, known: Iterable[Attribute]) -> None:
        """Describe attributes; one that is there already keeps its guid."""
        guids = load_attribute_guids(self.writer.connection)
        for attribute in known:
            save_attribute(self.writer, guids.get(attribute.name) or self.project.here.guid(), attribute)

    def values(self, label: str, values: Mapping[str, AttributeValue]) -> None:
        """Record facts about a respondent."""
        save_attributes(self.writer, self.person(label), values)

    def exposure(self, label: str, number: int, state: Exposure) -> None:
        """Record whether a respondent was asked a question and answered it."""
        save_exposures(self.writer, self.person(label), {self.questions[number]: state})

    def source(self, draft: SourceDraft, codes: Mapping[str, str] | None = None) -> None:
        """Store a source, or refuse it where one of its name is there; the same text again is passed over.

        Args:
            draft: What a reader found.
            codes: Name → guid of the codes that came with it.
        """
        there = self.sources.get(draft.name)
        digest = text_hash(draft.text)
        if there is not None:
            same = there.sha256 == digest
            reason = "it was imported before, unchanged" if same else "a source of that name has another text"
            self.report.refused.append(Refusal(draft.name, reason))
            return
        twin = self._hashes.get(digest)
        if twin and draft.kind != "survey":
            self.report.warnings.append(
                f"{draft.name} has the same text as {twin}: if it is the same conversation, undo, "
                "or its words count for two people."
            )
        self._hashes[digest] = draft.name
        text = SourceText(
            self.project.here.guid(), self.project.here.guid(), digest, draft.text, self._turns(draft)
        )
        for label in draft.respondents:
            self.person(label)
        save_source(
            self.writer,
            text,
            name=draft.name,
            kind=draft.kind,
            file_sha256=draft.file_sha256,
            log="\n".join((f"read as {draft.encoding}", draft.layout, *draft.warnings)),
        )
        save_spans(self.writer.connection, text, RULE_VERSION, sentences_of(text))
        self.report.sources += 1
        self._codings(draft, text, codes or {})

    def _turns(self, draft: SourceDraft) -> tuple[Turn, ...]:
        return tuple(
            Turn(
                turn.start,
                turn.end,
                turn.speaker,
                turn.role,
                self.person(turn.respondent) if turn.respondent else None,
                self.questions.get(turn.question) if turn.question is not None else None,
                turn.at,
            )
            for turn in draft.turns
        )

    def _codings(self, draft: SourceDraft, text: SourceText, codes: Mapping[str, str]) -> None:
        coder = self.project.acting_coder().guid
        for start, end, name in draft.codings:
            quote = draft.text[start:end]
            guid = self.project.here.guid()
            coding = Coding(
                guid, text.source, text.guid, start, end, quote, codes[name], coder, origin="table"
            )
            save_coding(self.writer, coding)
            self.report.codings += 1

    def consent(self, label: str, consent: str) -> None:
        """Record what a respondent agreed to."""
        self.writer.put(Entity("respondent", self.person(label)), "consent", consent)
