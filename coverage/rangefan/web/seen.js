// The reader's choice of altitude, in the legend and the tables: they change together with the map, and back again.
(() => {
  "use strict";
  const rangefan = (globalThis.rangefan ??= {});
  const MARK = { in: "●", depends: "◐", out: "○" };

  const make = (tag, text = "", className = "") => {
    const node = document.createElement(tag);
    if (text) node.textContent = text;
    if (className) node.className = className;
    return node;
  };

  /** Fill a node for a while; null puts back what stood there at first. */
  const firsts = new WeakMap();
  const refill = (node, parts) => {
    if (!firsts.has(node)) firsts.set(node, [...node.childNodes]);
    node.replaceChildren(...(parts ?? firsts.get(node)));
  };

  const cellParts = (parts) => parts.flatMap(({ answer, text, why }, index) => [
    make("span", MARK[answer], "rf-mark"), ` ${text}`, ...(why ? [make("span", why, "rf-why")] : []),
    ...(index < parts.length - 1 ? ["; "] : []),
  ]);

  const fillTowns = (table, scene, nameOf, back) => {
    const byLayer = table.dataset.by === "layer";
    [...table.tBodies[0].rows].forEach((row, index) => {
      const { cells } = scene.towns[index];
      const answers = scene.layers.map((layer) => ({ ...(cells[layer.id] ?? { answer: "out", why: "" }), name: nameOf(layer) }));
      const said = { in: rangefan.t("in"), depends: rangefan.t("depends"), out: rangefan.t("out") };
      const columns = byLayer ? answers.map((cell) => [{ ...cell, text: said[cell.answer] }])
        : ["in", "depends"].map((wanted) => answers.filter(({ answer }) => answer === wanted).map((cell) => ({ ...cell, text: cell.name })));
      [...row.cells].slice(-columns.length).forEach((node, i) => refill(node, back ? null : cellParts(columns[i])));
    });
  };

  const fillFootprints = (table, scene, back) => {
    const footprints = scene.layers.flatMap((layer) => layer.footprints);
    [...table.tBodies[0].rows].forEach((row, index) => {
      const { label, area_km2: area, left } = footprints[index];
      const why = left ? [make("span", rangefan.whyWords(left), "rf-why")] : [];
      refill(row.cells[2], back ? null : [label, ...why]);
      refill(row.cells[5], back ? null : [rangefan.number(area)]);
    });
  };

  /** Return a function that makes legend, tables and words agree with what is drawn. */
  rangefan.seen = ({ scene, panel, state, options: { tables }, shown: nowShown }) => {
    const find = (selector) => (tables ? document.querySelector(selector) : null);
    const rows = [...(panel?.querySelectorAll("input[data-layer]") ?? [])];
    const nameOf = ({ id, name }) => rows.find(({ dataset }) => dataset.layer === id)?.closest(".rf-choice").lastElementChild.textContent ?? name;
    const live = panel?.querySelector(".rf-live");
    if (!live) return () => {};
    return (now) => {
      const { altitude, lowest } = state;
      const step = altitude !== "" && altitude !== "lowest";
      const shown = nowShown();
      for (const box of panel.querySelectorAll(".rf-seen")) {
        const layer = now.layers.find(({ id }) => id === box.dataset.layer);
        box.hidden = altitude === "" || !shown.includes(layer);
        const gone = step && layer?.footprints.every(({ left }) => left && !left.geometry);
        const words = step && layer?.altitude ? [make("p", rangefan.t("At {altitude}: {left}", { altitude: layer.altitude, left: rangefan.layerWords(layer) }), gone ? "rf-left is-gone" : "rf-left")] : [];
        refill(box, box.hidden ? null : [...words, make("p", layer?.sight?.text ?? "", "rf-sight")]);
      }
      const key = panel.querySelector(".rf-lowest-key");
      key.hidden = altitude !== "lowest";
      const none = [make("p", rangefan.t("No radar is shown: only a radar has a lowest visible altitude."))];
      refill(key, key.hidden ? null : lowest.length ? rangefan.lowestKey(lowest, make) : none);
      const said = shown.map((layer, i) => `${layer.name}: ${layer.altitude ? rangefan.layerWords(layer) : rangefan.t("as published")}.`);
      const words = altitude === "lowest" ? rangefan.lowestWords(shown) : step ? [`${rangefan.seenWords(now, altitude)}.`, ...said] : [];
      const text = altitude === "lowest" && !words.length ? none[0].textContent : words.join(" ");
      if (live.textContent !== text) refill(live, text ? [text] : null);
      const [reading, band, any] = ["reading", "band", "any"].map((name) => panel.querySelector(`.rf-key-${name}`));
      const read = [...new Set(shown.map((layer) => layer.reading?.reading).filter(Boolean))];
      reading.hidden = !read.length;
      refill(reading.lastElementChild, read.length ? read.map((name) => (name === "slant" ? rangefan.t("the nominal figure, read as slant") : rangefan.t("the nominal figure, read as ground"))) : null);
      if (band) refill(band.lastElementChild, step ? [rangefan.t("between the low and the high figure")] : null);
      if (any) any.hidden = step;

      const note = step ? [` ${rangefan.seenWords(now, altitude)}.`] : null;
      const [towns, footprints, alt] = ["#towns table", "#footprints table", ".rf-alt"].map(find);
      for (const node of tables ? document.querySelectorAll(".rf-seen-at") : []) refill(node, note);
      // A placement of the reader's own has rows of its own.
      const published = now.layers.length === scene.layers.length && !now.layers.some(({ placed }) => placed);
      if (towns && published) fillTowns(towns, now, nameOf, now === scene);
      if (footprints && published) fillFootprints(footprints, now, now === scene);
      if (alt) refill(alt, altitude === "" ? null : [rangefan.altWords(now, shown, altitude)]);
      for (const row of tables ? document.querySelectorAll("#altitude [data-step]") : []) row.toggleAttribute("data-seen", row.dataset.step === altitude);
    };
  };
})();
