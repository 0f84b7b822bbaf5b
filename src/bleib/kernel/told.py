"""What the program finds out while it reads and the reader should know: a sentence in both languages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


def german(count: int) -> str:
    """A whole number as German texts write it: 1.234."""
    return f"{count:,}".replace(",", ".")


@dataclass(frozen=True)
class Told:
    """The same sentence in English and German; empty, and false, where there is nothing to tell."""

    en: str = ""
    de: str = ""

    def __bool__(self) -> bool:
        return bool(self.en)

    def said(self, lang: str) -> str:
        return self.de if lang == "de" else self.en

    @classmethod
    def same(cls, text: str) -> Told:
        """What there is in one language only, such as the sentence of an error."""
        return cls(text, text)

    @classmethod
    def joined(cls, *parts: Told, by: str = "; ") -> Told:
        said = [each for each in parts if each]
        return cls(by.join(each.en for each in said), by.join(each.de for each in said))

    @classmethod
    def kept(cls, kept: Any) -> Told:
        """From what `asdict` made of it and JSON kept."""
        return cls(**kept) if isinstance(kept, dict) else cls.same(str(kept or ""))


NOTHING = Told()
