"""The button beneath what a file would do."""

from __future__ import annotations

import re
from typing import Any


def pressed(browser: Any, address: str, text: str) -> dict[str, str]:
    """What the button sends, after the page at `address` (ends in /try/) has shown what `text` would do."""
    page = browser.post(address, {"text": text}).content.decode()
    found = re.search(r'name="seen" value="(\w+)"', page)
    assert found is not None
    return {"text": text, "seen": found[1]}
