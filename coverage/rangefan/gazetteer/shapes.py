"""The committed polygons and lines: countries near and far, border lines, provinces."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from rangefan.errors import FileError
from rangefan.where import data_dir

if TYPE_CHECKING:
    from shapely import MultiPolygon
    from shapely.geometry.base import BaseGeometry


@dataclass(frozen=True, slots=True, kw_only=True)
class Land:
    """A set of countries that share their borders' vertices exactly.

    Attributes
    ----------
    codes : tuple of str
        ISO 3166-1 alpha-3 codes, or Natural Earth's where ISO has none (``KAS``: Siachen Glacier).
    shapes : tuple of shapely geometry
        Multipolygons, longitude and latitude in degrees on WGS84.
    bounds : tuple of float
        West, south, east, north in degrees; ``east`` may pass 180.
    digits : int
        Decimals of the grid, in degrees, that all vertices lie on.
    """

    codes: tuple[str, ...]
    shapes: tuple[MultiPolygon, ...]
    bounds: tuple[float, float, float, float]
    digits: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A land border or an overlay line as Natural Earth draws it.

    Attributes
    ----------
    kind : str
        ``border``, ``demarcation``, ``dmz`` or ``disputed``.
    name : str
        Often empty.
    between : str
        The two countries' codes in alphabetical order, ``KOR-PRK``; empty where Natural Earth names none.
    shape : shapely geometry
        Line or lines, longitude and latitude in degrees.
    """

    kind: str
    name: str
    between: str
    shape: BaseGeometry


@dataclass(frozen=True, slots=True, kw_only=True)
class Province:
    """A first-level division of Korea, Japan, China, Taiwan, Mongolia or the Russian Far East.

    Attributes
    ----------
    code : str
        ISO 3166-2.
    country : str
        ISO 3166-1 alpha-3 of the country that administers it.
    names : dict of str to str
        By language: ``en``, ``ko``, ``ja``, ``zh``, ``ru``.
    shape : shapely geometry
        Multipolygon, longitude and latitude in degrees; accuracy about 1 to 3 km.
    """

    code: str
    country: str
    names: dict[str, str]
    shape: MultiPolygon


@cache
def near_land() -> Land:
    """Return the region's countries: 10-190 E, 10 S-80 N, finest around Korea."""
    return _land("countries.geojson", (10, -10, 190, 80), 3)


@cache
def far_land() -> Land:
    """Return the countries of the whole world, coarse."""
    return _land("world.geojson", (-180, -90, 180, 90), 2)


@cache
def border_lines() -> tuple[Line, ...]:
    """Return the region's land borders and overlay lines, each with its kind."""
    return tuple(
        Line(kind=row["kind"], name=row["name"], between=row["between"], shape=shape)
        for row, shape in _read("lines.geojson")
    )


@cache
def provinces() -> tuple[Province, ...]:
    """Return the provinces, in the order of their codes.

    Examples
    --------
    >>> next(row.names["ko"] for row in provinces() if row.code == "KR-47")
    '경상북도'
    """
    languages = ("en", "ko", "ja", "zh", "ru")
    return tuple(
        Province(
            code=row["iso_3166_2"],
            country=row["country"],
            names={language: row[language] for language in languages},
            shape=shape,
        )
        for row, shape in _read("provinces.geojson")
    )


def country_shape(iso_a3: str) -> MultiPolygon:
    """Return a country's multipolygon from the finest file that has it.

    Raises
    ------
    KeyError
        If no file has the country.
    """
    for land in (near_land(), far_land()):
        if iso_a3 in land.codes:
            return land.shapes[land.codes.index(iso_a3)]
    raise KeyError(iso_a3)


def _land(file: str, bounds: tuple[float, float, float, float], digits: int) -> Land:
    rows = _read(file)
    return Land(
        codes=tuple(row["iso_a3"] for row, _ in rows),
        shapes=tuple(shape for _, shape in rows),
        bounds=bounds,
        digits=digits,
    )


def _read(file: str) -> list[tuple[dict[str, Any], Any]]:
    """Return properties and geometry of every feature; the build writes one feature a line."""
    import shapely

    path = data_dir() / "geodata" / file
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise FileError(f"{path}: {error.strerror}; install rangefan again, or run `make geodata`") from error
    rows = [feature["properties"] for feature in json.loads(text)["features"]]
    lines = [line.removesuffix(",") for line in text.splitlines()[1:-1]]
    return list(zip(rows, shapely.from_geojson(lines), strict=True))
