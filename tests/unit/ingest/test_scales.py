import pytest

from thematic.ingest.scales import type_column


def typed(*cells):
    attribute, values = type_column("x", {str(place): cell for place, cell in enumerate(cells)})
    return attribute.kind, attribute.scale, list(values.values())


def test_agreement_is_a_scale_with_the_points_nobody_chose():
    kind, scale, values = typed("Agree", "strongly disagree", "Agree ", None, "")
    assert kind == "scale"
    assert scale == ("strongly disagree", "Disagree", "Neither agree nor disagree", "Agree", "Strongly agree")
    assert values == ["Agree", "strongly disagree", "Agree"]


def test_a_finer_scale_keeps_to_the_points_that_occur():
    assert typed("Somewhat agree", "Strongly agree", "Neutral")[1] == (
        "Neutral",
        "Somewhat agree",
        "Strongly agree",
    )


def test_two_spellings_of_one_point_in_one_column_are_no_scale():
    assert typed("Agree", "Tend to agree", "Disagree")[0] == "text"


@pytest.mark.parametrize(
    ("cells", "scale"),
    [
        (["Always", "Never", "Often"], ("Never", "Rarely", "Sometimes", "Often", "Always")),
        (["Very good", "Poor", "Neither good nor poor"], ("Poor", "Neither good nor poor", "Very good")),
        (
            ["Neutral", "Satisfied"],
            ("Very dissatisfied", "Dissatisfied", "Neutral", "Satisfied", "Very satisfied"),
        ),
        (
            ["5 - Strongly agree", "2 - Disagree"],
            (
                "Strongly disagree",
                "2 - Disagree",
                "Neither agree nor disagree",
                "Agree",
                "5 - Strongly agree",
            ),
        ),
        (["Good (4)", "Poor (2)"], ("Poor (2)", "Fair", "Good (4)")),
    ],
)
def test_other_scales_are_recognised_lowest_first(cells, scale):
    kind, found, values = typed(*cells)
    assert kind == "scale"
    assert found == scale
    assert set(values) <= set(found)


def test_case_does_not_part_a_point_and_the_usual_spelling_wins():
    _, scale, values = typed("Agree", "Agree", "agree", "Disagree")
    assert scale[3] == "Agree"
    assert values == ["Agree", "Agree", "Agree", "Disagree"]


def test_one_value_that_does_not_fit_makes_text_of_a_scale():
    assert typed("Agree", "Disagree", "it depends")[0] == "text"
    assert typed("Agree", "Agree")[0] == "text"


def test_one_to_five_is_a_scale_only_where_nearly_all_points_occur():
    assert typed("1", "2", "4", "5", "5") == ("scale", ("1", "2", "3", "4", "5"), ["1", "2", "4", "5", "5"])
    assert typed(1, 2, 3, 4, 6, 7)[1] == ("1", "2", "3", "4", "5", "6", "7")
    assert typed("1", "2", "2")[0] == "number"
    assert typed("1", "2", "3", "4", "12")[0] == "number"


def test_numbers_stay_numbers_and_codes_stay_text():
    assert typed("3", 4.5, "-1.50") == ("number", (), [3, 4.5, -1.5])
    assert typed("007", "12")[0] == "text"
    assert typed("1,5", "2")[0] == "text"


def test_yes_and_no_are_booleans():
    assert typed("Yes", "no", "Y", True) == ("boolean", (), [True, False, True, True])


def test_a_column_of_blanks_is_text_without_values():
    assert typed("", None, "  ") == ("text", (), [])


def test_every_value_of_a_scale_is_one_of_its_points():
    _, scale, values = typed("1 - Never", "Never", "never", "Sometimes")
    assert set(values) <= set(scale)
