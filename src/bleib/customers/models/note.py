"""What colleagues should know about a customer."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from bleib.kernel.personal import Basis, Erase, Mentioned, Personal, Retention


class Note(models.Model):
    """Free text beside a customer, perhaps about one contact."""

    customer = models.ForeignKey("customers.Customer", models.CASCADE, related_name="notes", verbose_name=_("customer"))
    contact = models.ForeignKey(
        "customers.Contact", models.CASCADE, null=True, blank=True, related_name="notes", verbose_name=_("contact")
    )
    text = models.TextField(_("text"), max_length=10_000)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="notes",
        verbose_name=_("written by"),
    )  # fmt: skip
    written_at = models.DateTimeField(_("written"))

    moves_on_merge = True
    personal = Personal(
        purpose=_("What colleagues should know about this customer"),
        basis=Basis.INTEREST,
        about={"customer": ("customer_id", Mentioned()), "contact": ("contact_id", Mentioned())},
        fields=("text",),
        erase=Erase.DELETE,
        retention=Retention(days=3 * 365, after="written_at"),
    )

    class Meta:
        verbose_name = _("note")
        verbose_name_plural = _("notes")

    def __str__(self) -> str:
        return self.text[:60]
