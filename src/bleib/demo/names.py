"""Company names that belong to nobody: built from syllables, with trades and legal forms of their country."""

from __future__ import annotations

from random import Random

FIRST = (
    "Brunn", "Kess", "Ried", "Hohl", "Wald", "Möhl", "Trauf", "Schön", "Grün", "Eich", "Dörn", "Falk", "Lind", "Ober",
    "Stock", "Zell", "Küh", "Harz", "Birk", "Ahl", "Weiß", "Rott", "Gäns", "Sand", "Bram", "Dom", "Els", "Fürst",
    "Gold", "Hag", "Imm", "Jung", "Klost", "Laub", "Mühl", "Nuss", "Otten", "Pfaff", "Quell", "Reut", "Schlee", "Tann",
    "Ulm", "Vog", "Wend", "Zirn", "Asch", "Buch", "Donn", "Erl", "Fich", "Grab", "Holz", "Kron", "Lang", "Moos",
)  # fmt: skip
LAST = (
    "acher", "inger", "hofer", "stätter", "egger", "kamp", "moser", "brügge", "wieser", "ling", "thaler", "rieder",
    "büttel", "sieper", "huber", "felder", "bauer", "dorfer", "gruber", "hausen", "horst", "kötter", "leitner", "mann",
    "meister", "nagel", "öder", "pointner", "rath", "reiter", "schläger", "singer", "stein", "trop", "wanger",
    "winkler",
    "zeller", "berger", "brand", "hoff",
)  # fmt: skip
TRADES = (
    "Metallbau", "Werkzeugbau", "Haustechnik", "Schreinerei", "Landtechnik", "Stahlbau", "Elektro", "Fensterbau",
    "Anlagentechnik", "Bedachungen", "Maschinenbau", "Sanitär & Heizung", "Kälte und Klima", "Fördertechnik",
)  # fmt: skip
LEGAL_FORMS = {
    "Deutschland": ("GmbH", "GmbH & Co. KG", "e. K.", "KG", "AG"),
    "Österreich": ("GmbH", "KG", "GmbH & Co KG"),
    "Schweiz": ("AG", "GmbH"),
    "Niederlande": ("B.V.",),
    "Tschechien": ("s.r.o.",),
    "Italien": ("S.r.l.",),
}

# Share of customers by country.
COUNTRIES = {
    "Deutschland": 0.70, "Österreich": 0.14, "Schweiz": 0.10, "Niederlande": 0.03, "Tschechien": 0.02, "Italien": 0.01,
}  # fmt: skip
GERMAN_REGIONS = {"Nord": 10, "Nordwest": 3, "West": 16, "Mitte": 12, "Ost": 9, "Süd": 16, "Südwest": 14}  # weights
LOST_REGION = "Nordwest"


def families(rng: Random) -> list[str]:
    """Every name once: two customers that look alike are one company (cast.py), and no accident."""
    found = [first + last for first in FIRST for last in LAST]
    rng.shuffle(found)
    return found


def company_name(family: str, country: str, rng: Random) -> str:
    """For example "Möhlthaler Fördertechnik GmbH & Co. KG"."""
    return f"{family} {rng.choice(TRADES)} {rng.choice(LEGAL_FORMS[country])}"


def country(rng: Random) -> str:
    return rng.choices(list(COUNTRIES), weights=list(COUNTRIES.values()))[0]


def region(country: str, rng: Random) -> str:
    """Sales region: one of seven in Germany, one per country elsewhere."""
    if country != "Deutschland":
        return country
    return rng.choices(list(GERMAN_REGIONS), weights=list(GERMAN_REGIONS.values()))[0]
