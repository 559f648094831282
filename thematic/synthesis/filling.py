"""What the placeholders of one statement stand for."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from thematic.model.findings import SUPPORTING
from thematic.synthesis.quantifiers import find_rule, word_tally
from thematic.synthesis.scopes import MODE_NOUNS, RESPONDENT, name_scope

if TYPE_CHECKING:
    from collections.abc import Sequence

    from thematic.model.codebook import Codebook
    from thematic.model.findings import Quantifier, Tally
    from thematic.model.outline import Outline, Override, QuantifierPolicy
    from thematic.synthesis.counting import Count, Counter
    from thematic.synthesis.templates import Placeholder


@dataclass(frozen=True)
class StatementFilling:
    """Numbers and words for one counted statement; see `templates.Filling`."""

    counted: Count
    counter: Counter
    outline: Outline
    policy: QuantifierPolicy
    counting: bool
    override: Override | None = None

    def quantifier(self, camp: str) -> Quantifier:
        """The computed word of the finding or a camp; the override's, for the whole finding."""
        quantifier = word_tally(self.policy, self.tally(camp))
        if self.override and not camp:
            quantifier = override_quantifier(quantifier, self.override, self.policy)
        return quantifier

    def beside(self, quantifier: Quantifier) -> str:
        """`n of N`, which stands beside every word on a large base; empty on others."""
        return f"{quantifier.support:,} of {quantifier.base:,}" if quantifier.base > self.policy.large else ""

    def tally(self, camp: str) -> Tally:
        """Counts of the finding, or of one camp."""
        return self.counted.camp_tallies.get(camp, self.counted.tally)

    def noun(self, count: int, camp: str = "") -> str:  # noqa: ARG002 - all camps share one scope
        """`respondent` for one, `respondents` for any other number, or what the scope calls them."""
        one, many = name_scope(self.counted.scope, self.outline.labels)
        return one if count == 1 else many

    def nouns(self) -> Sequence[str]:
        """Nouns and labels an author may have written after a quantifier."""
        known = {"participants", *RESPONDENT, *(noun for nouns in MODE_NOUNS.values() for noun in nouns)}
        known.update(name_scope(self.counted.scope, self.outline.labels))
        known.update(label for label, _ in self.outline.labels)
        return sorted(known)

    def enumerate(self, wanted: Placeholder) -> Sequence[str]:
        """Names of the codes below one that somebody in scope supports, most supported first."""
        book = self.counter.study.codebook
        called = dict(wanted.calls)
        return [
            called.get(key) or running_name(book, key)
            for key, _ in count_children(wanted.code, self.counter, self.counted, wanted.camp)
            if key not in wanted.skip
        ]


def override_quantifier(computed: Quantifier, override: Override, policy: QuantifierPolicy) -> Quantifier:
    """The computed quantifier with a person's word in place of its own.

    Several words that no rule knows and that do not end in `of` tell no number
    of people: `strong theme` stands alone, `a handful of` takes a noun.
    """
    rule = find_rule(policy, override.word)
    phrase = rule.phrase if rule and override.word.casefold() == rule.word else override.word
    words = override.word.casefold().split()
    alone = rule is None and len(words) > 1 and words[-1] != "of"
    return replace(computed, word=override.word, phrase=phrase, alone=alone)


def count_children(code: str, counter: Counter, counted: Count, camp: str = "") -> list[tuple[str, int]]:
    """Keys below a code with their supporting respondents within a base, most first; none without any.

    A code with nothing below it counts itself.
    """
    book = counter.study.codebook
    parent = book.by_key.get(code)
    if parent is None:
        return []
    children = book.children(book.resolve(parent.guid)) or (parent,)
    among = counted.camps[camp] == SUPPORTING if camp in counted.camps else None
    found = []
    for child in children:
        if child.status == "retired" or child.merged_into:
            continue
        supporting = counter.count_codes([child.key], counted.scope).supporting
        count = int(np.sum(supporting if among is None else supporting & among))
        if count:
            found.append((child.key, count))
    found.sort(key=lambda one: (-one[1], one[0]))
    return found


def running_name(book: Codebook, key: str) -> str:
    """A code's name as it stands inside a sentence: `lack of time`, but `CanMEDS`, `Foundation Programme`."""
    name = book.by_key[key].name if key in book.by_key else key
    first, _, rest = name.partition(" ")
    proper = not first[:1].isupper() or first[1:] != first[1:].lower() or first == "I" or rest != rest.lower()
    return name if proper else first.lower() + name[len(first) :]
