"""Lowest visible altitude over terrain: against gdal_viewshed (GROUND) and wradlib's beam blockage."""

from __future__ import annotations

import functools
import os
import shutil
import subprocess
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path
from typing import Any, Literal

import numpy as np
import rasterio
from numpy.typing import NDArray
from pyproj import CRS as Crs  # noqa: N811 - a class, whatever its letters
from pyproj import Geod, Transformer
from race import Contender, race, table

from rangefan.geometry.elevation_model import ElevationModel, grid_dem
from rangefan.geometry.lookout import Lookout
from rangefan.geometry.mosaic import read_dem
from rangefan.geometry.sphere import gaussian_radius_km
from rangefan.geometry.terrain import lowest_over_terrain_m

Array = NDArray[np.float64]

SIZE, CELL_M, MIDDLE = 2001, 90.0, 1000
CRS, WEST, NORTH = "EPSG:32652", 300_000.0, 4_100_000.0
AZIMUTHS = np.arange(1440) * 0.25
DISTANCES = np.arange(1, 1000) * CELL_M / 1000
ANTENNA_AGL_M = 30.0
CURVATURE, EQUATOR_RADIUS_M = 0.75, 6378137.0  # GDAL's words for k = 4/3; it takes the equator's radius
BEAM_DEG = 0.0
TARGETS_M = (2.0, 10.0, 50.0, 200.0)
SAMPLE = 4000

OURS_FILE, OURS = "rangefan, from the file", "rangefan, in memory"
START = "`gdal_viewshed`, 3 by 3 cells"


def hills(seed: int = 5) -> NDArray[np.float32]:
    """Make a fractal of 1,500 m relief: noise whose amplitude falls as land's does, f to the -1.8."""
    noise = np.random.default_rng(seed).standard_normal((SIZE, SIZE))
    frequency = np.hypot(np.fft.fftfreq(SIZE)[:, None], np.fft.rfftfreq(SIZE))
    frequency[0, 0] = np.inf
    cells = np.fft.irfft2(np.fft.rfft2(noise) * frequency**-1.8, s=(SIZE, SIZE))
    return np.asarray((cells - cells.min()) * 1500 / np.ptp(cells), dtype=np.float32)


def write(path: Path, cells: NDArray[np.float32]) -> Path:
    height, width = cells.shape
    transform = rasterio.Affine(CELL_M, 0, WEST, 0, -CELL_M, NORTH)
    frame: dict[str, Any] = {
        "driver": "GTiff",
        "count": 1,
        "height": height,
        "width": width,
        "dtype": "float32",
    }
    with rasterio.open(path, "w", **frame, crs=CRS, transform=transform) as file:
        file.write(cells, 1)
    return path


@functools.cache
def to_globe() -> Transformer:
    return Transformer.from_crs(CRS, "EPSG:4326", always_xy=True)


# ---- the peers ----


def gdal_program(dem: Path, x: float, y: float) -> Path:
    program = shutil.which("gdal_viewshed")
    if not program:
        sys.exit("no gdal_viewshed: install Debian's package gdal-bin")
    out = dem.with_suffix(".seen.tif")
    options = [
        "-om",
        "GROUND",
        "-cc",
        str(CURVATURE),
        "-oz",
        str(ANTENNA_AGL_M),
        "-ox",
        str(x),
        "-oy",
        str(y),
    ]
    subprocess.run([program, "-q", *options, str(dem), str(out)], check=True)
    return out


# The same algorithm in a process that has it loaded and keeps the file's blocks and the answer in memory.
GDAL_WORKER = """
import sys, time
from osgeo import gdal
path, x, y, z = sys.argv[1], *map(float, sys.argv[2:5])
file = gdal.Open(path)
band = file.GetRasterBand(1)
for _ in sys.stdin:
    start = time.perf_counter()
    seen = gdal.ViewshedGenerate(band, "MEM", "", [], x, y, z, 0, 255, 0, 0, -1, 0.75, gdal.GVM_Edge, 0,
                                 heightMode=gdal.GVOT_MIN_TARGET_HEIGHT_FROM_GROUND)
    print(time.perf_counter() - start, flush=True)
"""


class GdalInProcess:
    """GDAL's own function, timed where it runs. Needs a Python with GDAL's binding (Debian: python3-gdal)."""

    def __init__(self, dem: Path, x: float, y: float) -> None:
        python = next(
            filter(self.has_binding, [sys.executable, shutil.which("python3", path=os.defpath)]), None
        )
        if not python:
            sys.exit("no Python with GDAL's binding: install Debian's package python3-gdal")
        words = [python, "-W", "ignore", "-c", GDAL_WORKER, str(dem), str(x), str(y), str(ANTENNA_AGL_M)]
        self.process = subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    @staticmethod
    def has_binding(python: str | None) -> bool:
        words = [python or "python3", "-c", "from osgeo import gdal"]
        return python is not None and not subprocess.run(words, capture_output=True).returncode

    def run(self) -> float:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write("\n")
        self.process.stdin.flush()
        return float(self.process.stdout.readline())

    def close(self) -> None:
        self.process.communicate()


