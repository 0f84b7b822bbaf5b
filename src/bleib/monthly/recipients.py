"""Putting people on the list, and taking them off."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from bleib.accounts.models import User
from bleib.audit.api import record
from bleib.customers.freemail import FREEMAIL
from bleib.kernel.errors import UsageError
from bleib.monthly.models import Recipient


def own_domains() -> set[str]:
    """Where the company's people have their addresses: the domains of its colleagues, not those of free mail."""
    mails = User.objects.filter(is_active=True).values_list("email", flat=True)
    return {mail.rpartition("@")[2].lower() for mail in mails} - FREEMAIL


def subscribe_colleague(user: User, *, language: str, by: User | None, now: datetime) -> Recipient:
    """From the next report on. Whoever left the list comes back."""
    with transaction.atomic():
        recipient, _ = Recipient.objects.update_or_create(
            user=user, defaults={"language": language, "left_at": None}, create_defaults=_new(language, now, user=user)
        )
        record(actor=by, verb="monthly.subscribed", subject=recipient, now=now)
    return recipient


def subscribe_address(email: str, *, name: str, language: str, by: User | None, now: datetime) -> Recipient:
    """An address without an account. Raises UsageError unless it is the company's own, as the colleagues' are."""
    mail = email.strip().lower()
    colleague = User.objects.filter(email__iexact=mail).first()
    if colleague is not None:
        return subscribe_colleague(colleague, language=language, by=by, now=now)
    domains = own_domains()
    if mail.rpartition("@")[2] not in domains:
        raise UsageError(
            f"The report names customers: it only goes to its own addresses ({', '.join(sorted(domains)) or '–'})."
        )
    with transaction.atomic():
        recipient, _ = Recipient.objects.update_or_create(
            email=mail,
            user=None,
            defaults={"language": language, "name": name, "left_at": None},
            create_defaults=_new(language, now, email=mail, name=name),
        )
        record(actor=by, verb="monthly.subscribed", subject=recipient, now=now)
    return recipient


def unsubscribe(recipient: Recipient, *, by: User | None, now: datetime) -> None:
    """No further report; what waits in the queue is not sent either."""
    with transaction.atomic():
        recipient.leave(now=now)
        record(actor=by, verb="monthly.unsubscribed", subject=recipient, now=now)


def _new(language: str, now: datetime, **fields: object) -> dict[str, object]:
    return {"language": language, "joined_at": now, **fields}
