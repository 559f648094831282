"""Illustrations for every statement: a person's picks first, then chosen ones, one fetch for all."""

from __future__ import annotations

from collections import Counter as Bag
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

from thematic.language.sentences import split_sentences
from thematic.model.findings import Illustration, Remark
from thematic.model.outline import DEFAULT_QUOTES, IllustrationPick, QuoteForm, QuoteWish
from thematic.synthesis.illustrations import (
    LONG,
    Candidate,
    choose_illustrations,
    count_codes_on_passages,
    narrow_down,
)
from thematic.synthesis.verbatim import find_beginning, find_verbatim, shorten

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from numpy.typing import NDArray

    from thematic.model.codings import Quote
    from thematic.model.columns import CodingColumns, Study
    from thematic.synthesis.evidence import Gathered

    FetchQuotes = Callable[[Sequence[int]], Sequence[Quote]]

ROLE_ATTRIBUTES = ("role", "profession")
"""Attributes printed beside a quote where consent covers the role; the first one a respondent has."""

MOST_AGAINST = 2
"""Statements against which one respondent is quoted without anybody having picked the words."""


@dataclass(frozen=True, eq=False)
class Request:
    """What one statement wants illustrated."""

    id: str
    evidence: Gathered
    supporting: NDArray[np.bool_]
    """Respondents who may be quoted for it."""
    dissenting: NDArray[np.bool_]
    """Respondents who may be quoted against it."""
    wish: QuoteWish
    default: int = DEFAULT_QUOTES
    """Quotes chosen where the wish says nothing."""
    dissent: QuoteWish = field(default_factory=QuoteWish)
    """The same for those who oppose."""


@dataclass
class Illustrated:
    """The quotes of one statement."""

    quotes: tuple[Illustration, ...] = ()
    dissent: tuple[Illustration, ...] = ()
    remarks: list[Remark] = field(default_factory=list)


