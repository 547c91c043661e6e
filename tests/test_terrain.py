"""Terrain: what stands in the way, against formulas, `gdal_viewshed`, and a second way to the same answer."""

from __future__ import annotations

import math
import shutil
import subprocess
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import rasterio
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from pyproj import Geod, Transformer

from rangefan.errors import FileError, InputError, RangeError
from rangefan.geometry import elevation_model, polar, terrain
from rangefan.geometry.elevation_model import ElevationModel, grid_dem, ground_m
from rangefan.geometry.lookout import Lookout
from rangefan.geometry.mosaic import read_dem
from rangefan.geometry.terrain import horizon_profile_deg, lowest_over_terrain_m, profile

Array = NDArray[np.float64]

LAT, LON = 36.0, 128.0
# Azimuths and distances from the middle are those on the ellipsoid: what is laid out here is what is walked.
AROUND = f"+proj=aeqd +lat_0={LAT} +lon_0={LON} +datum=WGS84"
GAUSS_RADIUS_M = 6_371_488.62  # √(M N) at 36° N; the test below has it from pyproj's lines


def strip(heights: Any, *, cell_m: float = 1000.0, at: int = 0, wide: int = 1) -> ElevationModel:
    """Terrain that changes eastward only, its cell `at` in the middle of the projection."""
    cells = np.tile(np.asarray(heights, dtype=float), (2 * wide + 1, 1))
    affine = (cell_m, 0, -(at + 0.5) * cell_m, 0, -cell_m, (wide + 0.5) * cell_m)
    return grid_dem(cells, crs=AROUND, affine=affine)


def lookout(dem: ElevationModel, agl_m: float = 0.0, **options: Any) -> Lookout:
    return Lookout(dem=dem, lat=LAT, lon=LON, antenna_agl_m=agl_m, **options)


def fractal(size: int, seed: int, relief_m: float = 1500.0) -> NDArray[np.float32]:
    """Hills on all scales: noise whose spectrum falls as that of land does."""
    noise = np.random.default_rng(seed).standard_normal((size, size))
    frequency = np.hypot(np.fft.fftfreq(size)[:, None], np.fft.rfftfreq(size))
    frequency[0, 0] = np.inf
    hills = np.fft.irfft2(np.fft.rfft2(noise) * frequency**-1.8, s=(size, size))
    return np.asarray((hills - hills.min()) * relief_m / np.ptp(hills), dtype=np.float32)


def from_origin(west: float, north: float, cell_m: float) -> rasterio.Affine:
    return rasterio.Affine(cell_m, 0, west, 0, -cell_m, north)


def write(path: Path, cells: Any, **options: Any) -> Path:
    bands = np.atleast_3d(cells).transpose(2, 0, 1) if np.ndim(cells) == 2 else np.asarray(cells)
    count, height, width = bands.shape
    frame = {"driver": "GTiff", "count": count, "height": height, "width": width, "dtype": bands.dtype}
    with rasterio.open(path, "w", **{**frame, "crs": "EPSG:32652", **options}) as file:
        file.write(bands)
    return path


def viewshed(path: Path, *options: str | float) -> Array:
    program = shutil.which("gdal_viewshed")
    assert program, "no gdal_viewshed: install Debian's package gdal-bin"
    out = path.with_suffix(".seen.tif")
    subprocess.run([program, "-q", *map(str, options), path, out], check=True, capture_output=True)
    with rasterio.open(out) as file:
        return np.asarray(file.read(1), dtype=np.float64)


# ---- formulas ----


def test_the_lowest_altitude_over_a_plain_is_the_horizon_formula() -> None:
    radius = 4 / 3 * GAUSS_RADIUS_M
    dip = math.acos(radius / (radius + 100))
    mast = lookout(strip(np.zeros(500), cell_m=500.0), 100.0)
    distances = np.arange(50.0, 250.0, 10.0)
    seen = lowest_over_terrain_m(mast, [90.0], distances)[0]
    beyond = distances * 1000 / radius - dip
    # Nodes half a kilometre apart miss the true horizon by a little.
    assert seen == pytest.approx(radius * (1 / np.cos(beyond) - 1), abs=0.1)
    assert horizon_profile_deg(mast, [90.0], 100.0) == pytest.approx([-math.degrees(dip)], abs=1e-4)


