"""What is made once for a file of tests is found by nobody who did not ask for it."""

from pathlib import Path
from types import SimpleNamespace

import pytest

from tests.made_once import misplaced


def a_test(name: str, *fixtures: str, file: str = "test_page.py") -> SimpleNamespace:
    return SimpleNamespace(path=Path(file), nodeid=name, fixturenames=fixtures, get_closest_marker=lambda _name: None)


ASKS = a_test("asks", "made_once", "db")


@pytest.mark.parametrize(
    ("other", "is_misplaced"),
    [
        (a_test("also asks", "made_once", "db"), False),
        (a_test("needs no database"), False),
        (a_test("stands elsewhere", "db", file="test_empty.py"), False),
        (a_test("finds it unasked", "db"), True),
        (a_test("sees only what is committed", "made_once", "db", "live_server"), True),
    ],
    ids=lambda value: getattr(value, "nodeid", None),
)
def test_a_test_that_does_not_fit_its_file_is_refused(other, is_misplaced):
    assert misplaced([ASKS, other]) == ([other.nodeid] if is_misplaced else [])
