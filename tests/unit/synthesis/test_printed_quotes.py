"""Whatever is said and coded, every printed quote is found in its source after undoing elisions."""

from hypothesis import given, settings
from hypothesis import strategies as st

from thematic.synthesis.build import build_findings
from thematic.synthesis.verbatim import find_verbatim

words = st.text(
    st.characters(categories=["L", "N", "P", "S", "Zs", "M"], exclude_characters="[]|\u2028\u2029"),
    min_size=1,
)
said = st.lists(
    st.tuples(st.sampled_from("abc"), st.sampled_from(["", "+", "~", "-"]), words), min_size=1, max_size=4
)


@given(st.lists(said, min_size=1, max_size=6))
@settings(max_examples=60, deadline=None)
def test_every_printed_quote_stands_in_its_source(coded, answers):
    lines = []
    for number, parts in enumerate(answers, 1):
        passages = [
            f"[{code}{stance}|{(text.strip() or 'x') * 3}. {text.strip() or 'y'}]"
            for code, stance, text in parts
        ]
        lines.append(f"R{number}: " + " and ".join(passages))
    text = coded("\n".join(lines))
    findings = build_findings(text.study, None, text.fetch, replicates=0)
    for statement in findings.statements():
        for quote in (*statement.quotes, *statement.dissent):
            source = text.texts[quote.source]
            assert find_verbatim(quote.text, source) is not None
            assert find_verbatim(quote.text, source[quote.start : quote.end]) is not None
