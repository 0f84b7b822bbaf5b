"""Addresses of one customer: the page, its timeline, and a verb each."""

from __future__ import annotations

from django.urls import URLPattern, path

from bleib.console.customer import contacts, contracts, light, notes, question, tasks
from bleib.console.customer.page import customer, timeline

ONE = "customers/<int:pk>/"

urlpatterns: list[URLPattern] = [
    path(ONE, customer, name="customer"),
    path(f"{ONE}timeline/", timeline, name="customer_timeline"),
    path(f"{ONE}light/by-hand/", light.by_hand, name="light_by_hand"),
    path(f"{ONE}light/by-rules/", light.by_rules, name="light_by_rules"),
    path(f"{ONE}light/task/", light.task, name="light_task"),
    path(f"{ONE}question/", question.of_customer, name="customer_question"),
    path(f"{ONE}contacts/<int:contact>/question/", question.of_contact, name="contact_question"),
    path(f"{ONE}contacts/add/", contacts.add, name="contact_add"),
    path(f"{ONE}contacts/<int:contact>/", contacts.edit, name="contact_edit"),
    path(f"{ONE}contacts/<int:contact>/left/", contacts.left, name="contact_left"),
    path(f"{ONE}contacts/<int:contact>/returned/", contacts.returned, name="contact_returned"),
    path(f"{ONE}notes/write/", notes.write, name="note_write"),
    path(f"{ONE}notes/<int:note>/", notes.change, name="note_change"),
    path(f"{ONE}notes/<int:note>/remove/", notes.remove, name="note_remove"),
    path(f"{ONE}tasks/ask/", tasks.ask, name="customer_task_ask"),
    path(f"{ONE}tasks/<int:task>/close/", tasks.close, name="customer_task_close"),
    path(f"{ONE}contracts/agree/", contracts.agree, name="contract_agree"),
    path(f"{ONE}contracts/<int:contract>/", contracts.contract, name="contract"),
    path(f"{ONE}contracts/<int:contract>/change/", contracts.change, name="contract_change"),
    path(f"{ONE}contracts/<int:contract>/end/", contracts.end, name="contract_end"),
]
