from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from thematic.language.folding import fold, fold_words


def test_case_and_accents_never_count():
    assert fold("Émigré STRASSE") == fold("emigre Straße") == "emigre strasse"
    assert fold("𝙰") == "a"
    assert fold("e\u0301") == fold("\u00e9") == "e"


def test_punctuation_only_parts_words():
    assert fold_words(" Time-barrier  (GPs) ") == "time barrier gps"
    assert fold_words("a_b") == "a b"
    assert fold_words("?!") == ""


@given(st.text(max_size=30))
def test_folding_twice_changes_nothing_more(text):
    assert fold_words(fold_words(text)) == fold_words(text)
