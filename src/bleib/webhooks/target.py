"""Where a call goes: an address as people enter it, taken apart, or refused with a sentence."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from bleib.kernel.errors import BleibError

LONGEST = 500
PORTS = (443, 8443)  # of receivers on the internet; others belong to services that do not expect us
STANDARD = {"https": 443, "http": 80}
# What ends or splits a request, or is read differently by different programs.
SUSPICIOUS = re.compile(r"[\x00-\x20\x7f\\]")
LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?")


class BadAddress(BleibError):
    """No message may go there; the sentence says why."""


@dataclass(frozen=True)
class Target:
    """`host` in ASCII, without brackets; `path` with the query. `private`: the operator named this host and port."""

    scheme: str
    host: str
    port: int
    path: str
    private: bool

    @property
    def netloc(self) -> str:
        """What the Host header says."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == STANDARD[self.scheme] else f"{host}:{self.port}"


def target(url: str) -> Target:
    """The parts of an address. Raises BadAddress."""
    if len(url) > LONGEST or SUSPICIOUS.search(url):
        raise BadAddress(_("An address has at most %(n)s characters, and no blanks or backslashes.") % {"n": LONGEST})
    try:
        parts = urlsplit(url)
        port = parts.port or STANDARD.get(parts.scheme, 0)
    except ValueError:
        raise BadAddress(_("This is no address. It looks like https://host/path.")) from None
    if parts.scheme not in STANDARD or not parts.hostname:
        raise BadAddress(_("This is no address. It looks like https://host/path."))
    if "@" in parts.netloc or parts.fragment:
        raise BadAddress(_("An address of a receiver has no user name, no password and no #."))
    host = _ascii(parts.hostname)
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
    query = f"?{quote(parts.query, safe='/%:@!$&()*+,;=~-._?')}" if parts.query else ""
    return _allowed(Target(parts.scheme, host, port, path + query, is_named(host, port)))


def _allowed(found: Target) -> Target:
    """Encrypted and to usual ports; what the operator named may be otherwise."""
    if found.private:
        return found
    if found.scheme != "https":
        raise BadAddress(_("Messages go to https:// only. The operator can allow an internal host."))
    if found.port not in PORTS:
        raise BadAddress(
            _("Messages go to the ports %(ports)s only. The operator can allow an internal host with its port.")
            % {"ports": ", ".join(map(str, PORTS))}
        )
    return found


def is_named(host: str, port: int) -> bool:
    """Whether BLEIB_WEBHOOK_HOSTS allows this host: by name alone with usual ports, or with this one."""
    usual = port in (*PORTS, *STANDARD.values())
    bracketed = f"[{host}]" if ":" in host else host
    allowed = {each.lower() for each in settings.WEBHOOK_HOSTS}
    return f"{bracketed}:{port}" in allowed or (usual and bracketed in allowed)


def _ascii(host: str) -> str:
    """As names stand in DNS: lower case, umlauts as xn--; an address of IPv6 stays."""
    if ":" in host:
        if "%" in host:
            raise BadAddress(_("An address of a receiver names no network interface."))
        return host.lower()
    try:
        name = host.rstrip(".").encode("idna").decode().lower()
    except UnicodeError:
        name = ""
    if not all(LABEL.fullmatch(label) for label in name.split(".")):
        raise BadAddress(_("“%(host)s” is no name of a host.") % {"host": host})
    return name
