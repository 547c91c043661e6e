// Which parts of a footprint's polygon are its true line, and which of those are its outer arc.
(() => {
  "use strict";
  const rangefan = (globalThis.rangefan ??= {});

  /** Great-circle kilometres: only tells an arc from straight edges, no figure on the page comes from it. */
  const roughKm = (lat1, lon1, lat2, lon2) => {
    const rad = Math.PI / 180;
    const h = Math.sin(((lat2 - lat1) * rad) / 2) ** 2
      + Math.cos(lat1 * rad) * Math.cos(lat2 * rad) * Math.sin(((lon2 - lon1) * rad) / 2) ** 2;
    return 2 * 6371 * Math.asin(Math.min(1, Math.sqrt(h)));
  };

  // Lines, clicks and labels each ask for the same outline.
  const outlines = new WeakMap();

  /**
   * Split a polygon's rings into runs of [lon, lat] to be drawn as lines.
   *
   * Edges along the frame's seam or over a pole come from cutting the polygon: they are left out of `line`.
   * `arc` keeps only what lies at the footprint's range, so that nested fans do not draw their radial edges twice.
   */
  rangefan.outline = (geometry, site, rangeKm, centerLon) => {
    const known = outlines.get(geometry);
    if (known?.rangeKm === rangeKm) return known;
    const cut = ([lon1, lat1], [lon2, lat2]) =>
      [centerLon - 180, centerLon + 180].some((seam) => Math.abs(lon1 - seam) < 1e-6 && Math.abs(lon2 - seam) < 1e-6)
      || [-90, 90].some((pole) => Math.abs(lat1 - pole) < 1e-6 && Math.abs(lat2 - pole) < 1e-6);
    // The sphere is within 0.6 % of the ellipsoid's distances.
    const atRange = ([lon, lat]) => Math.abs(roughKm(site.lat, site.lon, lat, lon) / rangeKm - 1) < 0.006;
    const runs = (keep) => geometry.coordinates.flat().flatMap((ring) => {
      const found = [];
      let run = [];
      for (let i = 0; i + 1 < ring.length; i += 1) {
        if (keep(ring[i], ring[i + 1])) {
          if (!run.length) run.push(ring[i]);
          run.push(ring[i + 1]);
        } else if (run.length) {
          found.push(run);
          run = [];
        }
      }
      if (run.length) found.push(run);
      return found;
    });
    const found = {
      rangeKm,
      line: runs((a, b) => !cut(a, b)),
      arc: runs((a, b) => !cut(a, b) && atRange(a) && atRange(b)),
    };
    outlines.set(geometry, found);
    return found;
  };
})();
