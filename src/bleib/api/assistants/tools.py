"""The tools: what an assistant may ask of Bleib. Their docstrings are what it reads."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Literal

from bleib.api.assistants.client import Client, NotAnswered, part

Answer = dict[str, Any]
NEWEST = 10
MOST = 50
# Every tool, and the scope without which it answers nothing.
NEEDS = {
    "retention": "read:figures",
    "metric": "read:figures",
    "definitions": "read:figures",
    "customers_at_risk": "read:lights",
    "revenue_at_risk": "read:lights",
    "customer": "read:customers",
    "find_customers": "read:customers",
    "segments": "read:segments",
    "segment_members": "read:segments",
    "tasks": "read:tasks",
    "make_task": "write:tasks",
}
WRITES = frozenset({"make_task"})


class Tools:
    """`lang` is the language of sentences and labels. Every tool is one or a few questions to the API."""

    def __init__(self, client: Client, lang: Literal["de", "en"] = "en") -> None:
        self._api, self._lang = client, lang

    def offered(self) -> Iterator[Callable[..., Answer]]:
        """Those that the token opens; all of them while Bleib does not answer, which may be over when one is used."""
        try:
            scopes = self._api.get("token")["scopes"]
        except NotAnswered as error:
            if error.status:
                raise
            scopes = list(NEEDS.values())
        yield from (getattr(self, name) for name, scope in NEEDS.items() if scope in scopes)

    def retention(self, *, of: str = "", days: int | None = None, at: str = "") -> Answer:
        """How many customers stayed: the customer retention rate in percent with its 95 % interval, and the counts.

        Customers of a base window are looked at again in the next window. Without days and at, the windows fit the
        customers' own rhythm. of narrows it to some customers: country:DE, tag:NAME, industry:NAME, segment:KEY.
        at is a day, YYYY-MM-DD.
        """
        return self.metric("retention", of=of, days=days, at=at)

    def metric(self, slug: str, *, of: str = "", days: int | None = None, at: str = "") -> Answer:
        """The measured values of any metric, as the pages show them. definitions() lists the metrics."""
        found: Answer = self._api.get(f"metrics/{part(slug)}/values", slice=of, days=days, at=at)
        return found

    def definitions(self, words: str = "") -> Answer:
        """What the metrics mean: label, unit, meaning, formula and published source; those that say all the words."""
        found = self._api.get("metrics", lang=self._lang)["data"]
        wanted = words.casefold().split()
        return {"metrics": [each for each in found if all(word in str(each).casefold() for word in wanted)]}

    def customers_at_risk(self, colour: Literal["red", "yellow"] = "red", limit: int = 10) -> Answer:
        """Customers who need somebody now, those with the most revenue first, each with the reasons and what to do.

        red: at risk. yellow: watch.
        """
        found = self._api.get("lights", colour=colour, limit=_within(limit), lang=self._lang)
        return {"customers": found["data"], "there_are_more": found["next"] is not None}

    def revenue_at_risk(self, limit: int = 10) -> Answer:
        """Customers by revenue at risk: chance of leaving times the revenue of a year, the most first."""
        found = self._api.get("forecasts", limit=_within(limit))
        return {"customers": found["data"], "there_are_more": found["next"] is not None}

    def customer(self, number: str) -> Answer:
        """All about one customer: record, figures, light with reasons, forecast, segments, contracts, newest facts.

        What the token may not read, or what there is not, is left out.
        """
        here = f"customers/{part(number)}"
        found: Answer = {"customer": self._api.get(here)}
        parts = {
            "light": self._if_any(f"{here}/light", lang=self._lang),
            "forecast": self._if_any(f"{here}/forecast"),
            "segments": _listed(self._if_any(f"{here}/segments", lang=self._lang)),
            "contracts": _listed(self._if_any("contracts", customer=found["customer"]["number"])),
            "newest": _listed(self._if_any(f"{here}/facts", limit=NEWEST)),
        }
        return found | {name: value for name, value in parts.items() if value is not None}

    def find_customers(self, text: str, limit: int = 10) -> Answer:
        """Customers whose name or number begins with the text."""
        found = self._api.get("customers", q=text, limit=_within(limit), sort="name")
        return {"customers": found["data"], "there_are_more": found["next"] is not None}

    def segments(self) -> Answer:
        """All segments with their condition in words, and how many customers belong to each."""
        return {"segments": self._api.get("segments", lang=self._lang)["data"]}

    def segment_members(self, key: str, limit: int = 20) -> Answer:
        """Who belongs to a segment, and since when. segments() lists the keys."""
        found = self._api.get(f"segments/{part(key)}/members", limit=_within(limit))
        return {"members": found["data"], "there_are_more": found["next"] is not None}

    def tasks(self, customer: str = "", state: Literal["open", "closed"] = "open", limit: int = 20) -> Answer:
        """What colleagues have to do, or did, for one customer or for all."""
        found = self._api.get("tasks", customer=customer, state=state, limit=_within(limit))
        return {"tasks": found["data"], "there_are_more": found["next"] is not None}

    def make_task(self, title: str, *, customer: str = "", due_on: str = "", text: str = "") -> Answer:
        """Ask a colleague to do something for a customer. Only where the user asked for it.

        The customer's owner gets it. due_on is a day, YYYY-MM-DD.
        """
        said = {"title": title, "customer": customer, "due_on": due_on, "text": text}
        found: Answer = self._api.post("tasks", {name: value for name, value in said.items() if value})
        return found

    def _if_any(self, path: str, **query: Any) -> Any:
        """The answer; None where there is none, or the token may not read it."""
        try:
            return self._api.get(path, **query)
        except NotAnswered as error:
            if error.status in (403, 404):
                return None
            raise


def _listed(page: Any) -> Any:
    return None if page is None else page["data"]


def _within(limit: int) -> int:
    return max(1, min(limit, MOST))
