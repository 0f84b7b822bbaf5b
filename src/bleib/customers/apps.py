from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class Customers(AppConfig):
    name = "bleib.customers"

    def ready(self) -> None:
        from bleib.audit.api import declare

        declare(
            {
                "customers.imported": _("%(actor)s imported customers from %(subject)s: %(changes)s."),
                "customers.import_undone": _("%(actor)s undid the import of customers %(subject)s: %(changes)s."),
                "customers.merged": _("%(actor)s merged %(subject)s into %(into)s."),
                "customers.unmerged": _("%(actor)s took %(subject)s out of %(into)s again."),
                "contract.agreed": _("%(actor)s added the contract %(subject)s: %(changes)s."),
                "contract.changed": _("%(actor)s changed the contract %(subject)s: %(changes)s."),
                "contract.ended": _("%(actor)s noted the end of the contract %(subject)s: %(changes)s."),
            }
        )
