// What Leaflet draws for a layer of the scene, and where each part of it is as the reader's choices change.
(() => {
  "use strict";
  const rangefan = (globalThis.rangefan ??= {});
  const ROLE_COLOUR = { radar: "orange", interceptor: "blue", context: "grey" };

  rangefan.colours = ["orange", "blue", "black", "purple", "grey"];
  rangefan.colourOf = ({ style, role }) =>
    `rf-${rangefan.colours.includes(style?.color) ? style.color : ROLE_COLOUR[role] ?? "grey"}`;

  /** Leaflet rounds every vertex to a whole pixel, and a round ring then wobbles: ours keep their fractions. */
  const exact = {
    _projectLatlngs(latlngs, result, bounds) {
      if (!(latlngs[0] instanceof L.LatLng)) {
        for (const inner of latlngs) this._projectLatlngs(inner, result, bounds);
        return;
      }
      const origin = this._map.getPixelOrigin();
      const ring = latlngs.map((latlng) => {
        const { x, y } = this._map.project(latlng).subtract(origin);
        return L.point(Math.round(x * 100) / 100, Math.round(y * 100) / 100);
      });
      for (const point of ring) bounds.extend(point);
      result.push(ring);
    },
  };

  /** Everything Leaflet draws for one layer of the scene, in panes so that lines lie over fills; `of` says where. */
  rangefan.shapesOf = (scene, layer, renderers, onOpen) => {
    const colour = rangefan.colourOf(layer);
    const base = `${colour} rf-${layer.role} is-${layer.status}`;
    const [Area, Line] = [L.Polygon.extend(exact), L.Polyline.extend(exact)];
    const options = (pane, classes, interactive) => ({
      pane: `rf-${pane}`, renderer: renderers[pane], smoothFactor: 0, noClip: true, interactive,
      className: `${classes} ${base}`,
    });
    const area = (pane, classes, interactive = false) => new Area([], options(pane, classes, interactive));
    const line = (pane, classes, interactive = false) => new Line([], options(pane, classes, interactive));
    const shapes = [];
    const add = (kind, path, of, extra = {}) => shapes.push({ kind, path, of, ...extra });
    const outline = ({ geometry }, km, { site }) => rangefan.outline(geometry, site, km, scene.view.center_lon);
    if (layer.any_direction) add("any", line("fill", "rf-any"), (now) => now.any_direction && outline(now.any_direction, 1, now).line);
    if (layer.band) add("band", area("fill", "rf-band"), (now) => now.band?.geometry.coordinates);
    // Larger first, so that a click finds the smallest footprint under it.
    const order = [...layer.footprints.entries()].sort(([, a], [, b]) => b.range_km - a.range_km);
    for (const [index, { pick }] of order) {
      const open = (event) => {
        L.DomEvent.stopPropagation(event);
        onOpen(pick);
      };
      const ofNow = (part) => (now) => outline(now.footprints[index], rangefan.reachOf(now.footprints[index]), now)[part];
      add("fill", area("fill", "rf-fill", true).on("click", open), ({ footprints }) => footprints[index].geometry.coordinates, { pick });
      add("edge", line("line", "rf-line"), ofNow("arc"), { pick });
      add("main", line("line", "rf-line is-main"), ofNow("line"), { pick });
      add("hit", line("line", "rf-hit", true).on("click", open), ofNow("arc"), { pick });
    }
    if (layer.at_altitude?.some(({ left }) => left.length > layer.footprints.length)) {
      add("reading", line("line", "rf-reading"), (now) => now.reading && outline(now.reading, now.reading.outer_km, now).arc);
    }
    for (const [index, band] of (layer.lowest_visible ?? []).entries()) {
      add("lowest", area("fill", `rf-low rf-low-${rangefan.lowestShade(scene, band)}`), (now, bands) => bands[index]?.geometry.coordinates);
      add("lowest", line("line", "rf-low-edge"), (now, bands) => bands[index]?.edge && outline(bands[index], bands[index].to_km, now).arc);
    }
    return shapes;
  };

  /** Move a shape to where it is now. */
  rangefan.reshape = ({ path, of }, now, bands) =>
    path.setLatLngs(L.GeoJSON.coordsToLatLngs(of(now, bands) || [], path instanceof L.Polygon ? 2 : 1));
})();
