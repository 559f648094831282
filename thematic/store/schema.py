"""The tables, the same on SQLite and PostgreSQL.

Four kinds: the journal (the truth), texts (cited by hash), the view (rebuilt
from the facts at will; each row keeps `head`, the sequence number of the fact
that last shaped it) and derived tables (keyed by text hash and rule version).

References inside the view point at `entity`, the register of everything a
fact was ever about, so that a row can be replaced while others refer to it.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    false,
)

VERSION = 3
"""Schema version this code writes; migrations lead up to it."""

APPLICATION_ID = 0x7468656D
"""`them` in ASCII: how a SQLite file says that it is one of ours."""

metadata = MetaData()
_KEY = BigInteger().with_variant(Integer, "sqlite")


def _key(name: str = "id") -> Column[int]:
    return Column(name, _KEY, primary_key=True, autoincrement=False)


def _ref(name: str, *, optional: bool = False, primary: bool = False) -> Column[int]:
    return Column(
        name, _KEY, ForeignKey("entity.id"), nullable=optional, primary_key=primary, autoincrement=False
    )


def _identity() -> list[Column[int] | Column[str]]:
    return [
        Column("id", _KEY, ForeignKey("entity.id"), primary_key=True, autoincrement=False),
        Column("guid", Text, nullable=False),
        Column("head", _KEY, nullable=False),
    ]


# journal

meta = Table("meta", metadata, Column("name", Text, primary_key=True), Column("value", Text, nullable=False))

entity = Table(
    "entity",
    metadata,
    _key(),
    Column("kind", Text, nullable=False),
    Column("guid", Text, nullable=False),
    UniqueConstraint("guid", "kind"),
)

act = Table(
    "act",
    metadata,
    _key("seq"),
    Column("guid", Text, nullable=False, unique=True),
    Column("at", BigInteger, nullable=False),
    Column("coder", Text, nullable=False),
    Column("verb", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("undoes", Text),
    Column("facts", Integer, nullable=False),
)

fact = Table(
    "fact",
    metadata,
    _key("seq"),
    Column("id", LargeBinary(32), nullable=False, unique=True),
    Column("act", _KEY, ForeignKey("act.seq"), nullable=False),
    _ref("entity"),
    Column("field", Text, nullable=False),
    Column("nonce", LargeBinary(16)),
    Column("value", Text),
    Column("digest", LargeBinary(32)),
    Index("fact_register", "entity", "field"),
    Index("fact_act", "act"),
)

fact_supersedes = Table(
    "fact_supersedes",
    metadata,
    Column("superseded", _KEY, ForeignKey("fact.seq"), primary_key=True, autoincrement=False),
    Column("fact", _KEY, ForeignKey("fact.seq"), primary_key=True, autoincrement=False),
    Index("fact_supersedes_fact", "fact"),
)

# texts

text = Table(
    "text",
    metadata,
    Column("sha256", Text, primary_key=True),
    Column("text", Text, nullable=False),
)

# view

conflict = Table("conflict", metadata, _ref("entity", primary=True), Column("field", Text, primary_key=True))

same = Table(
    "same",
    metadata,
    _ref("entity", primary=True),
    Column("kind", Text, nullable=False),
    Column("guid", Text, nullable=False),
    Column("target", Text, nullable=False),
)
"""Sources, texts, people, questions and attributes that are one with another of their kind."""

project = Table(
    "project",
    metadata,
    *_identity(),
    Column("title", Text, nullable=False),
    Column("approach", Text, nullable=False),
    Column("settings", Text, nullable=False),
)

coder = Table(
    "coder",
    metadata,
    *_identity(),
    Column("name", Text, nullable=False),
    Column("role", Text, nullable=False),
)

respondent = Table(
    "respondent",
    metadata,
    *_identity(),
    Column("label", Text, nullable=False),
    Column("consent", Text, nullable=False),
)

attribute = Table(
    "attribute",
    metadata,
    *_identity(),
    Column("name", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("scale", Text, nullable=False),
    Column("question", Text, nullable=False),
)

attribute_value = Table(
    "attribute_value",
    metadata,
    _ref("respondent", primary=True),
    Column("attribute", Text, primary_key=True),
    Column("value", Text, nullable=False),
)

question = Table(
    "question",
    metadata,
    *_identity(),
    Column("number", Integer, nullable=False),
    Column("text", Text, nullable=False),
)

exposure = Table(
    "exposure",
    metadata,
    _ref("respondent", primary=True),
    _ref("question", primary=True),
    Column("state", Text, nullable=False),
)

source = Table(
    "source",
    metadata,
    *_identity(),
    Column("name", Text, nullable=False),
    Column("kind", Text, nullable=False),
    _ref("text"),
    Column("file_sha256", Text, nullable=False),
    Column("log", Text, nullable=False),
)

source_text = Table(
    "source_text",
    metadata,
    *_identity(),
    _ref("source"),
    Column("sha256", Text, ForeignKey("text.sha256"), nullable=False),
    Column("characters", Integer, nullable=False),
)

turn = Table(
    "turn",
    metadata,
    _ref("text", primary=True),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("speaker", Text, nullable=False),
    Column("role", Text, nullable=False),
    _ref("respondent", optional=True),
    _ref("question", optional=True),
    Column("at", Integer),
)

code = Table(
    "code",
    metadata,
    *_identity(),
    Column("key", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("definition", Text, nullable=False),
    Column("include", Text, nullable=False),
    Column("exclude", Text, nullable=False),
    Column("examples", Text, nullable=False),
    Column("keywords", Text, nullable=False),
    Column("color", Text, nullable=False),
    _ref("parent", optional=True),
    Column("position", Integer, nullable=False),
    Column("status", Text, nullable=False),
    _ref("same", optional=True),
)

coding = Table(
    "coding",
    metadata,
    *_identity(),
    _ref("source"),
    _ref("text"),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("quote", Text, nullable=False),
    _ref("code"),
    _ref("coder"),
    Column("layer", Text, nullable=False),
    Column("origin", Text, nullable=False),
    Column("stance", Text),
    Column("illustrative", Boolean, nullable=False, server_default=false()),
    Index("coding_place", "source", "start"),
    Index("coding_guid", "guid"),
)

memo = Table(
    "memo",
    metadata,
    *_identity(),
    Column("about", Text, nullable=False),
    _ref("coder"),
    Column("text", Text, nullable=False),
    Column("at", BigInteger, nullable=False),
)

section = Table(
    "section",
    metadata,
    *_identity(),
    Column("title", Text, nullable=False),
    Column("position", Integer, nullable=False),
    Column("spec", Text, nullable=False),
)

finding = Table(
    "finding",
    metadata,
    *_identity(),
    _ref("above"),
    Column("position", Integer, nullable=False),
    Column("spec", Text, nullable=False),
)

evidence = Table(
    "evidence",
    metadata,
    _ref("finding", primary=True),
    _ref("coding", primary=True),
    Column("state", Text, nullable=False),
)

waiver = Table("waiver", metadata, *_identity(), Column("spec", Text, nullable=False))
"""A signed exception to the linter."""

decision = Table("decision", metadata, *_identity(), Column("spec", Text, nullable=False))
"""An adjudicator's answer with its reason."""

assignment = Table(
    "assignment",
    metadata,
    *_identity(),
    _ref("source"),
    _ref("coder"),
    Column("state", Text, nullable=False),
)
"""A source given to a coder: assigned or finished."""

cell = Table(
    "cell",
    metadata,
    *_identity(),
    _ref("respondent"),
    _ref("code"),
    Column("summary", Text, nullable=False),
)
"""What an analyst wrote about one respondent under one theme."""

# derived

sentence = Table(
    "sentence",
    metadata,
    Column("sha256", Text, ForeignKey("text.sha256"), primary_key=True),
    Column("rules", Integer, primary_key=True, autoincrement=False),
    Column("turns", Text, primary_key=True),
    Column("spans", LargeBinary, nullable=False),
)
"""Spans as little-endian int32 pairs; `turns` is a hash of the turn spans they were split by."""

JOURNAL = (meta, entity, act, fact, fact_supersedes)
VIEW = (
    conflict, same, project, coder, respondent, attribute, attribute_value, question, exposure, source,
    source_text, turn, code, coding, memo, section, finding, evidence, waiver, decision, assignment,
    cell,
)  # fmt: skip
