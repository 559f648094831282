"""Counting people: properties that hold for every study, and evidence a person decided upon."""

from hypothesis import given, settings
from hypothesis import strategies as st

from thematic.model.outline import EvidenceDecision, Finding, Scope
from thematic.synthesis.counting import Counter
from thematic.synthesis.tallies import code_indices

STANCES = ("", "+", "~", "-")
sayings = st.lists(
    st.tuples(st.integers(1, 5), st.sampled_from(["a", "b"]), st.sampled_from(STANCES)),
    min_size=1,
    max_size=25,
)


def text_of(said, people=6):
    lines = {person: [] for person in range(1, people)}
    for person, code, stance in said:
        lines[person].append(f"[{code}{stance}|words]")
    return "\n".join(f"R{person}: {' '.join(parts) or 'Nothing.'}" for person, parts in lines.items())


def tally(text, codes=("a",), scope=None, evidence=(), local_of=None):
    counter = Counter(text.study, text.study.codings, local_of)
    return counter.count(Finding("f", "x", codes=codes, evidence=evidence), scope or Scope()).tally


@given(sayings)
@settings(max_examples=60, deadline=None)
def test_everybody_is_in_one_class(coded, said):
    counted = tally(coded(text_of(said)), ("a", "b"))
    assert counted.base + counted.not_answered + counted.not_asked == 5
    assert counted.support + counted.oppose <= counted.base
    assert counted.stated <= counted.support


@given(sayings, st.integers(1, 5), st.integers(1, 5))
@settings(max_examples=60, deadline=None)
def test_two_people_taken_for_one_never_raise_support(coded, said, one, other):
    before = tally(coded(text_of(said)), ("a", "b"))
    merged = [(one if person == other else person, code, stance) for person, code, stance in said]
    assert tally(coded(text_of(merged)), ("a", "b")).support <= before.support


@given(sayings)
@settings(max_examples=40, deadline=None)
def test_saying_it_again_changes_nothing(coded, said):
    assert tally(coded(text_of(said))) == tally(coded(text_of([*said, *said])))


@given(sayings)
@settings(max_examples=40, deadline=None)
def test_more_codes_never_lose_a_voice(coded, said):
    text = coded(text_of(said))
    few, many = tally(text, ("a",)), tally(text, ("a", "b"))
    assert few.silent >= many.silent


def test_codes_below_are_counted_unless_only_the_code_itself_is_meant(coded):
    text = coded("R1: [top/below|x]\nR2: [top|x]")
    counter = Counter(text.study, text.study.codings)
    assert counter.count(Finding("f", "x", codes=("top",)), Scope()).tally.support == 2
    assert counter.count(Finding("f", "x", codes=("top",), exact=True), Scope()).tally.support == 1


def test_a_code_merged_into_another_leads_there(coded):
    from dataclasses import replace

    text = coded("R1: [old|x] [new|y]")
    codes = text.study.codebook.codes
    book = replace(text.study.codebook, codes=(replace(codes[0], merged_into=codes[1].guid), codes[1]))
    assert code_indices(book, ["old"]) == (1,)


def test_documents_are_never_counted(coded):
    text = coded("R1: [a|x]\nPaper: [a|x]", documents=("Paper",))
    assert (tally(text).support, tally(text).base) == (1, 1)


def test_a_person_may_restage_exclude_or_take_in_a_coding(coded):
    text = coded("R1: [a+|x]\nR2: [a+|x]\nR3: [b+|x]\nR4: [a|x]")
    decisions = (
        EvidenceDecision("g1", "opposes"),
        EvidenceDecision("g2", "excluded"),
        EvidenceDecision("g3", "confirmed"),
        EvidenceDecision("g4", "supports"),
        EvidenceDecision("gone", "excluded"),
    )
    plain = tally(text)
    decided = tally(text, evidence=decisions, local_of=text.find([one.coding for one in decisions]))
    assert (plain.support, plain.stated, plain.oppose) == (3, 2, 0)
    assert (decided.support, decided.stated, decided.oppose, decided.silent) == (2, 2, 1, 1)


def test_a_scope_by_mode_and_attribute(coded):
    text = coded("R1 country=UK\nR2 country=UK mode=survey\nR3 country=NZ\nR1: [a|x]\nR2: [a|x]\nR3: [a|x]")
    assert tally(text, scope=Scope((("country", ("UK",)),))).base == 2
    assert tally(text, scope=Scope((("country", ("uk", "NZ")),), modes=("interview",))).base == 2
    assert tally(text, scope=Scope(modes=("survey",))).support == 1


def test_words_outside_the_base_are_told_but_not_counted(coded):
    text = coded("R1/1: [a|x]\nR1/2: (not asked)\nR2/1: Hm.\nR2/2: [a|x]")
    counted = tally(text, scope=Scope(questions=(2,)))
    assert (counted.support, counted.base, counted.not_asked, counted.elsewhere) == (1, 1, 1, 1)
    assert counted.put_to_all
