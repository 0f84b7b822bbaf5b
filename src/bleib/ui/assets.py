"""The vendored and own files that a page carries inside itself."""

from __future__ import annotations

import base64
from functools import cache
from importlib.resources import files
from pathlib import Path

SERVED = files("bleib.ui").joinpath("static/ui")
LIBRARIES = ("vega", "vega-lite", "vega-embed")
LICENCES = ("vega", "vega-lite", "vega-embed", "vega-interpreter", "inter")


@cache
def text(path: str) -> str:
    """A text file of those that are also served to browsers."""
    return SERVED.joinpath(path).read_text(encoding="utf-8")


def scripts() -> list[str]:
    """Vega-Lite, what it stands on, and the few lines that draw the charts; in loading order."""
    return [text(f"vendor/{name}.min.js") for name in LIBRARIES] + [text("script/charts.js")]


@cache
def font() -> str:
    """Inter (Latin, variable weight) as a data address."""
    content = SERVED.joinpath("vendor/inter.woff2").read_bytes()
    return "data:font/woff2;base64," + base64.b64encode(content).decode("ascii")


def fonts() -> Path:
    """The folder of the fonts that PDF is set in; they are files, because Typst and Vega read files."""
    return Path(str(files("bleib.ui").joinpath("fonts")))


def style(*names: str) -> str:
    """The font and the named style sheets as one text."""
    source = f'url("{font()}") format("woff2")'
    face = f'@font-face{{font-family:"Inter";font-weight:100 900;font-display:block;src:{source}}}'
    return "\n".join([face, *(text(f"style/{name}.css") for name in names)])


def licences() -> str:
    """The licence texts of everything vendored, as they have to travel with it."""
    return "\n\n".join(f"{name}\n\n{text(f'vendor/LICENSE.{name}.txt')}" for name in LICENCES)
