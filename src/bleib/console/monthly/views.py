"""The monthly reports: to download, and who gets them when."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.db.models import Count, Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bleib.accounts.access import requires
from bleib.accounts.letters import reaches_people
from bleib.accounts.request import StaffRequest
from bleib.accounts.roles import Action
from bleib.console.monthly.forms import MonthForm, RecipientForm, ScheduleForm
from bleib.monthly import api
from bleib.monthly.api import Delivery, MonthlyReport, Recipient, State

SHOWN = 36  # reports: three years
LANGUAGES = ("de", "en")
MIME = {"pdf": "application/pdf", "html": "text/html; charset=utf-8"}


@requires(Action.SEE_FIGURES)
def monthly(request: StaffRequest) -> HttpResponse:
    """All reports; for who may change settings, recipients and schedule as well."""
    return page(request)


@requires(Action.SEE_CUSTOMERS)
def download(request: StaffRequest, month: str, *, kind: str, lang: str) -> HttpResponse:
    """The report as a file. It names customers."""
    report = _report(month)
    if kind not in MIME or lang not in LANGUAGES:
        raise Http404
    found = api.figures_of(report, now=timezone.now())
    if found.report is None:
        messages.warning(request, found.failure or _("The figures are still being measured. Try it in a moment."))
        return redirect("monthly")
    name, content = api.attachment(found.report, kind, lang)
    return HttpResponse(
        content, content_type=MIME[kind], headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


@requires(Action.EDIT_SETTINGS)
@require_POST
def make(request: StaffRequest) -> HttpResponse:
    """Make the report on a month now, without sending it."""
    form = MonthForm(request.POST)
    if not form.is_valid():
        return page(request, month_form=form)
    report = api.make(form.cleaned_data["month"], by=request.user, now=timezone.now())
    messages.success(request, _("The report %(month)s is there as soon as it is measured.") % {"month": str(report)})
    return redirect("monthly")


@requires(Action.EDIT_SETTINGS)
@require_POST
def send(request: StaffRequest, month: str) -> HttpResponse:
    """To everybody on the list who does not have it yet."""
    number = api.dispatch(_report(month), by=request.user, now=timezone.now())
    messages.success(request, _("Queued: %(number)s letters.") % {"number": number})
    return redirect("monthly")


@requires(Action.EDIT_SETTINGS)
@require_POST
def test(request: StaffRequest, month: str) -> HttpResponse:
    """To oneself."""
    api.try_soon(_report(month), request.user, now=timezone.now())
    messages.success(request, _("A test letter is on its way to %(email)s.") % {"email": request.user.email})
    return redirect("monthly")


@requires(Action.EDIT_SETTINGS)
@require_POST
def again(request: StaffRequest, pk: int) -> HttpResponse:
    """A letter that was refused, or of which nobody knows, goes out once more."""
    if api.resend(get_object_or_404(Delivery, pk=pk), by=request.user, now=timezone.now()):
        messages.success(request, _("It will be sent again."))
    return redirect("monthly")


@requires(Action.EDIT_SETTINGS)
@require_POST
def schedule(request: StaffRequest) -> HttpResponse:
    """When it is sent by itself."""
    form = ScheduleForm(request.POST)
    if not form.is_valid():
        return page(request, schedule_form=form)
    api.set_schedule(**form.cleaned_data, by=request.user, now=timezone.now())
    messages.success(request, _("Saved."))
    return redirect("monthly")


@requires(Action.EDIT_SETTINGS)
@require_POST
def subscribe(request: StaffRequest) -> HttpResponse:
    """Put somebody on the list."""
    form = RecipientForm(request.POST)
    if not form.is_valid():
        return page(request, recipient_form=form)
    said = form.cleaned_data
    named: dict[str, Any] = {"language": said["language"], "by": request.user, "now": timezone.now()}
    if said["user"]:
        api.subscribe_colleague(said["user"], **named)
    else:
        api.subscribe_address(said["email"], name=said["name"], **named)
    messages.success(request, _("From the next report on."))
    return redirect("monthly")


@requires(Action.EDIT_SETTINGS)
@require_POST
def unsubscribe(request: StaffRequest, pk: int) -> HttpResponse:
    """Take somebody off the list."""
    api.unsubscribe(get_object_or_404(Recipient, pk=pk), by=request.user, now=timezone.now())
    messages.success(request, _("No further report goes there."))
    return redirect("monthly")


def page(
    request: StaffRequest,
    *,
    schedule_form: ScheduleForm | None = None,
    recipient_form: RecipientForm | None = None,
    month_form: MonthForm | None = None,
) -> HttpResponse:
    """The page, with the form that was filled in wrongly, if any."""
    now, may_edit = timezone.now(), request.user.may(Action.EDIT_SETTINGS)
    held = api.schedule()
    context: dict[str, Any] = {"reports": _reports(), "held": held, "next": held.next(now), "may_edit": may_edit}
    context |= {"may_download": request.user.may(Action.SEE_CUSTOMERS), "languages": LANGUAGES, "kinds": tuple(MIME)}
    if may_edit:
        month = api.month_before(now)
        context |= {
            "recipients": Recipient.objects.listed(),
            "doubtful": _doubtful(),
            "reaches_people": reaches_people(),
            "schedule_form": schedule_form or ScheduleForm.of(held),
            "recipient_form": recipient_form or RecipientForm(initial={"language": request.user.language}),
            "month_form": month_form or MonthForm(initial={"month": f"{month:%Y-%m}"}),
        }
    return render(request, "console/monthly/page.html", context)


def _reports() -> Any:
    """The newest first, each with how many letters are in which state."""
    counts = {state.value: Count("deliveries", filter=Q(deliveries__state=state)) for state in State}
    return MonthlyReport.objects.annotate(**counts).order_by("-month")[:SHOWN]


def _doubtful() -> Any:
    """Letters that somebody has to decide about."""
    wanted = Delivery.objects.filter(state__in=(State.FAILED, State.UNKNOWN), recipient__left_at=None)
    return wanted.select_related("report", "recipient__user").order_by("-report__month", "pk")[:SHOWN]


def _report(month: str) -> MonthlyReport:
    try:
        return get_object_or_404(MonthlyReport, month=date.fromisoformat(f"{month}-01"))
    except ValueError:
        raise Http404 from None
