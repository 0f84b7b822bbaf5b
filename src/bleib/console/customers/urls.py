"""Addresses of the list of customers and of what is done from it."""

from __future__ import annotations

from django.urls import URLPattern, path

from bleib.console.customers.views import bulk, duplicates, editing, export, listing, merging, saved

ONE = "customers/<int:pk>/"

urlpatterns: list[URLPattern] = [
    path("customers/", listing.customers, name="customers"),
    path("customers/new/", editing.new, name="customer_new"),
    path("customers/found/", editing.found, name="customers_found"),
    path("customers/change/", bulk.bulk, name="customers_bulk"),
    path("customers/export/", export.export, name="customers_export"),
    path("customers/views/save/", saved.save, name="customers_view_save"),
    path("customers/views/<int:pk>/delete/", saved.delete, name="customers_view_delete"),
    path("customers/duplicates/", duplicates.duplicates, name="duplicates"),
    path("customers/duplicates/<int:pk>/refuse/", duplicates.refuse, name="duplicate_refuse"),
    path(f"{ONE}edit/", editing.edit, name="customer_edit"),
    path(f"{ONE}merge/", merging.page, name="customer_merge"),
    path(f"{ONE}merge/<int:absorbed>/", merging.do, name="customer_merge_do"),
    path(f"{ONE}unmerge/", merging.undo, name="customer_unmerge"),
]
