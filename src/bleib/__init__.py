"""Bleib: self-hosted customer retention. `from bleib import metrics` works in a notebook."""

__version__ = "0.1.0"
