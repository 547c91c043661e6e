// The map as a map file: the author's own, with what the reader has changed. `rangefan build` makes the same picture.
(() => {
  "use strict";
  const rangefan = (globalThis.rangefan ??= {});
  const LAYER = "[[layer]]";

  const text = (value) => (typeof value === "number" || typeof value === "boolean" ? String(value) : JSON.stringify(value).replaceAll("\x7f", "\\u007f"));

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

  /** Where a layer stands, as a map file says it: a catalogued site, a town by the author's name, or a point with a name. */
  const placed = (lines, { site }, scene, names) => {
    drop(lines, "site", "town", "lat", "lon", "place");
    const town = scene.towns.find(({ id }) => id === site.at);
    if (scene.whatif.sites.some(({ id }) => id === site.at)) set(lines, { site: site.at });
    else if (town) set(lines, { town: names[town.order] });
    else set(lines, { lat: site.lat, lon: site.lon, place: site.name });
  };

  /** The figures must rise: those of the map's that the reader's nominal one passes give way to it, drawn or not. */
  const chosen = (lines, ref, { footprints }) => {
    const alone = lines.has("show") || lines.has("range_km");
    drop(lines, "range_km");
    set(lines, { nominal: ref });
    for (const pick of ["low", "high"]) {
      const drawn = footprints.find((footprint) => footprint.pick === pick);
      if (drawn ? drawn.ref === ref : alone) set(lines, { [pick]: ref });
    }
    if (alone) set(lines, { show: footprints.map(({ pick }) => pick) });
  };

  const changed = (block, layer, scene, { placement, names, taken }) => {
    const made = parsed(block);
    const { lines } = made;
    const turn = placement.layers[layer.id] ?? {};
    const original = scene.layers.find(({ id }) => id === layer.base);
    if (layer.id !== layer.base) {
      let id = layer.id.replaceAll("_", "-");
      while (taken.has(id)) id += "-too";
      taken.add(id);
      set(lines, { id, name: layer.name });
    }
    if (layer.site.at !== undefined && layer.site.at !== original.site.id) placed(lines, layer, scene, names);
    if (turn.figure) chosen(lines, turn.figure, layer);
    if (turn.width_deg !== undefined) set(lines, { width_deg: turn.width_deg });
    // A disc of all directions has none of its own.
    const fan = layer.direction?.width_deg < 360;
    if (fan && (turn.azimuth_deg !== undefined || lines.get("toward") === 'toward = "any"')) drop(lines, "toward");
    if (fan && !layer.direction.published) {
      if (!lines.has("toward")) set(lines, { azimuth_deg: layer.direction.azimuth_deg });
      // An opening that was published for the place it stood at goes with it.
      if (!layer.direction.width_figure && layer.site.at !== undefined) set(lines, { width_deg: layer.direction.width_deg });
    }
    return made;
  };

  /**
   * Return the map file of what is shown.
   *
   * @param {object} scene as published, with the author's map file
   * @param {Array} layers as drawn now
   * @param {object} state what is switched on
   * @param {object|null} placement the reader's, as whatif-model.js keeps it
   * @param {{lang, date, view, left}} around the reader's language, date and frame (west, south, east, north) where
   *   they are others than the map's; and what no map file says, in words
   */
  rangefan.mapFile = (scene, layers, state, placement, { lang = "en", date = "", view = null, left = [] } = {}) => {
    const blocks = scene.map_file.trimEnd().split("\n\n").map(parsed);
    const own = new Map(blocks.filter(({ head }) => head === LAYER).map((block) => [JSON.parse(block.lines.get("id").slice(5)), joined(block)]));
    const tables = new Map(blocks.slice(1).filter(({ head }) => head !== LAYER).map((block) => [block.head, block]));
    const { lines: towns = new Map() } = tables.get("[towns]") ?? {};
    const names = JSON.parse(towns.get("show")?.slice(7) ?? "[]");
    const taken = new Set(own.keys());
    const made = layers.filter(({ id, base }) => own.has(base ?? id)).map((layer) => {
      const block = own.get(layer.base ?? layer.id);
      const of = layer.placed ? changed(block, layer, scene, { placement, names, taken }) : parsed(block);
      drop(of.lines, "visible");
      if (!state.shown[layer.id]) set(of.lines, { visible: false });
      return joined(of);
    });
    const answer = towns.get("answer");
    if (answer && !layers.some(({ id }) => id === JSON.parse(answer.slice(9)))) drop(towns, "answer");
    if (date && tables.has("[positions]")) set(tables.get("[positions]").lines, { date });
    if (view) {
      const [west, south, east, north] = view;
      const lines = new Map();
      set(lines, { west, south, east, north });
      tables.set("[view]", { head: "[view]", lines });
    }
    const words = [`# ${scene.illustrative}.`];
    const moved = layers.filter((layer) => layer.placed);
    if (moved.some(({ status }) => status === "hypothetical")) words.push("# Hypothetical: a reader's own placement, taken from the page.");
    else if (moved.length || layers.length !== scene.layers.length) words.push("# Changed by a reader, and no record says otherwise; taken from the page.");
    if (left.length) words.push(`# On the page, but in no map file: ${left.join("; ")}.`);
    // The file's name is the map's; its own keys come before any table.
    const { head, lines } = blocks[0];
    const keys = [head, ...lines.values()].filter((line) => !/^(id|lang) = /.test(line));
    if (lang !== "en") keys.push(`lang = ${text(lang)}`);
    return `${[...words, ...keys].join("\n")}\n\n${[...[...tables.values()].map(joined), ...made].join("\n\n")}\n`;
  };
})();
