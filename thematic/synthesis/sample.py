"""Who and what the findings rest on, in numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from thematic.model.columns import ANSWERED, LAYER_CODES, NOT_ASKED
from thematic.model.findings import QuestionCount, Sample

if TYPE_CHECKING:
    from thematic.model.columns import Study
    from thematic.synthesis.counting import Counter
    from thematic.synthesis.layers import CountedLayer


def describe_sample(study: Study, layer: CountedLayer) -> Sample:
    """Respondents by mode, documents, questions with exposure, and whose codings count."""
    modes = np.array(study.mode)
    names = sorted({str(mode) for mode in modes[study.answered] if mode})
    coders = np.unique(study.codings.coder[study.codings.layer == LAYER_CODES["human"]])
    return Sample(
        respondents=len(study.respondents),
        answered=int(study.answered.sum()),
        modes=tuple((name, int((study.answered & (modes == name)).sum())) for name in names),
        documents=tuple(source.name for source in study.sources if source.kind == "document"),
        questions=tuple(
            QuestionCount(
                question.number,
                question.text,
                asked=int((study.exposure[:, column] != NOT_ASKED).sum()),
                answered=int((study.exposure[:, column] == ANSWERED).sum()),
            )
            for column, question in enumerate(study.questions)
        ),
        coders=tuple(study.coders[int(coder)].name for coder in coders),
        codings=int(layer.chosen.sum()),
        sources=len(study.sources),
        layers=layer.sources_by_kind(),
    )


def count_codes(counter: Counter) -> dict[str, tuple[int, int]]:
    """Code guid → its own codings and the respondents who spoke them."""
    codings = counter.codings
    book = counter.study.codebook
    size = len(book.codes)
    totals = np.bincount(codings.code, minlength=size)
    spoken = codings.respondent >= 0
    pairs = np.unique(
        codings.code[spoken].astype(np.int64) * max(len(counter.study.respondents), 1)
        + codings.respondent[spoken]
    )
    people = np.bincount(pairs // max(len(counter.study.respondents), 1), minlength=size)
    return {code.guid: (int(totals[i]), int(people[i])) for i, code in enumerate(book.codes)}
