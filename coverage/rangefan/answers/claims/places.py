"""Where a claim's places are and how far its figures reach, each with its name and its source."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from rangefan.answers.borders import nearest_border, nearest_line
from rangefan.errors import RangeError
from rangefan.geometry import Fan, inverse
from rangefan.language import Named, named, t

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rangefan.catalogue import Catalogue


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """A place that a claim names: a point, or a border whose point depends on where one stands.

    Attributes
    ----------
    precision_km
        How far the true place may be from the point.
    line
        The codes of the country, or the two, whose border this is; blank for a point.
    """

    name: str
    lat: float = 0.0
    lon: float = 0.0
    precision_km: float = 0.0
    line: str = ""
    source: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Range:
    """A published figure: its number, what the map calls it, and whose it is."""

    figure: str
    km: float
    label: str
    source: str


def spot(name: str, catalogue: Catalogue) -> Spot:
    """Return the place that a reference names.

    Raises
    ------
    RangefanError
        If the gazetteer has no such town or the census no such unit.
    """
    kind, _, key = name.rpartition(":")
    if kind in ("", "event"):
        found = catalogue.events[key] if kind else catalogue.sites[key]
        if found.lat is None or found.lon is None:
            raise RangeError(f"no text gives coordinates for {key}, leave it out of the claim's test")
        if kind:
            event = catalogue.events[key]
            return Spot(
                name=named(event.place), lat=found.lat, lon=found.lon, precision_km=1.0, source=event.source
            )
        site = catalogue.sites[key]
        return Spot(
            name=named(re.split(r"[,(]", site.name)[0].strip()),
            lat=found.lat,
            lon=found.lon,
            precision_km=site.precision_km or 0.0,
            source=site.coord_source,
        )
    if kind == "town":
        from rangefan.gazetteer import town

        place = town(key)
        return Spot(name=named(place.name), lat=place.lat, lon=place.lon)
    if kind == "census":
        import numpy as np

        from rangefan.gazetteer import people

        rows = [row for row in people() if row.name.startswith(key)]
        if len(rows) != 1:
            raise RangeError(f"{len(rows)} census towns are called {key}, write the name so that one is")
        # It counts at one point; its edge lies about half-way to the points of those around it.
        here = rows[0]
        near = [row for row in people() if row is not here and abs(row.lat - here.lat) < 0.5]
        gaps, _ = inverse(
            here.lat, here.lon, np.array([r.lat for r in near]), np.array([r.lon for r in near])
        )
        name = named(here.name.split(",")[0])
        return Spot(name=name, lat=here.lat, lon=here.lon, precision_km=float(gaps.min()) / 2)
    if kind == "border":
        said = t("the nearest border or coast of {country}", country=country(key))
        return Spot(name=said, line=key, precision_km=BORDER_KM)
    return Spot(name=t("the demarcation line"), line=key, precision_km=BORDER_KM)


BORDER_KM = 1.0  # the better end of the "1 to 3 km" that the borders are good for


def away(start: Spot, end: Spot) -> tuple[float, float, float]:
    """Return how far an end is, and the point that was measured to."""
    if not end.line:
        return inverse(start.lat, start.lon, end.lat, end.lon)[0], end.lat, end.lon
    return _to_line(start.lat, start.lon, end.line)


@lru_cache(maxsize=256)
def _to_line(lat: float, lon: float, line: str) -> tuple[float, float, float]:
    found = nearest_line(lat, lon, line) if "-" in line else nearest_border(lat, lon, line)
    return found.distance_km, found.lat, found.lon


def country(code: str) -> Named:
    """Return a country's name, with those of other languages."""
    from rangefan.gazetteer import LANGUAGES, country_name

    return named(country_name(code), {lang: country_name(code, lang) for lang in LANGUAGES})


def ranges_of(picks: Sequence[str], catalogue: Catalogue) -> list[Range]:
    """Return the numbers that picks such as `thaad/uscc-2016-range` name; of two systems, by name."""
    several = len({pick.partition("/")[0] for pick in picks}) > 1
    return [_range(pick, catalogue, several=several) for pick in picks]


def _range(pick: str, catalogue: Catalogue, *, several: bool) -> Range:
    system_id, _, name = pick.partition("/")
    figure, _, km = catalogue.systems[system_id].drawn(name)
    source = catalogue.source(figure)
    label: str = t("{km:,.0f} km · {source}", km=km, source=source.label)
    if several:
        label = t("{system} {figure}", system=catalogue.systems[system_id].name, figure=label)
    return Range(figure=f"{system_id}/{figure.id}", km=km, label=label, source=source.id)


def fan_of(site: Spot, km: float, azimuth_deg: float = 0.0, width_deg: float = 360.0) -> Fan:
    """Return the footprint of a range around a place."""
    return Fan(lat=site.lat, lon=site.lon, range_km=km, azimuth_deg=azimuth_deg % 360, width_deg=width_deg)
