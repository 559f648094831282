"""What a person can look at: questions to the project, none of which changes it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from thematic.errors import NotFound, Refused
from thematic.language.sentences import RULE_VERSION, split_sentences
from thematic.language.similarity import nearest
from thematic.model.codings import Quote
from thematic.model.columns import LAYER_CODES
from thematic.store import codes, codings, columns, memos, people, projects, sources
from thematic.workflow.blindness import (
    hidden_from,
    hide_codings,
    hide_columns,
    hide_counts,
    hide_memos,
)

if TYPE_CHECKING:
    from thematic.model.codebook import Code, Codebook
    from thematic.model.codings import Coder, Coding, Memo
    from thematic.model.columns import CodingColumns, Study
    from thematic.model.sources import Attribute, Question, Respondent, Source, SourceText
    from thematic.workflow.project import Project


def list_sources(project: Project) -> tuple[Source, ...]:
    """Every source without its words, in order of import."""
    with project.store.reading() as connection:
        found = sources.load_sources(connection)
        return hide_counts(connection, found, hidden_from(project, connection))


def find_source(project: Project, name: str) -> Source:
    """The source of that name, or name without its ending, or guid.

    Raises:
        NotFound: With the nearest name.
    """
    return pick_source(list_sources(project), name)


def pick_source(found: tuple[Source, ...], name: str) -> Source:
    """The source of that name among these; see `find_source`."""
    exact = [source for source in found if name in (source.name, source.guid)]
    loose = [source for source in found if source.name.rpartition(".")[0] == name]
    if len(exact) == 1 or (not exact and len(loose) == 1):
        return (exact or loose)[0]
    raise NotFound("source", name, nearest(name, [source.name for source in found]))


def read_text(project: Project, source: str) -> SourceText:
    """The current text of a source, by the source's guid, with its turns."""
    with project.store.reading() as connection:
        try:
            return sources.load_current(connection, source)
        except LookupError:
            raise NotFound("source", source) from None


def read_version(project: Project, text: str) -> SourceText:
    """One text version by its guid."""
    with project.store.reading() as connection:
        return sources.load_text(connection, text)


def read_sentences(project: Project, text: SourceText) -> tuple[tuple[int, int], ...]:
    """Sentence spans of a text: stored at import, computed once where they are missing."""
    with project.store.reading() as connection:
        found = sources.load_spans(connection, text, RULE_VERSION)
    if found is None:
        found = sentences_of(text)
        with project.store.writing() as connection:
            sources.save_spans(connection, text, RULE_VERSION, found)
    return found


def sentences_of(text: SourceText) -> tuple[tuple[int, int], ...]:
    """Sentence spans, split by turn and line first."""
    turns = [(turn.start, turn.end) for turn in text.turns] or [(0, len(text.text))]
    return tuple(split_sentences(text.text, turns))


def source_codings(project: Project, source: str) -> tuple[Coding, ...]:
    """The coders' codings of a source in text order that the acting person may see, by the source's guid."""
    with project.store.reading() as connection:
        found = codings.load_codings(connection, source=source)
        hidden = hidden_from(project, connection, source=source)
    return tuple(coding for coding in hide_codings(found, hidden) if coding.layer != "agreed")


def read_codebook(project: Project) -> Codebook:
    """All codes, retired and merged ones too."""
    with project.store.reading() as connection:
        card = projects.load_project(connection)
        return codes.load_codebook(connection, str(card.settings.get("codebook", "")))


def find_code(codebook: Codebook, key: str) -> Code:
    """The code with that key, or with exactly that name.

    Raises:
        NotFound: With the nearest key.
    """
    code = codebook.by_key.get(key)
    if code is None:
        named = [item for item in codebook.active if item.name == key]
        if len(named) == 1:
            return named[0]
        raise NotFound("code", key, nearest(key, list(codebook.by_key)))
    return code


def count_codings(project: Project) -> dict[str, tuple[int, int]]:
    """Code guid → (codings of all coders together, distinct respondents), merges resolved."""
    study = load_coded(project)
    return _count_codings(study, study.codings)


def count_in_findings(project: Project) -> dict[str, tuple[int, int]]:
    """Code guid → (codings, distinct respondents) of the one layer per source that findings rest on."""
    from thematic.synthesis.layers import choose_layer

    study = load_study(project)
    return _count_codings(study, study.codings.take(choose_layer(study).chosen))


