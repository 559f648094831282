from __future__ import annotations

from thematic.ingest.survey_columns import SurveyColumns
from thematic.model.columns import ANSWERED, NOT_ASKED, SILENT
from thematic.workflow.history import list_acts, undo
from thematic.workflow.importing import TranscriptOptions, import_transcripts
from thematic.workflow.people import import_asked, import_questions, import_respondents, record_consent
from thematic.workflow.quotes import QuoteFilter, read_quotes
from thematic.workflow.reading import (
    find_source,
    list_questions,
    list_respondents,
    list_sources,
    load_study,
    read_text,
)
from thematic.workflow.surveys import import_survey

LONG = """id,ask,answer,Kindness,Waiting
A,Why?,They were kind.,1,
A,What else?,Did not answer,,1
B,Why?,They were kind.,1,
B,What else?,Too slow.,,1
C,Why? ,,,
"""

WIDE = """Respondent ID,Q1 How did you start?,Q2 What gets in the way?,Confidence before
R7,"By chance, as most people do.",N/A,Agree
R8,,"Nothing ever gets in my way, I find.",Strongly agree
"""


def _file(tmp_path, name: str, text: str) -> str:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return str(path)


def _import_long(project, tmp_path, *, dry_run: bool = False):
    columns = SurveyColumns("id", "ask", "answer", code_columns="Kindness..Waiting")
    return import_survey(project, _file(tmp_path, "long.csv", LONG), columns, dry_run=dry_run)


def test_people_who_wrote_the_same_words_stay_different_people(project, tmp_path):
    report = _import_long(project, tmp_path)
    assert (report.sources, report.respondents, report.answers, report.non_answers) == (3, 3, 3, 2)
    sources = {source.name: source for source in list_sources(project)}
    assert sources["A"].sha256 != sources["B"].sha256
    assert [quote.respondent for quote in read_quotes(project, QuoteFilter("kindness"))] == ["A", "B"]


def test_codes_on_non_answers_are_not_imported(project, tmp_path):
    report = _import_long(project, tmp_path)
    assert report.codings == 3
    assert [quote.respondent for quote in read_quotes(project, QuoteFilter("waiting"))] == ["B"]


def test_exposure_of_a_long_table_is_what_its_rows_say(project, tmp_path):
    _import_long(project, tmp_path)
    study = load_study(project)
    labels = [person.label for person in study.respondents]
    shown = {label: study.exposure[place].tolist() for place, label in enumerate(labels)}
    assert shown == {"A": [ANSWERED, SILENT], "B": [ANSWERED, ANSWERED], "C": [SILENT, NOT_ASKED]}
    assert study.answered.tolist() == [True, True, False]
    assert study.mode == ("survey",) * 3


def test_a_dry_run_stores_nothing(project, tmp_path):
    report = _import_long(project, tmp_path, dry_run=True)
    assert any("Kindness" in line for line in report.detected)
    assert list_sources(project) == ()
    assert [act.verb for act in list_acts(project)] == ["init"]


def test_an_import_is_undone_as_one(project, tmp_path):
    _import_long(project, tmp_path)
    undo(project)
    assert list_sources(project) == list_respondents(project) == list_questions(project) == ()
    assert read_quotes(project) == ()


def test_importing_the_same_table_again_adds_nothing(project, tmp_path):
    _import_long(project, tmp_path)
    report = _import_long(project, tmp_path)
    assert (report.sources, report.respondents, report.codings) == (0, 0, 0)
    assert [item.path for item in report.refused] == ["A", "B", "C"]


def test_a_wide_table_answers_the_guide_that_is_there(study, tmp_path):
    import_questions(
        study, _file(tmp_path, "q.csv", "number,text\n1,How did you start?\n2,What gets in the way?\n")
    )
    report = import_survey(
        study,
        _file(tmp_path, "wide.csv", WIDE),
        SurveyColumns("Respondent ID", closed_columns="Confidence before"),
    )
    assert (report.answers, report.non_answers) == (2, 2)
    assert [question.number for question in list_questions(study)] == [1, 2]
    people = {person.label: person for person in list_respondents(study)}
    assert people["R7"].attributes == {"Confidence before": "Agree"}


def test_the_guide_opens_questions_in_interviews_that_were_there_before(study, tmp_path):
    guide = _file(tmp_path, "q.csv", "number,text\n1,How did you come to it?\n2,What gets in the way?\n")
    assert import_questions(study, guide) == ("R1.txt: questions 1, 2",)
    numbers = {question.guid: question.number for question in list_questions(study)}
    text = read_text(study, find_source(study, "R1").guid)
    assert [numbers[turn.question] for turn in text.turns if turn.role == "respondent"] == [1, 2]


def test_attributes_consent_and_exposure_come_from_tables(study, tmp_path):
    import_questions(study, _file(tmp_path, "q.csv", "number,text\n1,How did you come to it?\n2,And then?\n"))
    people = _file(tmp_path, "p.csv", "respondent,role,years,consent\nR1,nurse,12,quote\n")
    assert import_respondents(study, people)[0] == 1
    import_asked(study, _file(tmp_path, "a.csv", "respondent,question,asked\nR1,2,no\n"))
    (person,) = list_respondents(study)
    assert person.attributes == {"role": "nurse", "years": 12}
    assert person.consent == "quote"
    assert load_study(study).exposure.tolist() == [[ANSWERED, NOT_ASKED]]
    record_consent(study, (), "analysis", "withdrawn on 3 May")
    assert list_respondents(study)[0].consent == "analysis"


def test_no_character_of_a_text_is_lost_or_changed(project, tmp_path, no_bar):
    data = (
        "\ufeffI: Caf\u00e9?\r\nR9: Cafe\u0301 \u2028 \x85 na\u00efve.\rR9: \U0001f469\u200d\u2695\ufe0f\r\n"
    )
    (tmp_path / "R9.txt").write_bytes(data.encode("utf-8"))
    import_transcripts(project, (str(tmp_path / "R9.txt"),), TranscriptOptions(), bar=no_bar)
    text = read_text(project, find_source(project, "R9").guid).text
    assert text == data[1:].replace("\r\n", "\n").replace("\r", "\n")


def test_a_file_that_cannot_be_read_is_refused_and_the_rest_goes_on(project, tmp_path, no_bar):
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.txt").write_text("R1: Yes.\nR1: No.\n", encoding="utf-8")
    (folder / "b.txt").write_bytes(b"PK\x03\x04zip")
    (folder / "c.txt").write_bytes(b"")
    report = import_transcripts(project, (str(folder),), TranscriptOptions(), bar=no_bar)
    assert report.sources == 1
    assert [item.path.rsplit("/", 1)[1] for item in report.refused] == ["b.txt", "c.txt"]


def test_two_files_with_the_same_words_are_remarked_on(project, tmp_path, no_bar):
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text("I: Well?\nR1: Yes.\n", encoding="utf-8")
    files = (str(tmp_path / "a.txt"), str(tmp_path / "b.txt"))
    report = import_transcripts(project, files, TranscriptOptions(), bar=no_bar)
    assert any("b.txt has the same text as a.txt" in warning for warning in report.warnings)
