// What a moving hand draws: straight into the paths that stand on the map, with coarser vertices. The kernel draws at rest.
(() => {
  "use strict";
  const rangefan = (globalThis.rangefan ??= {});
  const whatif = (rangefan.whatif ??= {});
  const RADIAN = Math.PI / 180;
  const [MOST_LAT, SEAM] = [85.0511287798, 1e-6];
  const VERTICES = 180; // along an arc, whatever its opening

  /** A number to one decimal: whole numbers become text in half the time. */
  const tenths = (x) => {
    const all = Math.round(Math.abs(x) * 10);
    return `${x < 0 ? "-" : ""}${Math.floor(all / 10)}.${all % 10}`;
  };

  /** A function from longitude and latitude to the pixels of Leaflet's paths at this zoom, as a path says them. */
  const projection = (map) => {
    const size = 256 * 2 ** map.getZoom();
    const { x: left, y: top } = map.getPixelOrigin();
    return ([lon, lat]) => {
      const sine = Math.sin(Math.max(-MOST_LAT, Math.min(MOST_LAT, lat)) * RADIAN);
      const y = 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI);
      return `${tenths((lon / 360 + 0.5) * size - left)} ${tenths(y * size - top)}`;
    };
  };

  /** Path texts of one fan, by what they are for, each made when it is asked for. */
  const texts = (fan, center_lon, project) => {
    const geometry = rangefan.fan(fan, { center_lon, step_deg: fan.width_deg / VERTICES });
    const rings = geometry.coordinates.flat();
    const text = (runs, end = "") => runs.map((run) => `M${run.map(project).join("L")}${end}`).join("");
    let once = "";
    const area = () => (once ||= text(rings, "Z"));
    const part = (name) => () => text(rangefan.outline(geometry, fan, fan.range_km, center_lon)[name]);
    // Where the frame's edge cuts nothing, and that is nearly everywhere, the line goes around the area.
    const isFree = ([lon, lat]) => Math.abs(lon - center_lon) < 180 - SEAM && Math.abs(lat) < 90;
    const line = rings.flat().every(isFree) ? area : part("line");
    return { fill: area, band: area, main: line, any: line, edge: part("arc") };
  };

  const fansOf = (layer) => {
    const { site, direction, footprints } = layer;
    const [azimuth_deg, width_deg] = direction ? [direction.azimuth_deg, direction.width_deg] : [0, 360];
    const fan = (range_km, inner_km = 0) => ({ lat: site.lat, lon: site.lon, range_km, inner_km, azimuth_deg, width_deg });
    const [low, high] = [footprints[0], footprints.at(-1)];
    const nominal = footprints.find(({ pick }) => pick === "nominal") ?? low;
    return {
      ...Object.fromEntries(footprints.map((each) => [each.pick, fan(each.range_km, each.inner_km)])),
      band: low.range_km < high.range_km ? fan(high.range_km, low.range_km) : null,
      any: direction && !direction.published && width_deg < 360 ? { ...fan(nominal.range_km), azimuth_deg: 0, width_deg: 360 } : null,
    };
  };

  /** Return what draws layers without shapes of their own where they are just now. */
  whatif.sketching = (app) => {
    const { map, scene } = app;
    const center_lon = scene.view.center_lon;
    return (layers) => {
      const project = projection(map);
      // Layers of one antenna share footprints, and all of a battery the disc of other directions.
      const known = new Map();
      const shape = (fan) => {
        const key = Object.values(fan).join();
        if (!known.has(key)) known.set(key, { ...texts(fan, center_lon, project), discs: new Set() });
        return known.get(key);
      };
      for (const layer of layers) {
        if (!app.isShown(layer)) continue;
        const fans = fansOf(layer);
        for (const { kind, pick, path } of app.drawing.shapes(layer.id)) {
          const node = path.getElement();
          if (!node || kind === "hit") continue;
          const { classList } = node;
          if (layer.status === "hypothetical") classList.add("is-hypothetical");
          const fan = fans[pick ?? kind];
          let text = "M0 0";
          // What is not to be seen costs as much as what is.
          if (fan && !classList.contains("is-off") && (kind !== "fill" || classList.contains("is-main"))) {
            const made = shape(fan);
            const colour = rangefan.colourOf(layer);
            // Dots are slow to paint: the same disc of several layers is drawn once.
            if (kind !== "any" || !made.discs.has(colour)) text = made[kind]() || text;
            if (kind === "any") made.discs.add(colour);
          }
          if (text !== node.getAttribute("d")) node.setAttribute("d", text);
        }
      }
    };
  };
})();
