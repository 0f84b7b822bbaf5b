"""Commands that have commands of their own, such as `bleib lights export`."""

from __future__ import annotations

import typer

# What follows the command's name is read by the group, also --help.
CONTEXT = {"allow_extra_args": True, "ignore_unknown_options": True, "help_option_names": []}


def run(group: typer.Typer, context: typer.Context, *, name: str) -> None:
    """Let the group `bleib NAME` read what follows."""
    typer.main.get_command(group).main(args=list(context.args), prog_name=f"bleib {name}", standalone_mode=False)
