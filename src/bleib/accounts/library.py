"""The views of django-allauth that are routed, one by one: who reaches them and why. Others are not routed."""

from __future__ import annotations

from enum import StrEnum


class Entry(StrEnum):
    """Who gets in without any particular action."""

    PUBLIC = "public"
    SIGNED_IN = "signed in"


BEFORE = "signing in happens before anybody has a role"
OWN = "everybody looks after their own sign-in"

LIBRARY: dict[str, tuple[Entry, str]] = {
    "account_login": (Entry.PUBLIC, BEFORE),
    "account_logout": (
        Entry.PUBLIC,
        "signing out is harmless for who is not signed in, and cancels a sign-in half done",
    ),
    "account_inactive": (Entry.PUBLIC, "says that this account is closed"),
    "account_request_login_code": (Entry.PUBLIC, BEFORE),
    "account_confirm_login_code": (Entry.PUBLIC, BEFORE),
    "account_reset_password": (Entry.PUBLIC, BEFORE),
    "account_confirm_password_reset_code": (Entry.PUBLIC, BEFORE),
    "account_complete_password_reset": (Entry.PUBLIC, BEFORE),
    "account_password_reset_completed": (Entry.PUBLIC, BEFORE),
    "mfa_authenticate": (Entry.PUBLIC, "the second step of signing in"),
    "mfa_login_webauthn": (Entry.PUBLIC, "signing in with a passkey"),
    "openid_connect_login": (Entry.PUBLIC, "the way to the company's identity provider"),
    "openid_connect_callback": (Entry.PUBLIC, "the way back from the company's identity provider"),
    "socialaccount_login_cancelled": (Entry.PUBLIC, "says that signing in at the identity provider was cancelled"),
    "socialaccount_login_error": (Entry.PUBLIC, "says that signing in at the identity provider failed"),
    "account_reauthenticate": (Entry.SIGNED_IN, OWN),
    "account_change_password": (Entry.SIGNED_IN, OWN),
    "account_set_password": (Entry.SIGNED_IN, OWN),
    "mfa_index": (Entry.SIGNED_IN, OWN),
    "mfa_reauthenticate": (Entry.SIGNED_IN, OWN),
    "mfa_activate_totp": (Entry.SIGNED_IN, OWN),
    "mfa_deactivate_totp": (Entry.SIGNED_IN, OWN),
    "mfa_view_recovery_codes": (Entry.SIGNED_IN, OWN),
    "mfa_generate_recovery_codes": (Entry.SIGNED_IN, OWN),
    "mfa_download_recovery_codes": (Entry.SIGNED_IN, OWN),
    "mfa_list_webauthn": (Entry.SIGNED_IN, OWN),
    "mfa_add_webauthn": (Entry.SIGNED_IN, OWN),
    "mfa_reauthenticate_webauthn": (Entry.SIGNED_IN, OWN),
    "mfa_remove_webauthn": (Entry.SIGNED_IN, OWN),
    "mfa_edit_webauthn": (Entry.SIGNED_IN, OWN),
    "usersessions_list": (Entry.SIGNED_IN, OWN),
}
