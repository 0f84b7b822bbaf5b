"""Whether somebody's role demands a second factor that they do not have yet."""

from __future__ import annotations

from allauth.mfa.utils import is_mfa_enabled

from bleib.accounts.models import SecondFactorRule, User
from bleib.accounts.models.user import FACTORS


def lacks_second_factor(user: User) -> bool:
    """Whether this colleague has to set one up before anything else."""
    return SecondFactorRule.objects.filter(role=user.role).exists() and not is_mfa_enabled(user, FACTORS)
