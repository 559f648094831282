"""What the comparison shows, as lines: the queue, the answers to an item, and what speaks for each."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from thematic.model.disagreements import KINDS
from thematic.tui.ink import Line, Piece, line
from thematic.tui.page.glyphs import cells, fit
from thematic.tui.screens.inspecting import describe_code
from thematic.tui.screens.listing import gap, head, wrapped
from thematic.tui.wording import many

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from thematic.model.codings import Coding
    from thematic.model.disagreements import Decision, Disagreement, Kind
    from thematic.tui.ink import Role
    from thematic.tui.screens.compare_faces import Face
    from thematic.tui.screens.compare_offers import Offer
    from thematic.tui.session import Session
    from thematic.workflow.comparison import ItemFilter

MEANINGS: dict[Kind, str] = {
    "opposite stance": "one says it supports, another that it opposes",
    "substitution other": "another code in another branch",
    "substitution sibling": "a code beside it",
    "substitution parent-child": "the code above or below",
    "passage uncoded": "somebody marked nothing here",
    "label omitted": "somebody marked it, but not with this code",
    "boundary fragmented": "one piece or several",
    "boundary partial": "the ends cross",
    "boundary nested": "one inside the other",
    "boundary trivial": "but for blanks and punctuation",
    "exact": "the same words and code",
    "single-coded": "only one person's to code",
}
"""Kind of item → what it means, after its name."""

MARKS: dict[str, tuple[str, Role]] = {
    "waiting": (" ", "text"),
    "reopened": ("↺", "warning"),
    "saving": ("◌", "quiet"),
    "defer": ("…", "quiet"),
    "codebook issue": ("¶", "warning"),
    "decided": ("✓", "good"),
    "agreed": ("=", "quiet"),
}
"""How far an item is → its sign and how it is drawn."""


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the queue: an item, or the heading of a kind."""

    kind: Kind
    item: Disagreement | None = None
    count: int = 0
    """Items below a heading."""


def queue_rows(items: Iterable[Disagreement]) -> list[Row]:
    """Items under a heading for each kind, the worst first."""
    kinds: dict[Kind, list[Row]] = {kind: [] for kind in KINDS}
    for item in items:
        kinds[item.kind].append(Row(item.kind, item))
    rows: list[Row] = []
    for kind, found in kinds.items():
        if found:
            rows += [Row(kind, None, len(found)), *found]
    return rows


def queue_line(
    session: Session, row: Row, mark: str, source: str, faces: Sequence[Face], *, width: int
) -> Line:
    """One row of the queue."""
    item = row.item
    if item is None:
        return line(
            Piece(f" {row.kind.upper()}", "accent"),
            Piece(f"  {MEANINGS[row.kind]}", "quiet"),
            right=(Piece(f"{row.count} ", "quiet"),),
            rests=False,
        )
    sign, role = MARKS[mark]
    spent = mark in ("decided", "agreed", "defer")
    right: list[Piece] = []
    for face in faces:
        shown = face.initials if face.there else "–"
        right.append(Piece(f"{shown} ", "text", face.color if face.there else None))
    right.append(Piece(f"{source.rpartition('.')[0] or source} ", "quiet"))
    room = width - sum(cells(piece.text) for piece in right) - 2
    pieces = [Piece(sign, role)]
    for code, name in zip(item.codes, _fitted(_names(session, item.codes), room), strict=True):
        pieces.append(Piece("▌", "text", session.color_of(code)))
        pieces.append(Piece(name, "quiet" if spent else "text"))
    return line(*pieces, right=right)


def _names(session: Session, codes: Sequence[str]) -> list[str]:
    """Names of codes, or their keys where two have one name."""
    names = [session.code_name(code) for code in codes]
    return names if len(set(names)) == len(names) else [session.codebook.by_guid[code].key for code in codes]


def _fitted(names: Sequence[str], room: int) -> list[str]:
    """One or two names in so many cells; of two, the shorter one is cut last."""
    if len(names) < 2:
        return [fit(name, room - 1) for name in names]
    first, second = map(cells, names)
    half = (room - 3) // 2
    share = max(half, room - 3 - second) if first > half else first
    return [fit(names[0], share) + " ", fit(names[1], room - 3 - min(share, first))]


