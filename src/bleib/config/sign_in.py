"""How people sign in: django-allauth's settings, with the company's own identity provider where one is named."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from bleib.config.environment import Environment, Misconfigured

OIDC = ("BLEIB_OIDC_ISSUER", "BLEIB_OIDC_CLIENT_ID", "BLEIB_OIDC_CLIENT_SECRET")
VALIDATORS = "django.contrib.auth.password_validation"

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"{VALIDATORS}.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": f"{VALIDATORS}.UserAttributeSimilarityValidator", "OPTIONS": {"user_attributes": ("email", "name")}},
    {"NAME": f"{VALIDATORS}.CommonPasswordValidator"},
]
# scrypt needs memory, which makes guessing dear; the other one reads what an identity provider or a test may bring.
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]

ACCOUNT: dict[str, Any] = {
    "ACCOUNT_ADAPTER": "bleib.accounts.adapters.AccountAdapter",
    "ACCOUNT_LOGIN_METHODS": {"email"},
    "ACCOUNT_SIGNUP_FIELDS": ["email*", "password1*"],
    "ACCOUNT_USER_MODEL_USERNAME_FIELD": None,
    "ACCOUNT_USER_DISPLAY": str,
    # Addresses are verified by the invitation that was accepted; nobody signs up by themselves.
    "ACCOUNT_EMAIL_VERIFICATION": "none",
    "ACCOUNT_EMAIL_SUBJECT_PREFIX": "Bleib: ",
    "ACCOUNT_EMAIL_NOTIFICATIONS": True,
    # An address that nobody has gets no mail, or Bleib could be made to write to strangers.
    "ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS": False,
    "ACCOUNT_PREVENT_ENUMERATION": True,
    # Codes instead of links: scanners in mail systems follow links.
    "ACCOUNT_LOGIN_BY_CODE_ENABLED": True,
    "ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED": True,
    "ACCOUNT_LOGIN_BY_CODE_TIMEOUT": 900,  # seconds; some mail systems let a first letter wait
    "ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT": 900,
    "ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE": False,
    "ACCOUNT_REAUTHENTICATION_TIMEOUT": 300,
    # Counted in the cache, which is a table of the database: the same for every process (see CACHES).
    "ACCOUNT_RATE_LIMITS": {"login_failed": "20/m/ip,5/10m/key"},
    "MFA_ADAPTER": "bleib.accounts.adapters.SecondFactorAdapter",
    "MFA_SUPPORTED_TYPES": ["totp", "webauthn", "recovery_codes"],
    "MFA_PASSKEY_LOGIN_ENABLED": True,
    "MFA_FORMS": {
        "add_webauthn": "bleib.accounts.passkeys.PasskeyForm",
        "authenticate_webauthn": "bleib.accounts.passkeys.PasskeySecondForm",
        "login_webauthn": "bleib.accounts.passkeys.PasskeyLoginForm",
        "reauthenticate_webauthn": "bleib.accounts.passkeys.PasskeyAgainForm",
        "authenticate": "bleib.accounts.forms.SecondFactorForm",
        "reauthenticate": "bleib.accounts.forms.SecondFactorAgainForm",
    },
    "MFA_TOTP_ISSUER": "Bleib",
    "MFA_TOTP_TOLERANCE": 1,
    "USERSESSIONS_TRACK_ACTIVITY": True,
    "SOCIALACCOUNT_ADAPTER": "bleib.accounts.adapters.IdentityProviderAdapter",
    # The company's own provider vouches for its addresses; a person is told by a verified one.
    "SOCIALACCOUNT_EMAIL_AUTHENTICATION": True,
    "SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT": True,
    "SOCIALACCOUNT_EMAIL_VERIFICATION": "none",
    "SOCIALACCOUNT_STORE_TOKENS": False,
}


def identity_provider(environment: Environment) -> dict[str, Any]:
    """SOCIALACCOUNT_PROVIDERS with the company's OpenID Connect provider; empty where none is named."""
    issuer, client, secret = (environment.secret(name) for name in OIDC)
    if not any((issuer, client, secret)):
        return {}
    missing = [name for name, value in zip(OIDC, (issuer, client, secret), strict=True) if not value]
    if missing:
        raise Misconfigured(f"For sign-in by OpenID Connect, {' and '.join(missing)} is missing.")
    app = {
        "provider_id": "company",
        "name": environment.text("BLEIB_OIDC_NAME", "OpenID Connect"),
        "client_id": client,
        "secret": secret,
        "settings": {"server_url": issuer.rstrip("/"), "oauth_pkce_enabled": True},
    }
    return {"openid_connect": {"APPS": [app], "OAUTH_PKCE_ENABLED": True}}


def origin_of_identity_provider(environment: Environment) -> list[str]:
    """Where the browser may be sent by a form on the sign-in page: the provider's origin."""
    issuer = environment.secret("BLEIB_OIDC_ISSUER")
    parts = urlsplit(issuer)
    return [f"{parts.scheme}://{parts.netloc}"] if issuer else []
