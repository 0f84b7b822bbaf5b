"""`bleib test` runs in parts; together they leave no test out, and none runs twice on the same database."""

from itertools import chain, combinations

import pytest
from _pytest.mark.expression import Expression

from bleib.cli import test as command

MARKERS = [*command.SLOW_MARKERS, "django_db", "timeout"]
MARKED = list(chain.from_iterable(combinations(MARKERS, count) for count in range(len(MARKERS) + 1)))


def chosen_by(database: str) -> list[Expression]:
    """Which markers the parts on this database ask for."""
    parts = [arguments for on, arguments in command._parts([], quick=False) if on == database]
    return [Expression.compile(arguments[arguments.index("-m") + 1]) for arguments in parts]


def times(marked: tuple[str, ...], database: str) -> int:
    return sum(is_chosen(part, marked) for part in chosen_by(database))


def is_chosen(part: Expression, marked: tuple[str, ...]) -> bool:
    return part.evaluate(lambda name, /, **_more: name in marked)


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_every_test_runs_once(database, monkeypatch):
    monkeypatch.setattr(command, "_has_postgresql", lambda: True)
    elsewhere = {"browser", "alone", "spark"} if database == "postgresql" else set()
    assert [marked for marked in MARKED if times(marked, database) != (0 if elsewhere & set(marked) else 1)] == []


def test_the_quick_run_is_what_is_not_marked():
    [(_on, (_m, quick, *_how))] = command._parts([], quick=True)
    passed = [each for each in MARKED if is_chosen(Expression.compile(quick), each)]
    assert {marker for marked in passed for marker in marked} == {"django_db", "timeout"}
