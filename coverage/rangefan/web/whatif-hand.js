// Hands on the map: a mark that is dragged or moved by keys, a handle that turns, a click that places.
(() => {
  "use strict";
  const rangefan = (globalThis.rangefan ??= {});
  const whatif = (rangefan.whatif ??= {});
  const STILL_PX = 4;
  const ARROWS = { ArrowUp: 0, ArrowRight: 90, ArrowDown: 180, ArrowLeft: 270 };
  const RADIAN = Math.PI / 180;

  /**
   * Follow one pointer from a node: `start(event)` says what is to be moved, or nothing; then `move(at)` at most once a
   * frame, and `end(done)`. Escape gives it back. What Leaflet and the page would make of the same pointer is kept off.
   */
  const dragging = (map, selector, { start, move, end, warm }) => {
    const container = map.getContainer();
    let held = null;
    const at = (event) => {
      const frame = container.getBoundingClientRect();
      return L.point(event.clientX - frame.left, event.clientY - frame.top);
    };
    const ours = (event) => event.target.closest?.(selector);
    for (const name of ["pointerdown", "mousedown", "touchstart"]) {
      container.addEventListener(name, (event) => { if (ours(event)) event.stopPropagation(); }, { capture: true, passive: true });
    }
    container.addEventListener("pointerover", (event) => { if (!held && ours(event)) warm(ours(event)); });
    const stop = (done) => {
      if (!held) return;
      const { frame, moved, node } = held;
      cancelAnimationFrame(frame);
      held = null;
      container.classList.remove("rf-moving");
      removeEventListener("keydown", escape, true);
      if (!moved) return;
      node.dataset.moved = "1";
      setTimeout(() => delete node.dataset.moved, 0);
      end(done);
    };
    const escape = (event) => {
      if (event.key !== "Escape") return;
      event.stopPropagation();
      stop(false);
    };
    container.addEventListener("pointerdown", (event) => {
      const node = ours(event);
      if (!node || event.button || !event.isPrimary || !start(node)) return;
      warm(node);
      node.setPointerCapture(event.pointerId);
      held = { node, from: at(event), to: null, moved: false, frame: 0, pointer: event.pointerId };
      addEventListener("keydown", escape, true);
    }, true);
    container.addEventListener("pointermove", (event) => {
      if (held?.pointer !== event.pointerId) return;
      held.to = at(event);
      if (!held.moved && held.to.distanceTo(held.from) < STILL_PX) return;
      held.moved = true;
      container.classList.add("rf-moving");
      held.frame ||= requestAnimationFrame(() => {
        held.frame = 0;
        move(held.to, held.from);
      });
    });
    const drop = (event) => {
      if (held?.pointer !== event.pointerId) return;
      if (held.frame) move(held.to, held.from);
      stop(event.type === "pointerup");
    };
    container.addEventListener("pointerup", drop);
    container.addEventListener("pointercancel", drop);
    // The click that ends a drag opens nothing.
    container.addEventListener("click", (event) => { if (ours(event)?.dataset.moved) event.stopPropagation(); }, true);
  };

  whatif.hand = (app, { battery, turned, move, turn, rest, undo, warm, stepKm, nudge, placeAt, stopWaiting }) => {
    const { map } = app;
    const container = map.getContainer();
    const idOf = (node) => [...app.now().layers].find(({ site }) => app.sites.marker(site.id)?.getElement() === node)?.site.id;
    const siteAt = (id) => app.now().layers.find(({ site }) => site.id === id)?.site;

    let moving = null;
    dragging(map, ".rf-site", {
      warm,
      start(node) {
        const id = idOf(node);
        if (!id || !battery(id)) return false;
        const { lat, lng } = app.sites.marker(id).getLatLng();
        moving = { id, lat, lng, at: map.latLngToContainerPoint([lat, lng]) };
        return true;
      },
      move(to, from) {
        const { lat, lng } = map.containerPointToLatLng(moving.at.add(to).subtract(from));
        app.sites.marker(moving.id).setLatLng([lat, lng]);
        move(moving.id, lat, lng);
      },
      end(done) {
        if (done) return rest();
        app.sites.marker(moving.id)?.setLatLng([moving.lat, moving.lng]);
        return undo();
      },
    });

    container.addEventListener("keydown", (event) => {
      const node = event.target.closest?.(".rf-site");
      if (!node || !(event.key in ARROWS) || event.ctrlKey || event.altKey || event.metaKey) return;
      const id = idOf(node);
      if (!battery(id)) return;
      event.preventDefault();
      event.stopPropagation();
      const { lat, lon } = siteAt(id);
      const to = rangefan.direct(lat, lon, ARROWS[event.key], stepKm() * (event.shiftKey ? 5 : 1));
      nudge(id, to.lat, to.lon);
    }, true);

    // The handle stands at the same distance on every screen, however far the fan reaches.
    const handle = whatif.make("div", "", "rf-turn");
    const arm = whatif.make("div", "", "rf-turn-arm");
    const grip = whatif.make("span", "", "rf-turn-grip");
    arm.append(grip);
    handle.append(arm);
    Object.assign(grip, { tabIndex: 0, role: "slider" });
    for (const [name, value] of [["aria-valuemin", 0], ["aria-valuemax", 360], ["aria-label", rangefan.t("Direction of the radar")]]) grip.setAttribute(name, value);
    map.getPane("rf-site").append(handle);

    const drawHandle = (layer = turned()) => {
      const shown = layer && layer.direction && app.isShown(layer) && whatif.movable(layer);
      handle.hidden = !shown;
      if (!shown) return;
      const { azimuth_deg: azimuth } = layer.direction;
      L.DomUtil.setPosition(handle, map.latLngToLayerPoint([layer.site.lat, layer.site.lon]));
      arm.style.rotate = `${azimuth}deg`;
      grip.setAttribute("aria-valuenow", Math.round(azimuth * 10) / 10);
      grip.setAttribute("aria-valuetext", rangefan.t("{azimuth}°, clockwise from north", { azimuth: Math.round(azimuth) }));
    };
    let pivot = null;
    dragging(map, ".rf-turn-grip", {
      warm,
      start() {
        const layer = turned();
        pivot = layer && map.latLngToContainerPoint([layer.site.lat, layer.site.lon]);
        return Boolean(pivot);
      },
      move: (to) => turn(Math.atan2(to.x - pivot.x, pivot.y - to.y) / RADIAN),
      end: (done) => (done ? rest() : undo()),
    });
    grip.addEventListener("keydown", (event) => {
      const by = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -10, PageUp: 10 }[event.key];
      if (!by) return;
      event.preventDefault();
      event.stopPropagation();
      turn(turned().direction.azimuth_deg + by * (event.shiftKey ? 10 : 1));
      rest("turn");
    });
    map.on("zoom viewreset moveend", () => drawHandle());

    let waiting = null;
    const wait = (on) => {
      waiting = on;
      container.classList.toggle("rf-placing", Boolean(on));
    };
    // A click on a footprint opens its card; while a place is waited for, it is a place.
    container.addEventListener("click", (event) => {
      if (!waiting || event.target.closest(".rf-card, .rf-zoom, .rf-site")) return;
      event.stopPropagation();
      const { lat, lng } = map.mouseEventToLatLng(event);
      placeAt(lat, lng);
    }, true);
    document.addEventListener("keydown", (event) => { if (event.key === "Escape" && waiting) stopWaiting(); });
    return { drawHandle, wait, isWaiting: () => Boolean(waiting) };
  };
})();
