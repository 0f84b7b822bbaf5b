"""What is checked in is what the registry gave, whole and harmless inside a page."""

import hashlib
import json
import re
from pathlib import Path

import pytest

import bleib.ui
from bleib.ui import assets

UI = Path(bleib.ui.__file__).parent
MANIFEST = json.loads((UI / "vendor" / "manifest.json").read_text())
FILES = {line["file"]: line for line in MANIFEST if "file" in line}


def place(name: str) -> Path:
    homes = (UI / "static" / "ui" / "vendor", UI / "fonts", UI / "tests" / "vendor")
    return next(home / name for home in homes if (home / name).exists())


@pytest.mark.parametrize("name", FILES)
def test_a_vendored_file_is_the_one_that_was_fetched(name):
    assert hashlib.sha256(place(name).read_bytes()).hexdigest() == FILES[name]["sha256"]


@pytest.mark.parametrize("line", MANIFEST, ids=lambda line: line["package"])
def test_every_vendored_package_keeps_its_licence(line):
    words = {"MPL-2.0": "Mozilla Public License", "0BSD": "Zero-Clause BSD"}.get(line["licence"], "Copyright")
    assert words in place(line["licence_file"]).read_text()


def test_versions_are_those_of_the_package_list():
    wanted = json.loads((UI / "vendor" / "package.json").read_text())["dependencies"]
    assert {line["package"]: line["version"] for line in MANIFEST} == wanted


def test_the_lock_file_names_no_registry():
    lock = json.loads((UI / "vendor" / "package-lock.json").read_text())
    assert not any("resolved" in package for package in lock["packages"].values())


@pytest.mark.parametrize("script", assets.scripts(), ids=lambda script: script[:30])
def test_no_script_can_end_the_element_it_stands_in(script):
    assert not re.search(r"</script|<!--|\r", script, re.IGNORECASE)


def test_no_style_fetches_anything():
    assert set(re.findall(r"url\(\"?([a-z]+):", assets.style("tokens", "report"))) == {"data"}


def test_what_serves_tests_only_is_not_shipped():
    assert not list((UI / "static").rglob("axe*"))
