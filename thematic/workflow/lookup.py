"""Type to find: codes by name, path, keyword or definition."""

from __future__ import annotations

from typing import TYPE_CHECKING

from thematic.language.similarity import Candidate, rank_matches

if TYPE_CHECKING:
    from thematic.model.codebook import Code, Codebook


def rank_codes(query: str, codebook: Codebook, limit: int = 20) -> list[Code]:
    """Codes that can be applied, those the letters most likely mean first."""
    codes = codebook.active
    return [codes[match.index] for match in rank_matches(query, _candidates(codebook), limit)]


_KNOWN: list[tuple[Codebook, tuple[Candidate, ...]]] = []
"""The codebook asked about last, told by identity: to hash a thousand codes takes too long for a letter."""


def _candidates(codebook: Codebook) -> tuple[Candidate, ...]:
    if not _KNOWN or _KNOWN[0][0] is not codebook:
        _KNOWN[:] = [(codebook, tuple(_candidate(code, codebook) for code in codebook.active))]
    return _KNOWN[0][1]


def _candidate(code: Code, codebook: Codebook) -> Candidate:
    return Candidate(
        code.name,
        path=" / ".join(above.name for above in reversed(codebook.ancestors(code.guid))),
        keywords=(*code.keywords, code.key),
        definition=code.definition,
    )