def test_the_radius_is_gausss_mean_at_the_latitude() -> None:
    geod = Geod(ellps="WGS84")
    step = 1e-4
    north_south = geod.line_length([LON, LON], [LAT - step, LAT + step]) / math.radians(2 * step)
    prime = geod.a / math.sqrt(1 - geod.es * math.sin(math.radians(LAT)) ** 2)
    assert 1 / lookout(strip([0, 0]), k=1).curvature == pytest.approx(
        math.sqrt(north_south * prime), rel=1e-7
    )
    assert math.sqrt(north_south * prime) == pytest.approx(GAUSS_RADIUS_M, rel=1e-8)


def test_a_wall_throws_the_shadow_of_similar_triangles() -> None:
    heights = np.zeros(60)
    heights[10] = 100
    from_20_m = lookout(strip(heights), 20.0, k=math.inf)
    seen = lowest_over_terrain_m(from_20_m, [90.0], [5.0, 10.0, 20.0, 50.0])[0]
    assert seen == pytest.approx([0, 100, 20 + 80 * 2, 20 + 80 * 5])
    assert horizon_profile_deg(from_20_m, [90.0], 55.0) == pytest.approx(
        [math.degrees(math.atan(80 / 10000))]
    )


def test_a_tiny_grid_to_the_metre(tmp_path: Path) -> None:
    heights = np.array([0, 0, 0, 1, 0, 0, 0, 0], dtype=np.float32)
    flat = lookout(strip(heights, at=2), k=math.inf)
    assert lowest_over_terrain_m(flat, [90.0], [1, 2, 3, 4, 5], above="ground")[0] == pytest.approx(
        [0, 2, 3, 4, 5]
    )
    assert lowest_over_terrain_m(flat, [270.0], [1, 2], above="ground")[0].tolist() == [0, 0]
    path = write(tmp_path / "wall.tif", np.tile(heights, (3, 1)), transform=from_origin(-2.5, 1.5, 1))
    gdal = viewshed(path, "-om", "GROUND", "-cc", 0, "-oz", 0, "-ox", 0, "-oy", 0)
    assert gdal[1] == pytest.approx([0, 0, 0, 0, 2, 3, 4, 5])


def test_a_side_view_holds_ground_floor_and_curve() -> None:
    heights = np.zeros(130)
    heights[30] = 400
    side = profile(lookout(strip(heights), 50.0), 90.0, np.arange(1.0, 121.0))
    assert side.antenna_m == 50
    assert side.ground_m[29] == pytest.approx(400, abs=0.1)
    assert np.delete(side.ground_m, [28, 29, 30]) == pytest.approx(0, abs=0.1)
    # In the frame that the drop flattens, the floor is one straight ray beyond the wall, to the first order.
    ray = side.lowest_visible_m - side.drop_m
    slopes = (ray[30:] - 50) / side.distances_km[30:]
    assert slopes == pytest.approx(slopes[0], rel=1e-3)
    assert side.drop_m[99] == pytest.approx(100e3**2 / (2 * 4 / 3 * GAUSS_RADIUS_M), rel=1e-4)


# ---- gdal_viewshed ----


def test_gdal_viewshed_agrees_on_99_cells_in_100(tmp_path: Path) -> None:
    size, cell_m, middle = 301, 90.0, 150
    west, north = 400_000.0, 4_000_000.0
    path = write(tmp_path / "hills.tif", fractal(size, 7), transform=from_origin(west, north, cell_m))
    x, y = west + (np.arange(size) + 0.5) * cell_m, north - (np.arange(size) + 0.5) * cell_m
    to_globe = Transformer.from_crs("EPSG:32652", "EPSG:4326", always_xy=True)
    lon, lat = to_globe.transform(*np.meshgrid(x, y))
    site = lat[middle, middle], lon[middle, middle]
    dem = read_dem(path)
    there = Lookout(dem=dem, lat=site[0], lon=site[1], antenna_agl_m=30.0)

    azimuth, _, away = Geod(ellps="WGS84").inv(
        np.full_like(lon, site[1]), np.full_like(lat, site[0]), lon, lat
    )
    turns, rings = 2000, np.arange(1, 240) * 0.09
    # A disc within the grid: in its corners some azimuths leave it on the way.
    seen = lowest_over_terrain_m(there, np.arange(turns) * 360 / turns, rings[: middle - 1], above="ground")
    compared = (away > cell_m * 1.5) & (away < cell_m * (middle - 2))
    nearest = np.rint(np.remainder(azimuth, 360) * turns / 360).astype(int) % turns
    ring = np.clip(np.rint(away / 90).astype(int) - 1, 0, middle - 2)
    for target_m in (0.0, 10.0, 50.0, 200.0):
        gdal = viewshed(path, "-cc", 0.75, "-oz", 30, "-tz", target_m, "-ox", x[middle], "-oy", y[middle])
        agree = (gdal > 0) == (seen[nearest, ring] <= target_m)
        assert 0.05 < (gdal[compared] > 0).mean() < 0.95  # both seen and unseen cells to judge
        assert agree[compared].mean() >= 0.99


