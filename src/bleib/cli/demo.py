"""`bleib demo`: a generated company in an installation of its own, with its pages. Nothing of it is real."""

from __future__ import annotations

import os
import sys
import webbrowser
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from bleib.cli import _reading as r
from bleib.cli._home import home_folder
from bleib.cli._language import LangOption
from bleib.cli._state import open_embedded
from bleib.demo import folder_name

FolderOption = Annotated[
    Path | None, typer.Option("--home", help="Folder for the demo company (default: demo in BLEIB_HOME).")
]
ServeOption = Annotated[
    bool, typer.Option("--serve/--no-serve", help="Serve its pages, or only write, import and report.")
]
PortOption = Annotated[
    int, typer.Option("--port", min=1, max=65535, help="Port to listen on; another one where it is taken.")
]
OpenOption = Annotated[
    bool | None, typer.Option("--open/--no-open", show_default="where there is one", help="Open the browser.")
]

# What an operator set for a real installation holds for this one, too: nothing of it. No real mail leaves a demo.
KEPT = ("BLEIB_TIME_ZONE", "BLEIB_DEBUG", "BLEIB_LOG")


def demo(
    lang: LangOption,
    serve: ServeOption = True,
    port: PortOption = 8000,
    home: FolderOption = None,
    open_: OpenOption = None,
) -> None:
    """Invent a company, import its messy exports, and show its pages until Ctrl-C. Again: it starts at once."""
    now = datetime.now(UTC)
    zone = r.Wishes().zone
    folder = (home or home_folder(None) / "demo").absolute()
    for name in [name for name in os.environ if name.startswith("BLEIB_") and name not in KEPT]:
        del os.environ[name]
    day = now.astimezone(ZoneInfo(zone)).date()
    open_embedded(folder / folder_name(day) / "history")
    from bleib.cli._demo import Demo  # wants the database

    made = Demo(folder, day=day, zone=zone, lang=lang)
    with made.alone():
        made.complete(now, tell_all=not serve)
    if serve:
        made.serve(port, browser=_has_browser() if open_ is None else open_)
        return
    page = made.report(now)
    if open_:
        webbrowser.open(page.resolve().as_uri())


def _has_browser() -> bool:
    """Somebody sits in front of a screen."""
    screen = sys.platform in ("darwin", "win32") or os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    return bool(screen) and sys.stdout.isatty()
