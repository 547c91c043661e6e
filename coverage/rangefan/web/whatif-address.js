// A placement in the address: `1*Skr-seongju-lotte*P36.9622_127.031*Lradar-terminal*A300`. What comes from there is a
// stranger's text: every name must be one of this map's, every number is clamped, and the rest is ignored.
(() => {
  "use strict";
  const rangefan = (globalThis.rangefan ??= {});
  const whatif = (rangefan.whatif ??= {});
  const VERSION = "1";
  const [LONGEST, MOST_COPIES] = [2000, 9];

  const numbers = (text, count) => {
    const found = text.split("_").map((part) => (/^-?\d{1,3}(\.\d{1,9})?$/.test(part) ? Number(part) : NaN));
    return found.length === count && found.every(Number.isFinite) ? found : null;
  };

  /** A placement as text; "" for the published one. */
  whatif.write = (placement) => {
    if (whatif.isPublished(placement)) return "";
    const words = [VERSION];
    // What is shown of a copy; nothing of it is M alone.
    for (const { of, n, shown } of placement.copies) {
      words.push(`C${whatif.copyId(of, n)}`, ...(shown ? (shown.length ? shown : [""]).map((id) => `M${id}`) : []));
    }
    for (const id of placement.removed) words.push(`X${id}`);
    for (const [id, { lat, lon, at }] of Object.entries(placement.sites)) words.push(`S${id}`, at ? `I${at}` : `P${lat}_${lon}`);
    for (const [id, { azimuth_deg: azimuth, width_deg: width, figure }] of Object.entries(placement.layers)) {
      words.push(`L${id}`);
      if (azimuth !== undefined) words.push(`A${azimuth}`);
      if (width !== undefined) words.push(`W${width}`);
      if (figure) words.push(`F${figure}`);
    }
    return words.join("*");
  };

  /** The placement a text stands for; the published one for a text that is none. */
  whatif.read = (text, scene) => {
    const [version, ...words] = text.split("*");
    if (version !== VERSION || text.length > LONGEST || !scene.whatif) return whatif.published;
    const first = whatif.batteries(scene, whatif.published);
    const anchors = whatif.anchors(scene);
    const made = { sites: {}, layers: {}, copies: [], removed: [] };
    const sites = new Map(first.map((battery) => [battery.id, battery]));
    const layers = new Map(first.flatMap((battery) => battery.layers.map((layer) => [layer.id, layer])));
    let [site, layer, ids] = [null, null, []];
    for (const word of words) {
      const [kind, rest] = [word[0], word.slice(1)];
      if (kind === "C") {
        const [, of, n] = rest.match(/^(.+)_([2-9]|10)$/) ?? [];
        if (!sites.has(of) || sites.has(rest) || made.copies.length >= MOST_COPIES) continue;
        const { layers: copied } = sites.get(of);
        made.copies.push({ of, n: Number(n) });
        ids = copied.map(({ id }) => id);
        sites.set(rest, { id: rest });
        for (const each of copied) layers.set(whatif.copyId(each.id, Number(n)), each);
      } else if (kind === "M" && made.copies.length) {
        const shown = (made.copies.at(-1).shown ??= []);
        if (ids.includes(rest) && !shown.includes(rest)) shown.push(rest);
      } else if (kind === "X") {
        if (first.some(({ id }) => id === rest) && !made.removed.includes(rest)) made.removed.push(rest);
      } else if (kind === "S") site = sites.has(rest) ? rest : null;
      else if (kind === "L") layer = layers.has(rest) ? rest : null;
      else if (kind === "P" && site) {
        const at = numbers(rest, 2);
        if (at) made.sites[site] = whatif.position(...at);
      } else if (kind === "I" && site && anchors.has(rest)) {
        const { lat, lon } = anchors.get(rest);
        made.sites[site] = { ...whatif.position(lat, lon), at: rest };
      } else if (layer && (kind === "A" || kind === "W")) {
        const [value] = numbers(rest, 1) ?? [];
        if (value === undefined || !layers.get(layer).direction) continue;
        const turn = kind === "A" ? { azimuth_deg: whatif.azimuth(value) } : { width_deg: whatif.width(value) };
        made.layers[layer] = { ...made.layers[layer], ...turn };
      } else if (layer && kind === "F") {
        const { system, mode } = layers.get(layer);
        const known = scene.whatif.figures[`${system}/${mode}`]?.some(({ ref }) => ref === rest);
        if (known) made.layers[layer] = { ...made.layers[layer], figure: rest };
      }
    }
    // An added battery stands where the reader put it, and something always stands.
    made.copies = made.copies.filter(({ of, n }) => made.sites[whatif.copyId(of, n)]);
    if (made.removed.length >= first.length && !made.copies.length) made.removed.pop();
    return whatif.isPublished(made) ? whatif.published : whatif.frozen(made);
  };
})();
