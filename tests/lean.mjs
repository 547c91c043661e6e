// Writes web/lean/: scripts and styles as a page carries them, without comments, spaces, long names or idle parts.
//
// `node tests/lean.mjs` writes; `leanOf(name)` gives what a file would be, for the test that none is stale.
// Each begins with the digest of the file it stands for: a page uses that file where the two have parted.
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { build, transform } from "esbuild";
import { minify } from "terser";

export const WEB = fileURLToPath(new URL("../coverage/rangefan/web/", import.meta.url));
export const LEAN = `${WEB}lean/`;
const LEAFLET = "vendor/leaflet/leaflet.js";
const LEAFLET_CSS = "vendor/leaflet/leaflet.css";
const GEODESIC = "vendor/geographiclib-geodesic/geographiclib-geodesic.min.js";
const OURS = readdirSync(WEB).filter((name) => /\.(js|css)$/.test(name));
export const SOURCES = [...OURS, LEAFLET, LEAFLET_CSS, GEODESIC].sort();

// Newlines as a browser sees them, and as the package reads them.
const read = (name) => readFileSync(WEB + name, "utf8").replaceAll("\r\n", "\n");

/** What our scripts, folium's call of the map and those who look at what is drawn use of Leaflet. */
const used = () => {
  const names = OURS.filter((name) => name.endsWith(".js")).flatMap((name) => [...read(name).matchAll(/\bL\.(\w+)/g)]);
  return [...new Set(["map", "CRS", "Path", ...names.map(([, name]) => name)])].sort();
};

/**
 * Leaflet's own source without what our pages never start: tiles, canvas, popups, tooltips, its controls.
 *
 * Its classes are made by calls that a bundler must take for work to be done; marked as pure, those that nothing
 * names are left out. What hooks the unused ones into Map and Layer goes first.
 */
const leaflet = async () => {
  const path = fileURLToPath(new URL("node_modules/leaflet/dist/leaflet-src.esm.js", import.meta.url));
  const hooks = /openPopup|openTooltip|_initOverlay|attributionControl|zoomControl/;
  const whole = readFileSync(path, "utf8")
    .replace(/^(\s*var \w+ = )(\w+\.extend\(|extend\()/gm, "$1/*@__PURE__*/$2")
    .replace(/^(Control|control|TileLayer|tileLayer)\.\w+ = .*$/gm, "")
    .replace(/^(Circle|CircleMarker)\.include\(PointToGeoJSON\);$/gm, "")
    .replace(/^(Map|Layer)\.(include|mergeOptions|addInitHook)\([\s\S]*?^\}\);/gm, (block) =>
      hooks.test(block) && !block.includes("setView: function") ? "" : block)
    .replace("(this.options.preferCanvas && canvas(options)) || svg(options)", "svg(options)");
  const contents = `import { ${used()} } from "leaflet";\nglobalThis.L = { ${used()} };`;
  const shaken = {
    name: "shaken",
    setup(bundle) {
      bundle.onResolve({ filter: /^leaflet$/ }, () => ({ path, namespace: "shaken" }));
      bundle.onLoad({ filter: /./, namespace: "shaken" }, () => ({ contents: whole }));
    },
  };
  const { outputFiles: [{ text }] } = await build({ stdin: { contents }, bundle: true, write: false, format: "iife", plugins: [shaken] });
  const { code } = await minify(text, { ecma: 2020, compress: { passes: 3, pure_getters: true } });
  return `${read(LEAFLET).split("*/")[0]} * The parts that a page of rangefan uses.\n */\n${code}`;
};

/** A text without what begins at each of these marks, to the end of its braces and what closes the statement. */
const without = (text, marks) => marks.reduce((left, mark) => {
  const start = left.indexOf(mark);
  if (start < 0) throw new Error(`nothing to leave out at ${mark}`);
  let [end, depth] = [left.indexOf("{", start), 0];
  do {
    depth += { "{": 1, "}": -1 }[left[end]] ?? 0;
    end += 1;
  } while (depth);
  return left.slice(0, start) + left.slice(end).replace(/^(\)\([\w.,]+\))?;/, "");
}, text);

/** GeographicLib's own file without the area of polygons, which no page asks it for: directions and distances stay. */
const geodesic = async () => {
  const whole = read(GEODESIC);
  const area = ["(function(a,m){", "(function(p,g,m,a){", "g.Geodesic.prototype.C4coeff=", "g.Geodesic.prototype.C4f=", "g.Geodesic.prototype.Polygon=",
    "if(outmask&g.AREA){", "if(outmask&g.AREA){", "if(outmask&g.AREA){", "if(this.caps&g.CAP_C4){"];
  const text = without(whole, area).replace(/C4_coeff=\[[^\]]*\];|this\.C4coeff\(\);/g, "");
  const { code } = await minify(text, { ecma: 2020, compress: { passes: 3 } });
  return `/* geographiclib-geodesic 2.2.0, MIT licence, Copyright (c) 2011-2022, Charles Karney. The parts that a page of rangefan uses. */\n${code}`;
};

// Rules for parts of Leaflet that the lean form leaves out.
const IDLE = /leaflet-(popup|tooltip|control|bar|tile|oldie|image-layer|right|left|top|bottom|touch)|leaflet-(default-icon|div-icon)/;

const shortened = async (name) => {
  if (name === LEAFLET) return leaflet();
  if (name === GEODESIC) return geodesic();
  if (name.endsWith(".js")) return (await minify(read(name), { ecma: 2020, compress: { passes: 2 } })).code;
  const target = ["chrome111", "firefox113", "safari16.4"];
  const { code } = await transform(read(name), { loader: "css", minify: true, target });
  return name === LEAFLET_CSS ? code.replace(/([^{}]+)\{[^{}]*\}/g, (rule, selectors) => (selectors.split(",").every((one) => IDLE.test(one)) ? "" : rule)) : code;
};

export const leanOf = async (name) => {
  const digest = createHash("sha256").update(read(name)).digest("hex").slice(0, 16);
  return `/*${digest}*/\n${(await shortened(name)).trim()}\n`;
};

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  rmSync(LEAN, { recursive: true, force: true });
  for (const name of SOURCES) {
    mkdirSync(dirname(LEAN + name), { recursive: true });
    writeFileSync(LEAN + name, await leanOf(name));
  }
}
