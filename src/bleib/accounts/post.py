"""Letters that leave after the answer: nobody can tell from the time it takes whether an address is known."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor

import structlog
from django.core.mail import EmailMessage

log = structlog.get_logger()
# One at a time is enough for codes and notices; a slow server delays letters, not pages.
_postman = ThreadPoolExecutor(max_workers=1, thread_name_prefix="post")


def later(message: EmailMessage) -> Future[None]:
    """Send `message` soon. What goes wrong is logged without address and text."""
    return _postman.submit(_send, message)


def _send(message: EmailMessage) -> None:
    try:
        message.send()
    except OSError as error:
        # No traceback: a server's refusal may quote the address.
        log.error("mail_not_sent", reason=type(error).__name__)  # noqa: TRY400
