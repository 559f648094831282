"""What follows from a merge: codings on another version of their text, sources begun twice, conflicts."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from thematic.errors import BadFile, NobodyActs
from thematic.model.journal import Entity
from thematic.workflow.codebook import rename_code, retire_code
from thematic.workflow.codings import export_codings
from thematic.workflow.conflicts import list_conflicts, settle_conflicts, write_conflict_file
from thematic.workflow.history import undo
from thematic.workflow.merging import MergeOptions, merge_projects
from thematic.workflow.reading import list_respondents, list_sources, read_codebook, read_text
from thematic.workflow.trust import check_project
from thematic.workflow.versions import codings_for_review, replace_source

TAKE_IN = MergeOptions(other_project=True, renamed={"Ana": "Ana B"})


def correct(team, tmp_path, name, old, new):
    """Replace a source by its text with some words changed."""
    source = next(each for each in list_sources(team.project) if each.name == name)
    path = tmp_path / f"corrected-{new[:3]}" / name
    path.parent.mkdir()
    path.write_text(read_text(team.project, source.guid).text.replace(old, new), encoding="utf-8")
    return replace_source(team.project, name, str(path))


def placed(team):
    """Quote → (start, end) of every coding on a current text."""
    return {
        cells[3]: (int(cells[1]), int(cells[2]))
        for cells in (line.split(",") for line in export_codings(team.project).splitlines()[1:])
    }


class TestAnotherVersion:
    def test_codings_made_on_the_earlier_text_are_found_again_in_the_new_one(self, copies, tmp_path):
        ana, ben = copies("Ben")
        correct(ana, tmp_path, "R1.txt", "By accident", "Quite by accident")
        ben.code("Ben", "R1", "nobody else", "accident")
        report = merge_projects(ana.project, [ben.project.where])
        assert (report.moved, report.orphans) == (1, ())
        words = read_text(ana.project, list_sources(ana.project)[0].guid).text
        for quote, (start, end) in placed(ana).items():
            assert words[start:end] == quote
        assert "nobody else" in placed(ana)

    def test_a_coding_whose_words_are_gone_waits_and_is_listed(self, copies, tmp_path):
        ana, ben = copies("Ben")
        correct(ana, tmp_path, "R1.txt", "nobody else", "no one")
        coding = ben.code("Ben", "R1", "nobody else", "accident")
        report = merge_projects(ana.project, [ben.project.where])
        assert [(each.guid, each.quote, each.why) for each in report.orphans] == [
            (coding.guid, "nobody else", "its words are not in the current text")
        ]
        assert [each.guid for _, each in codings_for_review(ana.project)] == [coding.guid]
        assert "nobody else" not in placed(ana)

    def test_it_comes_out_the_same_whoever_takes_in_whom(self, copies, tmp_path):
        ana, ben = copies("Ben")
        correct(ana, tmp_path, "R1.txt", "By accident", "Quite by accident")
        ben.code("Ben", "R1", "nobody else", "accident")
        merge_projects(ben.project, [ana.project.where])
        merge_projects(ana.project, [ben.project.where])
        assert export_codings(ana.project) == export_codings(ben.project)
        assert list_conflicts(ana.project) == ()

    def test_two_corrections_of_one_text_are_a_conflict_and_move_nothing(self, copies, tmp_path):
        ana, ben = copies("Ben")
        correct(ana, tmp_path, "R1.txt", "By accident", "Quite by accident")
        correct(ben, tmp_path, "R1.txt", "By accident", "Just by accident")
        report = merge_projects(ana.project, [ben.project.where])
        assert ("source", "text") in {(entity.kind, field) for entity, field in report.conflicts}
        assert report.moved == 0
        told = {fault.what for fault in check_project(ana.project)}
        assert told == {"Several people gave it different values."}

    def test_undo_puts_the_codings_back(self, copies, tmp_path):
        ana, ben = copies("Ben")
        correct(ana, tmp_path, "R1.txt", "By accident", "Quite by accident")
        ben.code("Ben", "R1", "nobody else", "accident")
        before = export_codings(ana.project)
        merge_projects(ana.project, [ben.project.where])
        undo(ana.project)
        assert export_codings(ana.project) == before


class TestBegunTwice:
    """Two people who imported the same interviews into projects of their own."""

    @pytest.fixture
    def two(self, copies, team):
        ana, other = copies()[0], team()
        other.as_("Ben")
        other.source(
            "R1.txt", "By accident, since there was nobody else.", "There is never any time.", role="x"
        )
        other.codes("time")
        other.code("Ben", "R1", "never any time", "time")
        return ana, other

    def test_a_source_with_the_same_text_is_one_source_and_its_speaker_one_person(self, two):
        ana, other = two
        report = merge_projects(ana.project, [other.project.where], TAKE_IN)
        assert sorted(line.split()[0] for line in report.links) == ["respondent", "source", "text"]
        assert [each.name for each in list_sources(ana.project)] == ["R1.txt", "R2.txt"]
        people = list_respondents(ana.project)
        assert [person.label for person in people] == ["R1", "R2"]
        # What only the other project knew of the person is known of whoever stands for both.
        assert people[0].attributes == {"role": "x"}

    def test_codes_of_one_key_stay_two_and_are_proposed_as_one_with_what_they_were_put_on(self, two):
        ana, other = two
        report = merge_projects(ana.project, [other.project.where], TAKE_IN)
        keys = sorted(read_codebook(ana.project).by_key)
        assert len([key for key in keys if re.fullmatch(r"time(-[0-9a-f]{8})?", key)]) == 2
        (match,) = (each for each in report.matches if each.kind == "same")
        assert match.evidence[:2] == ("100% of their codings on the same passages", "equal names")

    def test_the_codings_of_both_are_all_there_and_the_project_is_still_itself(self, two, reopen):
        ana, other = two
        merge_projects(ana.project, [other.project.where], TAKE_IN)
        again = reopen(ana.project.where, "Ana")
        assert again.project.guid == ana.project.guid
        coders = [line.split(",")[5] for line in export_codings(ana.project).splitlines()[1:]]
        assert sorted(coders) == ["Ana", "Ana", "Ben"]
        assert check_project(ana.project) == ()


class TestOrphans:
    def test_a_coding_whose_code_is_nowhere_is_listed_and_kept(self, copies):
        ana, ben = copies("Ben")
        coding = ben.code("Ben", "R2", "asked", "time")
        with ben.project.act("retag") as writer:
            state = {"text": coding.text, "start": coding.start, "end": coding.end, "quote": coding.quote}
            writer.put(Entity("coding", coding.guid), "state", {**state, "code": "nowhere", "stance": None})
        report = merge_projects(ana.project, [ben.project.where])
        assert [(each.guid, each.why) for each in report.orphans] == [(coding.guid, "its code is not there")]

    def test_a_coding_with_other_words_than_its_text_is_listed(self, copies):
        ana, ben = copies("Ben")
        coding = ben.code("Ben", "R2", "asked", "time")
        with ben.project.act("retag") as writer:
            state = {"text": coding.text, "start": coding.start, "end": coding.end, "quote": "begged"}
            writer.put(Entity("coding", coding.guid), "state", {**state, "code": coding.code, "stance": None})
        report = merge_projects(ana.project, [ben.project.where])
        assert [(each.quote, each.why) for each in report.orphans] == [
            ("begged", "its words are not where it says")
        ]


class TestConflicts:
    @pytest.fixture
    def apart(self, copies):
        """Two who gave one code different names, and one who retired what the other used."""
        ana, ben = copies("Ben")
        rename_code(ana.project, "time", "Hours")
        rename_code(ben.project, "time", "The rota")
        retire_code(ben.project, "accident")
        merge_projects(ana.project, [ben.project.where])
        return ana, ben

    def test_they_are_written_with_every_value_and_whose_it_is(self, apart):
        ana, _ = apart
        text = write_conflict_file(ana.project)
        assert text.startswith("decisions: merge\n")
        assert re.findall(r"about: (.+)\n    field: (.+)\n", text) == [("time", "name")]
        assert sorted(re.findall(r"by: (.+)\n        value: (.+)\n", text)) == [
            ("Ana", "Hours"),
            ("Ben", "The rota"),
        ]
        # Only one of them said that the code is retired: nothing stands against it.
        assert read_codebook(ana.project).by_key["accident"].status == "retired"

    def answered(self, team, tmp_path, choice):
        path = tmp_path / "conflicts.yaml"
        path.write_text(write_conflict_file(team.project).replace("choice:\n", f"choice: {choice}\n"))
        return str(path)

    def test_they_are_settled_by_the_file_and_settling_again_is_nothing(self, apart, tmp_path):
        ana, ben = apart
        path = self.answered(ana, tmp_path, '"1"')
        settled = settle_conflicts(ana.project, path)
        assert (settled.made, settled.known, settled.stale) == (1, 0, ())
        assert list_conflicts(ana.project) == ()
        settle_conflicts(ana.project, path)
        report = merge_projects(ben.project, [ana.project.where])
        assert report.conflicts == {}
        name = read_codebook(ana.project).by_key["time"].name
        assert read_codebook(ben.project).by_key["time"].name == name

    def test_words_of_ones_own_settle_them_too(self, apart, tmp_path):
        ana, _ = apart
        path = self.answered(ana, tmp_path, "value\n    value: Lack of time")
        settle_conflicts(ana.project, path)
        assert read_codebook(ana.project).by_key["time"].name == "Lack of time"

    def test_an_entry_without_a_choice_stays_open(self, apart, tmp_path):
        ana, _ = apart
        settled = settle_conflicts(ana.project, self.answered(ana, tmp_path, ""))
        assert (settled.made, len(list_conflicts(ana.project))) == (0, 1)

    def test_a_later_edit_makes_the_decision_stale_and_it_is_not_guessed(self, apart, tmp_path):
        ana, ben = apart
        path = self.answered(ana, tmp_path, '"1"')
        rename_code(ben.project, "time", "Never enough")
        merge_projects(ana.project, [ben.project.where])
        settled = settle_conflicts(ana.project, path)
        assert (settled.made, len(settled.stale)) == (0, 1)
        assert "is not in the conflict that was shown" in settled.stale[0]
        assert len(list_conflicts(ana.project)) == 1

    def test_a_decision_about_facts_of_another_project_is_listed(self, apart, team, tmp_path):
        ana, _ = apart
        path = self.answered(ana, tmp_path, '"1"')
        other = team()
        settled = settle_conflicts(other.project, path)
        assert (settled.made, len(settled.stale)) == (0, 1)

    def test_a_choice_that_is_not_offered_changes_nothing(self, apart, tmp_path):
        ana, _ = apart
        with pytest.raises(BadFile, match=r"conflicts\.yaml:\d+: 'choice' must be one of 1, 2, value"):
            settle_conflicts(ana.project, self.answered(ana, tmp_path, '"3"'))
        assert len(list_conflicts(ana.project)) == 1

    def test_settling_is_undone_like_any_act(self, apart, tmp_path):
        ana, _ = apart
        settle_conflicts(ana.project, self.answered(ana, tmp_path, '"1"'))
        undo(ana.project)
        assert len(list_conflicts(ana.project)) == 1

    def test_somebody_must_decide(self, apart, reopen, tmp_path):
        ana, _ = apart
        path = self.answered(ana, tmp_path, '"1"')
        nobody = reopen(ana.project.where)
        nobody.project.coder, nobody.project.newcomer = None, ""
        with pytest.raises(NobodyActs):
            settle_conflicts(nobody.project, path)
        assert Path(path).exists()
