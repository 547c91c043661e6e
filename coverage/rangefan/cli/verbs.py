"""One function a verb: data to standard output, words to standard error."""

from __future__ import annotations

import dataclasses
import json
import math
import sys
from argparse import Namespace
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from rangefan import catalogue as catalogues
from rangefan import mapfile
from rangefan.catalogue import Catalogue
from rangefan.cli.printing import card, listing
from rangefan.cli.sight import OF_SIGHT, WORDS, facts_of, sight_of, typed, why
from rangefan.cli.terrain import elevations, facts, ring_left
from rangefan.errors import InputError, Problem, UsageError
from rangefan.files.fields import nearest

if TYPE_CHECKING:
    from rangefan.geometry import Limit

Verb = Callable[[Namespace], int | None]


def _say(text: str) -> None:
    print(text, file=sys.stderr)


def _emit(data: object) -> None:
    print(json.dumps(data, ensure_ascii=False, indent=1, allow_nan=False))


def build(arguments: Namespace) -> None:
    """Build a page, and say what was drawn, from whose figures, and what was left out."""
    from rangefan.outputs import build as build_page

    output = Path(arguments.output) if arguments.output else None
    built = build_page(
        arguments.map, output, elevations(arguments.dem), lang=arguments.lang, url=arguments.url
    )
    scene = built.scene
    terrain = [note["text"] for note in scene.notes if note["title"] == "Terrain"]
    left_out = [figure for figure in scene.figures if not figure["drawn_by"]]
    if arguments.json:
        drawn = {layer.id: [f.figure for f in layer.footprints] for layer in scene.layers}
        answer: dict[str, object] = {"page": str(built.page), "drawn": drawn}
        answer["left_out"] = [figure["id"] for figure in left_out]
        if built.beside:
            answer["beside"] = [str(path) for path in built.beside]
        _emit(answer | ({"terrain": terrain} if terrain else {}))
        return
    for layer in scene.layers:
        _say(f"{layer.name} at {layer.site.name} ({layer.status_text})")
        if layer.direction:
            _say(f"  {layer.direction.text}")
        for footprint in layer.footprints:
            _say(f"  {footprint.pick:8}{footprint.label}")
    for text in terrain:
        _say(text)
    _say(f"left out: {len(left_out)} other published figures, all in the page's table")
    if built.beside:
        _say(f"beside it: {', '.join(path.name for path in built.beside)}")
    print(built.page)


def new(arguments: Namespace) -> None:
    """Copy a map file to edit."""
    path = mapfile.start(arguments.name, arguments.origin)
    _emit({"map": str(path)}) if arguments.json else print(path)
    _say(f"now edit it, and run: rangefan build {path.name}")


def check(arguments: Namespace) -> None:
    """List every problem of the catalogue and the maps; raises `InputError` if there is one."""
    problems: list[Problem] = []
    folder = Path(arguments.data) if arguments.data else None
    paths = [mapfile.find(name) for name in arguments.maps or mapfile.names()]
    try:
        known = catalogues.load(folder)
    except InputError as error:
        problems.extend(error.problems)
        _say("the maps were not checked: they rest on the catalogue")
    else:
        for path in paths:
            try:
                mapfile.read_map(path, known)
            except InputError as error:
                problems.extend(error.problems)
    if problems:
        raise InputError(problems)
    if arguments.json:
        _emit({"problems": []})
    else:
        figures = sum(len(system.figures) for system in known.systems.values())
        _say(f"good: {len(known.systems)} systems, {figures} figures, {len(known.sources)} sources")
        _say(f"good: {len(paths)} map{'' if len(paths) == 1 else 's'}")


def list_(arguments: Namespace) -> None:
    """List what there is of one kind."""
    if arguments.kind == "maps":
        rows = [{"id": name, "title": _title(mapfile.find(name))} for name in mapfile.names()]
    else:
        rows = listing(catalogues.load(), arguments.kind)
    if arguments.json:
        _emit(rows)
        return
    width = max((len(row["id"]) for row in rows), default=0)
    for row in rows:
        print(f"{row['id']:{width}}  {'  '.join(str(v) for k, v in row.items() if k != 'id' and v)}")


