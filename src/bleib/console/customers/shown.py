"""Rows of the list of customers as pages print them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.urls import reverse

from bleib.console.customers.columns import COLUMNS, ListColumn
from bleib.console.customers.filter import ListFilter
from bleib.console.customers.rows import Row, rows_of
from bleib.console.templatetags.figures import words_of_reader
from bleib.report.words import Words


def headings(columns: Sequence[str]) -> list[ListColumn]:
    """Titles without an order to choose."""
    return [COLUMNS[name] for name in columns]


def shown_rows(ids: Sequence[int], asked: ListFilter) -> list[dict[str, Any]]:
    """A row for each of these customers: name, address and cells as texts."""
    said, columns = words_of_reader(), asked.columns
    return [
        {
            "customer": row.customer,
            "name": said.name(str(row.customer)),
            "address": reverse("customer", args=[row.customer.pk]),
            "cells": _cells(row, columns, said),
        }
        for row in rows_of(ids, today=asked.wanted.today)
    ]


def _cells(row: Row, columns: list[str], said: Words) -> list[dict[str, Any]]:
    """Texts of a row; what says nothing is left out on a phone."""
    found = ((COLUMNS[name], COLUMNS[name].read(row)) for name in columns)
    return [
        {
            "text": said.show(value, column.kind),
            "title": column.title,
            "numeric": column.numeric,
            "light": row.light if column.name == "light" else None,
            "blank": value is None,
        }
        for column, value in found
    ]
