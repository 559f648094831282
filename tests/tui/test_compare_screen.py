"""Where coders differ, looked at and answered by keys."""

from __future__ import annotations

from typing import Any

import pytest

KINDS = [
    "opposite stance",
    "substitution other",
    "substitution sibling",
    "passage uncoded",
    "label omitted",
    "boundary partial",
    "boundary nested",
    "boundary trivial",
]
OPEN = " " * 11


class Look:
    """The desk under test: presses keys, and says what is to be seen."""

    def __init__(self, desk: Any, pilot: Any, keys: Any, until: Any) -> None:
        self.desk, self._pilot, self._keys, self._until = desk, pilot, keys, until

    async def press(self, *pressed: str) -> None:
        await self._keys(self.desk, self._pilot, *pressed)
        await self._pilot.pause(0.05)
        await self._until(lambda: getattr(self.screen, "_waiting", None) is None)
        await self._keys(self.desk, self._pilot)

    @property
    def screen(self) -> Any:
        return self.desk.screen

    @property
    def signs(self) -> str:
        """The sign of every item, from the top."""
        screen = self.screen
        return "".join(
            screen.list.drawn(number).text[0] for number, row in enumerate(screen.rows) if row.item
        )

    @property
    def codes(self) -> list[str]:
        """The first code of every item, from the top."""
        return [self.desk.session.code_name(row.item.codes[0]) for row in self.screen.rows if row.item]

    @property
    def answers(self) -> list[str]:
        pane = self.screen.entry
        return [pane.drawn(number).text.strip() for number in range(len(pane))]

    @property
    def kept(self) -> list[str]:
        """The words that the passage shows as what an answer keeps."""
        text = self.screen.transcript.text.text
        return [text[one.start : one.end] for one in self.screen.transcript.index if one.layer == "agreed"]

    @property
    def page(self) -> str:
        return "\n".join(strip.text.rstrip() for strip in self.screen._compositor.render_strips())

    @property
    def note(self) -> str:
        return str(self.screen.foot.line.text).strip()


@pytest.fixture
def comparing(drive: Any, two_coders: Any, keys: Any, until: Any) -> Any:
    """Run a script on the comparison."""

    def run(script: Any, size: tuple[int, int] = (120, 36), coder: str = "Ann") -> None:
        async def begin(desk: Any, pilot: Any) -> None:
            look = Look(desk, pilot, keys, until)
            await look.press("f7")
            await script(look)

        drive(two_coders, begin, size=size, coder=coder)

    return run


def stored(study: Any) -> list[tuple[str, str, str]]:
    """Kind, choice and reason of every decision the project has, in the order of the queue."""
    from thematic.workflow.adjudication import load_queue

    project = study.open()
    try:
        queue = load_queue(project)
        held = [(item.kind, queue.decisions.get(item.id)) for item in queue.found.items]
        return [(kind, one.choice, one.why) for kind, one in held if one]
    finally:
        project.close()


def journal(study: Any) -> list[tuple[str, str]]:
    """Verb and reason of every act, the latest first."""
    from thematic.workflow.history import list_acts

    project = study.open()
    try:
        return [(act.verb, act.reason) for act in list_acts(project)]
    finally:
        project.close()


@pytest.mark.act("go-compare")
def test_the_worst_comes_first_with_both_brackets_on_one_text(comparing: Any) -> None:
    async def script(look: Look) -> None:
        assert [row.kind for row in look.screen.rows if row.item is None] == KINDS
        line = next(row for row in look.page.splitlines() if "There is no time for it in the week." in row)
        assert "1 2   R2: There" in line
        assert look.answers[:5] == [
            "1 Ann  9 words +  “There is no time for it in the week.”",
            "2 Ben  9 words −  “There is no time for it in the week.”",
            "b joined  9 words +  “There is no time for it in the week.”  which stance?",
            "i what they share  9 words +  “There is no … in the week.”  which stance?",
            "x nothing",
        ]
        assert "Too little protected time to learn to lead." in look.answers

    comparing(script)