# ---- laws ----

HILLS = st.lists(st.floats(-100, 3000), min_size=3, max_size=40)
KS = st.sampled_from([0.8, 1.0, 4 / 3, 5.0, math.inf])


def walked(heights: list[float], agl_m: float, k: float) -> tuple[Array, Array]:
    """Distances of the cells' centres and what is lowest visible there; the antenna in the first cell."""
    distances = np.arange(1.0, len(heights))
    return distances, lowest_over_terrain_m(lookout(strip(heights), agl_m, k=k), [90.0], distances)[0]


@given(HILLS, st.floats(0, 500), KS)
def test_a_second_way_to_the_same_line(heights: list[float], agl_m: float, k: float) -> None:
    distances, lowest = walked(heights, agl_m, k)
    antenna = heights[0] + agl_m

    def elevation(altitudes: Array) -> Array:
        """By vectors: points on a circle around the centre of the effective earth, seen from the antenna."""
        if k == math.inf:
            return np.arctan2(altitudes - antenna, distances * 1000)
        radius = k * GAUSS_RADIUS_M
        turn = distances * 1000 / radius
        up, out = (radius + altitudes) * np.cos(turn), (radius + altitudes) * np.sin(turn)
        return np.arctan2(up - radius - antenna, out)

    skyline = np.maximum.accumulate(elevation(np.asarray(heights[1:])))
    # Cells are float32 metres, and the walk knows its place to a thousandth of a cell.
    assert elevation(lowest) == pytest.approx(skyline, abs=4e-6)


@given(HILLS, st.floats(0, 500), st.floats(0, 500), KS)
def test_more_height_never_shrinks_what_terrain_lets_through(
    heights: list[float], agl_m: float, more_m: float, k: float
) -> None:
    _, lowest = walked(heights, agl_m, k)
    assert (lowest >= np.asarray(heights[1:], dtype=np.float32) - 0.01).all()
    # A target that stands higher is seen wherever a lower one is: the lowest altitude bounds a half line. And
    # an antenna that stands higher looks over whatever the lower one looked over.
    _, from_higher = walked(heights, agl_m + more_m, k)
    assert (from_higher <= lowest + 0.01).all()


@given(HILLS, st.data(), st.floats(0, 500), KS)
def test_terrain_never_adds(heights: list[float], data: st.DataObject, agl_m: float, k: float) -> None:
    _, lowest = walked(heights, agl_m, k)
    where = data.draw(st.integers(1, len(heights) - 1))
    raised = [*heights[:where], heights[where] + data.draw(st.floats(0, 1000)), *heights[where + 1 :]]
    _, over_raised = walked(raised, agl_m, k)
    assert (over_raised >= lowest - 0.01).all()


@given(HILLS, st.floats(0, 500))
def test_refraction_between_none_and_four_thirds_stays_between(heights: list[float], agl_m: float) -> None:
    _, unbent = walked(heights, agl_m, 1.0)
    _, between = walked(heights, agl_m, 7 / 6)
    _, bent = walked(heights, agl_m, 4 / 3)
    assert (bent <= between + 0.01).all()
    assert (between <= unbent + 0.01).all()


def test_neither_distances_asked_for_nor_stretches_change_an_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    dem = grid_dem(fractal(120, 3), crs=AROUND, affine=(90, 0, -5400, 0, -90, 5400))
    azimuths, there = np.arange(0.0, 360.0, 7.0), lookout(dem, 15.0)
    often = lowest_over_terrain_m(there, azimuths, np.arange(1, 51) * 0.09)
    seldom = np.array([2.25, 4.5])
    asked = lowest_over_terrain_m(there, azimuths, seldom)
    assert asked == pytest.approx(often[:, [24, 49]], abs=0.2)  # the same cells, at other points
    monkeypatch.setattr(terrain, "_CHUNK", 100)  # six azimuths by sixteen distances at a time
    assert lowest_over_terrain_m(there, azimuths, seldom) == pytest.approx(asked, abs=1e-6)


