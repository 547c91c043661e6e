"""The rules a field's text or number must keep, as annotations that `rangefan.files` applies."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Annotated

Rule = Callable[[object], tuple[str, str] | None]


def _pattern(pattern: str, what: str, advice: str) -> Rule:
    compiled = re.compile(pattern)

    def rule(value: object) -> tuple[str, str] | None:
        return None if compiled.fullmatch(str(value)) else (f'is "{value}", {what}', advice)

    return rule


def _between(low: float, high: float, unit: str) -> Rule:
    def rule(value: object) -> tuple[str, str] | None:
        if isinstance(value, float | int) and low <= value <= high:
            return None
        return f"is {value}", f"write {low:,g} to {high:,g} {unit}".rstrip()

    return rule


def _latitude(value: object) -> tuple[str, str] | None:
    if isinstance(value, float) and -90 <= value <= 90:
        return None
    return f"is {value}", "write -90 to 90 degrees; are latitude and longitude swapped?"


def _at_most_15_words(value: object) -> tuple[str, str] | None:
    count = len(str(value).split())
    return None if count <= 15 else (f"has {count} words", "quote at most 15")


def _not_blank(value: object) -> tuple[str, str] | None:
    return None if str(value).strip() else ("is blank", "write it, or leave the key out")


_DATE = r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?"


def is_date(word: str) -> bool:
    """Tell whether a word is a day, a month or a year, as the catalogue writes them."""
    return re.fullmatch(_DATE, word) is not None


Id = Annotated[str, _pattern(r"[a-z0-9]+(-[a-z0-9]+)*", "not an id", "use a-z, 0-9 and single hyphens")]
Quantity = Annotated[str, _pattern(r"[a-zA-Z0-9_]+", "not a quantity", "use a-z, 0-9 and underscores")]
Text = Annotated[str, _not_blank]
Quote = Annotated[str, _at_most_15_words]
Date = Annotated[str, _pattern(_DATE, "not a date", "write YYYY, YYYY-MM or YYYY-MM-DD")]
Url = Annotated[str, _pattern(r"https?://[^\s<>\"]+", "not a web address", "write http:// or https://")]
Country = Annotated[str, _pattern(r"[A-Z]{3}", "not a country code", "write ISO 3166 alpha-3, as KOR")]
Place = Annotated[
    str,
    _pattern(
        r"[a-z0-9]+(-[a-z0-9]+)*|(town|event|census|border|line):.+",
        "not a place",
        "write a site's id, or town:, event:, census:, border: or line: and a name",
    ),
]
Latitude = Annotated[float, _latitude]
Longitude = Annotated[float, _between(-180, 180, "degrees")]
Azimuth = Annotated[float, _between(0, 360, "degrees clockwise from true north")]
Width = Annotated[float, _between(0.1, 360, "degrees")]
Kilometres = Annotated[float, _between(0.001, 20003.9, "km, half the meridian at most")]
AltitudeKm = Annotated[float, _between(0, 100_000, "km above mean sea level")]
SiteAltitude = Annotated[float, _between(0, 100, "km above mean sea level")]
Elevation = Annotated[float, _between(-10, 90, "degrees above the horizontal")]
Metres = Annotated[float, _between(-430, 8849, "m above mean sea level")]
Precision = Annotated[float, _between(0, 500, "km")]
Stance = Annotated[int, _between(-2, 2, "")]
