"""The door: every view declares what it takes to enter, or nobody enters.

@requires(Action.SEE_CUSTOMERS)
def customer(request, number): ...

@signed_in("everybody sees their own account")
def me(request): ...

@public("sign-in, reset, health: reachable without an account")
def health(request): ...

Views of libraries cannot be decorated where they stand; they are named one by one in `library.py`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any
from urllib.parse import quote

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import ResolverMatch, reverse
from django_htmx.http import HttpResponseClientRedirect
from django_htmx.middleware import HtmxDetails

from bleib.accounts.library import LIBRARY, Entry
from bleib.accounts.models import User
from bleib.accounts.roles import Action, may
from bleib.accounts.second_factor import lacks_second_factor

View = Callable[..., HttpResponseBase]  # a file is streamed


@dataclass(frozen=True)
class Door:
    """What it takes to enter a view: an action, being signed in, or nothing; with the reason for the last two."""

    action: Action | None = None
    entry: Entry | None = None
    reason: str = ""
    without_second_factor: bool = False

    def admits(self, user: Any) -> bool:
        """Whether this colleague, or the anonymous user, may enter."""
        if self.entry is Entry.PUBLIC:
            return True
        if not user.is_authenticated:
            return False
        return self.entry is Entry.SIGNED_IN or (self.action is not None and may(user.role, self.action))


CLOSED = Door()


def requires(action: Action) -> Callable[[View], View]:
    """Only staff whose role may do `action` get in."""
    return _declare(Door(action=action))


def signed_in(reason: str, *, without_second_factor: bool = False) -> Callable[[View], View]:
    """Any colleague gets in; `reason` says why that is right."""
    return _declare(Door(entry=Entry.SIGNED_IN, reason=reason, without_second_factor=without_second_factor))


def public(reason: str) -> Callable[[View], View]:
    """Anybody gets in; `reason` says why that is right."""
    return _declare(Door(entry=Entry.PUBLIC, reason=reason, without_second_factor=True))


def _declare(door: Door) -> Callable[[View], View]:
    """The view asks once more by itself: what waited for the password is resumed without any middleware."""

    def declare(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *arguments: Any, **named: Any) -> HttpResponseBase:
            if not door.admits(getattr(request, "user", None)):
                raise PermissionDenied
            return view(request, *arguments, **named)

        guarded.door = door  # type: ignore[attr-defined]
        return guarded

    return declare


def door_of(view: View, name: str | None) -> Door:
    """What this view has declared, or what stands in the list of library views; else it is closed."""
    declared: Door | None = getattr(view, "door", None)
    if declared is not None:
        return declared
    if name in LIBRARY:
        entry, reason = LIBRARY[name]
        return Door(entry=entry, reason=reason, without_second_factor=True)
    return CLOSED


class AccessMiddleware:
    """Asks before every view. Closed unless declared otherwise."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: View, *_arguments: Any) -> HttpResponse | None:
        match: ResolverMatch | None = request.resolver_match
        door = door_of(view, match.view_name if match else None)
        if not door.admits(request.user):
            if request.user.is_authenticated:
                raise PermissionDenied
            return _to_sign_in(request)
        if not door.without_second_factor and isinstance(request.user, User) and lacks_second_factor(request.user):
            return HttpResponseRedirect(reverse("mfa_index"))
        return None


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    """Where the session has ended under a page that asks by htmx, the whole page goes, not a part of it."""
    htmx: HtmxDetails = request.htmx  # type: ignore[attr-defined]
    if htmx:
        here = htmx.current_url_abs_path or "/"
        return HttpResponseClientRedirect(f"{reverse('account_login')}?next={quote(here)}")
    return redirect_to_login(request.get_full_path())
