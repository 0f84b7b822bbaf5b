"""Sentences of django-allauth that our catalogue says in its own German: the library's mixes "du" and "Sie".

Marked here so that they are kept when the catalogue is written anew.
"""

from __future__ import annotations

from django.utils.translation import gettext_noop as _

SAID_AGAIN = (
    _("Please type your current password."),
    _("You must type the same password each time."),
    _("Be patient, you are sending too many requests."),
    _("Your account has no password set up."),
    _("Your password has been changed."),
    _("Your password is now changed."),
    _("You have signed out."),
    _("Are you sure you want to sign out?"),
    _("You are already logged in as %(user_display)s."),
    _("You are about to generate a new set of recovery codes for your account."),
    _("You are about to deactivate authenticator app based authentication. Are you sure?"),
    _("You are about to sign in using a third-party account from %(provider)s."),
    _(
        "You decided to cancel logging in to our site using one of your existing accounts. If this was a mistake, "
        'please proceed to <a href="%(login_url)s">sign in</a>.'
    ),
    _("Forgotten your password? Enter your email address below, and we'll send you an email allowing you to reset it."),
    _("Please contact us if you have any trouble resetting your password."),
)
