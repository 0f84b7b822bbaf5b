"""Words that sort customers and products: tags, product groups, ways of acquisition."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bleib.accounts.access import requires
from bleib.accounts.request import StaffRequest
from bleib.accounts.roles import Action
from bleib.console.settings.forms.words import MergeForm, RenameForm, WayForm
from bleib.console.settings.saving import edit
from bleib.customers import words
from bleib.customers.models import ProductGroup, Tag


@requires(Action.EDIT_SETTINGS)
def tags(request: StaffRequest) -> HttpResponse:
    """All tags, with how many customers have each."""
    return render(request, "console/settings/tags.html", {"tags": words.tags_with_counts()})


@requires(Action.EDIT_SETTINGS)
def tag(request: StaffRequest, pk: int) -> HttpResponse:
    """Rename a tag; merging and removing it are beside."""
    found = get_object_or_404(Tag, pk=pk)
    form = RenameForm(request.POST or None, initial={"name": found.name})

    def save() -> None:
        words.rename(found, form.cleaned_data["name"], by=request.user, now=timezone.now())

    merging = MergeForm(tag=found)
    return edit(request, form, save, to="settings_tags", page="tag", tag=found, merging=merging)


@requires(Action.EDIT_SETTINGS)
@require_POST
def merge_tag(request: StaffRequest, pk: int) -> HttpResponse:
    """Whoever has this tag has the other one instead."""
    found = get_object_or_404(Tag, pk=pk)
    form = MergeForm(request.POST, tag=found)
    if not form.is_valid():
        messages.error(request, _("Choose the tag to merge into."))
        return redirect("settings_tag", pk=pk)
    words.merge_tags(found, form.cleaned_data["into"], by=request.user, now=timezone.now())
    messages.success(request, _("Merged."))
    return redirect("settings_tags")


@requires(Action.EDIT_SETTINGS)
@require_POST
def remove_tag(request: StaffRequest, pk: int) -> HttpResponse:
    """The tag is gone; its customers stay."""
    words.remove(get_object_or_404(Tag, pk=pk), by=request.user, now=timezone.now())
    messages.success(request, _("Removed."))
    return redirect("settings_tags")


@requires(Action.EDIT_SETTINGS)
def groups(request: StaffRequest) -> HttpResponse:
    """All product groups, with how many products each has."""
    return render(request, "console/settings/groups.html", {"groups": words.groups_with_counts()})


@requires(Action.EDIT_SETTINGS)
def group(request: StaffRequest, pk: int) -> HttpResponse:
    """Rename a product group."""
    found = get_object_or_404(ProductGroup, pk=pk)
    form = RenameForm(request.POST or None, initial={"name": found.name})

    def save() -> None:
        words.rename(found, form.cleaned_data["name"], by=request.user, now=timezone.now())

    return edit(request, form, save, to="settings_groups", page="group", group=found)


@requires(Action.EDIT_SETTINGS)
@require_POST
def remove_group(request: StaffRequest, pk: int) -> HttpResponse:
    """The group is gone; its products stay, each a group of its own."""
    words.remove(get_object_or_404(ProductGroup, pk=pk), by=request.user, now=timezone.now())
    messages.success(request, _("Removed."))
    return redirect("settings_groups")


@requires(Action.EDIT_SETTINGS)
def ways(request: StaffRequest) -> HttpResponse:
    """By which ways customers came; renaming one to another joins them."""
    form = WayForm(request.POST or None, initial={"old": request.GET.get("old", "")})

    def save() -> None:
        words.rename_way(form.cleaned_data["old"], form.cleaned_data["new"], by=request.user, now=timezone.now())

    return edit(
        request, form, save, to="settings_ways", page="ways", ways=words.ways_with_counts(),
        old=request.POST.get("old", request.GET.get("old", "")),
    )  # fmt: skip