def wradlib_blockage(cells: NDArray[np.float32], site: tuple[float, float, float]) -> Array:
    """Cumulative beam blockage for one beam, azimuths by distances, the way wradlib's own notebook goes."""
    import wradlib

    ranges = DISTANCES * 1000
    lon, lat, altitude = site
    polar = wradlib.georef.spherical_to_proj(
        ranges, AZIMUTHS, np.array([BEAM_DEG]), (lon, lat, altitude), crs=Crs(CRS)
    )
    polar = np.asarray(polar).reshape(AZIMUTHS.size, DISTANCES.size, 3)
    x, y = np.meshgrid(WEST + (np.arange(SIZE) + 0.5) * CELL_M, NORTH - (np.arange(SIZE) + 0.5) * CELL_M)
    grid = np.stack([x, y], axis=-1)
    ground = wradlib.ipol.map_coordinates(grid, cells, polar[..., :2], order=1, prefilter=False)
    radius = wradlib.util.half_power_radius(ranges, 1.0)
    with np.errstate(invalid="ignore"):  # where the beam is clear or blocked, and then overwritten
        part = wradlib.qual.beam_block_frac(ground, polar[..., 2], radius)
    return np.asarray(wradlib.qual.cum_beam_block_frac(np.ma.masked_invalid(part)))


# ---- the exact profile ----


def exact_height(cells: NDArray[np.float32], site: tuple[float, float], lat: float, lon: float) -> float:
    """Lowest visible height above a place, by eight steps a cell along the geodesic, by vectors."""
    azimuth, _, away = Geod(ellps="WGS84").inv(site[1], site[0], lon, lat)
    steps = max(2, round(away / CELL_M * 8))
    along = away * np.arange(1, steps + 1) / steps
    start = np.full(steps, site[1]), np.full(steps, site[0])
    lons, lats, _ = Geod(ellps="WGS84").fwd(*start, np.full(steps, azimuth), along)
    x, y = to_globe().transform(lons, lats, direction="INVERSE")
    column, row = (x - WEST) / CELL_M - 0.5, (NORTH - y) / CELL_M - 0.5
    r, c = np.minimum(row.astype(int), SIZE - 2), np.minimum(column.astype(int), SIZE - 2)
    down, right = row - r, column - c
    upper = (1 - right) * cells[r, c] + right * cells[r, c + 1]
    lower = (1 - right) * cells[r + 1, c] + right * cells[r + 1, c + 1]
    ground = (1 - down) * upper + down * lower
    radius = EQUATOR_RADIUS_M / CURVATURE
    antenna = float(cells[MIDDLE, MIDDLE]) + ANTENNA_AGL_M
    turn = along / radius
    up, out = (radius + ground) * np.cos(turn) - radius - antenna, (radius + ground) * np.sin(turn)
    steepest = np.arctan2(up, out)[:-1].max()
    # The ray at that angle, where it stands over the place: the law of sines.
    line = (radius + antenna) * np.cos(steepest) / np.cos(steepest + turn[-1]) - radius
    return max(0.0, float(line - ground[-1]))


# ---- the race ----


def run() -> str:
    """Race, and hold both rasters against the exact profile; Markdown."""
    cells = hills()
    x, y = WEST + (MIDDLE + 0.5) * CELL_M, NORTH - (MIDDLE + 0.5) * CELL_M
    lon, lat = to_globe().transform(x, y)
    with tempfile.TemporaryDirectory() as folder:
        path = write(Path(folder) / "hills.tif", cells)
        tiny = write(Path(folder) / "tiny.tif", cells[:3, :3])
        in_memory = grid_dem(cells, crs=CRS, affine=(CELL_M, 0, WEST, 0, -CELL_M, NORTH))

        k = (
            EQUATOR_RADIUS_M / CURVATURE / 1000 / gaussian_radius_km(lat)
        )  # the same effective earth as GDAL's

        def sweep(dem: ElevationModel, above: Literal["sea", "ground"] = "ground") -> Array:
            there = Lookout(dem=dem, lat=lat, lon=lon, antenna_agl_m=ANTENNA_AGL_M, k=k)
            return lowest_over_terrain_m(there, AZIMUTHS, DISTANCES, above=above)

        altitude = float(cells[MIDDLE, MIDDLE]) + ANTENNA_AGL_M
        gdal = GdalInProcess(path, x, y)
        beam = functools.partial(wradlib_blockage, cells, (lon, lat, altitude))
        seconds = race(
            [
                Contender(name=OURS_FILE, run=lambda: sweep(read_dem(path))),
                Contender(name="`gdal_viewshed`, file to file", run=lambda: gdal_program(path, x, y)),
                Contender(name=START, run=lambda: gdal_program(tiny, WEST + 135, NORTH - 135)),
                Contender(name=OURS, run=lambda: sweep(in_memory)),
                Contender(name="GDAL's function, in memory", run=gdal.run),
                Contender(name="wradlib, one beam, in memory", run=beam),
            ]
        )
        gdal.close()
        with rasterio.open(gdal_program(path, x, y)) as file:
            gdal_heights = file.read(1)
        heights, lowest = sweep(in_memory), sweep(in_memory, "sea")
    return "\n\n".join(
        [
            _times(seconds),
            _judged(cells, (lat, lon), heights, lowest, gdal_heights),
            _beam(lat, lowest, altitude, beam() >= 0.5),
        ]
    )


