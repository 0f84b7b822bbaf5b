"""The page about accounts says what the code does."""

from __future__ import annotations

from pathlib import Path

from django.utils import translation

from bleib.accounts.roles import ALLOWED, Action, Role

PAGE = Path(__file__).parents[4] / "docs" / "accounts.md"


def roles_and_actions() -> str:
    """The table as it has to stand in docs/accounts.md."""
    with translation.override("en"):
        rows = [["", *(str(role.label) for role in Role)], ["---", *("---" for _role in Role)]]
        rows += [[str(action.label), *("x" if action in ALLOWED[role] else "" for role in Role)] for action in Action]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def test_the_table_of_roles_is_the_one_in_the_code():
    assert roles_and_actions() in PAGE.read_text(encoding="utf-8")
