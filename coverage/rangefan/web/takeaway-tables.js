// What is shown, as plain data to take away: rows for a CSV file, features of RFC 7946. All of it says illustrative.
(() => {
  "use strict";
  const rangefan = (globalThis.rangefan ??= {});

  /** One cell: text that a spreadsheet would run as a formula gets an apostrophe before it, numbers stay as they are. */
  const cell = (value) => {
    if (typeof value === "number") return String(value);
    const text = String(value ?? "").replace(/^[=+\-@\t\r\n]/, "'$&");
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };

  /** Rows (objects of equal keys) as CSV of RFC 4180. */
  rangefan.csv = (rows) =>
    [Object.keys(rows[0] ?? {}), ...rows.map(Object.values)].map((row) => `${row.map(cell).join(",")}\r\n`).join("");

  const place = ({ name, status, status_text, site, direction }) => ({
    layer: name, status, status_text, site: site.name, site_lat: site.lat, site_lon: site.lon,
    azimuth_deg: direction ? direction.azimuth_deg : "", width_deg: direction ? direction.width_deg : 360,
    direction: direction?.text ?? "",
  });

  /** Every town against every layer shown. */
  rangefan.townRows = (scene, layers) =>
    scene.towns.flatMap((town) => layers.filter(({ id }) => town.cells[id]).map((layer) => ({
      town: town.name, country: town.country, town_lat: town.lat, town_lon: town.lon,
      answer: town.cells[layer.id].answer, why: town.cells[layer.id].why,
      distance_km: town.distance_km[layer.site.id], bearing_deg: town.azimuth_deg[layer.site.id],
      ...place(layer), illustrative: scene.illustrative,
    })));

  const figureOf = (footprint, { figures, source }) => {
    const found = figures.find(({ id }) => id === footprint.figure);
    const { publisher = "", title = "", date = "", url = "" } = source(found?.source) ?? {};
    return { figure: footprint.figure ?? "", source_publisher: publisher, source_title: title, source_date: date, source_url: url };
  };

  const numbers = (footprint) => ({
    pick: footprint.pick, label: footprint.label, range_km: footprint.range_km, reach_km: rangefan.reachOf(footprint),
    inner_km: footprint.inner_km, area_km2: footprint.area_km2, altitude: footprint.altitude ?? "",
  });

  /** Every footprint of the layers shown, with the source of its figure. */
  rangefan.footprintRows = (scene, layers, records) =>
    layers.flatMap((layer) => layer.footprints.map((footprint) => ({
      ...place(layer), ...numbers(footprint), ...figureOf(footprint, records), illustrative: scene.illustrative,
    })));

  /** A footprint's polygons between -180 and 180 degrees, which is where RFC 7946 wants them. */
  const polygonsOf = (layer, footprint, { bounds: [west, , east] }) => {
    const { coordinates } = footprint.geometry;
    if (coordinates.flat(2).every(([lon]) => Math.abs(lon) <= 180)) return coordinates;
    return rangefan.fan(rangefan.fanOf(layer, footprint), { tolerance_m: Math.max(50, ((east - west) * 111320) / 1280 / 16) }).coordinates;
  };

  const rounded = (part) => (Array.isArray(part) ? part.map(rounded) : Math.round(part * 1e7) / 1e7);

  /** The layers shown as a feature collection of RFC 7946. */
  rangefan.features = (scene, layers, records) => ({
    type: "FeatureCollection",
    illustrative: scene.illustrative,
    features: layers.flatMap((layer) => layer.footprints.filter(({ geometry }) => geometry.coordinates.length).map((footprint) => ({
      type: "Feature",
      geometry: { type: "MultiPolygon", coordinates: rounded(polygonsOf(layer, footprint, scene.view)) },
      properties: {
        id: layer.id, ...place(layer), ...numbers(footprint), ...figureOf(footprint, records),
        hypothetical: layer.status === "hypothetical", illustrative: true,
      },
    }))),
  });
})();
