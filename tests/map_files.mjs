// Placements as the page's own code says them: layers as drawn, and the map file. Asked on standard input, see test_takeaway.py.
import { readFileSync } from "node:fs";
import { runInThisContext } from "node:vm";

globalThis.window = globalThis;
for (const file of process.argv.slice(2)) runInThisContext(readFileSync(file, "utf8"), { filename: file });
const { rangefan } = globalThis;
const { whatif } = rangefan;
const { scene, placements } = JSON.parse(readFileSync(0, "utf8"));
const placing = whatif.placing();
const answers = placements.map((text) => {
  const placement = whatif.read(text, scene);
  const { layers } = placing(scene, placement, "answers");
  const shown = Object.fromEntries(layers.map(({ id, visible }) => [id, visible]));
  return { text: whatif.write(placement), file: rangefan.mapFile(scene, layers, { shown }, placement), layers };
});
process.stdout.write(JSON.stringify(answers));
