// Two maps on one page: where only one of them reaches has a texture, and a word on it. The areas come from Python.
rangefan.part((app) => {
  "use strict";
  const LEAST_PX = 8; // a word on less would hide what it names
  const { map, state } = app;
  const { fill } = app.drawing.renderers;
  const pattern = (id, d, className) => {
    const made = rangefan.svg("pattern", { id, width: 8, height: 8, patternUnits: "userSpaceOnUse" });
    made.append(rangefan.svg("path", { d, class: className }));
    return made;
  };
  const drawn = (app.scene.compared ?? []).map(({ layers, pick, which, word, geometry, at, room_deg }) => {
    const said = document.createElement("span");
    said.textContent = word;
    const options = { pane: "rf-fill", renderer: fill, smoothFactor: 0, noClip: true, interactive: false, className: `rf-only-${which}` };
    const icon = L.divIcon({ className: "rf-only", html: said, iconSize: null });
    return {
      layers, pick, room_deg, path: new L.Polygon(L.GeoJSON.coordsToLatLngs(geometry.coordinates, 2), options),
      mark: L.marker(at, { icon, pane: "rf-label", keyboard: false, interactive: false }),
    };
  });

  const put = (part, wanted) => (wanted ? part.addTo(map) : part.remove());
  const update = () => {
    // What a reader has moved, or sees at an altitude, is no longer what Python compared.
    const stands = ({ layers, pick }) => state.altitude === "" && layers.every((id) => {
      const layer = app.layer(id);
      return layer && !layer.placed && app.isShown(layer) && rangefan.mainPick(layer, state.pick) === pick;
    });
    const pxPerDeg = (256 * 2 ** map.getZoom()) / 360;
    for (const area of drawn) {
      const wanted = stands(area);
      put(area.path, wanted);
      put(area.mark, wanted && area.room_deg * pxPerDeg >= LEAST_PX);
    }
    const defs = fill._container?.querySelector("defs");
    if (defs && !defs.querySelector("#rf-only-a")) {
      defs.append(pattern("rf-only-a", "M-1 1L1 -1M0 8L8 0M7 9L9 7", "rf-only-mark"), pattern("rf-only-b", "M2 2h.01M6 6h.01", "rf-only-mark is-dot"));
    }
  };
  app.on("update", update);
  map.on("zoomend", update);
});
