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

  const isMoved = () => app.now().layers.some(({ placed }) => placed);
  const hypothetical = () => {
    const names = app.shown().filter(({ status: state }) => state === "hypothetical").map((layer) => layer.name);
    return names.length ? rangefan.t("Hypothetical, no source records it: {layers}", { layers: rangefan.listed(names) }) : "";
  };

  const takes = {
    link() {
      app.address.save();
      if (location.protocol === "about:") say(rangefan.t("This frame has no address to link to."));
      else copy(location.href, rangefan.t("Link copied."));
    },
    map() {
      const text = rangefan.mapFile(app.scene, app.now().layers, app.state, app.placement?.() ?? null);
      taken.hidden = false;
      taken.value = text;
      copy(text, isMoved() ? rangefan.t("Map file copied; the placement is hypothetical, and it says so.") : rangefan.t("Map file copied."));
    },
    async png() {
      const { scene } = app;
      const credits = document.querySelector("figcaption")?.innerText.split("\n").at(-1) ?? "";
      const seen = rangefan.seenWords(app.now(), app.state.altitude);
      save(await rangefan.picture(app.map.getContainer(), [
        { text: scene.map.title, size: 18, bold: true },
        { text: String(scene.illustrative), size: 13, bold: true },
        { text: String(seen || ""), size: 13 },
        { text: String(hypothetical()), size: 13 },
        { text: credits, size: 11 },
      ]), ".png");
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
