// Two placements at once, and batteries side by side: B drawn in dots, where only one reaches, what both share.
(() => {
  "use strict";
  const rangefan = (globalThis.rangefan ??= {});
  const whatif = (rangefan.whatif ??= {});
  const { make } = whatif;

  /** Towns whose answer differs between two scenes, for layers of the same name; what one of them lacks reaches nothing. */
  whatif.changes = (before, after, shown) => {
    const rows = [];
    const layers = new Map([...before.layers, ...after.layers].filter(shown).map((layer) => [layer.id, layer]));
    for (const layer of layers.values()) {
      const [one, other] = [after, before].map(({ layers: of }) => of.find(({ id }) => id === layer.id));
      after.towns.forEach((town, i) => {
        const was = before.towns[i];
        const [a, b] = [one && town.cells[layer.id], other && was.cells[layer.id]];
        if ((a?.answer ?? "out") === (b?.answer ?? "out")) return;
        rows.push({ town: town.name, layer, b, a, km_b: other && was.distance_km[other.site.id], km_a: one && town.distance_km[one.site.id] });
      });
    }
    return rows;
  };

  whatif.comparing = (app, box) => {
    const { map } = app;
    const side = make("div");
    box.before(side);
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

    const shared = (a, b) => whatif.shared(...[a, b].map((layer) => rangefan.fanOf(layer, main(layer))));
    // Borders and figures are good to three digits at best.
    const rounded = (km2) => make("td", rangefan.number(Math.max(0, Number(km2.toPrecision(3)))), "rf-number");

    /** Areas of the figures drawn firmly: a name and numbers a row. */
    const areas = (heads, rows) => {
      if (!rows.length) return [];
      const node = make("table");
      const [head, body] = [make("thead"), make("tbody")];
      head.append(whatif.headRow([[rangefan.t("Footprint")], ...heads.map((name) => [name, "rf-number"])]));
      body.append(...rows.map(([name, ...numbers]) => whatif.row(name, numbers.map(rounded))));
      node.append(make("caption", rangefan.t("Area that footprints share, in km², at the figure drawn firmly. {illustrative}.", { illustrative: app.scene.illustrative })), head, body);
      return [node];
    };

    /** What footprints of one kind at two places share, where a reader placed one of them. */
    const beside = ({ layers }) => {
      const shown = layers.filter((layer) => app.isShown(layer) && whatif.movable(layer));
      return shown.flatMap((one, i) => shown.slice(i + 1)
        .filter((two) => one.kind === two.kind && one.site.id !== two.site.id && (one.placed || two.placed))
        .map((two) => [rangefan.t("{one} and {other}", { one: whatif.labelOf(one, layers), other: whatif.labelOf(two, layers) }), shared(one, two)]));
    };

    return (now, b) => {
      for (const path of drawn.splice(0)) path.remove();
      // What altitude leaves of a placement of the reader's own is not known here.
      const level = !now.layers.some(({ altitude }) => altitude);
      side.replaceChildren(...(level ? areas([rangefan.t("Both")], beside(now)) : []));
      box.hidden = b === null;
      if (b === null) return;
      if (!level) {
        box.replaceChildren(make("p", rangefan.t("As published: only Python computes this for a placement of your own."), "rf-fine"));
        return;
      }
      const before = place(app.scene, b);
      const rows = [];
      const names = new Map([...now.layers, ...before.layers].map((layer) => [layer.id, layer]));
      for (const layer of [...names.values()].filter(app.isShown)) {
        const [one, other] = [now, before].map(({ layers }) => layers.find(({ id }) => id === layer.id));
        if (one === other) continue;
        const both = one && other ? shared(one, other) : 0;
        rows.push([layer.name, one ? main(one).area_km2 - both : 0, both, other ? main(other).area_km2 - both : 0]);
        if (other) line("rf-b", other, main(other).geometry);
        // Even-odd of both: what only one of the two reaches.
        const reached = [one, other].filter(Boolean).flatMap((each) => main(each).geometry.coordinates.flat());
        line("rf-b-only", layer, { coordinates: [reached] }, true);
      }
      const said = b === whatif.published ? rangefan.t("A is as drawn; B, dotted, is the published map. Shaded: what only one of the two reaches.")
        : rangefan.t("A is as drawn; B, dotted, is what was kept. Shaded: what only one of the two reaches.");
      box.replaceChildren(make("p", said, "rf-fine"), table(before, now),
        ...areas([rangefan.t("Only A"), rangefan.t("Both"), rangefan.t("Only B")], rows));
    };
  };
})();
