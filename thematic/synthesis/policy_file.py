"""A quantifier policy as the outline writes it: a table of words, strongest first."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from thematic.language.located import (
    Problems,
    check_keys,
    get_flag,
    get_integer,
    get_list,
    get_text,
    get_texts,
    need_text,
)
from thematic.language.yaml_file import parse_yaml
from thematic.model.outline import QuantifierPolicy, QuantifierRule
from thematic.synthesis.quantifiers import DEFAULT_POLICY, check_policy

if TYPE_CHECKING:
    from thematic.language.located import Node

_POLICY_KEYS = ("name", "small", "large", "words")
_RULE_KEYS = ("word", "phrase", "share", "over", "people", "opposed", "everyone", "consensus", "synonyms")


def read_policy(node: Node, problems: Problems) -> QuantifierPolicy | None:
    """Read `quantifiers:`; None for `default`, and where it cannot be read."""
    if node.kind == "text":
        if node.value != "default":
            problems.add(node, f"'quantifiers' must be default or a table of words, not '{node.value}'.")
        return None
    if not check_keys(node, _POLICY_KEYS, problems, of="quantifier policy"):
        return None
    policy = QuantifierPolicy(
        rules=tuple(_read_rule(item, problems) for item in get_list(node, "words", problems)),
        name=get_text(node, "name", problems, "own"),
        small=_or(get_integer(node, "small", problems), DEFAULT_POLICY.small),
        large=_or(get_integer(node, "large", problems), DEFAULT_POLICY.large),
    )
    for problem in check_policy(policy):
        problems.add(node.key("words"), problem)
    return policy


def parse_policy(text: str, where: str) -> QuantifierPolicy:
    """Read a file that holds a table of words alone, as it stands under `quantifiers:` in an outline.

    Raises:
        BadFile: Everything that is wrong with it, with lines.
    """
    problems = Problems(where)
    node = parse_yaml(text, problems)
    policy = read_policy(node, problems)
    if policy is None and not problems:
        problems.add(None, "the file holds no table of words.")
    problems.raise_if_any()
    return policy or DEFAULT_POLICY


def policy_value(policy: QuantifierPolicy) -> dict[str, Any]:
    """A policy as nested dicts and lists, ready to be written."""
    return {
        "name": policy.name,
        "small": policy.small,
        "large": policy.large,
        "words": [_rule_value(rule) for rule in policy.rules],
    }


def _read_rule(node: Node, problems: Problems) -> QuantifierRule:
    if not check_keys(node, _RULE_KEYS, problems, of="quantifier"):
        return QuantifierRule("", "")
    word = need_text(node, "word", problems, of="quantifier")
    return QuantifierRule(
        word=word,
        phrase=get_text(node, "phrase", problems, word),
        share=_share(node, "share", Fraction(0), problems),
        over=_share(node, "over", Fraction(-1), problems),
        people=_or(get_integer(node, "people", problems), 0),
        opposed=_share(node, "opposed", Fraction(1), problems),
        everyone=get_flag(node, "everyone", problems),
        consensus=get_flag(node, "consensus", problems),
        synonyms=get_texts(node, "synonyms", problems),
    )


def _rule_value(rule: QuantifierRule) -> dict[str, Any]:
    value: dict[str, Any] = {"word": rule.word}
    if rule.phrase != rule.word:
        value["phrase"] = rule.phrase
    for name, nothing in (("share", Fraction(0)), ("over", Fraction(-1)), ("opposed", Fraction(1))):
        share = getattr(rule, name)
        if share != nothing:
            value[name] = str(share) if share.denominator > 1 else share.numerator
    if rule.people:
        value["people"] = rule.people
    for name in ("everyone", "consensus"):
        if getattr(rule, name):
            value[name] = True
    if rule.synonyms:
        value["synonyms"] = list(rule.synonyms)
    return value


def _share(node: Node, key: str, nothing: Fraction, problems: Problems) -> Fraction:
    """A share exactly as written: `.55`, `55%` or `11/20`."""
    text = get_text(node, key, problems)
    if not text:
        return nothing
    try:
        if text.endswith("%"):
            share = Fraction(Decimal(text[:-1])) / 100
        elif "/" in text:
            share = Fraction(text)
        else:
            share = Fraction(Decimal(text))
    except (InvalidOperation, ValueError, ZeroDivisionError, OverflowError):
        share = Fraction(-1)
    if not 0 <= share <= 1:
        problems.add(node.key(key), f"'{key}' must be a share between 0 and 1, not '{text}'.")
        return nothing
    return share


def _or(number: int | None, default: int) -> int:
    return default if number is None else number
