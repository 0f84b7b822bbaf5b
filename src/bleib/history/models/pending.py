"""Facts on their way: written in the transaction of what caused them, appended to the lake by the worker."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from bleib.kernel.personal import Basis, Personal, Via


class PendingFact(models.Model):
    """A fact of facts.py that the lake may not have yet. Goes when the lake's commit is on disk.

    `batch` is the instant that its batch was given (`recorded_at` in the lake); null: it is in none yet.
    """

    fact_id = models.BinaryField(max_length=16)
    type = models.CharField(max_length=60)
    customer = models.TextField(null=True)
    contact = models.TextField(null=True)
    occurred_at = models.DateTimeField()
    occurred_on = models.DateField()
    amount = models.DecimalField(max_digits=18, decimal_places=4, null=True)
    currency = models.CharField(max_length=3, null=True)
    quantity = models.DecimalField(max_digits=18, decimal_places=4, null=True)
    cost = models.DecimalField(max_digits=18, decimal_places=4, null=True)
    product = models.TextField(null=True)
    ref = models.TextField(null=True)
    source = models.TextField()
    props = models.TextField(null=True)  # as they stand in the lake
    noted_at = models.DateTimeField()
    batch = models.DateTimeField(null=True, db_index=True)

    personal = Personal(
        purpose=_("What happened to a customer, on its way into the history"),
        basis=Basis.INTEREST,
        about={"customer": Via("customer", "{number}"), "contact": Via("contact")},
        fields=("customer", "contact"),
        explained={
            "type": "a word of fact_types.py",
            "product": "a code",
            "ref": "the number of an order or case",
            "source": "the name of a system",
            "props": "codes and numbers that the type allows",
        },
        store="history",
    )

    class Meta:
        indexes = (models.Index(fields=["customer"], name="history_pending_customer"),)

    def __str__(self) -> str:
        return f"{self.type} {self.occurred_at:%Y-%m-%d %H:%M:%S}"
