"""What stands beside the findings comes from the project's own data."""

from pathlib import Path

from thematic.model.saturation import SaturationRule
from thematic.workflow.coding import apply_code
from thematic.workflow.linting import inspect_findings
from thematic.workflow.quality import assess_quality, measure_saturation
from thematic.workflow.reading import find_source, read_codebook, read_text
from thematic.workflow.reports import write_report


def coded(study):
    """R1 says "any time to think" under `thinking`."""
    source = find_source(study, "R1.txt")
    text = read_text(study, source.guid).text
    start = text.index("any time to think")
    apply_code(
        study,
        source.guid,
        start,
        start + len("any time to think"),
        read_codebook(study).by_key["thinking"].guid,
    )
    return study


def test_one_coder_gives_no_agreement_and_one_respondent_no_saturation(study):
    quality = assess_quality(coded(study), inspect_findings(study))
    assert quality.agreement == []
    assert quality.closed == []
    assert {one.unavailable for one in quality.saturation if one.order == "random"} == {
        "only 1 respondent; base and run need 6"
    }
    assert [case.support for case in quality.negative] == [1]
    assert dict(quality.acts)["tag"] == 1
    assert quality.coreq[11].answer == "1 respondent (1 by interview)."


def test_saturation_takes_another_rule(study):
    found = measure_saturation(coded(study), SaturationRule(1, 1, 0.0))
    assert {one.unavailable for one in found if one.order == "random"} == {
        "only 1 respondent; base and run need 2"
    }


def test_a_report_prints_what_was_assessed(study, tmp_path):
    path = tmp_path / "report.md"
    write_report(coded(study), str(path))
    text = Path(path).read_text(encoding="utf-8")
    for heading in ("Saturation", "Reporting checklist", "What was done"):
        assert f". {heading}\n" in text
