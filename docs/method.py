"""Fill in docs/method.md: tables from real runs of the code, beside what others say.

The words are written there by hand; what stands between `<!-- name -->` and `<!-- /name -->` comes from here.
Run it from a checkout with rangefan installed: `python docs/method.py`. A test runs it and compares.
"""

from __future__ import annotations

import json
import math
import re
import shutil
import subprocess
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from rangefan.geometry import (
    RAY_TRACED,
    REFRACTIONS,
    UNREFRACTED,
    Refraction,
    Sight,
    beam_at_slant,
    gaussian_radius_km,
    ground_to_slant,
    reach_at_altitude,
    slant_to_ground,
)
from rangefan.geometry.atmosphere import REFERENCE, exponential
from rangefan.geometry.elevation_model import grid_dem
from rangefan.geometry.lookout import Lookout
from rangefan.geometry.rays import altitude_at, ground_km, trace
from rangefan.geometry.terrain import lowest_over_terrain_m

PAGE = Path(__file__).with_suffix(".md")
GIVEN = json.loads((PAGE.parent.parent / "tests/fixtures/altitude.json").read_text(encoding="utf-8"))
R = 6371.0  # the radius of the printed tables
LAT = 36.0


def table(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return a Markdown table; floats to a tenth, None as a dash."""

    def cell(value: object) -> str:
        return "–" if value is None else f"{value:,.1f}" if isinstance(value, float) else str(value)

    lines = [columns, ["---"] + ["---:"] * (len(columns) - 1), *([cell(v) for v in row] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def agrees(ours: Sequence[float], theirs: Sequence[float], tolerance: float) -> str:
    """Say whether two lists agree to a tolerance."""
    worst = max(abs(a - b) for a, b in zip(ours, theirs, strict=True))
    return "every cell agrees" if worst <= tolerance else f"**off by up to {worst:.3g}**"


def ground(altitude_km: float, elevation_deg: float = 0.0, by: Refraction = RAY_TRACED) -> float:
    """Ground distance at which a ray from sea level is at an altitude, on the printed tables' radius."""
    found = ground_km(trace(0.0, elevation_deg, R, by), altitude_km)
    assert found is not None
    return found


def slant_table() -> str:
    """Slant range against ground range by altitude."""
    given = GIVEN["slant_to_ground"]
    ours = [slant_to_ground(slant, h, radius_km=R) or math.nan for slant, h, _ in given["rows"]]
    printed = [row[2] for row in given["rows"]]
    rows = [
        [f"{h:g}", 200.0, found, by_hand] for (_, h, by_hand), found in zip(given["rows"], ours, strict=True)
    ]
    head = ["target altitude km", "200 km read as ground", "200 km read as slant", "by hand"]
    verdict = agrees(ours, printed, given["tolerance_km"])
    return f"{table(head, rows)}\n\nAgainst the column worked out by hand: {verdict}."


def grazing_table() -> str:
    """Horizon of a site at sea level under the three models, and the printed table."""
    given = GIVEN["grazing"]
    names = given["columns"][1:]
    ours = [[ground(row[0], by=REFRACTIONS[name]) for name in names] for row in given["rows"]]
    rows = [
        [f"{row[0]:g}", *found, found[1] - found[2]] for row, found in zip(given["rows"], ours, strict=True)
    ]
    flat = [x for found in ours for x in found], [x for row in given["rows"] for x in row[1:]]
    head = ["target altitude km", "no refraction", "4/3 earth", "ray trace", "4/3 too far by"]
    verdict = agrees(*flat, given["tolerance_km"])
    return (
        f"{table(head, rows)}\n\nAgainst the table of the design, all three columns: {verdict} (to 0.1 km)."
    )


def floor_table() -> str:
    """Lowest visible altitude at slant ranges, by model and floor."""
    given = GIVEN["lowest_at_slant"]
    slants = [float(slant) for slant in given["columns"][2:]]
    rows: list[list[Any]] = []
    ours, printed = [], []
    for name, floor, *expected in given["rows"]:
        found = [beam_at_slant(s, floor, radius_km=R * REFRACTIONS[name].earth_factor)[0] for s in slants]
        rows.append([f"{floor}°, {'4/3 earth' if name == '4/3' else 'no refraction'}", *found])
        pairs = [(a, b) for a, b in zip(found, expected, strict=True) if b is not None]
        ours += [a for a, _ in pairs]
        printed += [b for _, b in pairs]
    for floor in (0, 5):
        rows.append([f"{floor}°, ray trace", *(at_slant(s, floor) for s in slants)])
    head = ["floor and model", *(f"{s:,.0f} km" for s in slants)]
    verdict = agrees(ours, printed, given["tolerance_km"])
    return (
        f"{table(head, rows)}\n\nAgainst the project's own notes on rival figures, which print the first "
        f"three rows in whole km: {verdict}."
    )


def at_slant(slant_km: float, elevation_deg: float) -> float:
    """Altitude at which a traced ray from sea level is a slant range away, by halving."""
    low, high = 0.0, slant_km
    for _ in range(60):
        middle = (low + high) / 2
        near = ground_to_slant(ground(middle, elevation_deg), middle, radius_km=R) < slant_km
        low, high = (middle, high) if near else (low, middle)
    return low


def wradlib_words() -> str:
    """Beam formulas against wradlib's rows."""
    given = GIVEN["wradlib"]
    worst = 0.0
    for site_m, elevation, range_m, height_m, ground_m in given["rows"]:
        found = beam_at_slant(
            range_m / 1000,
            elevation,
            site_altitude_km=site_m / 1000,
            radius_km=given["radius_km"] * 4 / 3,
        )
        worst = max(worst, abs(found[0] * 1000 - height_m), abs(found[1] * 1000 - ground_m))
    verdict = "agree to 0.01 mm" if worst <= 1e-5 else f"**differ by up to {worst:.2g} m**"
    beams = f"{len(given['rows'])} beams (elevations 0° to 60°, ranges 1 to 400 km, sites at 0 and 723 m)"
    return f"Against wradlib 2.9.6, which computes the 4/3 earth for weather radars: {beams} {verdict}."


def air_table() -> str:
    """Horizons through thinner and denser air than the reference."""
    airs = [(n, Refraction(name=str(n), text="", atmosphere=exponential(n, 7.35))) for n in (250, 315, 400)]
    rows = [[f"{h:g}", *(ground(h, by=air) for _, air in airs)] for h in (1.0, 10.0, 30.0, 100.0)]
    return table(["target altitude km", *(f"N₀ = {n}" for n, _ in airs)], rows)


def path_table() -> str:
    """How much longer a bent ray is than the straight line between its ends."""
    import numpy as np

    rows = []
    for elevation in (0.0, 1.0, 5.0, 20.0):
        ray = trace(0.0, elevation, R, RAY_TRACED)
        for altitude in (10.0, 500.0):
            s = np.linspace(0, ground(altitude, elevation), 200_001)
            h = altitude_at(ray, s)
            rho = R + h
            across = 2 * np.sqrt(rho[1:] * rho[:-1]) * np.sin(np.diff(s) / R / 2)
            pieces = np.hypot(np.diff(rho), across)
            index = REFERENCE.index_at((h[1:] + h[:-1]) / 2)
            chord = ground_to_slant(float(s[-1]), float(h[-1]), radius_km=R)
            longer = [round(1000 * (float(length.sum()) - chord)) for length in (pieces, index * pieces)]
            rows.append([f"{elevation:g}°", f"{altitude:g}", chord, *longer])
    head = ["elevation", "target altitude km", "straight line km", "bent ray longer, m", "by its delay, m"]
    return table(head, rows)


def sphere_table() -> str:
    """Straight rays over the sphere, and walked over the ellipsoid itself."""
    from pyproj import Geod, Transformer

    solid = Transformer.from_crs("EPSG:4979", "EPSG:4978", always_xy=True)
    rows = []
    for elevation, altitude in ((0.0, 10.0), (0.0, 100.0), (5.0, 100.0), (5.0, 500.0)):
        over = []
        for azimuth in (0.0, 90.0, 180.0):
            phi, az, el = map(math.radians, (LAT, azimuth, elevation))
            # Up, north and east at longitude 0.
            up, north = (math.cos(phi), 0.0, math.sin(phi)), (-math.sin(phi), 0.0, math.cos(phi))
            ahead = [math.cos(az) * n for n in north]
            ahead[1] += math.sin(az)
            ray = [math.cos(el) * a + math.sin(el) * u for a, u in zip(ahead, up, strict=True)]
            site = solid.transform(0.0, LAT, 0.0)
            low, high = 0.0, 5e6
            for _ in range(60):
                middle = (low + high) / 2
                at = [p + middle * d for p, d in zip(site, ray, strict=True)]
                lon, lat, height = solid.transform(at[0], at[1], at[2], direction="INVERSE")
                low, high = (middle, high) if height < altitude * 1000 else (low, middle)
            over.append(Geod(ellps="WGS84").inv(0.0, LAT, lon, lat)[2] / 1000)
        sight = Sight(min_elevation_deg=elevation, refraction=UNREFRACTED)
        reach = reach_at_altitude(20_000, altitude, sight, LAT)
        assert reach is not None
        rows.append([f"{elevation:g}°", f"{altitude:g}", reach.outer_km, *over])
    head = ["floor", "target altitude km", "sphere km", "ellipsoid, north", "east", "south"]
    return f"{table(head, rows)}\n\nThe sphere's radius here is {gaussian_radius_km(LAT):,.1f} km."


def example_table() -> str:
    """Show one range at several altitudes, and what decides."""
    sight = Sight(min_elevation_deg=5.0, measure="slant")
    rows = []
    for altitude in (1.0, 10.0, 40.0, 100.0, 200.0, 400.0):
        row: list[object] = [f"{altitude:g}"]
        for seen in (replace(sight, min_elevation_deg=None), sight):
            reach = reach_at_altitude(600, altitude, seen, LAT)
            row += [reach.outer_km, reach.decided_by] if reach else [None, "nothing left"]
        rows.append(row)
    return table(["target altitude km", "no floor: km", "decided by", "floor 5°: km", "decided by"], rows)


CELL_M, CELLS, MAST_M = 90.0, 301, 30.0
CORNER = 400_000.0, 4_000_000.0  # west and north in UTM zone 52, so near 36° N, 128° E


def fractal() -> Any:
    """Hills of 1,500 m on all scales: noise of a fixed seed whose amplitude falls as land's does."""
    import numpy as np

    noise = np.random.default_rng(7).standard_normal((CELLS, CELLS))
    frequency = np.hypot(np.fft.fftfreq(CELLS)[:, None], np.fft.rfftfreq(CELLS))
    frequency[0, 0] = np.inf
    hills = np.fft.irfft2(np.fft.rfft2(noise) * frequency**-1.8, s=(CELLS, CELLS))
    return np.asarray((hills - hills.min()) * 1500 / np.ptp(hills), dtype=np.float32)


def gdal_seen(cells: Any, x: float, y: float, targets_m: Sequence[float]) -> list[Any]:
    """Which cells `gdal_viewshed` sees, for targets of some heights above the ground."""
    import rasterio

    program = shutil.which("gdal_viewshed")
    if not program:
        raise SystemExit("no gdal_viewshed to compare terrain with: install Debian's package gdal-bin")
    frame = {"driver": "GTiff", "count": 1, "height": CELLS, "width": CELLS, "dtype": "float32"}
    affine = rasterio.Affine(CELL_M, 0, CORNER[0], 0, -CELL_M, CORNER[1])
    seen = []
    with TemporaryDirectory() as folder:
        dem, out = Path(folder) / "hills.tif", Path(folder) / "seen.tif"
        with rasterio.open(dem, "w", **frame, crs="EPSG:32652", transform=affine) as file:
            file.write(cells, 1)
        for target_m in targets_m:
            options = ["-q", "-cc", 0.75, "-oz", MAST_M, "-tz", target_m, "-ox", x, "-oy", y, dem, out]
            subprocess.run([program, *map(str, options)], check=True, capture_output=True)
            with rasterio.open(out) as file:
                seen.append(file.read(1) > 0)
    return seen


def terrain_table() -> str:
    """Cells seen over hills, by rangefan and by gdal_viewshed."""
    import numpy as np
    from pyproj import Geod, Transformer

    cells, middle = fractal(), CELLS // 2
    x = CORNER[0] + (np.arange(CELLS) + 0.5) * CELL_M
    y = CORNER[1] - (np.arange(CELLS) + 0.5) * CELL_M
    to_globe = Transformer.from_crs("EPSG:32652", "EPSG:4326", always_xy=True)
    lon, lat = to_globe.transform(*np.meshgrid(x, y))
    site = float(lat[middle, middle]), float(lon[middle, middle])
    dem = grid_dem(cells, crs="EPSG:32652", affine=(CELL_M, 0, CORNER[0], 0, -CELL_M, CORNER[1]))
    there = Lookout(dem=dem, lat=site[0], lon=site[1], antenna_agl_m=MAST_M)
    turns, rings = 2000, np.arange(1, middle) * CELL_M / 1000
    lowest = lowest_over_terrain_m(there, np.arange(turns) * 360 / turns, rings, above="ground")
    start = np.full_like(lon, site[1]), np.full_like(lat, site[0])
    azimuth, _, away = Geod(ellps="WGS84").inv(*start, lon, lat)
    nearest = np.rint(np.remainder(azimuth, 360) * turns / 360).astype(int) % turns
    lowest = lowest[nearest, np.clip(np.rint(away / CELL_M).astype(int) - 1, 0, rings.size - 1)]
    # In a disc: in its corners some azimuths leave the grid on the way.
    compared = (away > CELL_M * 1.5) & (away < CELL_M * (middle - 2))
    rows, worst = [], 100.0
    targets_m = (0.0, 10.0, 50.0, 200.0)
    for target_m, theirs in zip(targets_m, gdal_seen(cells, x[middle], y[middle], targets_m), strict=True):
        ours = lowest <= target_m
        around = [np.roll(theirs, step, axis) for axis in (0, 1) for step in (-1, 1)]
        off_rim = compared & np.all([theirs == other for other in around], axis=0)
        parts = [theirs[compared], ours[compared], (ours == theirs)[compared], (ours == theirs)[off_rim]]
        found = [100 * float(part.mean()) for part in parts]
        worst = min(worst, found[3])
        rows.append([f"{target_m:g}", *found])
    head = ["target above ground m", "seen by gdal %", "by rangefan %", "agree %", "but for the rim %"]
    verdict = "all agree to 99 % or better" if worst >= 99 else f"**only {worst:.1f} % agree**"
    count = f"{int(compared.sum()):,} cells of {CELL_M:g} m"
    return f"{table(head, rows)}\n\nOn {count}, outside a rim of one cell around what is seen: {verdict}."


BLOCKS = {
    "example": example_table,
    "sphere": sphere_table,
    "slant": slant_table,
    "path": path_table,
    "grazing": grazing_table,
    "air": air_table,
    "floor": floor_table,
    "wradlib": wradlib_words,
    "terrain": terrain_table,
}


def page() -> str:
    """Return the page with its blocks filled in, the same bytes every time."""
    text = PAGE.read_text(encoding="utf-8")
    for name, write in BLOCKS.items():
        block = f"<!-- {name} -->\n{write()}\n<!-- /{name} -->"
        found = re.findall(f"<!-- {name} -->.*?<!-- /{name} -->", text, flags=re.S)
        if len(found) != 1:
            raise SystemExit(f"{PAGE.name} should have one block <!-- {name} -->, and has {len(found)}")
        text = text.replace(found[0], block)
    return text


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
