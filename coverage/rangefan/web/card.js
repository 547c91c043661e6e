// The popup: what a footprint or a site is, and who says so. Pinned to the map's frame, so it hides no more than it must.
(() => {
  "use strict";
  const rangefan = (globalThis.rangefan ??= {});
  const MEASURE = { slant: "along the slant", ground: "over the ground", unstated: "the source does not say whether slant or ground" };
  const BASIS = { stated: "said", reported: "reported", derived: "gave the figures this is derived from" };
  const STATUS = { candidate: "Candidate, not built", hypothetical: "Hypothetical" };

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

  const kilometres = (km) => `${km.toLocaleString("en", { maximumFractionDigits: 1 })} km`;

  const sourceLine = (source, basis) => {
    const line = make("p");
    line.append(make("strong", source.publisher), ` ${BASIS[basis] ?? "said"} so${source.date ? `, ${source.date}` : ""}: `);
    line.append(link(source.title, source.url));
    if (source.repost_of) line.append(` (a copy or report of ${source.repost_of})`);
    return line;
  };

  rangefan.card = (map, app, { tables }) => {
    const { scene } = app;
    const records = rangefan.records(app);
    const box = make("div", "", "rf-card");
    box.setAttribute("role", "dialog");
    box.setAttribute("aria-label", "Details");
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
      button.setAttribute("aria-label", "Close details");
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
      part.append(make("h3", `${same.length} other published figure${same.length > 1 ? "s" : ""}`));
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
      const jump = make("a", "All figures and who said them");
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
      big.append(make("strong", kilometres(footprint.range_km)), ` ${footprint.pick} figure`);
      const { left, altitude } = footprint;
      const otherwise = footprint.pick === "nominal" ? layer.other : null;
      return [
        STATUS[layer.status] ? make("p", STATUS[layer.status], "rf-flag") : null,
        big,
        figure?.said ? make("p", `“${figure.said}”`, "rf-said") : null,
        source ? sourceLine(source, figure.basis) : null,
        rows([
          ["As published", figure?.text],
          ["Measured", MEASURE[footprint.measure]],
          left ? [`Seen at ${altitude}`, rangefan.leftWords(footprint)] : [],
          left && otherwise ? [`Read as ${otherwise.reading}`, otherwise.geometry ? `${rangefan.km(otherwise.outer_km)} over the ground` : "nothing is left"] : [],
          left ? ["Looking out", layer.sight?.text] : [],
          ["Target", figure?.target],
          ["Direction", layer.direction?.text],
          ["Altitude", layer.altitude_text],
          ["Drawn from", layer.site.name],
          ["State", layer.status_text],
          ["Note", figure?.note],
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
      if (source) sourced.append("Place read in ", link(`${source.publisher}: ${source.title}`, source.url));
      const list = make("ul");
      for (const layer of here) {
        const states = [STATUS[layer.status], layer.status_text].filter(Boolean).join(" · ");
        list.append(make("li", states ? `${layer.name}: ${states}` : layer.name));
      }
      return [
        rows([["Point", `${where}, good to about ${kilometres(site.precision_km)}`], ["Note", site.note]]),
        source ? sourced : null,
        list,
      ].filter(Boolean);
    };

    const openSites = (sites, from) => {
      const [first] = sites;
      const parts = sites.length === 1 ? aboutSite(first) : sites.flatMap((site) => [make("h3", site.name), ...aboutSite(site)]);
      show(sites.length === 1 ? first.name : `${sites.length} sites close together`, from, null, [
        ...parts,
        make("p", scene.illustrative, "rf-fine"),
      ]);
    };

    return { openFootprint, openSites, refresh, close };
  };
})();
