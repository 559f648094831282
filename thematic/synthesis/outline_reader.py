"""Reading an outline file: every problem at once, each with its line.

`read_outline` takes the words of a YAML file; `outline_from_value` the same
structure as nested dicts and lists, as it is stored.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from thematic.language.located import (
    Node,
    Problems,
    check_keys,
    get_choice,
    get_integer,
    get_list,
    get_text,
    need_text,
)
from thematic.language.yaml_file import parse_yaml
from thematic.model.outline import (
    LIST_ORDERS,
    DetailBlock,
    DetailPart,
    ListBlock,
    ListItem,
    Outline,
    Scope,
    Section,
    SetAside,
    Stem,
    Waiver,
)
from thematic.synthesis.finding_reader import FindingReader
from thematic.synthesis.outline_check import check_outline
from thematic.synthesis.outline_names import check_codes, check_pick, names_of
from thematic.synthesis.policy_file import read_policy
from thematic.synthesis.quote_picks import read_pick, read_wish

if TYPE_CHECKING:
    from collections.abc import Callable

    from thematic.model.columns import Study
    from thematic.model.outline import IllustrationPick
    from thematic.synthesis.outline_names import Names

_OUTLINE = ("outline", "quantifiers", "labels", "sections", "detail", "set_aside", "waivers")
_SECTION = ("id", "title", "findings", "stems", "lists")


def read_outline(
    text: str,
    where: str,
    study: Study | None = None,
    verbatim: Callable[[IllustrationPick], bool] | None = None,
) -> Outline:
    """Read an outline file, and hold it against a study where one is given.

    Args:
        text: The whole file.
        where: The file as the user named it, for messages.
        study: Whose codes, attributes, questions and respondents it may name.
        verbatim: Tells whether a quote's words are as they were said; see `names_of`.

    Raises:
        BadFile: With a line `where:line: …` for every problem found.
    """
    problems = Problems(where)
    node = parse_yaml(text, problems)
    outline = _read(node, problems, names_of(study, verbatim) if study else None, study)
    problems.raise_if_any()
    return outline


def outline_from_value(value: Any, where: str = "outline", study: Study | None = None) -> Outline:
    """Read an outline from nested dicts, lists and scalars, as `outline_value` makes them.

    Raises:
        BadFile: With a line for every problem found.
    """
    problems = Problems(where)
    outline = _read(_node(value), problems, names_of(study) if study else None, study)
    problems.raise_if_any()
    return outline


def _node(value: Any) -> Node:
    """Plain values as nodes that stand on no line."""
    if isinstance(value, dict):
        keys = {str(key): Node(str(key), 0) for key in value}
        return Node({str(key): _node(item) for key, item in value.items()}, 0, keys=keys)
    if isinstance(value, list | tuple):
        return Node([_node(item) for item in value], 0)
    if isinstance(value, bool):
        return Node("yes" if value else "no", 0)
    return Node(None if value is None else str(value), 0)


def _read(node: Node, problems: Problems, names: Names | None, study: Study | None) -> Outline:
    reader = _OutlineReader(problems, names)
    if node.kind == "nothing":
        problems.add(node, "the outline is empty.")
        return Outline("")
    outline = reader.outline(node)
    check_outline(outline, problems, study)
    return outline


class _OutlineReader(FindingReader):
    """The same for sections, lists and the detailed part."""

    def outline(self, node: Node) -> Outline:
        if not check_keys(node, _OUTLINE, self.problems, of="outline"):
            return Outline("")
        quantifiers = node.get("quantifiers")
        return Outline(
            name=get_text(node, "outline", self.problems, "findings"),
            sections=tuple(self.section(item) for item in get_list(node, "sections", self.problems)),
            policy=None if quantifiers is None else read_policy(quantifiers, self.problems),
            labels=self.labels(node),
            detail=tuple(self.detail(item) for item in get_list(node, "detail", self.problems)),
            set_aside=tuple(self.set_aside(item) for item in get_list(node, "set_aside", self.problems)),
            waivers=tuple(self.waiver(item) for item in get_list(node, "waivers", self.problems)),
        )

    def labels(self, node: Node) -> tuple[tuple[str, Scope], ...]:
        found = self.in_order(node, "labels")
        return tuple((name, self.scope(value)) for holder, name in found if (value := holder.get(name)))

    def section(self, node: Node) -> Section:
        if not check_keys(node, _SECTION, self.problems, of="section"):
            return Section("", "")
        return Section(
            id=need_text(node, "id", self.problems, of="section"),
            title=need_text(node, "title", self.problems, of="section"),
            findings=tuple(self.finding(item) for item in get_list(node, "findings", self.problems)),
            stems=tuple(self.stem(item) for item in get_list(node, "stems", self.problems)),
            lists=tuple(self.list_block(item) for item in get_list(node, "lists", self.problems)),
            line=node.line,
        )

    def stem(self, node: Node) -> Stem:
        if not check_keys(node, ("from", "to", "statement"), self.problems, of="stem"):
            return Stem("", "", "")
        statement = need_text(node, "statement", self.problems, of="stem")
        self.check_template(node, statement, {})
        first = need_text(node, "from", self.problems, of="stem")
        return Stem(first, need_text(node, "to", self.problems, of="stem"), statement, node.line)

    def list_block(self, node: Node) -> ListBlock:
        keys = ("id", "title", "codes", "order", "items", "scope")
        if not check_keys(node, keys, self.problems, of="list"):
            return ListBlock("", "")
        scope = node.get("scope")
        return ListBlock(
            id=need_text(node, "id", self.problems, of="list"),
            title=need_text(node, "title", self.problems, of="list"),
            codes=self.codes(node, "codes"),
            order=get_choice(node, "order", LIST_ORDERS, self.problems, "rank"),
            items=tuple(self.item(item) for item in get_list(node, "items", self.problems)),
            scope=self.scope(scope) if scope is not None else Scope(),
            line=node.line,
        )

    def item(self, node: Node) -> ListItem:
        if not check_keys(node, ("text", "codes", "quotes", "point"), self.problems, of="list item"):
            return ListItem()
        point = get_text(node, "point", self.problems)
        if point:
            return ListItem(point=point)
        text = need_text(node, "text", self.problems, of="list item")
        quotes = node.get("quotes")
        codes = self.codes(node, "codes")
        return ListItem(text, codes, read_wish(quotes, self.problems)) if quotes else ListItem(text, codes)

    def detail(self, node: Node) -> DetailPart:
        if not check_keys(node, ("heading", "level", "blocks"), self.problems, of="part of the detail"):
            return DetailPart("")
        level = get_integer(node, "level", self.problems)
        if level is not None and not 2 <= level <= 4:
            self.problems.add(node.key("level"), "'level' must be 2, 3 or 4.")
        return DetailPart(
            heading=need_text(node, "heading", self.problems, of="part of the detail"),
            level=level or 2,
            blocks=tuple(self.block(item) for item in get_list(node, "blocks", self.problems)),
            line=node.line,
        )

    def block(self, node: Node) -> DetailBlock:
        if not check_keys(node, ("text", "finding", "list", "quote"), self.problems, of="block"):
            return DetailBlock()
        if len(tuple(node.pairs())) != 1:
            self.problems.add(node, "a block holds exactly one of text, finding, list and quote.")
        quote = node.get("quote")
        pick = read_pick(quote, self.problems) if quote is not None else None
        if pick and quote and self.names:
            check_pick(pick, quote, self.names, self.problems)
        text, finding, block = (get_text(node, key, self.problems) for key in ("text", "finding", "list"))
        return DetailBlock(text, finding, block, pick)

    def set_aside(self, node: Node) -> SetAside:
        keys = ("code", "reason", "statement", "show")
        if not check_keys(node, keys, self.problems, of="theme set aside"):
            return SetAside("", "")
        code = need_text(node, "code", self.problems, of="theme set aside")
        if self.names and code:
            check_codes((code,), node.get("code") or node, self.names, self.problems)
        return SetAside(
            code=code,
            reason=need_text(node, "reason", self.problems, of="theme set aside"),
            statement=get_text(node, "statement", self.problems),
            show=get_choice(node, "show", ("list", "detail"), self.problems, "list"),
            line=node.line,
        )

    def waiver(self, node: Node) -> Waiver:
        if not check_keys(node, ("check", "finding", "reason", "by"), self.problems, of="waiver"):
            return Waiver("", "", "", "")
        return Waiver(
            check=need_text(node, "check", self.problems, of="waiver"),
            finding=get_text(node, "finding", self.problems),
            reason=need_text(node, "reason", self.problems, of="waiver"),
            by=need_text(node, "by", self.problems, of="waiver"),
        )
