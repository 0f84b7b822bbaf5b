"""A person at a customer."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bleib.kernel.personal import Basis, Erase, NotPersonal, Personal


class Salutation(models.TextChoices):
    """Never mandatory: without one, people are greeted by their name."""

    NONE = "", _("not told")
    MR = "mr", _("Mr")
    MS = "ms", _("Ms")
    NEUTRAL = "neutral", _("without Mr or Ms")


class Address(models.TextChoices):
    """How German speaks to somebody."""

    UNKNOWN = "", _("not told")
    SIE = "sie", _("Sie")
    DU = "du", _("du")


class Part(models.TextChoices):
    """What somebody does in a purchase."""

    BUYER = "buyer", _("Buyer")
    USER = "user", _("User")
    PAYER = "payer", _("Payer")
    CHAMPION = "champion", _("Champion")


class Contact(models.Model):
    """A person at a customer; one address is one person there."""

    customer = models.ForeignKey(
        "customers.Customer", models.CASCADE, related_name="contacts", verbose_name=_("customer")
    )
    salutation = models.CharField(_("salutation"), max_length=10, choices=Salutation, blank=True)
    address = models.CharField(_("addressed as"), max_length=3, choices=Address, blank=True)
    title = models.CharField(_("title"), max_length=60, blank=True)
    first_name = models.CharField(_("first name"), max_length=120, blank=True)
    last_name = models.CharField(_("last name"), max_length=120, blank=True)
    position = models.CharField(_("position"), max_length=120, blank=True)
    department = models.CharField(_("department"), max_length=120, blank=True)
    language = models.CharField(_("language"), max_length=5, blank=True)
    mail = models.CharField(_("e-mail address"), max_length=254, blank=True)
    phone = models.CharField(_("phone"), max_length=60, blank=True)
    left_on = models.DateField(_("left the company"), null=True, blank=True)
    created_at = models.DateTimeField(_("known since"))
    edited_at = models.DateTimeField(_("edited by hand"), null=True, blank=True)
    imported_by = models.ForeignKey(
        "customers.CustomerImport", models.SET_NULL, null=True, blank=True, db_index=False, related_name="contacts",
        verbose_name=_("came with import"),
    )  # fmt: skip

    moves_on_merge = True
    personal = Personal(
        purpose=_("Whom to speak to at a customer, and how"),
        basis=Basis.INTEREST,
        about={"contact": "pk", "customer": "customer_id"},
        fields=(
            *("salutation", "address", "title", "first_name", "last_name", "position", "department", "language"),
            *("mail", "phone"),
        ),
        erase=Erase.DELETE,
        created="created_at",
    )

    class Meta:
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
        indexes: ClassVar = [
            models.Index(fields=["mail"], name="contact_mail", condition=~Q(mail="")),
            models.Index(fields=["imported_by"], name="contact_imported_by", condition=Q(imported_by__isnull=False)),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["customer", "mail"], condition=~Q(mail=""), name="contact_one_address_one_person"
            ),
            models.CheckConstraint(
                condition=~Q(first_name="") | ~Q(last_name="") | ~Q(mail="") | ~Q(phone=""),
                name="contact_can_be_named_or_reached",
            ),
        ]

    def __str__(self) -> str:
        return " ".join(filter(None, (self.title, self.first_name, self.last_name))) or self.mail or self.phone


class ContactRole(models.Model):
    """What a contact does in a purchase; one person may do several things."""

    contact = models.ForeignKey(Contact, models.CASCADE, related_name="roles", verbose_name=_("contact"))
    part = models.CharField(_("role"), max_length=10, choices=Part)

    personal = NotPersonal(_("a word beside a contact, which goes with the contact"))

    class Meta:
        verbose_name = _("role of a contact")
        verbose_name_plural = _("roles of contacts")
        constraints: ClassVar = [models.UniqueConstraint(fields=["contact", "part"], name="contact_has_a_role_once")]

    def __str__(self) -> str:
        return self.get_part_display()
