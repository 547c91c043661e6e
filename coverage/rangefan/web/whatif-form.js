// The fold's fields: what they show of a placement, and what a reader changes with them.
(() => {
  "use strict";
  const rangefan = (globalThis.rangefan ??= {});
  const whatif = (rangefan.whatif ??= {});

  whatif.form = (fold, app, { read, change, act }) => {
    const node = Object.fromEntries([...fold.querySelectorAll("[data-w]")].map((each) => [each.dataset.w, each]));
    const rows = Object.fromEntries([...fold.querySelectorAll("[data-w-row]")].map((each) => [each.dataset.wRow, each]));
    const group = (label, options) => {
      const made = whatif.make("optgroup");
      made.label = label;
      made.append(...options);
      return made;
    };
    const option = ({ id, name }) => new Option(name, id);
    const sorted = (list) => [...list].sort((a, b) => (a.name < b.name ? -1 : 1));
    node.at.append(
      new Option(rangefan.t("As published"), "published"), new Option(rangefan.t("A point of your own"), "own"),
      group(rangefan.t("Towns"), sorted(app.scene.towns).map(option)), group(rangefan.t("Catalogued sites"), sorted(app.scene.whatif.sites).map(option)),
    );

    const fill = (select, options, value) => {
      const key = JSON.stringify(options.map(({ text, value: of }) => [text, of]));
      if (select.dataset.key !== key) select.replaceChildren(...options);
      select.dataset.key = key;
      select.value = value;
    };
    // A field in which somebody is writing is not written over.
    const write = (input, value) => { if (document.activeElement !== input || input.type === "range") input.value = value; };

    fold.addEventListener("change", ({ target }) => {
      const { w } = target.dataset;
      if (w === "turn" || w === "step" || !w) return;
      if (target.type === "number" && !Number.isFinite(target.valueAsNumber)) {
        show();
        return;
      }
      change[w]?.(target.type === "number" ? target.valueAsNumber : target.value);
      if (target.type === "number") target.value = { lat: read().site?.lat, lon: read().site?.lon, azimuth: degrees(read()), width: read().layer?.direction?.width_deg }[w] ?? target.value;
    });
    node.turn.addEventListener("input", () => act.turning(Number(node.turn.value)));
    node.turn.addEventListener("change", () => act.rest("turn"));
    fold.addEventListener("click", ({ target }) => {
      const button = target.closest("button[data-w]");
      if (button) act[button.dataset.w]();
    });

    const degrees = ({ layer }) => (layer?.direction ? Math.round(layer.direction.azimuth_deg * 10) / 10 : 0);

    const show = () => {
      const { batteries, battery, placement, layers, layer, site, can, comparing, published, step } = read();
      rows.battery.hidden = batteries.length < 2;
      fill(node.battery, batteries.map(({ id, place, n }) => new Option(n > 1 ? rangefan.t("{n}: {place}", { n, place }) : place, id)), battery.id);
      node.at.value = placement.sites[battery.id] ? placement.sites[battery.id].at || "own" : battery.n > 1 ? "own" : "published";
      write(node.lat, site.lat);
      write(node.lon, site.lon);
      fill(node.part, layers.map((each) => new Option(app.isShown(each) ? each.name : rangefan.t("{layer} (not shown)", { layer: each.name }), each.id)), layer.id);
      rows.turn.hidden = !layer.direction;
      node.turn.value = Math.round(degrees({ layer }));
      write(node.azimuth, degrees({ layer }));
      write(node.width, layer.direction?.width_deg ?? 360);
      const choices = app.scene.whatif.figures[`${layer.system}/${layer.mode}`] ?? [];
      rows.figure.hidden = choices.length < 2 || !layer.footprints.some(({ figure }) => figure);
      fill(node.figure, [new Option(rangefan.t("As the map picks"), ""), ...choices.map(({ ref, label }) => new Option(label, ref))], placement.layers[layer.id]?.figure ?? "");
      [node.undo.disabled, node.redo.disabled, node.back.disabled] = [!can.undo, !can.redo, published];
      node.remove.disabled = batteries.length < 2;
      node.copy.disabled = placement.copies.length >= 9;
      node.compare.setAttribute("aria-pressed", String(comparing));
      node.compare.textContent = comparing ? rangefan.t("Stop comparing") : rangefan.t("Keep as B and compare");
      node.swap.hidden = !comparing;
      void step;
    };
    return { show, stepKm: () => Math.min(500, Math.max(0.1, node.step.valueAsNumber || 10)), picking: (on) => node.pick.setAttribute("aria-pressed", String(on)) };
  };
})();
