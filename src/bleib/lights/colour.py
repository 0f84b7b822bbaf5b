"""The three colours and what they are called: never colour alone."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Colour(models.TextChoices):
    """From good to bad; the worst wins."""

    GREEN = "green", _("stable")
    YELLOW = "yellow", _("watch")
    RED = "red", _("at risk")

    @property
    def rank(self) -> int:
        """1 green, 2 yellow, 3 red."""
        return list(Colour).index(self) + 1


class Trend(models.TextChoices):
    """Whether the chance of leaving moved by more than noise within 30 days."""

    NONE = "", _("no change beyond noise")
    BETTER = "better", _("better")
    WORSE = "worse", _("worse")
