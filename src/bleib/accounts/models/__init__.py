"""People who work with Bleib."""

from bleib.accounts.models.user import User

__all__ = ["User"]
