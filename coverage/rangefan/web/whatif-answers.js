// In, out or depends, for a battery the reader has placed: answers/inside.py and scene/towns.py, said in the page.
(() => {
  "use strict";
  const rangefan = (globalThis.rangefan ??= {});
  const whatif = (rangefan.whatif ??= {});
  // Kilometres of a site's doubt as Python writes them: 1, 2.5.
  const general = (x) => String(Number(x.toPrecision(6)));

  /** How far and in what direction a town is from a site; of a wide city also its nearest and farthest part. */
  whatif.whereOf = (town, site, outline) => {
    const { distance_km: km, azimuth_deg: azimuth } = rangefan.inverse(site.lat, site.lon, town.lat, town.lon);
    if (!outline) return { km, azimuth, extent: null };
    let [near, far] = [Infinity, 0];
    for (const [lon, lat] of outline.coordinates[0]) {
      const { distance_km: reach } = rangefan.inverse(site.lat, site.lon, lat, lon);
      near = Math.min(near, reach);
      far = Math.max(far, reach);
    }
    return { km, azimuth, extent: [near, far] };
  };

  const mod = (x, n) => ((x % n) + n) % n;
  const cell = (answer, why = "", turns_on = "") => ({ answer, why, turns_on });

  /** One town's answer for a reach, as `answer_for` in Python gives it. */
  whatif.answerFor = (reach, { km, azimuth, extent }) => {
    const [near, far] = extent ?? [km, km];
    const { low, high, inner, slack, width, published } = reach;
    if (near - slack > high.km) return cell("out");
    if (far + slack < inner) return cell("out", rangefan.t("in the hole around the site"));
    if (width === 360 && !published) return cell("depends", rangefan.t("only if the radar faced it"), "direction");
    if (width < 360) {
      const off = Math.abs(mod(azimuth - reach.azimuth + 180, 360) - 180);
      if (off > width / 2) {
        return published ? cell("out", rangefan.t("within the distance, outside the published sector"))
          : cell("depends", rangefan.t("only if the radar faced it; outside the direction drawn"), "direction");
      }
    }
    if (far + slack <= low.km && near - slack >= inner) {
      return cell("in", width < 360 && !published ? rangefan.t("for the direction drawn") : "");
    }
    if (low.km < high.km && far + slack <= high.km && near - slack > low.km) {
      return cell("depends", rangefan.t("outside {low}, inside {high}", { low: low.label, high: high.label }), "figure");
    }
    if (near - slack < inner) return cell("depends", rangefan.t("the edge of the hole around the site"), "point");
    for (const line of [low, high]) {
      if (extent && near <= line.km && line.km < far) {
        return cell("depends", rangefan.t("the line of {label} crosses the city", { label: line.label }), "point");
      }
    }
    return cell("depends", rangefan.t("the line passes within the ±{slack} km to which the site is known", { slack: general(slack) }), "point");
  };

  const before = (a, b) => a.km < b.km || (a.km === b.km && a.label < b.label);

  /** One town's answer for everything a layer draws. */
  whatif.cellOf = (layer, where) => {
    const lines = layer.footprints.map((footprint) => ({ km: rangefan.reachOf(footprint), label: footprint.label }));
    const turn = layer.direction;
    return whatif.answerFor({
      low: lines.reduce((a, b) => (before(b, a) ? b : a)),
      high: lines.reduce((a, b) => (before(a, b) ? b : a)),
      inner: Math.max(...layer.footprints.map(({ inner_km: inner }) => inner)),
      slack: layer.site.precision_km,
      azimuth: turn?.azimuth_deg ?? 0,
      width: turn?.width_deg ?? 360,
      published: turn?.published ?? true,
    }, where);
  };
})();
