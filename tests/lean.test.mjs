// What a page carries is what the scripts and styles say: nobody edits web/lean by hand, and nobody forgets it.
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";
import { runInNewContext } from "node:vm";
import { LEAN, SOURCES, WEB, leanOf } from "./lean.mjs";

test("every script and style has its lean form, made of the very source that stands", async () => {
  const files = readdirSync(LEAN, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  assert.equal(files.length, SOURCES.length, "run `make lean`");
  for (const name of SOURCES) assert.equal(readFileSync(LEAN + name, "utf8"), await leanOf(name), `${name}: run \`make lean\``);
});

test("GeographicLib gives the same to the last bit without what no page asks of it", () => {
  const name = "vendor/geographiclib-geodesic/geographiclib-geodesic.min.js";
  const [whole, lean] = ["", "lean/"].map((folder) => {
    const loaded = { exports: {} };
    runInNewContext(readFileSync(`${WEB}${folder}${name}`, "utf8"), { module: loaded });
    return loaded.exports.Geodesic;
  });
  const asked = ({ WGS84, REDUCEDLENGTH, DISTANCE_IN }, lat, lon, lat2, lon2, azimuth, metres) => [
    WGS84.Inverse(lat, lon, lat2, lon2), WGS84.Direct(lat, lon, azimuth, metres), WGS84.Line(lat, lon, azimuth).Position(metres),
    WGS84.Line(lat, lon, azimuth, DISTANCE_IN | REDUCEDLENGTH).Position(metres, REDUCEDLENGTH).m12,
  ];
  // A fixed walk over the Earth, poles and nearly opposite points included.
  let seed = 7;
  const next = (least, most) => {
    seed = (seed * 48271) % 2147483647;
    return least + ((most - least) * seed) / 2147483647;
  };
  const places = Array.from({ length: 500 }, () => [next(-90, 90), next(-180, 180), next(-90, 90), next(-180, 180), next(0, 360), next(0, 2e7)]);
  const edges = [[90, 0, -90, 7, 33, 1e7], [0, 0, 0.5, 179.5, 0, 2e7], [-36, 128, 36, -52.1, 180, 1], [1, 180, 1, -180, 90, 0]];
  for (const place of [...places, ...edges]) assert.equal(JSON.stringify(asked(lean, ...place)), JSON.stringify(asked(whole, ...place)), String(place));
});
