"""What a VAT id and a time zone have to look like."""

from __future__ import annotations

import re
from zoneinfo import available_timezones

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from stdnum.ch import uid
from stdnum.eu import vat as eu_vat
from stdnum.exceptions import ValidationError as NotANumber
from stdnum.gb import vat as gb_vat


def vat_id(text: str) -> str | None:
    """The VAT id as it is kept, without blanks and dots and with its country; None where its check digits are wrong.

    European ids are checked with the rules of their country, those of Switzerland and Britain with theirs.
    """
    bare = re.sub(r"[\s.\-/]", "", text).upper()
    try:
        if bare.startswith("CHE"):
            return str(uid.validate(re.sub(r"(MWST|TVA|IVA|TPV)$", "", bare)))
        if bare.startswith("GB"):
            return f"GB{gb_vat.validate(bare[2:])}"
        return str(eu_vat.validate(bare))
    except NotANumber:
        return None


def check_vat_id(text: str) -> None:
    if text and vat_id(text) is None:
        raise ValidationError(_("“%(value)s” is no VAT id: its check digits do not fit."), params={"value": text})


def check_time_zone(text: str) -> None:
    if text and text not in available_timezones():
        raise ValidationError(_("“%(value)s” is no time zone. For example: Europe/Berlin."), params={"value": text})
