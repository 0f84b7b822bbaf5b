"""Forms about words: renaming one, merging two, and lists of codes."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bleib.customers.models import Tag
from bleib.customers.words import LONGEST_WAY
from bleib.figures.counting import LONGEST_CODE


class RenameForm(forms.Form):
    """Another name."""

    name = forms.CharField(label=_("Name"), max_length=200)


class MergeForm(forms.Form):
    """Which tag this one becomes."""

    into = forms.ModelChoiceField(Tag.objects.none(), label=_("Merge into"))

    def __init__(self, *arguments: Any, tag: Tag, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["into"].queryset = Tag.objects.exclude(pk=tag.pk).order_by("name")  # type: ignore[attr-defined]


class WayForm(forms.Form):
    """A way of acquisition by another name; a name that is there already joins both."""

    old = forms.CharField(widget=forms.HiddenInput, max_length=LONGEST_WAY)
    new = forms.CharField(label=_("New name"), max_length=LONGEST_WAY)


class CodesForm(forms.Form):
    """Product codes, one a line; and proposals that are ticked."""

    codes = forms.CharField(
        label=_("Product codes that are no goods"),
        required=False,
        widget=forms.Textarea({"rows": 6}),
        help_text=_("One a line, as files write them."),
    )

    def clean_codes(self) -> list[str]:
        codes = [line.strip() for line in self.cleaned_data["codes"].splitlines() if line.strip()]
        if any(len(code) > LONGEST_CODE for code in codes):
            raise forms.ValidationError(
                _("A product code has at most %(most)s characters."), params={"most": LONGEST_CODE}
            )
        return codes
