"""A small vocabulary for tests: a company's record and everything that is computed."""

from bleib.rules.feature_fields import feature_fields, outlook_fields, own_fields
from bleib.rules.vocabulary import ATTRIBUTES, Choice, Field, Kind, Vocabulary

RECORD = (
    Field("country", ATTRIBUTES, "country", Kind.TEXT, "Country", "Land"),
    Field("standing", ATTRIBUTES, "standing", Kind.CHOICE, "Standing", "Status",
          choices=(Choice("regular", "regular", "Stammkunde"), Choice("new", "new customer", "Neukunde"))),
    Field("tags", ATTRIBUTES, "tags", Kind.LIST, "Tags", "Schlagwörter"),
    Field("employees", ATTRIBUTES, "employees", Kind.NUMBER, "Employees", "Mitarbeiter"),
    Field("budget", ATTRIBUTES, "budget", Kind.MONEY, "Budget", "Budget"),
    Field("key_account", ATTRIBUTES, "key_account", Kind.FLAG, "Key account", "Schlüsselkunde"),
    Field("customer_since", ATTRIBUTES, "customer_since", Kind.DATE, "Customer since", "Kunde seit"),
)  # fmt: skip
WORDS = Vocabulary.of([*RECORD, *feature_fields(), *own_fields(), *outlook_fields()])
