"""Break each rule of merging once and see a test fail: `python tests/mutate_merging.py [WORD]`.

Each mutation is made in a copy of the checkout, never in the checkout itself; with a word, only
those whose name holds it. The rules that need no store are broken by `tests/unit/reconcile/test_merging.py`
itself, in every run. Exit code 1 when one survives.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
UNION, FOUND, MERGE, UNDO, SAME = (
    f"thematic/store/{name}.py" for name in ("union", "found", "merge_acts", "undo", "same")
)
MERGING, MENDING, REPORT, CONFLICTS = (
    f"thematic/workflow/{name}.py" for name in ("merging", "mending", "merge_report", "conflicts")
)

STORE = (
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


WORKFLOW = (
    (
        "another project's file is taken in",
        MERGING,
        "            if copy.project != own and not self.options.other_project:\n",
        "            if False:\n",
    ),
    ("two coders of one name pass", MERGING, "        if self._plan.refused:\n", "        if False:\n"),
    (
        "no backup is made",
        MERGING,
        'kept = None if dry_run else back_up(project.store, f"before-merge-{project.here.now()}")',
        "kept = None",
    ),
    (
        "a dry run stays",
        MERGING,
        "                raise _Undone(report)\n",
        "                return report\n",
    ),
    (
        "where somebody keeps a file is written down",
        MERGING,
        "names = [Path(copy.name).name for copy in self.copies]",
        "names = [copy.name for copy in self.copies]",
    ),
    (
        "the copy itself is brought up to date",
        "thematic/store/copies.py",
        "            store = open_store(str(path))\n",
        "            store = open_store(where)\n",
    ),
    (
        "codings on an earlier text are left there",
        MENDING,
        "    moved, orphans = _find_again(writer, before)\n",
        "    moved, orphans = 0, ()\n",
    ),
    (
        "a coding whose words are gone is not listed",
        MENDING,
        "                orphans.append(Orphan(",
        "                (lambda _: None)(Orphan(",
    ),
    (
        "codings move though nobody decided on the text",
        MENDING,
        " and not {coding.guid, coding.source} & unsettled:\n",
        ":\n",
    ),
    (
        "what one copy knew of a person is lost",
        MENDING,
        "            if field not in own:\n",
        "            if False:\n",
    ),
    (
        "sources that are one stay two",
        MENDING,
        "        writer.put(link.entity, MERGED, link.target)\n",
        "        pass\n",
    ),
    (
        "codings with other words than their text are not listed",
        REPORT,
        'return found | dict.fromkeys(misquoting_codings(connection), "its words are not where it says")',
        "return found",
    ),
    (
        "a decision about other facts is taken",
        "thematic/reconcile/conflict_file.py",
        "            if conflict is None or conflict.seen != seen:\n",
        "            if conflict is None:\n",
    ),
    (
        "a bundle without its end passes",
        "thematic/store/bundle.py",
        'if not problems and len(found["act"]) != head.get("acts"):',
        "if False:",
    ),
    (
        "the order of merging shows in what is exported",
        "thematic/store/columns.py",
        "    if was_merged(connection):\n",
        "    if False:\n",
    ),
)

SUITES = (
    (
        STORE,
        ("-k", "sqlite and not slow", "--deselect", "tests/store/test_union.py::TestHashSeeds"),
        ("tests/store/test_union.py", "tests/store/test_same.py"),
    ),
    (
        WORKFLOW,
        ("-k", "not server and not seed"),
        tuple(
            f"tests/workflow/test_{name}.py"
            for name in ("mending", "bundles", "merging_bad_input", "merging")
        ),
    ),
)
"""Mutations, the options and the tests that must notice them."""


def survives(change: tuple[str, str, str], options: tuple[str, ...], tests: tuple[str, ...]) -> bool:
    """Whether every test passes with the mutation in place."""
    file, old, new = change
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder)
        ignore = shutil.ignore_patterns("__pycache__", ".*")
        for name in ("thematic", "tests/store", "tests/workflow"):
            shutil.copytree(ROOT / name, copy / name, ignore=ignore)
        for name in ("pyproject.toml", "tests/conftest.py"):
            shutil.copy(ROOT / name, copy / name)
        path = copy / file
        text = path.read_text(encoding="utf-8")
        if text.count(old) != 1:
            message = f"{file} does not hold exactly once: {old!r}"
            raise SystemExit(message)
        path.write_text(text.replace(old, new), encoding="utf-8")
        command = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", *options, *tests]
        done = subprocess.run(command, cwd=copy, capture_output=True, text=True, check=False)
        if done.returncode not in (0, 1):
            raise SystemExit(done.stdout + done.stderr)
        return done.returncode == 0


def main() -> int:
    """Try every mutation."""
    word = " ".join(sys.argv[1:])
    alive = many = 0
    for mutations, options, tests in SUITES:
        for name, *change in mutations:
            if word in name:
                lives = survives((change[0], change[1], change[2]), options, tests)
                alive, many = alive + lives, many + 1
                print(f"{'SURVIVES' if lives else 'caught'}: {name}", flush=True)
    print(f"{many - alive} of {many} caught.")
    return 1 if alive else 0


if __name__ == "__main__":
    sys.exit(main())
