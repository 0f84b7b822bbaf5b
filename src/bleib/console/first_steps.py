"""What a new installation needs, in order, for who may do it. When all is done, nothing is listed."""

from __future__ import annotations

from dataclasses import dataclass

from allauth.mfa.utils import is_mfa_enabled
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from bleib.accounts.letters import reaches_people
from bleib.accounts.models import User
from bleib.accounts.roles import Action
from bleib.history.models import Import
from bleib.worker.api import status


@dataclass(frozen=True)
class Step:
    """One thing to do: what, why, whether it is done, and the page or the command that does it."""

    title: Promise
    why: Promise
    done: bool
    address: str = ""
    verb: Promise | str = ""
    command: str = ""


def first_steps(user: User) -> list[Step]:
    """The steps that this role may take; empty when every one is done."""
    steps = [_second_factor(user)]
    if user.may(Action.EDIT_SETTINGS):
        steps.append(_mail())
    if user.may(Action.EDIT_STAFF):
        steps.append(_colleagues())
    if user.may(Action.IMPORT):
        steps.append(_orders())
    if user.may(Action.SEE_WORKER):
        steps.append(_worker())
    return steps if any(not step.done for step in steps) else []


def _second_factor(user: User) -> Step:
    return Step(
        _("Protect your sign-in"),
        _("A passkey or one-time codes keep others out, even if they know your password."),
        done=is_mfa_enabled(user),
        address=reverse("mfa_index"),
        verb=_("Set up"),
    )


def _mail() -> Step:
    return Step(
        _("Name a mail server"),
        _("Until then, sign-in codes and invitations are only written into files on the server."),
        done=reaches_people(),
        address=reverse("system"),
        verb=_("System"),
        command="BLEIB_MAIL_URL=smtp://user:password@mail.example.com:587",
    )


def _colleagues() -> Step:
    return Step(
        _("Invite your colleagues"),
        _("Everybody gets a role, and a role includes what that work needs."),
        done=User.objects.count() > 1,
        address=reverse("colleagues"),
        verb=_("Invite"),
    )


def _orders() -> Step:
    return Step(
        _("Read in your orders"),
        _("An export of your shop or bookkeeping is enough; two years of it say more than one."),
        done=Import.objects.exists(),
        address=reverse("imports"),
        verb=_("Import"),
    )


def _worker() -> Step:
    return Step(
        _("Start the worker"),
        _("It does what happens by itself, day and night."),
        done=any(worker.alive for worker in status((), now=timezone.now()).workers),
        address=reverse("system"),
        verb=_("System"),
        command="bleib worker",
    )
