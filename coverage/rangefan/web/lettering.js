// The words on the map: footprints on their lines, towns, countries, seas. Rewritten whenever the view comes to rest.
(() => {
  "use strict";
  const rangefan = (globalThis.rangefan ??= {});
  const SVG = "http://www.w3.org/2000/svg";
  // Below this width labels give distances alone; the legend has the rest.
  const NARROW = 520;
  // Below this one towns, which answer the question, come before the names of countries.
  const SPARE = 720;

  rangefan.labels = (app) => {
    const { map, scene, state } = app;
    const canvas = document.createElementNS(SVG, "svg");
    canvas.setAttribute("class", "rf-words");
    canvas.setAttribute("aria-hidden", "true");
    map.getPane("rf-label").append(canvas);

    const write = ({ lines, className }) => {
      const node = document.createElementNS(SVG, "text");
      node.setAttribute("class", className);
      for (const [index, line] of lines.entries()) {
        const row = document.createElementNS(SVG, "tspan");
        row.textContent = line;
        row.setAttribute("x", 0);
        if (index) {
          row.setAttribute("class", "rf-second");
          row.setAttribute("dy", "1.25em");
        }
        node.append(row);
      }
      canvas.append(node);
      return node;
    };

    // What a text takes up, by its class and words. All of them are measured at once: every measuring after a change
    // would lay the page out again.
    const boxes = new Map();
    const wording = (lines, className) => {
      const key = `${className}\n${lines.join("\n")}`;
      return { lines, className, key, get w() { return boxes.get(key).width + 2; }, get h() { return boxes.get(key).height; } };
    };
    const measure = (texts) => {
      const nodes = texts.filter(({ key }) => !boxes.get(key)?.width).map((text) => [text.key, write(text)]);
      for (const [key, node] of nodes) boxes.set(key, node.getBBox());
      for (const [, node] of nodes) node.remove();
    };

    // Leaflet's own conversion rounds to whole pixels, too coarse for the direction of a line.
    const point = (lat, lon) =>
      map.project([lat, lon]).subtract(map.getPixelOrigin()).add(map.layerPointToContainerPoint([0, 0]));

    /** Screen points along a footprint's outer arc with the direction that leads away from it. */
    const arcOf = (layer, footprint) => {
      const inside = footprint.geometry.coordinates.map(([outer]) => outer.map(([lon, lat]) => point(lat, lon)));
      let doubled = 0;
      for (const ring of inside) {
        for (let i = 0; i + 1 < ring.length; i += 1) doubled += ring[i].x * ring[i + 1].y - ring[i + 1].x * ring[i].y;
      }
      const { arc } = rangefan.outline(footprint.geometry, layer.site, rangefan.reachOf(footprint), scene.view.center_lon);
      return arc.flatMap((run) => {
        const screen = run.map(([lon, lat]) => point(lat, lon));
        return screen.slice(1, -1).map(({ x, y }, i) => {
          const [dx, dy] = [screen[i + 2].x - screen[i].x, screen[i + 2].y - screen[i].y];
          const length = (Math.hypot(dx, dy) || 1) * (doubled < 0 ? 1 : -1);
          return { x, y, nx: -dy / length, ny: dx / length };
        });
      });
    };

    /** Points every few pixels along what is drawn, so that labels can keep off it. */
    const sampled = (layer, footprint, main) => {
      const outline = rangefan.outline(footprint.geometry, layer.site, rangefan.reachOf(footprint), scene.view.center_lon);
      const points = [];
      for (const run of main ? outline.line : outline.arc) {
        let last = null;
        for (const [lon, lat] of run) {
          const next = point(lat, lon);
          const far = last ? Math.hypot(next.x - last.x, next.y - last.y) : 0;
          const steps = Math.min(200, Math.max(1, Math.round(far / 8)));
          for (let i = 1; last && i <= steps; i += 1) {
            points.push([last.x + ((next.x - last.x) * i) / steps, last.y + ((next.y - last.y) * i) / steps]);
          }
          if (!last || far >= 6) last = next;
        }
      }
      return points;
    };

    /** Squared distance from a box to the nearest of some points. */
    const nearest = (box, points) => {
      let least = Infinity;
      for (const [px, py] of points) {
        const dx = Math.max(box.x - px, 0, px - box.x - box.w);
        const dy = Math.max(box.y - py, 0, py - box.y - box.h);
        least = Math.min(least, dx * dx + dy * dy);
      }
      return least;
    };

    const footprintItem = (layer, footprint, main, narrow, shown, own, others) => {
      const classes = `rf-name ${rangefan.colourOf(layer)} ${main ? "is-main" : footprint.kind ?? "is-edge"}`;
      const variants = footprint.variants ?? (narrow ? [rangefan.leastWords(layer, footprint, shown)]
        : rangefan.words(layer, footprint, main, shown, map.getSize().x));
      const texts = variants.map(({ lines }) => wording(lines, classes));
      const places = () => {
        const { x: width, y: height } = map.getSize();
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
              const box = { x: x + nx * reach * side - text.w / 2, y: y + ny * reach * side - text.h / 2, w: text.w, h: text.h };
              // A label that lies nearer to another line would be read as that line's.
              const other = nearest(box, others);
              const astray = other < 6 || other < nearest(box, own) ? (footprint.variants ? 99 : 16) : 0;
              candidates.push({ text, ...box, cost: variants[rank].cost + price + far * 2 + level * 2 + astray });
            }
          }
        });
        return candidates;
      };
      return { texts, candidates: places, limit: main ? 40 : footprint.variants ? 30 : 6 };
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
      const text = wording([town.name], "rf-town");
      const at = (dx, dy, cost) => ({
        text, x: x + dx, y: y + dy, w: text.w, h: text.h, cost, also: { x: x - 5, y: y - 5, w: 10, h: 10 },
      });
      return {
        texts: [text], limit: 12, town, spot: { x, y },
        candidates: ({ w, h } = text) => [at(7, -h / 2, 0), at(-7 - w, -h / 2, 0.4), at(-w / 2, -h - 5, 0.9), at(-w / 2, 5, 0.9),
          at(5, -h - 2, 1.2), at(5, 2, 1.2), at(-5 - w, -h - 2, 1.4), at(-5 - w, 2, 1.4)],
      };
    };

    const within = ([x, y], ring) => {
      let inside = false;
      for (let i = 0, j = ring.length - 1; i < ring.length; j = i, i += 1) {
        const [[xi, yi], [xj, yj]] = [ring[i], ring[j]];
        if (yi > y !== yj > y && x < ((xj - xi) * (y - yi)) / (yj - yi) + xi) inside = !inside;
      }
      return inside;
    };
    const lands = scene.basemap.countries.flatMap(({ iso_a3: country, geometry }) => geometry.coordinates.map(([outer]) => {
      const [lons, lats] = [outer.map(([lon]) => lon), outer.map(([, lat]) => lat)];
      const least = (numbers) => numbers.reduce((a, b) => Math.min(a, b), Infinity);
      const most = (numbers) => numbers.reduce((a, b) => Math.max(a, b), -Infinity);
      return { country, outer, w: least(lons), e: most(lons), s: least(lats), n: most(lats) };
    }));
    const countryAt = (lon, lat) =>
      lands.find(({ outer, w, e, s, n }) => lon >= w && lon <= e && lat >= s && lat <= n && within([lon, lat], outer))?.country;

    const placeItem = ({ text: words, kind, lat, lon }, narrow) => {
      const { x, y } = point(lat, lon);
      const reach = kind === "country" ? 60 : kind === "sea" ? 48 : 14;
      const [first, ...rest] = words.split(" ");
      const variants = kind === "country" && rest.length ? [[words], [first, rest.join(" ")]] : [[words]];
      const texts = variants.map((lines) => wording(lines, `rf-place rf-place-${kind}`));
      const places = () => {
        const candidates = [];
        // A country's name may move out to sea, never onto another country.
        const strays = (box) => [0.05, 0.5, 0.95].some((part) => {
          const at = map.containerPointToLatLng([box.x + box.w * part, box.y + box.h / 2]);
          return ![countryAt(lon, lat), undefined].includes(countryAt(at.lng, at.lat));
        });
        texts.forEach((text, rank) => {
          for (const [dx, dy] of [[0, 0], [0, 1], [0, -1], [1, 0], [-1, 0], [1, 1], [-1, 1], [1, -1], [-1, -1]]) {
            for (const part of dx || dy ? [0.4, 1] : [0]) {
              const [ox, oy] = [dx * part * reach, dy * part * reach * 0.7];
              const box = { x: x + ox - text.w / 2, y: y + oy - text.h / 2, w: text.w, h: text.h };
              const refused = kind === "country" && (ox || oy) ? () => strays(box) : null;
              candidates.push({ text, ...box, cost: (Math.hypot(ox, oy) / reach) * 3 + rank * 1.5, refused });
            }
          }
        });
        return candidates;
      };
      return { texts, candidates: places, limit: narrow && kind !== "country" ? 3.5 : 7 };
    };

    const siteItem = (site) => {
      const { x, y } = point(site.lat, site.lon);
      const text = wording([rangefan.bareSite(site)], "rf-sitename");
      const at = (dx, dy, cost) => ({ text, x: x + dx, y: y + dy, w: text.w, h: text.h, cost });
      return {
        texts: [text], limit: 12,
        candidates: ({ w, h } = text) => [at(14, -h / 2, 0), at(-w / 2, 13, 0.3), at(-w / 2, -h - 13, 0.6), at(-14 - w, -h / 2, 0.6)],
      };
    };

    function* steps() {
      const size = map.getSize();
      const origin = map.containerPointToLayerPoint([0, 0]);
      L.DomUtil.setPosition(canvas, origin);
      canvas.setAttribute("width", size.x);
      canvas.setAttribute("height", size.y);
      canvas.replaceChildren();
      const narrow = size.x < NARROW;
      const now = app.now();
      const shown = app.shown();
      const all = map.getContainer().querySelector(".rf-all");
      all.textContent = rangefan.statusOfAll(shown);
      const coloured = (layer) => state.lowest.find(({ layer: { id } }) => id === layer.id)?.bands;
      const drawn = shown.flatMap((layer) => [
        ...layer.footprints.map((footprint) => ({ layer, footprint, firm: footprint.pick === rangefan.mainPick(layer, state.pick) }))
          .filter(({ firm }) => firm || state.pick === "all" || !coloured(layer)),
        ...rangefan.extraLines(layer, coloured(layer)).map((footprint) => ({ layer, footprint, firm: false, extra: true })),
      ]).map((one) => ({ ...one, points: sampled(one.layer, one.footprint, one.firm || (state.pick === "all" && !one.extra)) }));
      // A label that hides a town costs as much as one that crosses a line three times.
      const spots = now.towns.map((town) => point(town.lat, town.lon)).flatMap(({ x, y }) => [[x, y], [x, y], [x, y]]);
      const lines = [...drawn.flatMap(({ points }) => points), ...spots];
      const twin = (one) => !one.firm
        && drawn.some(({ layer, footprint, firm }) => firm && layer === one.layer && rangefan.reachOf(footprint) === rangefan.reachOf(one.footprint));
      const named = (wanted, extra = false) => drawn.filter((one) => one.firm === wanted && !one.extra === !extra && !twin(one)).map((one) => {
        const others = drawn.filter((other) => other !== one && !twin(other)).flatMap(({ points }) => points);
        return footprintItem(one.layer, one.footprint, one.firm, narrow, shown, sampled(one.layer, one.footprint, false), others);
      });
      const sites = [...new Map(shown.map(({ site }) => [site.id, site])).values()];
      const frame = map.getContainer().getBoundingClientRect();
      const taken = [...(map.getContainer().closest(".rf-frame") ?? map.getContainer())
        .querySelectorAll(".rf-badge, .rf-scale, .rf-zoom, .rf-dock, .rf-locator, .rf-local, .rf-turn-grip, .rf-only span")].map((node) => {
        const box = node.getBoundingClientRect();
        return { x: box.x - frame.x, y: box.y - frame.y, w: box.width, h: box.height };
      });
      for (const site of sites) {
        const { x, y } = point(site.lat, site.lon);
        taken.push({ x: x - 10, y: y - 10, w: 20, h: 20 });
      }
      const places = (kind) => scene.basemap.labels.filter((label) => label.kind === kind).map((label) => placeItem(label, narrow));
      const items = [
        ...named(true),
        ...named(false, true),
        ...(sites.length > 1 && (narrow || shown.length > 3) ? [] : sites.map(siteItem)),
        ...(size.x < SPARE ? [] : places("country")),
        ...now.towns.map(townItem),
        ...(size.x < SPARE ? places("country") : []),
        ...named(false),
        ...places("sea"),
        ...places("island"),
      ];
      yield;
      measure(items.flatMap(({ texts }) => texts));
      const asked = [];
      for (const item of items) {
        asked.push({ ...item, candidates: item.candidates() });
        yield;
      }
      const chosen = yield* rangefan.placeLabels(asked, { width: size.x, height: size.y }, taken, lines);
      items.forEach((item, index) => {
        const place = chosen[index];
        if (!place) return;
        const node = write(place.text);
        const box = boxes.get(place.text.key);
        node.setAttribute("transform", `translate(${(place.x + 1 - box.x).toFixed(1)} ${(place.y - box.y).toFixed(1)})`);
        if (place.text.lines.length > 1) {
          for (const row of node.children) {
            row.setAttribute("x", box.width / 2);
            row.setAttribute("text-anchor", "middle");
          }
        }
        if (item.town) canvas.prepend(dot(rangefan.answerFor(now, state, item.town), item.spot.x, item.spot.y));
      });
    }

    return { steps, update: () => rangefan.finish(steps()) };
  };
})();
