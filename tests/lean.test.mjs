// What a page carries is what our scripts and styles say: nobody edits web/lean by hand, and nobody forgets it.
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";
import { LEAN, SOURCES, leanOf } from "./lean.mjs";

test("every script and style has its lean form, made of the very source that stands", async () => {
  assert.deepEqual(readdirSync(LEAN).sort(), SOURCES, "run `make lean`");
  for (const name of SOURCES) assert.equal(readFileSync(LEAN + name, "utf8"), await leanOf(name), `${name} has changed: run \`make lean\``);
});
