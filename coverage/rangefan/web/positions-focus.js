// A statement and the footprint it is about, both ways: choosing the one lights the other.
(() => {
  "use strict";
  const rangefan = (globalThis.rangefan ??= {});
  const { node } = rangefan;

  /** What a statement says of reach, beside what is published. */
  const reachWords = (said, layer) => {
    const main = layer.footprints.find(({ pick }) => pick === "nominal") ?? layer.footprints[0];
    const published = rangefan.t("{layer}: {label} as published", { layer: layer.name, label: main.label });
    if (said.km) return rangefan.t("It names {km} km, the thick dotted line. {published}.", { km: rangefan.number(said.km), published });
    if (said.part !== "interceptor" && !said.grounds.includes("radar-reach")) return rangefan.t("Reach is not among its grounds. {published}.", { published });
    return rangefan.t("It names no distance. {published}.", { published });
  };

  /** Return `choose(said)` and `about(layer)`, which fill the box below the timeline. */
  rangefan.positionsFocus = (app, statements, box, latest) => {
    const { map, state } = app;
    const countries = new Map([...document.querySelectorAll(".rf-time [data-country]")].map((each) => [each.dataset.country, each.textContent]));
    let claimed = null;
    let opened = null;

    const draw = (said, layer) => {
      claimed?.remove();
      claimed = null;
      if (!said?.km || !layer) return;
      const { azimuth_deg = 0, width_deg = 360 } = layer.direction ?? {};
      const fan = { lat: layer.site.lat, lon: layer.site.lon, range_km: said.km, azimuth_deg, width_deg };
      const geometry = rangefan.fan(fan, { center_lon: app.scene.view.center_lon });
      claimed = L.geoJSON(geometry, { pane: "rf-line", interactive: false, smoothFactor: 0, style: { className: "rf-claimed" } }).addTo(map);
    };

    const pick = (said, today) => {
      const who = said.group === "government" ? `${countries.get(said.country) ?? said.country}, ${said.who}` : said.who;
      const words = today ? rangefan.t("{who}: {stance}, {about}", { who, about: said.about, stance: said.words })
        : rangefan.t("{who}: {stance}, {date}", { who, date: rangefan.dateWords(said.date), stance: said.words });
      const button = node("button", words, "rf-link", { type: "button" });
      button.addEventListener("click", () => choose(said));
      return button;
    };

    /** Statements to choose from; those of one day are told apart by what they are about. */
    const list = (rows, today = false) => {
      const items = node("ul");
      for (const said of rows) {
        const item = node("li");
        item.append(pick(said, today));
        items.append(item);
      }
      return items;
    };

    /** The layer a statement is about: the one on the map, or else the first of those meant. */
    const layerOf = (said) => {
      const here = said.lit.map((id) => app.layer(id)).filter(Boolean);
      return here.find(app.isShown) ?? here[0];
    };

    const show = (said) => {
      for (const other of statements) other.row.classList.toggle("is-focus", other === said);
      const layer = said && layerOf(said);
      draw(said, layer);
      if (!said) {
        box.replaceChildren();
        return;
      }
      const head = node("p");
      head.append(node("strong", said.who), ` · ${rangefan.dateWords(said.date)} · ${said.words} · ${said.about}`);
      const close = node("button", "×", "rf-close", { type: "button", "aria-label": rangefan.t("Close the statement") });
      close.addEventListener("click", () => choose(null));
      const row = node("a", rangefan.t("Source and row"), "", { href: `#${said.id}` });
      const words = node("p", `${said.row.cells[5].firstChild.textContent} `);
      words.append(row);
      box.replaceChildren(head, close, words, node("p", layer ? reachWords(said, layer) : rangefan.t("About the deployment as a whole, or a thing without a site here: no one footprint is meant.")));
    };

    const choose = (said) => {
      state.focus = said?.id ?? "";
      if (said && said.from > state.date) state.date = said.from;
      const layer = said && layerOf(said);
      if (layer && !app.isShown(layer)) app.show(layer.id);
      app.update();
      app.light(layer?.id ?? null, layer && rangefan.mainPick(layer, state.pick));
    };

    /** Who had spoken of a footprint's part by the date; an open statement stays in its place. */
    const about = (id) => {
      opened = id;
      if (!id) return;
      const of = [...latest(statements.filter(({ lit }) => lit.includes(id))).values()].filter(Boolean);
      const layer = app.layer(id);
      const head = node("p", "", "", {});
      head.append(node("strong", layer?.name ?? ""), ` · ${rangefan.t("{count} voices had spoken of it by {date}", { count: of.length, date: rangefan.dateWords(state.date) })}`);
      box.replaceChildren(head, list(of));
    };

    let drawn = "";
    return {
      choose, list,
      /** A group of statements, as those near one place. */
      showList(rows) { box.replaceChildren(list(rows)); },
      about,
      update() {
        if (opened && !state.focus) about(opened);
        if (drawn === state.focus) return;
        drawn = state.focus;
        const said = statements.find(({ id }) => id === state.focus);
        show(said);
        const layer = said && layerOf(said);
        if (layer) app.light(layer.id, rangefan.mainPick(layer, state.pick));
      },
    };
  };
})();
