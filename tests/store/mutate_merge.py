"""Break each rule of merging once and see a test fail: `python tests/store/mutate_merge.py`.

Each mutation is made in a copy of the checkout, never in the checkout itself.
Exit code 1 when one survives.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[2]
UNION, FOUND, MERGE, UNDO, SAME = (
    f"thematic/store/{name}.py" for name in ("union", "found", "merge_acts", "undo", "same")
)

MUTATIONS = (
    ("facts are not hashed again", UNION, "            check_fact(fact, authors[fact.act])\n", ""),
    ("texts are not hashed again", UNION, "            check_text(sha256, text)\n", ""),
    (
        "what was superseded stays a head",
        UNION,
        "        insert_rows(self.connection, schema.fact_supersedes, links)\n",
        "",
    ),
    (
        "rows of what was here before are not made anew",
        UNION,
        "            if local <= self._old_entities:\n                self._touched.add(local)\n",
        "",
    ),
    (
        "the last new entity gets no row",
        UNION,
        "        last = self._entity_seq\n",
        "        last = self._entity_seq - 1\n",
    ),
    (
        "an act may come without all its facts",
        UNION,
        "            if counts[act.guid] != act.facts:\n",
        "            if False:\n",
    ),
    (
        "an act that is another one here passes",
        FOUND,
        "        elif ours[act.guid] != act:\n",
        "        elif False:\n",
    ),
    (
        "some acts are left behind",
        FOUND,
        "        if act.guid not in ours:\n",
        '        if act.guid not in ours and act.verb != "retag":\n',
    ),
    (
        "an erased value travels without its digest",
        UNION,
        '                    "digest": fact.digest,\n',
        '                    "digest": None,\n',
    ),
    (
        "links that come in are not followed",
        UNION,
        "        if not self._linked:\n            return before\n",
        "        return before\n",
    ),
    (
        "a merge is undone over later changes",
        MERGE,
        "        if _values(now) != _values(_heads(held, gone, last)):\n",
        "        if False:\n",
    ),
    (
        "undoing a merge takes one value of a conflict",
        MERGE,
        "            for value in sorted(before):\n",
        "            for value in sorted(before)[:0] or [canonical_json(None)]:\n",
    ),
    (
        "what an undone merge brought can be undone again",
        UNDO,
        "            void.update(acts_brought(connection, act.guid))\n",
        "            pass\n",
    ),
    (
        "the largest guid stands for its class",
        SAME,
        "            first, second = sorted(",
        "            second, first = sorted(",
    ),
    (
        "the order of arrival decides a conflict",
        "thematic/store/heads.py",
        "settle(field, [head.value for head in found])",
        "(max(found, key=lambda head: head.seq).value, settle(field, [head.value for head in found])[1])",
    ),
)  # fmt: skip


def survives(file: str, old: str, new: str) -> bool:
    """Whether every test passes with the mutation in place."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder)
        ignore = shutil.ignore_patterns("__pycache__", ".*")
        for name in ("thematic", "tests/store"):
            shutil.copytree(ROOT / name, copy / name, ignore=ignore)
        for name in ("pyproject.toml", "tests/conftest.py"):
            if (ROOT / name).exists():
                shutil.copy(ROOT / name, copy / name)
        path = copy / file
        text = path.read_text(encoding="utf-8")
        if text.count(old) != 1:
            message = f"{file} does not hold exactly once: {old!r}"
            raise SystemExit(message)
        path.write_text(text.replace(old, new), encoding="utf-8")
        command = [
            sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", "-k", "sqlite and not slow",
            "--deselect", "tests/store/test_union.py::TestHashSeeds", "tests/store/test_union.py",
            "tests/store/test_same.py",
        ]  # fmt: skip
        done = subprocess.run(command, cwd=copy, capture_output=True, text=True, check=False)
        if done.returncode not in (0, 1):
            raise SystemExit(done.stdout + done.stderr)
        return done.returncode == 0


def main() -> int:
    """Try every mutation."""
    alive = 0
    for name, *change in MUTATIONS:
        lives = survives(*change)
        alive += lives
        print(f"{'SURVIVES' if lives else 'caught'}: {name}", flush=True)
    print(f"{len(MUTATIONS) - alive} of {len(MUTATIONS)} caught.")
    return 1 if alive else 0


if __name__ == "__main__":
    sys.exit(main())
