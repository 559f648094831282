"""Help is a promise: one line, a paragraph, an example that parses."""

from __future__ import annotations

import inspect
import shlex
from collections.abc import Iterator

import click
import pytest

from thematic.cli.main import VERBS, cli


def verbs(group: click.Group, path: tuple[str, ...] = ()) -> Iterator[tuple[str, click.Command]]:
    """Every verb and verb under a verb, with its full name."""
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None, name
        yield " ".join((*path, name)), command
        if isinstance(command, click.Group):
            yield from verbs(command, (*path, name))


@pytest.fixture(scope="module")
def commands() -> dict[str, click.Command]:
    return dict(verbs(cli))


def paragraphs(command: click.Command) -> list[str]:
    return [" ".join(part.split()) for part in inspect.cleandoc(command.help or "").split("\n\n")]


def parse(group: click.Group, words: list[str]) -> None:
    """Parse a command line as the program would, down to the verb, and run nothing."""
    context = group.make_context("thematic", words)
    command: click.Command = group
    while isinstance(command, click.Group) and (rest := [*context._protected_args, *context.args]):
        name, found, rest = command.resolve_command(context, rest)
        assert found is not None
        command = found
        context = command.make_context(name, rest, parent=context)


def test_the_table_of_verbs_says_what_each_verb_says(commands):
    assert {verb: commands[verb].get_short_help_str(limit=200) for verb in VERBS} == {
        verb: short for verb, (_, short) in VERBS.items()
    }


def test_each_verb_is_named_as_in_the_table(commands):
    assert [commands[verb].name for verb in VERBS] == list(VERBS)


def test_help_begins_with_one_line_that_is_a_sentence(commands):
    wrong = {
        name: first for name, verb in commands.items() if not (first := paragraphs(verb)[0]).endswith(".")
    }
    assert not wrong
    long = {name: len(first) for name, verb in commands.items() if len(first := paragraphs(verb)[0]) > 110}
    assert not long


def test_help_ends_with_one_example(commands):
    wrong = [
        name for name, verb in commands.items() if not paragraphs(verb)[-1].startswith("Example: thematic ")
    ]
    assert not wrong
    twice = [name for name, verb in commands.items() if (verb.help or "").count("Example:") != 1]
    assert not twice


def test_help_explains_itself_in_a_paragraph(commands):
    bare = [name for name, verb in commands.items() if len(paragraphs(verb)) < 3]
    assert not bare


def test_every_example_parses_as_its_own_verb(commands):
    for name, verb in commands.items():
        words = shlex.split(paragraphs(verb)[-1].removeprefix("Example: thematic "))
        plain = " ".join(words)
        is_group_talk = isinstance(verb, click.Group)
        assert plain.startswith(name) or is_group_talk, f"the example of '{name}' is '{plain}'"
        try:
            parse(cli, words)
        except click.ClickException as problem:
            pytest.fail(f"{name}: {problem.format_message()}")


def test_an_example_that_does_not_parse_is_found():
    with pytest.raises(click.UsageError):
        parse(cli, ["tag"])


def test_every_option_is_explained(commands):
    silent = [
        f"{name} {option.opts[0]}"
        for name, verb in commands.items()
        for option in verb.params
        if isinstance(option, click.Option) and not option.hidden and not option.help
    ]
    assert not silent
