"""Whether the way to a database is encrypted, and whose certificate counts: as each kind of database wants it said.

Authorities are those of the system, or of the file that SSL_CERT_FILE names.
"""

from __future__ import annotations

import ssl
from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from bleib.kernel.errors import BleibError

if TYPE_CHECKING:
    from bleib.pulls.places import SqlPlace


class Tls(StrEnum):
    """What is demanded of the connection."""

    OFFERED = ""  # encrypted where the server offers it
    REQUIRED = "required"  # encrypted, whoever answers
    VERIFIED = "verified"  # encrypted, and the certificate is valid for the server's name


STRICTNESS = tuple(Tls)  # each demands more than the one before


def encrypted(place: SqlPlace) -> Mapping[str, Any]:
    """What the driver is told about it. Raises BleibError where this kind of database cannot have it."""
    wanted = Tls(place.tls)
    if wanted is Tls.OFFERED:
        return {}
    options = KINDS.get(place.dialect, {}).get(wanted)
    if options is None:
        raise BleibError(_("This kind of database cannot be asked like that. Choose another encryption."))
    return options(place)


def _context(*, checked: bool) -> ssl.SSLContext:
    context = ssl.create_default_context()
    if not checked:
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return context


def _oracle(place: SqlPlace, *, checked: bool) -> Mapping[str, Any]:
    """Oracle encrypts on a port of its own, from the first byte on."""
    where = f"tcps://{place.host}:{place.port or place.kind.port}/{place.database}"
    return {"dsn": where, "ssl_context": _context(checked=checked), "ssl_server_dn_match": checked}


Options = Callable[["SqlPlace"], Mapping[str, Any]]
KINDS: Mapping[str, Mapping[Tls, Options]] = {
    "postgresql": {
        Tls.REQUIRED: lambda _place: {"sslmode": "require"},
        Tls.VERIFIED: lambda _place: {"sslmode": "verify-full", "sslrootcert": "system"},
    },
    "mysql": {
        Tls.REQUIRED: lambda _place: {"ssl": _context(checked=False)},
        Tls.VERIFIED: lambda _place: {"ssl": _context(checked=True)},
    },
    "mssql": {Tls.REQUIRED: lambda _place: {"encryption": "require"}},  # the driver checks no certificate
    "oracle": {
        Tls.REQUIRED: lambda place: _oracle(place, checked=False),
        Tls.VERIFIED: lambda place: _oracle(place, checked=True),
    },
}
