"""Counting people, not codings: where each respondent stands on a statement.

The evidence of a statement gives each respondent a set of stances; the scope
decides who is in the base; each respondent then falls into one class.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from thematic.model.columns import MENTIONED, OPPOSES, QUALIFIES, SUPPORTS
from thematic.model.findings import (
    MIXED,
    NOT_ANSWERED,
    NOT_ASKED,
    OPPOSING,
    OUT_OF_SCOPE,
    QUALIFIED,
    SILENT,
    STANDINGS,
    SUPPORTING,
    Tally,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from thematic.model.codebook import Codebook
    from thematic.synthesis.scopes import Asked

_FOR = (1 << MENTIONED) | (1 << SUPPORTS)
_STATED = 1 << SUPPORTS
_QUALIFY = 1 << QUALIFIES
_AGAINST = 1 << OPPOSES


def flag_respondents(
    respondent: NDArray[np.int32], stance: NDArray[np.int8], respondents: int
) -> NDArray[np.uint8]:
    """Every stance each respondent took, one bit per stance (1 << stance); words of nobody are left out."""
    flags = np.zeros(respondents, dtype=np.uint8)
    for number in (MENTIONED, SUPPORTS, QUALIFIES, OPPOSES):
        at = respondent[stance == number]
        flags[at[at >= 0]] |= np.uint8(1 << number)
    return flags


def stand(flags: NDArray[np.uint8], asked: Asked) -> NDArray[np.int8]:
    """The class of every respondent, an index into `STANDINGS`.

    Against and anything else is mixed; a qualification outweighs support; a
    stance never set counts as support that was mentioned, not stated.
    """
    against = (flags & _AGAINST) != 0
    other = (flags & (_FOR | _QUALIFY)) != 0
    qualified = (flags & _QUALIFY) != 0
    standing = np.full(len(flags), SILENT, dtype=np.int8)
    standing[other] = SUPPORTING
    standing[qualified] = QUALIFIED
    standing[against] = OPPOSING
    standing[against & other] = MIXED
    standing[~asked.answered] = NOT_ANSWERED
    standing[~asked.asked] = NOT_ASKED
    standing[~asked.inside] = OUT_OF_SCOPE
    return standing


def oppose_rivals(own: NDArray[np.uint8], rivals: Iterable[NDArray[np.uint8]]) -> NDArray[np.uint8]:
    """Flags of one camp when support for a rival position speaks against it."""
    flags = own.copy()
    for rival in rivals:
        flags[(rival & _FOR) != 0] |= np.uint8(_AGAINST)
    return flags


def tally_standing(
    standing: NDArray[np.int8],
    flags: NDArray[np.uint8],
    *,
    put_to_all: bool,
    among: NDArray[np.bool_] | None = None,
) -> Tally:
    """Count the classes.

    Args:
        standing: From `stand`.
        flags: The stances it came from.
        put_to_all: Whether everybody in the base was asked a question of the scope.
        among: Count these respondents only, a mode for instance.
    """
    if among is not None:
        standing, flags = standing[among], flags[among]
    counts = np.bincount(standing, minlength=len(STANDINGS))
    outside = (standing == NOT_ANSWERED) | (standing == NOT_ASKED)
    return Tally(
        supporting=int(counts[SUPPORTING]),
        qualified=int(counts[QUALIFIED]),
        opposing=int(counts[OPPOSING]),
        mixed=int(counts[MIXED]),
        silent=int(counts[SILENT]),
        not_answered=int(counts[NOT_ANSWERED]),
        not_asked=int(counts[NOT_ASKED]),
        stated=int(((standing == SUPPORTING) & ((flags & _STATED) != 0)).sum()),
        elsewhere=int((outside & ((flags & _FOR) != 0)).sum()),
        put_to_all=put_to_all,
    )


def join_camps(camps: Sequence[NDArray[np.uint8]]) -> NDArray[np.uint8]:
    """Flags on a finding of several positions: holding one of them supports it.

    Rejecting a position while holding another is no dissent from the finding,
    which tells of both. Holding two, or speaking for and against one and the
    same, is being of two minds.
    """
    backed = np.stack([(camp & _FOR) != 0 for camp in camps])
    rejected = np.stack([(camp & _AGAINST) != 0 for camp in camps])
    whole = np.bitwise_or.reduce(np.stack(camps))
    torn = (backed.sum(axis=0) > 1) | (backed & rejected).any(axis=0)
    whole[backed.any(axis=0)] &= ~np.uint8(_AGAINST)
    whole[torn] |= np.uint8(_AGAINST)
    return np.asarray(whole, dtype=np.uint8)


def unite(standings: Sequence[NDArray[np.int8]]) -> NDArray[np.int8]:
    """Where respondents stand on a run of statements taken together.

    Supporting any of them supports the run; failing that the nearest to support
    wins, and whoever is in none of the bases is out of scope, not asked or not
    answered as in the statement that comes closest to counting them.
    """
    order = np.array([SUPPORTING, QUALIFIED, MIXED, OPPOSING, SILENT, NOT_ANSWERED, NOT_ASKED, OUT_OF_SCOPE])
    place = np.argsort(order)
    best = place[np.stack(standings)].min(axis=0)
    return np.asarray(order[best], dtype=np.int8)


def code_indices(codebook: Codebook, keys: Iterable[str], *, exact: bool = False) -> tuple[int, ...]:
    """Indices of the named codes and, unless `exact`, of every code below them; unknown keys give nothing.

    Codings of merged codes already stand under the code they were merged into,
    so a key that names a merged code leads there.
    """
    index = {code.guid: place for place, code in enumerate(codebook.codes)}
    found: dict[int, None] = {}
    for key in keys:
        code = codebook.by_key.get(key)
        if code is None:
            continue
        guid = codebook.resolve(code.guid)
        below = (codebook.by_guid[guid],) if exact else codebook.descendants(guid)
        found.update((index[one.guid], None) for one in below)
    return tuple(found)
