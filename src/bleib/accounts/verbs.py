"""What can be done about colleagues, as the audit log tells it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

VERBS = {
    "colleague.founded": _("%(actor)s made %(subject)s the first administrator."),
    "colleague.invited": _("%(actor)s invited a colleague (role %(role)s, invitation %(subject)s)."),
    "colleague.invitation_withdrawn": _("%(actor)s withdrew invitation %(subject)s."),
    "colleague.joined": _("%(actor)s accepted invitation %(subject)s."),
    "colleague.renamed": _("%(actor)s changed the name of %(subject)s: %(changes)s."),
    "colleague.role_changed": _("%(actor)s gave %(subject)s another role: %(changes)s."),
    "colleague.closed": _("%(actor)s closed the account of %(subject)s."),
    "colleague.reopened": _("%(actor)s opened the account of %(subject)s again."),
    "colleague.second_factor_forgotten": _("%(actor)s removed the second factor of %(subject)s."),
    "role.second_factor_demanded": _("%(actor)s requires a second factor of the role %(role)s."),
    "role.second_factor_waived": _("%(actor)s requires no second factor of the role %(role)s any more."),
    "token.issued": _("%(actor)s made token %(subject)s for another program (%(scopes)s), valid until %(until)s."),
    "token.revoked": _("%(actor)s revoked token %(subject)s."),
}
