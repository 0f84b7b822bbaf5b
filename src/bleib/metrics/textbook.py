"""The retention rate as textbooks write it: three numbers in, one rate out."""

from __future__ import annotations

from dataclasses import dataclass

from bleib.kernel.errors import UsageError


@dataclass(frozen=True)
class CustomerRetention:
    """CRR = (E - N) / S x 100. `rate` and `churn` in percent, unrounded; `kept` = E - N customers."""

    start: int
    end: int
    new: int

    @property
    def kept(self) -> int:
        return self.end - self.new

    @property
    def rate(self) -> float:
        return 100 * self.kept / self.start

    @property
    def churn(self) -> float:
        return 100 - self.rate

    @property
    def counts_won_back_as_kept(self) -> bool:
        """More kept than there were: `new` leaves out customers who came back after a pause."""
        return self.kept > self.start

    def sentence(self, language: str) -> str:
        """What was computed and how, in "de" or "en"."""
        template = SENTENCES["de" if language == "de" else "en"]
        text = template["rate"].format(self=self, rate=_percent(self.rate, language))
        return text + template["above_100"] if self.counts_won_back_as_kept else text


SENTENCES = {
    "de": {
        "rate": (
            "Von {self.start} Kunden am Anfang sind {self.kept} geblieben: "
            "({self.end} - {self.new}) / {self.start} = {rate} %."
        ),
        "above_100": (
            " Mehr als 100 %: Die neuen Kunden enthalten offenbar nur Erstkäufer. "
            "Wer nach einer Pause zurückkam, zählt ebenfalls zu N, denn er war am Anfang kein Kunde."
        ),
    },
    "en": {
        "rate": (
            "Of {self.start} customers at the start {self.kept} stayed: "
            "({self.end} - {self.new}) / {self.start} = {rate} %."
        ),
        "above_100": (
            " More than 100 %: the new customers seem to be first-time buyers only. "
            "Those who came back after a pause belong to N as well, because they were no customers at the start."
        ),
    },
}


def crr(start: int, end: int, new: int) -> CustomerRetention:
    """The retention rate from customers at the start (S), at the end (E) and new in between (N).

    UsageError for an impossible input: S = 0, E < N, or a negative number.
    """
    if min(start, end, new) < 0:
        raise UsageError(f"Customers cannot be negative: start {start}, end {end}, new {new}.")
    if start == 0:
        raise UsageError("Without customers at the start there is no retention rate: nobody could have stayed (S = 0).")
    if end < new:
        raise UsageError(
            f"{new} new customers cannot be among {end} customers at the end: new ones count there as well (E < N)."
        )
    return CustomerRetention(start, end, new)


def _percent(value: float, language: str) -> str:
    text = f"{value:.1f}"
    return text.replace(".", ",") if language == "de" else text
