"""One look over the bytes of a text: what is nowhere in it need not be looked for in every field of every line."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

# Characters of three bytes that turn the direction of writing or are blanks, by how they begin, and NO-BREAK SPACE.
RARE = (b"\xe2\x80", b"\xe2\x81", b"\xe1\x9a\x80", b"\xe3\x80\x80", b"\xc2\xa0")
LONGEST = 3
BLANK, DELETE = 0x20, 0x7F


@dataclass(frozen=True)
class Traits:
    """What fields may hold: blanks around them, unseen characters, line breaks. Where nobody looked, everything."""

    blanks: bool = True
    controls: bool = True
    breaks: bool = True


UNKNOWN = Traits()


class Look:
    """Shown all chunks of a text in UTF-8, knows its traits."""

    def __init__(self, delimiter: str, quote: str) -> None:
        self._quote = quote.encode()
        edges = {*b"\r\n", *delimiter.encode(), *self._quote}
        self._is_edge = np.isin(np.arange(256), sorted(edges))
        self._harmless = [bytes((byte,)) for byte in sorted(edges | {*b"\t"}) if byte < BLANK]
        self._tail = b"\n"
        self._blanks = self._controls = self._breaks = False

    def see(self, chunk: bytes) -> None:
        """Chunks may cut characters."""
        self._look_at(self._tail + chunk[:LONGEST])  # what stands on both sides of the cut
        self._look_at(chunk)
        self._tail = (self._tail + chunk[-LONGEST:])[-LONGEST:]

    def traits(self) -> Traits:
        """After the last chunk."""
        return Traits(self._blanks or self._tail.endswith(b" "), self._controls, self._breaks)

    def _look_at(self, text: bytes) -> None:
        rare = not text.isascii() and any(mark in text for mark in RARE)
        self._controls = self._controls or rare or self._has_controls(text)
        self._blanks = self._blanks or rare or self._has_blanks_at_edges(text)
        self._breaks = self._breaks or self._quote in text or b"\r" in text

    def _has_controls(self, text: bytes) -> bool:
        low = int(np.count_nonzero(np.frombuffer(text, np.uint8) < BLANK))
        return low > sum(map(text.count, self._harmless)) or DELETE in text

    def _has_blanks_at_edges(self, text: bytes) -> bool:
        letters = np.frombuffer(text, np.uint8)
        blanks = np.flatnonzero(letters == BLANK)
        before, behind = letters[blanks[blanks > 0] - 1], letters[blanks[blanks < len(letters) - 1] + 1]
        return bool(self._is_edge[before].any() or self._is_edge[behind].any())
