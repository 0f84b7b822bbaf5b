"""What Bleib decides differently from django-allauth: no signing up, mail in the background, secrets locked."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.providers.base import AuthProcess
from django.core.exceptions import PermissionDenied
from django.core.mail import EmailMessage
from django.http import HttpRequest

from bleib.accounts import post
from bleib.accounts.locks import lock, unlock


class AccountAdapter(DefaultAccountAdapter):
    """Colleagues are invited; an answer takes equally long whether or not an address is known."""

    def is_open_for_signup(self, _request: HttpRequest) -> bool:
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        message: EmailMessage = self.render_mail(template_prefix, email, {"email": email, **context})
        post.later(message)


class SecondFactorAdapter(DefaultMFAAdapter):
    """Secrets of one-time codes lie encrypted: whoever reads the database cannot sign in with it."""

    def encrypt(self, text: str) -> str:
        return lock(text, purpose="second factor")

    def decrypt(self, encrypted_text: str) -> str:
        return unlock(encrypted_text, purpose="second factor")

    def _get_site_name(self) -> str:
        return "Bleib"


class IdentityProviderAdapter(DefaultSocialAccountAdapter):
    """The company's provider signs in those who are colleagues already, by their verified address."""

    def pre_social_login(self, _request: HttpRequest, sociallogin: Any) -> None:
        if sociallogin.state.get("process") == AuthProcess.CONNECT:
            raise PermissionDenied  # a person is told by the address alone, never by a link made by hand

    def can_authenticate_by_email(self, login: Any, email: str) -> bool:
        """Only what the provider says plainly counts as verified: some write the word "false"."""
        said = [address.verified for address in login.email_addresses if address.email == email]
        return all(verified in (True, "true") for verified in said) and super().can_authenticate_by_email(login, email)
