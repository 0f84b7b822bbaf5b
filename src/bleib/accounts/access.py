"""The door: every view declares what it takes to enter, or nobody enters.

@requires(Action.SEE_CUSTOMERS)
def customer(request, number): ...

@public("sign-in, reset, health: reachable without an account")
def health(request): ...
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from bleib.accounts.roles import Action, may

View = Callable[..., HttpResponse]
# Views of libraries, by the start of their module: sign-in happens before anybody has a role.
OPEN_MODULES = ("allauth.",)


def requires(action: Action) -> Callable[[View], View]:
    """Only staff whose role may do `action` get in."""

    def declare(view: View) -> View:
        view.action = action  # type: ignore[attr-defined]
        return view

    return declare


def public(reason: str) -> Callable[[View], View]:
    """Anybody gets in; `reason` says why that is right."""

    def declare(view: View) -> View:
        view.public = reason  # type: ignore[attr-defined]
        return view

    return declare


class AccessMiddleware:
    """Asks before every view. Closed unless declared otherwise."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: View, *_arguments: Any) -> HttpResponse | None:
        if getattr(view, "public", "") or view.__module__.startswith(OPEN_MODULES):
            return None
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        action = getattr(view, "action", None)
        if action is None or not may(request.user.role, action):
            raise PermissionDenied
        return None
