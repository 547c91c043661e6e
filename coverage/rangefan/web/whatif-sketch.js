// What a moving hand draws: straight into the paths that stand on the map, with coarser vertices. The kernel draws at rest.
(() => {
  "use strict";
  const rangefan = (globalThis.rangefan ??= {});
  const whatif = (rangefan.whatif ??= {});
  const RADIAN = Math.PI / 180;
  const [MOST_LAT, SEAM] = [85.0511287798, 1e-6];
  const VERTICES = 180; // along an arc, whatever its opening

  /** A function from longitude and latitude to the pixels of Leaflet's paths at this zoom. */
  const projection = (map) => {
    const size = 256 * 2 ** map.getZoom();
    const { x: left, y: top } = map.getPixelOrigin();
    return ([lon, lat]) => {
      const sine = Math.sin(Math.max(-MOST_LAT, Math.min(MOST_LAT, lat)) * RADIAN);
      const y = 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI);
      return [Math.round(((lon / 360 + 0.5) * size - left) * 10) / 10, Math.round((y * size - top) * 10) / 10];
    };
  };

  const isCut = ([lon1, lat1], [lon2, lat2], west) =>
    (lon1 === lon2 && (Math.abs(lon1 - west) < SEAM || Math.abs(lon1 - west - 360) < SEAM)) || (lat1 === lat2 && Math.abs(lat1) === 90);

  /** Path texts of one shape: the area, its true line, and of that its outer arc. */
  const texts = (geometry, project, site, rangeKm, west) => {
    const [sine, cosine] = [Math.sin(site.lat * RADIAN), Math.cos(site.lat * RADIAN)];
    const [far, near] = [1.006, 0.994].map((part) => Math.cos(Math.min(Math.PI, (rangeKm * part) / 6371)));
    const onArc = ([lon, lat]) => {
      const dot = sine * Math.sin(lat * RADIAN) + cosine * Math.cos(lat * RADIAN) * Math.cos((lon - site.lon) * RADIAN);
      return dot >= far && dot <= near;
    };
    let [area, line, arc] = ["", "", ""];
    for (const polygon of geometry.coordinates) {
      for (const ring of polygon) {
        let [wasLine, wasArc, wasOn] = [false, false, false];
        let [x, y] = [0, 0];
        ring.forEach((point, i) => {
          const [toX, toY] = project(point);
          const on = onArc(point);
          area += `${i ? "L" : "M"}${toX} ${toY}`;
          if (i) {
            const drawn = !isCut(ring[i - 1], point, west);
            if (drawn) line += `${wasLine ? "" : `M${x} ${y}`}L${toX} ${toY}`;
            if (drawn && on && wasOn) arc += `${wasArc ? "" : `M${x} ${y}`}L${toX} ${toY}`;
            [wasLine, wasArc] = [drawn, drawn && on && wasOn];
          }
          [x, y, wasOn] = [toX, toY, on];
        });
        area += "Z";
      }
    }
    return { area, line, arc };
  };

  const fansOf = (layer) => {
    const { site, direction, footprints } = layer;
    const [azimuth_deg, width_deg] = direction ? [direction.azimuth_deg, direction.width_deg] : [0, 360];
    const fan = (range_km, inner_km = 0) => ({ lat: site.lat, lon: site.lon, range_km, inner_km, azimuth_deg, width_deg });
    const [low, high] = [footprints[0], footprints.at(-1)];
    const nominal = footprints.find(({ pick }) => pick === "nominal") ?? low;
    return {
      picks: footprints.map((each) => ({ pick: each.pick, fan: fan(each.range_km, each.inner_km) })),
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
      const made_of = new Map();
      const shape = (fan, site) => {
        const key = `${fan.lat} ${fan.lon} ${fan.range_km} ${fan.inner_km} ${fan.azimuth_deg} ${fan.width_deg}`;
        if (!made_of.has(key)) {
          const geometry = rangefan.fan(fan, { center_lon, step_deg: fan.width_deg / VERTICES });
          made_of.set(key, texts(geometry, project, site, fan.range_km, center_lon - 180));
        }
        return made_of.get(key);
      };
      for (const layer of layers) {
        if (!app.isShown(layer)) continue;
        const { picks, band, any } = fansOf(layer);
        const made = new Map(picks.map(({ pick, fan }) => [pick, shape(fan, layer.site)]));
        const extra = { band: band && shape(band, layer.site).area, any: any && shape(any, layer.site).line };
        for (const { kind, pick, path } of app.drawing.shapes(layer.id)) {
          const node = path.getElement();
          if (!node || kind === "hit") continue;
          const of = made.get(pick);
          const text = { fill: of?.area, edge: of?.arc, main: of?.line, ...extra }[kind];
          node.setAttribute("d", text || "M0 0");
          if (layer.status === "hypothetical") node.classList.add("is-hypothetical");
        }
      }
    };
  };
})();
