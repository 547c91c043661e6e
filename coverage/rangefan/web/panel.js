// The legend is also the control: what is shown, whose figure is firm, at which altitude, and who says so.
(() => {
  "use strict";
  const rangefan = (globalThis.rangefan ??= {});

  const dock = (map, panel) => {
    const box = document.createElement("details");
    box.className = "rf-dock";
    const summary = document.createElement("summary");
    summary.textContent = rangefan.t("Legend and controls");
    box.append(summary, panel);
    panel.hidden = false;
    L.DomEvent.disableClickPropagation(box);
    L.DomEvent.disableScrollPropagation(box);
    map.getContainer().append(box);
  };

  /** The inputs say what the state is, whoever changed it; a radio without a layer stands for an antenna not shown. */
  const sync = (panel, app) => {
    for (const input of panel.querySelectorAll("input")) {
      const { pick, altitude, layer } = input.dataset;
      if (pick) input.checked = pick === app.state.pick;
      else if (altitude !== undefined) input.checked = altitude === app.state.altitude;
      else if (layer) input.checked = Boolean(app.state.shown[layer]);
      if ("off" in input.dataset) {
        const modes = [...panel.querySelectorAll("input[data-layer]")].filter(({ name }) => name === input.name);
        input.checked = !modes.some((mode) => app.state.shown[mode.dataset.layer]);
      }
    }
  };

  const keepInAddress = (app) => {
    const { state, scene, address } = app;
    const altitudes = ["", "lowest", ...(scene.layers.find(({ at_altitude: at }) => at?.length)?.at_altitude ?? []).map((_, step) => String(step))];
    const choice = (key, from, first) => ({
      write: () => (state[key] === first ? "" : state[key]),
      read: (text) => { state[key] = from.includes(text) ? text : first; },
    });
    address.part("pick", choice("pick", ["low", "nominal", "high", "all"], "nominal"));
    address.part("alt", choice("altitude", altitudes, ""));
    const published = scene.layers.filter(({ visible }) => visible).map(({ id }) => id).join(".");
    address.part("show", {
      write: () => {
        const now = scene.layers.filter(app.isShown).map(({ id }) => id).join(".");
        return now === published ? "" : now || "none";
      },
      read: (text) => {
        const wanted = text ? text.split(".") : published.split(".");
        for (const { id } of scene.layers) state.shown[id] = false;
        for (const { id } of scene.layers) if (wanted.includes(id)) app.show(id);
      },
    });
  };

  rangefan.panel = (app) => {
    const { panel, state } = app;
    if (app.options.dock) dock(app.map, panel);
    keepInAddress(app);
    panel.addEventListener("change", ({ target }) => {
      const { pick, altitude, layer } = target.dataset;
      if (pick) state.pick = pick;
      else if (altitude !== undefined) state.altitude = altitude;
      else if (layer) app.show(layer, target.checked);
      else if ("off" in target.dataset) {
        for (const mode of panel.querySelectorAll("input[data-layer]")) if (mode.name === target.name) app.show(mode.dataset.layer, false);
      } else return;
      app.update();
    });
    panel.addEventListener("click", ({ target }) => {
      const button = target.closest("button[data-figure]");
      if (!button) return;
      const { layer: id, figure } = button.dataset;
      if (!state.shown[id]) {
        app.show(id);
        app.update();
      }
      app.openFootprint(id, app.layer(id).footprints[Number(figure)].pick, button);
    });
    app.on("update", (now) => {
      sync(panel, app);
      const node = panel.querySelector(".rf-subject");
      if (!node) return;
      const subject = rangefan.subject(now, state);
      node.textContent = subject.length === 1 ? rangefan.t("of {layer}", { layer: subject[0].name })
        : subject.length ? rangefan.t("of what is shown") : "";
    });
  };
})();
