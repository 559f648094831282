"""The codebook screen: every act that changes the codebook, done where the code stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from thematic.tui.keys import bindings_for
from thematic.tui.screens.codebook_view import CodebookView
from thematic.tui.widgets.memo_editor import MemoEditor
from thematic.tui.wording import many

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.app import ComposeResult
    from textual.binding import BindingType

    from thematic.errors import ThematicError
    from thematic.model.codebook import Code, Codebook
    from thematic.model.codings import Memo
    from thematic.tui.actions import Place
    from thematic.tui.widgets.memo_editor import MemoClosed
    from thematic.workflow.project import Project

_PARTS = {
    "n": "name",
    "d": "definition",
    "i": "include",
    "x": "exclude",
    "e": "examples",
    "k": "keywords",
    "c": "color",
}
_LISTS = ("include", "exclude", "examples", "keywords")


class CodebookScreen(CodebookView):
    """All codes, to be changed."""

    here: ClassVar[tuple[Place, ...]] = ("codebook",)
    BINDINGS: ClassVar[list[BindingType]] = bindings_for("codebook")

    def __init__(self) -> None:
        super().__init__()
        self._then: Callable[[str], None] | None = None
        """What becomes of the text in the editor."""

    def compose(self) -> ComposeResult:
        """List, detail, bars, and where longer texts are written."""
        yield from super().compose()
        yield MemoEditor(self.desk.inks, id="memo")

    # Changing

    def _change(
        self,
        what: str,
        act: Callable[[Project], Any],
        then: Callable[[Any], None] | None = None,
        refused: Callable[[ThematicError], None] | None = None,
    ) -> None:
        """Do an act on the codebook and show the codebook as it stands after it."""
        from thematic.workflow.reading import read_codebook

        def both(project: Project) -> tuple[Any, Codebook]:
            result = act(project)
            return result, read_codebook(project)

        def done(results: tuple[Any, Codebook]) -> None:
            result, self.session.codebook = results
            self.fill()
            self.say(f"{what[:1].upper()}{what[1:]}.", "good")
            if then:
                then(result)

        self.session.write(what, both, done, refused)

    def action_add_code(self) -> None:
        """Add a code below the one under the cursor."""
        self._ask_new(self.item[1].key if self.item else None)

    def action_add_top_code(self) -> None:
        """Add a code at the top level."""
        self._ask_new(None)

    def _ask_new(self, parent: str | None) -> None:
        from thematic.workflow.codebook import add_code, key_from

        book = self.session.codebook
        below = f" below {book.by_key[parent].name}" if parent else ""

        def make(name: str) -> None:
            if name.strip():
                self._change(
                    f"new code {name.strip()}",
                    lambda project: add_code(project, key_from(name, book), name, parent=parent),
                    self._go_to_code,
                )

        self.ask_line(f"Name of the new code{below}:", make)

    def _go_to_code(self, code: Code) -> None:
        self.folded.discard(code.parent or "")
        self.fill()
        self.list.move_to(next((n for n, (_, one) in enumerate(self.items) if one.guid == code.guid), 0))

    def action_edit_code(self) -> None:
        """Change name, definition, inclusions, examples, keywords, colour."""
        if self.item:
            code = self.item[1]
            self.ask_key(f"Change {code.name}:", _PARTS, lambda key: self._edit_part(code, _PARTS[key]))

    def _edit_part(self, code: Code, part: str) -> None:
        from thematic.workflow.codebook import edit_code, rename_code

        if part == "name":
            self.ask_line(
                "Name:",
                lambda name: self._change(
                    "rename code", lambda project: rename_code(project, code.key, name)
                ),
                text=code.name,
            )
        elif part == "color":
            self.ask_line(
                "Colour (#rrggbb, empty to inherit):",
                lambda color: self._change(
                    "colour code", lambda project: edit_code(project, code.key, color=color.strip())
                ),
                text=code.color,
            )
        else:
            value = "\n".join(getattr(code, part)) if part in _LISTS else code.definition
            words = f"{code.name}: {part}" + (", one a line" if part in _LISTS else "")
            self._write(words, value, lambda text: self._save_part(code, part, text))

    def _save_part(self, code: Code, part: str, text: str) -> None:
        from thematic.workflow.codebook import edit_code

        lines = tuple(one.strip() for one in text.splitlines() if one.strip())
        value: Any = lines if part in _LISTS else text

        def refused(error: ThematicError) -> None:
            self._then = lambda words: self._save_part(code, part, words)
            self.give_back(text, error)

        self._change(
            f"edit {part}", lambda project: edit_code(project, code.key, **{part: value}), refused=refused
        )

    def _write(self, title: str, text: str, then: Callable[[str], None]) -> None:
        editor = self.query_one(MemoEditor)
        width = min(76, self.size.width)
        editor.styles.width, editor.styles.height = width, min(12, self.size.height - 4)
        editor.styles.offset = (max(0, (self.size.width - width) // 2), max(0, self.size.height - 15))
        self._then = then
        editor.open(title, text)

    def on_memo_closed(self, event: MemoClosed) -> None:
        """Use what was written."""
        then, self._then = self._then, None
        self.set_focus(self.list)
        if event.changed and then:
            then(event.text)

    def action_code_memo(self) -> None:
        """Write a memo on the code."""
        if not self.item:
            return
        from thematic.workflow.memos import write_memo

        code, session = self.item[1], self.session
        on = f"code/{code.guid}"
        own = [memo for memo in session.memos.get(on, []) if memo.coder == session.coder]
        old = own[-1] if own else None

        def save(text: str) -> None:
            guid = old.guid if old else None

            def refused(error: ThematicError) -> None:
                self._then = save
                self.give_back(text, error)

            session.write(
                "memo",
                lambda project: write_memo(project, on, text, guid=guid),
                lambda memo: self._memo_now(on, old, memo),
                refused,
            )

        self._write(f"Memo on {code.name}", old.text if old else "", save)

    def _memo_now(self, on: str, old: Memo | None, new: Memo) -> None:
        self.session.put_memo(on, old, new)
        self.describe_here()
        self.say("Memo saved.", "good")

    # Moving

    def action_code_up(self) -> None:
        """Move the code before its neighbour above."""
        self._reorder(-1)

    def action_code_down(self) -> None:
        """Move the code after its neighbour below."""
        self._reorder(1)

    def _reorder(self, step: int) -> None:
        if not self.item:
            return
        code, book = self.item[1], self.session.codebook
        siblings = [one.guid for one in book.children(code.parent)]
        place = siblings.index(code.guid) + step
        if 0 <= place < len(siblings):
            self._move(code, code.parent, place)

    def action_code_out(self) -> None:
        """Move the code one level up."""
        if not self.item or not self.item[1].parent:
            return
        code, book = self.item[1], self.session.codebook
        above = book.by_guid[code.parent or ""]
        place = [one.guid for one in book.children(above.parent)].index(above.guid) + 1
        self._move(code, above.parent, place)

    def action_code_in(self) -> None:
        """Move the code under its neighbour above."""
        if not self.item:
            return
        code, book = self.item[1], self.session.codebook
        siblings = book.children(code.parent)
        at = [one.guid for one in siblings].index(code.guid)
        if at:
            self._move(code, siblings[at - 1].guid, None)

    def _move(self, code: Code, parent: str | None, position: int | None) -> None:
        from thematic.workflow.codebook import move_code

        under = self.session.codebook.by_guid[parent].key if parent else None
        self._change(
            "move code", lambda project: move_code(project, code.key, under=under, position=position)
        )

    # Merging, splitting, retiring

    def action_mark_merge(self) -> None:
        """Mark the code for merging."""
        if self.item:
            guid = self.item[1].guid
            if guid in self.marked:
                self.marked.remove(guid)
            else:
                self.marked.append(guid)
            self.list.redraw()
            self.list.move_to(self.list.cursor + 1)
            self.say(f"{len(self.marked)} marked: p merges them into the code under the cursor.")

    def action_merge_here(self) -> None:
        """Merge the marked codes into this one, counts first."""
        from thematic.workflow.codebook import merge_codes

        if not self.item:
            return
        target, book = self.item[1], self.session.codebook
        marked = [book.by_guid[guid] for guid in self.marked if guid != target.guid and guid in book.by_guid]
        if not marked:
            self.say("Mark codes with M first.", "warning")
            return
        names = ", ".join(f"{code.name} ({self._counts(code)})" for code in marked)

        def merge(answer: str) -> None:
            if answer == "y":
                self.marked.clear()
                keys = tuple(code.key for code in marked)
                self._change(
                    f"merge into {target.name}",
                    lambda project: merge_codes(project, keys, into=target.key),
                    lambda _code: self.desk.count_again(),
                )

        self.ask_key(
            f"Merge {names} into {target.name} ({self._counts(target)})?", {"y": "yes", "n": "no"}, merge
        )

    def _counts(self, code: Code) -> str:
        codings, people = self.session.counts_of(code.guid)
        return f"{many(codings, 'quote')}, {many(people, 'person', 'people')}"

    def action_split(self) -> None:
        """Split the code; its quotes become a list to place again."""
        from thematic.workflow.codebook import split_code

        if not self.item:
            return
        code, book = self.item[1], self.session.codebook

        def split(names: str) -> None:
            keys = _keys(names, book)
            if keys:
                self._change(
                    f"split {code.name}",
                    lambda project: split_code(project, code.key, into=keys),
                    lambda worklist: self.say(
                        f"{many(len(worklist), 'quote')} to place again: g r lists them.", "good"
                    ),
                )

        self.ask_line(f"Split {code.name} ({self._counts(code)}) into, separated by semicolons:", split)

    def action_retire(self) -> None:
        """Retire the code, or offer it again."""
        from thematic.workflow.codebook import restore_code, retire_code

        if not self.item:
            return
        code = self.item[1]
        if code.status == "retired":
            self._change(f"offer {code.name} again", lambda project: restore_code(project, code.key))
            return

        def retire(answer: str) -> None:
            if answer == "y":
                self._change(f"retire {code.name}", lambda project: retire_code(project, code.key))

        self.ask_key(f"Retire {code.name} ({self._counts(code)} stay)?", {"y": "yes", "n": "no"}, retire)


def _keys(names: str, book: Codebook) -> tuple[str, ...]:
    """Keys of the codes meant: of known ones by name or key, else made from the words."""
    from thematic.workflow.codebook import key_from

    by_name = {code.name.casefold(): code.key for code in book.active}
    parts = filter(None, (part.strip() for part in names.split(";")))
    return tuple(
        part if part in book.by_key else by_name.get(part.casefold()) or key_from(part, book)
        for part in parts
    )
