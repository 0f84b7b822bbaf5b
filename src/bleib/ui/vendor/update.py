"""Fetch the vendored files anew: edit the versions in package.json, then `python update.py` (needs node and npm).

What is copied is listed in FILES; every file keeps its licence beside it, and `manifest.json` records version
and SHA-256, which a test compares with what is checked in. axe-core serves tests only and stays out of the wheel.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
from pathlib import Path

HERE = Path(__file__).parent
TESTS = HERE.parent / "tests" / "vendor"

# package, file in the package, where it goes; vega-interpreter is part of vega-embed's bundle (its licence counts too)
FILES = (
    ("vega", "build/vega.min.js", HERE / "vega.min.js"),
    ("vega-lite", "build/vega-lite.min.js", HERE / "vega-lite.min.js"),
    ("vega-embed", "build/vega-embed.min.js", HERE / "vega-embed.min.js"),
    ("vega-interpreter", None, None),
    ("@fontsource-variable/inter", "files/inter-latin-wght-normal.woff2", HERE / "inter.woff2"),
    ("axe-core", "axe.min.js", TESTS / "axe.min.js"),
)


def install() -> None:
    """Install what package-lock.json says, or write it where package.json changed; without registry addresses."""
    command = ["npm", "install", "--ignore-scripts", "--no-audit", "--no-fund", "--omit-lockfile-registry-resolved"]
    subprocess.run(command, cwd=HERE, check=True)


def copy(package: str, source: str | None, target: Path | None) -> dict[str, str]:
    """Copy one file and its licence; return its line of the manifest."""
    folder = HERE / "node_modules" / package
    about = json.loads((folder / "package.json").read_text())
    line = {"package": package, "version": about["version"], "licence": about["license"]}
    home = target.parent if target else HERE
    shutil.copy(folder / "LICENSE", home / f"LICENSE.{package.rpartition('/')[2]}.txt")
    if source and target:
        target.write_bytes(without_source_map((folder / source).read_bytes()))
        line |= {"file": target.name, "sha256": hashlib.sha256(target.read_bytes()).hexdigest()}
    return line


def without_source_map(content: bytes) -> bytes:
    """Drop the trailing pointer to a source map: a page that may fetch nothing would only complain about it."""
    head, mark, _ = content.rpartition(b"\n//# sourceMappingURL=")
    return head if mark else content


def main() -> None:
    install()
    lines = [copy(*each) for each in FILES]
    (HERE / "manifest.json").write_text(json.dumps(lines, indent=2) + "\n")
    shutil.rmtree(HERE / "node_modules")


if __name__ == "__main__":
    main()
