// The words on the map: footprints on their lines, towns, countries, seas. Rewritten whenever the view comes to rest.
(() => {
  "use strict";
  const rangefan = (globalThis.rangefan ??= {});
  const SVG = "http://www.w3.org/2000/svg";
  const NARROW = 520;
  const FLAG = { candidate: "Candidate, not built: ", hypothetical: "Hypothetical: " };

  /** Great-circle kilometres, only to tell a footprint's arc from its straight edges. */
  const roughKm = (lat1, lon1, lat2, lon2) => {
    const rad = Math.PI / 180;
    const h = Math.sin(((lat2 - lat1) * rad) / 2) ** 2
      + Math.cos(lat1 * rad) * Math.cos(lat2 * rad) * Math.sin(((lon2 - lon1) * rad) / 2) ** 2;
    return 2 * 6371 * Math.asin(Math.min(1, Math.sqrt(h)));
  };

  /** "AN/TPY-2 terminal", "THAAD reach", "Hwasong-15": short for the line, the legend has the full name. */
  const shortName = (layer) => {
    if (layer.role === "interceptor") return `${layer.system_name} reach`;
    const mode = layer.role === "radar" ? (layer.mode_name ?? "").replace(/\s+mode$/i, "") : "";
    const word = /^[A-Z][a-z]/.test(mode) ? mode[0].toLowerCase() + mode.slice(1) : mode;
    return word && word !== "published" ? `${layer.system_name} ${word}` : layer.system_name;
  };

  rangefan.labels = (map, scene, { state, mainPick, colourOf }) => {
    const canvas = document.createElementNS(SVG, "svg");
    canvas.setAttribute("class", "rf-words");
    canvas.setAttribute("aria-hidden", "true");
    map.getPane("rf-label").append(canvas);

    const write = (lines, className) => {
      const text = document.createElementNS(SVG, "text");
      text.setAttribute("class", className);
      lines.forEach((line, index) => {
        const row = document.createElementNS(SVG, "tspan");
        row.textContent = line;
        if (index) {
          row.setAttribute("class", "rf-second");
          row.setAttribute("dy", "1.25em");
        }
        text.append(row);
      });
      canvas.append(text);
      const rows = [...text.children];
      rows.forEach((row) => row.setAttribute("x", 0));
      const { width, height } = text.getBBox();
      return { node: text, rows, w: width + 2, h: height };
    };

    const point = (lat, lon) => map.latLngToContainerPoint([Math.max(-85, Math.min(85, lat)), lon]);

    /** Screen points along a footprint's outer arc with the direction that leads away from it. */
    const arcOf = (layer, footprint) => {
      const arc = [];
      for (const [outer] of footprint.geometry.coordinates) {
        const screen = outer.map(([lon, lat]) => point(lat, lon));
        let doubled = 0;
        for (let i = 0; i + 1 < screen.length; i += 1) doubled += screen[i].x * screen[i + 1].y - screen[i + 1].x * screen[i].y;
        const turn = doubled < 0 ? 1 : -1;
        for (let i = 1; i + 1 < screen.length; i += 1) {
          const [lon, lat] = outer[i];
          if (Math.abs(roughKm(layer.site.lat, layer.site.lon, lat, lon) / footprint.range_km - 1) > 0.006) continue;
          const [dx, dy] = [screen[i + 1].x - screen[i - 1].x, screen[i + 1].y - screen[i - 1].y];
          const length = Math.hypot(dx, dy);
          if (length) arc.push({ x: screen[i].x, y: screen[i].y, nx: (-dy / length) * turn, ny: (dx / length) * turn });
        }
      }
      return arc;
    };

    const sampled = (layer, footprint) => {
      const points = [];
      for (const rings of footprint.geometry.coordinates) {
        for (const ring of rings) {
          let last = null;
          for (const [lon, lat] of ring) {
            const next = point(lat, lon);
            if (last) {
              const steps = Math.min(200, Math.max(1, Math.round(last.distanceTo(next) / 8)));
              for (let i = 1; i <= steps; i += 1) {
                points.push([last.x + ((next.x - last.x) * i) / steps, last.y + ((next.y - last.y) * i) / steps]);
              }
            }
            last = next;
          }
        }
      }
      return points;
    };

    const footprintItem = (layer, footprint, main, narrow) => {
      const km = `${footprint.range_km.toLocaleString("en")} km`;
      const flag = FLAG[layer.status] ?? "";
      const classes = `rf-name ${colourOf(layer)} ${main ? "is-main" : "is-edge"}`;
      const full = main ? `${flag}${shortName(layer)} · ${footprint.label}` : footprint.label;
      const variants = narrow ? [[flag ? `${flag.split(/[:,]/)[0]} · ${km}` : km]] : [
        main && layer.altitude_text ? [full, layer.altitude_text] : [full],
        ...(main ? [[`${flag}${layer.system_name} · ${km}`]] : []),
        [flag ? `${flag.split(/[:,]/)[0]} · ${km}` : km],
      ];
      const texts = variants.map((lines) => write(lines, classes));
      const { width, height } = map.getSize();
      const arc = arcOf(layer, footprint).filter(({ x, y }) => x > 0 && y > 0 && x < width && y < height);
      const step = Math.max(1, Math.floor(arc.length / 40));
      const wished = footprint.label_at ? point(...footprint.label_at) : null;
      const candidates = [];
      texts.forEach((text, rank) => {
        for (let i = 0; i < arc.length; i += step) {
          const { x, y, nx, ny } = arc[i];
          const reach = (Math.abs(nx) * text.w + Math.abs(ny) * text.h) / 2 + 5;
          const far = wished ? Math.hypot(x - wished.x, y - wished.y) / Math.max(width, height) : 0;
          const level = 1 - Math.abs(ny);
          for (const [side, price] of [[1, 0], [-1, 1.5]]) {
            candidates.push({
              text, x: x + nx * reach * side - text.w / 2, y: y + ny * reach * side - text.h / 2, w: text.w, h: text.h,
              cost: rank * 3 + price + far * 2 + level * 2,
            });
          }
        }
      });
      return { texts, candidates, limit: main ? 40 : 9 };
    };

    const dot = (answer, x, y) => {
      const group = document.createElementNS(SVG, "g");
      group.setAttribute("class", `rf-dot is-${answer}`);
      group.setAttribute("transform", `translate(${x} ${y})`);
      const ring = document.createElementNS(SVG, "circle");
      ring.setAttribute("r", 3.8);
      group.append(ring);
      if (answer === "depends") {
        const half = document.createElementNS(SVG, "path");
        half.setAttribute("d", "M0-3.8A3.8 3.8 0 0 1 0 3.8Z");
        group.append(half);
      }
      return group;
    };

    const townItem = (town) => {
      const { x, y } = point(town.lat, town.lon);
      const text = write([town.name], "rf-town");
      const at = (dx, dy, cost) => ({
        text, x: x + dx, y: y + dy, w: text.w, h: text.h, cost, also: { x: x - 5, y: y - 5, w: 10, h: 10 },
      });
      const { w, h } = text;
      return {
        texts: [text], limit: 12, town, spot: { x, y },
        candidates: [at(7, -h / 2, 0), at(-7 - w, -h / 2, 0.4), at(-w / 2, -h - 5, 0.9), at(-w / 2, 5, 0.9),
          at(5, -h - 2, 1.2), at(5, 2, 1.2), at(-5 - w, -h - 2, 1.4), at(-5 - w, 2, 1.4)],
      };
    };

    const placeItem = ({ text: words, kind, lat, lon }, narrow) => {
      const text = write([words], `rf-place rf-place-${kind}`);
      const { x, y } = point(lat, lon);
      const reach = kind === "country" ? 60 : kind === "sea" ? 48 : 14;
      const candidates = [];
      for (const [dx, dy] of [[0, 0], [0, 1], [0, -1], [1, 0], [-1, 0], [1, 1], [-1, 1], [1, -1], [-1, -1]]) {
        for (const part of dx || dy ? [0.4, 1] : [0]) {
          const [ox, oy] = [dx * part * reach, dy * part * reach * 0.7];
          candidates.push({
            text, x: x + ox - text.w / 2, y: y + oy - text.h / 2, w: text.w, h: text.h, cost: (Math.hypot(ox, oy) / reach) * 3,
          });
        }
      }
      return { texts: [text], candidates, limit: narrow && kind !== "country" ? 3.5 : 7 };
    };

    const siteItem = (site) => {
      const { x, y } = point(site.lat, site.lon);
      const name = site.name.replace(/\s*\([^)]*\)\s*$/, "") || site.name;
      const text = write([`${name} ±${site.precision_km} km`], "rf-sitename");
      const { w, h } = text;
      const at = (dx, dy, cost) => ({ text, x: x + dx, y: y + dy, w, h, cost });
      return {
        texts: [text], limit: 12,
        candidates: [at(14, -h / 2, 0), at(-w / 2, 13, 0.3), at(-w / 2, -h - 13, 0.6), at(-14 - w, -h / 2, 0.6)],
      };
    };

    const update = () => {
      const size = map.getSize();
      const origin = map.containerPointToLayerPoint([0, 0]);
      L.DomUtil.setPosition(canvas, origin);
      canvas.setAttribute("width", size.x);
      canvas.setAttribute("height", size.y);
      canvas.replaceChildren();
      const narrow = size.x < NARROW;
      const shown = scene.layers.filter((layer, index) => state.shown[index]);
      const [mains, edges, lines] = [[], [], []];
      for (const layer of shown) {
        const main = mainPick(layer, state.pick);
        for (const footprint of layer.footprints) {
          const firm = footprint.pick === main;
          (firm ? mains : edges).push(footprintItem(layer, footprint, firm, narrow));
          lines.push(...sampled(layer, footprint));
        }
      }
      const sites = [...new Map(shown.map(({ site }) => [site.id, site])).values()];
      const frame = map.getContainer().getBoundingClientRect();
      const taken = [...map.getContainer().querySelectorAll(".rf-badge, .rf-scale, .rf-zoom, .rf-dock")].map((node) => {
        const box = node.getBoundingClientRect();
        return { x: box.x - frame.x, y: box.y - frame.y, w: box.width, h: box.height };
      });
      for (const site of sites) {
        const { x, y } = point(site.lat, site.lon);
        taken.push({ x: x - 10, y: y - 10, w: 20, h: 20 });
      }
      const places = (kind) => scene.basemap.labels.filter((label) => label.kind === kind).map((label) => placeItem(label, narrow));
      const items = [
        ...mains,
        ...(narrow && sites.length > 1 ? [] : sites.map(siteItem)),
        ...places("country"),
        ...scene.towns.map(townItem),
        ...edges,
        ...places("sea"),
        ...places("island"),
      ];
      const chosen = rangefan.placeLabels(items, { width: size.x, height: size.y }, taken, lines);
      items.forEach((item, index) => {
        const place = chosen[index];
        for (const text of item.texts) if (text !== place?.text) text.node.remove();
        if (!place) return;
        const { node, rows } = place.text;
        const box = node.getBBox();
        node.setAttribute("transform", `translate(${(place.x + 1 - box.x).toFixed(1)} ${(place.y - box.y).toFixed(1)})`);
        if (rows.length > 1) {
          for (const row of rows) {
            row.setAttribute("x", box.width / 2);
            row.setAttribute("text-anchor", "middle");
          }
        }
        if (item.town) canvas.prepend(dot(rangefan.answerFor(scene, state, item.town), item.spot.x, item.spot.y));
      });
    };

    return { update };
  };

  /** What the dots answer: for the first layer shown where few are shown, for anything drawn where many are. */
  rangefan.subject = (scene, state) => {
    const shown = scene.layers.filter((layer, index) => state.shown[index]);
    return shown.length > 3 ? shown : shown.slice(0, 1);
  };

  rangefan.answerFor = (scene, state, town) => {
    const answers = rangefan.subject(scene, state).map((layer) => town.cells[layer.id]?.answer ?? "out");
    return answers.includes("in") ? "in" : answers.includes("depends") ? "depends" : "out";
  };
})();
