"""docs/benchmarks.md: one section per benchmark, replaced when it is measured again, the others left as they are."""

from __future__ import annotations

import os
import platform
import re
from datetime import date
from importlib.metadata import version
from pathlib import Path

from bench.measure import ROOT
from bench.section import Section, markdown

PAGE = ROOT / "docs" / "benchmarks.md"
HEAD = """# Benchmarks

Written by `bleib bench`; do not edit. Figures are ratios against a peer or a physical limit measured in the same run:
contestants take turns, medians count, all of them have to produce the same figures. Seconds depend on the machine,
ratios hardly do. The data is generated (`bench/generate.py`), the peers stand in `bench/peers/`.
"""
BUSY = " The machine was busy with other work: trust these ratios less, and processor time more than the clock."
LIBRARIES = ("duckdb", "pyarrow", "deltalake", "sqlglot", "pandas")


def update(sections: dict[str, Section], *, today: date, repetitions: int, load: float = 0) -> Path:
    """Write the measured sections (by name) into the page and return its path."""
    bodies = existing(PAGE.read_text(encoding="utf-8")) if PAGE.exists() else {}
    for name, section in sections.items():
        bodies[name] = markdown(section, circumstances=circumstances(today=today, repetitions=repetitions, load=load))
    marked = [f"<!-- {name} -->\n{body.strip()}\n" for name, body in sorted(bodies.items())]
    PAGE.write_text("\n".join([HEAD, *marked]), encoding="utf-8")
    return PAGE


def existing(text: str) -> dict[str, str]:
    """Sections by the name in the comment above them."""
    parts = re.split(r"^<!-- ([a-z-]+) -->$", text, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def circumstances(*, today: date, repetitions: int, load: float) -> str:
    """`load`: how many processes already wanted a processor when the benchmark began; with any, trust ratios less."""
    libraries = ", ".join(f"{name} {version(name)}" for name in LIBRARIES)
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    machine = f"{platform.system()} {platform.machine()}, {os.cpu_count()} processors, {memory:.0f} GiB"
    return (
        f"Measured {today}, median of {repetitions}, load average before {load:.1f}. {machine}; "
        f"Python {platform.python_version()}, {libraries}.{BUSY if load >= (os.cpu_count() or 1) else ''}"
    )
