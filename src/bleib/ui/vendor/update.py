"""Fetch the vendored files anew: edit the versions in package.json, then `python update.py`.

Needs node and npm, and for the fonts of PDF the packages fonttools and brotli.

What is copied is listed in FILES; every file keeps its licence beside it, and `manifest.json` records version
and SHA-256, which a test compares with what is checked in. axe-core serves tests only and stays out of the wheel.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
SHIPPED = HERE.parent / "static" / "ui" / "vendor"
TESTS = HERE.parent / "tests" / "vendor"
FONTS = HERE.parent / "fonts"

# package, file in the package, where it goes; vega-interpreter is part of vega-embed's bundle (its licence counts too)
FILES = (
    ("vega", "build/vega.min.js", SHIPPED / "vega.min.js"),
    ("vega-lite", "build/vega-lite.min.js", SHIPPED / "vega-lite.min.js"),
    ("vega-embed", "build/vega-embed.min.js", SHIPPED / "vega-embed.min.js"),
    ("vega-interpreter", None, None),
    ("@fontsource-variable/inter", "files/inter-latin-wght-normal.woff2", SHIPPED / "inter.woff2"),
    ("@tabler/core", "dist/css/tabler.min.css", SHIPPED / "tabler.min.css"),
    ("htmx.org", "dist/htmx.min.js", SHIPPED / "htmx.min.js"),
    ("axe-core", "axe.min.js", TESTS / "axe.min.js"),
)
# Typst reads neither woff2 nor variable fonts: two weights as TrueType. Customers have names from all over Europe, so
# Latin with its extensions, Greek and Cyrillic stay, with signs of money, arrows and shapes.
WEIGHTS = ("Regular", "SemiBold")
SIGNS = (
    "20-24F,259,2BB-2DD,300-36F,370-3FF,400-52F,1E00-1EFF,2000-206F,20A0-20C0,2116,2122,2190-2193,2212,2215,2248,2260,"
    "2264,2265,25A0,25B2,25CF"
)
# What a licence file is called, where the package's own name is not what people call it.
CALLED = {"@fontsource-variable/inter": "inter", "@tabler/core": "tabler", "@tabler/icons": "tabler-icons"}
# The few icons in use, as one file of symbols: <use href="icons.svg#users">.
ICONS = (
    "adjustments", "affiliate", "alert-triangle", "arrow-back-up", "arrow-down", "arrow-down-right", "arrow-left",
    "arrow-right", "arrow-up", "arrow-up-right", "book", "bookmark", "building", "building-store", "calendar",
    "calendar-due", "chart-line", "chart-pie", "check", "checklist", "circle-check", "clock", "coin", "coins",
    "columns", "copy", "device-laptop", "dots", "download", "external-link", "eye", "file-import", "file-text",
    "filter", "git-merge", "heartbeat", "home", "key", "language", "list-check", "lock", "logout", "mail", "menu-2",
    "minus", "note", "package", "pencil", "phone", "plus", "printer", "refresh", "report", "scale", "search",
    "settings", "shield-lock", "stack-2", "star", "sun-moon", "tag", "tags", "target", "traffic-lights", "trash",
    "upload", "user", "user-circle", "user-plus", "users", "users-group", "world", "x",
)  # fmt: skip


def install() -> None:
    """Install what package-lock.json says, or write it where package.json changed; without registry addresses."""
    command = ["npm", "install", "--ignore-scripts", "--no-audit", "--no-fund", "--omit-lockfile-registry-resolved"]
    subprocess.run(command, cwd=HERE, check=True)


def copy(package: str, source: str | None, target: Path | None) -> dict[str, str]:
    """Copy one file and its licence; return its line of the manifest."""
    folder = HERE / "node_modules" / package
    if source and target:
        target.write_bytes(without_source_map((folder / source).read_bytes()))
    return line(package, target)


def sprite() -> dict[str, str]:
    """Write the icons as one SVG of symbols; return its line of the manifest."""
    folder = HERE / "node_modules" / "@tabler/icons" / "icons" / "outline"
    symbols = [symbol(name, (folder / f"{name}.svg").read_text()) for name in ICONS]
    target = SHIPPED / "icons.svg"
    target.write_text(f'<svg xmlns="http://www.w3.org/2000/svg">{"".join(symbols)}</svg>\n')
    return line("@tabler/icons", target)


def font(weight: str) -> dict[str, str]:
    """Write one weight of Inter for PDF; return its line of the manifest."""
    source = HERE / "node_modules" / "inter-ui" / "web" / f"Inter-{weight}.woff2"
    small, target = source.with_suffix(".part"), FONTS / f"Inter-{weight}.ttf"
    features = "--layout-features=kern,liga,calt,tnum,ccmp,locl,mark,mkmk"
    command = [sys.executable, "-m", "fontTools.subset", str(source), f"--output-file={small}", f"--unicodes={SIGNS}"]
    subprocess.run([*command, features, "--no-hinting", "--name-IDs=*"], check=True)
    subprocess.run([sys.executable, "-m", "fontTools.ttLib.woff2", "decompress", "-o", target, small], check=True)
    return line("inter-ui", target)


def symbol(name: str, svg: str) -> str:
    """The lines of one icon; the first path of Tabler's icons is only their invisible frame."""
    paths = re.findall(r"<(?:path|circle|rect|line)[^>]*/>", svg)
    drawn = "".join(path for path in paths if 'stroke="none"' not in path)
    return f'<symbol id="{name}" viewBox="0 0 24 24">{drawn}</symbol>'


def line(package: str, target: Path | None) -> dict[str, str]:
    """The package's line of the manifest; its licence is put beside the file."""
    folder = HERE / "node_modules" / package
    about = json.loads((folder / "package.json").read_text())
    licence = f"LICENSE.{CALLED.get(package, package)}.txt"
    home = target.parent if target else SHIPPED
    (home / licence).write_text(licence_of(folder))
    found = {"package": package, "version": about["version"], "licence": about["license"], "licence_file": licence}
    if target:
        found |= {"file": target.name, "sha256": hashlib.sha256(target.read_bytes()).hexdigest()}
    return found


def licence_of(folder: Path) -> str:
    """Its text. Tabler's package has none: its banner names the holders, its icons' package has the same licence."""
    own = next((each for each in (folder / "LICENSE", folder / "LICENSE.txt") if each.exists()), None)
    if own is not None:
        return own.read_text()
    banner = re.findall(r"Copyright [^\n]+", (folder / "dist/css/tabler.min.css").read_text())
    mit = (HERE / "node_modules" / "@tabler/icons" / "LICENSE").read_text()
    return re.sub(r"Copyright [^\n]+", "\n".join(banner), mit, count=1)


def without_source_map(content: bytes) -> bytes:
    """Drop the trailing pointer to a source map: a page that may fetch nothing would only complain about it."""
    return re.sub(rb"\n(//|/\*)# sourceMappingURL=[^\n]*\n?$", b"", content)


def main() -> None:
    install()
    lines = [*(copy(*each) for each in FILES), *(font(each) for each in WEIGHTS), sprite()]
    (HERE / "manifest.json").write_text(json.dumps(lines, indent=2) + "\n")
    shutil.rmtree(HERE / "node_modules")


if __name__ == "__main__":
    main()
