// The area of a footprint that only the page knows: geometry/area.py's integral, by GeographicLib's own reduced length.
(() => {
  "use strict";
  const rangefan = (globalThis.rangefan ??= {});
  const whatif = (rangefan.whatif ??= {});
  const { Geodesic } = globalThis.geodesic;
  const RADIAN = Math.PI / 180;
  const PANEL_DEG = 30;

  /** Gauss's points and weights on -1 to 1: roots of a Legendre polynomial, by Newton's method. */
  const gauss = (count) => Array.from({ length: count }, (_, i) => {
    let x = Math.cos((Math.PI * (i + 0.75)) / (count + 0.5));
    for (;;) {
      let [p, before] = [1, 0];
      for (let k = 1; k <= count; k += 1) [p, before] = [((2 * k - 1) * x * p - (k - 1) * before) / k, p];
      const slope = (count * (x * p - before)) / (x * x - 1);
      const step = p / slope;
      x -= step;
      if (Math.abs(step) < 1e-15) return { x, weight: 2 / ((1 - x * x) * slope * slope) };
    }
  });
  const [across, along] = [gauss(6), gauss(24)];

  const sector = ({ lat, lon, azimuth_deg, width_deg }, range_km) => {
    const panels = Math.ceil(width_deg / PANEL_DEG);
    const half = width_deg / panels / 2;
    let area = 0;
    for (let panel = 0; panel < panels; panel += 1) {
      const middle = azimuth_deg - width_deg / 2 + half * (2 * panel + 1);
      for (const { x, weight } of across) {
        const azimuth = middle + half * x;
        const line = Geodesic.WGS84.Line(lat, lon, azimuth, Geodesic.DISTANCE_IN | Geodesic.REDUCEDLENGTH);
        const reach = range_km > 19900 ? Math.min(range_km, rangefan.cutDistanceKm(lat, azimuth)) : range_km;
        let swept = 0;
        for (const point of along) {
          const { m12 } = line.Position((reach * 500) * (1 + point.x), Geodesic.REDUCEDLENGTH);
          swept += point.weight * m12;
        }
        area += (weight * half * RADIAN * swept * reach) / 2000;
      }
    }
    return area;
  };

  /** km² of a fan on the ellipsoid, to a tenth, as the scene has it. */
  whatif.areaOf = (fan) => {
    const hole = fan.inner_km ? sector(fan, fan.inner_km) : 0;
    return Math.round((sector(fan, fan.range_km) - hole) * 10) / 10;
  };

  const { a: RADIUS_M, f: FLATTENING } = Geodesic.WGS84;
  const E = Math.sqrt(FLATTENING * (2 - FLATTENING));
  /** Height in the equal-area cylinder, as in geometry/area.py: Snyder 1987, equation 3-12. */
  const height = (lat) => {
    const sine = Math.sin(lat * RADIAN);
    return (1 - E * E) * (sine / (1 - (E * sine) ** 2) + Math.atanh(E * sine) / E);
  };

  /**
   * km² inside both of two fans: geometry/overlap.py's, to 1e-4 of the larger one. Both are cut into strips between
   * the latitudes of all their vertices, and a strip counts as wide as both have it half way up.
   */
  whatif.shared = (fan, other) => {
    const [one, two] = [fan, other].map((of) => {
      const rings = rangefan.fan(of, { center_lon: fan.lon, tolerance_m: of.range_km / 50 }).coordinates.flat();
      return rings.flatMap((ring) => ring.slice(1).map((to, i) => [...ring[i], ...to]));
    });
    const lats = [...new Set([...one, ...two].map(([, lat]) => lat))].sort((p, q) => p - q);
    const order = new Map(lats.map((lat, i) => [lat, i]));
    /** Where edges cross the middle of each strip, from west to east. */
    const crossings = (edges) => {
      const found = lats.map(() => []);
      for (const [x1, y1, x2, y2] of edges) {
        for (let i = order.get(Math.min(y1, y2)); i < order.get(Math.max(y1, y2)); i += 1) {
          found[i].push(x1 + (((lats[i] + lats[i + 1]) / 2 - y1) * (x2 - x1)) / (y2 - y1));
        }
      }
      return found.map((strip) => strip.sort((p, q) => p - q));
    };
    const [ones, twos] = [one, two].map(crossings);
    let area = 0;
    for (let i = 0; i + 1 < lats.length; i += 1) {
      const [p, q] = [ones[i], twos[i]];
      let width = 0;
      for (let k = 0; k < p.length; k += 2) {
        for (let n = 0; n < q.length; n += 2) width += Math.max(0, Math.min(p[k + 1], q[n + 1]) - Math.max(p[k], q[n]));
      }
      area += width * (height(lats[i + 1]) - height(lats[i]));
    }
    return (area * RADIAN * RADIUS_M ** 2) / 2e6;
  };
})();
