// Positions on the map: governments fill their country, below every footprint; local voices are marks of their own.
(() => {
  "use strict";
  const rangefan = (globalThis.rangefan ??= {});
  const [WIDE, HIGH] = [64, 26];

  /** Textures by stance: hatches object, dots support, dashes take no side; denser is stronger. */
  const TEXTURES = [
    [0, 8, "M-1 1L1 -1M0 8L8 0M7 9L9 7", 1.3], [1, 14, "M-1 1L1 -1M0 14L14 0M13 15L15 13", 1],
    [2, 14, "M1 3H7M8 10H14", 1.1], [3, 12, "M6 6h.01", 2.4], [4, 7, "M3.5 3.5h.01", 2.4],
  ];
  const textures = () => {
    const defs = rangefan.svg("defs");
    for (const [stance, size, d, width] of TEXTURES) {
      const pattern = rangefan.svg("pattern", { id: `rf-texture-${stance}`, width: size, height: size, patternUnits: "userSpaceOnUse" });
      pattern.append(rangefan.svg("path", { class: "rf-texture", d, "stroke-width": width }));
      defs.append(pattern);
    }
    return defs;
  };

  /** The mark of a local stance: full, half for one site only, hollow for no side, with a dot for support. */
  const localMark = (said) => {
    const mark = rangefan.svg("svg", { viewBox: "-7 -7 14 14", width: 14, height: 14, "aria-hidden": "true", class: `rf-local-mark ${rangefan.stanceClass(said)}` });
    mark.append(rangefan.svg("path", { d: "M0 -6L6 0L0 6L-6 0Z" }));
    if (said.site && said.stance < 0) mark.append(rangefan.svg("path", { class: "rf-full", d: "M0 -6V6L-6 0Z" }));
    if (said.stance > 0) mark.append(rangefan.svg("circle", { class: "rf-full", r: 2 }));
    return mark;
  };
  rangefan.localMark = localMark;

  /** Return a function that draws each voice's latest statement; `choose` is called with those of a mark. */
  rangefan.positionsOnMap = (app, statements, choose) => {
    const { map } = app;
    map.createPane("rf-positions").classList.add("rf-pane-positions");
    const renderer = L.svg({ pane: "rf-positions", padding: 0.5 });
    const wanted = new Set(statements.filter(({ group }) => group === "government").map(({ country }) => country));
    const fills = new Map();
    for (const { iso_a3: country, geometry } of app.scene.basemap.countries) {
      if (!wanted.has(country)) continue;
      const options = { pane: "rf-positions", renderer, interactive: false, smoothFactor: 0.6, style: { className: "rf-stance" } };
      fills.set(country, [...(fills.get(country) ?? []), L.geoJSON(geometry, options).addTo(map)]);
    }
    renderer._container?.prepend(textures());

    let marks = [];
    let local = [];
    let laid = "";
    let due = false;
    let timer = 0;

    /** Voices near each other share a mark; it stands below, above or beside its place, off whatever else is pressed. */
    const layOut = () => {
      const frame = map.getContainer().getBoundingClientRect();
      const taken = [...map.getContainer().querySelectorAll('.leaflet-pane [tabindex="0"]')].map((other) => {
        const box = other.getBoundingClientRect();
        return [box.left - frame.left, box.top - frame.top, box.right - frame.left, box.bottom - frame.top];
      });
      for (const { site } of app.now().layers) {
        const { x, y } = map.latLngToContainerPoint([site.lat, site.lon]);
        taken.push([x - 14, y - 14, x + 14, y + 14]);
      }
      for (const { lat, lon } of app.now().towns) {
        const { x, y } = map.latLngToContainerPoint([lat, lon]);
        taken.push([x - 6, y - 6, x + 6, y + 6]);
      }
      const clear = ([west, north, east, south]) => !taken.some(([w, n, e, s]) => west < e && w < east && north < s && n < south);
      const heads = [];
      for (const said of local) {
        const at = map.latLngToContainerPoint(said.at);
        const head = heads.find((other) => Math.abs(other.at.x - at.x) < WIDE && Math.abs(other.at.y - at.y) < HIGH);
        if (head) head.said.push(said);
        else heads.push({ at, said: [said] });
      }
      for (const head of heads) {
        const half = 9 + 13 * new Set(head.said.map(rangefan.stanceClass)).size;
        const boxAt = ([east, down]) => [head.at.x + east - half, head.at.y + down, head.at.x + east + half, head.at.y + down + 26];
        const beside = half + 16;
        head.off = [[0, 16], [0, -42], [-beside, -13], [beside, -13], [-beside, 4], [beside, -30], [-beside, -30], [beside, 4]].find((off) => clear(boxAt(off))) ?? [0, 16];
        taken.push(boxAt(head.off));
      }
      return heads;
    };

    const markOf = ({ said, off: [east, down] }) => {
      const button = rangefan.node("button", "", "rf-local", { type: "button" });
      button.style.translate = `calc(-50% + ${east}px) ${down}px`;
      const kinds = new Map();
      for (const each of said) kinds.set(rangefan.stanceClass(each), [...(kinds.get(rangefan.stanceClass(each)) ?? []), each]);
      for (const [first, ...more] of kinds.values()) {
        // The count is drawn, not written: the button's name says it in words.
        const part = rangefan.node("span", "", "", { "data-count": more.length ? more.length + 1 : "" });
        part.append(localMark(first));
        button.append(part);
      }
      const places = [...new Set(said.map(({ place }) => place))].slice(0, 3);
      const words = rangefan.listed([...kinds.values()].map((of) => rangefan.t("{count} {stance}", { count: of.length, stance: of[0].words })));
      button.setAttribute("aria-label", rangefan.t("Local voices, {places}: {words}", { places: rangefan.listed(places), words }));
      button.addEventListener("click", () => choose(said, button));
      L.DomEvent.disableClickPropagation(button);
      const icon = L.divIcon({ className: "rf-local-at", html: button, iconSize: null });
      return L.marker(said[0].at, { icon, pane: "rf-site", keyboard: false, interactive: false }).addTo(map);
    };

    const group = () => {
      const heads = layOut();
      const now = heads.map(({ said, off }) => `${off} ${said.map(({ id }) => id)}`).join("; ");
      if (now === laid) return;
      laid = now;
      for (const mark of marks) mark.remove();
      marks = heads.map(markOf);
    };
    // After all parts have moved what they move, and before the labels, which keep clear of the marks.
    app.on("rest", () => {
      due = false;
      clearTimeout(timer);
      group();
    });
    /** Where no rest follows: the marks at once, the labels when the slider stands still. */
    const soon = () => {
      if (!due) queueMicrotask(() => {
        if (!due) return;
        due = false;
        group();
        clearTimeout(timer);
        timer = setTimeout(app.labels.update, 120);
      });
      due = true;
    };
    addEventListener("toggle", () => setTimeout(soon), true);

    return (latest) => {
      for (const [country, paths] of fills) {
        const name = `rf-stance ${rangefan.stanceClass(latest.get(`government ${country} `))}`;
        for (const path of paths) path.eachLayer((each) => each.getElement()?.setAttribute("class", name));
      }
      const now = [...latest.values()].filter((said) => said?.at);
      if (now.length === local.length && now.every((said, index) => said === local[index])) return;
      local = now;
      soon();
    };
  };
})();
