"""What an installation has settled: currency, codes that are no goods, its company, the newest instant given out."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from bleib.kernel.personal import NotPersonal

INSTANT = "newest instant"


class Setting(models.Model):
    """A value under a name: any JSON."""

    name = models.CharField(max_length=60, primary_key=True)
    value = models.JSONField()

    personal = NotPersonal(
        _("how this installation counts"),
        explained={"value": "a currency, codes, an instant, the name and address of the company itself"},
    )

    def __str__(self) -> str:
        return self.name

    @classmethod
    def read(cls, name: str, default: Any = None) -> Any:
        """The value under `name`, or `default`."""
        row = cls.objects.filter(name=name).first()
        return default if row is None else row.value

    @classmethod
    def write(cls, name: str, value: Any) -> None:
        cls.objects.update_or_create(name=name, defaults={"value": value})


def wait_for_others() -> None:
    """Until nobody else is about to commit a change; inside a transaction. SQLite has one writer at a time anyway."""
    Setting.objects.select_for_update().filter(name=INSTANT).first()


def next_instant(now: datetime) -> datetime:
    """The `recorded_at` of a commit: later than all that were given out before, whatever the clock does.

    Inside a transaction; whoever asks next waits until it is over. So instants become known in their order.
    """
    with transaction.atomic():
        newest, fresh = Setting.objects.select_for_update().get_or_create(
            name=INSTANT, defaults={"value": now.astimezone(UTC).isoformat()}
        )
        if fresh:
            return now.astimezone(UTC)
        instant = max(now.astimezone(UTC), datetime.fromisoformat(newest.value) + timedelta(microseconds=1))
        newest.value = instant.isoformat()
        newest.save()
        return instant
