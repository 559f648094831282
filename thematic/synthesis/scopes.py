"""Whom a statement is about: scopes as masks over respondents, and in words."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from thematic.model.columns import ANSWERED, NOT_ASKED

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from thematic.model.columns import Study
    from thematic.model.outline import Scope
    from thematic.model.sources import AttributeValue

MODE_NOUNS = {
    "interview": ("interviewee", "interviewees"),
    "survey": ("survey respondent", "survey respondents"),
}
RESPONDENT = ("respondent", "respondents")


@dataclass(frozen=True)
class Asked:
    """A scope laid over the respondents of a study; masks of length respondents."""

    inside: NDArray[np.bool_]
    """Attributes and mode belong."""
    asked: NDArray[np.bool_]
    """Asked at least one question of the scope; everybody where it names none."""
    answered: NDArray[np.bool_]
    """Gave a substantive answer to one of those; to any question where it names none."""

    @property
    def base(self) -> NDArray[np.bool_]:
        """Those every share is a share of."""
        return self.inside & self.asked & self.answered


def attribute_text(value: AttributeValue) -> str:
    """An attribute's value as it is written in a scope: `yes`, `19`, `UK`."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def lay_scope(study: Study, scope: Scope) -> Asked:
    """Who is inside a scope, was asked, and answered."""
    inside = np.ones(len(study.respondents), dtype=np.bool_)
    for name, values in scope.attributes:
        wanted = {_plain(value) for value in values}
        inside &= np.array(
            [
                _plain(attribute_text(person.attributes.get(name, ""))) in wanted
                for person in study.respondents
            ],
            dtype=np.bool_,
        )
    if scope.modes:
        inside &= np.array([mode in scope.modes for mode in study.mode], dtype=np.bool_)
    if not scope.questions:
        return Asked(inside, np.ones_like(inside), study.answered)
    columns = [index for index, question in enumerate(study.questions) if question.number in scope.questions]
    exposure = study.exposure[:, columns]
    return Asked(inside, (exposure != NOT_ASKED).any(axis=1), (exposure == ANSWERED).any(axis=1))


def inherit(scope: Scope, above: Scope) -> Scope:
    """A point's scope: its own if it has one, else its finding's, unless it says `scope: all`."""
    if scope.everyone or scope:
        return replace(scope, everyone=False)
    return above


def name_scope(scope: Scope, labels: Sequence[tuple[str, Scope]]) -> tuple[str, str]:
    """What the people of a scope are called, one and many: `UK-based interviewee`, `UK-based interviewees`.

    A label that is a plural noun itself (`trainers`) stands alone. Attributes
    no label stands for are not named here; `subset_words` tells them.
    """
    one, many = (
        MODE_NOUNS[scope.modes[0]] if len(scope.modes) == 1 and scope.modes[0] in MODE_NOUNS else RESPONDENT
    )
    label = _label_of(scope, labels)
    if not label:
        return one, many
    if _is_plural(label) and (one, many) == RESPONDENT:
        return label[:-1], label
    return f"{label} {one}", f"{label} {many}"


def subset_words(scope: Scope, labels: Sequence[tuple[str, Scope]]) -> str | None:
    """A scope in words for tables and notes; None for everybody."""
    if not scope:
        return None
    label = _label_of(scope, labels)
    parts = [label] if label else [f"{name}: {' or '.join(values)}" for name, values in scope.attributes]
    if scope.modes:
        parts.append(" and ".join(scope.modes))
    if scope.questions:
        numbers = ", ".join(str(number) for number in scope.questions)
        parts.append(f"asked question{'s' if len(scope.questions) > 1 else ''} {numbers}")
    return "; ".join(parts)


def _label_of(scope: Scope, labels: Sequence[tuple[str, Scope]]) -> str:
    for label, meaning in labels:
        if scope.attributes and meaning.attributes == scope.attributes:
            return label
    return ""


def _is_plural(label: str) -> bool:
    return label.endswith("s") and not label.endswith("ss")


def _plain(value: str) -> str:
    folded = value.strip().casefold()
    return {"true": "yes", "false": "no"}.get(folded, folded)
