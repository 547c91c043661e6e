// What the words on the map say: each footprint's label in its fuller and shorter forms, and what the dots answer for.
(() => {
  "use strict";
  const rangefan = (globalThis.rangefan ??= {});
  const FLAG = { candidate: "Candidate, not built: ", hypothetical: "Hypothetical: " };
  const CROWD = 3;
  // A frame narrower than this has no room for name, distance and source in one line.
  const ROOMY = 700;

  /** A system's name without the word for its kind, and a place's without what explains it. */
  const bareSystem = (layer) => layer.system_name.replace(new RegExp(`\\s+${layer.kind}$`, "i"), "");

  rangefan.bareSite = (site) => site.name.split(/,|\s\(/)[0];

  /** "AN/TPY-2 terminal", "THAAD reach", "Hwasong-15": short for the line, the legend has the full name. */
  const shortName = (layer) => {
    const system = bareSystem(layer);
    if (layer.role === "interceptor") return `${system} reach`;
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
  const flagOf = (layer, shown) => (sameStatus(shown) ? "" : FLAG[layer.status] ?? "");
  const shortFlag = (flag) => flag.split(/[:,]/)[0];
  const kilometres = (footprint) => `${footprint.range_km.toLocaleString("en")} km`;

  rangefan.statusOfAll = (shown) =>
    sameStatus(shown) && FLAG[shown[0].status] ? `${FLAG[shown[0].status]}all that is drawn` : "";

  /** The distance alone, and the word that must not be lost. A firm line without its source is a last resort. */
  rangefan.leastWords = (layer, footprint, shown) => {
    const flag = flagOf(layer, shown);
    return { lines: [flag ? `${shortFlag(flag)} · ${kilometres(footprint)}` : kilometres(footprint)], cost: 9 };
  };

  /** What a footprint's label may say, the fullest first, and what each shortening costs. */
  rangefan.words = (layer, footprint, main, shown, width) => {
    const least = rangefan.leastWords(layer, footprint, shown);
    const flag = flagOf(layer, shown);
    if (!main) return [{ lines: [footprint.label], cost: 0 }, { ...least, cost: 2.5 }];
    if (shown.length > CROWD) {
      const name = `${flag ? `${shortFlag(flag)}: ` : ""}${tellingName(layer, shown)}`;
      return [{ lines: [`${name} · ${kilometres(footprint)}`], cost: 0 }];
    }
    const second = layer.altitude_text ? [layer.altitude_text] : [];
    const [figure, ...source] = footprint.label.split(" · ");
    const folded = [`${flag}${shortName(layer)} · ${figure}`, ...(source.length ? [source.join(" · ")] : []), ...second];
    const full = [`${flag}${shortName(layer)} · ${footprint.label}`, ...second];
    return [...(width < ROOMY ? [] : [{ lines: full, cost: 0 }]), { lines: folded, cost: 1.5 },
      { lines: [`${flag}${footprint.label}`], cost: 4 }, least];
  };

  /** What the dots answer: for the first layer shown where few are shown, for anything drawn where many are. */
  rangefan.subject = (scene, state) => {
    const shown = scene.layers.filter((layer, index) => state.shown[index]);
    return shown.length > CROWD ? shown : shown.slice(0, 1);
  };

  rangefan.answerFor = (scene, state, town) => {
    const answers = rangefan.subject(scene, state).map((layer) => town.cells[layer.id]?.answer ?? "out");
    return answers.includes("in") ? "in" : answers.includes("depends") ? "depends" : "out";
  };
})();
