"""Environments of their own for peers that cannot live in ours. Made once, beside the generated files."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

# The newest versions that Python 3.11 runs.
PACKAGES: Mapping[str, Sequence[str]] = {
    "lifetimes": ("lifetimes==0.11.3", "numpy<2", "pandas<2.2", "scipy<1.13"),
    "pymc": ("pymc-marketing==0.19.2",),
}


def python(peer: str, data: Path) -> str:
    """The interpreter of the peer's environment; the first call installs it."""
    folder = data / "peers" / peer
    interpreter = folder / "bin" / "python"
    if not (folder / "complete").exists():
        uv = str(Path(sys.executable).with_name("uv"))
        subprocess.run([uv, "venv", "--quiet", "--clear", "--python", "3.11", str(folder)], check=True)
        subprocess.run([uv, "pip", "install", "--quiet", "--python", str(interpreter), *PACKAGES[peer]], check=True)
        (folder / "complete").touch()
    return str(interpreter)
