"""What `check` says about signing in."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core import checks
from django.core.checks import CheckMessage, register

from bleib.accounts.letters import reaches_people


@register()
def mail_server(**_options: Any) -> list[CheckMessage]:
    """Without a mail server nobody gets a code or an invitation."""
    if reaches_people():
        return []
    return [
        checks.Warning(
            f"No mail server: sign-in codes and invitations are written into files in {settings.EMAIL_FILE_PATH}.",
            hint="Set BLEIB_MAIL_URL=smtp://user:password@mail.example.com:587 and BLEIB_MAIL_FROM.",
            id="bleib.W001",
        )
    ]
