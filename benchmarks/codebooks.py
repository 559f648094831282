"""Speed of matching and merging codebooks; run as a script.

Target: ten codebooks of 500 codes under 10 s.
"""

from __future__ import annotations

import random
import sys
import time

from thematic.model.codebook import Code, Codebook
from thematic.reconcile.codebook_values import Branch
from thematic.reconcile.codebooks import merge_codebooks

BOOKS, CODES, LIMIT = 10, 500, 10.0
VOCABULARY = [
    f"{a}{b}{c}" for a in ("lea", "tru", "men", "cou") for b in ("der", "st", "tor") for c in "aeiouxyz"
]


def book(name: str, chance: random.Random) -> Branch:
    """Five hundred codes without ids: names of three words, definitions of twenty, a tree three deep."""
    codes = []
    for n in range(CODES):
        label = " ".join(chance.sample(VOCABULARY, 3))
        definition = " ".join(chance.choices(VOCABULARY, k=20))
        parent = codes[chance.randrange(n)].guid if n > 20 and chance.random() < 0.8 else None
        codes.append(Code(f"{name}:{n}", f"{label.replace(' ', '-')}-{n}", label, definition, parent=parent))
    return Branch(name, Codebook(tuple(codes), "study"), frozenset(code.guid for code in codes))


def main() -> int:
    """Merge them all at once, every two matched, and say whether the target was met."""
    branches = [book(f"book-{n}.yaml", random.Random(n)) for n in range(BOOKS)]
    began = time.perf_counter()
    merge = merge_codebooks(branches)
    took = time.perf_counter() - began
    print(
        f"{BOOKS} codebooks of {CODES} codes: {took:.2f} s (limit {LIMIT:g} s), "
        f"{len(merge.codebook.codes)} codes, {len(merge.matches)} proposals, {len(merge.conflicts)} conflicts"
    )
    return int(took > LIMIT)


if __name__ == "__main__":
    sys.exit(main())
