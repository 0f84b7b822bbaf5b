"""Who was erased, and which rows only the law keeps."""

from bleib.privacy.models.erasure import Erasure
from bleib.privacy.models.restriction import Restriction

__all__ = ["Erasure", "Restriction"]
