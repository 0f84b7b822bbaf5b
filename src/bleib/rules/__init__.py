"""The predicate language: a condition over a customer's attributes, measures, forecast and facts.

JSON with a schema, printed as a sentence in German and English, compiled to set-based queries.
"""
