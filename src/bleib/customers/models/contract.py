"""What was agreed with a customer: from when, until when, how it is ended."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.db import models, transaction
from django.db.models import F, OuterRef, Q, Subquery, Sum
from django.utils.translation import gettext_lazy as _

from bleib.audit import api as audit
from bleib.customers.contract_facts import contract_fact, local_day
from bleib.customers.deadlines import Terms, Unit, Until
from bleib.customers.models.version import ContractVersion
from bleib.history.recording import record
from bleib.kernel.personal import NotPersonal

if TYPE_CHECKING:
    from bleib.accounts.models import User
    from bleib.customers.models.product import Product

UNITS = [(Unit.DAYS.value, _("days")), (Unit.WEEKS.value, _("weeks")), (Unit.MONTHS.value, _("months"))]
ENDS = [
    (Until.TERM.value, _("to the end of the term")),
    (Until.MONTH.value, _("to the end of a month")),
    (Until.QUARTER.value, _("to the end of a quarter")),
    (Until.YEAR.value, _("to the end of a year")),
]


class ContractQuerySet(models.QuerySet["Contract"]):
    """Reads; `day` is a local day."""

    def running(self, day: date) -> Self:
        """Those that run on this day and are paid for."""
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=day), starts_on__lte=day, is_trial=False)

    def with_amount(self, day: date) -> Self:
        """With `amount`: what each is worth a month on this day."""
        versions = ContractVersion.objects.filter(contract=OuterRef("pk"), valid_from__lte=day)
        return self.annotate(amount=Subquery(versions.order_by("-valid_from").values("amount_per_month")[:1]))

    def monthly_revenue(self, day: date) -> Decimal:
        """MRR on this day: amounts a month of all contracts that run."""
        total = self.running(day).with_amount(day).aggregate(total=Sum("amount"))["total"]
        return Decimal(0) if total is None else Decimal(total)

    def with_notice_due(self, first: date, last: date) -> Self:
        """Those whose notice has to arrive from `first` to `last`, the most urgent first, with their owners."""
        due = self.filter(notice_by__gte=first, notice_by__lte=last, notice_given_on=None, ends_on=None)
        return due.select_related("customer", "customer__owner").order_by("notice_by", "customer__number")


class Contract(models.Model):
    """One agreement with a customer. `ends_on` is its last day; `term_ends_on` and `notice_by` follow from the rest."""

    number = models.CharField(_("contract number"), max_length=200, unique=True)
    customer = models.ForeignKey(
        "customers.Customer", models.PROTECT, related_name="contracts", verbose_name=_("customer")
    )
    starts_on = models.DateField(_("start"))
    ends_on = models.DateField(_("last day"), null=True, blank=True)
    is_trial = models.BooleanField(_("only tried, not paid for"), default=False)
    term_months = models.PositiveIntegerField(_("term in months"), default=0)
    renewal_months = models.PositiveIntegerField(_("renews itself by months"), default=0)
    notice = models.PositiveIntegerField(_("notice period"), default=0)
    notice_unit = models.CharField(_("counted in"), max_length=6, choices=UNITS, default=Unit.MONTHS.value)
    notice_until = models.CharField(_("can be ended"), max_length=7, choices=ENDS, default=Until.TERM.value)
    notice_given_on = models.DateField(_("notice given"), null=True, blank=True)
    term_ends_on = models.DateField(_("can end next"), null=True, blank=True, editable=False)
    notice_by = models.DateField(_("notice has to arrive by"), null=True, blank=True, editable=False)
    end_told_at = models.DateTimeField(_("end recorded"), null=True, blank=True, editable=False)
    created_at = models.DateTimeField(_("known since"))
    edited_at = models.DateTimeField(_("edited by hand"), null=True, blank=True)
    imported_by = models.ForeignKey(
        "customers.CustomerImport", models.SET_NULL, null=True, blank=True, db_index=False, related_name="contracts",
        verbose_name=_("came with import"),
    )  # fmt: skip

    objects = ContractQuerySet.as_manager()

    moves_on_merge = True
    personal = NotPersonal("terms of contracts; the person, if it is one, is the customer")

    class Meta:
        verbose_name = _("contract")
        verbose_name_plural = _("contracts")
        indexes: ClassVar = [
            models.Index(fields=["notice_by"], name="contract_notice_by", condition=Q(notice_by__isnull=False)),
            models.Index(
                fields=["ends_on"], name="contract_end_untold", condition=Q(ends_on__isnull=False, end_told_at=None)
            ),
            models.Index(fields=["imported_by"], name="contract_imported_by", condition=Q(imported_by__isnull=False)),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(number=""), name="contract_has_a_number"),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")), name="contract_ends_after_it_starts"
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def terms(self) -> Terms:
        """What the contract says about its end."""
        return Terms(
            starts_on=self.starts_on,
            last_day=self.ends_on,
            term_months=self.term_months,
            renewal_months=self.renewal_months,
            notice=self.notice,
            unit=Unit(self.notice_unit),
            until=Until(self.notice_until),
        )

    def save(self, *_args: Any, **_kwargs: Any) -> None:
        """Refused outside the verbs below, which record the fact in the same transaction."""
        raise TypeError("A contract is saved by agree, change, give_notice or end: they record what happened.")

    def agree(
        self,
        amount_per_month: Decimal,
        *,
        now: datetime,
        quantity: Decimal | None = None,
        product: Product | None = None,
        by: User | None = None,
    ) -> ContractVersion:
        """Keep a new contract, its first version and the fact that it started, all or nothing."""
        with transaction.atomic():
            self.created_at = now
            self._keep(now)
            version = ContractVersion(
                contract=self, valid_from=self.starts_on, amount_per_month=amount_per_month, quantity=quantity,
                product=product, recorded_at=now, recorded_by=by,
            )  # fmt: skip
            version.save()
            self._record("contract_started", self.starts_on, version=version, now=now)
            self._note("contract.agreed", by, {"amount_per_month": str(amount_per_month)}, now=now)
        return version

    def change(
        self,
        valid_from: date,
        amount_per_month: Decimal,
        *,
        now: datetime,
        quantity: Decimal | None = None,
        product: Product | None = None,
        by: User | None = None,
    ) -> ContractVersion:
        """From this day on the contract is worth something else. The same day again corrects what was said of it."""
        with transaction.atomic():
            self.edited_at = now
            self._keep(now)
            said = {
                "amount_per_month": amount_per_month, "quantity": quantity, "product": product, "recorded_at": now,
                "recorded_by": by,
            }  # fmt: skip
            version, _new = ContractVersion.objects.update_or_create(
                contract=self, valid_from=valid_from, defaults=said
            )
            first = valid_from <= self.starts_on
            self._record("contract_started" if first else "contract_changed", valid_from, version=version, now=now)
            told = {"valid_from": f"{valid_from}", "amount_per_month": str(amount_per_month)}
            self._note("contract.changed", by, told, now=now)
        return version

    def give_notice(
        self, given_on: date, *, last_day: date, now: datetime, reason: str | None = None, by: User | None = None
    ) -> None:
        """The customer gave notice on this day; the contract runs until `last_day`, which it includes."""
        with transaction.atomic():
            self.notice_given_on = given_on
            self._end_on(last_day, now=now, reason=reason)
            self._record("notice_given", given_on, now=now, reason=reason)
            self._note("contract.ended", by, {"notice_given_on": f"{given_on}", "ends_on": f"{last_day}"}, now=now)
            self.tell_end(now=now, reason=reason)

    def end(self, last_day: date, *, now: datetime, reason: str | None = None, by: User | None = None) -> None:
        """The contract runs until `last_day`, which it includes, without anybody's notice."""
        with transaction.atomic():
            self._end_on(last_day, now=now, reason=reason)
            self._note("contract.ended", by, {"ends_on": f"{last_day}"}, now=now)
            self.tell_end(now=now, reason=reason)

    def tell_end(self, *, now: datetime, reason: str | None = None) -> None:
        """Record that the contract ended, once its last day is over; until then it may still be taken back."""
        if self.ends_on is None or self.end_told_at is not None or self.ends_on >= local_day(now):
            return
        with transaction.atomic():
            self.end_told_at = now
            super().save(update_fields=["end_told_at"])
            self._record("contract_ended", self.ends_on, now=now, reason=reason)

    def _end_on(self, last_day: date, *, now: datetime, reason: str | None) -> None:
        """An end that was known and becomes another is told at once, even if it is to come: a fact may name the old."""
        corrected = self.ends_on is not None and last_day != self.ends_on
        self.ends_on, self.edited_at = last_day, now
        if corrected:
            self.end_told_at = now
        self._keep(now)
        if corrected:
            self._record("contract_ended", last_day, now=now, reason=reason)

    def _keep(self, now: datetime) -> None:
        self.term_ends_on, self.notice_by = self.terms.next_deadline(local_day(now))
        super().save()

    def _note(self, verb: str, by: User | None, after: dict[str, str], *, now: datetime) -> None:
        about = [("customer", self.customer_id)]
        audit.record(actor=by, verb=verb, subject=self, after=after, about=about, now=now)

    def _record(self, type_: str, day: date, *, now: datetime, **said: Any) -> None:
        record([contract_fact(self, type_, day, **said)], now=now)
