"""A colleague with a sign-in."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.translation import gettext_lazy as _

from bleib.accounts.roles import Action, Role, may
from bleib.kernel.personal import Basis, Erase, Personal

# What counts as a second factor, in django-allauth's words; recovery codes only stand in for one that was lost.
FACTORS = ("totp", "webauthn")


class Theme(models.TextChoices):
    """How the pages look."""

    AUTO = "auto", _("As the device")
    LIGHT = "light", _("Light")
    DARK = "dark", _("Dark")


class UserManager(BaseUserManager["User"]):
    """Makes colleagues; an address is one person, however it is capitalised."""

    def create_user(self, email: str, password: str | None = None, **fields: object) -> User:
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def with_second_factor(self) -> models.QuerySet[User]:
        """All, each with `has_second_factor`: how many of them, 0 for none."""
        factors = models.Count("authenticator", filter=models.Q(authenticator__type__in=FACTORS))
        return self.annotate(has_second_factor=factors)

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email__iexact=username)


class User(AbstractBaseUser):
    """A colleague. What they may do follows from the role alone (roles.py)."""

    email = models.EmailField(_("e-mail address"), unique=True)
    name = models.CharField(_("name"), max_length=120, blank=True)
    role = models.CharField(_("role"), max_length=20, choices=Role, default=Role.ANALYST)
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES, default="de")
    theme = models.CharField(_("appearance"), max_length=5, choices=Theme, default=Theme.AUTO)
    is_active = models.BooleanField(_("may sign in"), default=True)
    joined_at = models.DateTimeField(_("joined"), auto_now_add=True)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    personal = Personal(
        purpose=_("Sign-in of colleagues and who did what"),
        basis=Basis.CONTRACT,
        about={"user": "pk"},
        fields=("email", "name", "password", "last_login", "language", "theme"),
        erase=Erase.BLANK,
        explained={"role": "what a colleague's work is"},
        secret=("password",),
        created="joined_at",
        blank={"is_active": False},
    )

    class Meta:
        verbose_name = _("colleague")
        verbose_name_plural = _("colleagues")

    def __str__(self) -> str:
        return self.name or self.email

    def may(self, action: Action) -> bool:
        """Whether this colleague may do this now."""
        return self.is_active and may(self.role, action)

    def choose_language(self, language: str) -> None:
        """Speak this language from now on; one of settings.LANGUAGES."""
        self.language = language
        self.save(update_fields=["language"])
