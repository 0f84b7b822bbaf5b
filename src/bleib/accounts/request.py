"""A request that has passed the door (access.py): somebody is signed in."""

from __future__ import annotations

from django.http import HttpRequest

from bleib.accounts.models import User


class StaffRequest(HttpRequest):
    """For the signatures of views that are declared with `requires` or `signed_in`."""

    user: User
