// One frame of a drag, ten fans of 181 vertices on their edges, by four ways in turn: see fan.py.
import { readFileSync } from "node:fs";
import { runInThisContext } from "node:vm";
import { circle } from "@turf/circle";
import { sector } from "@turf/sector";

const [frames, ...scripts] = process.argv.slice(2);
globalThis.window = globalThis;
for (const file of scripts) runInThisContext(readFileSync(file, "utf8"), { filename: file });
const { rangefan } = globalThis;
const { WGS84 } = globalThis.geodesic.Geodesic;

const RANGES_KM = [150, 200, 400, 600, 800, 1000, 1200, 1800, 2000, 3000];
const STEPS = 180;
const WARM = 100;

/** Ten rings, or ten fans of 120°, that stand where the hand has them in a frame. */
const standing = (frame, width_deg) => RANGES_KM.map((range_km) => (
  { lat: 36.05 + frame * 1e-3, lon: 128.2 + frame * 1e-3, range_km, azimuth_deg: 327, width_deg }));

const azimuths = ({ azimuth_deg, width_deg }) => {
  const first = width_deg === 360 ? 0 : azimuth_deg - width_deg / 2;
  return Array.from({ length: STEPS + 1 }, (_, nth) => first + (nth * width_deg) / STEPS);
};

const ways = {
  "rangefan, evenly spaced": (fan) => rangefan.fan(fan, { step_deg: fan.width_deg / STEPS, center_lon: 128.5 }).coordinates[0][0],
  "rangefan, by its tolerance of 50 m": (fan) => rangefan.fan(fan, { center_lon: 128.5 }).coordinates[0][0],
  "geographiclib-geodesic, Direct": (fan) => azimuths(fan).map((azimuth) => {
    const { lat2, lon2 } = WGS84.Direct(fan.lat, fan.lon, azimuth, fan.range_km * 1000);
    return [lon2, lat2];
  }),
  "turf, on a sphere": ({ lat, lon, range_km, azimuth_deg, width_deg }) => {
    const shape = width_deg === 360 ? circle([lon, lat], range_km, { steps: STEPS })
      : sector([lon, lat], range_km, azimuth_deg - 60, azimuth_deg + 60, { steps: STEPS });
    return shape.geometry.coordinates[0];
  },
};

/** How far, at most, the vertices out on the rim are from the range: metres, by GeographicLib. */
const errorM = (way, width_deg) => Math.max(...standing(0, width_deg).map((fan) => {
  const off = way(fan).map(([lon, lat]) => Math.abs(WGS84.Inverse(fan.lat, fan.lon, lat, lon).s12 - fan.range_km * 1000));
  return Math.max(...off.filter((metres) => metres < fan.range_km * 10)); // those of the radial edges are no rim
}));

const answer = {};
for (const width_deg of [360, 120]) {
  const taken = Object.fromEntries(Object.keys(ways).map((name) => [name, []]));
  const vertices = {};
  for (let frame = 0; frame < WARM + Number(frames); frame += 1) {
    const shapes = standing(frame, width_deg);
    for (const [name, way] of Object.entries(ways)) {
      const start = performance.now();
      let count = 0;
      for (const fan of shapes) count += way(fan).length;
      if (frame >= WARM) taken[name].push(performance.now() - start);
      vertices[name] = count;
    }
  }
  answer[width_deg] = Object.entries(ways).map(([name, way]) => ({
    name, ms: taken[name].sort((a, b) => a - b)[Math.floor(taken[name].length / 2)],
    vertices: vertices[name], error_m: errorM(way, width_deg),
  }));
}
process.stdout.write(JSON.stringify({ node: process.version, answer }));