def _count_codings(study: Study, columns: CodingColumns) -> dict[str, tuple[int, int]]:
    import numpy as np

    column, people_ = columns.code, columns.respondent
    totals = np.bincount(column, minlength=len(study.codebook.codes))
    spoken = people_ >= 0
    pairs = np.unique(np.stack([column[spoken], people_[spoken]], axis=1), axis=0)
    persons = np.bincount(pairs[:, 0], minlength=len(study.codebook.codes))
    return {
        code.guid: (int(totals[place]), int(persons[place]))
        for place, code in enumerate(study.codebook.codes)
    }


def find_applicable(codebook: Codebook, key: str) -> Code:
    """The code with that key or name, if it can still be applied.

    Raises:
        NotFound: There is none.
        Refused: It was retired or merged.
    """
    code = find_code(codebook, key)
    if code.merged_into is not None:
        into = codebook.by_guid[codebook.resolve(code.guid)].key
        raise Refused(f"'{code.key}' was merged into '{into}'.", f"Apply '{into}'.")
    if code.status == "retired":
        raise Refused(f"'{code.key}' is retired.", "Apply another code.")
    return code


def list_respondents(project: Project) -> tuple[Respondent, ...]:
    """Everyone who answered, in order of joining."""
    with project.store.reading() as connection:
        return people.load_respondents(connection)


def list_attributes(project: Project) -> tuple[Attribute, ...]:
    """The attributes respondents have."""
    with project.store.reading() as connection:
        return people.load_attributes(connection)


def list_questions(project: Project) -> tuple[Question, ...]:
    """The interview guide, by number."""
    with project.store.reading() as connection:
        return people.load_questions(connection)


def list_coders(project: Project) -> tuple[Coder, ...]:
    """Everyone who codes."""
    with project.store.reading() as connection:
        return people.load_coders(connection)


def list_memos(project: Project, on: str | None = None) -> tuple[Memo, ...]:
    """Memos in order of writing, all or those on one thing (`kind/guid`)."""
    with project.store.reading() as connection:
        found = memos.load_memos(connection, on)
        return hide_memos(connection, found, hidden_from(project, connection))


def load_study(project: Project) -> Study:
    """People, questions, codes and codings as columns, for analyses."""
    with project.store.reading() as connection:
        return hide_columns(columns.load_study(connection), hidden_from(project, connection))


def load_coded(project: Project) -> Study:
    """The study with what coders coded, and without the layer on which they agreed in the end."""
    study = load_study(project)
    return replace(study, codings=study.codings.take(study.codings.layer != LAYER_CODES["agreed"]))


WAITING = "[waits for review: its words are not in the current text]"
"""Stands for the words of a coding that an edit has parted from its text."""


def quotes_by_local(project: Project, study: Study, local: list[int]) -> tuple[Quote, ...]:
    """The quotes of codings given by local key, in that order."""
    import numpy as np

    with project.store.reading() as connection:
        found = codings.load_by_local(connection, local)
    names = {source.guid: source.name for source in study.sources}
    texts = {source.text for source in study.sources}
    coders = {coder.guid: coder.name for coder in study.coders}
    order = np.argsort(study.codings.local)
    places: list[int] = order[np.searchsorted(study.codings.local[order], local)].tolist() if local else []
    quotes = []
    for key, place in zip(local, places, strict=True):
        coding = found[key]
        person, question = int(study.codings.respondent[place]), int(study.codings.question[place])
        quotes.append(
            Quote(
                coding.guid,
                coding.quote if coding.text in texts else WAITING,
                names[coding.source],
                coding.start,
                coding.end,
                study.respondents[person].label if person >= 0 else None,
                study.questions[question].number if question >= 0 else None,
                study.codebook.codes[int(study.codings.code[place])].key,
                "agreed" if coding.layer == "agreed" else coders[coding.coder],
                coding.stance,
                coding.layer,
                coding.text in texts,
                coding.illustrative,
            )
        )
    return tuple(quotes)


def count_by_coder(project: Project) -> tuple[tuple[Coder, int, int], ...]:
    """Each coder with the number of their codings and of the sources they coded."""
    import numpy as np

    study = load_coded(project)
    rows = []
    for place, coder in enumerate(study.coders):
        own = study.codings.coder == place
        rows.append((coder, int(own.sum()), len(np.unique(study.codings.source[own]))))
    return tuple(rows)


def count_exposure(project: Project) -> tuple[tuple[Question, int, int], ...]:
    """Each question with how many respondents were asked it, and how many gave a substantive answer."""
    from thematic.model.columns import ANSWERED, NOT_ASKED

    study = load_study(project)
    return tuple(
        (
            question,
            int((study.exposure[:, place] != NOT_ASKED).sum()),
            int((study.exposure[:, place] == ANSWERED).sum()),
        )
        for place, question in enumerate(study.questions)
    )
