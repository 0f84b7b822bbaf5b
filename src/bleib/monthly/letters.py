"""The letter: the key figures in its body, the whole report as PDF and as one page attached."""

from __future__ import annotations

from decimal import Decimal
from email.utils import formataddr

from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from bleib.figures.api import company, targets
from bleib.report import Report
from bleib.report.headline import headline
from bleib.report.page import render
from bleib.report.pdf import render_pdf
from bleib.report.sections.changes import month
from bleib.report.story import story
from bleib.report.words import Words

MIME = {"pdf": "application/pdf", "html": "text/html"}


def attachment(report: Report, kind: str, lang: str) -> tuple[str, bytes]:
    """File name and content of the report as `pdf` or `html` in `lang`."""
    assert report.windows.month is not None
    name = f"bleib-{report.windows.month.start:%Y-%m}-{lang}.{kind}"
    if kind == "html":
        return name, render(report, lang).encode()
    return name, render_pdf(report, lang, targets=aims(), company=company().name)


def aims() -> dict[str, Decimal]:
    """The targets for all customers, by the names of their figures."""
    return {each.metric: each.value for each in targets() if not each.slice_by}


def letter(report: Report, lang: str, *, to: tuple[str, str], test: bool = False) -> EmailMultiAlternatives:
    """To a name and an address. `test`: the subject says so."""
    words = Words(lang, report.currency)
    said = {
        "lang": lang,
        "month": month(report, words),
        "company": company().name,
        "figures": headline(report, words, aims()),
        "story": story(report, words),
        "synthetic": words.say("synthetic") if report.synthetic else "",
    }
    with translation.override(lang):
        subject = _("Customer retention: %(month)s") % said
        subject = _("Test: %(subject)s") % {"subject": subject} if test else subject
        text, page = (render_to_string(f"monthly/letter.{kind}", said) for kind in ("txt", "html"))
    message = EmailMultiAlternatives(subject, text, to=[formataddr(to) if to[0] else to[1]])
    message.attach_alternative(page, "text/html")
    for kind, mime in MIME.items():
        name, content = attachment(report, kind, lang)
        message.attach(name, content, mime)
    return message
