// What a moving hand draws: straight into the paths that stand on the map, with coarser vertices. The kernel draws at rest.
(() => {
  "use strict";
  const rangefan = (globalThis.rangefan ??= {});
  const whatif = (rangefan.whatif ??= {});
  const RADIAN = Math.PI / 180;
  const [MOST_LAT, SEAM] = [85.0511287798, 1e-6];
  const VERTICES = 180; // along an arc, whatever its opening
  const PART = { fill: "area", band: "area", main: "line", any: "line", edge: "arc" };

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

  const isCut = ([lon1, lat1], [lon2, lat2], west) =>
    (lon1 === lon2 && (Math.abs(lon1 - west) < SEAM || Math.abs(lon1 - west - 360) < SEAM)) || (lat1 === lat2 && Math.abs(lat1) === 90);

  /** Path texts of one shape, each made when it is asked for: the area, its true line, and of that its outer arc. */
  const texts = (geometry, project, { lat, lon, range_km }, west) => {
    const rings = geometry.coordinates.flat();
    const spots = rings.map((ring) => ring.map(project));
    const area = spots.map((spot) => `M${spot.join("L")}Z`).join("");
    const drawn = (from, to) => !isCut(from, to, west);
    /** The edges that a test of their two ends keeps. */
    const edges = (keep) => rings.map((ring, nth) => {
      let [text, on] = ["", false];
      for (let i = 1; i < ring.length; i += 1) {
        const was = on;
        on = keep(ring[i - 1], ring[i]);
        if (on) text += `${was ? "" : `M${spots[nth][i - 1]}`}L${spots[nth][i]}`;
      }
      return text;
    }).join("");
    return {
      area: () => area,
      // Where nothing was cut, and that is nearly everywhere, the line goes around the area.
      line: () => (rings.every((ring) => ring.every((to, i) => !i || drawn(ring[i - 1], to))) ? area : edges(drawn)),
      arc() {
        const [sine, cosine] = [Math.sin(lat * RADIAN), Math.cos(lat * RADIAN)];
        const [far, near] = [1.006, 0.994].map((part) => Math.cos(Math.min(Math.PI, (range_km * part) / 6371)));
        const onArc = ([x, y]) => {
          const dot = sine * Math.sin(y * RADIAN) + cosine * Math.cos(y * RADIAN) * Math.cos((x - lon) * RADIAN);
          return dot >= far && dot <= near;
        };
        return edges((from, to) => drawn(from, to) && onArc(from) && onArc(to));
      },
    };
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
        if (!known.has(key)) {
          const geometry = rangefan.fan(fan, { center_lon, step_deg: fan.width_deg / VERTICES });
          known.set(key, { ...texts(geometry, project, fan, center_lon - 180), discs: new Set() });
        }
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
          let text = "";
          // What is not to be seen costs as much as what is.
          if (fan && !classList.contains("is-off") && (kind !== "fill" || classList.contains("is-main"))) {
            const made = shape(fan);
            const colour = rangefan.colourOf(layer);
            // Dots are slow to paint: the same disc of several layers is drawn once.
            if (kind !== "any" || !made.discs.has(colour)) text = made[PART[kind]]();
            if (kind === "any") made.discs.add(colour);
          }
          node.setAttribute("d", text || "M0 0");
        }
      }
    };
  };
})();
