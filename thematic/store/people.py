"""Coders, respondents, their attributes and consent, and the questions put to them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from sqlalchemy import select

from thematic.model.codings import Coder
from thematic.model.journal import Entity
from thematic.model.sources import Attribute, Question, Respondent
from thematic.store import schema
from thematic.store.births import birth_key

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Connection

    from thematic.model.sources import AttributeValue, Exposure
    from thematic.store.journal import Writer


def save_coder(writer: Writer, coder: Coder) -> None:
    """Give a coder's registers these values."""
    writer.put_all(Entity("coder", coder.guid), {"name": coder.name, "role": coder.role})


def load_coders(connection: Connection) -> tuple[Coder, ...]:
    """Everyone who codes, in order of joining."""
    table = schema.coder
    key = birth_key(connection, table)
    rows = sorted(connection.execute(select(table)), key=lambda row: key(row.id))
    return tuple(Coder(row.guid, row.name, row.role) for row in rows)


def find_role(connection: Connection, guid: str) -> str | None:
    """The role somebody has now; None for one who is not known."""
    table = schema.coder
    found = connection.execute(select(table.c.role).where(table.c.guid == guid)).scalar()
    return None if found is None else str(found)


def save_respondent(writer: Writer, respondent: Respondent) -> None:
    """Give a respondent's registers these values; registers not named are left alone."""
    entity = Entity("respondent", respondent.guid)
    writer.put(entity, "label", respondent.label)
    if respondent.consent != "unknown":
        writer.put(entity, "consent", respondent.consent)
    save_attributes(writer, respondent.guid, respondent.attributes)
    save_exposures(writer, respondent.guid, respondent.exposures)


def save_consent(writer: Writer, guid: str, consent: str) -> None:
    """Record what a respondent agreed to."""
    writer.put(Entity("respondent", guid), "consent", consent)


def save_attributes(writer: Writer, guid: str, values: Mapping[str, AttributeValue]) -> None:
    """Record facts about a respondent."""
    for name, value in values.items():
        writer.put(Entity("respondent", guid), f"attribute/{name}", value)


def save_exposures(writer: Writer, guid: str, exposures: Mapping[str, Exposure]) -> None:
    """Record, by question guid, whether a respondent was asked and answered."""
    for question, state in exposures.items():
        writer.put(Entity("respondent", guid), f"exposure/{question}", state)


def load_respondents(connection: Connection) -> tuple[Respondent, ...]:
    """Everyone who answered, with attributes, consent and recorded exposure, in order of joining."""
    values: dict[int, dict[str, AttributeValue]] = {}
    for local, name, value in connection.execute(select(schema.attribute_value)):
        values.setdefault(local, {})[name] = json.loads(value)
    exposures: dict[int, dict[str, Exposure]] = {}
    query = select(schema.exposure.c.respondent, schema.question.c.guid, schema.exposure.c.state).join(
        schema.question, schema.question.c.id == schema.exposure.c.question
    )
    for local, question, state in connection.execute(query):
        exposures.setdefault(local, {})[question] = state
    table = schema.respondent
    key = birth_key(connection, table)
    rows = sorted(connection.execute(select(table)), key=lambda row: key(row.id))
    order = {attribute.name: place for place, attribute in enumerate(load_attributes(connection))}
    return tuple(
        Respondent(
            row.guid,
            row.label,
            row.consent,
            dict(sorted(values.get(row.id, {}).items(), key=lambda pair: order.get(pair[0], len(order)))),
            exposures.get(row.id, {}),
        )
        for row in rows
    )


def save_attribute(writer: Writer, guid: str, attribute: Attribute) -> None:
    """Describe a column of the respondents' table."""
    shape = {"kind": attribute.kind, "scale": list(attribute.scale), "question": attribute.question}
    writer.put_all(Entity("attribute", guid), {"name": attribute.name, "type": shape})


def load_attributes(connection: Connection) -> tuple[Attribute, ...]:
    """The attributes that respondents can have, in order of first use."""
    table = schema.attribute
    key = birth_key(connection, table)
    rows = sorted(connection.execute(select(table)), key=lambda row: key(row.id))
    return tuple(Attribute(row.name, row.kind, tuple(json.loads(row.scale)), row.question) for row in rows)


def load_attribute_guids(connection: Connection) -> dict[str, str]:
    """Attribute name → guid."""
    rows = connection.execute(select(schema.attribute.c.name, schema.attribute.c.guid))
    return {name: guid for name, guid in rows}  # noqa: C416 - rows are not pairs to dict()


def save_question(writer: Writer, question: Question) -> None:
    """Give a question its number and words."""
    writer.put_all(Entity("question", question.guid), {"number": question.number, "text": question.text})


def load_questions(connection: Connection) -> tuple[Question, ...]:
    """The guide, by number."""
    table = schema.question
    key = birth_key(connection, table)
    rows = sorted(connection.execute(select(table)), key=lambda row: (row.number, key(row.id)))
    return tuple(Question(row.guid, row.number, row.text) for row in rows)
