"""The statements a map shows, each with the footprints it is about, and the events between them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from rangefan.answers import counts_from, rank, voice_of, without_repeats

if TYPE_CHECKING:
    from rangefan.catalogue import Catalogue
    from rangefan.mapfile import MapFile
    from rangefan.mapfile.nouns import Positions
    from rangefan.model import Event, Source, Statement
    from rangefan.scene.nouns import SceneLayer


@dataclass(frozen=True, slots=True, kw_only=True)
class _Stands:
    """Which layers of a map are the thing that statements on an object speak of.

    Attributes
    ----------
    systems
        The radar and the interceptor it is made of.
    country
        Where it stands; None where it stands in several and the speaker's own is meant.
    """

    systems: tuple[str, ...]
    country: str | None


# A second battery and THAAD for Japan never had a site, and US missile defence is no one footprint.
_STANDS = {
    "THAAD Korea": _Stands(systems=("an-tpy-2", "thaad"), country="KOR"),
    "THAAD Guam": _Stands(systems=("an-tpy-2", "thaad"), country="GUM"),
    "forward radar Japan": _Stands(systems=("an-tpy-2",), country="JPN"),
    "Kurecik": _Stands(systems=("an-tpy-2",), country="TUR"),
    "Aegis Ashore": _Stands(systems=("spy-7", "an-spy-1d", "sm-3-iia", "sm-3-ia", "sm-3"), country=None),
}


def layers_of(statement: Statement, layers: Sequence[SceneLayer]) -> list[str]:
    """Return the ids of the layers a statement is about, radar modes it does not name included.

    A statement is about the part its text speaks of; one on the whole that gives the radar's reach as its
    ground is about the radar too. A mode its text names leaves the other out. On the whole without that
    ground no one footprint is meant.
    """
    stands = _STANDS.get(statement.object)
    kind = statement.part
    if kind == "whole" and "radar-reach" in statement.grounds:
        kind = "radar"
    if stands is None or kind == "whole":
        return []
    return [
        layer.id
        for layer in layers
        if layer.system in stands.systems
        and layer.kind == kind
        and layer.site.country == (stands.country or statement.country)
        and (not statement.mode or layer.mode == statement.mode)
    ]


def positions_of(
    mapped: MapFile, catalogue: Catalogue, layers: Sequence[SceneLayer]
) -> dict[str, Any] | None:
    """Return the map's statements and events as plain data, oldest first; None if it asks for none."""
    asked = mapped.positions
    if asked is None:
        return None
    on_them = [item for item in catalogue.statements.values() if item.object in asked.objects]
    wanted = sorted((item for item in on_them if _wanted(asked, item)), key=rank)
    tested = {name for claim in catalogue.claims.values() for name in claim.statements}
    shown = wanted if asked.repeats else without_repeats(wanted, keep=tested)
    # Where a state's own offices speak, a scholar or a newspaper is not a place on the map.
    seats = {
        (item.country, item.place)
        for item in catalogue.statements.values()
        if voice_of(item).group == "government"
    }
    events = [
        event
        for event in catalogue.events.values()
        if event.object in ("", *asked.objects, *asked.events) and _within(asked, event.date)
    ]
    return {
        "objects": list(asked.objects),
        "date": asked.date or max((item.date for item in wanted), default=""),
        "on_objects": len(on_them),
        "repeats_left_out": len(wanted) - len(shown),
        "statements": [
            _statement(item, catalogue.sources[item.source])
            | {"point": _point(item, seats), "layers": layers_of(item, layers)}
            for item in shown
        ],
        "events": [_event(event, catalogue.sources[event.source]) for event in sorted(events, key=_day)],
    }


def _wanted(asked: Positions, item: Statement) -> bool:
    return (not asked.actor_kinds or item.actor_kind in asked.actor_kinds) and _within(asked, item.date)


def _within(asked: Positions, date: str) -> bool:
    last = counts_from(asked.to_date) if asked.to_date else "9999"
    return asked.from_date <= date and counts_from(date) <= last


def _day(event: Event) -> tuple[str, str]:
    return counts_from(event.date), event.id


def _point(item: Statement, seats: set[tuple[str | None, str]]) -> list[float] | None:
    """Return where a local or civil voice stands, outside the seats of government; None for all others."""
    if item.lat is None or item.lon is None or item.actor_kind not in ("local", "civil"):
        return None
    return None if (item.country, item.place) in seats else [item.lat, item.lon]


def _statement(item: Statement, source: Source) -> dict[str, Any]:
    from rangefan.gazetteer import country_name

    voice = voice_of(item)
    return {
        "id": item.id,
        "date": item.date,
        "actor": item.actor,
        "kind": item.actor_kind,
        "group": voice.group,
        "voice": voice.name,
        "country": item.country or "",
        "country_name": country_name(item.country) if item.country else "",
        "place": item.place,
        "stance": item.stance,
        "site_only": item.scope == "this site only",
        "grounds": list(item.grounds),
        "part": item.part,
        "object": item.object,
        "mode": item.mode,
        "claimed_km": item.claimed_km,
        "summary": item.summary,
        "quote": item.quote,
        "translated": item.translated == "yes",
        "source": _source(source),
    }


def _event(event: Event, source: Source) -> dict[str, Any]:
    return {
        "id": event.id,
        "date": event.date,
        "event": event.event,
        "place": event.place,
        "source": _source(source),
    }


def _source(source: Source) -> dict[str, Any]:
    return {
        "id": source.id,
        "publisher": source.publisher,
        "title": source.title,
        "date": source.date or "",
        "url": source.url,
        "repost_of": source.original_publisher,
    }
