"""What an outline may name: the codes, attributes, questions and people of a study."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from thematic.language.located import did_you_mean
from thematic.synthesis.scopes import attribute_text, lay_scope

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from thematic.language.located import Node, Problems
    from thematic.model.columns import Study
    from thematic.model.outline import IllustrationPick, Scope

MODES = ("interview", "survey")


@dataclass(frozen=True)
class Names:
    """Everything of a study that an outline can refer to."""

    codes: frozenset[str]
    attributes: Mapping[str, frozenset[str]]
    """Attribute → its values as written in a scope."""
    questions: frozenset[int]
    respondents: frozenset[str]
    sources: frozenset[str]
    answers: Callable[[Scope], bool] = lambda _scope: True
    """Whether anybody in a scope was asked and answered."""
    verbatim: Callable[[IllustrationPick], bool] = lambda _pick: True
    """Whether the words of a quote are as they were said."""


def names_of(study: Study, verbatim: Callable[[IllustrationPick], bool] | None = None) -> Names:
    """Gather the names of a study.

    Args:
        study: People, codes and questions.
        verbatim: Tells whether a quote's words are as they were said; with it quotes
            and bases are checked too, as for a file that a person hands in.
    """
    attributes: dict[str, set[str]] = {}
    for person in study.respondents:
        for name, value in person.attributes.items():
            attributes.setdefault(name, set()).add(attribute_text(value))
    return Names(
        codes=frozenset(code.key for code in study.codebook.codes),
        attributes={name: frozenset(values) for name, values in attributes.items()},
        questions=frozenset(question.number for question in study.questions),
        respondents=frozenset(person.label for person in study.respondents),
        sources=frozenset(source.name for source in study.sources),
        **(
            {"answers": lambda scope: bool(lay_scope(study, scope).base.any()), "verbatim": verbatim}
            if verbatim
            else {}
        ),
    )


def check_codes(keys: Iterable[str], at: Node, names: Names, problems: Problems) -> None:
    """Note keys that are in no codebook, with the nearest one that is."""
    for key in keys:
        if key not in names.codes:
            problems.add(at, f"there is no code '{key}' in the codebook.{did_you_mean(key, names.codes)}")


def check_scope(scope: Scope, at: Node, names: Names, problems: Problems) -> None:
    """Note attributes, values, modes and questions the study does not have."""
    before = len(problems.lines)
    for name, values in scope.attributes:
        known = names.attributes.get(name)
        if known is None:
            close = did_you_mean(name, names.attributes)
            problems.add(at.key(name), f"no respondent has an attribute '{name}'.{close}")
            continue
        for value in values:
            if value.casefold() not in {one.casefold() for one in known}:
                close = did_you_mean(value, known)
                problems.add(at.key(name), f"no respondent has {name} '{value}'.{close}")
    for mode in scope.modes:
        if mode not in MODES:
            problems.add(at.key("mode"), f"'{mode}' is not a mode; modes are interview and survey.")
    for number in scope.questions:
        if number not in names.questions:
            problems.add(at.key("question"), f"there is no question {number}.")
    if scope and len(problems.lines) == before and not names.answers(scope):
        problems.add(at, "nobody in this scope was asked and answered: its base is zero.")


def check_pick(pick: IllustrationPick, at: Node, names: Names, problems: Problems) -> None:
    """Note a quote of somebody, or from somewhere, the study does not have."""
    if pick.respondent and pick.respondent not in names.respondents:
        close = did_you_mean(pick.respondent, names.respondents)
        problems.add(at, f"there is no respondent '{pick.respondent}'.{close}")
    if pick.source and pick.source not in names.sources:
        problems.add(at, f"there is no source '{pick.source}'.{did_you_mean(pick.source, names.sources)}")
    if pick.text and not names.verbatim(pick):
        who = pick.respondent or pick.source
        message = f"the quote of {who} is not what was said: '{pick.text}'."
        problems.add(at, f"{message} Leave words out with [...] and put words in as [so].")
