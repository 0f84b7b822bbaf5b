"""Forms of passkeys. What no browser sends is a wrong key; the library lets its parser's errors through."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)

MALFORMED = (AttributeError, KeyError, TypeError, ValueError)


@contextmanager
def malformed_is_wrong() -> Iterator[None]:
    try:
        yield
    except MALFORMED as error:
        raise get_adapter().validation_error("incorrect_code") from error


class PasskeyForm(AddWebAuthnForm):
    """A new key signs in by itself unless told otherwise: that is what people expect of a passkey."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["passwordless"].initial = True

    def clean(self) -> dict[str, Any]:
        with malformed_is_wrong():
            return super().clean()


class PasskeyLoginForm(LoginWebAuthnForm):
    """Signing in with a passkey alone."""

    def clean_credential(self) -> Any:
        with malformed_is_wrong():
            return super().clean_credential()


class PasskeySecondForm(AuthenticateWebAuthnForm):
    """A passkey as the second step."""

    def clean_credential(self) -> Any:
        with malformed_is_wrong():
            return super().clean_credential()


class PasskeyAgainForm(ReauthenticateWebAuthnForm):
    """A passkey instead of the password that is asked for once more."""

    def clean_credential(self) -> Any:
        with malformed_is_wrong():
            return super().clean_credential()
