"""Sending letters: each is written down as being sent before the mail server hears of it.

What the server refuses with a code was not taken. Where the connection broke meanwhile, or this process died, nobody
knows; such a letter is `unknown` and goes out again only when a colleague says so.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import closing
from datetime import datetime, timedelta
from smtplib import SMTPRecipientsRefused, SMTPResponseException
from typing import TYPE_CHECKING, Any

from django.core.mail import EmailMessage, get_connection
from django.utils import timezone

from bleib.accounts.models import User
from bleib.kernel import crash
from bleib.monthly.asking import figures_of
from bleib.monthly.letters import letter
from bleib.monthly.models import Delivery, MonthlyReport
from bleib.report import Report
from bleib.worker.api import Unfinished, checkpoint, enqueue

if TYPE_CHECKING:
    from django.core.mail.backends.base import BaseEmailBackend

# How long a letter waits for figures that are being measured again before it goes out with those that are there.
PATIENCE = timedelta(hours=1)
POINTS = ("monthly.claimed", "monthly.sent")  # where tests end the process


def is_queued(now: datetime) -> bool:
    """Whether there is anything to send, or to doubt."""
    return Delivery.objects.due(now=now).exists() or Delivery.objects.filter(state="sending").exists()


def send_queued(*, now: datetime) -> int:
    """The worker's task: send what is due. Returns how many letters the mail server took.

    Only one worker does it at a time, so whatever is being sent when it begins was begun by somebody who died.
    Raises Unfinished where no report is measured yet, or the mail server cannot be reached: nothing was sent then.
    """
    Delivery.objects.doubt(now=now)
    due = list(Delivery.objects.due(now=now).order_by("report__month", "pk"))
    ready = {report: _report_of(report, due, now=now) for report in dict.fromkeys(each.report for each in due)}
    waiting = [(each, found) for each in due if (found := ready[each.report]) is not None]
    if due and not waiting:
        raise Unfinished("The figures of the monthly report are still being measured.")
    return _send_all(waiting) if waiting else 0


def try_soon(report: MonthlyReport, user: User, *, now: datetime) -> None:
    """Have the letter of this report sent to a colleague alone, marked as a test."""
    enqueue(task="monthly-test", arguments={"report": report.pk, "user": user.pk}, now=now)


def send_test(*, report: int, user: int, now: datetime) -> None:
    """The worker's task for it. After a crash it may come twice: it is only a test."""
    chosen, colleague = MonthlyReport.objects.get(pk=report), User.objects.get(pk=user)
    found = figures_of(chosen, now=now)
    if found.report is None:
        raise Unfinished("The figures of the monthly report are still being measured.")
    letter(found.report, colleague.language, to=(colleague.name, colleague.email), test=True).send()


def _report_of(report: MonthlyReport, due: Iterable[Delivery], *, now: datetime) -> Report | None:
    """What was measured. What is being measured again is waited for, but not for long."""
    found = figures_of(report, now=now)
    oldest = min(each.queued_at for each in due if each.report == report)
    return None if found.stale and now - oldest < PATIENCE else found.report


def _send_all(waiting: list[tuple[Delivery, Report]]) -> int:
    """Every letter is ready before any is begun."""
    letters = [(each, _letter(each, report)) for each, report in waiting]
    return sum(_send(delivery, message) for delivery, message in letters)


def _letter(delivery: Delivery, report: Report) -> EmailMessage:
    recipient = delivery.recipient
    name = recipient.user.name if recipient.user else recipient.name
    return letter(report, recipient.language, to=(name, recipient.address))


def _send(delivery: Delivery, message: EmailMessage) -> int:
    """1 where the mail server took it. What went wrong with a letter is noted and stops no other.

    A connection of its own: one that breaks leaves no doubt about the letters after it.
    """
    checkpoint()
    with closing(_connected()) as connection:
        if not delivery.claim(now=timezone.now()):
            return 0
        crash.point("monthly.claimed")
        try:
            connection.send_messages([message])
        except OSError as error:
            _note(delivery, error)
            return 0
        crash.point("monthly.sent")
    delivery.succeed(now=timezone.now())
    return 1


def _connected() -> BaseEmailBackend:
    """A connection that stands. Raises Unfinished where there is none to be had: nothing was begun then."""
    connection = get_connection()
    try:
        connection.open()
    except OSError as error:  # smtplib's errors are some, too
        raise Unfinished(f"The mail server cannot be reached ({type(error).__name__}).") from None
    return connection


def _note(delivery: Delivery, error: OSError) -> None:
    code = _code(error)
    if code is None:
        delivery.doubt(type(error).__name__, now=timezone.now())
    else:
        delivery.refuse(str(code), for_good=code >= 500, now=timezone.now())


def _code(error: Any) -> int | None:
    """What the mail server answered; None where it did not get to that."""
    if isinstance(error, SMTPResponseException):
        return error.smtp_code if error.smtp_code > 0 else None
    if isinstance(error, SMTPRecipientsRefused):
        return max(int(code) for code, _ in error.recipients.values())
    return None
