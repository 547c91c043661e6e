// What a page carries is what the scripts and styles say: nobody edits web/lean by hand, and nobody forgets it.
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";
import { LEAN, SOURCES, leanOf } from "./lean.mjs";

test("every script and style has its lean form, made of the very source that stands", async () => {
  const files = readdirSync(LEAN, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  assert.equal(files.length, SOURCES.length, "run `make lean`");
  for (const name of SOURCES) assert.equal(readFileSync(LEAN + name, "utf8"), await leanOf(name), `${name}: run \`make lean\``);
});
