"""A map as a person writes it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

from rangefan.model.kinds import (
    AltitudeKm,
    Azimuth,
    Date,
    Elevation,
    Id,
    Kilometres,
    Latitude,
    Longitude,
    SiteAltitude,
    Text,
    Width,
)
from rangefan.model.positions import ActorKind

ALL_CLAIMS = "all"
Pick = Literal["low", "nominal", "high"]


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """The frame of the first view, in degrees; `east` may be beyond 180 for a frame over the date line."""

    west: Longitude
    south: Latitude
    east: float
    north: Latitude


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """Which of two disputed names is written first; both always stand."""

    sea_names: Literal["east-sea-first", "sea-of-japan-first"] = "east-sea-first"


@dataclass(frozen=True, slots=True, kw_only=True)
class Towns:
    """The towns a map answers for.

    Attributes
    ----------
    show
        Names, as "Seoul", or with a country where a name is not unique, as "Suwon, KOR".
    answer
        Id of the layer that the sentence below the title answers for.
    ask
        Or the town that it answers for, place by place, for the first layer's system.
    """

    show: tuple[Text, ...] = ()
    answer: str = ""
    ask: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Altitude:
    """The altitudes a reader can choose between, and how rays bend on the way there.

    Attributes
    ----------
    steps_km
        Altitudes above mean sea level; without any the page has no such control.
    refraction
        `ray` traces rays through the reference atmosphere, `none` draws them straight, `4/3` uses the
        larger Earth of radar handbooks.
    """

    steps_km: tuple[AltitudeKm, ...] = ()
    refraction: Literal["ray", "none", "4/3"] = "ray"


@dataclass(frozen=True, slots=True, kw_only=True)
class Positions:
    """The statements a map shows: on what, by whom, from when to when.

    Attributes
    ----------
    objects
        What the statements are on, as `object` in the catalogue's statements; the first is drawn first. A
        stance on one is never drawn as one on another.
    date
        The date first shown; the newest statement's if not given.
    from_date, to_date
        Leave out statements and events before and after; `from` and `to` in the file.
    actor_kinds
        Leave out other kinds of actor; all if not given.
    events
        Also events on these, as `object` in the catalogue's events, beside those on `objects`.
    repeats
        False to leave out statements in which a voice only repeats itself: no stance on any date changes.
    """

    objects: tuple[Text, ...]
    date: Date = ""
    from_date: Date = field(default="", metadata={"key": "from"})
    to_date: Date = field(default="", metadata={"key": "to"})
    actor_kinds: tuple[ActorKind, ...] = ()
    events: tuple[Text, ...] = ()
    repeats: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer:
    """One system, in one mode, at one place.

    Attributes
    ----------
    system, mode
        In the catalogue; a system with one mode needs no `mode`.
    site, town, lat, lon, place
        Where: a site of the catalogue, a town of the gazetteer, or a point with a name for it.
    low, nominal, high
        Figures to draw instead of those the catalogue picks.
    range_km
        A number of the author's own: drawn alone, and marked hypothetical.
    show
        Which of the three to draw.
    toward, azimuth_deg, width_deg
        Direction and opening of a fan, where the catalogue has none or the author wants another: `toward`
        a town, or "any" for the disc of all directions it could face.
    altitude_km
        Draw what is left of the range at this altitude, instead of the range as published.
    site_altitude_km, min_elevation_deg, max_elevation_deg
        Of the antenna, and the elevations it looks between, where the catalogue has none.
    measure
        What to take the range for where the source says neither slant nor ground; ground if not given.
    visible
        Whether the page starts with the layer on.
    role
        How it is drawn; by the system's kind if not given.
    """

    id: Id
    name: str = ""
    system: Id
    mode: str = ""
    site: Id | None = None
    town: str = ""
    lat: Latitude | None = None
    lon: Longitude | None = None
    place: str = ""
    low: str = ""
    nominal: str = ""
    high: str = ""
    range_km: Kilometres | None = None
    inner_km: Kilometres | None = None
    show: tuple[Pick, ...] = ("low", "nominal", "high")
    toward: str = ""
    azimuth_deg: Azimuth | None = None
    width_deg: Width | None = None
    altitude_km: AltitudeKm | None = None
    site_altitude_km: SiteAltitude | None = None
    min_elevation_deg: Elevation | None = None
    max_elevation_deg: Elevation | None = None
    measure: Literal["", "slant", "ground"] = ""
    visible: bool = True
    role: Literal["", "radar", "interceptor", "context"] = ""
    color: Literal["", "blue", "orange", "black", "purple"] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Translated:
    """One text of the author's in other languages."""

    ko: str = ""
    zh: str = ""
    ja: str = ""
    ru: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step of a story: a date, a sentence or two, what they rest on, and what the map then shows.

    Attributes
    ----------
    date
        Of what the step tells; steps run in order of date.
    title, text
        In neutral words.
    rests_on
        Events and statements of the catalogue that say so; their sources are shown.
    sources
        Sources of the catalogue beside those.
    show
        Ids of the layers that the step shows, and no others; without it, those that the map starts with.
    pick, altitude_km, view
        Whose figure, at which of the map's altitudes, in which frame; without them as the map starts.
    focus
        A statement to point out.
    """

    date: Date
    title: Text
    text: Text
    rests_on: tuple[Id, ...] = ()
    sources: tuple[Id, ...] = ()
    show: tuple[Id, ...] | None = None
    pick: Literal["", "low", "nominal", "high", "all"] = ""
    altitude_km: AltitudeKm | None = None
    view: View | None = None
    focus: Id | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Claims:
    """The public claims a map shows, each with what testing it gave.

    Attributes
    ----------
    show
        Ids of claims, or "all".
    """

    show: tuple[Text, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MapFile:
    """A whole map file.

    Attributes
    ----------
    id
        The file's name without its ending, unless the file says otherwise.
    title, kicker, note
        The question, the line above it, and a sentence for the notes.
    positions
        Who said what; without it the page has no such part.
    lang
        The language the page is written in; its reader can choose another.
    title_in, kicker_in
        The question and the line above it in other languages, where the author has them.
    claims
        Public claims, tested; most maps have none.
    steps
        A story that a reader can walk; most maps have none.
    """

    id: Id
    title: Text
    kicker: str = ""
    note: str = ""
    view: View | None = None
    names: Names = Names()
    towns: Towns = Towns()
    altitude: Altitude = Altitude()
    lang: Literal["en", "ko", "zh", "ja", "ru"] = "en"
    title_in: Translated = Translated()
    kicker_in: Translated = Translated()
    layers: tuple[Layer, ...] = field(metadata={"key": "layer"})
    positions: Positions | None = None
    steps: tuple[Step, ...] = field(default=(), metadata={"key": "step"})
    claims: Claims | None = None

    def with_layer(self, id: str, /, **changes: Any) -> MapFile:
        """Return a copy with one layer changed, or added where it is new and `system` is given.

        The map itself stays as it is. Whether the names lead anywhere, `resolve` checks.

        Parameters
        ----------
        id : str
            The layer's.
        **changes
            Fields of `Layer`. Who says where it stands in one way gives up the others: a `town` takes the
            place of a `site`; so with `toward` and `azimuth_deg`, and with figures and `range_km`. None or ""
            takes a field back to what it would be anyway.

        Raises
        ------
        UsageError
            If there is no such layer or field, or two fields say the same thing: all of it.
        InputError
            If a value breaks its field's rule: every one that does.

        Examples
        --------
        >>> import rangefan
        >>> published = rangefan.read_map("thaad-korea", rangefan.load())
        >>> moved = published.with_layer("interceptor", town="Pyeongtaek")
        >>> [(layer.id, layer.town) for layer in moved.layers if layer.town], published == moved
        ([('interceptor', 'Pyeongtaek')], False)
        >>> moved.with_layer("interceptor", site="kr-seongju-lotte") == published
        True
        """
        from rangefan.mapfile.change import with_layer

        return with_layer(self, id, changes)
