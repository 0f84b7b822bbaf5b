"""The predicate language: a condition over a customer's attributes, measures, forecast and facts.

JSON with a schema, printed as a sentence in German and English, compiled to set-based queries.
"""

from bleib.rules.conditions import Rule
from bleib.rules.errors import Problem, RuleError
from bleib.rules.evaluating import evaluate
from bleib.rules.feature_fields import feature_fields, outlook_fields
from bleib.rules.parsing import parse
from bleib.rules.sentences import sentence
from bleib.rules.vocabulary import ATTRIBUTES, OUTLOOK, Choice, Field, Kind, Moves, Nouns, Vocabulary

__all__ = [
    "ATTRIBUTES", "OUTLOOK", "Choice", "Field", "Kind", "Moves", "Nouns", "Problem", "Rule", "RuleError", "Vocabulary",
    "evaluate", "feature_fields", "outlook_fields", "parse", "sentence",
]  # fmt: skip