# ---- voids ----


@pytest.mark.parametrize("void", [math.nan, -9999, -32768, 65535])
def test_a_void_raises_or_leaves_a_gap_outward_never_sea_level(void: float) -> None:
    heights = [0.0, 5.0, 3.0, void, 2.0, 2.0, 1.0, 0.0, 0.0]
    dem = strip(heights, at=1)
    with pytest.raises(InputError, match=r"no elevation at 36\.0000, 128\.01.*away at azimuth 90"):
        lowest_over_terrain_m(lookout(dem, 10.0), [90.0], [0.5, 1.5, 6.0])
    seen = lowest_over_terrain_m(lookout(dem, 10.0, gaps=True), [90.0, 270.0], [0.5, 0.9])
    assert np.isfinite(seen).all()
    seen = lowest_over_terrain_m(lookout(dem, 10.0, gaps=True), [90.0], [0.5, 1.5, 3.5, 6.0])[0]
    assert np.isnan(seen).tolist() == [False, True, True, True]
    assert np.isnan(horizon_profile_deg(lookout(dem, 10.0, gaps=True), [90.0], 6.0)).all()
    with pytest.raises(InputError, match="where the antenna stands"):
        _ = lookout(strip(heights, at=3), gaps=True).antenna_m


def test_beyond_the_grid_nothing_is_known() -> None:
    dem = strip(np.zeros(10))
    with pytest.raises(InputError, match="no elevation"):
        lowest_over_terrain_m(lookout(dem), [90.0], [20.0])
    gaps = lowest_over_terrain_m(lookout(dem, gaps=True), [0.0, 90.0], [8.0, 20.0])
    assert np.isnan(gaps).tolist() == [[True, True], [False, True]]


# ---- files ----


def test_windows_and_tiles_change_no_answer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cells, west, north = fractal(200, 5), 400_000.0, 4_000_000.0
    whole = grid_dem(cells, crs="EPSG:32652", affine=(90, 0, west, 0, -90, north))
    for row, column in ((0, 0), (0, 90), (110, 0), (110, 90)):
        # They overlap by some cells.
        part = cells[row : row + 120, column : column + 120]
        corner = from_origin(west + 90 * column, north - 90 * row, 90)
        write(tmp_path / f"{row}-{column}.tif", part, transform=corner)
    lon, lat = Transformer.from_crs(32652, 4326, always_xy=True).transform(west + 9000, north - 9000)
    azimuths, distances = np.arange(0.0, 360.0, 3.0), np.arange(1, 90) * 0.09
    expected = lowest_over_terrain_m(
        Lookout(dem=whole, lat=lat, lon=lon, antenna_agl_m=20), azimuths, distances
    )
    tiled = Lookout(dem=read_dem(tmp_path), lat=lat, lon=lon, antenna_agl_m=20)
    assert lowest_over_terrain_m(tiled, azimuths, distances).tolist() == expected.tolist()

    read: list[int] = []
    reader = elevation_model._cells
    monkeypatch.setattr(elevation_model, "WINDOW_CELLS", 900)
    monkeypatch.setattr(
        elevation_model, "_cells", lambda dem, *at: (read.append(at[2] * at[3]), reader(dem, *at))[1]
    )
    by_windows = lowest_over_terrain_m(tiled, azimuths, distances)
    assert by_windows == pytest.approx(expected, abs=1e-6)
    assert len(read) > 40
    assert max(read) <= 900

    (tmp_path / "110-90.tif").unlink()  # the southeast is missing
    with pytest.raises(InputError, match="no elevation"):
        lowest_over_terrain_m(
            Lookout(dem=read_dem(tmp_path), lat=lat, lon=lon, antenna_agl_m=20), azimuths, distances
        )


def hgt(folder: Path, name: str, heights: NDArray[np.int16]) -> Path:
    path = folder / name
    path.write_bytes(heights.astype(">i2").tobytes())
    return path