def _title(path: Path) -> str:
    from rangefan.files import read_toml

    return str(read_toml(path).data.get("title", ""))


def show(arguments: Namespace) -> None:
    """Print everything said about one thing, with sources."""
    known = catalogues.load()
    tables: dict[str, Any] = {
        "systems": known.systems,
        "sites": known.sites,
        "statements": known.statements,
        "claims": known.claims,
        "events": known.events,
        "deployments": known.deployments,
        "sources": known.sources,
    }
    for kind, table in tables.items():
        if arguments.id in table:
            found = table[arguments.id]
            if arguments.json:
                _emit(_with_sources(known, kind, found))
            else:
                print("\n".join(card(known, kind, found)))
            return
    if arguments.id in mapfile.names():
        print(mapfile.find(arguments.id).read_text(encoding="utf-8"), end="")
        return
    everything = [name for table in tables.values() for name in table]
    raise UsageError(f'nothing is called "{arguments.id}": {nearest(arguments.id, everything)}')


def _with_sources(known: Catalogue, kind: str, found: Any) -> dict[str, Any]:
    """Return a record as plain data, and the sources it cites in full."""
    figures = found.figures if kind == "systems" else [found]
    cited = (getattr(item, name, None) for item in figures for name in ("source", "coord_source"))
    sources = {name: dataclasses.asdict(known.sources[name]) for name in cited if name}
    return {"table": kind, **dataclasses.asdict(found), "sources": sources}


def ring(arguments: Namespace) -> None:
    """Print one footprint as a GeoJSON feature, at an altitude if one is given."""
    from rangefan.geometry import Fan, feature, reach_at_altitude, shape_feature
    from rangefan.scene.nouns import ILLUSTRATIVE

    if (arguments.azimuth is None) != (arguments.width is None):
        raise UsageError("--azimuth and --width go together: give both for a fan, neither for a ring")
    fan = Fan(
        lat=arguments.lat,
        lon=arguments.lon,
        range_km=arguments.range_km,
        azimuth_deg=arguments.azimuth or 0.0,
        width_deg=360.0 if arguments.width is None else arguments.width,
        inner_km=arguments.inner,
    )
    if arguments.altitude is None:
        if any(getattr(arguments, name, None) is not None for name in OF_SIGHT):
            raise UsageError(f"{typed(arguments)} needs --altitude: a plain ring is the range as published")
        print(json.dumps(feature(fan, {"note": ILLUSTRATIVE}), allow_nan=False))
        return
    sight = sight_of(arguments)
    if dem := elevations(arguments.dem):
        shape, found, says = ring_left(fan, arguments.altitude, sight, arguments.site_altitude, dem)
        known = {"altitude_km": arguments.altitude, **facts_of(sight), "measure": sight.measure}
        known |= {"note": ILLUSTRATIVE, "range_km": fan.range_km, **found}
        print(json.dumps(shape_feature(shape, known), allow_nan=False))
        _say(f"{says}; {sight.refraction.text}")
        _say(found["terrain"]["text"])
        return
    reach = reach_at_altitude(fan.range_km, arguments.altitude, sight, fan.lat)
    given = {**facts_of(sight), "range_km": fan.range_km, "measure": sight.measure}
    properties: dict[str, object] = {"note": ILLUSTRATIVE, "altitude_km": arguments.altitude, **given}
    if reach is None or reach.outer_km <= fan.inner_km:
        _say(f"nothing at {arguments.altitude:g} km is within these limits; {sight.refraction.text}")
        print(json.dumps({"type": "Feature", "geometry": None, "properties": properties}, allow_nan=False))
        return
    left = {f.name: getattr(reach, f.name) for f in dataclasses.fields(reach)}
    left["inner_km"] = max(fan.inner_km, reach.inner_km)
    fan = dataclasses.replace(fan, range_km=reach.outer_km, inner_km=left["inner_km"])
    print(json.dumps(feature(fan, properties | left), allow_nan=False))
    hole = f", with a hole of {reach.inner_km:.1f} km ({reach.hole_by})" if reach.hole_by else ""
    _say(f"at {reach.altitude_km:g} km: {reach.outer_km:.1f} km over the ground{hole}")
    _say(why(reach.decided_by, sight))


