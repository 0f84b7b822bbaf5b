"""The one question to ask a customer or a contact next, and what they say to it."""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self, cast

from django.core.exceptions import ValidationError
from django.utils import timezone
from ninja import Field, Query, Router, Schema
from pydantic import StringConstraints

from bleib.accounts.api import Scope
from bleib.accounts.models import User
from bleib.api.finding import Id, Which, customer_at, one_of
from bleib.api.operations import operation
from bleib.api.seeing import takes
from bleib.api.shapes import UNSEEN, Strict, Word
from bleib.api.shown.lights import Spoken
from bleib.customers.models import Contact
from bleib.profiling import api as profiling

router = Router()
Lang = Literal["de", "en"]
Kind = Literal["text", "mail", "phone", "number", "date", "choice", "yes_no"]
Value = Annotated[str, StringConstraints(min_length=1, max_length=1_000, pattern=UNSEEN)]


class ChoiceOut(Schema):
    value: str = Field(description="What an answer says.", examples=["mr"])
    label: str = Field(description="How people read it.")


class QuestionOut(Schema):
    """What to ask. Answer a number with a decimal point, a date as yyyy-mm-dd, yes_no with yes or no."""

    key: str = Field(description="Names the question in an answer.", examples=["industry"])
    text: str = Field(examples=["Which industry do you work in?"])
    kind: Kind
    choices: list[ChoiceOut] = Field(description="Of a choice: one of these is the answer.")


class NextOut(Schema):
    """`question` null: there is nothing to ask now."""

    question: QuestionOut | None = takes(Scope.READ_CUSTOMERS)

    @classmethod
    def of(cls, whom: dict[str, Any], lang: Lang) -> Self:
        found = profiling.next_question(**whom, lang=lang, now=timezone.now())
        return cls(question=None if found is None else _shown(found))


class AnswerSaid(Strict):
    """Either a value, or that somebody does not want to say."""

    key: Word = Field(examples=["industry"])
    value: Value | None = Field(None, examples=["Boat building"])
    declined: bool = Field(False, description="They do not want to say: it is not asked again for 90 days.")
    lang: Lang = Field("en", description="Of the question that comes next.")


@operation(router, "GET", "customers/{which}/next-question", scope=Scope.READ_CUSTOMERS, answer=NextOut, also=[404])
def next_question_to_customer(which: Which, asked: Query[Spoken]) -> NextOut:
    """What to ask a customer next.

    The first wanted field that is unknown and was not declined within 90 days.
    """
    return NextOut.of({"customer": customer_at(which)}, asked.lang)


@operation(router, "GET", "contacts/{id}/next-question", scope=Scope.READ_CUSTOMERS, answer=NextOut, also=[404])
def next_question_to_contact(id: Id, asked: Query[Spoken]) -> NextOut:
    """What to ask a contact next."""
    return NextOut.of({"contact": one_of(Contact.objects.all(), id)}, asked.lang)


@operation(router, "POST", "customers/{which}/answers", scope=Scope.WRITE_CUSTOMERS, answer=NextOut, also=[404, 409])
def answer_of_customer(by: User, which: Which, said: AnswerSaid) -> NextOut:
    """Keep what a customer answered.

    It is kept in the record, which files leave alone from then on. What is known already stays: 409. The answer is the
    question that comes next.
    """
    return _kept({"customer": customer_at(which)}, said, by=by)


@operation(router, "POST", "contacts/{id}/answers", scope=Scope.WRITE_CUSTOMERS, answer=NextOut, also=[404, 409])
def answer_of_contact(by: User, id: Id, said: AnswerSaid) -> NextOut:
    """Keep what a contact answered.

    What is known already stays: 409. The answer is the question that comes next.
    """
    return _kept({"contact": one_of(Contact.objects.all(), id)}, said, by=by)


def _kept(whom: dict[str, Any], said: AnswerSaid, *, by: User) -> NextOut:
    if said.declined == (said.value is not None):
        raise ValidationError({"value": "Say either a value or declined: true."})
    if said.value is None:
        profiling.decline(said.key, **whom, by=by, now=timezone.now())
    else:
        profiling.answer(said.key, said.value, **whom, by=by, now=timezone.now())
    return NextOut.of({name: each.__class__.objects.get(pk=each.pk) for name, each in whom.items()}, said.lang)


def _shown(question: profiling.Question) -> QuestionOut:
    choices = [ChoiceOut(value=each.value, label=each.label) for each in question.choices]
    return QuestionOut(key=question.key, text=question.text, kind=cast("Kind", question.kind), choices=choices)
