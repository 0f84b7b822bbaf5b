"""Pictures of every page of the console, as a demo shows it: `python -m tests.pictures FOLDER`.

1440 and 390 pixels wide, light and dark, German and English; one file for each, named after language, scheme, width
and page. `--tour` makes the few that stand in the README and the guides instead, `--only NAME` those of one page,
`--look de_light_1440` those of one look (repeat it).
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from itertools import product
from pathlib import Path
from shutil import which
from typing import Any

import django

LANGUAGES, SCHEMES, WIDTHS = ("de", "en"), ("light", "dark"), (1440, 390)
# What the README and the guides show, by address; the customer is one with a story.
TOUR = {"today": "/", "retention": "/retention/", "customers": "/customers/", "customer": None}
TOUR_SIZE = {"width": 1200, "height": 760}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.pictures", description=(__doc__ or "").split("\n\n")[0])
    parser.add_argument("folder", type=Path, help="where the pictures go")
    parser.add_argument("--home", type=Path, help="folder of the demo (default: a new one)")
    parser.add_argument("--only", help="name of one view, such as retention")
    looks = ["_".join(map(str, look)) for look in product(LANGUAGES, SCHEMES, WIDTHS)]
    parser.add_argument("--look", action="append", choices=looks, help="one look, such as de_light_1440")
    parser.add_argument("--tour", action="store_true", help="the few pictures of the README and the guides")
    wanted = parser.parse_args()
    wanted.folder.mkdir(parents=True, exist_ok=True)
    with opened(wanted.home) as console:
        made = tour(console, wanted.folder) if wanted.tour else everything(console, wanted)
        for path in made:
            print(path, flush=True)


@contextmanager
def opened(home: Path | None) -> Iterator[Any]:
    """A console to look at."""
    from playwright.sync_api import sync_playwright

    from bleib.accounts.tests.browsing import PROGRAMS, STILL
    from tests.console_browser import Console
    from tests.demos import running_demo

    with (
        tempfile.TemporaryDirectory() as scratch,
        running_demo(home or Path(scratch)) as demo,
        sync_playwright() as play,
    ):
        program = next(filter(None, map(which, PROGRAMS)), None)
        if program is None:
            sys.exit("Chromium is missing: sudo apt install chromium")
        browser = play.chromium.launch(executable_path=program, args=STILL)
        with closing(Console(browser, demo)) as console:
            yield console


def everything(console: Any, wanted: argparse.Namespace) -> Iterator[Path]:
    """Each page in each look, or those that are wanted."""
    from tests.console_browser import go
    from tests.console_pages import find_pages

    for lang, scheme, width in product(LANGUAGES, SCHEMES, WIDTHS):
        look = f"{lang}_{scheme}_{width}"
        if wanted.look and look not in wanted.look:
            continue
        page = console.open(lang=lang, scheme=scheme, width=width)
        for each in find_pages(page.context.request):
            if wanted.only in (None, each.name):
                go(page, each.path)
                path = wanted.folder / f"{look}_{each.name.replace(':', '_')}.png"
                page.screenshot(path=path, full_page=True)
                yield path


def tour(console: Any, folder: Path) -> Iterator[Path]:
    """Light, as wide as a README shows them, in both languages."""
    from tests.console_browser import go

    for lang in LANGUAGES:
        page = console.open(lang=lang)
        page.set_viewport_size(TOUR_SIZE)
        for name, address in TOUR.items():
            go(page, address or address_of_customer(page))
            path = folder / f"{name}.{lang}.png"
            page.screenshot(path=path)
            yield path


def address_of_customer(page: Any) -> str:
    """Of the one who stays only because of its contract."""
    from bleib.demo.cast import HELD

    page.goto(f"/customers/?q={HELD.number}")
    return str(page.get_attribute("main tbody th a", "href"))


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()
    main()