def answer_lines(offers: Sequence[Offer], item: Disagreement, session: Session, width: int) -> list[Line]:
    """What can be answered, each with what it would keep; the line's number is the offer's."""
    lines = []
    for offer in offers:
        who = Piece(offer.words, "text", offer.face.color if offer.face else None)
        room = max(12, width - cells(offer.words) - cells(offer.then) - 6)
        kept = _kept(offer, item, session, room)
        lines.append(
            line(
                Piece(f" {offer.key} ", "accent"),
                who,
                Piece(f"  {kept}", "quiet"),
                Piece(offer.then, "warning"),
            )
        )
    return lines


def _kept(offer: Offer, item: Disagreement, session: Session, room: int) -> str:
    if not offer.kept:
        return "went past: keeps nothing" if offer.face else offer.problem
    words = sum(len(one.quote.split()) for one in offer.kept)
    stance = {"supports": " +", "qualifies": " ±", "opposes": " −"}.get(offer.kept[0].stance or "", "")
    code = session.code_name(offer.kept[0].code) + ", " if len(item.codes) > 1 and offer.face else ""
    pieces = f" in {len(offer.kept)} pieces" if len(offer.kept) > 1 else ""
    said = f"{code}{many(words, 'word')}{pieces}{stance}"
    return f"{said}  {_ends(offer.kept, max(10, room - cells(said) - 4))}"


def _ends(kept: Sequence[Coding], room: int) -> str:
    """The first and last words that are kept."""
    words = " ".join(" … ".join(one.quote for one in kept).split())
    if len(words) <= room:
        return f"“{words}”"
    half = (room - 3) // 2
    return f"“{words[:half].rstrip()} … {words[-half:].lstrip()}”"


def decision_lines(
    decision: Decision | None, why: str, reopened: str, say: str, width: int
) -> Iterator[Line]:
    """What was decided, why it is open again, and the reason that waits to be signed."""
    if decision is not None:
        yield from wrapped(say, width, "good")
        if decision.why:
            yield from wrapped(f"because: {decision.why}", width, "quiet")
    if reopened:
        yield from wrapped(f"↺ open again: {reopened}", width, "warning")
    if why:
        yield from wrapped(f"your reason, with your next answer: {why}", width, "accent")


def entry_lines(
    session: Session, item: Disagreement, faces: Sequence[Face], codings: Iterable[Coding], width: int
) -> Iterator[Line]:
    """The codebook entries, the memos, and what else was coded here."""
    yield gap()
    yield head("CODEBOOK")
    for code in item.codes:
        yield line(Piece(" █ ", "text", session.color_of(code)), Piece(session.code_name(code), "strong"))
        for one in describe_code(session, code, width):
            yield replace(one, rests=True)
    yield from _memos(session, item, faces, width)
    yield from _beside(session, item, faces, codings)


def _memos(session: Session, item: Disagreement, faces: Sequence[Face], width: int) -> Iterator[Line]:
    subjects = [f"coding/{one.guid}" for one in item.codings]
    subjects += [f"code/{code}" for code in item.codes] + [f"source/{item.source}"]
    memos = [memo for on in subjects for memo in session.memos.get(on, ())]
    if memos:
        yield gap()
        yield head("MEMOS")
    known: Mapping[str, Face] = {face.coder: face for face in faces}
    for memo in memos:
        face = known.get(memo.coder)
        on = " on the code" if memo.on.startswith("code/") else ""
        on = " on the source" if memo.on.startswith("source/") else on
        who = face.name if face else session.initials(memo.coder)
        yield from wrapped(f"✎ {who}{on}: {memo.text}", width, "warning")


def _beside(
    session: Session, item: Disagreement, faces: Sequence[Face], codings: Iterable[Coding]
) -> Iterator[Line]:
    """Other codes that the same people put on some of these words."""
    mine = {one.guid for one in item.codings}
    known = {face.coder: face for face in faces}
    found = {
        (known[one.coder].digit, session.code_name(one.code)): one
        for one in codings
        if one.guid not in mine
        and one.layer == "human"
        and one.coder in known
        and one.start < item.end
        and one.end > item.start
    }
    if found:
        yield gap()
        yield head("ALSO CODED HERE")
    for (digit, name), one in sorted(found.items(), key=lambda pair: pair[0]):
        face = known[one.coder]
        yield line(
            Piece(f" {digit} {face.initials} ", "text", face.color),
            Piece("▌", "text", session.color_of(one.code)),
            Piece(name),
        )


def filter_words(only: ItemFilter | None) -> str:
    """What is shown, in words."""
    if only is None:
        return ""
    pair = (" and ".join(only.coders),) if only.coders else ()
    return ", ".join((*only.kinds, *only.codes, *only.sources, *pair))