def test_hgt_tiles_join_at_their_shared_edge(tmp_path: Path) -> None:
    # SRTM's tiles: 1201 by 1201 big-endian metres, centres on whole degrees, neighbours share a line.
    ramp = np.tile(np.arange(1201, dtype=np.int16), (1201, 1))
    hgt(tmp_path, "N36E127.hgt", ramp)
    east = ramp + np.int16(1200)
    east[600, 600] = -32768
    hgt(tmp_path, "N36E128.hgt", east)
    dem = read_dem(tmp_path)
    assert (dem.rows, dem.columns, dem.datum) == (1201, 2401, "EGM96, as SRTM has it")
    lon = np.array([127.0, 127.25, 128.0, 128.25, 128.5])
    heights = ground_m(dem, *polar.Geodesics(dem=dem, lat=36.5, lon=128.0).at(np.full(5, 36.5), lon))
    assert heights[:4] == pytest.approx([0, 300, 1200, 1500], abs=1e-3)
    assert math.isnan(heights[4])


def test_scaled_heights_and_a_declared_void(tmp_path: Path) -> None:
    path = write(
        tmp_path / "dm.tif",
        np.array([[100, 200], [300, 0]], dtype=np.uint16),
        transform=from_origin(4e5, 4e6, 90),
        nodata=0,
    )
    with rasterio.open(path, "r+") as file:
        file.scales = (0.1,)
    dem = read_dem(path)
    assert ground_m(dem, np.array([0.0]), np.array([0.0])).tolist() != [10.0]  # a void among its corners
    cells = elevation_model._cells(dem, 0, 0, 2, 2)
    assert cells[0] == pytest.approx([10, 20])
    assert np.isnan(cells).tolist() == [[False, False], [False, True]]


def test_files_that_are_no_elevations_are_refused_all_faults_at_once(tmp_path: Path) -> None:
    flat, here = np.zeros((3, 3), dtype=np.float32), from_origin(4e5, 4e6, 90)
    write(tmp_path / "a.tif", flat, transform=here)
    write(tmp_path / "bands.tif", np.zeros((3, 3, 3), dtype=np.float32), transform=here)
    write(tmp_path / "coarse.tif", flat, transform=from_origin(4e5, 4e6, 100))
    feet = write(tmp_path / "feet.tif", flat, transform=here)
    with rasterio.open(feet, "r+") as file:
        file.units = ("ft",)
    write(tmp_path / "other.tif", flat, transform=here, crs="EPSG:32651")
    with pytest.raises(InputError) as refused:
        read_dem(tmp_path)
    assert [problem.file for problem in refused.value.problems] == [
        "bands.tif",
        "coarse.tif",
        "feet.tif",
        "other.tif",
    ]
    write(tmp_path / "nowhere.tif", flat, crs=None, transform=rasterio.Affine(2, 0, 0, 0, -2, 0))
    with pytest.raises(InputError, match="where on Earth"):
        read_dem(tmp_path / "nowhere.tif")


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="no elevation file"):
        read_dem(tmp_path)
    (tmp_path / "text.tif").write_text("not a picture")
    for name in ("text.tif", "missing.tif"):
        with pytest.raises(FileError, match=name):
            read_dem(tmp_path / name)
    cut = write(tmp_path / "cut.tif", fractal(100, 1), transform=from_origin(4e5, 4e6, 90))
    cut.write_bytes(cut.read_bytes()[:20000])
    dem = read_dem(cut)
    with pytest.raises(FileError, match=r"cut\.tif"):
        ground_m(dem, np.array([90.0]), np.array([50.0]))


# ---- the grid around a place ----


