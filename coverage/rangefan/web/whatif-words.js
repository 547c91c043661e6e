// What the page says of a placement: the sentence below the title, the text alternative, names. As scene/words.py says it.
(() => {
  "use strict";
  const rangefan = (globalThis.rangefan ??= {});
  const whatif = (rangefan.whatif ??= {});

  /** Whole kilometres as Python writes them: halves to the even side. */
  whatif.whole = (km) => {
    const near = Math.round(km);
    return rangefan.number(km - Math.floor(km) === 0.5 && near % 2 ? near - 1 : near);
  };

  const span = ({ footprints }) => {
    const [low, high] = [footprints[0], footprints.at(-1)].map((each) => whatif.whole(rangefan.reachOf(each)));
    return low === high ? rangefan.t("{km} km", { km: low }) : rangefan.t("{low} to {high} km", { low, high });
  };

  /** A name no other layer of the map has: the legend's rule. */
  whatif.labelOf = (layer, layers) => {
    const twins = layers.filter(({ name }) => name === layer.name);
    if (twins.length === 1) return layer.name;
    const same = twins.filter(({ site }) => site.name === layer.site.name);
    const named = rangefan.t("{name}, {place}", { name: layer.name, place: layer.site.name });
    return same.length === 1 ? named : rangefan.t("{name} ({number})", { name: named, number: same.indexOf(layer) + 1 });
  };

  /** What a site is called in a table's head and a sentence. */
  whatif.siteName = ({ site, status }) => (status === "hypothetical" ? rangefan.t("{place} (hypothetical)", { place: site.name }) : site.name);

  /** The sentence below the title for one layer, in runs of {text, strong}. */
  whatif.sentence = (layer, towns) => {
    const rows = towns.map((town) => ({ name: town.name, km: town.distance_km[layer.site.id], ...town.cells[layer.id] }))
      .sort((a, b) => a.km - b.km);
    const named = (answer, turns) => rows.filter((row) => row.answer === answer && (!turns || row.turns_on === turns)).map(({ name }) => name);
    const spread = rangefan.reachOf(layer.footprints[0]) !== rangefan.reachOf(layer.footprints.at(-1));
    const parts = [];
    const add = (names, say, strong = false) => {
      if (names.length) parts.push({ text: say({ towns: rangefan.listed(names) }, names.length > 1), strong });
    };
    add(named("in"), (said, many) => {
      if (spread) return many ? rangefan.t("{towns} lie inside every figure", said) : rangefan.t("{towns} lies inside every figure", said);
      return many ? rangefan.t("{towns} lie inside", said) : rangefan.t("{towns} lies inside", said);
    });
    add(named("depends", "figure"), (said, many) => (many ? rangefan.t("{towns} depend on it", said) : rangefan.t("{towns} depends on it", said)), true);
    add(named("depends", "point"), (said) => rangefan.t("a line passes through or close by {towns}", said), true);
    add(named("depends", "direction"), (said) => rangefan.t("{towns} would be within reach only if the radar faced that way", said));
    const out = named("out");
    if (out.length) out[0] = rangefan.t("{town} ({km} km)", { town: out[0], km: whatif.whole(rows.find(({ answer }) => answer === "out").km) });
    add(out, (said, many) => {
      if (spread) return many ? rangefan.t("{towns} lie outside all of them", said) : rangefan.t("{towns} lies outside all of them", said);
      return many ? rangefan.t("{towns} lie outside", said) : rangefan.t("{towns} lies outside", said);
    });
    const runs = [];
    if (layer.status === "hypothetical") runs.push({ text: rangefan.t("Hypothetical."), strong: true }, { text: " " });
    if (layer.status === "candidate") runs.push({ text: rangefan.t("Candidate, not built."), strong: true }, { text: " " });
    runs.push({ text: rangefan.t("{layer} at {place}:", { layer: layer.name, place: layer.site.name }) }, { text: " " });
    runs.push({ text: spread ? rangefan.t("{span}, depending on who is quoted", { span: span(layer) }) : span(layer), strong: true }, { text: ". " });
    parts.forEach(({ text, strong }, i) => {
      runs.push({ text: i ? text : text[0].toUpperCase() + text.slice(1), strong }, { text: i < parts.length - 1 ? "; " : ". " });
    });
    if (layer.direction && !layer.direction.published) runs.push({ text: rangefan.t("The fan is {direction}.", { direction: layer.direction.text }) });
    return runs;
  };

  /** The picture in words. */
  whatif.alternative = (now, shown) => {
    const sentences = [rangefan.t("{words}.", { words: now.illustrative })];
    for (const layer of shown) {
      const { direction } = layer;
      const said = { layer: layer.name, place: layer.site.name, span: span(layer), status: layer.status_text };
      sentences.push(direction
        ? rangefan.t("{layer} at {place}: fan, {width}° wide, {span}, {direction}. {status}.", { ...said, width: direction.width_deg, direction: direction.text })
        : rangefan.t("{layer} at {place}: ring, {span}. {status}.", said));
      const add = (answer, say) => {
        const names = now.towns.filter(({ cells }) => cells[layer.id]?.answer === answer).map(({ name }) => name);
        if (names.length) sentences.push(say({ towns: rangefan.listed(names) }));
      };
      add("in", (said) => rangefan.t("{towns}: inside.", said));
      add("depends", (said) => rangefan.t("{towns}: depending on figure or direction.", said));
      add("out", (said) => rangefan.t("{towns}: outside.", said));
    }
    return sentences.join(" ");
  };
})();
