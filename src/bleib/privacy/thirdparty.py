"""What libraries keep about people: their models cannot declare it themselves. One table.

A library's model that is missing here fails the build.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from bleib.kernel.personal import Basis, Mentioned, NotPersonal, Personal, Retention

SESSIONS = "sessions"

THIRD_PARTY: dict[str, Personal | NotPersonal] = {
    "auth.group": NotPersonal(_("not used: what somebody may do follows from the role")),
    "auth.permission": NotPersonal(_("not used: what somebody may do follows from the role")),
    "contenttypes.contenttype": NotPersonal(_("names of tables")),
    "sessions.session": Personal(
        purpose=_("Staying signed in, and what was entered while signing in"),
        basis=Basis.CONTRACT,
        about={"user": Mentioned()},
        fields=("session_key", "session_data"),
        retention=Retention(after="expire_date"),
        secret=("session_key", "session_data"),
        store=SESSIONS,
    ),
    "usersessions.usersession": Personal(
        purpose=_("Showing colleagues where they are signed in, so that they can end a foreign session"),
        basis=Basis.INTEREST,
        about={"user": "user_id"},
        fields=("ip", "user_agent", "session_key", "data"),
        retention=Retention(days=30, after="last_seen_at"),
        secret=("session_key",),
    ),
    "account.emailaddress": Personal(
        purpose=_("The address a colleague signs in with, and whether it was confirmed"),
        basis=Basis.CONTRACT,
        about={"user": "user_id"},
        fields=("email",),
    ),
    "account.emailconfirmation": Personal(
        purpose=_("A confirmation of an address that is under way"),
        basis=Basis.CONTRACT,
        about={"user": "email_address__user_id"},
        fields=("key",),
        retention=Retention(days=7, after="created"),
        secret=("key",),
    ),
    "mfa.authenticator": Personal(
        purpose=_("A colleague's second factor: codes, passkeys, recovery codes"),
        basis=Basis.CONTRACT,
        about={"user": "user_id"},
        fields=("data",),
        secret=("data",),
    ),
    "socialaccount.socialaccount": Personal(
        purpose=_("A colleague's account at the company's own sign-in service"),
        basis=Basis.CONTRACT,
        about={"user": "user_id"},
        fields=("uid", "extra_data"),
        explained={"provider": "name of a service"},
    ),
    "socialaccount.socialtoken": Personal(
        purpose=_("Keys to a colleague's account at the company's own sign-in service"),
        basis=Basis.CONTRACT,
        about={"user": "account__user_id"},
        fields=("token", "token_secret"),
        secret=("token", "token_secret"),
    ),
    "socialaccount.socialapp": NotPersonal(
        _("the company's own sign-in service"), explained={"settings": "how to reach the service"}
    ),
}