class Quoter:
    """Finds the words for statements, within consent.

    Args:
        study: People, their consent, and sources.
        codings: The counted codings.
        fetch_quotes: Local keys → quotes in the same order.
        draft: Whether respondents whose consent is unknown may be quoted.
    """

    def __init__(
        self, study: Study, codings: CodingColumns, fetch_quotes: FetchQuotes, *, draft: bool
    ) -> None:
        self._study = study
        self._codings = codings
        self._fetch = fetch_quotes
        self._draft = draft
        self._crowding = count_codes_on_passages(codings)
        self._marked = np.isin(codings.local, list(study.illustrative))
        self._people = {person.label: place for place, person in enumerate(study.respondents)}
        self._sources = {source.name: place for place, source in enumerate(study.sources)}
        consents = {"quote", "quote with role", "unknown"} if draft else {"quote", "quote with role"}
        self._quotable = np.array([one.consent in consents for one in study.respondents], dtype=np.bool_)
        self._quotes: dict[int, Quote] = {}

    def illustrate(
        self, requests: Sequence[Request], loose: Sequence[IllustrationPick] = ()
    ) -> tuple[dict[str, Illustrated], dict[IllustrationPick, Illustration]]:
        """Quotes for every statement, and for picks that stand by themselves.

        Picks are placed first over the whole report, so that what is chosen
        later repeats neither their passages nor, by preference, their speakers.
        """
        narrowed = {request.id: self._narrow(request) for request in requests}
        picks = [pick for one in requests for pick in (*one.wish.picks, *one.dissent.picks)]
        self._load(place for pair in narrowed.values() for places in pair for place in places)
        self._load(place for pick in [*picks, *loose] for place in self._places_of(pick))
        done = {request.id: Illustrated() for request in requests}
        for request in requests:
            self._place_picks(request, done[request.id])
        alone: dict[IllustrationPick, Illustration] = {}
        for pick in loose:
            found, _ = self._find_pick(pick, None)
            if found:
                alone[pick] = found
        heard = Bag(one.respondent for part in done.values() for one in part.quotes if one.respondent)
        taken = {(one.source, one.start) for part in done.values() for one in part.quotes}
        against = Bag(one.respondent for part in done.values() for one in part.dissent if one.respondent)
        for request in requests:
            self._choose_support(request, narrowed[request.id][0], done[request.id], heard, taken)
            self._choose_dissent(request, narrowed[request.id][1], done[request.id], against)
        return done, alone

    def _narrow(self, request: Request) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        free = _wanted(request.wish, request.default) > 0
        people = request.supporting & self._quotable
        against = request.dissenting & self._quotable
        none = np.empty(0, dtype=np.int64)
        return (
            narrow_down(self._codings, request.evidence, people, self._crowding, marked=self._marked)
            if free
            else none,
            narrow_down(
                self._codings, request.evidence, against, self._crowding, opposing=True, marked=self._marked
            )
            if against.any() and _wanted(request.dissent, 1)
            else none,
        )

    def _load(self, places: Iterable[int]) -> None:
        missing = sorted({int(place) for place in places} - self._quotes.keys())
        if missing:
            found = self._fetch([int(local) for local in self._codings.local[missing]])
            self._quotes.update(zip(missing, found, strict=True))

    def _places_of(self, pick: IllustrationPick) -> list[int]:
        """Codings of the picked respondent, in the picked source."""
        mask = np.ones(len(self._codings), dtype=np.bool_)
        if pick.respondent:
            mask &= self._codings.respondent == self._people.get(pick.respondent, -2)
        if pick.source:
            mask &= self._codings.source == self._sources.get(pick.source, -2)
        return [int(place) for place in np.flatnonzero(mask)]

    def _place_picks(self, request: Request, into: Illustrated) -> None:
        for wish, side in ((request.wish, "quotes"), (request.dissent, "dissent")):
            found = [self._find_pick(pick, request.evidence) for pick in wish.picks]
            setattr(into, side, tuple(quote for quote, _ in found if quote))
            into.remarks += [remark for _, remark in found if remark]

    def _find_pick(
        self, pick: IllustrationPick, evidence: Gathered | None
    ) -> tuple[Illustration | None, Remark | None]:
        who = pick.respondent or pick.source
        place = self._people.get(pick.respondent)
        if place is not None and not self._quotable[place]:
            consent = self._study.respondents[place].consent
            return None, Remark("quote-consent", f"{who} may not be quoted: consent is '{consent}'.")
        places = [one for one in self._places_of(pick) if self._quotes[one].current]
        own = set(evidence.at.tolist()) if evidence else set()
        places.sort(key=lambda one: (one not in own, one))
        for one in places:
            quote = self._quotes[one]
            span = _picked_span(pick, quote.quote)
            if span:
                text = pick.text or quote.quote[span[0] : span[1]]
                remark = None
                if evidence is not None and one not in own:
                    remark = Remark(
                        "quote-evidence", f"the quote of {who} is coded, but not as evidence here."
                    )
                made = self._make(one, text, span, pick.form)
                return replace(made, pinned=True), remark
        words = pick.text or pick.begins
        if (
            pick.text
            and pick.begins
            and any(find_beginning(pick.begins, self._quotes[one].quote) is not None for one in places)
        ):
            return None, Remark("quote-verbatim", f"the quote of {who} is not verbatim: '{_short(words)}'.")
        check = "quote-verbatim" if pick.text else "quote-found"
        return None, Remark(check, f"no coded passage of {who} reads '{_short(words)}'.")

    def _choose_support(
        self,
        request: Request,
        places: NDArray[np.int64],
        into: Illustrated,
        heard: Bag[str],
        taken: set[tuple[str, int]],
    ) -> None:
        chosen = choose_illustrations(
            self._candidates(places),
            _wanted(request.wish, request.default),
            already=heard,
            beside=[one.text for one in into.quotes],
            taken=frozenset(taken),
        )
        made = tuple(self._print(one) for one in chosen)
        into.quotes += made
        heard.update(one.respondent for one in made if one.respondent)
        taken.update((one.quote.source, one.quote.start) for one in chosen)

    def _choose_dissent(
        self, request: Request, places: NDArray[np.int64], into: Illustrated, heard: Bag[str]
    ) -> None:
        """Voices against, by preference of people who have not spoken against anything yet.

        Whoever was heard against several statements is left out: all dissent is
        counted, and one terse person's words do not stand under every finding.
        """
        fresh = [one for one in self._candidates(places) if heard[one.quote.respondent or ""] < MOST_AGAINST]
        beside = [one.text for one in (*into.quotes, *into.dissent)]
        chosen = choose_illustrations(fresh, _wanted(request.dissent, 1), already=heard, beside=beside)
        made = tuple(self._print(one) for one in chosen)
        into.dissent += made
        heard.update(one.respondent for one in made if one.respondent)

    def _candidates(self, places: NDArray[np.int64]) -> list[Candidate]:
        return [
            Candidate(int(one), self._quotes[int(one)], int(self._crowding[one]))
            for one in places
            if self._quotes[int(one)].current
        ]

    def _print(self, candidate: Candidate) -> Illustration:
        passage = candidate.quote.quote.strip()
        ends = [end for _, end in split_sentences(passage, [(0, len(passage))])]
        text = shorten(passage, ends, LONG)
        span = find_verbatim(text, candidate.quote.quote) or (0, len(candidate.quote.quote))
        return self._make(candidate.place, text, span, "block")

    def _make(self, place: int, text: str, span: tuple[int, int], form: QuoteForm) -> Illustration:
        quote = self._quotes[place]
        source = self._study.sources[int(self._codings.source[place])]
        return Illustration(
            text=text,
            respondent=quote.respondent,
            source=quote.source,
            source_kind=source.kind,
            start=quote.start + span[0],
            end=quote.start + span[1],
            coding=quote.guid,
            form=form,
            role=self._role(int(self._codings.respondent[place])),
            question=quote.question,
        )

    def _role(self, place: int) -> str:
        if place < 0 or self._study.respondents[place].consent != "quote with role":
            return ""
        attributes = self._study.respondents[place].attributes
        return next((str(attributes[name]) for name in ROLE_ATTRIBUTES if attributes.get(name)), "")


def _wanted(wish: QuoteWish, default: int) -> int:
    """How many quotes are chosen beside a person's picks."""
    if wish.most is not None:
        return max(0, wish.most - len(wish.picks))
    return 0 if wish.picks else default


def _picked_span(pick: IllustrationPick, passage: str) -> tuple[int, int] | None:
    """Where the picked words stand in a passage; None where they do not."""
    if pick.text:
        return find_verbatim(pick.text, passage)
    start = find_beginning(pick.begins, passage)
    return None if start is None else (start, len(passage.rstrip()))


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:57]}..."
