"""People who work with Bleib."""

from bleib.accounts.models.invitation import Invitation
from bleib.accounts.models.second_factor import SecondFactorRule
from bleib.accounts.models.token import Token
from bleib.accounts.models.user import Theme, User

__all__ = ["Invitation", "SecondFactorRule", "Theme", "Token", "User"]
