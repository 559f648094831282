"""Whatever can be done at the desk can be done by a command: for scripts, screen readers and tests."""

from __future__ import annotations

import click
import pytest

from thematic.cli.main import cli
from thematic.tui.actions import ACTS, acts_of

VIEW_ONLY = {
    "everywhere": "commands help next-pane previous-pane back theme keys retry quit go",
    "transcript": " ".join(act.id for act in acts_of("transcript")),
    "mark": "copy pin side",
    "code": "last-edit jump-back jump-forward next-same previous-same next-source previous-source",
    "list": " ".join(act.id for act in acts_of("list")),
    "transcripts": "sort",
    "questions": "next-question previous-question pick-question open-source",
    "codebook": "mark-merge",
    "quotes": "copy-quote",
    "synthesis": "mark-finding",
    "compare": "hide-agreed hide-names open-transcript turn-over",
    "agreement": "sort-codes",
}
"""Place → acts that move, show or remember something for the eye and store nothing in the project."""

VERBS = {
    "go-transcripts": "sources", "go-code": "sources print", "go-codebook": "codebook show",
    "go-quotes": "quotes", "go-inbox": "sources review", "go-compare": "adjudicate show",
    "go-synthesis": "synthesise", "go-questions": "questions", "go-search": "search",
    "go-memos": "memo list", "go-journal": "journal", "go-revisit": "codings revisit",
    "go-agreement": "agree",
    "undo": "undo", "redo": "redo", "tour": "open",
    "choose-code": "tag", "apply-slot": "tag", "apply-last": "tag", "new-code": "code add",
    "in-vivo": "code add", "remove": "untag", "recode": "retag", "stance": "retag",
    "illustrative": "retag", "memo": "memo add", "search": "search", "done": "rounds finish",
    "next-disagreement": "adjudicate show",
    "filter": "respondents", "mark-done": "rounds finish", "import-files": "import",
    "filter-people": "quotes",
    "add-code": "code add", "add-top-code": "code add", "edit-code": "code edit", "code-up": "code move",
    "code-down": "code move", "code-out": "code move", "code-in": "code move", "merge-here": "code merge",
    "split": "code split", "retire": "code retire", "code-memo": "memo add",
    "pick-code": "quotes", "query": "quotes", "search-all": "search",
    "edit-memo": "memo edit", "new-memo": "memo add", "remove-memo": "memo remove",
    "find-memo": "memo search",
    "keep": "codings revisit", "recode-stale": "retag", "remove-stale": "untag",
    "take-value": "merge", "accept": "merge", "reject": "untag",
    "edit-statement": "outline word", "add-finding": "outline add", "add-section": "outline add-section",
    "add-point": "outline add", "statement-up": "outline move", "statement-down": "outline move",
    "level-out": "outline move", "level-in": "outline move", "merge-findings": "outline merge",
    "split-finding": "outline split", "rank-findings": "outline rank", "pin-number": "outline pin",
    "add-evidence": "outline codes", "choose-word": "outline write", "still-stands": "outline keep",
    "waive": "lint waive", "write-lead-in": "outline lead-in", "set-aside": "outline set-aside",
    "confirm-evidence": "evidence confirm", "restage": "evidence restage", "illustrate": "evidence quote",
    "quote-form": "evidence quote",
    "take-coder": "adjudicate decide", "join-both": "adjudicate decide", "keep-shared": "adjudicate decide",
    "keep-none": "adjudicate decide", "edit-answer": "adjudicate decide", "answer-why": "adjudicate decide",
    "codebook-issue": "adjudicate decide", "defer-item": "adjudicate decide", "answer-all": "adjudicate all",
    "filter-items": "adjudicate", "reopen-item": "adjudicate reopen", "coefficients": "agree",
}  # fmt: skip
"""Act → the verb that does the same, or shows the same, in lines of text."""


def seen_only() -> set[str]:
    return {name for names in VIEW_ONLY.values() for name in names.split()}


@pytest.mark.parametrize("act", ACTS, ids=lambda act: act.id)
def test_an_act_has_a_verb_or_changes_nothing(act) -> None:
    assert (act.id in VERBS) != (act.id in seen_only())


def test_what_is_listed_here_is_an_act_and_its_verb_exists() -> None:
    assert {*VERBS, *seen_only()} <= {act.id for act in ACTS}
    for verb in set(VERBS.values()):
        command: click.Command | None = cli
        for word in verb.split():
            assert isinstance(command, click.Group)
            command = command.get_command(click.Context(command), word)
        assert command is not None, verb
