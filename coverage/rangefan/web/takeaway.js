// Out again: what is shown, as a link, a map file, a picture, shapes and tables.
rangefan.part((app) => {
  "use strict";
  const box = document.querySelector(".rf-takeaway");
  if (!app.options.tables || !box) return;
  const [status, taken] = [box.querySelector("[role=status]"), box.querySelector(".rf-taken")];
  const recordsOf = rangefan.records(app);
  const name = app.scene.map.id;
  box.hidden = false;
  box.querySelector("[data-take=map]").hidden = !app.scene.map_file;

  const say = (text) => { status.textContent = text; };
  const save = (blob, ending) => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = `${name}${ending}`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
    // Whether a sandbox lets files through, it does not tell.
    say(parent !== window && origin === "null" ? rangefan.t("Offered as {file}; this frame may keep it from being saved.", { file: link.download })
      : rangefan.t("Saved as {file}.", { file: link.download }));
  };
  const saveText = (text, ending, type) => save(new Blob([text], { type }), ending);

  /** Copy text, where the browser lets a page do so; the words say what happened. */
  const copy = async (text, words) => {
    try {
      // A frame whose host gives no leave is complained of when it only asks.
      if (document.featurePolicy?.allowsFeature("clipboard-write") === false) throw new Error("no leave");
      await navigator.clipboard.writeText(text);
      say(words);
    } catch {
      taken.hidden = false;
      taken.value = text;
      taken.select();
      say(document.execCommand("copy") ? words : rangefan.t("This browser does not let a page copy: the text is selected below."));
    }
  };

  const hypothetical = () => {
    const names = app.shown().filter(({ status: state }) => state === "hypothetical").map((layer) => layer.name);
    return names.length ? rangefan.t("Hypothetical, no source records it: {layers}", { layers: rangefan.listed(names) }) : "";
  };

  /** What of the view a map file says too, where it is another than the map's own; and what none says. */
  const around = () => {
    const { map, scene, state } = app;
    const chosen = new URLSearchParams(app.address.text());
    const bounds = map.getBounds();
    const round = (x) => Math.round(x * 100) / 100;
    const turn = 360 * Math.floor((bounds.getWest() + 180) / 360);
    const from = bounds.getWest() - turn;
    const seen = [from, bounds.getSouth(), Math.min(from + 360, bounds.getEast() - turn), bounds.getNorth()].map(round);
    const [west, south, east, north] = scene.view.bounds;
    const grown = seen[2] - seen[0] > (east - west) * 1.01 && seen[3] - seen[1] > (north - south) * 1.01;
    const left = [
      chosen.has("q") && "B of the comparison", chosen.has("pick") && `which figure is drawn firmly (${state.pick})`,
      chosen.has("alt") && "the altitude it is seen at", chosen.has("theme") && "light or dark",
    ].filter(Boolean);
    return { lang: rangefan.lang, date: chosen.get("date"), view: chosen.has("at") || grown ? seen : null, left };
  };

  const takes = {
    link() {
      app.address.save();
      if (location.protocol === "about:") say(rangefan.t("This frame has no address to link to."));
      else copy(location.href, rangefan.t("Link copied."));
    },
    map() {
      const text = rangefan.mapFile(app.scene, app.now().layers, app.state, app.placement?.() ?? null, around());
      taken.hidden = false;
      taken.value = text;
      copy(text, app.placing?.hypothetical() ? rangefan.t("Map file copied; the placement is hypothetical, and it says so.") : rangefan.t("Map file copied."));
    },
    async png() {
      const { scene, map } = app;
      const credits = document.querySelector("figcaption")?.innerText.split("\n").at(-1) ?? "";
      const shown = app.shown();
      const named = (layer) => (scene.layers.find(({ id }) => id === layer.base) ?? layer).name;
      const figures = [...new Set(shown.map((layer) => `${named(layer)}: ${[...new Set(layer.footprints.map(({ label }) => label))].join(", ")}`))];
      const time = document.querySelector(".rf-time:not([hidden])");
      const key = time && document.querySelector(".rf-time-key");
      const date = time && `${key.querySelector("strong").textContent}: ${document.querySelector(".rf-time-bar output").textContent}`;
      const stamp = [String(scene.illustrative), ...[...map.getContainer().querySelectorAll(".rf-badge span")].map(({ textContent }) => textContent)];
      save(await rangefan.picture(map.getContainer(), {
        stamp,
        words: [
          { text: scene.map.title, size: 18, bold: true },
          { text: stamp.filter(Boolean).join(". "), size: 13, bold: true },
          { text: String(hypothetical()), size: 13 },
          { text: document.querySelector(".rf-w-compare:not([hidden]) p")?.textContent, size: 13 },
          { text: figures.length ? rangefan.t("Figures: {labels}.", { labels: figures.join("; ") }) : "", size: 12 },
          { text: credits, size: 11 },
          { text: date ?? "", size: 12 },
        ],
        keys: [...(key?.querySelectorAll("li") ?? [])].filter((item) => item.offsetParent).map((item) => ({
          node: item.querySelector("svg"), text: item.querySelector("span:not([hidden])").textContent,
        })),
      }), ".png");
    },
    geojson() {
      const features = rangefan.features(app.now(), app.shown(), recordsOf());
      saveText(JSON.stringify(features), ".geojson", "application/geo+json");
    },
    towns() {
      saveText(rangefan.csv(rangefan.townRows(app.now(), app.shown())), "-towns.csv", "text/csv");
    },
    footprints() {
      saveText(rangefan.csv(rangefan.footprintRows(app.now(), app.shown(), recordsOf())), "-footprints.csv", "text/csv");
    },
  };
  box.addEventListener("click", ({ target }) => {
    const wanted = target.closest("[data-take]")?.dataset.take;
    if (wanted) takes[wanted]();
  });
});
