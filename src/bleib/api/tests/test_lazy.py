"""Only who is asked loads the framework: neither pages nor the worker nor the command line know it."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

pytestmark = pytest.mark.slow

FRAMEWORK = {"ninja", "pydantic", "pydantic_core", "mcp", "httpx2"}
START = "import sys, django; django.setup(); import bleib.config.urls, bleib.config.schedule; print(*sys.modules)"
ASKED = (
    "import sys, django; django.setup(); from django.test import RequestFactory;"
    "from bleib.api.entrance import entrance;"
    "entrance(RequestFactory().get('/api/v1/customers'), 'customers'); print(*sys.modules)"
)


def loaded(code: str, home) -> set[str]:
    said = {"BLEIB_HOME": str(home), "PYTHONPATH": os.pathsep.join(sys.path)}
    environment = os.environ | said | {"DJANGO_SETTINGS_MODULE": "bleib.config.settings"}
    call = [sys.executable, "-c", code]
    told = subprocess.run(call, env=environment, capture_output=True, text=True, check=True).stdout
    return set(told.splitlines()[-1].split())


def test_neither_addresses_nor_the_schedule_load_it(tmp_path):
    assert loaded(START, tmp_path) & FRAMEWORK == set()


def test_the_first_request_does(tmp_path):
    assert {"ninja", "pydantic"} <= loaded(ASKED, tmp_path)


def test_the_command_for_assistants_loads_no_database(tmp_path):
    code = "import sys; from bleib.api.assistants import client, serving, tools; print(*sys.modules)"
    assert loaded(code, tmp_path) & {"django.db.models", "duckdb", "ninja"} == set()
