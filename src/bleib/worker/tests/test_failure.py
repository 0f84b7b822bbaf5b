"""Of an error its kind and place are kept, never what it says."""

import errno
import re

import pytest
from django.db import OperationalError

from bleib.worker.failure import sentence, trace
from bleib.worker.tasks import Unfinished

NAME = "Erika Mustermann"


def raised(error, cause=None):
    """As it is when it was raised in code."""
    try:
        try:
            if cause:
                raise cause
        finally:
            raise error
    except type(error) as caught:
        return caught


ERRORS = [ValueError(NAME), KeyError(NAME), OperationalError(NAME), OSError(errno.ENOENT, "No such file", NAME)]


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: type(error).__name__)
def test_no_name_is_kept(error):
    caught = raised(error, cause=TypeError(NAME))
    assert NAME not in sentence(caught) + trace(caught)


def test_a_trace_says_where_and_what_came_first():
    caught = raised(ValueError(NAME), cause=TypeError(NAME))
    before, after = trace(caught).split("\nfollowed by\n")
    assert before.endswith("\nTypeError")
    assert re.search(r"bleib/worker/tests/test_failure\.py:\d+ raised\nValueError$", after)


def test_a_trace_names_no_folder_of_this_machine():
    assert not any(line.strip().startswith("/") for line in trace(raised(ValueError())).splitlines())


def test_an_unknown_error_is_named_with_its_place():
    said = sentence(raised(ValueError(NAME)))
    assert re.fullmatch(r"Something .* happened: ValueError in bleib/worker/tests/test_failure\.py, line \d+\.", said)


def test_a_sentence_meant_to_be_kept_is_kept():
    assert sentence(Unfinished("The lake is being compacted.")) == "The lake is being compacted."


def test_an_error_that_was_never_raised_has_no_place():
    assert sentence(ValueError()) == "Something unexpected happened: ValueError in no known place."
