"""Codes crossed with attributes, and with each other, in distinct respondents."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, eq=False)
class Crosstab:
    """Who among those with a value of an attribute raised which code."""

    attribute: str
    values: tuple[str, ...]
    bases: tuple[int, ...]
    """Respondents with each value who gave any substantive answer."""
    codes: tuple[str, ...]
    """Guids."""
    people: NDArray[np.int64]
    """[code, value]: respondents with a coding under the code or below it."""


@dataclass(frozen=True, eq=False)
class Cooccurrence:
    """Which codes are raised together."""

    codes: tuple[str, ...]
    """Guids."""
    people: NDArray[np.int64]
    """[code, code]: respondents who raise both in their answer to one question, or on the same words;
    on the diagonal, respondents who raise the code at all."""
