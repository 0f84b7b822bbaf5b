"""Signing in, one's own account, and the pages of django-allauth that are in use (library.py says who reaches them).

Not routed: signing up, changing the address, phones, and linking identities by hand.
"""

from __future__ import annotations

from allauth.account import views as account
from allauth.socialaccount import views as identity
from django.urls import URLPattern, URLResolver, include, path

from bleib.accounts.views import invitation, language, me

urlpatterns: list[URLPattern | URLResolver] = [
    path("sign-in/", account.login, name="account_login"),
    path("sign-in/code/", account.request_login_code, name="account_request_login_code"),
    path("sign-in/code/confirm/", account.confirm_login_code, name="account_confirm_login_code"),
    path("sign-in/closed/", account.account_inactive, name="account_inactive"),
    path("sign-in/again/", account.reauthenticate, name="account_reauthenticate"),
    path("sign-in/password/", account.password_reset, name="account_reset_password"),
    path("sign-in/password/code/", account.confirm_password_reset_code, name="account_confirm_password_reset_code"),
    path("sign-in/password/new/", account.complete_password_reset, name="account_complete_password_reset"),
    path("sign-in/password/done/", account.password_reset_from_key_done, name="account_password_reset_completed"),
    path("sign-in/cancelled/", identity.login_cancelled, name="socialaccount_login_cancelled"),
    path("sign-in/failed/", identity.login_error, name="socialaccount_login_error"),
    path("sign-in/", include("allauth.socialaccount.providers.openid_connect.urls")),
    path("sign-out/", account.logout, name="account_logout"),
    path("me/", me.me, name="me"),
    path("me/password/", account.password_change, name="account_change_password"),
    path("me/password/set/", account.password_set, name="account_set_password"),
    path("me/sessions/", include("allauth.usersessions.urls")),
    path("me/second-factor/", include("allauth.mfa.urls")),
    path("invitation/<str:token>/", invitation.accept, name="invitation"),
    path("language/", language.choose, name="language"),
]
