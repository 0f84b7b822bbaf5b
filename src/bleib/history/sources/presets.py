"""Presets: a mapping that was corrected once and is kept under a name, as a small JSON file."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping
from pathlib import Path

from bleib.history.sources.keys import KEYS
from bleib.kernel.errors import BleibError, UsageError


def load_preset(name: str, folder: Path, keys: Collection[str] = tuple(KEYS)) -> dict[str, str]:
    """Key to heading. `name` is a saved preset or the path of such a file; `keys` are those there are."""
    path = Path(name) if name.endswith(".json") else folder / f"{name}.json"
    try:
        saved = json.loads(path.read_text(encoding="utf-8"))["columns"]
        columns = {str(key): str(column) for key, column in saved.items()}
        if unknown := columns.keys() - set(keys):
            raise KeyError(min(unknown))
    except FileNotFoundError as error:
        known = ", ".join(sorted(each.stem for each in folder.glob("*.json"))) or "none yet"
        raise UsageError(f"--preset {name}: there is no such preset. Saved presets: {known}.") from error
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise BleibError(
            f"{path}: this is not a preset of Bleib ({error}). Save it again with --save-preset."
        ) from error
    return columns


def save_preset(name: str, folder: Path, columns: Mapping[str, str]) -> Path:
    """Write a preset; an older one of the same name is replaced."""
    if not re.fullmatch(r"[\w-]{1,60}", name):
        raise UsageError(f"--save-preset {name}: use letters, digits, - and _ only.")
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.json"
    draft = path.with_suffix(".draft")
    draft.write_text(json.dumps({"columns": dict(columns)}, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    draft.replace(path)
    return path
