"""What is heavy is loaded by those who fit a model, and by nobody else."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

pytestmark = pytest.mark.slow

HEAVY = {"sklearn", "lifelines", "skops", "pandas"}
LOADED = "import sys, json; print(json.dumps(sorted({name.partition('.')[0] for name in sys.modules})))"


def loaded(first: str) -> set[str]:
    """Top-level packages after running `first` in a new process."""
    command, path = [sys.executable, "-c", f"{first}\n{LOADED}"], {"PYTHONPATH": os.pathsep.join(sys.path)}
    said = subprocess.run(command, env=os.environ | path, capture_output=True, text=True, check=True)
    return set(json.loads(said.stdout.splitlines()[-1]))


NAMES = ("forecast", "forecast.card", "forecast.measures", "forecast.words", "forecast.features")


@pytest.mark.parametrize("name", NAMES)
def test_a_page_that_shows_a_forecast_loads_no_heavy_library(name):
    assert loaded(f"import bleib.{name}") & (HEAVY | {"scipy"}) == set()


def test_the_list_of_commands_loads_no_heavy_library():
    help_ = "import bleib.cli, sys; sys.argv = ['bleib', '--help']\ntry: bleib.cli.main()\nexcept SystemExit: pass"
    assert loaded(help_) & HEAVY == set()


def test_a_name_of_the_room_is_loaded_when_it_is_used():
    assert "scipy" in loaded("from bleib import forecast; forecast.BGNBD()")


def test_a_name_that_is_not_there_is_an_error_as_everywhere():
    from bleib import forecast

    with pytest.raises(AttributeError, match="has no attribute 'Nothing'"):
        _ = forecast.Nothing
