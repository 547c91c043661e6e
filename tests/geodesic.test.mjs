// The page's geometry against the fixture that the Python tests read too: `node --test`, no browser.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { runInThisContext } from "node:vm";

const root = new URL("../", import.meta.url);
const read = (path) => readFileSync(new URL(path, root), "utf8");
globalThis.window = globalThis;
for (const file of ["vendor/geographiclib-geodesic/geographiclib-geodesic.min.js", "geodesic.js", "vertices.js", "fan.js"]) {
  runInThisContext(read(`coverage/rangefan/web/${file}`), { filename: file });
}
const { rangefan } = globalThis;
const known = JSON.parse(read("tests/fixtures/geodesics.json"));
const { position_m, distance_m, azimuth_deg } = known.tolerance;
const { WGS84 } = globalThis.geodesic.Geodesic;

const rowsOf = (table) => table.rows.map((row) => Object.fromEntries(table.columns.map((name, nth) => [name, row[nth]])));
const apartM = (lat1, lon1, lat2, lon2) => WGS84.Inverse(lat1, lon1, lat2, lon2).s12;
const near = (found, wanted, tolerance, what) =>
  assert.ok(Math.abs(found - wanted) <= tolerance, `${what}: ${found} instead of ${wanted}`);

test("inverse and direct give the published table, and GeodSolve's destinations", () => {
  const table = rowsOf(known.published_table);
  for (const row of table) {
    const found = rangefan.inverse(row.lat1, row.lon1, row.lat2, row.lon2_unrolled);
    near(found.distance_km * 1000, row.distance_m, distance_m, "distance");
    near(found.azimuth_deg, row.azimuth1_deg, azimuth_deg, "azimuth");
    const there = rangefan.direct(row.lat1, row.lon1, row.azimuth1_deg, row.distance_m / 1000);
    near(apartM(there.lat, there.lon, row.lat2, row.lon2_unrolled), 0, position_m, "place");
  }
  const destinations = rowsOf(known.destinations);
  for (const row of destinations) {
    const there = rangefan.direct(row.lat1, row.lon1, row.azimuth_deg, row.distance_km);
    near(apartM(there.lat, there.lon, row.lat2, row.lon2), 0, position_m, "place");
  }
  assert.deepEqual([table.length, destinations.length], [20, 58]);
});

test("a ring's quick sum stays within 0.01 mm of GeodSolve's destinations", () => {
  const at = {};
  for (const row of rowsOf(known.destinations)) {
    const circle = rangefan.geodesicCircle(row.lat1, row.lon1, row.distance_km);
    circle(row.azimuth_deg, at);
    near(apartM(at.lat, at.lon, row.lat2, row.lon2), 0, 1e-5, `${row.distance_km} km from ${row.lat1}`);
    // The fourth of even steps is reached from its neighbour.
    const [lon, lat] = circle.evenly(row.azimuth_deg - 8, row.azimuth_deg + 4, 6)[4];
    near(apartM(lat, lon, row.lat2, row.lon2), 0, 1e-5, `evenly, ${row.distance_km} km from ${row.lat1}`);
  }
});

test("discs have the areas that the fixture states, over the seam and with a hole too", () => {
  const area = (polygons) => {
    let sum = 0;
    for (const ring of polygons.flat()) {
      const polygon = WGS84.Polygon(false);
      for (const [lon, lat] of ring.slice(1)) polygon.AddPoint(lat, lon);
      sum += polygon.Compute(false, true).area / 1e6;
    }
    return sum;
  };
  for (const { lat, lon, range_km, area_km2 } of rowsOf(known.disc_areas)) {
    for (const center_lon of [0, lon + 180]) {
      const { coordinates } = rangefan.fan({ lat, lon, range_km }, { tolerance_m: 0.5, center_lon });
      // Chords cut off a part of the area that is at most the tolerance times the edge.
      near(area(coordinates) / area_km2, 1, (0.0005 * 2) / range_km, `${range_km} km`);
      assert.equal(coordinates.length, center_lon ? 2 : 1);
    }
  }
  const hole = rangefan.fan({ lat: 36, lon: 128, range_km: 1000, inner_km: 600 }, { tolerance_m: 0.5 });
  near(area(hole.coordinates) / (3135149.02 - 1130137.822), 1, 4e-6, "with a hole");
});

test("a pole inside is filled to the frame's edge, and both poles leave a hole", () => {
  const [[outer], ...others] = rangefan.fan({ lat: 40, lon: 127, range_km: 9000 }, { center_lon: 127 }).coordinates;
  assert.equal(others.length, 0);
  assert.deepEqual([Math.min, Math.max].map((end) => end(...outer.map(([lon]) => lon))), [-53, 307]);
  assert.equal(outer.filter(([, lat]) => lat === 90).length, 2);
  const [whole] = rangefan.fan({ lat: 0, lon: 127, range_km: 13000 }, { center_lon: 127 - 90 }).coordinates;
  assert.equal(whole.length, 2);
  assert.deepEqual(whole[0], [[-143, -90], [217, -90], [217, 90], [-143, 90], [-143, -90]]);
});

test("evenly spaced vertices lie on the same edge", () => {
  const fan = { lat: 36, lon: 128, range_km: 870, azimuth_deg: 327, width_deg: 120 };
  const [[edge]] = rangefan.fan(fan, { step_deg: 1 }).coordinates;
  const rim = edge.filter(([lon, lat]) => Math.abs(rangefan.inverse(36, 128, lat, lon).distance_km - 870) < 1e-8);
  assert.equal(rim.length, 121);
  for (const [lon, lat] of edge) assert.ok(rangefan.contains({ ...fan, range_km: 870.00001, width_deg: 120.00001 }, lat, lon));
});

test("what is no number is refused", () => {
  for (const range_km of [NaN, Infinity, "600", undefined]) {
    assert.throws(() => rangefan.fan({ lat: 36, lon: 128, range_km }), RangeError);
  }
});
