"""Type to find: codes by name, path, keyword or definition."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from thematic.language.similarity import Candidate, rank_matches

if TYPE_CHECKING:
    from thematic.model.codebook import Code, Codebook


def rank_codes(query: str, codebook: Codebook, limit: int = 20) -> list[Code]:
    """Codes that can be applied, those the letters most likely mean first."""
    codes = codebook.active
    return [codes[match.index] for match in rank_matches(query, _candidates(codes, codebook.codes), limit)]


@lru_cache(maxsize=4)
def _candidates(codes: tuple[Code, ...], every: tuple[Code, ...]) -> tuple[Candidate, ...]:
    from thematic.model.codebook import Codebook

    tree = Codebook(every)
    return tuple(
        Candidate(
            code.name,
            path=" / ".join(above.name for above in reversed(tree.ancestors(code.guid))),
            keywords=(*code.keywords, code.key),
            definition=code.definition,
        )
        for code in codes
    )
