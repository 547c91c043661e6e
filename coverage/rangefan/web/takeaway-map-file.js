// The map as a map file: the author's own, with what the reader has changed. `rangefan build` makes the same picture.
(() => {
  "use strict";
  const rangefan = (globalThis.rangefan ??= {});
  const LAYER = "[[layer]]";

  const text = (value) => (typeof value === "string" ? JSON.stringify(value).replaceAll("\x7f", "\\u007f") : String(value));

  /** A table of TOML as its head and its lines by key; write.py puts every key on a line of its own. */
  const parsed = (block) => {
    const [head, ...lines] = block.split("\n");
    return { head, lines: new Map(lines.map((line) => [line.slice(0, line.indexOf(" = ")), line])) };
  };
  const joined = ({ head, lines }) => [head, ...lines.values()].join("\n");

  const set = (lines, values) => {
    for (const [key, value] of Object.entries(values)) lines.set(key, `${key} = ${text(value)}`);
  };
  const drop = (lines, ...keys) => {
    for (const key of keys) lines.delete(key);
  };

  /** Where a layer stands, as a map file says it: a catalogued site, a town, or a point with a name. */
  const placed = (lines, { site }, scene) => {
    drop(lines, "site", "town", "lat", "lon", "place");
    const town = scene.towns.find(({ id }) => id === site.at);
    if (scene.whatif.sites.some(({ id }) => id === site.at)) set(lines, { site: site.at });
    else if (town) set(lines, { town: `${town.name}, ${town.country}` });
    else set(lines, { lat: site.lat, lon: site.lon, place: site.name });
  };

  /** The low and the high figure give way where the reader's nominal one lies beyond them: they must rise. */
  const chosen = (lines, ref, { footprints }) => {
    const km = footprints.find((footprint) => footprint.ref === ref)?.range_km;
    drop(lines, "range_km");
    set(lines, { nominal: ref });
    for (const { pick, range_km } of footprints) {
      if ((pick === "low" && range_km > km) || (pick === "high" && range_km < km)) set(lines, { [pick]: ref });
    }
  };

  const changed = (block, layer, scene, placement) => {
    const made = parsed(block);
    const { lines } = made;
    const turn = placement.layers[layer.id] ?? {};
    const original = scene.layers.find(({ id }) => id === layer.base);
    if (layer.id !== layer.base) set(lines, { id: layer.id.replaceAll("_", "-"), name: layer.name });
    if (layer.site.at !== undefined && layer.site.at !== original.site.id) placed(lines, layer, scene);
    if (turn.figure) chosen(lines, turn.figure, layer);
    if (turn.width_deg !== undefined) set(lines, { width_deg: turn.width_deg });
    if (turn.azimuth_deg !== undefined) drop(lines, "toward");
    const points = layer.direction && !layer.direction.published && !lines.has("toward");
    if (points && layer.direction.width_deg < 360) set(lines, { azimuth_deg: layer.direction.azimuth_deg });
    return made;
  };

  /**
   * Return the map file of what is shown.
   *
   * @param {object} scene as published, with the author's map file
   * @param {Array} layers as drawn now
   * @param {object} state what is switched on
   * @param {object|null} placement the reader's, as whatif-model.js keeps it
   */
  rangefan.mapFile = (scene, layers, state, placement) => {
    const blocks = scene.map_file.trimEnd().split("\n\n");
    const own = new Map(blocks.filter((block) => block.startsWith(LAYER)).map((block) => [JSON.parse(parsed(block).lines.get("id").slice(5)), block]));
    const made = layers.filter(({ id, base }) => own.has(base ?? id)).map((layer) => {
      const block = own.get(layer.base ?? layer.id);
      const of = layer.placed ? changed(block, layer, scene, placement) : parsed(block);
      drop(of.lines, "visible");
      if (!state.shown[layer.id]) set(of.lines, { visible: false });
      return joined(of);
    });
    const left = new Set(layers.map(({ id }) => id));
    const kept = blocks.filter((block) => !block.startsWith(LAYER)).map((block) => {
      const of = parsed(block);
      const answer = of.head === "[towns]" && of.lines.get("answer");
      if (answer && !left.has(JSON.parse(answer.slice(9)))) drop(of.lines, "answer");
      return joined(of);
    });
    const words = [`# ${scene.illustrative}.`];
    if (layers.some(({ placed: moved }) => moved) || layers.length !== scene.layers.length) {
      words.push("# Hypothetical: a reader's own placement, taken from the page.");
    }
    // The file's name is the map's; its own keys come before any table.
    const [own_keys, ...tables] = kept;
    return `${[...words, own_keys.replace(/^id = .*\n/, "")].join("\n")}\n\n${[...tables, ...made].join("\n\n")}\n`;
  };
})();
