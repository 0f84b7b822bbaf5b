"""Forms about colleagues and one's own account."""

from __future__ import annotations

from typing import Any, ClassVar

from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from django import forms
from django.contrib.auth.password_validation import password_validators_help_text_html, validate_password
from django.core.cache import cache
from django.utils.translation import gettext_lazy as _

from bleib.accounts.models import Invitation, User
from bleib.accounts.one_line import OneLine

CODE_LIVES = 90  # seconds: its own thirty, and those before and after (MFA_TOTP_TOLERANCE)


class MeForm(forms.ModelForm):
    """What everybody may change about themselves."""

    class Meta:
        model = User
        fields: ClassVar = ["name", "language", "theme"]
        field_classes: ClassVar = {"name": OneLine}


class NameForm(forms.ModelForm):
    """What an administrator may correct about a colleague."""

    name = OneLine(label=_("Name"), max_length=120, widget=forms.TextInput({"class": "form-control w-auto"}))

    class Meta:
        model = User
        fields: ClassVar = ["name"]


class AcceptForm(forms.Form):
    """A name and a password for a new colleague."""

    name = OneLine(label=_("Your name"), max_length=120, widget=forms.TextInput({"autocomplete": "name"}))
    password = forms.CharField(
        label=_("Password"), widget=forms.PasswordInput({"autocomplete": "new-password"}), strip=False
    )

    def __init__(self, data: Any = None, *, invitation: Invitation) -> None:
        super().__init__(data, initial={"name": invitation.name})
        self.fields["password"].help_text = password_validators_help_text_html()
        self.invitation = invitation

    def clean(self) -> dict[str, Any]:
        """The password must not be easily guessed from the person."""
        found = super().clean() or {}
        if password := found.get("password"):
            person = User(email=self.invitation.email, name=found.get("name", ""))
            try:
                validate_password(password, person)
            except forms.ValidationError as error:
                self.add_error("password", error)
        return found


class InviteForm(forms.ModelForm):
    """Whom to invite as what. An address that has an account is refused: only who may see the list can ask."""

    class Meta:
        model = Invitation
        fields: ClassVar = ["email", "name", "role", "language"]
        field_classes: ClassVar = {"name": OneLine}

    def clean_email(self) -> str:
        email = self.cleaned_data["email"].strip().lower()
        if User.objects.filter(email=email).exists():
            raise forms.ValidationError(_("This address belongs to a colleague already."))
        return email


class Once(forms.Form):
    """A one-time code counts once for as long as it could; django-allauth forgets after a third of that time."""

    def clean_code(self) -> str:
        code: str = super().clean_code()  # type: ignore[misc]
        digits = "".join(filter(str.isalnum, code))
        if not cache.add(f"one-time-code:{self.user.pk}:{digits}", "used", timeout=CODE_LIVES):  # type: ignore[attr-defined]
            raise forms.ValidationError(_("This code was used already. Wait for the next one."))
        return code


class SecondFactorForm(Once, AuthenticateForm):
    """The second step of signing in."""


class SecondFactorAgainForm(Once, ReauthenticateForm):
    """The same before something that matters."""
