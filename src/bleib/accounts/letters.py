"""Letters about accounts that Bleib itself writes; django-allauth writes those about signing in."""

from __future__ import annotations

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import translation

from bleib.accounts.models import Invitation, User


def invitation_letter(invitation: Invitation, *, link: str, by: User) -> EmailMessage:
    """In the language of whoever is invited; `link` leads to the page where it is accepted."""
    with translation.override(invitation.language):
        words = {"invitation": invitation, "link": link, "by": str(by)}
        subject = " ".join(
            render_to_string("accounts/mail/invitation_subject.txt", words).split()
        )  # a name may have lines
        body = render_to_string("accounts/mail/invitation_message.txt", words)
    return EmailMessage(subject, body, to=[invitation.email])


def reaches_people() -> bool:
    """Whether a mail server is set; otherwise letters are files on this machine."""
    return settings.EMAIL_BACKEND.rpartition(".")[0].rpartition(".")[2] not in ("filebased", "console", "dummy")