@pytest.mark.parametrize("size", [(120, 17), (160, 20)])
def test_the_first_passage_is_in_view_at_once(comparing: Any, until: Any, size: tuple[int, int]) -> None:
    async def script(look: Look) -> None:
        text, item = look.screen.transcript, look.screen.passage
        row = text.view.wrap.row_at(item.start)
        assert row >= text.size.height, "a passage that needs no scrolling proves nothing"
        await until(lambda: text.scroll_offset.y <= row < text.scroll_offset.y + text.size.height)

    comparing(script, size=size)


@pytest.mark.act(
    "take-coder", "join-both", "keep-shared", "keep-none", "edit-answer", "answer-why", "codebook-issue",
    "defer-item",
)  # fmt: skip
def test_ten_items_are_decided_by_keys_and_stand_in_the_journal(comparing: Any, two_coders: Any) -> None:
    async def script(look: Look) -> None:
        await look.press("w", "'Said with a sigh.", "enter", "2")  # opposite stance
        await look.press("e", "k", "j", "e", "'barr", "enter")  # substitution: the sentence, as a barrier
        await look.press("b", "1")  # substitution: joined, under the first code
        await look.press("x", "2", "c", "'Is this a barrier?", "enter")  # passage uncoded, three of them
        await look.press("1", "s")  # label omitted, two of them
        await look.press("i", "b")  # boundary partial, nested
        assert look.note == "✓ Joined. 10 of 11 answered."
        assert look.signs == "✓✓✓✓✓¶✓…✓✓ "
        assert any(memo.text.endswith("Is this a barrier?") for memo in _memos(look))
        await look.press("1")
        assert look.note == "✓ Ann stands. 11 of 11 answered. R1.txt has its consensus now."

    comparing(script)
    assert stored(two_coders) == [
        ("opposite stance", "accept", "Said with a sigh."),
        ("substitution other", "new", ""),
        ("substitution sibling", "union", ""),
        ("passage uncoded", "reject", ""),
        ("passage uncoded", "accept", ""),
        ("passage uncoded", "codebook issue", "Is this a barrier?"),
        ("label omitted", "accept", ""),
        ("label omitted", "defer", ""),
        ("boundary partial", "intersection", ""),
        ("boundary nested", "union", ""),
        ("boundary trivial", "accept", ""),
    ]
    acts = journal(two_coders)
    assert [verb for verb, _ in acts].count("adjudicate") == 11
    assert ("adjudicate", "Said with a sigh.") in acts


def _memos(look: Look) -> list[Any]:
    return [memo for on, memos in look.desk.session.memos.items() if on.startswith("code/") for memo in memos]


@pytest.mark.act("reopen-item")
def test_a_decision_is_undone_or_taken_back_and_its_item_gone_to(comparing: Any, two_coders: Any) -> None:
    async def script(look: Look) -> None:
        await look.press("j", "x", "x", "u")
        assert (look.signs, look.screen.item.kind) == (" ✓         ", "substitution sibling")
        await look.press("r")
        assert look.note == "! Nothing was decided here."
        await look.press("k", "r")
        assert (look.signs, look.note) == (OPEN, "✓ Open again.")

    comparing(script)
    assert stored(two_coders) == []


def test_a_reason_is_given_afterwards_and_offered_again(comparing: Any, two_coders: Any) -> None:
    async def script(look: Look) -> None:
        await look.press("2", "k", "w", "'By its tone.", "enter")
        assert "because: By its tone." in look.answers
        await look.press("j", "w", "'tone", "down", "enter")
        assert "your reason, with your next answer: By its tone." in look.answers
        await look.press("x")

    comparing(script)
    assert stored(two_coders) == [
        ("opposite stance", "accept", "By its tone."),
        ("substitution other", "reject", "By its tone."),
    ]


@pytest.mark.act("answer-all")
def test_all_of_a_kind_are_answered_after_counting_and_asking(comparing: Any, two_coders: Any) -> None:
    async def script(look: Look) -> None:
        await look.press("A", "b")
        assert "codes or stances differ" in look.note
        await look.press("j", "j", "j", "A")
        assert look.note.startswith("3 'passage uncoded' shown, all:")
        await look.press("2")
        assert look.note.startswith("Ben stands: 3 items (somebody marked nothing here)?")
        await look.press("n")
        assert look.signs == OPEN
        await look.press("A", "2", "y")
        assert look.signs == "   ✓✓✓     "
        assert [verb for verb, _ in journal(two_coders)].count("adjudicate") == 1
        await look.press("u")
        assert look.signs == OPEN

    comparing(script)


