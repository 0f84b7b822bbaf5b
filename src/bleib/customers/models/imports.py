"""Files that were read, and each value they replaced: what undoing an import needs."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bleib.kernel.personal import EVERYBODY, Basis, Erase, Mentioned, Personal, Retention, SingleWord


class CustomerImport(models.Model):
    """One call of `bleib customers import`. `counts`: read = created + updated + unchanged + rejected."""

    label = models.TextField(_("files"))
    options = models.JSONField(_("options"), default=dict)
    counts = models.JSONField(_("counts"), default=dict)
    rejects = models.CharField(_("reject file"), max_length=200, blank=True)
    done_at = models.DateTimeField(_("imported"))
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("by")
    )
    undone_at = models.DateTimeField(_("undone"), null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("undone by")
    )

    personal = Personal(
        purpose=_("Which files were read: their names may say whom they are about"),
        basis=Basis.INTEREST,
        about={EVERYBODY: (Mentioned(), SingleWord("label"))},
        fields=("label",),
        erase=Erase.BLANK,
        blank={"label": "–"},
        explained={
            "options": "how they were read",
            "counts": "numbers of lines",
            "rejects": "the name of a reject file",
        },
    )

    class Meta:
        verbose_name = _("import of customers")
        verbose_name_plural = _("imports of customers")
        ordering: ClassVar = ["-id"]

    @property
    def touched(self) -> int:
        """Lines that brought or changed a record."""
        return int(self.counts.get("created", 0)) + int(self.counts.get("updated", 0))

    def __str__(self) -> str:
        return f"{self.label} ({self.pk})"


class Overwritten(models.Model):
    """A value that an import replaced: `before` and `after` as texts, null where there was none."""

    of = models.ForeignKey(
        CustomerImport, models.CASCADE, db_index=False, related_name="overwritten", verbose_name=_("import")
    )
    table = models.CharField(_("table"), max_length=20)
    row = models.BigIntegerField(_("row"))
    column = models.CharField(_("column"), max_length=40)
    before = models.TextField(_("before"), null=True, blank=True)
    after = models.TextField(_("after"), null=True, blank=True)

    personal = Personal(
        purpose=_("Undoing an import"),
        basis=Basis.INTEREST,
        about={"customer": "customer_id", "contact": "contact_id"},
        fields=("before", "after"),
        erase=Erase.DELETE,
        retention=Retention(days=90, after="of__done_at"),
        explained={"table": "name of a table", "column": "name of a column"},
    )
    # Generic columns beside the row's number, so that a person's rows are found by a plain lookup.
    customer = models.ForeignKey(
        "customers.Customer", models.CASCADE, null=True, db_index=False, related_name="+", verbose_name=_("customer")
    )
    contact = models.ForeignKey(
        "customers.Contact", models.CASCADE, null=True, db_index=False, related_name="+", verbose_name=_("contact")
    )

    class Meta:
        verbose_name = _("overwritten value")
        verbose_name_plural = _("overwritten values")
        indexes: ClassVar = [
            models.Index(fields=["customer"], name="overwritten_customer", condition=Q(customer__isnull=False)),
            models.Index(fields=["contact"], name="overwritten_contact", condition=Q(contact__isnull=False)),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["of", "table", "column", "row"], name="overwritten_once_in_an_import")
        ]

    def __str__(self) -> str:
        return f"{self.table} {self.row} {self.column}"
