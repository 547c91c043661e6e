// The drawing on a Leaflet map: land, and the shapes of every layer. All text is untrusted: textContent only.
(() => {
  "use strict";
  const rangefan = (globalThis.rangefan ??= {});
  const SVG = "http://www.w3.org/2000/svg";

  rangefan.svg = (tag, attributes = {}, text = "") => {
    const node = document.createElementNS(SVG, tag);
    for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
    if (text) node.textContent = text;
    return node;
  };

  /** Draw land and borders, a country in a step. */
  rangefan.land = function* (map, basemap) {
    const pane = map.createPane("rf-land");
    pane.classList.add("rf-pane-land");
    const renderer = L.svg({ pane: "rf-land", padding: 0.5 });
    const common = { pane: "rf-land", renderer, interactive: false, smoothFactor: 0.6 };
    for (const { geometry } of basemap.countries) {
      L.geoJSON(geometry, { ...common, style: { className: "rf-land" } }).addTo(map);
      yield;
    }
    for (const { kind, geometry } of basemap.lines) {
      L.geoJSON(geometry, { ...common, style: { className: `rf-border rf-${kind}`, fill: false } }).addTo(map);
    }
  };

  const addHatches = (renderer) => {
    const defs = rangefan.svg("defs");
    for (const colour of rangefan.colours) {
      const pattern = rangefan.svg("pattern", {
        id: `rf-hatch-${colour}`, width: 7, height: 7, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)",
      });
      pattern.append(rangefan.svg("line", { class: `rf-hatch rf-${colour}`, y2: 7 }));
      defs.append(pattern);
    }
    renderer._container.prepend(defs);
  };

  const setClass = (path, name, on) => path.getElement()?.classList.toggle(name, on);

  /** Return what draws a scene: `steps(now)` move what has changed, `light(id, pick)` lights a footprint. */
  rangefan.drawing = (app) => {
    const { map, scene, state } = app;
    const renderers = {};
    for (const pane of ["fill", "line", "label", "site"]) {
      map.createPane(`rf-${pane}`).classList.add(`rf-pane-${pane}`);
      renderers[pane] = L.svg({ pane: `rf-${pane}`, padding: 0.5 });
    }
    // The shapes of each layer; each knows the copy of the layer it was last drawn for.
    const drawn = new Map();
    const picksOf = (layer) => `${layer.footprints.map(({ pick }) => pick)} ${layer.role} ${layer.status} ${layer.style?.color} ${
      layer.placed ? [layer.any_direction, layer.band].map(Boolean) : ""}`;

    const shapesFor = (layer) => {
      const known = drawn.get(layer.id);
      if (known && known.picks === picksOf(layer)) return known;
      for (const { path } of known?.shapes ?? []) path.remove();
      const open = (pick) => app.openFootprint(layer.id, pick, map.getContainer());
      const made = { picks: picksOf(layer), shapes: rangefan.shapesOf(scene, layer, renderers, open) };
      drawn.set(layer.id, made);
      return made;
    };

    function* steps(now) {
      const present = new Set(now.layers.map(({ id }) => id));
      for (const [id, { shapes }] of drawn) {
        if (present.has(id)) continue;
        for (const { path } of shapes) path.remove();
        drawn.delete(id);
      }
      const lowest = [];
      for (const layer of now.layers) {
        const is = shapesFor(layer);
        const main = rangefan.mainPick(layer, state.pick);
        const firmly = layer.footprints.find(({ pick }) => pick === main);
        const shown = app.isShown(layer);
        const bands = state.altitude === "lowest" && shown ? rangefan.lowestBands(scene, layer, firmly) : [];
        if (bands.length) lowest.push({ layer, main: firmly, bands, colour: rangefan.colourOf(layer) });
        const coloured = bands.length ? main : "";
        for (const shape of is.shapes) {
          const { kind, pick, path } = shape;
          const wanted = shown && (kind === "reading" ? layer.reading : kind === "lowest" ? bands.length : true);
          if (wanted && (shape.layer !== layer || shape.coloured !== coloured)) {
            rangefan.reshape(shape, layer, bands);
            Object.assign(shape, { layer, coloured });
          }
          if (wanted && !map.hasLayer(path)) path.addTo(map);
          if (!wanted && map.hasLayer(path)) path.remove();
          if (!wanted) continue;
          const firm = pick === main || state.pick === "all";
          if (kind === "main") setClass(path, "is-off", !firm);
          if (kind === "edge") setClass(path, "is-off", firm || bands.length > 0);
          if (kind === "fill") setClass(path, "is-main", pick === main);
          if (kind === "band") setClass(path, "is-off", bands.length > 0);
          yield;
        }
      }
      state.lowest = lowest;
      if (renderers.fill._container && !renderers.fill._container.querySelector("defs")) addHatches(renderers.fill);
    }

    const light = (lit, wanted) => {
      for (const [id, { shapes }] of drawn) {
        for (const { kind, pick, path } of shapes) {
          if (kind === "edge" || kind === "main") setClass(path, "is-lit", id === lit && pick === wanted);
        }
      }
    };

    return {
      steps, light, renderers,
      /** What stands on the map for a layer, for those who draw while a hand moves. */
      shapes: (id) => drawn.get(id)?.shapes ?? [],
      /** Draw everything anew at the next update. */
      forget() {
        for (const { shapes } of drawn.values()) for (const { path } of shapes) path.remove();
        drawn.clear();
      },
    };
  };
})();
