// The fan coloured by its lowest visible altitude: how low one can still see, by how far out.
(() => {
  "use strict";
  const rangefan = (globalThis.rangefan ??= {});
  const LEVELS = 6;

  /** Every band a layer of the scene knows, from the lowest: the same shade for the same band in every layer. */
  const known = (scene) => {
    const bands = scene.layers.flatMap((layer) => layer.lowest_visible ?? []);
    return [...new Set(bands.map(({ lowest_from_km: from }) => from))].sort((a, b) => a - b);
  };

  rangefan.lowestShade = (scene, band) => {
    const all = known(scene);
    return all.length < 2 ? 0 : Math.round((all.indexOf(band.lowest_from_km) * (LEVELS - 1)) / (all.length - 1));
  };

  const bandWords = ({ lowest_from_km: from, lowest_to_km: to }) => {
    if (to === null) return rangefan.t("above {altitude}", { altitude: rangefan.altitudeKm(from) });
    return from ? rangefan.t("{from:g}–{to}", { from, to: rangefan.altitudeKm(to) })
      : rangefan.t("below {altitude}", { altitude: rangefan.altitudeKm(to) });
  };

  const isRagged = (bands) => bands.some(({ from_km: from }, index) => index > 0 && from < bands[index - 1].to_km - 0.01);

  /**
   * The bands of a layer as far as its firm figure; they are known out to the nominal one.
   *
   * Where a shorter figure ends inside a band, the shorter footprint and all the bands before it in one even-odd
   * shape are what is left of that band. Over terrain bands are ragged and overlap in distance: no circle cuts
   * them, and they are drawn whole.
   */
  rangefan.lowestBands = (scene, layer, main) => {
    const bands = [];
    const before = [];
    const all = layer.lowest_visible ?? [];
    const reach = isRagged(all) ? Infinity : rangefan.reachOf(main);
    for (const band of all) {
      if (band.from_km >= reach) break;
      const cut = band.to_km > reach;
      const geometry = cut
        ? { type: "MultiPolygon", coordinates: [[...main.geometry.coordinates, ...before].flat()] } : band.geometry;
      const to_km = cut ? reach : band.to_km;
      // Where the figure itself ends is no altitude's edge.
      const edge = to_km < reach && band.lowest_to_km !== null;
      bands.push({ ...band, geometry, to_km, edge, words: bandWords(band), shade: rangefan.lowestShade(scene, band) });
      before.push(...band.geometry.coordinates);
    }
    return bands;
  };

  /** A sentence a layer: how low it sees, by distance. */
  rangefan.lowestWords = (shown) => shown.filter((layer) => layer.lowest_visible?.length).map((layer) => {
    const bands = layer.lowest_visible.map((band) =>
      rangefan.t("{altitude} out to {km}", { altitude: bandWords(band), km: rangefan.km(band.to_km) }));
    return rangefan.t("Lowest visible altitude of {layer}: {bands}.", { layer: layer.name, bands: bands.join(", ") });
  });

  /** The legend's rows for the bands drawn: shade, altitudes, and how far out. */
  rangefan.lowestKey = (drawn, make) => drawn.flatMap(({ layer, main, bands, colour }) => {
    const list = make("ul");
    for (const band of bands) {
      const swatch = make("i", "", `rf-shade ${colour} rf-low-${band.shade}`);
      swatch.setAttribute("aria-hidden", "true");
      const row = make("li");
      row.append(swatch, make("span", band.words), make("span", rangefan.t("out to {km}", { km: rangefan.km(band.to_km) }), "rf-out"));
      list.append(row);
    }
    const nominal = layer.lowest_visible.at(-1).to_km;
    const reach = rangefan.reachOf(main);
    const whole = reach > nominal || (reach < nominal && isRagged(layer.lowest_visible));
    const far = whole ? ` ${rangefan.t("Known out to the nominal figure, {km}.", { km: rangefan.km(nominal) })}` : "";
    const what = rangefan.t("Lowest altitude in sight of {layer}, above the sea. Reach, not detection.", { layer: layer.name });
    return [make("p", `${what}${far}`), list];
  });
})();
