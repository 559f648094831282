"""Agreement over a project and over plain tables, as a person asks for it."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from thematic.cli.main import run
from thematic.errors import BadFile, BadInput, NotFound
from thematic.workflow.agreement import AgreementWanted, measure_agreement

EXAMPLES = Path(__file__).parents[3] / "shared" / "agreement" / "worked_examples.json"


def load():
    return json.loads(EXAMPLES.read_text(encoding="utf-8")) if EXAMPLES.exists() else []


def table_of(data):
    """Any of the forms with one judgement per cell, as units × coders, and the values declared."""
    categories = [str(category) for category in data.get("categories", [])]
    if "coders" in data:
        columns = [["" if value is None else value for value in values] for values in data["coders"].values()]
        return list(data["coders"]), list(zip(*columns, strict=True)), categories
    if "table" in data:
        cells = [
            (categories[first], categories[second])
            for first, row in enumerate(data["table"])
            for second, many in enumerate(row)
            for _ in range(many)
        ]
        return ["first", "second"], cells, categories
    rows = [
        [category for category, many in zip(categories, counts, strict=True) for _ in range(many)]
        for counts in data["counts"]
    ]
    return [f"coder {place}" for place in range(len(rows[0]))], rows, categories


def write(path, rows):
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows(rows)
    return str(path)


def arguments(example, folder):
    data, measure = example["data"], example["measure"]
    spans = data.get("spans", data.get("units"))
    if spans:
        rows = [[coder, *span] for coder, own in spans.items() for span in own]
        header = ["coder", "start", "end", "value"][: len(rows[0])]
        name = f"{measure}:{data['value']}" if "value" in data else measure
        path = write(folder / "spans.csv", [header, *rows])
        return ["agree", "--spans", path, "--length", str(data["length"]), "--measure", name]
    coders, rows, categories = table_of(data)
    path = write(folder / "table.csv", [["unit", *coders], *([n, *row] for n, row in enumerate(rows))])
    declared = ["--categories", ",".join(categories)] if categories else []
    stem, _, distance = measure.partition(":")
    asked = ["--distance", distance] if distance else []
    return ["agree", "--table", path, "--measure", stem, *declared, *asked]


@pytest.mark.shared
@pytest.mark.skipif(not EXAMPLES.exists(), reason="the published examples are not beside this checkout")
class TestPublishedExamples:
    @pytest.mark.parametrize("example", load(), ids=lambda example: example["name"])
    def test_come_out_through_the_command_line(self, example, tmp_path, capsys):
        assert run([*arguments(example, tmp_path), "--json"]) == 0
        rows = json.loads(capsys.readouterr().out)
        row = next(
            row for row in rows if row["measure"].partition(":")[0] == example["measure"].partition(":")[0]
        )
        if example["expected"] is None:
            assert row["value"] is None
            assert row["undefined"]
        else:
            assert row["value"] == pytest.approx(example["expected"], abs=example["tolerance"])
            assert row["undefined"] is None


class TestTables:
    def said(self, tmp_path, capsys, rows, *more):
        path = write(tmp_path / "table.csv", rows)
        code = run(["agree", "--table", path, "--measure", "krippendorff_alpha", *more])
        return code, capsys.readouterr()

    def test_a_value_that_was_not_declared_is_named_with_its_line(self, tmp_path, capsys):
        code, said = self.said(
            tmp_path, capsys, [["u", "A", "B"], [1, "a", "b"], [2, "a", "z"]], "--categories", "a,b"
        )
        assert code == 2
        assert "table.csv:3" in said.err
        assert "'z'" in said.err

    def test_a_ragged_row_is_refused(self, tmp_path, capsys):
        code, said = self.said(tmp_path, capsys, [["u", "A", "B"], [1, "a"], [2, "a", "b", "c"]])
        assert code == 2
        assert "table.csv:2" in said.err
        assert "table.csv:3" in said.err

    def test_one_coder_alone_is_refused_or_undefined(self, tmp_path, capsys):
        code, said = self.said(tmp_path, capsys, [["u", "A"], [1, "a"], [2, "b"]], "--json")
        assert code == 2 or json.loads(said.out)[0]["value"] is None

    def test_only_empty_cells_have_no_value(self, tmp_path, capsys):
        code, said = self.said(tmp_path, capsys, [["u", "A", "B"], [1, "", ""], [2, "", ""]], "--json")
        assert code == 2 or json.loads(said.out)[0]["value"] is None

    def test_coders_who_never_judged_the_same_unit_have_no_value(self, tmp_path, capsys):
        rows = [["u", "A", "B"], [1, "a", ""], [2, "", "b"]]
        code, said = self.said(tmp_path, capsys, rows, "--json")
        (row,) = json.loads(said.out)
        assert (code, row["value"], row["n"]) == (0, None, 0)
        assert "nothing" in row["undefined"] or "no unit" in row["undefined"]

    def test_a_value_only_one_coder_chose_counts_as_a_difference(self, tmp_path, capsys):
        rows = [["u", "A", "B"], *([n, "new", "old"] for n in range(4)), *([n, "old", "old"] for n in "wxyz")]
        _, said = self.said(tmp_path, capsys, rows, "--json")
        (row,) = json.loads(said.out)
        assert row["value"] == pytest.approx(1 - (8 / 16) / (2 * 4 * 12 / (16 * 15)))

    @pytest.mark.parametrize(
        ("text", "says"),
        [
            ("", "empty"),
            ("u,A,A\n1,a,b\n", "A"),
            ("u\n1\n", "coder"),
        ],
    )
    def test_what_is_no_table_of_judgements_is_refused(self, tmp_path, capsys, text, says):
        path = tmp_path / "table.csv"
        path.write_text(text)
        code = run(["agree", "--table", str(path), "--measure", "krippendorff_alpha"])
        said = capsys.readouterr()
        assert (code, said.out) == (2, "")
        assert says in said.err

    def test_a_measure_that_ignores_prevalence_never_stands_alone(self, tmp_path, capsys):
        path = write(tmp_path / "t.csv", [["u", "A", "B"], [1, "a", "b"], [2, "a", "a"]])
        assert run(["agree", "--table", path, "--measure", "percent_agreement", "--json"]) == 0
        rows = json.loads(capsys.readouterr().out)
        assert [row["measure"] for row in rows] == ["percent_agreement", "krippendorff_alpha:nominal"]

    def test_a_measure_must_be_named(self, tmp_path, capsys):
        path = write(tmp_path / "t.csv", [["u", "A", "B"], [1, "a", "b"]])
        assert run(["agree", "--table", path]) == 2
        assert "Which measure?" in capsys.readouterr().err

    def test_what_would_be_left_unheeded_is_refused(self, tmp_path, capsys):
        path = write(tmp_path / "t.csv", [["u", "A", "B", "C"], [1, "a", "b", "a"]])
        for asked in (
            ["--table", path, "--measure", "fleiss_kappa", "--coders", "A,B"],
            ["--spans", path, "--length", "9", "--measure", "u_alpha", "--categories", "a,b"],
            ["--measure", "krippendorff_alpha", "--distance", "ordinal"],
        ):
            assert run(["agree", *asked]) == 2
            said = capsys.readouterr()
            assert said.out == ""
            assert f"{asked[-2]} means nothing" in said.err

    def test_spans_need_a_length(self, tmp_path, capsys):
        path = write(tmp_path / "s.csv", [["coder", "start", "end"], ["A", 0, 4]])
        assert run(["agree", "--spans", path, "--measure", "u_alpha"]) == 2
        assert "--length" in capsys.readouterr().err


SAID = "Practice makes it. There is no time. Mentors help."


@pytest.fixture
def pair(team):
    """Four interviews coded by Ana and Ben, and one that only Ana coded."""
    made = team()
    made.codes("practice", "barriers/time", "mentors")
    for number in range(1, 6):
        made.source(f"R{number}.txt", SAID, country="UK" if number < 3 else "Kenya")
    for number in range(1, 6):
        made.code("Ana", f"R{number}", "Practice makes it.", "practice")
    for number in range(1, 5):
        made.code("Ben", f"R{number}", "Mentors help.", "mentors")
    for number in (1, 2):
        made.code("Ana", f"R{number}", "There is no time.", "time")
    made.code("Ben", "R1", "There is no time.", "time")
    return made


def rows_of(report, **wanted):
    return [
        each.agreement
        for each in report.rows
        if all(getattr(each.agreement, name) == value for name, value in wanted.items())
    ]


def value(report, code, **wanted):
    (row,) = rows_of(report, code=code, **wanted)
    return row.undefined or row.value


class TestProject:
    def test_only_sources_that_both_coded_enter(self, pair):
        report = measure_agreement(pair.project, AgreementWanted(unit="source"))
        assert report.sources == ("R1.txt", "R2.txt", "R3.txt", "R4.txt")
        assert report.assumed == report.sources
        assert {row.sources for row in rows_of(report)} == {4}

    def test_alpha_over_sources_is_what_the_counts_say(self, pair):
        report = measure_agreement(pair.project, AgreementWanted(unit="source"))
        # time: Ana 1 1 0 0, Ben 1 0 0 0. D_o = 2/8; D_e = 2·3·5/(8·7). alpha = 1 - (1/4)/(15/28)
        assert value(report, "time") == pytest.approx(1 - (1 / 4) / (30 / 56))
        # practice: Ana everywhere, Ben nowhere. D_o = 1; D_e = 2·4·4/(8·7)
        assert value(report, "practice") == pytest.approx(1 - 1 / (32 / 56))
        assert value(report, "barriers").startswith("every judgement is the same")

    def test_kappa_over_sentences_is_what_the_table_says(self, pair):
        report = measure_agreement(pair.project, AgreementWanted(measures=("cohen_kappa",)))
        # 12 sentences; time: both 1, Ana alone 1, neither 10
        observed, expected = 11 / 12, (2 / 12) * (1 / 12) + (10 / 12) * (11 / 12)
        (row,) = rows_of(report, code="time")
        assert row.value == pytest.approx((observed - expected) / (1 - expected))
        assert (row.n, row.coders, row.unit) == (12, ("Ana", "Ben"), "sentence")

    def test_without_options_the_headline_is_measured(self, pair):
        report = measure_agreement(pair.project, AgreementWanted())
        assert {(row.measure, row.unit) for row in rows_of(report)} == {
            ("krippendorff_alpha:nominal", "source"),
            ("krippendorff_alpha:nominal", "sentence"),
            ("bar_u_alpha", "continuum"),
        }

    def test_assignments_decide_who_counts_where_there_are_any(self, pair):
        from thematic.workflow.rounds import assign_sources, finish_sources

        assign_sources(pair.as_("Ana"), ("R1", "R5"), ("Ana", "Ben"))
        finish_sources(pair.as_("Ana"), ("R1", "R5"))
        report = measure_agreement(pair.project, AgreementWanted(unit="source"))
        assert report.sources == ("R2.txt", "R3.txt", "R4.txt")
        finish_sources(pair.as_("Ben"), ("R1", "R5"))
        report = measure_agreement(pair.project, AgreementWanted(unit="source"))
        assert report.sources == ("R1.txt", "R2.txt", "R3.txt", "R4.txt", "R5.txt")
        assert report.assumed == ("R2.txt", "R3.txt", "R4.txt")

    def test_a_round_measures_only_what_it_assigned(self, pair):
        from thematic.workflow.rounds import assign_sources, finish_sources

        assign_sources(pair.as_("Ana"), ("R1", "R5"), ("Ana", "Ben"))
        finish_sources(pair.as_("Ana"), ("R1", "R5"))
        finish_sources(pair.as_("Ben"), ("R1", "R5"))
        report = measure_agreement(pair.project, AgreementWanted(unit="source", round=1))
        assert report.sources == ("R1.txt", "R5.txt")
        assert report.assumed == ()

    def test_a_round_that_was_never_given_out_is_told(self, pair):
        with pytest.raises(BadInput, match="No source was given out in a round 7"):
            measure_agreement(pair.project, AgreementWanted(unit="source", round=7))

    def test_codings_that_are_not_a_persons_own_never_enter(self, pair):
        from dataclasses import replace

        from thematic.store.codings import save_coding

        before = measure_agreement(pair.project, AgreementWanted(unit="source"))
        coding = pair.code("Ana", "R3", "Mentors help.", "practice")
        with pair.project.act("undo by hand") as writer:
            writer.put(_entity(coding), "state", None)
            for layer in ("agreed", "proposed"):
                save_coding(writer, replace(coding, guid=layer, layer=layer))
        after = measure_agreement(pair.project, AgreementWanted(unit="source"))
        assert [row.value for row in rows_of(after)] == [row.value for row in rows_of(before)]

    def test_a_coding_on_an_earlier_version_of_the_text_does_not_enter(self, pair):
        from thematic.model.sources import SourceText
        from thematic.store.sources import make_current, save_version, text_hash
        from thematic.workflow.reading import find_source

        source = find_source(pair.project, "R1")
        text = SourceText("other", source.guid, text_hash("All new."), "All new.")
        with pair.project.act("replace") as writer:
            save_version(writer, text)
            make_current(writer, source.guid, "other")
        report = measure_agreement(pair.project, AgreementWanted(unit="source"))
        assert report.sources == ("R2.txt", "R3.txt", "R4.txt")

    def test_measuring_by_an_attribute_takes_one_value_at_a_time(self, pair):
        report = measure_agreement(pair.project, AgreementWanted(unit="source", by="country"))
        assert {each.group for each in report.rows} == {"Kenya", "UK"}
        uk = next(each for each in report.rows if each.group == "UK" and each.agreement.code == "time")
        # Ana 1 1, Ben 1 0: D_o = 1/2, D_e = 2·3·1/(4·3)
        assert uk.agreement.value == pytest.approx(0.0)
        assert uk.agreement.sources == 2

    def test_rolling_up_counts_what_lies_below_as_the_code(self, pair):
        report = measure_agreement(pair.project, AgreementWanted(unit="source", rollup=True))
        assert [row.code for row in rows_of(report, scope="code")] == ["practice", "barriers", "mentors"]
        assert value(report, "barriers") == pytest.approx(1 - (1 / 4) / (30 / 56))

    def test_chosen_codes_only(self, pair):
        report = measure_agreement(pair.project, AgreementWanted(unit="source", codes=("time",)))
        assert [row.code for row in rows_of(report, scope="code")] == ["time"]

    def test_a_merged_code_counts_as_the_one_it_was_merged_into(self, pair):
        from thematic.workflow.codebook import merge_codes

        merge_codes(pair.as_("Ana"), ("mentors",), into="practice")
        report = measure_agreement(pair.project, AgreementWanted(unit="source"))
        assert value(report, "practice").startswith("every judgement is the same")
        assert rows_of(report, code="mentors") == []

    def test_sets_of_codes_per_sentence(self, pair):
        report = measure_agreement(pair.project, AgreementWanted(measures=("krippendorff_alpha:masi",)))
        (row,) = rows_of(report)
        assert row.measure == "krippendorff_alpha:masi"
        assert isinstance(row.value, float)

    def test_exclusive_codes_that_overlap_are_refused_with_their_place(self, pair):
        pair.code("Ana", "R1", "makes it. There", "mentors")
        with pytest.raises(BadFile, match=r"R1\.txt: practice at 0:18 overlaps mentors"):
            measure_agreement(pair.project, AgreementWanted(measures=("cu_alpha",)))

    def test_a_coder_alone_is_refused(self, team):
        made = team()
        made.codes("practice")
        made.source("R1.txt", SAID)
        with pytest.raises(BadInput, match="nobody has finished any"):
            measure_agreement(made.project, AgreementWanted())
        made.code("Ana", "R1", "Mentors help.", "practice")
        with pytest.raises(BadInput, match="only Ana has finished any"):
            measure_agreement(made.project, AgreementWanted())

    def test_coders_without_a_common_source_have_no_value(self, team):
        made = team()
        made.codes("practice")
        for name in ("R1.txt", "R2.txt"):
            made.source(name, SAID)
        made.code("Ana", "R1", "Mentors help.", "practice")
        made.code("Ben", "R2", "Mentors help.", "practice")
        report = measure_agreement(made.project, AgreementWanted())
        assert {row.undefined is not None for row in rows_of(report)} == {True}
        assert report.sources == ()

    def test_a_reflexive_project_shows_no_coefficient(self, pair):
        from thematic.model.journal import Entity

        with pair.as_("Ana").act("set approach") as writer:
            writer.put(Entity("project", pair.project.guid), "approach", "reflexive")
        report = measure_agreement(pair.project, AgreementWanted())
        assert report.reflexive
        assert report.rows == ()

    @pytest.mark.parametrize(
        ("wanted", "problem"),
        [
            (AgreementWanted(coders=("Ana", "Bn")), NotFound),
            (AgreementWanted(codes=("tim",)), NotFound),
            (AgreementWanted(by="contry"), NotFound),
            (AgreementWanted(measures=("kappa",)), BadInput),
            (AgreementWanted(measures=("alpha_u_1995",)), BadInput),
            (AgreementWanted(unit="word"), BadInput),
            (AgreementWanted(coders=("Ana",)), BadInput),
        ],
    )
    def test_what_is_not_there_is_named(self, pair, wanted, problem):
        with pytest.raises(problem):
            measure_agreement(pair.project, wanted)

    def test_the_same_seed_gives_the_same_interval(self, pair):
        wanted = AgreementWanted(unit="source", seed=7)
        first, again = (measure_agreement(pair.project, wanted).rows for _ in range(2))
        assert first == again
        assert {row.agreement.seed for row in first if row.agreement.low is not None} == {7}

    def test_json_keeps_its_form(self, pair, capsys):
        where = pair.project.where
        assert run(["-p", where, "agree", "--unit", "answer", "--code", "time", "--json"]) == 0
        rows = json.loads(capsys.readouterr().out)
        assert {
            "measure", "year", "unit", "code", "coders", "sources", "n", "prevalence", "value", "low", "high",
            "seed", "undefined",
        } <= set(rows[0])  # fmt: skip
        assert rows[0]["overlaps"] == "a coder's overlapping codings of one code count once"
        assert rows[0]["finished"] == "codings"

    def test_the_table_says_what_it_rests_on(self, pair, capsys):
        assert run(["-p", pair.project.where, "agree", "--unit", "source"]) == 0
        said = capsys.readouterr()
        assert "krippendorff_alpha:nominal (2011), unit source" in said.out
        assert "– every judgement is the same" in said.out
        assert "4 of these were not assigned to anybody" in said.err


def _entity(coding):
    from thematic.model.journal import Entity

    return Entity("coding", coding.guid)
