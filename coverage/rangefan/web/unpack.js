// The scene's shapes travel as fans (reaches.py wrote them) or as whole-number steps (packing.py did), and nothing
// is lost on the way.
(() => {
  "use strict";
  const rangefan = (globalThis.rangefan ??= {});

  const run = (steps, scale) => {
    const points = [];
    let [x, y] = [0, 0];
    for (let i = 0; i < steps.length; i += 2) {
      x += steps[i];
      y += steps[i + 1];
      points.push([x / scale, y / scale]);
    }
    return points;
  };

  const nested = (part, scale) =>
    typeof part[0] === "number" ? run(part, scale) : part.map((inner) => nested(inner, scale));

  const rounded = (part) => (Array.isArray(part) ? part.map(rounded) : Math.round(part * 1e6) / 1e6);

  /** A geometry that is drawn when it is first asked for: most altitudes never are. */
  const drawnLater = ([lat, lon, range_km, inner_km, azimuth_deg, width_deg, tolerance_m, center_lon]) => {
    let drawn;
    return {
      type: "MultiPolygon",
      get coordinates() {
        const fan = { lat, lon, range_km, inner_km, azimuth_deg, width_deg };
        return (drawn ??= rounded(rangefan.fan(fan, { tolerance_m, center_lon }).coordinates));
      },
    };
  };

  const unpacked = (value, met) => {
    if (Array.isArray(value)) return value.map((inner) => unpacked(inner, met));
    if (value === null || typeof value !== "object") return value;
    if ("=" in value) return met[value["="]];
    if (Array.isArray(value.fan)) return drawnLater(value.fan);
    if (Array.isArray(value.steps) && typeof value.digits === "number") {
      met.push({ type: value.type, coordinates: nested(value.steps, 10 ** value.digits) });
      return met.at(-1);
    }
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, unpacked(inner, met)]));
  };

  /** Put GeoJSON coordinates back wherever the scene has packed ones. */
  rangefan.unpack = (value) => unpacked(value, []);
})();
