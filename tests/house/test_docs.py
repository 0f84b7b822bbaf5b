"""What the pages name exists."""

import re
from importlib import import_module
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = sorted([ROOT / "README.md", *(ROOT / "docs").rglob("*.md")])


def named(page: Path) -> str:
    return str(page.relative_to(ROOT))


@pytest.mark.parametrize("name", re.findall(r"`(bleib(?:\.\w+)+)`", (ROOT / "docs" / "flow.md").read_text()))
def test_every_arrow_is_a_function(name):
    parts = name.split(".")
    module = next(".".join(parts[:end]) for end in range(len(parts) - 1, 0, -1) if is_module(parts[:end]))
    thing = import_module(module)
    for attribute in parts[module.count(".") + 1 :]:
        thing = getattr(thing, attribute)
    assert callable(thing)


def is_module(parts: list[str]) -> bool:
    path = ROOT.joinpath("src", *parts)
    return path.with_suffix(".py").exists() or (path / "__init__.py").exists()


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_links_lead_somewhere(page):
    links = re.findall(r"\]\(([^)#\s]+)[^)]*\)", page.read_text(encoding="utf-8"))
    local = [link for link in links if "://" not in link]
    assert [link for link in local if not (page.parent / link).exists()] == []
