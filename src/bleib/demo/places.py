"""Where the demo company's customers are: real towns, invented streets."""

from __future__ import annotations

from random import Random

TOWNS = {
    "Nord": ("24103 Kiel", "20457 Hamburg", "18055 Rostock"),
    "Nordwest": ("26122 Oldenburg", "28195 Bremen", "49074 Osnabrück"),
    "West": ("44137 Dortmund", "42103 Wuppertal", "50667 Köln", "57072 Siegen"),
    "Mitte": ("34117 Kassel", "37073 Göttingen", "99084 Erfurt"),
    "Ost": ("04109 Leipzig", "09111 Chemnitz", "03046 Cottbus"),
    "Süd": ("93047 Regensburg", "86150 Augsburg", "84028 Landshut", "97070 Würzburg"),
    "Südwest": ("76133 Karlsruhe", "78462 Konstanz", "89073 Ulm"),
    "Österreich": ("4020 Linz", "8010 Graz", "6020 Innsbruck"),
    "Schweiz": ("9000 St. Gallen", "3011 Bern", "8400 Winterthur"),
    "Niederlande": ("7511 Enschede",),
    "Tschechien": ("46001 Liberec",),
    "Italien": ("39100 Bozen",),
}
STREETS = ("Werkstraße", "Am Güterbahnhof", "Hammerweg", "Zum Kranhaus", "Feilengasse", "Industriering", "Lötweg")


def place(country: str, region: str, rng: Random) -> tuple[str, str]:
    """Postcode and town."""
    postcode, _, town = rng.choice(TOWNS.get(region) or TOWNS[country]).partition(" ")
    return postcode, town


def street(rng: Random) -> str:
    return f"{rng.choice(STREETS)} {rng.randrange(1, 140)}"
