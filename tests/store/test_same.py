"""Sources, texts and people that are one under several guids."""

from __future__ import annotations

from sqlalchemy import select

from thematic.model.journal import Entity
from thematic.store import schema
from thematic.store.people import load_respondents
from thematic.store.rebuild import differing_rows, rebuild_view
from thematic.store.same import Same
from thematic.store.sources import load_sources


def twin(writer):
    """The source of the fixture once more, as another person imported it: s0, t0, r0."""
    writer.put_all(
        writer.new("text", "t0"),
        {
            "made": {"source": "s0", "sha256": "hash", "characters": 40},
            "turns": [[0, 40, "R1:", "respondent", "r0", None, None]],
        },
    )
    writer.put_all(writer.new("respondent", "r0"), {"label": "R1", "exposure/q1": "silent"})
    writer.put_all(
        writer.new("source", "s0"), {"made": {"kind": "interview"}, "name": "R1.txt", "text": "t0"}
    )


LINKS = (("source", "s1", "s0"), ("text", "t1", "t0"), ("respondent", "r1", "r0"))


def link(writer, links=LINKS):
    for kind, guid, target in links:
        writer.put(Entity(kind, guid), "same", target)


def places(store):
    with store.reading() as connection:
        coding, source, version = schema.coding, schema.source, schema.source_text
        query = (
            select(coding.c.guid, source.c.guid, version.c.guid)
            .join(source, source.c.id == coding.c.source)
            .join(version, version.c.id == coding.c.text)
        )
        return sorted(tuple(row) for row in connection.execute(query))


def whole(store):
    with store.reading() as connection:
        return differing_rows(connection) == []


class TestLinks:
    def test_codings_on_either_stand_on_the_one_that_stands_for_both(self, store, acting, coded):
        coded(2)
        with acting("import") as writer:
            twin(writer)
        with acting("link") as writer:
            link(writer)
        assert places(store) == [("g1", "s0", "t0"), ("g2", "s0", "t0")]
        with store.reading() as connection:
            (source,) = load_sources(connection)
            assert (source.guid, source.codings, source.turns) == ("s0", 2, 1)
            assert [person.guid for person in load_respondents(connection)] == ["r0"]
        assert whole(store)

    def test_taking_the_link_back_puts_everything_where_it_was(self, store, acting, coded):
        coded(2)
        with acting("import") as writer:
            twin(writer)
        before = places(store)
        with acting("link") as writer:
            link(writer)
        with acting("unlink") as writer:
            link(writer, [(kind, guid, None) for kind, guid, _ in LINKS])
        assert places(store) == before
        with store.reading() as connection:
            assert [source.guid for source in load_sources(connection)] == ["s1", "s0"]
        assert whole(store)

    def test_a_coding_made_later_on_the_other_stands_there_too(self, store, acting, coded):
        coded(1)
        with acting("import") as writer:
            twin(writer)
            link(writer)
        with acting("tag") as writer:
            writer.put_all(
                writer.new("coding", "g9"),
                {
                    "made": {"source": "s1", "coder": "ana", "layer": "human", "origin": ""},
                    "state": {"text": "t1", "start": 0, "end": 1, "quote": "x", "code": "c1", "stance": None},
                },
            )
        assert places(store) == [("g1", "s0", "t0"), ("g9", "s0", "t0")]

    def test_a_chain_of_links_made_in_any_order_is_one_class(self, store, acting, coded):
        coded(1)
        with acting("import") as writer:
            twin(writer)
            for guid in ("s2", "s3"):
                writer.put_all(
                    writer.new("source", guid), {"made": {"kind": "interview"}, "name": guid, "text": "t0"}
                )
        for one, other in (("s3", "s2"), ("s1", "s0"), ("s2", "s1")):
            with acting("link") as writer:
                writer.put(Entity("source", one), "same", other)
            assert whole(store)
        with store.reading() as connection:
            assert [source.guid for source in load_sources(connection)] == ["s0"]

    def test_the_view_rebuilt_holds_the_links(self, store, acting, coded):
        coded(2)
        with acting("import") as writer:
            twin(writer)
            link(writer)
        with store.writing() as connection:
            rebuild_view(connection)
        assert places(store) == [("g1", "s0", "t0"), ("g2", "s0", "t0")]

    def test_answers_to_questions_that_are_one_are_kept_once(self, store, acting, coded):
        coded(1)
        with acting("guide") as writer:
            for guid in ("q1", "q2"):
                writer.put_all(writer.new("question", guid), {"number": 1, "text": "Why?"})
            writer.put(Entity("respondent", "r1"), "exposure/q1", "silent")
            writer.put(Entity("respondent", "r1"), "exposure/q2", "answered")
            writer.put(Entity("question", "q2"), "same", "q1")
        with store.reading() as connection:
            (person,) = load_respondents(connection)
            assert person.exposures == {"q1": "silent"}
        assert whole(store)


class TestClasses:
    def test_the_smallest_guid_stands_for_all_whatever_the_order(self):
        links = [("source", "c", "b"), ("source", "a", "b"), ("source", "d", "a")]
        for order in (links, links[::-1]):
            same = Same(order)
            assert {same.guid("source", guid) for guid in "abcd"} == {"a"}
        assert same.guid("text", "b") == "b"

    def test_a_circle_of_links_is_a_class_too(self):
        same = Same([("source", "a", "b"), ("source", "b", "a")])
        assert same.guid("source", "b") == "a"
