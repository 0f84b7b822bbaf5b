"""Which roles have to sign in with a second factor: one-time codes or a passkey."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from bleib.accounts.models.user import User
from bleib.accounts.roles import Role
from bleib.kernel.personal import NotPersonal


class SecondFactorRule(models.Model):
    """A row: this role has to. Who demanded it and when."""

    role = models.CharField(_("role"), max_length=20, choices=Role, primary_key=True)
    demanded_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    demanded_at = models.DateTimeField()

    personal = NotPersonal(_("a rule about a role"))

    class Meta:
        verbose_name = _("second-factor rule")
        verbose_name_plural = _("second-factor rules")