@pytest.mark.act("filter-items", "hide-agreed")
def test_the_queue_shows_what_is_asked_for(comparing: Any) -> None:
    async def script(look: Look) -> None:
        await look.press("f", "'kind unco", "enter")
        assert look.codes == ["Learning by doing", "Learning by doing", "Barriers"]
        await look.press("f", "'source R2", "tab", "'opposite", "tab", "enter")
        assert look.codes == ["Lack of time"]
        assert "only opposite stance, R2.txt" in look.page
        await look.press("f", "'pair", "enter")
        assert len(look.codes) == 11
        await look.press("f", "'code rotations", "enter")
        assert set(look.codes) == {"Lack of time", "Short rotations"}
        await look.press("f", "'everything", "enter", "home", "x", "x")
        assert look.signs == "✓✓" + " " * 9
        await look.press("z")
        assert (look.signs, look.screen.rows[-1].kind) == ("✓✓" + " " * 9 + "=", "exact")
        await look.press("z")
        assert look.signs == " " * 9

    comparing(script)


@pytest.mark.act("hide-names")
def test_names_are_hidden_and_letters_change_their_bearers(comparing: Any) -> None:
    async def script(look: Look) -> None:
        assert "Ben" in look.page
        await look.press("a")
        assert "Ben" not in look.page
        assert look.answers[0].startswith("1 A  9 words")
        bearers = {look.screen.faces_of(row.item)[0].coder for row in look.screen.rows if row.item}
        assert len(bearers) == 2
        await look.press("f")
        assert "pair" not in look.page
        await look.press("escape", "a")
        assert "Ben" in look.page

    comparing(script)


def test_hidden_or_not_a_digit_takes_the_coder_it_stands_beside(comparing: Any) -> None:
    async def script(look: Look) -> None:
        await look.press("a")
        faces = look.screen.faces_of(look.screen.item)
        await look.press("1", "a")
        decision = next(iter(look.screen.queue.decisions.values()))
        assert decision.coder == faces[0].coder
        await look.press("7")
        assert "Nobody here has the digit 7." in look.note

    comparing(script)


@pytest.mark.act("open-transcript", "coefficients")
def test_an_item_opens_in_its_transcript_and_f7_comes_back_to_it(comparing: Any) -> None:
    async def script(look: Look) -> None:
        await look.press("j", "j", "enter")
        assert look.desk.current_mode == "code"
        assert look.screen.transcript.words == "We are moved every six months"
        await look.press("f7")
        assert look.screen.item.kind == "substitution sibling"
        await look.press("t")
        assert look.desk.current_mode == "code"
        await look.press("f7", "T")
        assert look.desk.current_mode == "agreement"
        await look.press("escape")
        assert look.desk.current_mode == "compare"
        await look.press("escape")
        assert look.desk.current_mode == "code"

    comparing(script)


@pytest.mark.act("turn-over")
def test_on_a_small_screen_queue_and_passage_take_turns(comparing: Any) -> None:
    async def script(look: Look) -> None:
        assert "LABEL OMITTED" in look.page
        await look.press("enter")
        turned = look.page
        assert "LABEL OMITTED" not in turned
        assert "R2: There is no time for it in the week." in turned
        assert "1 Ann" in turned
        await look.press("escape")
        assert "LABEL OMITTED" in look.page
        await look.press("\\")
        assert look.page == turned
        await look.press("2")
        assert "A mentor would have" in look.page
        await look.press("escape")
        assert look.signs == "✓" + " " * 10

    comparing(script, size=(80, 24))


def test_what_an_answer_would_keep_is_shown_before_it_is_given(comparing: Any) -> None:
    async def script(look: Look) -> None:
        await look.press("end", "k", "k")
        assert look.screen.item.kind == "boundary partial"
        assert look.kept == []
        await look.press("tab", "tab")
        assert look.kept == ["My consultant let me run the ward round."]
        await look.press("j", "j")
        assert look.kept == ["My consultant let me run the ward round. She watched"]
        await look.press("j")
        assert look.kept == ["run the ward round."]
        await look.press("enter", "escape", "home", "end", "k", "k")
        assert look.signs[-3] == "✓"
        assert look.kept == ["run the ward round."]

    comparing(script)