@pytest.mark.parametrize(
    ("crs", "affine", "lat", "lon", "range_km"),
    [
        ("EPSG:4326", (1 / 1200, 0, 120, 0, -1 / 1200, 45), 36.0, 128.0, 500.0),
        ("EPSG:4326", (1 / 1200, 0, 175, 0, -1 / 1200, 65), 60.0, 179.5, 300.0),  # over the date line
        ("EPSG:4326", (1 / 1200, 0, 175, 0, -1 / 1200, 65), 60.0, -179.5, 300.0),
        ("EPSG:32652", (90, 0, 3e5, 0, -90, 4.1e6), 36.0, 128.0, 400.0),
        ("EPSG:5179", (30, 0, 8e5, 0, -30, 2.2e6), 36.0, 128.0, 200.0),
        ("EPSG:4326", (1 / 1200, 0, -180, 0, -1 / 1200, 90), 89.0, 0.0, 300.0),  # over the pole
    ],
)
def test_points_of_the_polar_grid_lie_where_geodesics_lead(
    crs: str, affine: tuple[float, ...], lat: float, lon: float, range_km: float
) -> None:
    dem = grid_dem([[0, 0], [0, 0]], crs=crs, affine=affine)
    azimuths = np.random.default_rng(0).uniform(-360, 360, 40)
    distances = np.linspace(0.01, range_km, 30)
    quick = polar.polar_cells(dem, lat, lon, range_km)(azimuths)(distances)
    geod, project = Geod(ellps="WGS84"), Transformer.from_crs(4326, crs, always_xy=True)
    shape = 30, 40
    at = [np.broadcast_to(n, shape).ravel() for n in (lon, lat, azimuths, distances[:, None] * 1000)]
    x, y = project.transform(*geod.fwd(*at)[:2])
    a, _, c, _, e, f = affine
    column, row = (x - c) / a - 0.5, (y - f) / e - 0.5
    if crs == "EPSG:4326":  # whole turns do not count
        column = quick[1].ravel() + np.remainder(column - quick[1].ravel() + 216000, 432000) - 216000
        assert (quick[1] * a + c).min() > affine[2] - 20
    assert quick[0].ravel() == pytest.approx(row, abs=1e-3)
    assert quick[1].ravel() == pytest.approx(column, abs=1e-3)


def test_a_short_series_does_where_it_can() -> None:
    korea = grid_dem([[0, 0], [0, 0]], crs="EPSG:4326", affine=(1 / 3600, 0, 120, 0, -1 / 3600, 45))
    assert isinstance(polar.polar_cells(korea, 36.0, 128.0, 600.0), polar.Series)
    assert isinstance(polar.polar_cells(korea, 89.0, 128.0, 300.0), polar.Geodesics)


def test_steps_are_cells_and_stay_so_at_a_pole() -> None:
    arc_seconds = grid_dem([[0, 0], [0, 0]], crs="EPSG:4326", affine=(1 / 3600, 0, 120, 0, -1 / 3600, 45))
    geod = Geod(ellps="WGS84")
    assert polar.cell_km(arc_seconds, 36.0, 128.0) == pytest.approx(
        geod.line_length([128, 129], [36, 36]) / 3600e3, rel=1e-3
    )
    assert polar.cell_km(arc_seconds, 89.9999, 0.0) > 0.003


# ---- bad input ----


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"lat": 128.0, "lon": 36.0}, "no place"),
        ({"lat": math.nan}, "lat is nan"),
        ({"antenna_agl_m": -1.0}, "0 or more"),
        ({"k": 0.0}, "more than 0"),
        ({"k": math.nan}, "k is nan"),
    ],
)
def test_a_lookout_refuses(change: dict[str, float], says: str) -> None:
    good = {"lat": LAT, "lon": LON, "antenna_agl_m": 0.0, "k": 1.0}
    with pytest.raises(RangeError, match=says):
        Lookout(dem=strip([0, 0]), **{**good, **change})


@pytest.mark.parametrize(
    ("azimuths", "distances"),
    [([], [1]), ([0], []), ([math.inf], [1]), ([0], [0, 1]), ([0], [2, 1]), ([0], [math.nan]), ([[0]], [1])],
)
def test_a_walk_refuses(azimuths: Any, distances: Any) -> None:
    with pytest.raises(RangeError, match=r"azimuths must|distances must"):
        lowest_over_terrain_m(lookout(strip([0, 0, 0])), azimuths, distances)


def test_a_quarter_of_the_earth_is_too_far() -> None:
    with pytest.raises(RangeError, match="quarter"):
        lowest_over_terrain_m(lookout(strip([0, 0], cell_m=1e6), k=1.0, gaps=True), [90.0], [10100.0])
    with pytest.raises(RangeError, match="two by two"):
        grid_dem([[1, 2]], crs=AROUND, affine=(1, 0, 0, 0, 1, 0))
    with pytest.raises(RangeError, match="squeezes"):
        grid_dem([[1, 2], [3, 4]], crs=AROUND, affine=(1, 1, 0, 1, 1, 0))
