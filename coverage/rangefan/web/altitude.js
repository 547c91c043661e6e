// What altitude leaves of a scene: changed copies of it, and the words for them. Every number is the scene's own.
(() => {
  "use strict";
  const rangefan = (globalThis.rangefan ??= {});
  const NOTHING = { type: "MultiPolygon", coordinates: [] };
  const answered = {
    in: (towns) => rangefan.t("{towns}: inside.", { towns }),
    depends: (towns) => rangefan.t("{towns}: depending on figure or direction.", { towns }),
    out: (towns) => rangefan.t("{towns}: outside.", { towns }),
  };
  const readAs = (name) => (name === "slant" ? rangefan.t("slant") : rangefan.t("ground"));
  rangefan.pickWords = (pick) =>
    ({ low: rangefan.t("low"), nominal: rangefan.t("nominal"), high: rangefan.t("high") })[pick] ?? pick;

  /** Kilometres at the precision of the page, halves up as in altitude.py. */
  rangefan.km = (km) =>
    km > 0 && km < 9.95 ? rangefan.t("{km:.1f} km", { km: Math.floor(km * 10 + 0.5) / 10 })
      : rangefan.t("{km:,.0f} km", { km: Math.floor(km + 0.5) });
  rangefan.altitudeKm = (km) => rangefan.t("{km:,g} km", { km });
  rangefan.reachOf = (footprint) => footprint.reach_km ?? footprint.range_km;

  /** A footprint of a layer as numbers. */
  rangefan.fanOf = ({ site: { lat, lon }, direction }, footprint) => ({
    lat, lon, range_km: rangefan.reachOf(footprint), inner_km: footprint.inner_km,
    azimuth_deg: direction?.azimuth_deg ?? 0, width_deg: direction?.width_deg ?? 360,
  });

  /** What lies between the low and the high figure: two nested shapes in one, for an even-odd fill. */
  const between = (low, high) =>
    low.outer_km === high.outer_km ? null
      : { text: rangefan.t("between the low and the high figure"),
        geometry: { type: "MultiPolygon", coordinates: [[...(low.geometry ?? NOTHING).coordinates, ...(high.geometry ?? NOTHING).coordinates].flat()] } };

  const layerAt = (layer, step) => {
    const at = layer.at_altitude?.[step];
    if (!at) return layer;
    const altitude = rangefan.altitudeKm(at.altitude_km);
    const footprints = layer.footprints.map((footprint, index) => {
      const left = at.left[index];
      const words = left.geometry ? rangefan.km(left.outer_km) : rangefan.t("nothing");
      const part = left.outer_km / footprint.range_km;
      return {
        ...footprint, left, altitude, published: footprint.label,
        geometry: left.geometry ?? NOTHING, reach_km: left.outer_km, inner_km: left.inner_km, area_km2: left.area_km2,
        label: rangefan.t("{label} → {left} at {altitude}", { label: footprint.label, left: words, altitude }),
        label_at: [layer.site.lat, layer.site.lon].map((from, axis) => from + (footprint.label_at[axis] - from) * part),
      };
    });
    const nominal = footprints.find(({ pick }) => pick === "nominal") ?? footprints[0];
    const other = at.left[footprints.length];
    // Drawn only where it says something else; a disc of other directions is not known at altitude.
    const reading = other?.geometry && other.outer_km !== nominal.reach_km ? other : null;
    return {
      ...layer, footprints, other, reading, altitude, any_direction: null,
      band: between(at.left[0], at.left[footprints.length - 1]),
    };
  };

  /** What a scene is at the reader's choice of altitude: "", a step's index, or "lowest". Copies are made once. */
  rangefan.altitudeView = () => {
    const copies = new WeakMap();
    const once = (key, step, make) => {
      const made = copies.get(key) ?? new Map();
      copies.set(key, made);
      if (!made.has(step)) made.set(step, make());
      return made.get(step);
    };
    const townAt = (town, step) => ({
      ...town,
      cells: Object.fromEntries(Object.entries(town.cells).map(([layer, cell]) => [layer, town.cells_at?.[layer]?.[step] ?? cell])),
    });
    return (scene, { altitude }) => {
      if (altitude === "" || altitude === "lowest") return scene;
      const step = Number(altitude);
      return once(scene, step, () => ({
        ...scene,
        layers: scene.layers.map((layer) => once(layer, step, () => layerAt(layer, step))),
        towns: scene.towns.map((town) => townAt(town, step)),
      }));
    };
  };

  /** "Seen at 40 km above the sea", or nothing where all is as published. */
  rangefan.seenWords = (scene, altitude) => {
    if (altitude === "lowest") return rangefan.t("Coloured by the lowest visible altitude");
    const at = scene.layers.find(({ altitude: seen }) => seen)?.altitude;
    return at ? rangefan.t("Seen at {altitude} above the sea", { altitude: at }) : "";
  };

  /** What decided how much is left, and where a hole overhead begins it. */
  rangefan.whyWords = (left) => {
    const limit = left.decided_by;
    if (!left.geometry) return rangefan.t("decided by {limit}", { limit });
    return left.inner_km ? rangefan.t("from {from} out, limited by {limit}", { from: rangefan.km(left.inner_km), limit })
      : rangefan.t("limited by {limit}", { limit });
  };

  /** What is left of one figure, or why nothing is. */
  rangefan.leftWords = ({ left }) => [rangefan.overGround(left), rangefan.whyWords(left)].join(", ");
  rangefan.overGround = (left) =>
    left.geometry ? rangefan.t("{km} over the ground", { km: rangefan.km(left.outer_km) }) : rangefan.t("nothing is left");

  /** What is left of a layer, figures with the same answer said together; and its nominal figure read otherwise. */
  rangefan.layerWords = ({ footprints, other, reading }) => {
    const reasons = new Map();
    for (const { pick, left } of footprints) {
      const why = rangefan.whyWords(left);
      const what = left.geometry ? rangefan.km(left.outer_km) : rangefan.t("nothing is left");
      if (!reasons.has(why)) reasons.set(why, new Map());
      reasons.get(why).set(what, [...(reasons.get(why).get(what) ?? []), pick]);
    }
    const parts = [...reasons].map(([why, whats]) => {
      const said = [...whats].map(([what, picks]) => {
        if (footprints.length === 1) return what;
        return picks.length === footprints.length ? rangefan.t("{km} whichever figure", { km: what })
          : `${rangefan.listed(picks.map(rangefan.pickWords))} ${what}`;
      });
      return `${said.join(", ")}, ${why}`;
    });
    const some = footprints.some(({ left }) => left.geometry);
    if (some && other && (reading || !other.geometry)) {
      const km = other.geometry ? rangefan.km(other.outer_km) : rangefan.t("nothing");
      parts.push(rangefan.t("{km} for nominal read as {reading}", { km, reading: readAs(other.reading) }));
    }
    return parts.join("; ");
  };

  /** The picture in words, as seen at an altitude: what `scene.alt` says as published. */
  rangefan.altWords = (scene, shown, altitude) => {
    if (altitude === "") return scene.alt;
    if (altitude === "lowest") return [scene.alt, ...rangefan.lowestWords(shown)].join(" ");
    const sentences = [`${scene.illustrative}.`, `${rangefan.seenWords(scene, altitude)}.`];
    for (const layer of shown) {
      const { name, direction } = layer;
      const said = { layer: name, place: layer.site.name };
      said.range = layer.altitude ? rangefan.layerWords(layer) : rangefan.listed([...new Set(layer.footprints.map(({ range_km: km }) => rangefan.km(km)))]);
      sentences.push(direction
        ? rangefan.t("{layer} at {place}: fan, {width:g}° wide, {range}, {direction}.", { ...said, width: direction.width_deg, direction: direction.text })
        : rangefan.t("{layer} at {place}: ring, {range}.", said));
      for (const [answer, words] of Object.entries(answered)) {
        const names = scene.towns.filter((town) => town.cells[layer.id]?.answer === answer).map(({ name }) => name);
        if (names.length) sentences.push(words(rangefan.listed(names)));
      }
    }
    return sentences.join(" ");
  };
})();
