// Writes web/lean/: our scripts and styles as a page carries them, without comments, spaces and long names.
//
// `node tests/lean.mjs` writes; `leanOf(name)` gives what a file would be, for the test that none is stale.
// Each begins with the digest of its source: a page uses the source itself where the two have parted.
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { transform } from "esbuild";
import { minify } from "terser";

export const WEB = fileURLToPath(new URL("../coverage/rangefan/web/", import.meta.url));
export const LEAN = `${WEB}lean/`;
export const SOURCES = readdirSync(WEB).filter((name) => /\.(js|css)$/.test(name)).sort();

export const leanOf = async (name) => {
  const source = readFileSync(WEB + name, "utf8");
  const digest = createHash("sha256").update(source).digest("hex").slice(0, 16);
  const { code } = name.endsWith(".js")
    ? await minify(source, { compress: { passes: 2 }, mangle: true, format: { ascii_only: false } })
    : await transform(source, { loader: "css", minify: true, target: ["chrome111", "firefox113", "safari16.4"] });
  return `/*${digest}*/\n${code.trim()}\n`;
};

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  rmSync(LEAN, { recursive: true, force: true });
  mkdirSync(LEAN);
  for (const name of SOURCES) writeFileSync(LEAN + name, await leanOf(name));
}
