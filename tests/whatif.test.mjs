// The page's placements against Python's: answers, distances, shapes and areas; and addresses from strangers.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { runInThisContext } from "node:vm";

const WEB = process.env.WEB ?? new URL("../coverage/rangefan/web/", import.meta.url).pathname;
const SCRIPTS = [
  "vendor/geographiclib-geodesic/geographiclib-geodesic.min.js", "language.js", "altitude.js", "geodesic.js", "vertices.js",
  "fan.js", "whatif-answers.js", "whatif-area.js", "whatif-model.js", "whatif-address.js",
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
      // A turn no source records is hypothetical on the page, where a map file's author only states an assumption.
      const turned = placement.layers[id].azimuth_deg !== undefined;
      assert.equal(layer.status, turned ? "hypothetical" : wanted.status, JSON.stringify(placement));
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
