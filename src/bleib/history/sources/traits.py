"""One look over the bytes of a text: what is nowhere in it need not be looked for in every field of every line."""

from __future__ import annotations

from dataclasses import dataclass

# Characters of three bytes that turn the direction of writing or are blanks, by how they begin, and NO-BREAK SPACE.
RARE = (b"\xe2\x80", b"\xe2\x81", b"\xe1\x9a\x80", b"\xe3\x80\x80", b"\xc2\xa0")
LONGEST = 3
_OTHER, _EDGE, _BLANK, _CONTROL = 0, 1, 2, 4


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
        self._kinds = _kinds(delimiter.encode(), quote.encode())
        self._quote = quote.encode()
        self._tail = b"\n"
        self._blanks = self._controls = self._breaks = False

    def see(self, chunk: bytes) -> None:
        """Chunks may cut characters."""
        text = self._tail + chunk
        self._tail = text[-LONGEST:]
        kinds = text.translate(self._kinds)
        rare = not text.isascii() and any(mark in text for mark in RARE)
        self._controls = self._controls or rare or bytes((_CONTROL,)) in kinds
        self._blanks = self._blanks or rare or _touch(kinds)
        self._breaks = self._breaks or self._quote in text or b"\r" in text

    def traits(self) -> Traits:
        """After the last chunk."""
        return Traits(self._blanks or self._tail.endswith(b" "), self._controls, self._breaks)


def _kinds(delimiter: bytes, quote: bytes) -> bytes:
    """For each byte its kind, for `bytes.translate`."""
    kinds = bytearray(256)
    kinds[:32] = bytes((_CONTROL,)) * 32
    kinds[0x7F] = _CONTROL
    kinds[ord("\t")] = _OTHER
    kinds[ord(" ")] = _BLANK
    for edge in b"\r\n" + delimiter + quote:
        kinds[edge] = _EDGE
    return bytes(kinds)


def _touch(kinds: bytes) -> bool:
    """Whether a blank stands beside the edge of a field."""
    return bytes((_EDGE, _BLANK)) in kinds or bytes((_BLANK, _EDGE)) in kinds
