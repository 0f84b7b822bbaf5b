"""Secrets that have to be read again lie encrypted: whoever reads the database cannot use them."""

from __future__ import annotations

import base64

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from bleib.kernel.errors import BleibError


class KeyIsGone(BleibError):
    """A secret was encrypted with a key of the installation that it does not know any more."""


def lock(text: str, *, purpose: str) -> str:
    """Encrypt with the installation's key; what was locked for one purpose opens for no other."""
    return _keys(purpose).encrypt(text.encode()).decode()


def unlock(locked: str, *, purpose: str) -> str:
    """The text again, also if the key is an earlier one (BLEIB_OLD_SECRET_KEYS). Raises KeyIsGone."""
    try:
        return _keys(purpose).decrypt(locked.encode()).decode()
    except InvalidToken:
        raise KeyIsGone("A stored secret was encrypted with another key: enter it anew.") from None


def _keys(purpose: str) -> MultiFernet:
    """Keys derived from the installation's secret, and from earlier ones for reading."""
    return MultiFernet([_key(secret, purpose) for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)])


def _key(secret: str, purpose: str) -> Fernet:
    derived = HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=f"bleib {purpose}".encode())
    return Fernet(base64.urlsafe_b64encode(derived.derive(secret.encode())))