def floor(arguments: Namespace) -> None:
    """Print the lowest altitude that is in sight at a distance."""
    from rangefan.geometry import (
        Fan,
        destination,
        gaussian_radius_km,
        lowest_over_skyline_km,
        lowest_visible_km,
    )
    from rangefan.scene.nouns import ILLUSTRATIVE

    site = Fan(lat=arguments.lat, lon=arguments.lon, range_km=1.0)  # which refuses what is no place
    sight, distance_km = sight_of(arguments), arguments.distance
    if arguments.dem and arguments.azimuth is None:
        raise UsageError("--dem needs --azimuth: over terrain the lowest altitude turns with direction")
    over_terrain_km, terrain = -math.inf, {}
    if dem := elevations(arguments.dem):
        place = (site.lat, site.lon, arguments.azimuth, distance_km)
        over_terrain_km, skyline = lowest_over_skyline_km(dem, *place, sight=sight)
        sight, terrain = dataclasses.replace(sight, site_altitude_km=skyline.antenna_km), facts(skyline)
    lowest_km = lowest_visible_km(distance_km, sight, site.lat)
    horizon_km = lowest_visible_km(distance_km, dataclasses.replace(sight, min_elevation_deg=None), site.lat)
    decided_by: Limit | Literal["terrain"] = "floor" if lowest_km > horizon_km else "horizon"
    if over_terrain_km > lowest_km:
        decided_by, lowest_km = "terrain", over_terrain_km
    in_sight = math.isfinite(lowest_km)
    if terrain:
        _say(f"decided by the {WORDS.get(decided_by, decided_by)}; {sight.refraction.text}")
        _say(skyline.text)
    else:
        _say(why(decided_by, sight))
    if not arguments.json:
        print(f"{lowest_km:.1f} km" if in_sight else "no altitude is in sight there")
        return
    answer: dict[str, object] = {
        "note": ILLUSTRATIVE,
        "lat": site.lat,
        "lon": site.lon,
        "distance_km": distance_km,
    }
    if arguments.azimuth is not None:
        lat, lon = destination(site.lat, site.lon, arguments.azimuth, distance_km)
        answer |= {"azimuth_deg": arguments.azimuth, "place": {"lat": lat, "lon": lon}}
    answer |= {"lowest_visible_km": lowest_km if in_sight else None, "decided_by": decided_by}
    _emit(answer | facts_of(sight) | terrain | {"earth_radius_km": gaussian_radius_km(site.lat)})


def section(arguments: Namespace) -> None:
    """Draw a side view, and say how to read it."""
    from rangefan import resolve
    from rangefan.files import write_text
    from rangefan.outputs.caption import section_caption
    from rangefan.outputs.section import section_svg
    from rangefan.scene.nouns import ILLUSTRATIVE
    from rangefan.scene.section import section_of

    known = catalogues.load()
    mapped = mapfile.read_map(arguments.map, known)
    scene = resolve(mapped, known)
    chosen = {"layer": arguments.layer, "azimuth_deg": arguments.azimuth}
    view = dataclasses.asdict(section_of(mapped, known, scene.layers, scene.towns, **chosen))
    picture = section_svg(view, true_scale=arguments.true_scale, alone=True)
    if arguments.output:
        write_text(Path(arguments.output), picture)
    if arguments.json:
        _emit({"note": ILLUSTRATIVE, **view})
    else:
        print(arguments.output or picture)
        _say("\n".join(section_caption(view)))
