"""The parts of a scene. Their JSON form is `rangefan-scene/1`; outputs read nothing else."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from rangefan.language import t

if TYPE_CHECKING:
    from rangefan.scene.side import Section
    from rangefan.scene.story import SceneStep
    from rangefan.scene.whatif import WhatIf

GeoJson = dict[str, Any]
SCHEMA = "rangefan-scene/1"
ILLUSTRATIVE = t("Illustrative: published nominal ranges, not capability")


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a layer stands, and how well that is known."""

    id: str
    name: str
    country: str
    lat: float
    lon: float
    precision_km: float
    source: str | None
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Direction:
    """Where a fan points, who says so, and whose figure its opening is."""

    azimuth_deg: float
    width_deg: float
    published: bool
    text: str
    source: str | None
    width_figure: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Footprint:
    """The area on the ground that a fan or ring gives for one published figure.

    Attributes
    ----------
    range_km, reach_km
        As published, and as drawn over the ground: less where the layer is drawn at an altitude.
    """

    pick: Literal["low", "nominal", "high"]
    figure: str | None
    range_km: float
    reach_km: float
    inner_km: float
    label: str
    measure: str
    area_km2: float
    geometry: GeoJson
    label_at: tuple[float, float]


def nominal_of(footprints: Sequence[Footprint]) -> Footprint:
    """Return the footprint that stands for a layer: the nominal one, else the lowest drawn."""
    return next((item for item in footprints if item.pick == "nominal"), footprints[0])


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """A shape that goes with the footprints, and what it stands for."""

    geometry: GeoJson
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SceneSight:
    """How a layer looks out, in words and numbers.

    Attributes
    ----------
    text
        Site altitude, elevation floor, reading of the range and model of refraction, each with who says so.
    refraction
        Short name of the model; blank for an interceptor.
    """

    text: str
    site_altitude_km: float
    min_elevation_deg: float | None
    refraction: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """What one altitude leaves of one figure, under one reading of its range; no geometry if nothing."""

    pick: Literal["low", "nominal", "high"]
    reading: Literal["ground", "slant"]
    outer_km: float
    inner_km: float
    decided_by: str
    area_km2: float
    geometry: GeoJson | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AtAltitude:
    """A layer at one altitude above mean sea level: its picks as read, then the nominal read otherwise."""

    altitude_km: float
    left: tuple[Left, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LowestBand:
    """The part of a fan, from one ground distance to another, whose lowest visible altitude is in a band.

    Attributes
    ----------
    lowest_to_km
        None for what lies above the highest step.
    """

    from_km: float
    to_km: float
    lowest_from_km: float
    lowest_to_km: float | None
    geometry: GeoJson


@dataclass(frozen=True, slots=True, kw_only=True)
class SceneLayer:
    """One system, in one mode, at one place, with its footprints."""

    id: str
    name: str
    kind: str
    system: str
    system_name: str
    mode: str
    mode_name: str
    exclusive: str | None
    visible: bool
    role: str
    status: Literal["recorded", "candidate", "hypothetical"]
    status_text: str
    status_source: str | None
    site: Place
    direction: Direction | None
    altitude_text: str | None
    footprints: tuple[Footprint, ...]
    band: Shape | None
    any_direction: Shape | None
    altitude_km: float | None
    sight: SceneSight | None
    at_altitude: tuple[AtAltitude, ...]
    lowest_visible: tuple[LowestBand, ...]
    style: dict[str, str]
    short_name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TownRow:
    """One town: its distance and azimuth from every site, and its answer for every layer.

    Attributes
    ----------
    order
        Its position in the map file's list.
    cells, cells_at
        Answers by layer; and by layer for each altitude on offer, in that order.
    """

    id: str
    name: str
    country: str
    country_name: str
    lat: float
    lon: float
    distance_km: dict[str, float]
    azimuth_deg: dict[str, float]
    order: int
    cells: dict[str, dict[str, str]]
    cells_at: dict[str, list[dict[str, str]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """A whole map as data.

    Attributes
    ----------
    map
        id, kicker, title, language, the newest access date and the oldest figure drawn.
    answer, alt
        The sentence below the title, in runs; and the text alternative of the picture.
    view
        The frame: centre longitude and bounds (west, south, east, north) in degrees.
    basemap
        Countries, lines and labels, cut to the frame.
    layers, towns, sections, figures, sources, credits, notes
        What is drawn, what lies inside, what it looks like from the side, and what it all rests on.
    steps
        A story to walk through, where the map file tells one.
    version, data_hash
        Of rangefan, and of the catalogue and map file.
    positions
        Statements and events, oldest first, if the map shows any.
    claims
        Public claims, tested, and the land their pictures share, if the map shows any.
    whatif
        What the page needs for placements of the reader's own; None where nothing may be moved.
    map_file
        The map file as TOML, without its story: a reader takes it away, with what was changed on the page.
    """

    map: dict[str, str]
    answer: tuple[dict[str, Any], ...]
    alt: str
    view: dict[str, Any]
    basemap: dict[str, Any]
    layers: tuple[SceneLayer, ...]
    towns: tuple[TownRow, ...]
    sections: tuple[Section, ...] = ()
    figures: tuple[dict[str, Any], ...]
    sources: tuple[dict[str, Any], ...]
    credits: tuple[dict[str, str], ...]
    notes: tuple[dict[str, str], ...]
    version: str
    data_hash: str
    positions: dict[str, Any] | None = None
    steps: tuple[SceneStep, ...] = ()
    claims: dict[str, Any] | None = None
    whatif: WhatIf | None = None
    map_file: str = ""

    def to_dict(self) -> dict[str, Any]:
        """Return the scene's JSON form as plain dicts and lists."""
        return {"schema": SCHEMA, "illustrative": ILLUSTRATIVE, **_plain(self)}

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:
        """Return what a notebook shows of the scene; IPython asks, and chooses from it."""
        # Through the front door, and only when asked: what draws a scene stands above it.
        import rangefan

        return rangefan.notebook_bundle(self)

    def to_json(self) -> str:
        """Return the scene's JSON form as text; the same scene gives the same bytes."""
        return json.dumps(self.to_dict(), ensure_ascii=False, allow_nan=False, separators=(",", ":"))


_LEAVES = (float, int, str, bool, type(None))


def _plain(value: Any) -> Any:
    """Return what `dataclasses.asdict` gives, several times as fast: a scene is mostly pairs of numbers."""
    kind = type(value)
    if kind is list:
        return [item if type(item) in _LEAVES else _plain(item) for item in value]
    if kind is dict:
        return {key: _plain(item) for key, item in value.items()}
    if kind is tuple:
        return tuple(map(_plain, value))
    if dataclasses.is_dataclass(value):
        return {item.name: _plain(getattr(value, item.name)) for item in dataclasses.fields(value)}
    return value