def test_other_words_keep_the_stance_that_was_noted_or_ask_for_it(comparing: Any) -> None:
    async def script(look: Look) -> None:
        await look.press("space", "L", "space", "'time", "enter")
        assert look.note.startswith("Other words or code; it")
        await look.press("o", "j", "e", "e", "enter")
        given = [(one.choice, one.stance) for one in look.screen.queue.decisions.values()]
        assert given == [("new", "opposes"), ("new", "supports")]

    comparing(script)


def test_who_only_codes_cannot_decide_and_is_told(comparing: Any) -> None:
    async def script(look: Look) -> None:
        await look.press("1")
        assert look.signs == OPEN
        assert look.screen.item.kind == "opposite stance"
        assert "lead" in look.note

    comparing(script, coder="Ben")


@pytest.mark.act("next-disagreement")
def test_the_next_difference_is_gone_to_on_the_transcript(comparing: Any) -> None:
    async def script(look: Look) -> None:
        await look.press("f3", "home", "D")
        assert look.screen.transcript.words == "Practice, reflection, practice."
        assert "passage uncoded: Learning by doing" in look.note
        await look.press("D", "D")
        assert look.screen.transcript.words == "A mentor would have helped, but there was none."
        await look.press(*["D"] * 5)
        assert look.screen.source.name == "R2.txt"
        await look.press(*["D"] * 4)
        assert look.screen.transcript.words == "Practice, reflection, practice."

    comparing(script)


def test_what_another_decides_shows_and_moves_nothing(comparing: Any, two_coders: Any, until: Any) -> None:
    import uuid
    from dataclasses import replace

    from thematic.workflow.adjudication import Answer, decide, load_queue
    from thematic.workflow.project import open_project

    async def script(look: Look) -> None:
        await look.press("z", "end")
        there = replace(two_coders.here, guid=lambda: str(uuid.uuid4()))
        project = open_project(two_coders.path, coder="Ann", here=there)
        decide(project, [Answer(load_queue(project).waiting()[0].id, "reject")])
        project.close()
        await until(lambda: look.signs == "✓" + " " * 10 + "=")
        await look.press()
        assert look.screen.item.kind == "exact"

    comparing(script)


def test_nothing_is_compared_while_somebody_has_still_to_finish(comparing: Any, two_coders: Any) -> None:
    from thematic.workflow.rounds import assign_sources

    project = two_coders.open()
    assign_sources(project, (), ("Ann", "Ben"))
    project.close()

    async def script(look: Look) -> None:
        assert "No source is finished by two people." in look.page
        await look.press("1")
        assert look.note == "! Nothing is shown to decide."

    comparing(script)


def test_five_thousand_items_cost_what_is_seen_of_them(
    comparing: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dataclasses import replace

    from thematic.tui.screens import compare_queue, compare_view

    read, draw, work = compare_queue.read_queue, compare_queue.queue_line, compare_view.work_out
    drawn, looked = [0], [0]

    def many(project: Any) -> Any:
        queue, reasons = read(project)
        first = queue.found.items[0]
        items = tuple(
            replace(first, codings=tuple(replace(one, guid=f"{one.guid}/{number}") for one in first.codings))
            for number in range(5_000)
        )
        return replace(queue, found=replace(queue.found, items=items)), reasons

    def counted(*args: Any, **named: Any) -> Any:
        drawn[0] += 1
        return draw(*args, **named)

    def worked(*args: Any) -> Any:
        looked[0] += 1
        return work(*args)

    monkeypatch.setattr(compare_queue, "read_queue", many)
    monkeypatch.setattr(compare_queue, "queue_line", counted)
    monkeypatch.setattr(compare_view, "work_out", worked)

    async def script(look: Look) -> None:
        for _ in range(60):
            look.screen.list.action_line_down()
        await look.press("end")
        assert look.screen.list.cursor == 5_000
        assert drawn[0] < 200
        assert looked[0] < 5

    comparing(script)
