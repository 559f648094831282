"""The same codings as NumPy columns, for work on many.

Analyses load these once and never hold a Python object per coding. All
columns index the tuples of `Study`; -1 means nobody or nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np
    from numpy.typing import NDArray

    from thematic.model.codebook import Codebook
    from thematic.model.codings import Coder
    from thematic.model.sources import Question, Respondent, Source

MENTIONED, SUPPORTS, QUALIFIES, OPPOSES = 0, 1, 2, 3
NOT_ASKED, SILENT, ANSWERED = 0, 1, 2

STANCE_CODES: dict[str | None, int] = {None: 0, "supports": 1, "qualifies": 2, "opposes": 3}
STANCE_NAMES: tuple[str | None, ...] = (None, "supports", "qualifies", "opposes")
LAYER_CODES: dict[str, int] = {"human": 0, "proposed": 1, "agreed": 2}


@dataclass(frozen=True)
class CodingColumns:
    """Codings as parallel arrays of length n, in order of creation."""

    local: NDArray[np.int64]
    """Local key in the store; fetch quotes and guids by it."""
    source: NDArray[np.int32]
    """Index into `Study.sources`."""
    start: NDArray[np.int32]
    end: NDArray[np.int32]
    code: NDArray[np.int32]
    """Index into `Study.codebook.codes`, merges already resolved."""
    coder: NDArray[np.int32]
    """Index into `Study.coders`."""
    layer: NDArray[np.int8]
    """`LAYER_CODES`."""
    stance: NDArray[np.int8]
    """`STANCE_CODES`: 0 mentioned, 1 supports, 2 qualifies, 3 opposes."""
    respondent: NDArray[np.int32]
    """Index into `Study.respondents`; -1 in documents and interviewer's words."""
    question: NDArray[np.int32]
    """Index into `Study.questions`; -1 where unknown."""

    def __len__(self) -> int:
        return len(self.local)

    def take(self, chosen: NDArray[np.bool_] | NDArray[np.int64]) -> CodingColumns:
        """The codings at a boolean mask or at indices."""
        return CodingColumns(*(getattr(self, name)[chosen] for name in self.__dataclass_fields__))


@dataclass(frozen=True)
class Study:
    """Everything an analysis needs, loaded once: people, questions, codes and codings."""

    title: str
    approach: str
    """`codebook`, `framework` or `reflexive`."""
    respondents: tuple[Respondent, ...]
    questions: tuple[Question, ...]
    sources: tuple[Source, ...]
    coders: tuple[Coder, ...]
    codebook: Codebook
    exposure: NDArray[np.int8]
    """[respondent, question]: 0 not asked, 1 asked but silent, 2 answered."""
    answered: NDArray[np.bool_]
    """[respondent]: gave any substantive answer, to whatever question."""
    mode: tuple[str, ...]
    """Per respondent: `interview`, `survey`, or empty for one without a source."""
    codings: CodingColumns
    illustrative: frozenset[int] = frozenset()
    """Local keys of the codings whose words a coder marked as a good illustration."""
    settings: Mapping[str, object] = field(default_factory=dict)
    """Project settings: lead coder, quantifier policy, notices."""
