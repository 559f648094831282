"""Which quotes an outline asks for: read and written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from thematic.language.located import check_keys, get_choice, get_integer, get_text
from thematic.model.outline import QUOTE_FORMS, IllustrationPick, QuoteWish

if TYPE_CHECKING:
    from thematic.language.located import Node, Problems

_PICK = ("respondent", "source", "begins", "text", "as")


def read_wish(node: Node, problems: Problems, key: str = "quotes") -> QuoteWish:
    """Read `quotes:` or `dissent:`, a list of picks, `{max: 2}`, or both (`{max: 2}` in the list)."""
    if node.kind == "mapping":
        return QuoteWish(most=_most(node, problems))
    if node.kind != "list":
        problems.add(node, f"'{key}' must be a list of quotes or {{max: 2}}.")
        return QuoteWish()
    picks = []
    most = None
    for item in node.elements():
        if item.get("max") is not None:
            most = _most(item, problems)
        else:
            picks.append(read_pick(item, problems))
    return QuoteWish(tuple(picks), len(picks) if most is None and not picks else most)


def read_pick(node: Node, problems: Problems) -> IllustrationPick:
    """Read one quote: whose, how it begins, and how it is printed."""
    if not check_keys(node, _PICK, problems, of="quote"):
        return IllustrationPick()
    pick = IllustrationPick(
        respondent=get_text(node, "respondent", problems),
        source=get_text(node, "source", problems),
        begins=get_text(node, "begins", problems),
        text=get_text(node, "text", problems),
        form=get_choice(node, "as", QUOTE_FORMS, problems, "block"),
    )
    if not (pick.respondent or pick.source):
        problems.add(node, "a quote needs a 'respondent', or the 'source' of a document.")
    if not (pick.begins or pick.text):
        problems.add(node, "a quote needs its first words ('begins') or the words to print ('text').")
    return pick


def wish_value(wish: QuoteWish) -> Any:
    """A wish as it is written; None where nothing was wished."""
    if wish == QuoteWish():
        return None
    picks = [pick_value(pick) for pick in wish.picks]
    if wish.most is None:
        return picks
    if wish.most == 0 and not picks:
        return []
    return [*picks, {"max": wish.most}] if picks else {"max": wish.most}


def pick_value(pick: IllustrationPick) -> dict[str, str]:
    """A pick as it is written."""
    value = {
        "respondent": pick.respondent,
        "source": pick.source,
        "begins": pick.begins,
        "text": pick.text,
        "as": pick.form if pick.form != "block" else "",
    }
    return {key: text for key, text in value.items() if text}


def _most(node: Node, problems: Problems) -> int | None:
    check_keys(node, ("max",), problems, of="wish for quotes")
    most = get_integer(node, "max", problems)
    if most is None or most < 0:
        problems.add(node, "'max' must be a number of quotes, 0 or more.")
        return None
    return most
