"""Commands that name what is not there, or ask for what must not be done."""

from __future__ import annotations

import re

import pytest

from thematic.cli.main import VERBS
from thematic.errors import LISTINGS

REFUSALS = {
    'tag R1 rules --quote "not a word of it"': "are not in source 'R1.txt'",
    "tag R1 rules --quote the": "stand 17 times in source 'R1.txt' (at ",
    'tag R1 rulse --quote "We settle up in courgettes"': "Did you mean 'rules'?",
    'tag R77 rules --quote "We settle up in courgettes"': "There is no source 'R77'",
    "tag R1 rules --span 5:5": "5:5 is not a span",
    "tag R1 rules --span 9:5": "9:5 is not a span",
    "tag R1 rules --span 5:999999": "of a text of 1562 characters",
    "tag R1 rules --span five": "Write START:END",
    "tag R1 rules": "either --quote or --span",
    "tag R1 rules --quote ''": "Error",
    "untag nothing": "There is no coding 'nothing'",
    "retag nothing --code rules": "There is no coding 'nothing'",
    "retag nothing": "Nothing to change",
    "sources print R77": "There is no source 'R77'",
    "code add 'Bad Key' --name X": "cannot be a code's key",
    "code add rules --name X": "There is a code 'rules' already",
    "code add new --name ' '": "needs a name",
    "code add new --name X --parent ruls": "Did you mean 'rules'?",
    "code rename ruls X": "Did you mean 'rules'?",
    "code rename rules ' '": "needs a name",
    "code move sharing --under company": "the code itself or below it",
    "code move rules": "either --under KEY or --top",
    "code merge rules --into rules": "one code already",
    "code merge company ruls --into sharing": "Did you mean 'rules'?",
    "code split rules --into rules": "cannot be split into itself",
    "code retire ruls": "Did you mean 'rules'?",
    "memo add code/ruls X": "Did you mean 'rules'?",
    "memo add cloud/nine X": "A memo cannot be on 'cloud/nine'",
    "memo add project ' '": "The memo is empty",
    "memo edit nothing X": "There is no memo 'nothing'",
    "quotes 'rules and'": "A code is missing",
    "quotes 'rules and (company'": "Error",
    "quotes ruls": "Did you mean 'rules'?",
    "quotes --where role": "is not ATTRIBUTE=VALUE",
    "quotes --where rol=farmer": "There is no attribute 'rol'",
    "quotes --coder Bo": "There is no coder 'Bo'",
    "quotes --respondent R77": "There is no respondent 'R77'",
    "quotes --question 77": "There is no question '77'",
    "quotes --source R77": "There is no source 'R77'",
    "quotes -o quotes.exe": "cannot be written as 'quotes.exe'",
    "report -o report.exe": "cannot be written as 'report.exe'",
    "respondents consent maybe --all": "'maybe' is not a consent",
    "respondents consent quote R77": "There is no respondent 'R77'",
    "respondents consent quote": "For whom?",
    "questions assign R1 1-99 1": "turns 1 to 12",
    "questions assign R1 one 1": "is not a run of turns",
    "questions assign R1 1 77": "There is no question '77'",
    "redo": "nothing to redo",
    "frobnicate": "No such command 'frobnicate'",
    "sources --frobnicate": "No such option",
    "tag": "Missing argument",
}


@pytest.mark.parametrize("line", REFUSALS)
def test_refused(line, study):
    assert REFUSALS[line] in study.refused(line)


@pytest.mark.parametrize("line", ["report -o", "quotes -o", "codings export", "codebook export", "backup"])
def test_a_folder_that_is_not_there(line, study):
    ending = {"report -o": "md", "quotes -o": "csv", "backup": "thematic"}.get(line, "txt")
    assert "Cannot write nowhere/file" in study.refused(f"{line} nowhere/file.{ending}", 3)


def test_every_hint_names_a_verb_that_exists(study):
    for line in REFUSALS:
        for verb in re.findall(r"'thematic ([a-z]+)", study(line).err):
            assert verb in VERBS, line
    assert {listing.split()[0] for listing in LISTINGS.values()} <= set(VERBS)
