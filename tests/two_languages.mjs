// Answers questions about fans and unpacks scenes, asked as JSON on standard input, by the page's own code: see test_two_languages.py.
import { readFileSync } from "node:fs";
import { runInThisContext } from "node:vm";

globalThis.window = globalThis;
for (const file of process.argv.slice(2)) runInThisContext(readFileSync(file, "utf8"), { filename: file });
const { rangefan } = globalThis;
const { fans = [], towns = [], packed = null } = JSON.parse(readFileSync(0, "utf8"));
const answers = fans.map(([fan, options]) => ({
  polygons: rangefan.fan(fan, options).coordinates,
  towns: towns.map(([lat, lon]) => [rangefan.inverse(fan.lat, fan.lon, lat, lon), rangefan.contains(fan, lat, lon)]),
}));
process.stdout.write(JSON.stringify({ answers, scene: packed && rangefan.unpack(packed) }));
