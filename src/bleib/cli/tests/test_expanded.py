"""Options that commands share: a dataclass of them is spelled out, and comes back as one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

import typer
from typer.testing import CliRunner

from bleib.cli._expanded import expanded


@dataclass(frozen=True)
class Wishes:
    colour: Annotated[str, typer.Option("--colour")] = "red"
    size: Annotated[int | None, typer.Option("--size", min=1)] = None
    made: str = "here"  # no option


NOTHING_SAID = Wishes()


@expanded
def order(
    first: Annotated[int, typer.Option()] = 1, wishes: Wishes = NOTHING_SAID, last: Annotated[int, typer.Option()] = 9
) -> None:
    typer.echo(f"{first} {wishes} {last}")


def said(*words: str) -> str:
    app = typer.Typer()
    app.command()(order)
    found = CliRunner().invoke(app, list(words))
    return found.output.strip() if found.exit_code == 0 else "refused"


def test_what_is_typed_becomes_the_dataclass():
    assert said() == f"1 {Wishes()} 9"
    assert said("--size", "3", "--last", "2", "--colour", "blue") == f"1 {Wishes('blue', 3)} 2"


def test_checks_of_options_hold_and_a_field_without_option_is_none():
    assert said("--size", "0") == said("--made", "there") == "refused"


def test_options_stand_where_the_dataclass_stood():
    text = said("--help")
    assert text.index("--first") < text.index("--colour") < text.index("--size") < text.index("--last")
