// The page's tables, legend and sentence for a placement of the reader's own; and all as it was, once it is taken back.
(() => {
  "use strict";
  const rangefan = (globalThis.rangefan ??= {});
  const whatif = (rangefan.whatif ??= {});
  const MARK = { in: "●", depends: "◐", out: "○" };
  const [FEW_LAYERS, FEW_SITES] = [6, 2];
  // Said when they are used: the language is not known before.
  const ANSWER = { in: () => rangefan.t("in"), depends: () => rangefan.t("depends"), out: () => rangefan.t("out") };
  const PICK = { low: () => rangefan.t("low"), nominal: () => rangefan.t("nominal"), high: () => rangefan.t("high") };

  const make = (tag, text = "", className = "") => {
    const node = document.createElement(tag);
    if (text !== "") node.textContent = text;
    if (className) node.className = className;
    return node;
  };
  whatif.make = make;

  const row = (head, cells) => {
    const line = make("tr");
    const first = make("th", head);
    first.scope = "row";
    line.append(first, ...cells);
    return line;
  };
  const headRow = (names) => {
    const line = make("tr");
    for (const [name, className] of names) {
      const cell = make("th", name, className);
      cell.scope = "col";
      line.append(cell);
    }
    return line;
  };
  whatif.row = row;
  whatif.headRow = headRow;

  whatif.answerNodes = ({ answer, why }, text = ANSWER[answer]()) =>
    [make("span", MARK[answer], "rf-mark"), ` ${text}`, ...(why ? [make("span", why, "rf-why")] : [])];

  const cellOf = (parts) => {
    const cell = make("td");
    parts.forEach((part, i) => cell.append(...(i ? ["; "] : []), ...part));
    return cell;
  };

  const towns = (now, labels) => {
    const sites = [...new Map(now.layers.map((layer) => [layer.site.id, layer])).values()];
    const named = sites.length <= FEW_SITES ? sites : [];
    const wide = now.layers.length <= FEW_LAYERS;
    const head = headRow([[rangefan.t("Town")], [rangefan.t("Country")],
      ...named.flatMap((layer) => [[rangefan.t("km from {place}", { place: whatif.siteName(layer) }), "rf-number"], [rangefan.t("azimuth"), "rf-number"]]),
      ...(wide ? now.layers.map((layer, i) => [layer.status === "hypothetical" ? rangefan.t("Hypothetical: {layer}", { layer: labels[i] }) : labels[i]])
        : [[rangefan.t("Inside")], [rangefan.t("Depends")]])]);
    const rows = now.towns.map((town) => {
      const answers = now.layers.map((layer, i) => ({ answer: "out", why: "", ...town.cells[layer.id], label: labels[i] }));
      const cells = wide ? answers.map((cell) => [whatif.answerNodes(cell)])
        : ["in", "depends"].map((wanted) => answers.filter(({ answer }) => answer === wanted).map((cell) => whatif.answerNodes(cell, cell.label)));
      return row(town.name, [make("td", town.country_name),
        ...named.flatMap(({ site: { id } }) => [make("td", whatif.whole(town.distance_km[id]), "rf-number"), make("td", `${whatif.whole(town.azimuth_deg[id])}°`, "rf-number")]),
        ...cells.map(cellOf)]);
    });
    return { head, rows };
  };

  const footprints = (now, labels) => now.layers.flatMap((layer, i) => layer.footprints.map((footprint) => row(labels[i], [
    make("td", PICK[footprint.pick](), "rf-fixed"), make("td", footprint.label), make("td", layer.direction ? layer.direction.text : rangefan.t("all round")),
    make("td", layer.status === "hypothetical" ? rangefan.t("Hypothetical") : layer.status_text), make("td", whatif.whole(footprint.area_km2), "rf-number"),
  ])));

  /** Return what shows a placed scene in the page's words, or with null puts back the published ones. */
  whatif.tables = (app) => {
    const { panel } = app;
    const first = new Map();
    /** Replace what a node holds, for as long as something is placed. */
    const put = (node, parts) => {
      if (!node) return;
      if (!first.has(node)) first.set(node, [...node.childNodes]);
      node.replaceChildren(...parts);
    };
    const restore = () => {
      for (const [node, parts] of first) node.replaceChildren(...parts);
      first.clear();
      for (const node of panel.querySelectorAll(".rf-added, .rf-reader")) node.remove();
      for (const node of document.querySelectorAll(".rf-stale")) node.classList.remove("rf-stale");
      for (const node of panel.querySelectorAll(".rf-common[hidden], .rf-row[hidden]")) node.removeAttribute("hidden");
      for (const node of panel.querySelectorAll(".rf-row.is-placed")) {
        node.classList.remove("is-placed");
        node.classList.toggle("is-hypothetical", node.dataset.first === "hypothetical");
      }
    };
    const rowOf = (id) => [...panel.querySelectorAll("input[data-layer]")].find(({ dataset }) => dataset.layer === id)?.closest(".rf-row");

    /** A copy's row in the legend is its first's, with what sets it apart. */
    const addRow = (layer) => {
      const from = rowOf(layer.base);
      if (!from || rowOf(layer.id)) return;
      const added = from.cloneNode(true);
      added.classList.add("rf-added");
      for (const node of added.querySelectorAll(".rf-seen, .rf-reader")) node.remove();
      for (const node of added.querySelectorAll("[data-layer]")) node.dataset.layer = layer.id;
      const input = added.querySelector("input");
      input.type = "checkbox";
      input.removeAttribute("name");
      input.checked = app.isShown(layer);
      const rows = [...panel.querySelectorAll(".rf-row")];
      rows.at(-1).after(added);
    };

    const legend = (now, labels) => {
      now.layers.forEach((layer, i) => {
        if (!layer.placed) return;
        if (layer.id !== layer.base) addRow(layer);
        const box = rowOf(layer.id);
        if (!box) return;
        const hypothetical = layer.status === "hypothetical";
        box.dataset.first ??= box.classList.contains("is-hypothetical") ? "hypothetical" : "";
        box.classList.add("is-placed");
        box.classList.toggle("is-hypothetical", hypothetical);
        put(box.querySelector(".rf-choice > span"), [labels[i]]);
        let status = box.querySelector(".rf-status");
        if (!status) {
          status = make("p", "", "rf-status rf-reader");
          box.querySelector(".rf-choice").after(status);
        }
        // What the group said once for all its rows is no longer so.
        box.closest("fieldset").querySelector(".rf-common")?.setAttribute("hidden", "");
        const facts = [layer.site.name, layer.direction?.text, layer.altitude_text].filter(Boolean);
        put(status, [make("strong", layer.status_text), ...facts.map((fact) => ` · ${fact}`)]);
        layer.footprints.forEach((footprint, nth) => put(box.querySelectorAll("button[data-figure]")[nth], [rangefan.t("{km} km", { km: rangefan.number(footprint.range_km, 3) })]));
      });
      for (const { id } of app.scene.layers) rowOf(id)?.toggleAttribute("hidden", !now.layers.some((layer) => layer.id === id));
    };

    const find = (selector) => document.querySelector(selector);

    /** Sentence and tables, as they follow a hand. */
    const follow = (now) => {
      const labels = now.layers.map((layer) => whatif.labelOf(layer, now.layers));
      const asked = now.layers.find(({ id }) => id === app.scene.whatif.answer);
      const subject = asked && (asked.placed || now.layers.every(({ placed }) => !placed)) ? asked : now.layers.find(({ placed }) => placed) ?? asked;
      if (subject) put(find(".rf-answer"), whatif.sentence(subject, now.towns).map(({ text, strong }) => make(strong ? "strong" : "span", text)));
      const table = find("#towns table");
      if (table) {
        const { head, rows } = towns(now, labels);
        put(table.tHead, [head]);
        put(table.tBodies[0], rows);
      }
      return labels;
    };

    return {
      restore,
      follow,
      /** Everything, once the hand has come to rest. */
      show(now, words) {
        for (const node of panel.querySelectorAll(".rf-added")) node.remove();
        const labels = follow(now);
        put(find("#footprints table")?.tBodies[0], footprints(now, labels));
        legend(now, labels);
        put(find(".rf-alt"), [words, " ", whatif.alternative(now, app.shown())]);
        for (const caption of document.querySelectorAll("#towns caption, #footprints caption")) {
          const said = rangefan.t("{words}.", { words });
          if (first.has(caption)) caption.firstChild.textContent = said;
          else put(caption, [make("strong", said), " ", ...caption.childNodes]);
        }
        // Altitude, side views and people come from Python, for the published place.
        for (const node of document.querySelectorAll("#side, #altitude, #compared, .rf-altitudes")) {
          node.classList.add("rf-stale");
          node.dataset.stale = rangefan.t("As published: only Python computes this for a placement of your own.");
        }
      },
    };
  };
})();
