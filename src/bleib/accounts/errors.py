"""What can be wrong about colleagues, as sentences for the screen."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from bleib.kernel.errors import BleibError


class LastAdministrator(BleibError):
    """Somebody has to be able to manage the others."""

    sentence: Promise = _("This is the last administrator. Make somebody else one first.")

    def __init__(self) -> None:
        super().__init__(str(self.sentence))
