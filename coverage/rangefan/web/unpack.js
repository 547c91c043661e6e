// The scene's shapes travel as fans (reaches.py wrote them) or as letters (packing.py did), and nothing is lost on
// the way.
(() => {
  "use strict";
  const rangefan = (globalThis.rangefan ??= {});

  // The letters and counts of packing.py.
  const LETTERS = Array.from({ length: 92 }, (_, nth) => String.fromCharCode(35 + nth)).filter((letter) => !"&'<>\\".includes(letter));
  const [SINGLE, MORE] = [78, LETTERS.length - 78];
  const WORTH = new Map(LETTERS.map((letter, nth) => [letter, nth]));

  const numbers = (text) => {
    const steps = [];
    let rounds = 0;
    for (const letter of text) {
      const worth = WORTH.get(letter);
      if (worth >= SINGLE) {
        rounds = rounds * MORE + worth - SINGLE + 1;
        continue;
      }
      const step = rounds * SINGLE + worth;
      steps.push(step % 2 ? -(step + 1) / 2 : step / 2);
      rounds = 0;
    }
    return steps;
  };

  const nested = (part, scale, at = [0, 0]) => {
    if (typeof part !== "string") return part.map((inner) => nested(inner, scale, at));
    const [steps, points] = [numbers(part), []];
    for (let nth = 0; nth < steps.length; nth += 2) {
      at[0] += steps[nth];
      at[1] += steps[nth + 1];
      points.push([at[0] / scale, at[1] / scale]);
    }
    return points;
  };

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
