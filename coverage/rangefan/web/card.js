// The popup: what a footprint or a site is, and who says so. Pinned to the map's frame, so it hides no more than it must.
(() => {
  "use strict";
  const rangefan = (globalThis.rangefan ??= {});
  const measureWords = (measure) => ({
    slant: rangefan.t("along the slant"), ground: rangefan.t("over the ground"),
    unstated: rangefan.t("the source does not say whether slant or ground"),
  })[measure];
  const basisWords = (basis, date) => {
    if (basis === "reported") return rangefan.t("reported so ({date})", { date });
    if (basis === "derived") return rangefan.t("gave the figures this is derived from ({date})", { date });
    return rangefan.t("said so ({date})", { date });
  };
  const statusWords = ({ status }) =>
    ({ candidate: rangefan.t("Candidate, not built"), hypothetical: rangefan.t("Hypothetical") })[status];

  const make = (tag, text = "", className = "") => {
    const node = document.createElement(tag);
    if (text) node.textContent = text;
    if (className) node.className = className;
    return node;
  };

  /** A link, or plain text where the address is not http(s). */
  const link = (text, url) => {
    if (!/^https?:\/\//i.test(url)) return make("span", text);
    const node = make("a", text);
    node.href = url;
    node.rel = "noopener noreferrer";
    node.target = "_blank";
    return node;
  };

  const kilometres = (km) => rangefan.t("{km:,g} km", { km: Math.round(km * 10) / 10 });

  const sourceLine = (source, basis) => {
    const line = make("p");
    const title = link(source.title, source.url);
    title.lang = "en";
    line.append(make("strong", source.publisher), ` ${basisWords(basis, source.date || rangefan.t("no date"))}: `, title);
    if (source.repost_of) line.append(` (${rangefan.t("copy or report of {who}", { who: source.repost_of })})`);
    return line;
  };

  rangefan.card = (map, app, { tables }) => {
    const { scene } = app;
    const records = rangefan.records(app);
    const box = make("div", "", "rf-card");
    box.setAttribute("role", "dialog");
    box.setAttribute("aria-label", rangefan.t("Details"));
    box.hidden = true;
    map.getContainer().append(box);
    L.DomEvent.disableClickPropagation(box);
    L.DomEvent.disableScrollPropagation(box);
    let opener = null;
    let after = null;
    let open = null;

    const close = () => {
      if (box.hidden) return;
      box.hidden = true;
      after?.();
      opener?.focus({ preventScroll: true });
    };
    box.addEventListener("keydown", (event) => event.stopPropagation());
    document.addEventListener("keydown", (event) => { if (event.key === "Escape") close(); }, true);
    map.on("click", close);

    const show = (title, from, onClose, parts) => {
      if (!box.hidden) after?.();
      open = null;
      opener = from;
      after = onClose;
      const head = make("h2", title);
      head.tabIndex = -1;
      const button = make("button", "×", "rf-close");
      button.type = "button";
      button.setAttribute("aria-label", rangefan.t("Close details"));
      button.addEventListener("click", close);
      box.replaceChildren(head, button, ...parts.filter(Boolean));
      box.setAttribute("aria-label", title);
      box.hidden = false;
      box.scrollTop = 0;
      head.focus({ preventScroll: true });
      // From the legend on a phone the map may be off the screen.
      const { top, bottom } = box.getBoundingClientRect();
      if (top < 0 || bottom > innerHeight) box.scrollIntoView({ block: "nearest" });
    };

    const rivals = (figure) => {
      const same = records().figures.filter((other) =>
        other !== figure && other.system === figure.system && other.quantity === figure.quantity && other.mode === figure.mode);
      if (!same.length) return null;
      const part = make("div", "", "rf-rivals");
      part.append(make("h3", rangefan.t("Other published figures: {count}", { count: same.length })));
      const list = make("ul");
      for (const other of same.slice(0, 4)) {
        const source = records().source(other.source);
        const year = source?.date ? ` ${source.date.slice(0, 4)}` : "";
        list.append(make("li", `${other.text} · ${source?.publisher ?? ""}${year}`));
      }
      part.append(list);
      return part;
    };

    const toTable = (figure) => {
      if (!tables || !figure) return null;
      const line = make("p");
      const jump = make("a", rangefan.t("All figures and who said them"));
      jump.href = `#figure-${records().figures.indexOf(figure)}`;
      line.append(jump);
      return line;
    };

    const rows = (pairs) => {
      const list = make("dl");
      for (const [term, text] of pairs) if (text) list.append(make("dt", term), make("dd", text));
      return list;
    };

    const aboutFootprint = (layer, footprint) => {
      const figure = records().figures.find((each) => each.id === footprint.figure);
      const source = records().source(figure?.source);
      const big = make("p", "", "rf-big");
      big.append(make("strong", kilometres(footprint.range_km)), ` ${rangefan.t("{pick} figure", { pick: rangefan.pickWords(footprint.pick) })}`);
      const { left, altitude } = footprint;
      const otherwise = footprint.pick === "nominal" ? layer.other : null;
      return [
        statusWords(layer) ? make("p", statusWords(layer), "rf-flag") : null,
        big,
        figure?.said ? make("p", `“${figure.said}”`, "rf-said") : null,
        source ? sourceLine(source, figure.basis) : null,
        rows([
          [rangefan.t("As published"), figure?.text],
          [rangefan.t("Measured"), measureWords(footprint.measure)],
          left ? [rangefan.t("Seen at {altitude}", { altitude }), rangefan.leftWords(footprint)] : [],
          left && otherwise ? [otherwise.reading === "slant" ? rangefan.t("Read as slant") : rangefan.t("Read as ground"), rangefan.overGround(otherwise)] : [],
          left ? [rangefan.t("Looking out"), layer.sight?.text] : [],
          [rangefan.t("Target"), figure?.target],
          [rangefan.t("Direction"), layer.direction?.text],
          [rangefan.t("Altitude"), layer.altitude_text],
          [rangefan.t("Drawn from"), layer.site.name],
          [rangefan.t("State"), layer.status_text],
          [rangefan.t("Note"), figure?.note],
        ]),
        figure ? rivals(figure) : null,
        toTable(figure),
        make("p", scene.illustrative, "rf-fine"),
      ].filter(Boolean);
    };

    const openFootprint = (layer, footprint, from, onClose) => {
      show(layer.name, from, onClose, aboutFootprint(layer, footprint));
      open = { layer: layer.id, pick: footprint.pick };
    };

    /** The scene has changed: what stands open follows, and focus stays where it is. */
    const refresh = (now) => {
      const layer = now.layers.find(({ id }) => id === open?.layer);
      const footprint = layer?.footprints.find(({ pick }) => pick === open.pick);
      if (!box.hidden && footprint) box.replaceChildren(...[...box.children].slice(0, 2), ...aboutFootprint(layer, footprint));
    };

    const aboutSite = (site) => {
      const source = records().source(site.source);
      const here = app.now().layers.filter((layer) => layer.site.id === site.id);
      const where = `${Math.abs(site.lat).toFixed(2)}°${site.lat < 0 ? "S" : "N"}, ${Math.abs(site.lon).toFixed(2)}°${site.lon < 0 ? "W" : "E"}`;
      const sourced = make("p");
      if (source) sourced.append(`${rangefan.t("Place read in")} `, link(`${source.publisher}: ${source.title}`, source.url));
      const list = make("ul");
      for (const layer of here) {
        const states = [statusWords(layer), layer.status_text].filter(Boolean).join(" · ");
        list.append(make("li", states ? `${layer.name}: ${states}` : layer.name));
      }
      return [
        rows([
          [rangefan.t("Point"), rangefan.t("{where}, good to about {km}", { where, km: kilometres(site.precision_km) })],
          [rangefan.t("Note"), site.note],
        ]),
        source ? sourced : null,
        list,
      ].filter(Boolean);
    };

    const openSites = (sites, from) => {
      const [first] = sites;
      const parts = sites.length === 1 ? aboutSite(first) : sites.flatMap((site) => [make("h3", site.name), ...aboutSite(site)]);
      show(sites.length === 1 ? first.name : rangefan.t("Sites close together: {count}", { count: sites.length }), from, null, [
        ...parts,
        make("p", scene.illustrative, "rf-fine"),
      ]);
    };

    return { openFootprint, openSites, refresh, close };
  };
})();
