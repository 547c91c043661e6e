// Shortest paths on WGS84 by GeographicLib's own JavaScript; mirrors geometry/geodesic.py.
(() => {
  "use strict";
  const rangefan = (globalThis.rangefan ??= {});
  const { WGS84 } = globalThis.geodesic.Geodesic;
  const RADIAN = Math.PI / 180;
  const ECCENTRICITY2 = WGS84.f * (2 - WGS84.f);
  const NEAR_POLE = 0.02; // cosine of latitude: nearer, a longitude asks for more digits than a sum can give
  const LITTLE2 = 0.003; // square of a tangent: three degrees
  const EDGE_KM = 1e-9; // edges belong to the fan: a micrometre absorbs rounding
  const LEAST_TERM = 5e-14; // of the Earth's radius: a third of a micrometre
  const PARTS = [[5, 200], [6, 800], [7, 1400], [8, 3000], [12, Infinity], [24, Infinity]]; // of half a circle

  /** Length of the shortest path between two points, and its azimuth at the first, within ±180. */
  rangefan.inverse = (lat1, lon1, lat2, lon2) => {
    const { s12, azi1 } = WGS84.Inverse(lat1, lon1, lat2, lon2);
    return { distance_km: s12 / 1000, azimuth_deg: azi1 };
  };

  /** Where the geodesic that leaves a point at an azimuth is after a distance. */
  rangefan.direct = (lat, lon, azimuth_deg, distance_km) => {
    const { lat2, lon2 } = WGS84.Direct(lat, lon, azimuth_deg, distance_km * 1000);
    return { lat: lat2, lon: lon2 };
  };

  /** Whether a point lies in a fan, edges included, decided by distance and azimuth: `contains` in fan.py. */
  rangefan.contains = (fan, lat, lon) => {
    const { distance_km, azimuth_deg } = rangefan.inverse(fan.lat, fan.lon, lat, lon);
    const { range_km, inner_km = 0, azimuth_deg: centre = 0, width_deg = 360 } = fan;
    if (distance_km > range_km + EDGE_KM || distance_km < inner_km - EDGE_KM) return false;
    if (width_deg === 360) return true;
    const aside = Math.abs(((((azimuth_deg - centre + 180) % 360) + 360) % 360) - 180);
    return (aside - width_deg / 2) * Math.abs(Math.sin(distance_km / 6371)) * 6371 * RADIAN <= EDGE_KM;
  };

  const put = (at, { lat2, lon2, azi2 }, turn) => {
    const along = (azi2 + turn) * RADIAN;
    at.lon = lon2;
    at.lat = lat2;
    at.sin = Math.sin(along);
    at.cos = Math.cos(along);
  };

  /**
   * A function of a distance that puts into `at` the point (lon, lat) and the sine and cosine of the line's
   * own azimuth there.
   */
  rangefan.geodesicLine = (lat, lon, azimuth_deg) => {
    const line = WGS84.Line(lat, lon, azimuth_deg);
    return (distance_km, at) => put(at, line.Position(distance_km * 1000), 0);
  };

  /** Unit normals over half a circle, from north to south: its other half is their mirror image. */
  const normals = (lat, lon, distance_km, parts) => {
    const [x, y, z] = [[], [], []];
    for (let nth = 0; nth <= parts; nth += 1) {
      const { lat2, lon2 } = WGS84.Direct(lat, lon, (180 * nth) / parts, distance_km * 1000);
      const [phi, turn] = [lat2 * RADIAN, (lon2 - lon) * RADIAN];
      x.push(Math.cos(phi) * Math.cos(turn));
      y.push(Math.cos(phi) * Math.sin(turn));
      z.push(Math.sin(phi));
    }
    return { x, y, z };
  };

  const waves = new Map();
  const wavesOf = (parts) => {
    if (!waves.has(parts)) {
      const at = Array.from({ length: 2 * parts }, (_, nth) => (Math.PI * nth) / parts);
      waves.set(parts, { cosines: at.map(Math.cos), sines: at.map(Math.sin) });
    }
    return waves.get(parts);
  };

  /** Coefficients of the sum of cosines (or sines) through values at even parts of half a turn. */
  const coefficients = (values, wave) => {
    const parts = values.length - 1;
    const terms = [];
    for (let k = 0; k <= parts; k += 1) {
      let sum = (values[0] * wave[0] + values[parts] * wave[(k * parts) % (2 * parts)]) / 2;
      for (let nth = 1; nth < parts; nth += 1) sum += values[nth] * wave[(k * nth) % (2 * parts)];
      terms.push((sum * (k % parts ? 2 : 1)) / parts);
    }
    return terms;
  };

  // Clenshaw's sums, for cosines with their constant and for sines without the factor sin.
  const cosines = (terms, cosine) => {
    let [next, after] = [0, 0];
    for (let k = terms.length - 1; k > 0; k -= 1) {
      const here = terms[k] + 2 * cosine * next - after;
      after = next;
      next = here;
    }
    return terms[0] + cosine * next - after;
  };
  const sines = (terms, cosine) => {
    let [next, after] = [0, 0];
    for (let k = terms.length - 1; k > 0; k -= 1) {
      const here = terms[k] + 2 * cosine * next - after;
      after = next;
      next = here;
    }
    return next;
  };

  const slopes = (terms, sign) => terms.map((term, k) => sign * k * term);

  /**
   * The unit normal along a circle as a sum in azimuth. On a sphere one term is exact; the ellipsoid adds terms
   * that fall off by its flattening, so seven geodesics give a ring of 800 km, and nine one of 3,000 km, to a
   * micrometre: the last of their terms says whether they did. Null where no short sum does.
   */
  const series = (lat, lon, distance_km) => {
    for (const [parts, most_km] of PARTS) {
      if (distance_km > most_km) continue;
      const { x, y, z } = normals(lat, lon, distance_km, parts);
      const { cosines: even, sines: odd } = wavesOf(parts);
      const sums = { x: coefficients(x, even), y: coefficients(y, odd), z: coefficients(z, even) };
      if (Math.abs(sums.x[parts]) < LEAST_TERM && Math.abs(sums.z[parts]) < LEAST_TERM) return sums;
    }
    return null;
  };

  /** Arctangent of what is small, as between neighbours on a ring: to 1e-16, in a fraction of the time. */
  const arctan = (t) => {
    const t2 = t * t;
    return t2 < LITTLE2 ? t * (1 - t2 * (1 / 3 - t2 * (1 / 5 - t2 * (1 / 7 - t2 / 9)))) : Math.atan(t);
  };

  const evenly = ({ x: a, y: b, z: c }, lon, exactly, first_deg, last_deg, parts) => {
    const points = [];
    const step_deg = (last_deg - first_deg) / parts;
    const turnCosine = Math.cos(step_deg * RADIAN);
    const turnSine = Math.sin(step_deg * RADIAN);
    let cosine = Math.cos(first_deg * RADIAN);
    let sine = Math.sin(first_deg * RADIAN);
    // Of the point before: its normal, how far that is from the axis, its longitude and latitude in radians.
    let [wasX, wasY, wasZ, wasFlat, east, north] = [0, 0, 0, 0, 0, 0];
    for (let nth = 0; nth <= parts; nth += 1) {
      // Clenshaw's three sums side by side, for a processor works on them at once.
      let x = 0;
      let y = 0;
      let z = 0;
      let x1 = 0;
      let y1 = 0;
      let z1 = 0;
      for (let k = a.length - 1; k > 0; k -= 1) {
        const x2 = x1;
        const y2 = y1;
        const z2 = z1;
        x1 = x;
        y1 = y;
        z1 = z;
        x = a[k] + 2 * cosine * x1 - x2;
        y = b[k] + 2 * cosine * y1 - y2;
        z = c[k] + 2 * cosine * z1 - z2;
      }
      x = a[0] + cosine * x - x1;
      y *= sine;
      z = c[0] + cosine * z - z1;
      const flat = Math.sqrt(x * x + y * y);
      const ahead = wasX * x + wasY * y;
      if (flat < NEAR_POLE) {
        const at = {};
        exactly(first_deg + nth * step_deg, at);
        points.push([at.lon, at.lat]);
        wasX = wasY = 0;
      } else {
        if (ahead > 0) {
          east += arctan((wasX * y - wasY * x) / ahead);
          north += arctan((z * wasFlat - wasZ * flat) / (flat * wasFlat + z * wasZ));
        } else {
          east = Math.atan2(y, x);
          north = Math.atan2(z, flat);
        }
        points.push([lon + east / RADIAN, north / RADIAN]);
        wasX = x;
        wasY = y;
      }
      wasZ = z;
      wasFlat = flat;
      const next = cosine * turnCosine - sine * turnSine;
      sine = sine * turnCosine + cosine * turnSine;
      cosine = next;
    }
    return points;
  };

  /**
   * A function of an azimuth that puts into `at` the point (lon, lat) of a circle around a place, and the sine and
   * cosine of the circle's own azimuth there. Within 0.01 mm of GeographicLib. Its `evenly` gives [lon, lat] at even
   * steps from one azimuth to another, in a fraction of the time.
   */
  rangefan.geodesicCircle = (lat, lon, distance_km) => {
    const sums = series(lat, lon, distance_km);
    const exactly = (azimuth_deg, at) => put(at, WGS84.Direct(lat, lon, azimuth_deg, distance_km * 1000), 90);
    if (!sums) return exactly;
    let slope = null;
    const circle = (azimuth_deg, at) => {
      slope ??= { x: slopes(sums.x, -1), y: slopes(sums.y, 1), z: slopes(sums.z, -1) };
      const azimuth = azimuth_deg * RADIAN;
      const [cosine, sine] = [Math.cos(azimuth), Math.sin(azimuth)];
      const [x, y, z] = [cosines(sums.x, cosine), sine * sines(sums.y, cosine), cosines(sums.z, cosine)];
      const flat = Math.sqrt(x * x + y * y);
      if (flat < NEAR_POLE) {
        exactly(azimuth_deg, at);
        return;
      }
      at.lat = Math.atan2(z, flat) / RADIAN;
      at.lon = lon + Math.atan2(y, x) / RADIAN;
      const [dx, dy, dz] = [sine * sines(slope.x, cosine), cosines(slope.y, cosine), sine * sines(slope.z, cosine)];
      // Normals turn faster than places move: by the ratio of the two radii of curvature.
      const east = ((x * dy - y * dx) / flat) * ((1 - ECCENTRICITY2 * z * z) / (1 - ECCENTRICITY2));
      const north = dz / flat;
      const length = Math.sqrt(east * east + north * north);
      at.sin = east / length;
      at.cos = north / length;
    };
    circle.evenly = (first_deg, last_deg, parts) => evenly(sums, lon, exactly, first_deg, last_deg, parts);
    return circle;
  };

  /** How far a geodesic stays the shortest path, in km: `cut_distance_km` in geodesic.py says why. */
  rangefan.cutDistanceKm = (lat, azimuth_deg) => {
    const reduced = Math.atan((1 - WGS84.f) * Math.tan(lat * RADIAN));
    const clairaut = Math.sin(azimuth_deg * RADIAN) * Math.cos(reduced);
    const k2 = (ECCENTRICITY2 / (1 - ECCENTRICITY2)) * (1 - clairaut ** 2);
    let sum = 0;
    for (let nth = 0; nth < 16; nth += 1) sum += Math.sqrt(1 + k2 * Math.sin((nth * Math.PI) / 16) ** 2);
    return (Math.PI * WGS84.a * (1 - WGS84.f) * sum) / 16 / 1000;
  };

  /** Azimuths in [0, 360) between which geodesics of this length are no longer shortest: four or none. */
  rangefan.cutAzimuthsDeg = (lat, distance_km) => {
    const isCut = (azimuth_deg) => rangefan.cutDistanceKm(lat, azimuth_deg) < distance_km;
    if (!isCut(90)) return [];
    let [low, high] = [0, 90];
    for (let middle = 45; middle !== low && middle !== high; middle = (low + high) / 2) {
      if (isCut(middle)) high = middle;
      else low = middle;
    }
    return [low, 180 - low, 180 + low, 360 - low];
  };
})();
