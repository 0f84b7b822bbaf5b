"""Which handler acted on which fact: the proof that it did so once."""

from __future__ import annotations

from datetime import datetime

from django.db import models

from bleib.kernel.personal import NotPersonal


class Delivery(models.Model):
    """Written in the transaction of the effect. `occurred_at` is the fact's: when it is stale, the row may go."""

    handler = models.CharField(max_length=80)
    fact_id = models.BinaryField(max_length=16)
    occurred_at = models.DateTimeField()

    personal = NotPersonal("ids of facts")

    class Meta:
        constraints = (models.UniqueConstraint(fields=["handler", "fact_id"], name="history_delivery_once"),)
        indexes = (models.Index(fields=["handler", "occurred_at"], name="history_delivery_age"),)

    def __str__(self) -> str:
        return f"{self.handler} {bytes(self.fact_id).hex()}"

    @staticmethod
    def forget(handler: str, *, before: datetime) -> int:
        """Delete the rows of facts that happened before this instant: nobody acts on those any more."""
        return Delivery.objects.filter(handler=handler, occurred_at__lt=before).delete()[0]
