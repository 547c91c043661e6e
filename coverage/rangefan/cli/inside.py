"""The verb `inside`: what lies inside each footprint of a map, as JSON or as text."""

from __future__ import annotations

import json
import sys
import textwrap
from argparse import Namespace
from collections.abc import Iterable
from typing import TYPE_CHECKING

from rangefan import catalogue, mapfile

if TYPE_CHECKING:
    from rangefan.answers import AreaInside
    from rangefan.scene import Contents, Scene

_PROVINCES = 6  # more would drown the countries; the functions give them all
_WIDTH = 110


def inside(arguments: Namespace) -> None:
    """Print countries, towns and people inside each footprint of a map, and what it rests on."""
    from rangefan import scene as scenes
    from rangefan.scene.nouns import ILLUSTRATIVE

    known = catalogue.load()
    scene = scenes.resolve(mapfile.read_map(arguments.map, known), known)
    found = scenes.inside(scene, arguments.layer)
    if arguments.json:
        print(ILLUSTRATIVE, file=sys.stderr)
        data = {"footprints": [contents.to_dict() for contents in found]}
        print(json.dumps(data, ensure_ascii=False, indent=1, allow_nan=False))
        return
    print("\n".join([ILLUSTRATIVE, *_lines(scene, found), "", *_foot(scene, found)]))


def _lines(scene: Scene, found: Iterable[Contents]) -> Iterable[str]:
    """Yield a heading for each layer, and a paragraph for each of its footprints."""
    paragraphs = {contents.id: contents for contents in found}
    for layer in scene.layers:
        shown = [item for item in layer.footprints if f"{layer.id}/{item.pick}" in paragraphs]
        if not shown:
            continue
        yield ""
        yield f"{layer.name}, {layer.site.name} [{layer.id}]"
        yield f"  {layer.status_text}"
        if layer.direction:
            yield f"  {layer.direction.text}"
        if layer.altitude_km is not None:
            yield f"  at {layer.altitude_km:g} km altitude"
        for item in shown:
            yield ""
            yield f"  {item.pick}: {item.label}"
            yield from _paragraph(paragraphs[f"{layer.id}/{item.pick}"])


def _paragraph(contents: Contents) -> Iterable[str]:
    from rangefan.gazetteer import country_name

    yield from _entry("area", f"{contents.area_km2:,.0f} km², sea included")
    for row in contents.countries:
        inside = f"{row.area_km2:,.0f} of {row.whole_km2:,.0f} km²"
        yield from _entry("land", f"{country_name(row.code)} {_percent(row.share)}: {inside}")
        yield from _entry("", _provinces(row, contents.provinces))
    if contents.any_direction:
        said = [f"{country_name(row.code)} {_percent(row.share)}" for row in contents.any_direction]
        yield from _entry("turned", f"in every direction it could face, together: {', '.join(said)}")
    yield from _entry("people", _people(contents))
    groups: dict[tuple[str, str], list[str]] = {}
    for town in contents.towns:
        bearing = f"{town.name} {town.distance_km:,.1f} km {town.azimuth_deg:.0f}°"
        groups.setdefault((town.state, town.why), []).append(bearing)
    for state in ("in", "depends", "out"):
        for (found, why), towns in groups.items():
            if found == state:
                yield from _entry(state, f"{', '.join(towns)}{f' — {why}' if why else ''}")


def _provinces(country: AreaInside, provinces: Iterable[AreaInside]) -> str:
    """Return the provinces of a country that is inside in part, the most ground first."""
    from rangefan import gazetteer

    names = {row.code: row.names["en"] for row in gazetteer.provinces()}
    parts = [part for part in provinces if part.country == country.code and country.share < 0.9995]
    said = [f"{names[part.code]} {_percent(part.share)}" for part in parts[:_PROVINCES]]
    if len(parts) > _PROVINCES:
        said.append(f"{len(parts) - _PROVINCES} more")
    return ", ".join(said)


def _people(contents: Contents) -> str:
    from rangefan.gazetteer import country_name

    people, turning = contents.people, contents.people_by_bearing
    if people is None:
        return "not available"
    where = country_name(people.country)
    said = f"{_rough(people.count)} of {_rough(people.of)} in {where}, {_percent(people.share)}"
    if turning is None:
        return said
    return f"{said}; {_rough(turning.least)} to {_rough(turning.most)} over all directions it could face"


def _entry(label: str, text: str) -> list[str]:
    return textwrap.wrap(text, _WIDTH, initial_indent=f"    {label:9}", subsequent_indent=" " * 13)


def _foot(scene: Scene, found: Iterable[Contents]) -> Iterable[str]:
    """Yield what the answers rest on."""
    from rangefan.gazetteer import provenance

    inputs = provenance()["input"].values()
    # Of the geodata's credits, those of what was counted here.
    yield "Borders as administered, good to about 1 to 3 km; towns are points, cities of their own outlines."
    wanted = ("Borders", "South Korea’s coast", "Provinces", "Towns")
    yield from (row["credit"] for row in inputs if row["credit"].startswith(wanted))
    people = next((contents.people for contents in found if contents.people), None)
    if people:
        yield f"People: {people.source}; each census town counts where its point is"
    yield "No sourced count of people elsewhere: not available"
    yield "Published figures, by name: rangefan show " + ", ".join(
        dict.fromkeys(layer.system for layer in scene.layers)
    )


def _percent(share: float) -> str:
    return "under 0.1 %" if 0 < share < 0.0005 else f"{share * 100:.1f} %"


def _rough(count: int) -> str:
    """Return a count of people as finely as towns counted at a point allow."""
    if count >= 1_000_000:
        return f"{count / 1e6:.1f} million"
    return f"{round(count, -3 if count >= 10_000 else -1):,}"
