// One map on a page: its state, what is drawn of the scene, and the parts of the page that join in.
(() => {
  "use strict";
  const rangefan = (globalThis.rangefan ??= {});
  const starts = [];

  /**
   * Register a part of the page: started for every map once it is drawn, before the address is read. A part that is
   * slow to start may be a generator.
   */
  rangefan.part = (start) => starts.push(start);

  /** The footprint that the reader's choice draws firmly: the one asked for, else the nominal, else the first. */
  rangefan.mainPick = (layer, pick) => {
    const has = (name) => layer.footprints.some((footprint) => footprint.pick === name);
    return has(pick) ? pick : has("nominal") ? "nominal" : layer.footprints[0]?.pick;
  };

  /**
   * Draw a scene on a Leaflet map and start every part of the page on it: on our own page step by step, the map
   * `aria-busy` and the window not yet loaded until all is drawn.
   *
   * What is drawn is the published scene, passed through `app.views` one after the other: functions of a scene and
   * the state that return a changed copy, or the scene itself where they have nothing to change. Objects that stay
   * the same are not drawn again.
   *
   * @param {L.Map} map
   * @param {string} id of the elements that hold the scene, schema rangefan-scene/1, and what is said of it
   * @param {{panel, fit, land, dock, tables}} options panel: the legend's element; fit: show the scene's own view;
   *   land: draw its land; dock: move the panel into the map; tables: this is our own page, with tables to link to
   */
  rangefan.draw = (map, id, options) => {
    const container = map.getContainer();
    const work = function* () {
      try {
        yield* drawing(map, id, options);
      } finally {
        container.removeAttribute("aria-busy");
      }
    };
    // The styles show nothing of a map while it is busy: half a map is none, and would be painted again and again.
    container.setAttribute("aria-busy", "true");
    (options.tables ? rangefan.inTurns : rangefan.finish)(work());
  };

  function* drawing(map, id, { panel = null, fit = true, land = true, dock = false, tables = false }) {
    const read = (name) => JSON.parse(document.getElementById(name).textContent);
    rangefan.speak(read(`${id}-book`));
    yield;
    const told = rangefan.told(read(id));
    yield;
    const scene = rangefan.unpack(told);
    yield;
    const heard = {};
    const altitude = rangefan.altitudeView();
    let current = scene;
    const app = {
      map, scene, panel,
      options: { fit, land, dock, tables },
      state: { pick: "nominal", altitude: "", shown: Object.fromEntries(scene.layers.map(({ id, visible }) => [id, visible])) },
      views: [],
      on(name, act) { (heard[name] ??= []).push(act); },
      tell(name, what) { for (const act of heard[name] ?? []) act(what); },
      now: () => current,
      layer: (id) => current.layers.find((layer) => layer.id === id),
      isShown: ({ id }) => Boolean(app.state.shown[id]),
      shown: () => current.layers.filter(app.isShown),

      /** Show or hide a layer. One antenna works in one mode at a time: its other modes are put away. */
      show(id, on = true) {
        const { exclusive } = app.layer(id) ?? {};
        if (on && exclusive) for (const other of current.layers) if (other.exclusive === exclusive) app.state.shown[other.id] = false;
        app.state.shown[id] = on;
      },

      *updating() {
        current = [...app.views, altitude].reduce((seen, view) => view(seen, app.state), scene);
        yield* app.drawing.steps(current);
        app.tell("sketch", current);
        app.badge(rangefan.seenWords(current, app.state.altitude));
        app.tell("update", current);
        map.getContainer().classList.toggle("is-crowd", app.shown().length > 3);
        app.frame.again();
        yield* app.resting();
        app.address.changed();
      },

      /** Draw everything from the state, and have every part follow. */
      update() { rangefan.finish(app.updating()); },

      *resting() {
        app.sites.update(current.layers, app.isShown);
        app.tell("rest", current);
        app.scale.update();
        yield;
        yield* app.labels.steps();
      },

      /** Lay out again what depends on the view: marks, scale, labels. */
      rest() { rangefan.finish(app.resting()); },

      /** Light one footprint's line; null puts the light out. */
      light(id, pick) {
        app.drawing.light(id, pick);
        app.tell("light", { layer: id, pick });
      },

      openFootprint(id, pick, opener) {
        const layer = app.layer(id);
        app.light(id, pick);
        app.card.openFootprint(layer, layer.footprints.find((footprint) => footprint.pick === pick), opener, () => {
          app.light(null);
          app.tell("open", { layer: null });
        });
        app.tell("open", { layer: id, pick });
      },
    };

    const container = map.getContainer();
    container.classList.add("rf-map");
    container.setAttribute("role", "region");
    container.setAttribute("aria-label", rangefan.t("Map"));
    if (document.getElementById("rf-alt")) container.setAttribute("aria-describedby", "rf-alt");
    app.address = rangefan.address(app);
    // The view first: what is drawn is then projected once.
    app.frame = rangefan.frame(app);
    if (land) yield* rangefan.land(map, scene.basemap);
    app.drawing = rangefan.drawing(app);
    app.card = rangefan.card(map, app, { tables });
    app.sites = rangefan.siteMarks(map, (sites, opener) => app.card.openSites(sites, opener));
    app.badge = rangefan.badge(map, scene.illustrative);
    app.scale = rangefan.scaleBar(map);
    rangefan.zoomButtons(map, fit ? app.frame.goHome : null);
    rangefan.gestures(map);
    app.labels = rangefan.labels(app);
    app.on("update", rangefan.seen(app));
    app.on("update", () => app.card.refresh(current));
    if (panel) rangefan.panel(app);
    for (const start of starts) {
      const slow = start(app);
      if (slow?.next) yield* slow;
      yield;
    }
    app.address.read();
    yield* app.updating();
    app.frame.watch();
  }
})();
