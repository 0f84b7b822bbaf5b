"""The company that buys, or a person where there is no company."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, ClassVar, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bleib.audit import api as audit
from bleib.customers.name_key import NameKey
from bleib.customers.validators import check_time_zone, check_vat_id
from bleib.history.erased import PSEUDONYM
from bleib.kernel.personal import Basis, Erase, Personal

if TYPE_CHECKING:
    from bleib.accounts.models import User


class Keeper(models.TextChoices):
    """Who keeps a record: what came from facts alone is overwritten by a file, and that by a person."""

    FACTS = "facts", _("Appeared with an order")
    IMPORT = "import", _("Imported")
    PERSON = "person", _("Edited by hand")


class CustomerQuerySet(models.QuerySet["Customer"]):
    """Reads."""

    def current(self) -> Self:
        """Without those that were merged into another."""
        return self.filter(merged_into=None)

    def standing(self, kind: str) -> Self:
        """Those that are prospects, customers or former customers now."""
        return self.filter(standings__kind=kind, standings__until=None)

    def counted(self) -> Self:
        """Those that have ever bought: prospects are never counted in retention."""
        return self.filter(standings__kind__in=("customer", "former")).distinct()


class Customer(models.Model):
    """`number` is what facts call `customer`; it never changes."""

    number = models.CharField(_("customer number"), max_length=200, unique=True)
    name = models.CharField(_("name"), max_length=300, blank=True)
    is_person = models.BooleanField(_("a natural person"), default=False)
    vat_id = models.CharField(_("VAT id"), max_length=20, blank=True, validators=[check_vat_id])
    register_number = models.CharField(_("register number"), max_length=60, blank=True)
    register_court = models.CharField(_("register court"), max_length=120, blank=True)
    street = models.CharField(_("street"), max_length=200, blank=True)
    postcode = models.CharField(_("postcode"), max_length=20, blank=True)
    city = models.CharField(_("city"), max_length=120, blank=True)
    country = models.CharField(_("country"), max_length=2, blank=True)
    domain = models.CharField(_("web domain"), max_length=200, blank=True)
    mail = models.CharField(_("e-mail address"), max_length=254, blank=True)
    phone = models.CharField(_("phone"), max_length=60, blank=True)
    industry = models.CharField(_("industry"), max_length=120, blank=True)
    language = models.CharField(_("language"), max_length=5, blank=True)
    time_zone = models.CharField(_("time zone"), max_length=60, blank=True, validators=[check_time_zone])
    acquired_through = models.CharField(_("acquired through"), max_length=60, blank=True)
    referred_by = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, db_index=False, related_name="referrals",
        verbose_name=_("referred by"),
    )  # fmt: skip
    parent = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, db_index=False, related_name="subsidiaries",
        verbose_name=_("parent company"),
    )  # fmt: skip
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, db_index=False, related_name="customers",
        verbose_name=_("owner"),
    )  # fmt: skip
    tags = models.ManyToManyField("customers.Tag", blank=True, related_name="customers", verbose_name=_("tags"))
    kept_by = models.CharField(_("kept by"), max_length=10, choices=Keeper, default=Keeper.PERSON)
    created_at = models.DateTimeField(_("known since"))
    edited_at = models.DateTimeField(_("edited by hand"), null=True, blank=True)
    imported_by = models.ForeignKey(
        "customers.CustomerImport", models.SET_NULL, null=True, blank=True, db_index=False, related_name="customers",
        verbose_name=_("came with import"),
    )  # fmt: skip
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, db_index=False, related_name="absorbed",
        verbose_name=_("merged into"),
    )  # fmt: skip

    objects = CustomerQuerySet.as_manager()

    personal = Personal(
        purpose=_("Whom we sell to: persons are customers where there is no company"),
        basis=Basis.CONTRACT,
        about={"customer": "pk"},
        fields=(
            *("number", "name", "vat_id", "street", "postcode", "city", "mail", "phone", "domain"),
            *("register_number", "register_court"),
        ),
        erase=Erase.BLANK,
        explained={
            "industry": "a line of business",
            "time_zone": "name of a time zone",
        },
        created="created_at",
        same_as="merged_into",
        in_passing=("acquired_through",),
    )

    class Meta:
        verbose_name = _("customer")
        verbose_name_plural = _("customers")
        # Most of these are blank in most rows: an index of the others is small, and loading a million stays quick.
        indexes: ClassVar = [
            models.Index(fields=["vat_id"], name="customer_vat_id", condition=~Q(vat_id="")),
            models.Index(fields=["mail"], name="customer_mail", condition=~Q(mail="")),
            models.Index(fields=["domain"], name="customer_domain", condition=~Q(domain="")),
            models.Index(fields=["parent"], name="customer_parent", condition=Q(parent__isnull=False)),
            models.Index(fields=["referred_by"], name="customer_referred_by", condition=Q(referred_by__isnull=False)),
            models.Index(fields=["owner"], name="customer_owner", condition=Q(owner__isnull=False)),
            models.Index(fields=["imported_by"], name="customer_imported_by", condition=Q(imported_by__isnull=False)),
            models.Index(fields=["country"], name="customer_country", condition=~Q(country="")),
            models.Index(
                fields=["acquired_through"], name="customer_acquired_through", condition=~Q(acquired_through="")
            ),
            models.Index(NameKey("name", "number"), models.F("id"), name="customer_by_name"),
            models.Index(fields=["merged_into"], name="customer_merged_into", condition=Q(merged_into__isnull=False)),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(number=""), name="customer_has_a_number"),
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=models.F("id")), name="customer_is_not_its_own_parent"
            ),
            models.CheckConstraint(
                condition=Q(referred_by__isnull=True) | ~Q(referred_by=models.F("id")),
                name="customer_did_not_refer_itself",
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.number

    def clean(self) -> None:
        """Nobody is entered under a number that an erased record may need."""
        if self._state.adding and self.number.startswith(PSEUDONYM):
            raise ValidationError({"number": _("Numbers that begin like this stand for customers who were erased.")})

    def edited(self, *, now: datetime, by: User | None = None) -> None:
        """Save what a person changed, with who it was; from now on facts leave the record alone."""
        names = [each.attname for each in self._meta.concrete_fields if each.name not in ("kept_by", "edited_at")]
        with transaction.atomic():
            old = Customer.objects.select_for_update().values(*names).get(pk=self.pk)
            changed = [name for name in names if old[name] != getattr(self, name)]
            self.kept_by, self.edited_at = Keeper.PERSON, now
            self.save()
            before, after = ({name: each(name) for name in changed} for each in (old.get, partial(getattr, self)))
            audit.record(actor=by, verb="changed", subject=self, before=before, after=after, now=now)

    @property
    def standing(self) -> str:
        """What it is now: prospect, customer or former; '' where nobody has said."""
        open_one = self.standings.filter(until=None).first()
        return open_one.kind if open_one else ""
