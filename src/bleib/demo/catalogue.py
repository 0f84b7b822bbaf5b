"""What the demo company sells: tools, fixings, pipes and protective clothing, and what it charges for freight."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class Article:
    """`price` is the list price in EUR per `unit` (metre goods: quarters of a metre), `usual` a usual quantity."""

    number: str
    name: str
    price: Decimal
    unit: str = "Stk"
    usual: int = 10


@dataclass(frozen=True)
class Family:
    """Articles that differ in size only: prices grow evenly from `cheapest` by `step`."""

    prefix: str
    name: str  # with {} for the size
    sizes: tuple[str, ...]
    cheapest: str
    step: str
    unit: str = "Stk"
    usual: int = 10

    def articles(self) -> list[Article]:
        return [
            Article(
                number=f"{self.prefix}{10 * (place + 1):03d}",
                name=self.name.format(size),
                price=Decimal(self.cheapest) + place * Decimal(self.step),
                unit=self.unit,
                usual=self.usual,
            )
            for place, size in enumerate(self.sizes)
        ]


FAMILIES = (
    Family("SK8", "Sechskantschraube M8x{}; verzinkt; 100 Stück", ("20", "30", "40", "60", "80"), "8.95", "1.70"),
    Family("SK12", "Sechskantschraube M12x{}; verzinkt; 50 Stück", ("40", "60", "80", "120"), "14.40", "3.15"),
    Family("DB", "Spreizdübel {} mm; 100 Stück", ("6", "8", "10", "12", "14"), "4.20", "1.95"),
    Family("TS", "Trennscheibe Ø {} mm, Edelstahl", ("115", "125", "180", "230"), "1.49", "0.85", usual=40),
    Family("SP", "Schleifpapier Körnung {}", ("40", "60", "80", "120", "180", "240"), "0.79", "0.04", usual=50),
    Family("RO", 'Stahlrohr {}" verzinkt', ("1/2", "3/4", "1", "1 1/4"), "6.35", "2.90", unit="m", usual=18),
    Family("KA", "Gummischlauchleitung {} mm²", ("3x1,5", "3x2,5", "5x2,5"), "2.15", "1.60", unit="m", usual=50),
    Family("HS", "Arbeitshandschuh Größe {}", ("8", "9", "10", "11"), "3.95", "0.00", usual=24),
    Family("SC", "Sicherheitsschuh S3, Größe {}", ("40", "41", "42", "43", "44", "45"), "74.90", "0.00", usual=2),
    Family("OL", "Schneidöl {} l", ("1", "5", "10", "60"), "11.80", "48.70", usual=3),
    Family("BO", "HSS-Bohrer Ø {} mm", ("3", "4", "5", "6", "8", "10"), "1.15", "0.75", usual=20),
    Family("SW", "Schweißdraht {} mm; Spule 15 kg", ("0,8", "1,0", "1,2"), "58.50", "4.20", usual=3),
    Family("AM", "Akku-Bohrschrauber {} V; im Koffer", ("12", "18"), "149.00", "130.00", usual=1),
    Family("SB", "Säulenbohrmaschine SB {}", ("16", "20", "25"), "1149.00", "625.00", usual=1),
    Family("RE", "Schwerlastregal {} kg je Fach", ("150", "250", "400"), "89.00", "61.50", usual=2),
)

ARTICLES = tuple(article for family in FAMILIES for article in family.articles())

FREIGHT = Article("FRACHT", "Fracht und Verpackung", Decimal("8.90"), unit="psch", usual=1)
SAMPLE = Article("MUSTER", "Muster, ohne Berechnung", Decimal("0.00"), usual=1)
