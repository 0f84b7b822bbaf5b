"""Domains at which anybody has an address: they say nothing about the company."""

from __future__ import annotations

FREEMAIL = frozenset(
    (
        "gmail.com", "googlemail.com", "gmx.de", "gmx.net", "gmx.at", "gmx.ch", "gmx.com", "web.de", "t-online.de",
        "freenet.de", "arcor.de", "mail.de", "mail.com", "email.de", "posteo.de", "posteo.net", "mailbox.org",
        "outlook.com", "outlook.de", "hotmail.com", "hotmail.de", "hotmail.co.uk", "live.com", "live.de", "msn.com",
        "yahoo.com", "yahoo.de", "yahoo.co.uk", "ymail.com", "aol.com", "aol.de", "icloud.com", "me.com", "mac.com",
        "proton.me", "protonmail.com", "pm.me", "online.de", "vodafone.de", "kabelmail.de", "netcologne.de",
        "ewetel.net", "bluewin.ch", "hispeed.ch", "sunrise.ch", "aon.at", "chello.at", "a1.net", "orange.fr",
        "wanadoo.fr", "free.fr", "laposte.net", "libero.it", "tiscali.it", "virgilio.it", "wp.pl", "o2.pl", "onet.pl",
        "seznam.cz", "mail.ru", "yandex.ru", "qq.com", "163.com", "126.com", "tutanota.com", "tutanota.de", "tuta.io",
        "fastmail.com", "zoho.com", "1und1.de", "kabelbw.de", "unitybox.de", "alice.de", "alice-dsl.net", "versanet.de",
    )
)  # fmt: skip


def company_domain(mail: str) -> str:
    """The domain of an address, '' where anybody can have one there."""
    domain = mail.rpartition("@")[2].lower()
    return "" if domain in FREEMAIL else domain
