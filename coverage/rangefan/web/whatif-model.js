// A placement of the reader's own, and the changed copy of the scene it makes. Plain data in, plain data out.
//
// A placement holds only what differs from the published map:
// { sites: {site: {lat, lon, at?}}, layers: {layer: {azimuth_deg?, width_deg?, figure?}}, copies: [{of, n}], removed: [site] }
// where `at` is the catalogued site or listed town a battery was put on, and the copies' sites and layers are called
// as their first with _2, _3 … behind. Missiles are not in it: no page looks for launch points.
(() => {
  "use strict";
  const rangefan = (globalThis.rangefan ??= {});
  const whatif = (rangefan.whatif ??= {});
  const LONGEST_KM = 20003.9;

  const frozen = (placement) => Object.freeze({ sites: {}, layers: {}, copies: [], removed: [], ...placement });
  whatif.published = frozen({});
  whatif.frozen = frozen;

  whatif.isPublished = ({ sites, layers, copies, removed }) =>
    ![...Object.keys(sites), ...Object.keys(layers), ...copies, ...removed].length;

  /** Degrees as a placement keeps them: four decimals are eleven metres, finer than any published site. */
  const degrees = (x) => Math.round(x * 1e4) / 1e4;
  const around = (x, turn, from = 0) => ((((x - from) % turn) + turn) % turn) + from;
  whatif.position = (lat, lon) => ({ lat: degrees(Math.max(-90, Math.min(90, lat))), lon: degrees(around(lon, 360, -180)) });
  whatif.azimuth = (x) => Math.round(around(x, 360) * 10) / 10 % 360;
  whatif.width = (x) => Math.round(Math.max(0.1, Math.min(360, x)) * 10) / 10;

  /** What may be moved: not missiles, and not what the author drew at an altitude, which only Python computes. */
  whatif.movable = ({ kind, altitude_km: altitude }) => kind !== "missile" && (altitude ?? null) === null;

  whatif.copyId = (id, n) => (n > 1 ? `${id}_${n}` : id);

  /** The batteries of a placement: what stands together at one site, the reader's additions last. */
  whatif.batteries = (scene, placement) => {
    const first = new Map();
    for (const layer of scene.layers.filter(whatif.movable)) {
      const { site } = layer;
      if (!first.has(site.id)) first.set(site.id, { id: site.id, n: 1, of: site, layers: [] });
      first.get(site.id).layers.push(layer);
    }
    const kept = [...first.values()].filter(({ id }) => !placement.removed.includes(id));
    const added = placement.copies.filter(({ of }) => first.has(of))
      .map(({ of, n }) => ({ ...first.get(of), id: whatif.copyId(of, n), n }));
    return [...kept, ...added];
  };

  /** Where something can be put by name: catalogued sites, and the towns the map answers for. */
  whatif.anchors = (scene) => new Map([
    ...(scene.whatif?.sites ?? []),
    ...scene.towns.map(({ id, name, lat, lon }) => ({ id, name, lat, lon, precision_km: 0 })),
  ].map((anchor) => [anchor.id, anchor]));

  const side = (x, [plus, minus]) => `${Number(Math.abs(x).toPrecision(6))}°${x < 0 ? minus : plus}`;
  const pointName = ({ lat, lon }) => `${side(lat, "NS")} ${side(lon, "EW")}`;

  /** Whether another battery stands already where this one was put by name: no source records two. */
  const isTaken = (scene, battery, placement) => {
    const { at } = placement.sites[battery.id];
    return Boolean(at) && whatif.batteries(scene, placement).some((other) =>
      other.id !== battery.id && (placement.sites[other.id]?.at ?? (placement.sites[other.id] || other.n > 1 ? "" : other.of.id)) === at);
  };

  /** Where a battery stands: the published site itself, one put by name, or a point of the reader's own. */
  const placeOf = (scene, battery, placement) => {
    const { id, of } = battery;
    const set = placement.sites[id];
    if (!set) return of;
    const known = whatif.anchors(scene).get(set.at);
    const anchor = isTaken(scene, battery, placement) ? undefined : known;
    const back = anchor && set.at === of.id ? of : null;
    return {
      country: "", source: null, note: "", at: anchor ? set.at : "",
      ...(back ?? anchor ?? { name: known?.name ?? pointName(set), precision_km: 0, note: rangefan.t("a point of the reader’s own") }),
      ...(anchor ? {} : { lat: set.lat, lon: set.lon }),
      id,
    };
  };

  /** What a source records of a layer where it now stands; null where none does, or where another stands already. */
  const recordOf = (scene, battery, base, placement) => {
    const set = placement.sites[battery.id];
    if (!set) return battery.n > 1 ? null : base;
    if (isTaken(scene, battery, placement)) return null;
    return scene.whatif.records[scene.whatif.recorded[set.at]?.[base.id]] ?? null;
  };

  const plural = (system, mode) => (/mode$/.test(mode ?? "")
    ? rangefan.t("Hypothetical: no source records {system} in {mode} here", { system, mode: mode[0].toLowerCase() + mode.slice(1) })
    : rangefan.t("Hypothetical: no source records {system} here", { system }));

  /** Where a layer points: as recorded there, toward the map's town, or as the reader has turned it. */
  const directionOf = (scene, base, site, record, turn) => {
    const found = record ? record.direction : base.direction;
    const width_deg = turn.width_deg ?? found?.width_deg ?? 360;
    if (turn.azimuth_deg === undefined && turn.width_deg === undefined && record) return found;
    if (width_deg === 360 && !(found && found.width_deg === 360)) return null;
    const target = scene.whatif.toward[base.id];
    let azimuth_deg = turn.azimuth_deg ?? found?.azimuth_deg ?? 0;
    let text = rangefan.t("turned to {azimuth}° by the reader; the azimuth is not published", { azimuth: String(azimuth_deg) });
    if (record?.direction?.published) {
      text = rangefan.t("turned to {azimuth}° by the reader; {published}° is published", { azimuth: String(azimuth_deg), published: String(found.azimuth_deg) });
    }
    if (turn.azimuth_deg === undefined) {
      if (target) {
        azimuth_deg = around(rangefan.inverse(site.lat, site.lon, target.lat, target.lon).azimuth_deg, 360);
        text = rangefan.t("drawn toward {town}, {azimuth}°; the azimuth is not published", { town: target.name, azimuth: azimuth_deg.toFixed(0) });
      } else if (found?.width_deg === 360) text = found.text;
      else text = rangefan.t("drawn toward {azimuth}°; the azimuth is not published", { azimuth: String(Math.round(azimuth_deg * 10) / 10) });
    }
    return { azimuth_deg, width_deg, published: false, text, source: null, width_figure: found?.width_figure ?? null };
  };

  /** The figures a layer draws: its own, with the nominal one replaced where the reader chose another. */
  const figuresOf = (scene, base, ref) => {
    const choice = ref && scene.whatif.figures[`${base.system}/${base.mode}`]?.find((each) => each.ref === ref);
    if (!choice) return base.footprints;
    const figure = `${base.system}/${ref.split(".")[0]}`;
    const measure = scene.figures.find(({ id }) => id === figure)?.measure ?? "unstated";
    const main = base.footprints.find(({ pick }) => pick === "nominal") ?? base.footprints[0];
    const chosen = { ...main, pick: "nominal", figure, measure, ref, range_km: choice.range_km, reach_km: choice.range_km, label: choice.label };
    // Figures must rise: a low or high one that the reader's passes gives way to it.
    const passed = ({ pick, range_km: km }) => (pick === "low" && km > choice.range_km) || (pick === "high" && km < choice.range_km);
    return base.footprints.map((each) => (each === main ? chosen : passed(each) ? { ...chosen, pick: each.pick } : each));
  };

  const withShapes = (scene, layer, base) => {
    const { site, direction } = layer;
    const [west, , east] = scene.view.bounds;
    // As fine as drawing.py draws: a sixteenth of a pixel of a page 1,280 px wide.
    const options = { center_lon: scene.view.center_lon, tolerance_m: Math.max(50, ((east - west) * 111320) / 1280 / 16) };
    const [azimuth_deg, width_deg] = direction ? [direction.azimuth_deg, direction.width_deg] : [0, 360];
    const fan = (range_km, inner_km, ring = false) => ({
      lat: site.lat, lon: site.lon, range_km, inner_km: inner_km >= 0.001 ? inner_km : 0,
      azimuth_deg: ring ? 0 : azimuth_deg, width_deg: ring ? 360 : width_deg,
    });
    const shape = (of) => rangefan.fan(of, options);
    const footprints = layer.footprints.map((item) => {
      const drawn = fan(item.range_km, item.inner_km);
      const edge = rangefan.direct(site.lat, site.lon, direction ? azimuth_deg : 180, item.range_km);
      return {
        ...item, geometry: shape(drawn), area_km2: whatif.areaOf(drawn),
        label_at: [edge.lat, around(edge.lon, 360, scene.view.center_lon - 180)],
      };
    });
    const [low, high] = [footprints[0], footprints.at(-1)];
    const slack = site.precision_km;
    let band = null;
    if (low.range_km !== high.range_km || slack) {
      const inner = Math.max(low.range_km - slack, low.inner_km);
      const what = low.range_km !== high.range_km ? rangefan.t("between the low and the high figure") : rangefan.t("the figure");
      band = {
        geometry: shape(fan(Math.min(high.range_km + slack, LONGEST_KM), inner)),
        text: slack ? rangefan.t("{what}, widened by ±{slack} km for the site", { what, slack: String(slack) }) : what,
      };
    }
    const nominal = footprints.find(({ pick }) => pick === "nominal") ?? low;
    const any_direction = direction && !direction.published && width_deg < 360
      ? { geometry: shape(fan(nominal.range_km, nominal.inner_km, true)), text: rangefan.t("if it faced any other way") } : null;
    return { ...layer, footprints, band: base.band || slack ? band : null, any_direction };
  };

  /** One layer as placed, without its shapes: enough to answer for it. */
  const bareLayer = (scene, battery, base, placement) => {
    const id = whatif.copyId(base.id, battery.n);
    const turn = placement.layers[id] ?? {};
    const site = placeOf(scene, battery, placement);
    const record = recordOf(scene, battery, base, placement);
    const direction = directionOf(scene, base, site, record, turn);
    // As layers.py has it: a turn contradicts no record where no record says the azimuth, another opening always does.
    const differs = turn.width_deg !== undefined || (turn.azimuth_deg !== undefined && record?.direction?.published);
    let state = record;
    if (!record) state = { status: "hypothetical", status_text: plural(base.system_name, base.mode_name), status_source: null };
    else if (differs) {
      state = { status: "hypothetical", status_text: rangefan.t("Hypothetical: direction or width differ from what is published"), status_source: null };
    }
    const { status, status_text, status_source } = state;
    return {
      ...base, id, site, direction, status, status_text, status_source, base: base.id, footprints: figuresOf(scene, base, turn.figure),
      name: battery.n > 1 ? rangefan.t("{name} (battery {n})", { name: base.name, n: battery.n }) : base.name,
      exclusive: base.exclusive && whatif.copyId(base.exclusive, battery.n),
      at_altitude: [], lowest_visible: [], sight: null, placed: true,
    };
  };

  /**
   * Return a function from a scene and a placement to the changed copy; what does not change stays the same object.
   *
   * While a hand is still moving, `only` "answers" leaves the shapes as they were, and "layers" the towns as well.
   */
  whatif.placing = () => {
    const kept = new Map();
    const answered = new WeakMap();

    const layerOf = (scene, battery, base, placement, bare) => {
      const id = whatif.copyId(base.id, battery.n);
      const touched = battery.n > 1 || placement.sites[battery.id] || Object.keys(placement.layers[id] ?? {}).length;
      if (!touched) return base;
      const made = bareLayer(scene, battery, base, placement);
      const { site, direction, status } = made;
      const key = JSON.stringify([bare, site.lat, site.lon, site.at, direction, status, placement.layers[id]]);
      if (kept.get(id)?.key !== key) kept.set(id, { key, layer: bare ? made : withShapes(scene, made, base) });
      return kept.get(id).layer;
    };

    /** A town's row with the answers of the layers that were placed. */
    const rowOf = (scene, town, layers) => {
      const row = { ...town, cells: { ...town.cells }, distance_km: { ...town.distance_km }, azimuth_deg: { ...town.azimuth_deg }, cells_at: { ...town.cells_at } };
      const wheres = new Map();
      for (const layer of layers) {
        const { site } = layer;
        if (!wheres.has(site.id)) wheres.set(site.id, whatif.whereOf(town, site, scene.whatif.outlines[town.id]));
        const where = wheres.get(site.id);
        row.distance_km[site.id] = Number(where.km.toFixed(1));
        row.azimuth_deg[site.id] = Number(around(where.azimuth, 360).toFixed(1));
        row.cells[layer.id] = whatif.cellOf(layer, where);
        // What Python answered at altitudes was for another place.
        delete row.cells_at[layer.id];
      }
      return row;
    };

    return (scene, placement, only = "") => {
      const bare = only !== "";
      if (!scene.whatif || whatif.isPublished(placement)) return scene;
      const standing = whatif.batteries(scene, placement);
      const layers = scene.layers.flatMap((base) => {
        if (!whatif.movable(base)) return [base];
        const battery = standing.find(({ n, id }) => n === 1 && id === base.site.id);
        return battery ? [layerOf(scene, battery, base, placement, bare)] : [];
      });
      for (const battery of standing.filter(({ n }) => n > 1)) {
        layers.push(...battery.layers.map((base) => layerOf(scene, battery, base, placement, bare)));
      }
      if (only === "layers") return { ...scene, layers };
      const placed = layers.filter((layer) => layer.placed);
      const memo = placed.map((layer) => layer);
      const last = answered.get(scene);
      const same = last && last.memo.length === memo.length && last.memo.every((layer, i) => layer === memo[i]);
      const towns = same ? last.towns : scene.towns.map((town) => rowOf(scene, town, placed));
      if (!same) answered.set(scene, { memo, towns });
      return { ...scene, layers, towns };
    };
  };
})();
