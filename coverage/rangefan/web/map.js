// Draws a scene (schema rangefan-scene/1) on a Leaflet map. All text is untrusted: textContent only.
(() => {
  "use strict";
  const rangefan = (globalThis.rangefan ??= {});
  const SVG = "http://www.w3.org/2000/svg";

  const svg = (tag, attributes = {}, text = "") => {
    const node = document.createElementNS(SVG, tag);
    for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
    if (text) node.textContent = text;
    return node;
  };

  /** The footprint that the reader's choice draws firmly: the one asked for, else the nominal, else the first. */
  const mainPick = (layer, pick) => {
    const has = (name) => layer.footprints.some((footprint) => footprint.pick === name);
    return has(pick) ? pick : has("nominal") ? "nominal" : layer.footprints[0]?.pick;
  };

  const addLand = (map, basemap) => {
    const pane = map.createPane("rf-land");
    pane.classList.add("rf-pane-land");
    const renderer = L.svg({ pane: "rf-land", padding: 0.5 });
    const common = { pane: "rf-land", renderer, interactive: false, smoothFactor: 0.6 };
    for (const { geometry } of basemap.countries) {
      L.geoJSON(geometry, { ...common, style: { className: "rf-land" } }).addTo(map);
    }
    for (const { kind, geometry } of basemap.lines) {
      L.geoJSON(geometry, { ...common, style: { className: `rf-border rf-${kind}`, fill: false } }).addTo(map);
    }
  };

  const addHatches = (renderer) => {
    const defs = svg("defs");
    for (const colour of rangefan.colours) {
      const pattern = svg("pattern", {
        id: `rf-hatch-${colour}`, width: 7, height: 7, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)",
      });
      pattern.append(svg("line", { class: `rf-hatch rf-${colour}`, y2: 7 }));
      defs.append(pattern);
    }
    renderer._container.prepend(defs);
  };

  const setClass = (path, name, on) => path.getElement()?.classList.toggle(name, on);

  /** A site's mark is a button. Sites too close to be told apart share one, until the reader zooms in. */
  const siteMarks = (map, layers, onOpen) => {
    const marks = [];
    for (const { site } of layers) {
      if (marks.some((mark) => mark.site.id === site.id)) continue;
      const icon = svg("svg", { viewBox: "-14 -14 28 28", width: 28, height: 28, "aria-hidden": "true" });
      icon.append(svg("circle", { class: "rf-site-ring", r: 9 }), svg("circle", { class: "rf-site-dot", r: 4 }));
      const marker = L.marker([site.lat, site.lon], {
        icon: L.divIcon({ className: "rf-site", html: icon, iconSize: [28, 28] }), pane: "rf-site", bubblingMouseEvents: false,
        riseOnHover: true,
      }).addTo(map);
      const mark = { site, marker, near: [] };
      const open = () => onOpen([site, ...mark.near], marker.getElement());
      marker.on("click", open);
      marker.on("keypress", ({ originalEvent }) => { if (originalEvent.key === "Enter") open(); });
      marks.push(mark);
    }
    return (shown) => {
      const heads = [];
      for (const mark of marks) {
        const node = mark.marker.getElement();
        const used = layers.some((layer, index) => layer.site.id === mark.site.id && shown[index]);
        const at = map.latLngToContainerPoint(mark.marker.getLatLng());
        const head = used && heads.find((other) => other.at.distanceTo(at) < 28);
        mark.near = [];
        mark.at = at;
        if (head) head.near.push(mark.site);
        else if (used) heads.push(mark);
        node.classList.toggle("is-off", !used);
        node.classList.toggle("is-near", Boolean(head));
        const button = used && !head;
        for (const [name, value] of [["tabindex", "0"], ["role", "button"]]) {
          if (button) node.setAttribute(name, value);
          else node.removeAttribute(name);
        }
        if (!button) node.removeAttribute("aria-label");
      }
      const { x, y } = map.getSize();
      const under = heads.some(({ at }) => at.x > x - 66 && at.x < x && at.y > y - 138 && at.y < y);
      map.getContainer().querySelector(".rf-zoom")?.classList.toggle("is-top", under);
      for (const { site, near, marker } of heads) {
        const names = [site, ...near].map(({ name }) => name).join(", ");
        marker.getElement().setAttribute("aria-label", `${names}: what ${near.length ? "these points are" : "this point is"}`);
      }
    };
  };

  const badge = (map, text) => {
    const box = L.DomUtil.create("p", "rf-badge", map.getContainer());
    const [head, ...rest] = text.split(":");
    L.DomUtil.create("strong", "", box).textContent = head;
    if (rest.length) box.append(` · ${rest.join(":").trim()}`);
    L.DomUtil.create("span", "rf-all", box);
    return (seen) => {
      box.querySelector(".rf-at")?.remove();
      if (seen) L.DomUtil.create("span", "rf-at", box).textContent = seen;
    };
  };

  /** A scale bar that is true at the latitude it names, the middle of the view. */
  const scaleBar = (map) => {
    const box = L.DomUtil.create("div", "rf-scale", map.getContainer());
    const words = L.DomUtil.create("span", "", box);
    const bar = L.DomUtil.create("i", "", box);
    return {
      box,
      update() {
        const lat = Math.round(map.getCenter().lat);
        const [west, east] = [0, 100].map((x) => map.containerPointToLatLng([x, 0]).lng);
        const kmPerPx = (((east - west) / 100) * Math.PI * 6378.137 * Math.cos((lat * Math.PI) / 180)) / 180;
        const room = Math.min(190, map.getSize().x * 0.3) * kmPerPx;
        const power = 10 ** Math.floor(Math.log10(room));
        const km = [5, 2, 1].map((n) => n * power).find((n) => n <= room);
        words.textContent = `${km.toLocaleString("en")} km at ${Math.abs(lat)}°${lat < 0 ? "S" : "N"}`;
        bar.style.width = `${km / kmPerPx}px`;
      },
    };
  };

  /**
   * Draw a scene on a Leaflet map and wire its panel.
   *
   * @param {L.Map} map
   * @param {object} scene schema rangefan-scene/1
   * @param {{panel, fit, land, dock, tables}} options panel: the legend's element; fit: show the scene's own view;
   *   land: draw its land; dock: move the panel into the map; tables: figures can be linked to on this page
   */
  rangefan.draw = (map, scene, { panel, fit = true, land = true, dock = false, tables = false }) => {
    const container = map.getContainer();
    container.classList.add("rf-map");
    container.setAttribute("role", "region");
    container.setAttribute("aria-label", "Map");
    const state = { pick: "nominal", altitude: "", shown: scene.layers.map((layer) => layer.visible) };
    const seeing = rangefan.seeing(scene);
    const seen = () => seeing(state.altitude);

    if (land) addLand(map, scene.basemap);
    const renderers = {};
    for (const pane of ["fill", "line", "label", "site"]) {
      map.createPane(`rf-${pane}`).classList.add(`rf-pane-${pane}`);
      renderers[pane] = L.svg({ pane: `rf-${pane}`, padding: 0.5 });
    }

    /** The scene's own view, and what the reader has since switched on. */
    const bounds = () => {
      const [w, s, e, n] = scene.view.bounds;
      const view = L.latLngBounds([Math.max(s, -85), w], [Math.min(n, 85), e]);
      scene.layers.forEach((layer, index) => {
        if (layer.visible || !state.shown[index]) return;
        const main = layer.footprints.find(({ pick }) => pick === mainPick(layer, state.pick));
        for (const [outer] of main?.geometry.coordinates ?? []) {
          for (const [lon, lat] of outer) view.extend([Math.max(-85, Math.min(85, lat)), lon]);
        }
      });
      return view;
    };
    let home = true;
    const goHome = () => {
      map.setMinZoom(0);
      map.fitBounds(bounds(), { animate: false });
      map.setMinZoom(Math.max(0, map.getZoom() - 1));
      home = true;
    };
    if (fit) goHome();

    const card = rangefan.card(map, scene, { tables });
    const shapes = scene.layers.map((layer, index) =>
      rangefan.shapesOf(scene, layer, renderers, (pick) => openFootprint(index, pick, container)));
    const openFootprint = (index, wanted, opener) => {
      light(index, wanted);
      const layer = seen().layers[index];
      card.openFootprint(layer, layer.footprints.find(({ pick }) => pick === wanted), opener, () => light(-1));
    };
    const light = (lit, wanted) => {
      shapes.forEach((of, index) => {
        for (const { kind, pick, path } of of) {
          if (kind === "edge" || kind === "main") setClass(path, "is-lit", index === lit && pick === wanted);
        }
      });
    };

    const markSites = siteMarks(map, scene.layers, (sites, opener) => card.openSites(sites, opener));

    const noted = badge(map, scene.illustrative);
    const scale = scaleBar(map);
    rangefan.zoomButtons(map, fit ? goHome : null);
    rangefan.gestures(map);
    const labels = rangefan.labels(map, scene, { state, seen, mainPick });
    const agree = rangefan.seen(scene, panel, { tables });

    const rest = () => {
      markSites(state.shown);
      scale.update();
      labels.update();
    };
    const drawnFor = [];
    const update = () => {
      const now = seen();
      const lowest = [];
      now.layers.forEach((layer, index) => {
        const main = mainPick(layer, state.pick);
        const firmly = layer.footprints.find(({ pick }) => pick === main);
        const bands = state.altitude === "lowest" && state.shown[index] ? rangefan.lowestBands(scene, layer, firmly) : [];
        if (bands.length) lowest.push({ layer, main: firmly, bands, colour: rangefan.colourOf(layer) });
        const change = `${state.altitude} ${bands.length && main}`;
        for (const shape of shapes[index]) {
          const { kind, pick, path } = shape;
          if (drawnFor[index] !== change) rangefan.reshape(shape, now.layers[index], bands);
          const wanted = state.shown[index] && (kind === "reading" ? layer.reading : kind === "lowest" ? bands.length : true);
          if (wanted && !map.hasLayer(path)) path.addTo(map);
          if (!wanted && map.hasLayer(path)) path.remove();
          if (!wanted) continue;
          const firm = pick === main || state.pick === "all";
          if (kind === "main") setClass(path, "is-off", !firm);
          if (kind === "edge") setClass(path, "is-off", firm || bands.length > 0);
          if (kind === "fill") setClass(path, "is-main", pick === main);
          if (kind === "band") setClass(path, "is-off", bands.length > 0);
        }
        drawnFor[index] = change;
      });
      state.lowest = lowest;
      noted(rangefan.seenWords(now, state.altitude));
      agree(now, state, lowest);
      card.refresh(now);
      container.classList.toggle("is-crowd", state.shown.filter(Boolean).length > 3);
      if (fit && home) goHome();
      rest();
      rangefan.townsSubject?.(panel, now, state);
    };

    if (panel) {
      rangefan.panel(map, scene, panel, { state, update, openFootprint, dock });
    }
    update();
    if (renderers.fill._container) addHatches(renderers.fill);

    map.on("moveend zoomend", rest);
    map.on("dragstart", () => { home = false; });
    rangefan.onUserZoom(map, () => { home = false; });
    if (fit) {
      const relay = () => {
        map.invalidateSize({ animate: false, pan: false });
        if (home) goHome();
        rest();
      };
      new ResizeObserver(relay).observe(container);
      addEventListener("rf:relay", relay);
    }
    return { state, update, goHome, card };
  };
})();
