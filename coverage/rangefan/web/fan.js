// A fan as polygons on a flat map: cut at the map's seam and right around poles; mirrors geometry/polygons.py.
(() => {
  "use strict";
  const rangefan = (globalThis.rangefan ??= {});
  const ROUND = 1080; // once around the frame: 360 and 180 degrees, twice
  const ON_SEAM_DEG = 1e-11; // a micrometre

  /**
   * Cut a line at every seam and pole, and shift the stretches into the frame that begins at `west`. What runs
   * along the frame's own edge is left out: `joined` walks there. A line that meets no edge comes back closed.
   */
  const cut = (line, west) => {
    const isFree = (point) => point[0] - west > ON_SEAM_DEG && west + 360 - point[0] > ON_SEAM_DEG && Math.abs(point[1]) < 90;
    if (line[0][0] === line.at(-1)[0] && line.every(isFree)) return { closed: [line], open: [] };
    const seamAt = (x) => {
      const nth = Math.round((x - west) / 360);
      return Math.abs(x - west - 360 * nth) < ON_SEAM_DEG ? nth : null;
    };
    const stretches = [];
    let stretch = null;
    const put = (x, y, strip) => {
      const seam = seamAt(x);
      const point = [seam === null ? x - 360 * strip : seam === strip ? west : west + 360, y];
      if (stretch) stretch.push(point);
      else stretches.push((stretch = [point]));
      return seam !== null;
    };
    for (let nth = 1; nth < line.length; nth += 1) {
      const [[x, y], [nextX, nextY]] = [line[nth - 1], line[nth]];
      const [seam, nextSeam] = [seamAt(x), seamAt(nextX)];
      if ((Math.abs(y) === 90 && Math.abs(nextY) === 90) || (seam !== null && seam === nextSeam)) {
        stretch = null;
        continue;
      }
      const step = nextX > x ? 1 : -1;
      const turns = (x - west) / 360;
      let ahead = seam !== null ? seam + step : step > 0 ? Math.floor(turns) + 1 : Math.ceil(turns) - 1;
      const strip = () => (step > 0 ? ahead - 1 : ahead);
      if (!stretch) put(x, y, strip());
      while (ahead !== nextSeam && step * (west + 360 * ahead - nextX) < 0) {
        const crossing = west + 360 * ahead;
        const level = y + ((nextY - y) * (crossing - x)) / (nextX - x);
        put(crossing, level, strip());
        stretch = null;
        ahead += step;
        put(crossing, level, strip());
      }
      if (put(nextX, nextY, strip())) stretch = null;
    }
    if (!stretch) return { closed: [], open: stretches };
    if (stretches.length === 1) return { closed: stretches, open: [] };
    const [first, ...rest] = stretches;
    stretch.push(...first.slice(1)); // the line began in the middle of a stretch
    return { closed: [], open: rest };
  };

  /** Where a point of the frame's edge is on a walk around it, counter-clockwise from its southwest corner. */
  const along = ([x, y], west) => {
    if (x === west + 360) return 450 + y;
    if (x === west) return 990 - y;
    return y < 0 ? x - west : 900 - (x - west);
  };

  /** Join stretches into rings along the frame's edge: the inside is on the left of both. */
  const joined = (stretches, west) => {
    const corners = [[0, [west, -90]], [360, [west + 360, -90]], [540, [west + 360, 90]], [900, [west, 90]]];
    const ahead = (from, to) => (((to - from) % ROUND) + ROUND) % ROUND;
    const left = new Set(stretches);
    const rings = [];
    while (left.size) {
      const [first] = left;
      const ring = [];
      let stretch = first;
      do {
        left.delete(stretch);
        for (const point of stretch) ring.push(point);
        const end = along(stretch.at(-1), west);
        const reach = (other) => ahead(end, along(other[0], west));
        stretch = [first, ...left].reduce((best, other) => (reach(other) < reach(best) ? other : best));
        const far = reach(stretch);
        const passed = corners.map(([at, corner]) => [ahead(end, at), corner]).filter(([at]) => at > 0 && at < far);
        for (const [, corner] of passed.sort(([a], [b]) => a - b)) ring.push(corner);
      } while (stretch !== first);
      ring.push(ring[0]);
      rings.push(ring);
    }
    return rings;
  };

  /** Twice the area of a ring in square degrees, positive if counter-clockwise. */
  const turning = (ring) => {
    const [x0, y0] = ring[0];
    let [sum, x, y] = [0, 0, 0];
    for (let nth = 1; nth < ring.length; nth += 1) {
      const point = ring[nth];
      const [nextX, nextY] = [point[0] - x0, point[1] - y0];
      sum += x * nextY - nextX * y;
      x = nextX;
      y = nextY;
    }
    return sum;
  };

  const holds = (ring, [x, y]) => {
    let inside = false;
    for (let nth = 1; nth < ring.length; nth += 1) {
      const [[x1, y1], [x2, y2]] = [ring[nth - 1], ring[nth]];
      if (y1 > y !== y2 > y && x < x1 + ((y - y1) * (x2 - x1)) / (y2 - y1)) inside = !inside;
    }
    return inside;
  };

  /** What lies left of closed lines, within the frame. */
  const enclosed = (lines, center_lon) => {
    const west = center_lon - 180;
    const parts = lines.map((line) => cut(line, west));
    const rings = [...parts.flatMap(({ closed }) => closed), ...joined(parts.flatMap(({ open }) => open), west)];
    const [polygons, holes] = [[], []];
    for (const ring of rings) {
      const area = turning(ring);
      if (area > 0) polygons.push([ring]);
      else if (area < 0) holes.push(ring);
    }
    for (const hole of holes) {
      let around = polygons.find(([outer]) => holds(outer, hole[0]));
      if (!around) {
        // What lies outside is a hole of the whole Earth.
        around = [[[west, -90], [west + 360, -90], [west + 360, 90], [west, 90], [west, -90]]];
        polygons.push(around);
      }
      around.push(hole);
    }
    return polygons;
  };

  /**
   * A fan as a GeoJSON MultiPolygon: the vertices that `footprint` in Python gives, to 1e-9 degrees.
   *
   * @param {{lat, lon, range_km, inner_km, azimuth_deg, width_deg}} fan a ring if `width_deg` is 360 or missing
   * @param {{tolerance_m, center_lon, step_deg}} options how far an edge may stray; the middle of the frame.
   *   `step_deg` spaces the vertices of arcs evenly instead, in a fraction of the time: for what moves with a hand
   */
  rangefan.fan = (fan, { tolerance_m = 50, center_lon = 0, step_deg = 0 } = {}) => {
    const whole = { inner_km: 0, azimuth_deg: 0, width_deg: 360, ...fan };
    if (!Object.values(whole).every(Number.isFinite)) throw new RangeError("a fan's number is not finite");
    const edge = (of) => rangefan.fanEdge(of, { tolerance_m, step_deg });
    const lines = [edge(whole)];
    if (whole.width_deg === 360 && whole.inner_km) {
      lines.push(edge({ ...whole, range_km: whole.inner_km, inner_km: 0 }).reverse());
    }
    return { type: "MultiPolygon", coordinates: enclosed(lines, center_lon) };
  };
})();
