"""What others may ask about colleagues. Every change is in the audit log, in the same transaction."""

from __future__ import annotations

from datetime import datetime

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db import transaction

from bleib.accounts.errors import LastAdministrator
from bleib.accounts.models import Invitation, SecondFactorRule, Token, User
from bleib.accounts.models.invitation import VALID_FOR, digest, new_token
from bleib.accounts.roles import Action, Role, may
from bleib.accounts.scopes import Scope
from bleib.accounts.tokens import issue_token, open_token, revoke_token, scopes_of
from bleib.audit.api import record

__all__ = [
    "Action", "LastAdministrator", "Role", "Scope", "accept", "admit", "change_role", "deactivate",
    "demand_second_factor", "forget_second_factor", "found", "invite", "issue_token", "may", "open_token",
    "reactivate", "rename", "revoke_token", "scopes_of", "waive_second_factor", "withdraw",
]  # fmt: skip


@transaction.atomic
def admit(*, email: str, name: str, role: str, password: str | None, language: str) -> User:
    """Make a colleague whose address is known to be theirs. Without a password, codes and the provider still work."""
    user = User.objects.create_user(email=email, password=password, name=name, role=role, language=language)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


@transaction.atomic
def found(*, email: str, name: str, password: str, language: str, now: datetime) -> User | None:
    """Make the first administrator; None where one may sign in already, and nothing happens."""
    if User.objects.filter(role=Role.ADMIN, is_active=True).exists():
        return None
    user = admit(email=email, name=name, role=Role.ADMIN, password=password, language=language)
    record(actor=None, job="bleib init", verb="colleague.founded", subject=user, now=now)
    return user


@transaction.atomic
def invite(invitation: Invitation, *, by: User, now: datetime) -> str:
    """Save the invitation (address, name, role, language are set) and return the token for its link.

    An earlier open invitation of the same address is withdrawn: only the newest link works.
    """
    Invitation.objects.filter(email=invitation.email, accepted_at=None, withdrawn_at=None).update(withdrawn_at=now)
    token = new_token()
    invitation.digest = digest(token)
    invitation.invited_by, invitation.invited_at, invitation.expires_at = by, now, now + VALID_FOR
    invitation.save()
    record(actor=by, verb="colleague.invited", subject=invitation, role=invitation.role, now=now)
    return token


@transaction.atomic
def accept(invitation: Invitation, *, name: str, password: str, now: datetime) -> User:
    """Turn the invitation into a colleague, once: two clicks at a time make one. Raises Invitation.DoesNotExist."""
    held = Invitation.objects.select_for_update().open(now=now).get(pk=invitation.pk)
    user = admit(email=held.email, name=name, role=held.role, password=password, language=held.language)
    held.accepted_at, held.user = now, user
    held.save(update_fields=["accepted_at", "user"])
    record(actor=user, verb="colleague.joined", subject=held, now=now)
    return user


@transaction.atomic
def withdraw(invitation: Invitation, *, by: User, now: datetime) -> None:
    """The link works no longer."""
    if Invitation.objects.open(now=now).filter(pk=invitation.pk).update(withdrawn_at=now):
        record(actor=by, verb="colleague.invitation_withdrawn", subject=invitation, now=now)


@transaction.atomic
def rename(user: User, *, name: str, by: User, now: datetime) -> None:
    """Call a colleague what they are called. The same name again is no change."""
    before, user.name = user.name, name
    if name != before:
        user.save(update_fields=["name"])
        record(
            actor=by,
            verb="colleague.renamed",
            subject=user,
            before={"name": before},
            after={"name": name},
            now=now,
        )


@transaction.atomic
def change_role(user: User, *, role: Role, by: User, now: datetime) -> None:
    """Give a colleague other work. Raises LastAdministrator."""
    if role != Role.ADMIN:
        _refuse_last_administrator(user)
    before, user.role = user.role, role
    user.save(update_fields=["role"])
    if not may(role, Action.EDIT_STAFF):
        _withdraw_all_of(user, by=by, now=now)
    record(
        actor=by,
        verb="colleague.role_changed",
        subject=user,
        before={"role": before},
        after={"role": str(role)},
        now=now,
    )


@transaction.atomic
def deactivate(user: User, *, by: User, now: datetime) -> None:
    """Close the account and end its sessions at once. Raises LastAdministrator."""
    _refuse_last_administrator(user)
    user.is_active = False
    user.save(update_fields=["is_active"])
    for session in UserSession.objects.filter(user=user):
        session.end()
    _withdraw_all_of(user, by=by, now=now)
    for token in Token.objects.filter(created_by=user, revoked_at=None):
        revoke_token(token, by=by, now=now)
    record(actor=by, verb="colleague.closed", subject=user, now=now)


@transaction.atomic
def reactivate(user: User, *, by: User, now: datetime) -> None:
    """Open a closed account again, with its role."""
    user.is_active = True
    user.save(update_fields=["is_active"])
    record(actor=by, verb="colleague.reopened", subject=user, now=now)


@transaction.atomic
def forget_second_factor(user: User, *, by: User, now: datetime) -> None:
    """Whoever lost telephone and recovery codes starts anew; passkeys and codes are gone."""
    Authenticator.objects.filter(user=user).delete()
    record(actor=by, verb="colleague.second_factor_forgotten", subject=user, now=now)


@transaction.atomic
def demand_second_factor(role: Role, *, by: User, now: datetime) -> None:
    """From now on, this role sets up a second factor before anything else."""
    defaults = {"demanded_by": by, "demanded_at": now}
    rule, is_new = SecondFactorRule.objects.get_or_create(role=role, defaults=defaults)
    if is_new:
        record(actor=by, verb="role.second_factor_demanded", subject=rule, role=role, now=now)


@transaction.atomic
def waive_second_factor(role: Role, *, by: User, now: datetime) -> None:
    """This role may sign in without a second factor again."""
    rule = SecondFactorRule.objects.select_for_update().filter(role=role).first()
    if rule is not None:
        record(actor=by, verb="role.second_factor_waived", subject=rule, role=role, now=now)
        rule.delete()


def _withdraw_all_of(user: User, *, by: User, now: datetime) -> None:
    """Who may invite nobody any more has no invitations out: one to another address of theirs would let them back."""
    for invitation in Invitation.objects.open(now=now).filter(invited_by=user):
        withdraw(invitation, by=by, now=now)


def _refuse_last_administrator(user: User) -> None:
    """Locks all administrators in one order: two of them who remove each other wait, and the second is refused."""
    administrators = User.objects.select_for_update().filter(role=Role.ADMIN, is_active=True).order_by("pk")
    if list(administrators.values_list("pk", flat=True)) == [user.pk]:
        raise LastAdministrator
