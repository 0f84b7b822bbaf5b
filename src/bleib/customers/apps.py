from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class Customers(AppConfig):
    name = "bleib.customers"

    def ready(self) -> None:
        from bleib.audit.api import declare
        from bleib.customers.store import BroughtBack
        from bleib.privacy.api import register_store

        register_store(BroughtBack())
        declare(
            {
                "customers.imported": _("%(actor)s imported customers from %(subject)s: %(changes)s."),
                "customers.import_undone": _("%(actor)s undid the import of customers %(subject)s: %(changes)s."),
                "customers.merged": _("%(actor)s merged %(subject)s into %(into)s."),
                "customers.told_apart": _("%(actor)s said that these are two customers: %(subject)s"),
                "customers.unmerged": _("%(actor)s took %(subject)s out of %(into)s again."),
                "tag.merged": _("%(actor)s merged the tag %(subject)s into %(into)s (%(customers)s customers)."),
                "way.renamed": _("%(actor)s renamed a way of acquisition of %(customers)s customers: %(changes)s."),
                "contract.agreed": _("%(actor)s added the contract %(subject)s: %(changes)s."),
                "contract.changed": _("%(actor)s changed the contract %(subject)s: %(changes)s."),
                "contact.left": _("%(actor)s noted that %(subject)s left."),
                "contact.returned": _("%(actor)s noted that %(subject)s is back."),
                "note.written": _("%(actor)s wrote a note about %(subject)s."),
                "note.changed": _("%(actor)s changed a note about %(subject)s."),
                "note.removed": _("%(actor)s removed a note about %(subject)s."),
                "contract.ended": _("%(actor)s noted the end of the contract %(subject)s: %(changes)s."),
            }
        )
