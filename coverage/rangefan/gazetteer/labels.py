"""Which names stand on the map, and where: countries, seas, islands.

Positions are label placements, not facts about places.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from math import cos, radians
from typing import TYPE_CHECKING

from rangefan.gazetteer.names import country_name
from rangefan.language import Named, named
from rangefan.where import data_dir

if TYPE_CHECKING:
    from collections.abc import Mapping

    from shapely import MultiPolygon, Polygon

Bounds = tuple[float, float, float, float]

# Widths as a browser draws them on a map 1,280 px wide: letter-spaced capitals, italics, small text.
_LETTER_PX = {"country": 10.5, "sea": 7.0, "island": 6.5}
_LINE_PX, _MAP_PX = 24.0, 1280.0
# A country is named when it takes this share of the view and its name fits it more or less; one whose label
# is placed by hand needs less.
_SHARE, _SHARE_BY_HAND, _FIT = 0.0015, 0.0004, 1.3


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """A name to draw with its middle at a point.

    Attributes
    ----------
    text : str
        As drawn; countries in capitals.
    kind : str
        ``country``, ``sea`` or ``island``.
    lat, lon : float
        Degrees; ``lon`` in the map's frame, so it may pass 180.
    """

    text: str
    kind: str
    lat: float
    lon: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Placement:
    """A row of ``labels.csv``: a label put by hand, and how wide a view may be for it to show."""

    id: str
    kind: str
    lat: float
    lon: float
    text: dict[str, str]
    min_view_deg: float
    max_view_deg: float


@cache
def placements() -> tuple[Placement, ...]:
    """Return the labels placed by hand, in the order in which they claim room."""
    with (data_dir() / "geodata" / "labels.csv").open(encoding="utf-8", newline="") as stream:
        return tuple(
            Placement(
                id=row["id"],
                kind=row["kind"],
                lat=float(row["lat"]),
                lon=float(row["lon"]),
                text={
                    "east-sea-first": row["text_east_first"],
                    "sea-of-japan-first": row["text_japan_first"],
                },
                min_view_deg=float(row["min_view_deg"]),
                max_view_deg=float(row["max_view_deg"]),
            )
            for row in csv.DictReader(stream)
        )


def shown(view: Bounds) -> list[Placement]:
    """Return the placements whose point lies in `view` and that suit its width."""
    west, south, east, north = view
    width = east - west
    return [
        row
        for row in placements()
        if row.min_view_deg <= width <= row.max_view_deg
        and south < row.lat < north
        and west < _into(row.lon, west) < east
    ]


def place_labels(visible: Mapping[str, MultiPolygon], view: Bounds, sea_names: str) -> list[Label]:
    """Return labels that do not overlap on a map 1,280 px wide, most important first.

    Parameters
    ----------
    visible : mapping of str to shapely geometry
        What of each country lies inside `view`.
    view : tuple of float
        West, south, east, north in degrees, in the map's frame.
    sea_names : str
        ``east-sea-first`` or ``sea-of-japan-first``: the order of the two names where they are disputed.
    """
    here = shown(view)
    by_hand = {row.id: row for row in here if row.kind == "country"}
    room = (view[2] - view[0]) * (view[3] - view[1])
    candidates = []
    order = {code: index for index, code in enumerate(by_hand)}
    for code, shape in sorted(
        visible.items(), key=lambda item: (order.get(item[0], 99), -item[1].area, item[0])
    ):
        if shape.area < (_SHARE_BY_HAND if code in by_hand else _SHARE) * room:
            continue
        row, text = by_hand.get(code), _capitals(country_name(code))
        lat, lon = (row.lat, _into(row.lon, view[0])) if row else _inside(shape)
        label = Label(text=text, kind="country", lat=lat, lon=lon)
        if row or _width_deg(label, view) <= _FIT * _largest_width(shape):
            candidates.append(label)
    for row in here:
        if row.kind != "country":
            text = named(row.text[sea_names])
            candidates.append(Label(text=text, kind=row.kind, lat=row.lat, lon=_into(row.lon, view[0])))
    return _without_overlap(candidates, view)


def _capitals(name: str) -> Named:
    own = name.own if isinstance(name, Named) else {}
    return named(name.upper(), {lang: text.upper() for lang, text in own.items()})


def _without_overlap(candidates: list[Label], view: Bounds) -> list[Label]:
    degrees_per_px = (view[2] - view[0]) / _MAP_PX
    taken: list[Bounds] = []
    kept = []
    for label in candidates:
        half_width = _width_deg(label, view) / 2
        half_height = _LINE_PX * degrees_per_px * cos(radians(label.lat)) / 2
        box = (
            label.lon - half_width,
            label.lat - half_height,
            label.lon + half_width,
            label.lat + half_height,
        )
        inside = box[0] > view[0] and box[2] < view[2] and box[1] > view[1] and box[3] < view[3]
        if inside and not any(_overlap(box, other) for other in taken):
            taken.append(box)
            kept.append(label)
    return kept


def _width_deg(label: Label, view: Bounds) -> float:
    return len(label.text) * _LETTER_PX[label.kind] * (view[2] - view[0]) / _MAP_PX


def _largest(shape: MultiPolygon) -> Polygon:
    return max(shape.geoms, key=lambda part: (part.area, part.bounds))


def _largest_width(shape: MultiPolygon) -> float:
    west, _, east, _ = _largest(shape).bounds
    return float(east - west)


def _overlap(a: Bounds, b: Bounds) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def _inside(shape: MultiPolygon) -> tuple[float, float]:
    """Return the middle of the largest circle inside the largest part, rounded to 0.1 degrees."""
    import shapely

    middle = shapely.get_coordinates(shapely.maximum_inscribed_circle(_largest(shape), tolerance=0.2))[0]
    return round(float(middle[1]), 1), round(float(middle[0]), 1)


def _into(lon: float, west: float) -> float:
    """Return the longitude brought into [west, west + 360)."""
    return round((lon - west) % 360 + west, 6)