def _times(seconds: dict[str, float]) -> str:
    rows = []
    for name, taken in seconds.items():
        if name == START:
            continue
        ours = seconds[OURS if "memory" in name else OURS_FILE]
        rows.append([name, f"{1000 * taken:.0f}", f"{taken / ours:.1f}"])
    gdal = subprocess.run(["gdal_viewshed", "--version"], capture_output=True, text=True).stdout
    return (
        f"{gdal.split(',')[0]}, wradlib {version('wradlib')}. {SIZE} by {SIZE} cells of {CELL_M:.0f} m, "
        f"projected; rangefan {AZIMUTHS.size} azimuths by {DISTANCES.size} distances, GDAL every cell. Of "
        f"`gdal_viewshed`'s time {1000 * seconds[START]:.0f} ms is its start (measured on 3 by 3 cells). "
        "wradlib answers for one beam, the others for all.\n\n"
        + table(["contender", "ms", "times rangefan's"], rows)
    )


def _judged(
    cells: NDArray[np.float32], site: tuple[float, float], heights: Array, lowest: Array, gdal: Array
) -> str:
    rng = np.random.default_rng(2)
    radius, angle = (MIDDLE - 5) * np.sqrt(rng.random(SAMPLE)), rng.random(SAMPLE) * 2 * np.pi
    radius = np.maximum(radius, 3)
    rows, columns = (np.rint(MIDDLE + radius * f(angle)).astype(int) for f in (np.cos, np.sin))
    lon, lat = to_globe().transform(WEST + (columns + 0.5) * CELL_M, NORTH - (rows + 0.5) * CELL_M)
    there = np.full_like(lon, site[1]), np.full_like(lat, site[0])
    azimuth, _, away = Geod(ellps="WGS84").inv(*there, lon, lat)
    # Between a cell's four neighbours in the polar grid: their altitude, less the cell's own ground.
    at, ring = np.remainder(azimuth, 360) / 360 * AZIMUTHS.size, away / CELL_M - 1
    a, r = at.astype(int), np.clip(ring.astype(int), 0, DISTANCES.size - 2)
    aside, out = at - a, ring - r
    next_a = (a + 1) % AZIMUTHS.size
    between = (1 - aside) * ((1 - out) * lowest[a, r] + out * lowest[a, r + 1])
    between += aside * ((1 - out) * lowest[next_a, r] + out * lowest[next_a, r + 1])
    # And points of the polar grid itself.
    own_lon, own_lat, _ = Geod(ellps="WGS84").fwd(*there, AZIMUTHS[a], DISTANCES[r] * 1000)

    def exact(lats: Array, lons: Array) -> Array:
        return np.array([exact_height(cells, site, *place) for place in zip(lats, lons, strict=True)])

    at_cells = exact(lat, lon)
    rows_out = []
    for name, found, true in (
        ("rangefan, at its own points", heights[a, r], exact(own_lat, own_lon)),
        ("rangefan, cells between its points", np.maximum(0, between - cells[rows, columns]), at_cells),
        ("GDAL, cells", gdal[rows, columns], at_cells),
    ):
        agree = [f"{((found <= target) == (true <= target)).mean():.4f}" for target in TARGETS_M]
        off = np.abs(found - true)
        rows_out.append([name, *agree, f"{np.median(off):.2f}", f"{np.quantile(off, 0.95):.1f}"])
    heads = ["", *(f"target {target:.0f} m" for target in TARGETS_M), "off by, median, m", "95 % within, m"]
    return (
        f"Held against the exact profile at {SAMPLE} places: the share on which the masks agree for a target "
        "so high above ground, and how far the lowest visible height is off:\n\n" + table(heads, rows_out)
    )


def _beam(lat: float, lowest: Array, antenna_m: float, blocked: NDArray[np.bool_]) -> str:
    import wradlib

    radius_m = wradlib.georef.get_earth_radius(lat)
    axis = wradlib.georef.bin_altitude(DISTANCES * 1000, BEAM_DEG, antenna_m, re=radius_m, ke=4 / 3)
    agree = ((lowest > np.asarray(axis)) == blocked).mean()
    return (
        f"A beam at {BEAM_DEG}° is more than half blocked, by wradlib, where rangefan's lowest visible "
        f"altitude lies above its axis: they agree on {agree:.4f} of {blocked.size:,} points, "
        f"{blocked.mean():.4f} of them blocked."
    )
