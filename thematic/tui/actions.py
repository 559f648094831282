"""Everything a person can do at the desk: one registry of acts.

The hint bar, the help screen, the command palette, the key bindings and
`docs/desk/keys.md` are made from it. An act names no code: the widget or
screen it belongs to has a method `action_<id>`, hyphens as underscores.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from thematic.tui.act import DIGITS, PLACES, Act, Place, Preset
from thematic.tui.atlas import ATLAS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = (
    "ACTS", "BY_ID", "DIGITS", "PLACES", "Act", "Place", "Preset", "acts_of", "clashes", "split_keys",
)  # fmt: skip


def _everywhere() -> Iterator[Act]:
    for entry in ATLAS:
        yield Act(
            f"go-{entry.mode}",
            entry.key,
            entry.mode,
            f"Go to {entry.what} (also g {entry.letter}).",
            "everywhere",
            call=f"go_to('{entry.mode}')",
        )
    yield Act(
        "go", "g", "go to", "Go to another screen: its letter follows.", "everywhere", plain="ctrl+g", hint=80
    )
    yield Act("commands", ":,ctrl+p", "commands", "Find any command by its name.", "everywhere", hint=81)
    yield Act("help", "?,f1", "help", "Show what every key does here.", "everywhere", hint=82)
    yield Act(
        "undo",
        "u",
        "undo",
        "Undo your last act, in whatever source it was.",
        "everywhere",
        plain="ctrl+z",
        hint=60,
    )
    yield Act("redo", "U", "redo", "Redo what was undone.", "everywhere", plain="ctrl+y")
    yield Act("next-pane", "tab", "next pane", "Move to the next pane.", "everywhere")
    yield Act("previous-pane", "shift+tab", "pane before", "Move to the pane before.", "everywhere")
    yield Act("back", "escape", "back", "Leave what is open; else go back to the text.", "everywhere")
    yield Act("theme", "", "theme", "Change between the dark, light and high-contrast themes.", "everywhere")
    yield Act("keys", "", "key preset", "Change between vim-like and plain keys.", "everywhere")
    yield Act("tour", "", "tour", "Take the five-minute tour on a small study of its own.", "everywhere")
    yield Act("retry", "f12", "retry", "Try again to save what could not be saved.", "everywhere")
    yield Act("quit", "ctrl+q", "quit", "Leave the desk; everything shown is already saved.", "everywhere")


def _transcript() -> Iterator[Act]:
    def act(name: str, keys: str, short: str, sentence: str, plain: str = "", hint: int = 0) -> Act:
        return Act(name, keys, short, sentence, "transcript", plain, hint)

    yield act("next-unit", "j,down", "next", "Select the next sentence, turn or answer.", "down", 10)
    yield act("previous-unit", "k,up", "previous", "Select the one before.", "up", 11)
    yield act("next-word", "l,right", "word", "Select the next word.", "right")
    yield act("previous-word", "h,left", "word before", "Select the word before.", "left")
    yield act("page-down", "pagedown,ctrl+d", "page down", "Move down a screen.", "pagedown")
    yield act("page-up", "pageup,ctrl+u", "page up", "Move up a screen.", "pageup")
    yield act("text-start", "home", "start", "Go to the start of the text.")
    yield act("text-end", "end", "end", "Go to the end of the text.")
    yield act("next-turn", "},alt+down", "turn", "Select the next turn.")
    yield act("previous-turn", "{,alt+up", "turn before", "Select the turn before.")
    yield act("next-coding", "]", "coded", "Select the next coded quote.", hint=40)
    yield act("previous-coding", "[", "coded before", "Select the coded quote before.")
    yield act("next-uncoded", ")", "uncoded", "Select the next turn nobody has coded.", hint=41)
    yield act("previous-uncoded", "(", "uncoded before", "Select the uncoded turn before.")
    yield act("next-hit", "n", "hit", "Select the next match of the search.", "n")
    yield act("previous-hit", "N", "hit before", "Select the match before.", "N")
    yield act("grow", "+,=", "grow", "Grow the selection: word, sentence, turn, answer.", hint=30)
    yield act("shrink", "-", "shrink", "Shrink the selection to the next smaller unit.", hint=31)
    yield act("extend-down", "J,shift+down", "extend", "Extend the selection by a unit.", "shift+down")
    yield act(
        "extend-up", "K,shift+up", "extend up", "Extend upwards, or give back the last unit.", "shift+up"
    )
    yield act(
        "extend-word", "L,shift+right", "word more", "Move the active end right by a word.", "shift+right"
    )
    yield act(
        "extend-word-back", "H,shift+left", "word less", "Move the active end left by a word.", "shift+left"
    )
    yield act("sticky", "v", "hold", "Hold the selection: moves extend it until v again.")
    yield act("other-end", "o", "other end", "Make the other end of the selection the active one.")


def _mark() -> Iterator[Act]:
    def act(name: str, keys: str, short: str, sentence: str, plain: str = "", hint: int = 0) -> Act:
        return Act(name, keys, short, sentence, "mark", plain, hint)

    yield act("choose-code", "space", "code", "Find a code and apply it to the selection.", hint=1)
    yield act("apply-slot", DIGITS, "slot", "Apply the code pinned to this digit.", hint=2)
    yield act("apply-last", ".", "same again", "Apply the last code again.", hint=3)
    yield act("new-code", "ctrl+n", "new code", "Make a new code and apply it to the selection.")
    yield act("in-vivo", "i", "in vivo", "Make a code named by the selected words and apply it.", hint=46)
    yield act("remove", "x,delete", "remove", "Remove the current coding.", hint=4)
    yield act(
        "recode", "e", "edit", "Change the current coding: its code, or its extent to the selection.", hint=42
    )
    yield act("stance", "t", "stance", "Say whether the quote supports, qualifies or opposes.", hint=43)
    yield act(
        "illustrative",
        "*",
        "good quote",
        "Mark the quote as a good illustration, or no longer; reports print it first.",
    )
    yield act("memo", "m", "memo", "Write a memo on the current coding, else on the source.", hint=5)
    yield act("copy", "y", "copy", "Copy the selected quote with respondent and place.")
    yield act("pin", "p", "pin", "Pin a code to a digit.", hint=47)
    yield act("search", "/", "search", "Search in this text.", "ctrl+f,/", 44)
    yield act("side", "\\", "side panel", "Show the codes, the coding, or the text alone.", hint=45)


def _code() -> Iterator[Act]:
    def act(name: str, keys: str, short: str, sentence: str, plain: str = "", hint: int = 0) -> Act:
        return Act(name, keys, short, sentence, "code", plain, hint)

    yield act("last-edit", "'", "last edit", "Go to the place last edited.")
    yield act("jump-back", "alt+left,ctrl+o", "jump back", "Go back to where you were.")
    yield act("jump-forward", "alt+right", "jump forward", "Go forward again.")
    yield act("next-same", ">", "same code", "Go to the next quote of the current code, in any source.")
    yield act("previous-same", "<", "same before", "Go to the quote of the current code before.")
    yield act("next-source", "ctrl+down", "next source", "Open the next transcript.")
    yield act("previous-source", "ctrl+up", "source before", "Open the transcript before.")
    yield act("next-disagreement", "D", "difference", "Go to the next passage where coders differ.")
    yield act("done", "d", "done", "Mark this transcript as done, or not done.")


def _lists() -> Iterator[Act]:
    def act(name: str, keys: str, short: str, sentence: str, plain: str = "", hint: int = 0) -> Act:
        return Act(name, keys, short, sentence, "list", plain, hint)

    yield act("line-down", "j,down", "down", "Move down a line.", "down")
    yield act("line-up", "k,up", "up", "Move up a line.", "up")
    yield act("list-page-down", "pagedown,ctrl+d", "page down", "Move down a screen.", "pagedown")
    yield act("list-page-up", "pageup,ctrl+u", "page up", "Move up a screen.", "pageup")
    yield act("first-line", "home", "first", "Go to the first line.")
    yield act("last-line", "end", "last", "Go to the last line.")
    yield act("choose-line", "enter", "open", "Open or use the line.", hint=1)
    yield act("fold", "left,h", "fold", "Fold the branch, or go to the line above it.", "left")
    yield act("unfold", "right,l", "unfold", "Unfold the branch.", "right")


def _screens() -> Iterator[Act]:
    def act(place: Place, name: str, keys: str, short: str, sentence: str, hint: int = 0) -> Act:
        return Act(name, keys, short, sentence, place, hint=hint)

    yield act("transcripts", "sort", "s", "sort", "Sort by import, name, progress or length.", 2)
    yield act(
        "transcripts", "filter", "f", "filter", "Show those whose name or respondent's attributes match.", 3
    )
    yield act("transcripts", "mark-done", "d", "done", "Mark the transcript as done, or not done.", 4)
    yield act("transcripts", "import-files", "a", "import", "Import files or a folder of transcripts.", 5)

    yield act(
        "questions", "next-question", "ctrl+down", "next question", "Read the next question's answers.", 47
    )
    yield act("questions", "previous-question", "ctrl+up", "question before", "Read the question before.")
    yield act("questions", "pick-question", "Q", "question", "Choose the question.", 6)
    yield act(
        "questions",
        "filter-people",
        "f",
        "filter",
        "Show only respondents whose label or attributes match.",
        7,
    )
    yield act("questions", "open-source", "enter", "in transcript", "See the place in its transcript.", 48)

    yield act("codebook", "add-code", "n", "new", "Add a code below the one under the cursor.", 2)
    yield act("codebook", "add-top-code", "N", "new at top", "Add a code at the top level.")
    yield act(
        "codebook",
        "edit-code",
        "e",
        "edit",
        "Change name, definition, inclusions, examples, keywords, colour.",
        3,
    )
    yield act("codebook", "code-up", "K", "up", "Move the code before its neighbour above.", 7)
    yield act("codebook", "code-down", "J", "down", "Move the code after its neighbour below.", 8)
    yield act("codebook", "code-out", "<", "level up", "Move the code one level up.")
    yield act("codebook", "code-in", ">", "level down", "Move the code under its neighbour above.")
    yield act("codebook", "mark-merge", "M", "mark", "Mark the code for merging.", 4)
    yield act(
        "codebook", "merge-here", "p", "merge", "Merge the marked codes into this one, counts first.", 5
    )
    yield act(
        "codebook", "split", "S", "split", "Split the code; its quotes become a list to place again.", 6
    )
    yield act("codebook", "retire", "x", "retire", "Retire the code, or offer it again.", 9)
    yield act("codebook", "code-memo", "m", "memo", "Write a memo on the code.")

    yield act("quotes", "pick-code", "space", "code", "Choose whose quotes are shown.", 2)
    yield act(
        "quotes",
        "query",
        "f",
        "query",
        "Query: codes with and, or, not, near; coder=, question=, stance=.",
        3,
    )
    yield act("quotes", "copy-quote", "y", "copy", "Copy the quote with respondent and place.", 4)

    yield act("search", "search-all", "/", "search", "Search the words of every source.", 2)

    yield act("memos", "edit-memo", "e", "edit", "Change your memo.", 2)
    yield act("memos", "new-memo", "n", "new", "Write a memo on the project.", 3)
    yield act("memos", "remove-memo", "x", "remove", "Remove your memo.", 4)
    yield act("memos", "find-memo", "/", "find", "Show only memos that hold some words.", 5)

    yield act("revisit", "keep", "a", "keep", "Let the coding stand under the new definition.", 2)
    yield act("revisit", "recode-stale", "e", "recode", "Give the coding another code.", 3)
    yield act("revisit", "remove-stale", "x", "remove", "Remove the coding.", 4)

    yield act(
        "inbox", "take-value", DIGITS, "take", "Take that value, or place the coding at those words.", 2
    )
    yield act(
        "inbox",
        "accept",
        "a",
        "accept",
        "Keep the value that stands, or place the coding at the likeliest words.",
        3,
    )
    yield act("inbox", "reject", "x", "remove", "Remove the coding whose words are gone.", 4)


def _synthesis() -> Iterator[Act]:
    def act(name: str, keys: str, short: str, sentence: str, hint: int = 0) -> Act:
        return Act(name, keys, short, sentence, "synthesis", hint=hint)

    yield act("edit-statement", "e", "edit", "Write the statement, the title, or the words of a quote.", 2)
    yield act("add-finding", "n", "finding", "Add a finding on some codes, or make one of a theme.", 3)
    yield act("add-section", "s", "section", "Add a section.", 12)
    yield act("add-point", "b", "sub-point", "Add a lettered point under the finding.", 5)
    yield act("statement-up", "K", "up", "Move the finding, point or section up; a quote earlier.", 6)
    yield act("statement-down", "J", "down", "Move the finding, point or section down; a quote later.", 6)
    yield act("level-out", "<", "level out", "Make the point a finding of its own.")
    yield act("level-in", ">", "level in", "Make the finding a point of the one above.")
    yield act("mark-finding", "M", "mark", "Mark the finding for merging.")
    yield act("merge-findings", "p", "merge", "Merge the marked findings into this one, after asking.", 13)
    yield act("split-finding", "S", "split", "Take some of the finding's codes into a new one.", 14)
    yield act("rank-findings", "r", "re-rank", "Put the section's findings in the order of their rank.", 15)
    yield act("pin-number", "#", "pin", "Fix the finding's number, or free it.", 11)
    yield act("add-evidence", "a", "code", "Rest the statement on another code too: its quotes count.", 9)
    yield act("choose-word", "w", "quantifier", "Choose the word for how many, with a reason.", 7)
    yield act(
        "still-stands", "v", "still stands", "Say that a stale statement stands on today's evidence.", 10
    )
    yield act("waive", "W", "waive", "Waive a remark of the linter, signed and with a reason.", 8)
    yield act("write-lead-in", "i", "lead-in", "Write a lead-in over a run of findings.")
    yield act(
        "set-aside", "x", "set aside", "Set the finding aside, or leave the passage out, with a reason.", 4
    )
    yield act("confirm-evidence", "c", "confirm", "Confirm that the passage bears on the statement.", 20)
    yield act("restage", "t", "stance", "Say what the passage does in this finding.", 21)
    yield act("illustrate", "*", "quote", "Print the passage with the statement, or no longer.", 22)
    yield act("quote-form", "f", "form", "Print the quote as a block, inline or unattributed.")


def _compare() -> Iterator[Act]:
    def act(name: str, keys: str, short: str, sentence: str, hint: int = 0, place: Place = "compare") -> Act:
        return Act(name, keys, short, sentence, place, hint=hint)

    yield act("take-coder", DIGITS, "take coder", "Let the codings of the coder with this digit stand.", 2)
    yield act("join-both", "b", "joined", "Keep all words that anybody marked.", 3)
    yield act("keep-shared", "i", "shared", "Keep only the words that all marked.", 4)
    yield act("keep-none", "x", "none", "Keep nothing here.", 5)
    yield act("edit-answer", "e,space", "edit", "Keep other words or another code: select, then again.", 6)
    yield act("answer-why", "w", "why", "Give the reason for the next answer, or for the one given.", 7)
    yield act("codebook-issue", "c", "codebook", "Say that the codebook is at fault, and how.", 8)
    yield act("defer-item", "s", "put off", "Put the item off; its codings stay out of the consensus.", 9)
    yield act("answer-all", "A", "all", "Give all shown items of this kind one answer, after asking.", 10)
    yield act("filter-items", "f", "filter", "Show only some kinds, codes, sources or pairs of coders.", 11)
    yield act("hide-agreed", "z", "settled", "Show also what is settled or agreed, or only what is open.", 14)
    yield act("hide-names", "a", "names", "Show letters instead of the coders' names, or the names.", 15)
    yield act("reopen-item", "r", "re-open", "Take the decision back: the item waits again.", 16)
    yield act("open-transcript", "t", "transcript", "See the place in its transcript; F7 comes back.", 13)
    yield act("turn-over", "\\", "turn over", "Go to the passage, the answers, and back to the queue.", 17)
    yield act("coefficients", "T", "coefficients", "Show how far coders agree, per code.", 12)

    yield act("sort-codes", "s", "sort", "Sort by codebook, or the least agreement first.", 2, "agreement")


ACTS: tuple[Act, ...] = (
    *_everywhere(),
    *_transcript(),
    *_mark(),
    *_code(),
    *_lists(),
    *_screens(),
    *_synthesis(),
    *_compare(),
)
"""Every act, in the order help shows them."""

BY_ID: dict[str, Act] = {act.id: act for act in ACTS}


def acts_of(*places: Place) -> tuple[Act, ...]:
    """The acts of some places, in registry order."""
    return tuple(act for act in ACTS if act.place in places)


def clashes(keymap: dict[str, str], preset: Preset) -> Iterable[str]:
    """What a remap file gets wrong: unknown acts, and keys that two acts of one place would share."""
    for name in keymap:
        if name not in BY_ID:
            yield f"there is no act '{name}'"
    for place in PLACES:
        holder: dict[str, str] = {}
        for act in acts_of(place):
            for key in split_keys(keymap.get(act.id, act.keys_in(preset))):
                other = holder.setdefault(key, act.id)
                if other != act.id:
                    yield f"'{key}' is given to both {other} and {act.id}"


def split_keys(keys: str) -> list[str]:
    """Comma-separated keys as a list; a comma alone is the comma key."""
    return [","] if keys == "," else [key for key in (part.strip() for part in keys.split(",")) if key]
