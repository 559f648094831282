"""Which word says how many: a policy of rules, and the word it gives.

Every rule but the limit on dissent is a lower limit on n, so a word never gets
weaker as n grows while N and d stay.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from thematic.model.findings import Quantifier
from thematic.model.outline import QuantifierPolicy, QuantifierRule

if TYPE_CHECKING:
    from thematic.model.findings import Tally

FEW = ("no", "one", "two", "a few")
"""Words for n = 0 to 3, the same in every policy."""

_NUMBERS = {
    "no": ("none", "nobody"),
    "one": ("a single",),
    "two": ("a couple of", "both"),
    "a few": ("three",),
}


def _share(percent: int) -> Fraction:
    return Fraction(percent, 100)


DEFAULT_POLICY = QuantifierPolicy(
    rules=(
        QuantifierRule(
            "all", "all", everyone=True, consensus=True, synonyms=("every", "everyone", "everybody")
        ),
        QuantifierRule(
            "almost all", "almost all", share=_share(90), consensus=True, synonyms=("nearly all",)
        ),
        QuantifierRule(
            "strong consensus",
            "a strong consensus of",
            share=_share(75),
            opposed=_share(5),
            consensus=True,
            synonyms=("clear consensus", "vast majority", "overwhelming majority"),
        ),
        QuantifierRule(
            "broad consensus",
            "a broad consensus of",
            share=_share(60),
            opposed=_share(15),
            consensus=True,
            synonyms=("general consensus", "consensus", "wide agreement"),
        ),
        QuantifierRule(
            "most", "most", share=_share(55), synonyms=("majority", "the majority of", "a majority of")
        ),
        QuantifierRule(
            "just over half", "just over half of", over=_share(50), synonyms=("over half", "more than half")
        ),
        QuantifierRule(
            "many", "many", share=_share(30), people=6, synonyms=("a large number of", "numerous")
        ),
        QuantifierRule("some", "some", people=13),
        QuantifierRule("several", "several", people=4, synonyms=("a number of", "various")),
    ),
)


def word_quantifier(
    policy: QuantifierPolicy,
    base: int,
    support: int,
    oppose: int = 0,
    *,
    stated: int | None = None,
    put_to_all: bool = True,
) -> Quantifier:
    """The one word a policy gives.

    Args:
        policy: The rules, strongest first.
        base: N, respondents in the base.
        support: n, supporting respondents; n + d <= N.
        oppose: d, dissenting respondents.
        stated: Of the supporting, those who stated support; a word of consensus
            must be earned by them alone. None: all of them.
        put_to_all: Whether a question was put to the whole base; without one no
            word of consensus is given.
    """
    if base == 0:
        return Quantifier("", "", 0, support, oppose, base)
    if support < len(FEW):
        word = FEW[support]
        return Quantifier(word, word, support, support, oppose, base)
    if base < policy.small:
        numeral = f"{support} of {base}"
        return Quantifier(numeral, numeral, support, support, oppose, base)
    earned = support if stated is None else stated
    free = _first(policy, base, support, oppose, earned=support, consensus=True)
    rule = _first(policy, base, support, oppose, earned=earned, consensus=put_to_all)
    capped = ""
    if rule is not free:
        reason = "no question was put to the whole base" if not put_to_all else "too few stated their support"
        capped = f"'{free.word}' is not given because {reason}"
    return Quantifier(rule.word, rule.phrase, strength_of(policy, rule.word), support, oppose, base, capped)


def word_tally(policy: QuantifierPolicy, tally: Tally) -> Quantifier:
    """The word for a tally."""
    return word_quantifier(
        policy, tally.base, tally.support, tally.oppose, stated=tally.stated, put_to_all=tally.put_to_all
    )


def strength_of(policy: QuantifierPolicy, word: str) -> int:
    """How strong a word or one of its synonyms is; -1 for a word the policy does not know."""
    folded = word.casefold()
    for number, few in enumerate(FEW):
        if folded == few or folded in _NUMBERS[few]:
            return number
    for place, rule in enumerate(policy.rules):
        if folded in (rule.word, rule.phrase, *rule.synonyms):
            return len(FEW) + len(policy.rules) - place
    return -1


def find_rule(policy: QuantifierPolicy, word: str) -> QuantifierRule | None:
    """The rule behind a word, a phrase or a synonym."""
    folded = word.casefold()
    for rule in policy.rules:
        if folded in (rule.word, rule.phrase, *rule.synonyms):
            return rule
    return None


def known_words(policy: QuantifierPolicy) -> dict[str, int]:
    """Every word, phrase and synonym with its strength, those for one to three people included."""
    few = [word for name in FEW for word in (name, *_NUMBERS[name])]
    words = [name for rule in policy.rules for name in (rule.word, rule.phrase, *rule.synonyms)]
    return {word: strength_of(policy, word) for word in (*few, *words)}


def check_policy(policy: QuantifierPolicy) -> list[str]:
    """What keeps a policy from giving exactly one word for every n, N and d."""
    problems = []
    last = policy.rules[-1] if policy.rules else None
    if last is None or not _catches_all(last):
        problems.append("the last word must be given to any four people, with no other limit ('people: 4').")
    words = [word.casefold() for rule in policy.rules for word in {rule.word, *rule.synonyms}]
    twice = sorted({word for word in words if words.count(word) > 1})
    problems += [f"'{word}' stands for two strengths." for word in twice]
    return problems


def _catches_all(rule: QuantifierRule) -> bool:
    return (
        rule.people <= len(FEW)
        and rule.share <= 0
        and rule.over < 0
        and rule.opposed >= 1
        and not rule.everyone
        and not rule.consensus
    )


def _first(
    policy: QuantifierPolicy, base: int, support: int, oppose: int, *, earned: int, consensus: bool
) -> QuantifierRule:
    """The strongest rule that is met; the policy's last one catches the rest."""
    for rule in policy.rules:
        if rule.consensus and not consensus:
            continue
        if _meets(rule, base, earned if rule.consensus else support, oppose):
            return rule
    return policy.rules[-1]


def _meets(rule: QuantifierRule, base: int, support: int, oppose: int) -> bool:
    share = Fraction(support, base)
    return (
        share >= rule.share
        and share > rule.over
        and support >= rule.people
        and Fraction(oppose, base) <= rule.opposed
        and (not rule.everyone or (support == base and oppose == 0))
    )
