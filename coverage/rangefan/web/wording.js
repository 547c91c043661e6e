// What the words on the map say: each footprint's label in its fuller and shorter forms, and what the dots answer for.
(() => {
  "use strict";
  const rangefan = (globalThis.rangefan ??= {});
  const flagWord = ({ status }) =>
    ({ candidate: rangefan.t("Candidate, not built"), hypothetical: rangefan.t("Hypothetical") })[status] ?? "";
  const CROWD = 3;
  // A frame narrower than this has no room for name, distance and source in one line.
  const ROOMY = 700;

  /** A system's name without the word for its kind, and a place's without what explains it. */
  const bareSystem = (layer) => layer.system_name.replace(new RegExp(`\\s+${layer.kind}$`, "i"), "");

  rangefan.bareSite = (site) => site.name.split(/,|\s\(/)[0];

  /** "AN/TPY-2 terminal", "THAAD reach", "Hwasong-15": short for the line, the legend has the full name. */
  const shortName = (layer) => {
    if (layer.short_name) return layer.short_name;
    const system = bareSystem(layer);
    if (layer.role === "interceptor") return rangefan.t("{system} reach", { system });
    const mode = layer.role === "radar" ? (layer.mode_name ?? "").replace(/\s+mode$/i, "") : "";
    const word = /^[A-Z][a-z]/.test(mode) ? mode[0].toLowerCase() + mode.slice(1) : mode;
    return word && !/^published/.test(word) ? `${system} ${word}` : system;
  };

  /** Where many are drawn: whatever tells this one from the others, site or system or both. */
  const tellingName = (layer, shown) => {
    const one = (of) => new Set(shown.map(of)).size === 1;
    if (one((other) => other.site.id)) return bareSystem(layer);
    return one((other) => other.system) ? rangefan.bareSite(layer.site) : `${bareSystem(layer)}, ${rangefan.bareSite(layer.site)}`;
  };

  /** Where all that is shown is hypothetical, or all of it candidate, the map says so once. */
  const sameStatus = (shown) => shown.length > CROWD && new Set(shown.map(({ status }) => status)).size === 1;
  const flagOf = (layer, shown) => (sameStatus(shown) ? "" : flagWord(layer));
  const shortFlag = (flag) => flag.split(/[,，、]/)[0];
  const kilometres = ({ range_km: km, left }) => {
    const published = rangefan.t("{km:,g} km", { km });
    if (!left) return published;
    const now = rangefan.km(left.outer_km);
    return now === published ? published : `${rangefan.number(km, 6)} → ${now}`;
  };

  /** A figure without its unit. */
  const bare = (figure) => {
    const unit = rangefan.t("{km:,.0f} km", { km: 0 }).replace("0", "");
    return figure.endsWith(unit) ? figure.slice(0, -unit.length) : figure;
  };

  /** At altitude: "up to 1,000 → 928 km" and whose figure; as published where nothing is lost. */
  const compact = ({ left, range_km: km, published }) => {
    if (!left) return null;
    const [figure, ...source] = published.split(" · ");
    const now = rangefan.km(left.outer_km);
    return [now === rangefan.km(km) ? figure : `${bare(figure)} → ${now}`, ...(source.length ? [source.join(" · ")] : [])];
  };

  rangefan.statusOfAll = (shown) =>
    sameStatus(shown) && flagWord(shown[0]) ? rangefan.t("{status}: all that is drawn", { status: flagWord(shown[0]) }) : "";

  /** The distance alone, and the word that must not be lost. A firm line without its source is a last resort. */
  rangefan.leastWords = (layer, footprint, shown) => {
    const flag = flagOf(layer, shown);
    return { lines: [flag ? `${shortFlag(flag)} · ${kilometres(footprint)}` : kilometres(footprint)], cost: 9 };
  };

  /** What a footprint's label may say, the fullest first, and what each shortening costs. */
  rangefan.words = (layer, footprint, main, shown, width) => {
    const least = rangefan.leastWords(layer, footprint, shown);
    const flag = flagOf(layer, shown);
    const short = compact(footprint);
    const shorter = short ? [{ lines: [short.join(" · ")], cost: 1 }] : [];
    if (!main) return [{ lines: [footprint.label], cost: 0 }, ...shorter, { ...least, cost: 2.5 }];
    if (shown.length > CROWD) {
      const name = `${flag ? `${shortFlag(flag)}: ` : ""}${tellingName(layer, shown)}`;
      return [{ lines: [`${name} · ${kilometres(footprint)}`], cost: 0 }];
    }
    const second = footprint.left ? [rangefan.t("limited by {limit}", { limit: footprint.left.decided_by })] : layer.altitude_text ? [layer.altitude_text] : [];
    const [figure, ...source] = footprint.label.split(" · ");
    const flagged = flag ? `${flag}: ` : "";
    const name = `${flagged}${shortName(layer)}`;
    const folded = [`${name} · ${figure}`, ...(source.length ? [source.join(" · ")] : []), ...second];
    const full = [`${name} · ${footprint.label}`, ...second];
    const seen = short ? [{ lines: [`${name} · ${short.join(" · ")}`], cost: 2 }, { lines: [`${name} · ${short[0]}`, ...short.slice(1)], cost: 2.5 }, { lines: [`${name} · ${short[0]}`], cost: 4 }] : [];
    return [...(width < ROOMY ? [] : [{ lines: full, cost: 0 }]), { lines: folded, cost: 1.5 }, ...seen,
      { lines: [`${flagged}${footprint.label}`], cost: 4 }, least];
  };

  const readAs = ({ reading }) => (reading === "slant" ? rangefan.t("read as slant") : rangefan.t("read as ground"));

  /** Lines beside the figures' own: the nominal figure read otherwise, and where one lowest visible altitude ends. */
  rangefan.extraLines = (layer, bands) => [
    ...(layer.reading ? [{
      geometry: layer.reading.geometry, reach_km: layer.reading.outer_km,
      variants: [{ lines: [`${readAs(layer.reading)} · ${rangefan.km(layer.reading.outer_km)}`], cost: 0 },
        { lines: [readAs(layer.reading)], cost: 2 }],
    }] : []),
    ...(bands ?? []).filter(({ edge }) => edge).map((band) => ({
      geometry: band.geometry, reach_km: band.to_km, kind: "is-edge is-altitude",
      variants: [{ lines: [rangefan.t("{km} altitude", { km: rangefan.altitudeKm(band.lowest_to_km) })], cost: 0 },
        { lines: [rangefan.t("{km} alt.", { km: rangefan.altitudeKm(band.lowest_to_km) })], cost: 2 }],
    })),
  ];

  /** What the dots answer: for the first layer shown where few are shown, for anything drawn where many are. */
  rangefan.subject = (scene, state) => {
    const shown = scene.layers.filter(({ id }) => state.shown[id]);
    return shown.length > CROWD ? shown : shown.slice(0, 1);
  };

  rangefan.answerFor = (scene, state, town) => {
    const answers = rangefan.subject(scene, state).map((layer) => town.cells[layer.id]?.answer ?? "out");
    return answers.includes("in") ? "in" : answers.includes("depends") ? "depends" : "out";
  };
})();
