"""One person's open project hears of the others' acts, as far as they may be known, and never of its own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from thematic.errors import Overtaken, Refused, Unreachable
from thematic.workflow import live
from thematic.workflow.coding import apply_code, apply_codes, change_coding, withdraw_code
from thematic.workflow.history import undo
from thematic.workflow.project import Project, open_project
from thematic.workflow.reading import find_code, list_sources, read_codebook, read_text
from thematic.workflow.rounds import assign_sources, finish_sources
from thematic.workflow.versions import replace_source


@pytest.fixture
def pair(backend: str, team: Any, here: Any) -> Iterator[tuple[Project, Project, str]]:
    """Ana and Ben in one project with R1.txt and R2.txt, and the first source's guid."""
    made = team(backend)
    made.source("R1.txt", "By accident, really.", "There is never any time.")
    made.source("R2.txt", "Nobody asked me.")
    made.codes("time", "accident")
    made.as_("Ben")
    where = made.project.where
    ana = open_project(where, coder="Ana", here=here)
    ben = open_project(where, coder="Ben", here=here)
    yield ana, ben, list_sources(ana)[0].guid
    ana.close()
    ben.close()


def _code(project: Project, source: str, key: str = "time", span: tuple[int, int] = (0, 2)) -> Any:
    return apply_code(project, source, *span, find_code(read_codebook(project), key).guid)


def _news(watching: live.Watch) -> live.News:
    news = watching.wait(5)
    while news is None:
        news = watching.wait(5)
    return news


def test_anothers_act_is_seen_with_who_what_and_where_and_ones_own_is_not(pair: Any) -> None:
    ana, ben, source = pair
    with live.watch(ana) as watching:
        _code(ana, source, "accident")
        coding = _code(ben, source)
        one = next(seen for _ in range(2) for seen in _news(watching).glimpses)
        assert (one.coder, one.verb, one.sources, one.whole) == ("Ben", "tag", (source,), True)
        assert one.codes == (coding.code,)
        assert [(each.kind, each.guid) for each in one.touched] == [("coding", coding.guid)]
        assert watching.wait(0.3) is None


def test_a_coding_that_was_removed_is_still_known_by_its_place(pair: Any) -> None:
    ana, ben, source = pair
    coding = _code(ben, source)
    with live.watch(ana) as watching:
        withdraw_code(ben, coding.guid)
        (one,) = _news(watching).glimpses
        assert (one.verb, one.sources) == ("untag", (source,))
        undo(ben)
        (one,) = _news(watching).glimpses
        assert (one.verb, one.sources) == ("undo", (source,))


def test_what_happened_before_one_looked_is_caught_up_from_a_position(pair: Any) -> None:
    ana, ben, source = pair
    before = live.position(ana)
    _code(ben, source)
    _code(ben, source, "accident")
    with live.watch(ana, before) as watching:
        news = _news(watching)
        assert [one.verb for one in news.glimpses] == ["tag", "tag"]
        assert news.position == live.position(ana)


def test_of_a_hidden_coding_only_that_somebody_coded_is_known(pair: Any) -> None:
    ana, ben, source = pair
    assign_sources(ana, ["R1.txt"], ["Ana", "Ben"])
    with live.watch(ana) as watching:
        coding = _code(ben, source)
        (one,) = _news(watching).glimpses
        assert one == live.Glimpse()
        assert one.hidden
        withdraw_code(ben, coding.guid)
        (one,) = _news(watching).glimpses
        assert one == live.Glimpse()


def test_a_hidden_coders_memo_on_the_source_or_a_coding_is_not_told(pair: Any) -> None:
    from thematic.workflow.memos import write_memo

    ana, ben, source = pair
    assign_sources(ana, ["R1.txt"], ["Ana", "Ben"])
    coding = _code(ben, source)
    with live.watch(ana) as watching:
        write_memo(ben, f"coding/{coding.guid}", "A thought.")
        assert _news(watching).glimpses == (live.Glimpse(),)
        write_memo(ben, f"source/{source}", "Another.")
        assert _news(watching).glimpses == (live.Glimpse(),)
        write_memo(ben, "project", "For all.")
        (one,) = _news(watching).glimpses
        assert (one.coder, one.verb) == ("Ben", "memo")


