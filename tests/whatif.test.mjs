// The page's placements against Python's: answers, distances, shapes and areas; and addresses from strangers.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { runInThisContext } from "node:vm";

const WEB = process.env.WEB ?? new URL("../coverage/rangefan/web/", import.meta.url).pathname;
const SCRIPTS = [
  "vendor/geographiclib-geodesic/geographiclib-geodesic.min.js", "language.js", "altitude.js", "geodesic.js", "vertices.js",
  "fan.js", "whatif-answers.js", "whatif-area.js", "whatif-model.js", "whatif-address.js", "whatif-history.js",
];
globalThis.window = globalThis;
for (const name of SCRIPTS) runInThisContext(readFileSync(`${WEB}${name}`, "utf8"), { filename: name });
const { whatif } = globalThis.rangefan;

/** The same rings, vertex by vertex from wherever they start, to the 1e-6 degrees the scene keeps. */
const near = (found, wanted) => {
  assert.equal(found.length, wanted.length);
  const flat = (polygons) => polygons.flat(2).length;
  assert.equal(flat(found), flat(wanted));
  const points = found.flat(2);
  for (const [lon, lat] of wanted.flat(2)) {
    assert.ok(points.some(([x, y]) => Math.abs(x - lon) < 2e-6 && Math.abs(y - lat) < 2e-6), `${lon} ${lat}`);
  }
};

// Made by tests/test_whatif.py, which also runs this file with it.
const CASES = process.env.RANGEFAN_WHATIF_CASES;

test("a thousand random placements are answered as Python answers them", { skip: !CASES && "run by pytest" }, () => {
  const { scene, cases } = JSON.parse(readFileSync(CASES, "utf8"));
  const placing = whatif.placing();
  for (const { placement, layers } of cases) {
    const now = placing(scene, whatif.frozen(placement), "answers");
    for (const [id, wanted] of Object.entries(layers)) {
      const layer = now.layers.find((each) => each.id === id);
      const found = Object.fromEntries(now.towns.map((town) => [town.id, town.cells[id]]));
      assert.deepEqual(found, wanted.cells, JSON.stringify(placement));
      const far = Object.fromEntries(now.towns.map((town) => [town.id, town.distance_km[layer.site.id]]));
      assert.deepEqual(far, wanted.distance_km, JSON.stringify(placement));
      assert.deepEqual(layer.footprints.map(({ range_km: km }) => km), wanted.ranges);
      assert.equal(layer.status, wanted.status, JSON.stringify(placement));
    }
    if (!layers[Object.keys(layers)[0]].geometry) continue;
    const drawn = placing(scene, whatif.frozen(placement));
    for (const [id, wanted] of Object.entries(layers)) {
      const { footprints } = drawn.layers.find((each) => each.id === id);
      const areas = footprints.map(({ area_km2: area }) => area);
      areas.forEach((area, i) => assert.ok(Math.abs(area - wanted.areas[i]) < 0.11, `${areas} ${wanted.areas}`));
      near(footprints.at(-1).geometry.coordinates, wanted.geometry.coordinates);
    }
  }
});

test("what random pairs of fans share is what Python measures, to 1e-4 of the larger", { skip: !CASES && "run by pytest" }, () => {
  const { pairs } = JSON.parse(readFileSync(CASES, "utf8"));
  for (const [fan, other, wanted] of pairs) {
    const larger = Math.max(whatif.areaOf(fan), whatif.areaOf(other));
    for (const found of [whatif.shared(fan, other), whatif.shared(other, fan)]) {
      assert.ok(Math.abs(found - wanted) <= 1e-4 * larger, `${found} instead of ${wanted}: ${JSON.stringify([fan, other])}`);
    }
  }
  assert.ok(pairs.filter(([, , km2]) => km2 > 0).length > pairs.length / 2);
});

test("areas are those printed for 36N 128E, and of the whole Earth", () => {
  // The project's model page; the last is the area of the WGS84 ellipsoid.
  const wanted = [[200, 125653.388], [600, 1130137.822], [1000, 3135149.02], [2000, 12463525.67], [20003.9, 510065621.7]];
  for (const [range_km, km2] of wanted) {
    const found = whatif.areaOf({ lat: 36, lon: 128, range_km, inner_km: 0, azimuth_deg: 0, width_deg: 360 });
    assert.ok(Math.abs(found - km2) < Math.max(0.06, km2 * 1e-9), `${range_km}: ${found}`);
  }
  const third = (azimuth_deg) => whatif.areaOf({ lat: 36, lon: 128, range_km: 600, inner_km: 200, azimuth_deg, width_deg: 120 });
  assert.ok(Math.abs(third(10) + third(130) + third(250) - (1130137.822 - 125653.388)) < 0.2);
});

test("one kilometre and twenty thousand are drawn, anywhere", () => {
  for (const range_km of [1, 500, 9999, 15000, 20003.9]) {
    for (const [lat, lon] of [[36, 128], [90, 0], [-89.99, 179.99], [0, -180], [66, -51.9]]) {
      const { coordinates } = globalThis.rangefan.fan({ lat, lon, range_km, azimuth_deg: 300, width_deg: 120 }, { center_lon: 128, step_deg: 1 });
      assert.ok(coordinates.length && coordinates.flat(3).every(Number.isFinite), `${range_km} at ${lat} ${lon}`);
      assert.ok(coordinates.flat(2).every(([x, y]) => Math.abs(x - 128) <= 180 && Math.abs(y) <= 90));
    }
  }
});

test("undo and redo walk one way each, and quick steps of one kind are one", () => {
  const walk = whatif.history("a");
  walk.keep("b");
  walk.keep("c", "keys", 1000);
  walk.keep("d", "keys", 1500);
  assert.deepEqual(walk.can(), { undo: true, redo: false });
  assert.equal(walk.undo(), "b");
  assert.equal(walk.undo(), "a");
  assert.equal(walk.undo(), "a");
  assert.equal(walk.redo(), "b");
  walk.keep("e");
  assert.equal(walk.redo(), "e");
});
