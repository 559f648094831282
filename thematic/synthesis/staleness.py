"""Whether a statement is older than its evidence, and what changed.

The basis of a statement is taken when its author last looked at it; comparing
it with the basis of today tells who came, went or changed sides.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

import numpy as np

from thematic.model.findings import STANDINGS
from thematic.model.lint import Basis, Voice

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from numpy.typing import NDArray

    from thematic.model.columns import Study
    from thematic.model.findings import Findings

MOST_VOICES = 400
"""Respondents kept by name for one statement; beyond that only the whole is compared."""

_PRIMES = (0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9, 0x94D049BB133111EB, 0xD6E8FEB86659FD93, 0xA0761D6478BD642F)


def take_bases(findings: Findings, study: Study) -> dict[str, Basis]:
    """What every statement rests on now; guids decide, so that a rebuilt project compares equal."""
    codings = study.codings
    sorter = np.argsort(codings.local, kind="stable")
    prints = _fingerprints(study)
    bases = {}
    for statement in findings.statements():
        local = findings.ledger.codings[statement.id]
        at = sorter[np.searchsorted(codings.local, local, sorter=sorter)]
        stance = findings.ledger.stance[statement.id].astype(np.uint64)
        rows = _mix(prints[at] + stance * np.uint64(_PRIMES[4]))
        people = codings.respondent[at]
        standing = findings.ledger.standing[statement.id]
        bases[statement.id] = Basis(
            statement=statement.statement,
            digest=_hex(int(np.sum(rows, dtype=np.uint64))),
            support=statement.tally.support,
            oppose=statement.tally.oppose,
            base=statement.tally.base,
            voices=_voices(study, people, rows, standing),
        )
    return bases


def find_stale(
    kept: Mapping[str, Basis], now: Mapping[str, Basis], *, counting: bool = True
) -> dict[str, tuple[str, ...]]:
    """Statements whose words are as they were and whose evidence is not, with what changed.

    A statement that was rewritten since is not stale: its author has looked.

    Args:
        kept: Statement id → what it rested on then.
        now: The same today.
        counting: False in a reflexive study, where no numbers are told.
    """
    stale = {}
    for name, before in kept.items():
        after = now.get(name)
        if after is None or after.statement != before.statement:
            continue
        changes = _changes(before, after, counting=counting)
        if changes:
            stale[name] = tuple(changes)
    return stale


def basis_value(basis: Basis) -> dict[str, Any]:
    """A basis as nested dicts and lists, as it is stored."""
    return {
        "statement": basis.statement,
        "digest": basis.digest,
        "numbers": [basis.support, basis.oppose, basis.base],
        "voices": [[one.respondent, one.standing, one.passages, one.digest] for one in basis.voices],
    }


def basis_from_value(value: Mapping[str, Any]) -> Basis:
    """Read back what `basis_value` made."""
    support, oppose, base = value["numbers"]
    voices = tuple(Voice(str(a), str(b), int(c), str(d)) for a, b, c, d in value["voices"])
    return Basis(str(value["statement"]), str(value["digest"]), int(support), int(oppose), int(base), voices)


def _changes(before: Basis, after: Basis, *, counting: bool) -> list[str]:
    told = []
    old = {voice.respondent: voice for voice in before.voices}
    new = {voice.respondent: voice for voice in after.voices}
    if bool(old) == bool(new) or before.digest != after.digest:
        told += [
            change
            for who in sorted(old.keys() | new.keys(), key=_natural)
            if (change := _voice(who, old, new, counting=counting))
        ]
    if before.digest != after.digest and not told:
        told.append("its passages changed")
    numbers = (before.support, before.oppose, before.base), (after.support, after.oppose, after.base)
    if counting and numbers[0] != numbers[1]:
        (n, d, N), (m, e, M) = numbers  # noqa: N806 - as in the policy
        told.append(f"{n} of {N} and {d} against became {m} of {M} and {e} against")
    return told


def _voice(who: str, old: Mapping[str, Voice], new: Mapping[str, Voice], *, counting: bool) -> str:
    before, after = old.get(who), new.get(who)
    if before is None and after is not None:
        return f"{who} came ({after.standing})"
    if after is None and before is not None:
        return f"{who} left (was {before.standing})"
    if before is None or after is None or before == after:
        return ""
    if before.standing != after.standing:
        return f"{who} was {before.standing} and is {after.standing}"
    if counting and before.passages != after.passages:
        return f"{who} has {after.passages} passages instead of {before.passages}"
    return f"a passage of {who} changed"


def _voices(
    study: Study, people: NDArray[np.int32], rows: NDArray[np.uint64], standing: NDArray[np.int8]
) -> tuple[Voice, ...]:
    who, where = np.unique(people[people >= 0], return_inverse=True)
    if not len(who) or len(who) > MOST_VOICES:
        return ()
    sums = np.zeros(len(who), dtype=np.uint64)
    np.add.at(sums, where, rows[people >= 0])
    counts = np.bincount(where, minlength=len(who))
    voices = [
        Voice(
            study.respondents[int(one)].label,
            STANDINGS[int(standing[one])],
            int(counts[place]),
            _hex(int(sums[place])),
        )
        for place, one in enumerate(who)
    ]
    return tuple(sorted(voices, key=lambda voice: _natural(voice.respondent)))


def _fingerprints(study: Study) -> NDArray[np.uint64]:
    """One number per coding from its source, place and code."""
    codings = study.codings
    sources = _hashes(source.guid for source in study.sources)
    codes = _hashes(code.guid for code in study.codebook.codes)
    mixed = sources[codings.source] * np.uint64(_PRIMES[0]) if len(codings) else np.empty(0, dtype=np.uint64)
    if len(codings):
        mixed = _mix(mixed + codings.start.astype(np.uint64) * np.uint64(_PRIMES[1]))
        mixed = _mix(mixed + codings.end.astype(np.uint64) * np.uint64(_PRIMES[2]))
        mixed = _mix(mixed + codes[codings.code] * np.uint64(_PRIMES[3]))
    return mixed


def _hashes(guids: Iterable[str]) -> NDArray[np.uint64]:
    numbers = [int.from_bytes(hashlib.sha256(guid.encode()).digest()[:8], "big") for guid in guids]
    return np.array(numbers, dtype=np.uint64)


def _mix(values: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Steele, Lea & Flood's (2014) finaliser: close numbers become unrelated ones."""
    values = (values ^ (values >> np.uint64(30))) * np.uint64(_PRIMES[1])
    values = (values ^ (values >> np.uint64(27))) * np.uint64(_PRIMES[2])
    return np.asarray(values ^ (values >> np.uint64(31)))


def _hex(number: int) -> str:
    return f"{number:016x}"


def _natural(label: str) -> tuple[int, str]:
    return len(label), label
