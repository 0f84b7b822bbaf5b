"""Files as they come from a browser."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bleib.uploads.models import Upload
from bleib.uploads.receiving import Arriving, keep
from bleib.uploads.wishes import Wishes


def handed_over(files: Mapping[str, str | bytes], *, by, now, topic, **wishes) -> Upload:
    """An upload of these files, read as `wishes` say."""
    arrived = [_arriving(name, content) for name, content in files.items()]
    upload = keep(arrived, topic=topic, by=by, now=now)
    upload.wish(Wishes(**wishes).kept())
    return upload


def _arriving(name: str, content: str | bytes) -> Any:
    file = Arriving(name, "text/csv")
    file.write(content.encode() if isinstance(content, str) else content)
    file.flush()
    return file
