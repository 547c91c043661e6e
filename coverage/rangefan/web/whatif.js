// What if it stood elsewhere: the part of the page in which a reader places batteries. The state, and who follows it.
(() => {
  "use strict";
  const { rangefan } = globalThis;
  const { whatif } = rangefan;
  const FOLLOW_MS = 250;
  const whenIdle = globalThis.requestIdleCallback ?? ((act) => setTimeout(act, 60));

  rangefan.part((app) => {
    const fold = document.getElementById("whatif");
    if (!fold || !app.options.tables || !app.scene.whatif) return;
    const { scene, state } = app;
    const place = whatif.placing();
    const bare = whatif.placing();
    let [a, b] = [whatif.published, null];
    let [chosen, part] = ["", ""];
    const tables = whatif.tables(app);
    const compare = whatif.comparing(app, fold.querySelector(".rf-w-compare"));
    const draw = whatif.sketching(app);

    app.views.push((seen) => place(seen, a));

    /** Every choice that undo takes back. */
    const snapshot = () => ({ a, b, shown: { ...state.shown } });
    const history = whatif.history(snapshot());

    /** Copies have no row of the kernel's: what is shown of them is kept in the placement. */
    const showCopies = (placement) => {
      for (const { of, n, shown } of placement.copies) {
        for (const layer of scene.layers.filter(({ site }) => site.id === of)) {
          state.shown[whatif.copyId(layer.id, n)] = shown ? shown.includes(layer.id) : Boolean(state.shown[layer.id]);
        }
      }
    };
    const withShown = (placement) => whatif.frozen({
      ...placement,
      copies: placement.copies.map(({ of, n }) => ({
        of, n, shown: scene.layers.filter(({ site, id }) => site.id === of && state.shown[whatif.copyId(id, n)]).map(({ id }) => id),
      })),
    });

    const batteries = () => {
      const now = app.now();
      return whatif.batteries(scene, a).map((each) => {
        const layers = each.layers.map(({ id }) => now.layers.find((layer) => layer.id === whatif.copyId(id, each.n))).filter(Boolean);
        return { ...each, layers, site: layers[0]?.site ?? each.of, place: layers[0]?.site.name ?? each.of.name };
      });
    };
    const read = () => {
      const all = batteries();
      const battery = all.find(({ id }) => id === chosen) ?? all[0];
      const layer = battery.layers.find(({ id }) => id === part) ?? battery.layers.find(app.isShown) ?? battery.layers[0];
      return {
        batteries: all, battery, layers: battery.layers, layer, site: battery.site, placement: a, can: history.can(),
        comparing: b !== null, published: whatif.isPublished(a) && b === null,
      };
    };

    const placed = () => !whatif.isPublished(a);
    const hypothetical = () => placed() && app.shown().some((layer) => layer.placed && layer.status === "hypothetical");
    const words = () => (hypothetical() ? rangefan.t("Hypothetical: placed by a reader") : rangefan.t("Changed by a reader, within what is on record"));

    const say = (() => {
      let timer = 0;
      const live = fold.querySelector(".rf-w-live");
      return (text) => {
        clearTimeout(timer);
        timer = setTimeout(() => { if (live.textContent !== text) live.textContent = text; }, 700);
      };
    })();

    const agree = (now) => {
      const stated = fold.querySelector(".rf-w-state");
      stated.hidden = !placed();
      fold.querySelector(".rf-w-python").hidden = !placed();
      document.body.classList.toggle("rf-is-hypothetical", hypothetical());
      if (placed()) {
        tables.show(now, words());
        app.badge([words(), rangefan.seenWords(now, state.altitude)].filter(Boolean).join(" · "));
        const { layer } = read();
        stated.textContent = rangefan.t("{layer}: {status}", { layer: layer.name, status: layer.status_text });
        say([...document.querySelectorAll(".rf-answer")].map(({ textContent }) => textContent).join(" "));
      } else say("");
      compare(now, b);
      form.show();
    };
    app.on("sketch", () => { if (!placed()) tables.restore(); });
    app.on("rest", (now) => {
      for (const { site } of now.layers) {
        const mark = app.sites.marker(site.id)?.getElement();
        if (!mark) continue;
        mark.setAttribute("aria-description", rangefan.t("Arrow keys move it"));
        mark.classList.toggle("is-placed", now.layers.some((layer) => layer.placed && layer.site.id === site.id && layer.status === "hypothetical"));
      }
    });
    app.on("update", (now) => {
      agree(now);
      // Before the labels are laid out: they keep off it.
      hand.drawHandle(turned());
    });

    // ---- changes ----
    const set = (next, name = "") => {
      a = next;
      showCopies(a);
      history.keep(snapshot(), name);
      app.update();
    };
    const restore = (kept) => {
      ({ a, b } = kept);
      Object.assign(state.shown, kept.shown);
      app.update();
    };
    const moved = (placement, id, where) => whatif.frozen({ ...placement, sites: { ...placement.sites, [id]: where } });
    const turnedTo = (placement, layer, turn) => {
      const layers = { ...placement.layers };
      // One antenna has one direction, in every mode.
      for (const each of read().layers.filter(({ system }) => system === layer.system)) layers[each.id] = { ...layers[each.id], ...turn };
      return whatif.frozen({ ...placement, layers });
    };
    const without = (record, ...ids) => Object.fromEntries(Object.entries(record).filter(([id]) => !ids.includes(id)));
    const inSight = () => {
      const { lat, lon } = read().site;
      if (!app.map.getBounds().contains([lat, lon])) app.frame.goHome();
    };
    const settle = (next, name) => {
      set(next, name);
      inSight();
    };

    // ---- while a hand moves ----
    let [held, pending, followed, idle] = [null, null, 0, 0];
    const turned = () => {
      const { layer } = read();
      return fold.open && layer?.direction && app.isShown(layer) ? layer : null;
    };
    const follow = (next) => {
      held ??= a;
      pending = next;
      const now = bare(scene, next, "layers");
      const moving = now.layers.filter((layer) => layer.placed);
      draw(moving);
      if (!followed) app.badge(rangefan.t("Hypothetical: placed by a reader"));
      const { layer } = read();
      hand.drawHandle(now.layers.find(({ id }) => id === layer.id && turned()));
      followed ||= 1;
      // Words follow when the hand leaves time for them, and within a quarter of a second.
      idle ||= whenIdle(() => {
        idle = 0;
        if (pending) tables.follow(bare(scene, pending, "answers"));
      }, { timeout: FOLLOW_MS });
    };
    const rest = (name = "") => {
      if (!pending) return;
      const next = pending;
      [held, pending, followed] = [null, null, 0];
      app.drawing.forget();
      set(next, name);
    };
    const undoHand = () => {
      if (!held) return;
      [held, pending, followed] = [null, null, 0];
      tables.restore();
      // What was sketched is drawn again from the state.
      app.drawing.forget();
      app.update();
    };
    const turn = (azimuth) => follow(turnedTo(pending ?? a, read().layer, { azimuth_deg: whatif.azimuth(azimuth) }));

    let warmed = false;
    const choose = (id) => {
      if (id === chosen) return;
      [chosen, part] = [id, ""];
      form.show();
      hand.drawHandle(turned());
    };
    const hand = whatif.hand(app, {
      battery: (id) => {
        const found = whatif.batteries(scene, a).some((each) => each.id === id);
        if (found) choose(id);
        return found;
      },
      turned, turn, rest, undo: undoHand,
      move: (id, lat, lon) => follow(moved(a, id, whatif.position(lat, lon))),
      nudge: (id, lat, lon) => settle(moved(a, id, whatif.position(lat, lon)), `keys ${id}`),
      stepKm: () => form.stepKm(),
      stopWaiting: () => act.pick(),
      placeAt: (lat, lon) => {
        act.pick();
        settle(moved(a, read().battery.id, whatif.position(lat, lon)));
      },
      /** The first dragged frame shall be as quick as the next: run once, unseen, what a drag runs. */
      warm: () => {
        if (warmed) return;
        warmed = true;
        const { battery, site } = read();
        const shapes = app.drawing.shapes;
        app.drawing.shapes = () => [];
        for (let i = 0; i < 6; i += 1) {
          draw(bare(scene, moved(a, battery.id, whatif.position(site.lat, site.lon + i / 1000)), "layers").layers.filter((layer) => layer.placed));
        }
        app.drawing.shapes = shapes;
      },
    });

    // ---- the fold ----
    const change = {
      battery: choose,
      at: (id) => {
        const { battery, site } = read();
        const anchor = whatif.anchors(scene).get(id);
        if (id === "published") settle(whatif.frozen({ ...a, sites: without(a.sites, battery.id) }));
        else if (anchor) settle(moved(a, battery.id, { ...whatif.position(anchor.lat, anchor.lon), at: id }));
        else settle(moved(a, battery.id, whatif.position(site.lat, site.lon)));
      },
      lat: (lat) => settle(moved(a, read().battery.id, whatif.position(lat, read().site.lon))),
      lon: (lon) => settle(moved(a, read().battery.id, whatif.position(read().site.lat, lon))),
      part: (id) => {
        part = id;
        app.show(id);
        a = withShown(a);
        set(a);
      },
      azimuth: (x) => set(turnedTo(a, read().layer, { azimuth_deg: whatif.azimuth(x) })),
      width: (x) => set(turnedTo(a, read().layer, { width_deg: whatif.width(x) })),
      figure: (ref) => {
        const { layer } = read();
        const { figure, ...others } = a.layers[layer.id] ?? {};
        const kept = { ...others, ...(ref ? { figure: ref } : {}) };
        const layers = Object.keys(kept).length ? { ...a.layers, [layer.id]: kept } : without(a.layers, layer.id);
        void figure;
        state.pick = state.pick === "all" ? "all" : "nominal";
        set(whatif.frozen({ ...a, layers }));
      },
    };
    const act = {
      turning: turn, rest,
      pick: () => {
        hand.wait(!hand.isWaiting());
        form.picking(hand.isWaiting());
      },
      undo: () => restore(history.undo()),
      redo: () => restore(history.redo()),
      back: () => {
        b = null;
        for (const { id, visible } of scene.layers) state.shown[id] = visible;
        set(whatif.published);
      },
      copy: () => {
        const { battery, site, layers } = read();
        const used = a.copies.filter(({ of }) => of === battery.of.id).map(({ n }) => n);
        const n = [2, 3, 4, 5, 6, 7, 8, 9, 10].find((each) => !used.includes(each));
        const id = whatif.copyId(battery.of.id, n);
        // Far enough for two marks to be told apart at this zoom.
        const from = app.map.latLngToContainerPoint([site.lat, site.lon]);
        const { lat, lng } = app.map.containerPointToLatLng(from.add([from.x > app.map.getSize().x / 2 ? -56 : 56, 0]));
        const shown = layers.filter(app.isShown).map((layer) => layer.base ?? layer.id);
        const turns = Object.fromEntries(layers.filter((layer) => a.layers[layer.id])
          .map((layer) => [whatif.copyId(layer.base ?? layer.id, n), a.layers[layer.id]]));
        [chosen, part] = [id, ""];
        settle(whatif.frozen({
          ...moved(a, id, whatif.position(lat, lng)), copies: [...a.copies, { of: battery.of.id, n, shown }], layers: { ...a.layers, ...turns },
        }));
      },
      remove: () => {
        const { batteries: all, battery, layers } = read();
        if (all.length < 2) return;
        const next = {
          ...a, sites: without(a.sites, battery.id), layers: without(a.layers, ...layers.map(({ id }) => id)),
          copies: a.copies.filter(({ of, n }) => whatif.copyId(of, n) !== battery.id),
          removed: battery.n > 1 ? a.removed : [...a.removed, battery.id],
        };
        [chosen, part] = ["", ""];
        set(whatif.frozen(next));
      },
      compare: () => {
        b = b === null ? withShown(a) : null;
        if (b && whatif.isPublished(b)) b = whatif.published;
        set(a);
      },
      swap: () => {
        if (b === null) return;
        [a, b] = [b, a];
        showCopies(a);
        settle(a);
      },
    };
    const form = whatif.form(fold, app, { read, change, act });

    // ---- the address ----
    const text = (placement) => whatif.write(withShown(placement));
    app.address.part("p", {
      write: () => text(a),
      read: (found) => {
        a = whatif.read(found, scene);
        showCopies(a);
      },
    });
    app.address.part("q", {
      write: () => (b === null ? "" : text(b) || "published"),
      read: (found) => {
        const kept = whatif.read(found, scene);
        b = found === "published" ? whatif.published : whatif.isPublished(kept) ? null : kept;
      },
    });
    fold.addEventListener("toggle", () => {
      if (fold.open) hand.drawHandle(turned());
      else hand.drawHandle(null);
    });

    /** The placement as plain data, for what is exported. */
    app.placement = () => withShown(a);
    app.placing = { words: () => (placed() ? words() : ""), hypothetical };
  });
})();
