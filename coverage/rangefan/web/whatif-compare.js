// Two placements at once: B drawn in dots beside A, where only one of them reaches, and what changes between the two.
(() => {
  "use strict";
  const rangefan = (globalThis.rangefan ??= {});
  const whatif = (rangefan.whatif ??= {});
  const { make } = whatif;

  /** Towns whose answer differs between two scenes, for layers of the same name; distances where the place differs. */
  whatif.changes = (before, after, shown) => {
    const rows = [];
    for (const layer of after.layers.filter(shown)) {
      const other = before.layers.find(({ id }) => id === layer.id);
      for (const town of after.towns) {
        const was = other && before.towns.find(({ id }) => id === town.id);
        const [b, a] = [was?.cells[layer.id], town.cells[layer.id]];
        if (!a || (b && b.answer === a.answer)) continue;
        rows.push({ town: town.name, layer, b, a, km_b: was?.distance_km[other.site.id], km_a: town.distance_km[layer.site.id] });
      }
    }
    return rows;
  };

  whatif.comparing = (app, box) => {
    const { map } = app;
    const drawn = [];
    const place = whatif.placing();
    const line = (className, layer, geometry, area) => {
      const options = {
        pane: area ? "rf-fill" : "rf-line", renderer: area ? app.drawing.renderers.fill : app.drawing.renderers.line,
        smoothFactor: 0, noClip: true, interactive: false, className: `${className} ${rangefan.colourOf(layer)}`,
      };
      const lines = area ? geometry.coordinates : rangefan.outline(geometry, layer.site, 1, app.scene.view.center_lon).line;
      drawn.push(new (area ? L.Polygon : L.Polyline)(L.GeoJSON.coordsToLatLngs(lines, area ? 2 : 1), options).addTo(map));
    };
    const main = (layer) => layer.footprints.find(({ pick }) => pick === rangefan.mainPick(layer, app.state.pick));

    const table = (before, after) => {
      const rows = whatif.changes(before, after, app.isShown);
      const distance = (km) => (km === undefined ? "" : rangefan.t("{km} km", { km: whatif.whole(km) }));
      const node = make("table");
      if (!rows.length) return make("p", rangefan.t("No listed town’s answer changes."));
      node.append(make("caption", rangefan.t("Towns whose answer changes. {illustrative}.", { illustrative: app.scene.illustrative })));
      const [head, body] = [make("thead"), make("tbody")];
      head.append(whatif.headRow([[rangefan.t("Town")], [rangefan.t("Layer")], [rangefan.t("A")], [rangefan.t("B")]]));
      for (const { town, layer, b, a, km_b, km_a } of rows) {
        const cell = (answer, km) => {
          const of = make("td");
          of.append(...(answer ? whatif.answerNodes({ answer: answer.answer }) : [make("span", rangefan.t("not drawn"))]), make("span", distance(km), "rf-why"));
          return of;
        };
        body.append(whatif.row(town, [make("td", layer.name), cell(a, km_a), cell(b, km_b)]));
      }
      node.append(head, body);
      return node;
    };

    return (now, b) => {
      for (const path of drawn.splice(0)) path.remove();
      box.hidden = b === null;
      if (b === null) return;
      const before = place(app.scene, b);
      for (const layer of before.layers.filter(app.isShown)) {
        const twin = now.layers.find(({ id }) => id === layer.id);
        if (twin === layer) continue;
        line("rf-b", layer, main(layer).geometry);
        // Even-odd of both: what only one of the two reaches.
        if (twin) line("rf-b-only", layer, { coordinates: [[...main(layer).geometry.coordinates, ...main(twin).geometry.coordinates].flat()] }, true);
      }
      const said = b === whatif.published ? rangefan.t("A is as drawn; B, dotted, is the published map. Shaded: what only one of the two reaches.")
        : rangefan.t("A is as drawn; B, dotted, is what was kept. Shaded: what only one of the two reaches.");
      box.replaceChildren(make("p", said, "rf-fine"), table(before, now));
    };
  };
})();
