"""What the company would like to know of everybody, one question each."""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bleib.kernel.personal import NotPersonal


class Subject(models.TextChoices):
    """Whom a question is about."""

    CUSTOMER = "customer", _("Customer")
    CONTACT = "contact", _("Contact")


class WantedFieldQuerySet(models.QuerySet["WantedField"]):
    """Reads; in the order in which they are asked."""

    def asked(self, subject: str) -> Self:
        """Those that are asked now."""
        return self.filter(subject=subject, active=True)


class WantedField(models.Model):
    """A field somebody is asked for while it is unknown.

    `name` is a column of the record, or `field_` and the key of a field of the company's own.
    """

    subject = models.CharField(_("whom it is about"), max_length=10, choices=Subject)
    name = models.CharField(_("what is wanted"), max_length=60)
    question_de = models.CharField(_("question in German"), max_length=200, blank=True)
    question_en = models.CharField(_("question in English"), max_length=200, blank=True)
    position = models.PositiveIntegerField(_("place among the questions"), default=0)
    active = models.BooleanField(_("is asked"), default=True)

    objects = WantedFieldQuerySet.as_manager()

    personal = NotPersonal(_("questions that everybody is asked"), explained={"name": "name of a column"})

    class Meta:
        verbose_name = _("wanted field")
        verbose_name_plural = _("wanted fields")
        ordering: ClassVar = ["subject", "-active", "position", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["subject", "name"],
                name="wanted_field_once",
                violation_error_message=_("This is wanted already."),
            ),
            models.CheckConstraint(
                condition=~Q(question_de="") | ~Q(question_en=""),
                name="wanted_field_has_a_question",
                violation_error_message=_("Write the question in one language at least."),
            ),
        ]

    def __str__(self) -> str:
        return self.question("en")

    def question(self, lang: str) -> str:
        """What is asked in this language; in the other one where nobody wrote it."""
        both = (self.question_de, self.question_en)
        return both[0] or both[1] if lang == "de" else both[1] or both[0]
