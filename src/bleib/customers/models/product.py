"""What is sold."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from bleib.kernel.personal import EVERYBODY, Basis, Erase, Mentioned, Personal


class ProductGroup(models.Model):
    """Products that are one thing to the customer: breadth counts groups."""

    name = models.CharField(_("name"), max_length=200, unique=True)

    personal = Personal(
        purpose=_("Names of product groups; one may be named after somebody"),
        basis=Basis.INTEREST,
        about={EVERYBODY: Mentioned()},
        fields=("name",),
        erase=Erase.BLANK,
    )

    class Meta:
        verbose_name = _("product group")
        verbose_name_plural = _("product groups")

    def __str__(self) -> str:
        return self.name


class Product(models.Model):
    """`code` is what facts call `product`."""

    code = models.CharField(_("product code"), max_length=200, unique=True)
    name = models.CharField(_("name"), max_length=300, blank=True)
    group = models.ForeignKey(
        ProductGroup, models.SET_NULL, null=True, blank=True, related_name="products", verbose_name=_("product group")
    )
    edited_at = models.DateTimeField(_("edited by hand"), null=True, blank=True)
    imported_by = models.ForeignKey(
        "customers.CustomerImport", models.SET_NULL, null=True, blank=True, db_index=False, related_name="products",
        verbose_name=_("came with import"),
    )  # fmt: skip

    personal = Personal(
        purpose=_("What is sold; something may be made for somebody and named so"),
        basis=Basis.INTEREST,
        about={EVERYBODY: Mentioned()},
        fields=("name",),
        erase=Erase.BLANK,
        explained={"code": "the code of a product"},
    )

    class Meta:
        verbose_name = _("product")
        verbose_name_plural = _("products")
        constraints: ClassVar = [models.CheckConstraint(condition=~Q(code=""), name="product_has_a_code")]

    def __str__(self) -> str:
        return self.name or self.code
