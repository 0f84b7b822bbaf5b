"""What came of a call."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _


class Fault(models.TextChoices):
    """Why a call failed."""

    STATUS = "status", _("The receiver did not answer with success.")
    REDIRECT = "redirect", _("The receiver answered with another address. Enter that one: redirects are not followed.")
    REFUSED = "refused", _("The connection was refused or broke off.")
    TIMEOUT = "timeout", _("The receiver took too long.")
    UNKNOWN_HOST = "unknown_host", _("There is no such host.")
    FORBIDDEN = "forbidden", _("The address is none of the public internet. The operator can allow it.")
    CERTIFICATE = "certificate", _("The receiver's certificate is not valid for this address.")
    NONSENSE = "nonsense", _("The answer was no HTTP.")
    KEY = "key", _("The secret cannot be read: the installation's key was changed. Renew the secret.")


@dataclass(frozen=True)
class Answer:
    """How a call ended: a status, or a fault; `said` is the beginning of the answer, `wait` what Retry-After asks."""

    seconds: float
    status: int | None = None
    fault: Fault | None = None
    said: str = ""
    wait: float = 0.0

    @property
    def is_success(self) -> bool:
        return self.fault is None

    @property
    def is_about_receiver(self) -> bool:
        """Whether any other message would have fared the same: nobody answered, or only said to come later."""
        return self.status is None or self.status >= 500 or self.status == 429
