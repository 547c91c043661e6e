// The edge of a fan as vertices, as many as a tolerance in metres asks for; mirrors geometry/vertices.py.
(() => {
  "use strict";
  const rangefan = (globalThis.rangefan ??= {});
  const RADIAN = Math.PI / 180;
  const [ARC_STEP_DEG, RADIAL_STEP_KM, EVEN_RADIAL_STEP_KM] = [5, 1000, 200];
  const [LONELY_KM, AT_POLE_DEG, SPHERE_M] = [19970, 1e-11, 6.4e6];
  const remainder = (value, by) => ((value % by) + by) % by;
  /** Degrees within ±180. */
  const turned = (degrees) => remainder(degrees + 180, 360) - 180;

  /** Due north and south without the rounding of half a width: a side along the meridian meets the pole. */
  const due = (degrees) => {
    const exactly = 180 * Math.round(degrees / 180);
    return Math.abs(degrees - exactly) < AT_POLE_DEG ? exactly : degrees;
  };

  /** A stretch of edge between two corners: `at(part, point)` walks it from 0 to 1. */
  const radials = (fan, azimuth_deg, inward) => {
    const { range_km } = fan;
    const stops = [fan.inner_km, range_km > LONELY_KM ? Math.min(range_km, rangefan.cutDistanceKm(fan.lat, azimuth_deg)) : range_km];
    if (azimuth_deg % 180 === 0) {
      const pole = rangefan.inverse(fan.lat, fan.lon, azimuth_deg % 360 === 0 ? 90 : -90, fan.lon).distance_km;
      if (stops[0] < pole && pole < stops[1]) stops.splice(1, 0, pole);
    }
    const line = rangefan.geodesicLine(fan.lat, fan.lon, azimuth_deg);
    const pieces = [];
    for (let nth = 1; nth < stops.length; nth += 1) {
      const [near, far] = [stops[nth - 1], stops[nth]];
      if (near >= far) continue;
      const at = (part, point) => {
        const km = (1 - part) * near + part * far;
        line(km, point);
        if (km === 0) [point.lon, point.lat] = [fan.lon, fan.lat];
      };
      pieces.push({ at, turn: 0, length: far - near, inward });
    }
    return inward ? pieces.reverse() : pieces;
  };

  const arcs = (fan, first, last, km, inward) => {
    const cuts = km > LONELY_KM ? rangefan.cutAzimuthsDeg(fan.lat, km) : [];
    const corners = [0, 180, ...cuts];
    if (cuts.length) corners.push(remainder(180 - first, 360), remainder(180 - last, 360));
    const stops = new Set([first, last]);
    for (const corner of corners) {
      const turn = corner + 360 * Math.ceil((first - corner) / 360);
      for (const stop of [turn, turn + 360]) if (first < stop && stop < last) stops.add(stop);
    }
    const order = [...stops].sort((a, b) => a - b);
    const circle = rangefan.geodesicCircle(fan.lat, fan.lon, km);
    const pieces = [];
    for (let nth = 1; nth < order.length; nth += 1) {
      const [start, end] = [order[nth - 1], order[nth]];
      const middle = (start + end) / 2;
      const isCut = cuts.length && rangefan.cutDistanceKm(fan.lat, middle) < km;
      if (isCut && remainder(180 - middle - first, 360) < last - first) continue;
      const at = (part, point) => {
        const azimuth = (1 - part) * start + part * end;
        const limit = km > LONELY_KM ? rangefan.cutDistanceKm(fan.lat, azimuth) : km;
        if (limit >= km) {
          circle(azimuth, point);
          return;
        }
        Object.assign(point, rangefan.direct(fan.lat, fan.lon, azimuth, limit), { sin: 1, cos: 0 });
      };
      const evenly = km <= LONELY_KM && circle.evenly && ((count) => (inward ? circle.evenly(end, start, count) : circle.evenly(start, end, count)));
      pieces.push({ at, evenly, turn: end - start, length: 0, inward });
    }
    return inward ? pieces.reverse() : pieces;
  };

  const piecesOf = (fan) => {
    if (fan.width_deg === 360) return arcs(fan, 0, 360, fan.range_km, true);
    const [first, last] = [due(fan.azimuth_deg - fan.width_deg / 2), due(fan.azimuth_deg + fan.width_deg / 2)];
    return [
      ...radials(fan, remainder(last, 360), false),
      ...arcs(fan, first, last, fan.range_km, true),
      ...radials(fan, remainder(first, 360), true),
      ...(fan.inner_km ? arcs(fan, first, last, fan.inner_km, false) : []),
    ];
  };

  const mercator = (lat) => Math.asinh(Math.tan(Math.max(-89.9999999, Math.min(89.9999999, lat)) * RADIAN));

  /** How far points are from the great circle through a true point along its heading. */
  const asideM = (point, lon, lat) => {
    const [phi, truePhi, turn] = [lat * RADIAN, point.lat * RADIAN, (lon - point.lon) * RADIAN];
    const east = Math.cos(phi) * Math.sin(turn);
    const north = Math.sin(phi - truePhi) + 2 * Math.cos(phi) * Math.sin(truePhi) * Math.sin(turn / 2) ** 2;
    return Math.asin(Math.min(1, Math.abs(east * point.cos - north * point.sin))) * SPHERE_M;
  };

  const between = { lon: 0, lat: 0, sin: 0, cos: 1 };

  /** How far the straight edge strays from the true one, the worse of the two maps, at three points. */
  const errorM = (piece, from, to, a, b) => {
    // At a pole longitude means nothing: an edge that ends there runs along the other end's meridian.
    const lonA = Math.abs(a.lat) > 90 - AT_POLE_DEG ? b.lon : a.lon;
    const lonB = Math.abs(b.lat) > 90 - AT_POLE_DEG ? lonA : b.lon;
    const across = turned(lonB - lonA);
    const [yA, yB] = [mercator(a.lat), mercator(b.lat)];
    let worst = 0;
    for (const part of [0.25, 0.5, 0.75]) {
      piece.at(from + part * (to - from), between);
      const lon = lonA + part * across;
      const lat = Math.atan(Math.sinh(yA + part * (yB - yA))) / RADIAN;
      worst = Math.max(worst, asideM(between, lon, a.lat + part * (b.lat - a.lat)), asideM(between, lon, lat));
    }
    return worst;
  };

  const pointOf = (piece, part) => {
    const point = { lon: 0, lat: 0, sin: 0, cos: 1 };
    piece.at(part, point);
    return point;
  };

  /** Points of a piece from its start to its end, close enough for every edge between to be within tolerance. */
  const split = (piece, tolerance_m) => {
    const count = Math.max(2, Math.ceil(piece.turn / ARC_STEP_DEG), Math.ceil(piece.length / RADIAL_STEP_KM));
    const points = [pointOf(piece, 0)];
    const walk = (from, to, a, b, parts) => {
      const step = (to - from) / parts;
      let [start, near] = [from, a];
      for (let nth = 1; nth <= parts; nth += 1) {
        const end = nth < parts ? from + nth * step : to;
        const far = nth < parts ? pointOf(piece, end) : b;
        const error = errorM(piece, start, end, near, far);
        if (error > 0.95 * tolerance_m) {
          walk(start, end, near, far, Math.min(Math.ceil(Math.sqrt(error / (0.8 * tolerance_m))), 64));
        } else {
          points.push(far);
        }
        [start, near] = [end, far];
      }
    };
    walk(0, 1, points[0], pointOf(piece, 1), count);
    return points;
  };

  /** Points of a piece as [lon, lat], evenly spaced, the way the edge is walked. */
  const even = (piece, step_deg) => {
    const count = Math.max(1, Math.ceil(piece.turn / step_deg - 1e-9), Math.ceil(piece.length / EVEN_RADIAL_STEP_KM));
    if (piece.evenly) return piece.evenly(count);
    const points = [];
    for (let nth = 0; nth <= count; nth += 1) {
      piece.at((piece.inward ? count - nth : nth) / count, between);
      points.push([between.lon, between.lat]);
    }
    return points;
  };

  /** Close a line that meets neither a pole nor the end of the longitudes; null where it does. */
  const closed = (points) => {
    let was = points.at(-1)[0];
    for (const point of points) {
      const lon = point[0];
      const lat = point[1];
      const step = lon - was;
      if (step > 180 || step < -180 || lat > 89 || lat < -89) return null;
      was = lon;
    }
    points.push(points[0]);
    return points;
  };

  /** Close the line, let its longitudes run on, and carry it over poles with the fan on its left. */
  const unrolled = (points) => {
    const isPole = (point) => Math.abs(point.lat) > 90 - AT_POLE_DEG;
    const start = points.findIndex((point) => !isPole(point));
    const around = [...points.slice(start), ...points.slice(0, start), points[start]];
    const line = [];
    let [lon, last, pole] = [around[0].lon, around[0].lon, 0];
    for (const point of around) {
      if (isPole(point)) {
        pole ||= point.lat;
        continue;
      }
      if (pole) {
        // Northward the fan lies west of the line: over the North Pole it turns west; the south mirrors.
        const turn = pole > 0 ? remainder(lon - point.lon, 360) : -remainder(point.lon - lon, 360);
        const corner = Math.sign(pole) * 90;
        line.push([lon, corner], [lon - turn, corner]);
        [lon, pole] = [lon - turn, 0];
      } else {
        const step = point.lon - last;
        lon += step > -180 && step < 180 ? step : turned(step);
      }
      // Whole turns added to the longitude itself, so that no rounding gathers.
      lon = point.lon + 360 * Math.round((lon - point.lon) / 360);
      last = point.lon;
      line.push([lon, point.lat]);
    }
    return line;
  };

  /**
   * Edge of a fan as a closed line of [lon, lat], the fan on its left; longitudes run on past ±180, and a line
   * around one pole ends a turn from where it began.
   *
   * @param {object} fan whole: lat, lon, range_km, inner_km, azimuth_deg, width_deg
   * @param {{tolerance_m, step_deg}} options `step_deg` spaces vertices evenly instead of by tolerance
   */
  rangefan.fanEdge = (fan, { tolerance_m, step_deg }) => {
    const points = [];
    for (const piece of piecesOf(fan)) {
      const run = step_deg ? even(piece, step_deg) : split(piece, tolerance_m);
      if (piece.inward && !step_deg) run.reverse();
      // The next piece begins where this one ends.
      for (let nth = 0; nth < run.length - 1; nth += 1) points.push(run[nth]);
    }
    if (!step_deg) return unrolled(points);
    return closed(points) ?? unrolled(points.map(([lon, lat]) => ({ lon, lat })));
  };
})();
