"""Owner and tags of many customers at once."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from bleib.accounts.access import requires
from bleib.accounts.models import User
from bleib.accounts.request import StaffRequest
from bleib.accounts.roles import Action
from bleib.console.customers.filter import ME, NOBODY, ListFilter
from bleib.figures.listing.bulk import Many, give_owner, hang_tag, take_tag

MOST_TICKED = 500


@requires(Action.EDIT_CUSTOMERS)
@require_POST
def bulk(request: StaffRequest) -> HttpResponse:
    """Give an owner, hang a tag on or take it off: those that are ticked, or all that fit the filter."""
    asked = ListFilter(QueryDict(request.POST.get("query", "")), reader=request.user)
    many = Many(asked.wanted, asked.told, _ticked(request))
    if many.ids is None and request.POST.get("sure") != "yes":
        messages.warning(request, _("Nothing was changed. Tick the box to say that all are meant."))
    elif many.ids == []:
        messages.warning(request, _("Nothing was changed: tick the customers first, or choose all that fit."))
    else:
        _say(request, _change(request, many))
    return redirect(f"{reverse('customers')}?{asked.query()}")


def _ticked(request: StaffRequest) -> list[int] | None:
    """Ticked ones; None for all that fit."""
    if request.POST.get("whom") == "all":
        return None
    return [int(each) for each in request.POST.getlist("chosen")[:MOST_TICKED] if _is_key(each)]


def _change(request: StaffRequest, many: Many) -> int | None:
    """For how many something is new; None where it was not said what."""
    now, do = timezone.now(), request.POST.get("do")
    if do == "owner":
        found, owner = _owner(request)
        return give_owner(many, owner, by=request.user, now=now) if found else None
    name = " ".join(request.POST.get("tag", "").replace("\0", "").split())[:60]
    if do not in ("tag", "untag") or not name:
        return None
    return (hang_tag if do == "tag" else take_tag)(many, name, by=request.user, now=now)


def _owner(request: StaffRequest) -> tuple[bool, User | None]:
    """Whether a colleague (or nobody) was named, and whom."""
    said = request.POST.get("owner", "")
    if said == NOBODY:
        return True, None
    if said == ME:
        return True, request.user
    owner = User.objects.filter(pk=int(said), is_active=True).first() if _is_key(said) else None
    return owner is not None, owner


def _is_key(text: str) -> bool:
    return text.isdecimal() and len(text) < 19


def _say(request: StaffRequest, count: int | None) -> None:
    if count is None:
        messages.warning(request, _("Nothing was changed: say which owner or which tag."))
    elif count == 0:
        messages.info(request, _("Nothing was changed: it is so already."))
    else:
        messages.success(request, ngettext("%d customer was changed.", "%d customers were changed.", count) % count)