def test_once_both_have_finished_nothing_is_hidden(pair: Any) -> None:
    ana, ben, source = pair
    assign_sources(ana, ["R1.txt"], ["Ana", "Ben"])
    _code(ben, source)
    finish_sources(ana, ["R1.txt"])
    with live.watch(ana) as watching:
        finish_sources(ben, ["R1.txt"])
        (one,) = _news(watching).glimpses
        assert one.coder == "Ben"
        assert "assignment" in one.kinds


def test_an_act_on_very_many_things_is_told_without_them(pair: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    ana, ben, source = pair
    monkeypatch.setattr(live, "LIMIT", 1)
    with live.watch(ana) as watching:
        codes = tuple(code.guid for code in read_codebook(ben).active)
        apply_codes(ben, read_text(ben, source), 0, 2, codes)
        (one,) = _news(watching).glimpses
        assert (one.coder, one.touched, one.whole) == ("Ben", (), False)


def test_very_many_acts_are_told_by_the_latest(pair: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    ana, ben, source = pair
    monkeypatch.setattr(live, "MANY", 2)
    before = live.position(ana)
    for end in (2, 3, 4):
        _code(ben, source, span=(0, end))
    with live.watch(ana, before) as watching:
        news = _news(watching)
        assert (len(news.glimpses), news.whole) == (2, False)
        assert watching.wait(0.2) is None


def test_what_one_has_not_seen_is_not_written_over(pair: Any) -> None:
    ana, ben, source = pair
    coding = _code(ana, source)
    ana.seen = live.position(ana).fact
    change_coding(ben, coding.guid, stance="opposes")
    with pytest.raises(Overtaken, match="Ben changed this coding"):
        change_coding(ana, coding.guid, stance="supports")
    ana.seen = live.position(ana).fact
    assert change_coding(ana, coding.guid, stance="supports").stance == "supports"


def test_ones_own_acts_and_equal_values_overtake_nobody(pair: Any) -> None:
    ana, ben, source = pair
    ana.seen = live.position(ana).fact
    coding = _code(ana, source)
    change_coding(ana, coding.guid, stance="opposes")
    change_coding(ben, coding.guid, stance="supports")
    assert change_coding(ana, coding.guid, stance="supports").stance == "supports"


def test_an_act_in_doubt_is_looked_up_by_its_guid(pair: Any) -> None:
    ana, _ben, source = pair
    _code(ana, source)
    assert live.was_saved(ana, list(ana.begun)[-1])
    assert not live.was_saved(ana, "never")


def test_two_who_come_under_one_name_at_once_are_one_coder(pair: Any) -> None:
    ana, ben, _source = pair
    ana.coder = ben.coder = None
    ana.newcomer = ben.newcomer = "Cleo"
    assert ana.acting_coder() == ben.acting_coder()


def test_words_that_were_replaced_meanwhile_are_not_coded(pair: Any, tmp_path: Any) -> None:
    ana, ben, source = pair
    before = read_text(ana, source)
    other = tmp_path / "R1.txt"
    other.write_text("R1: Something else.\n", encoding="utf-8")
    replace_source(ben, "R1.txt", str(other))
    code = find_code(read_codebook(ana), "time").guid
    with pytest.raises(Refused, match="replaced meanwhile"):
        apply_codes(ana, before, 0, 2, (code,))


def test_what_was_heard_of_and_could_not_be_read_is_read_later(
    pair: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    ana, ben, source = pair
    with live.watch(ana) as watching:
        assert watching.wait(0.1) is None
        _code(ben, source)
        with monkeypatch.context() as broken:
            broken.setattr(live, "read_acts_after", _unreachable)
            with pytest.raises(Unreachable):
                watching.wait(30)
        assert [one.verb for one in _news(watching).glimpses] == ["tag"]


def _unreachable(*_given: Any) -> None:
    raise Unreachable("there", "it went away")
