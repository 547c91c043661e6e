// The scene's shapes travel as whole-number steps; packing.py wrote them and nothing is lost on the way.
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

  const unpacked = (value, met) => {
    if (Array.isArray(value)) return value.map((inner) => unpacked(inner, met));
    if (value === null || typeof value !== "object") return value;
    if ("=" in value) return met[value["="]];
    if (Array.isArray(value.steps) && typeof value.digits === "number") {
      met.push({ type: value.type, coordinates: nested(value.steps, 10 ** value.digits) });
      return met.at(-1);
    }
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, unpacked(inner, met)]));
  };

  /** Put GeoJSON coordinates back wherever the scene has packed ones. */
  rangefan.unpack = (value) => unpacked(value, []);
})();
