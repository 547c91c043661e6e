// What stands on the map besides the drawing: the stamp, the scale bar, the zoom buttons.
(() => {
  "use strict";
  const rangefan = (globalThis.rangefan ??= {});

  rangefan.badge = (map, text) => {
    const box = L.DomUtil.create("p", "rf-badge", map.getContainer());
    const [head, ...rest] = text.split(/[:：]/);
    L.DomUtil.create("strong", "", box).textContent = head;
    if (rest.length) box.append(` · ${rest.join("：").trim()}`);
    L.DomUtil.create("span", "rf-all", box);
    return (seen) => {
      box.querySelector(".rf-at")?.remove();
      if (seen) L.DomUtil.create("span", "rf-at", box).textContent = seen;
    };
  };

  /** A scale bar that is true at the latitude it names, the middle of the view. */
  rangefan.scaleBar = (map) => {
    const box = L.DomUtil.create("div", "rf-scale", map.getContainer());
    const words = L.DomUtil.create("span", "", box);
    const bar = L.DomUtil.create("i", "", box);
    return {
      box,
      update() {
        const lat = Math.round(map.getCenter().lat);
        const [west, east] = [0, 100].map((x) => map.containerPointToLatLng([x, 0]).lng);
        const kmPerPx = (((east - west) / 100) * Math.PI * 6378.137 * Math.cos((lat * Math.PI) / 180)) / 180;
        const room = Math.min(190, map.getSize().x * 0.3) * kmPerPx;
        const power = 10 ** Math.floor(Math.log10(room));
        const km = [5, 2, 1].map((n) => n * power).find((n) => n <= room);
        const at = `${Math.abs(lat)}°${lat < 0 ? "S" : "N"}`;
        words.textContent = rangefan.t("{distance} km at {latitude}", { distance: rangefan.number(km, 3), latitude: at });
        bar.style.width = `${km / kmPerPx}px`;
      },
    };
  };

  /** Zoom in, zoom out and, where the map has a view of its own, back to it. */
  rangefan.zoomButtons = (map, goHome) => {
    if (!goHome) return;
    const box = document.createElement("div");
    box.className = "rf-zoom";
    const add = (sign, name, act) => {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = sign;
      button.setAttribute("aria-label", name);
      button.addEventListener("click", act);
      box.append(button);
    };
    const zoom = (by) => () => {
      map.fire("rf:zoom");
      map.setZoom(map.getZoom() + by, { animate: false });
    };
    map.zoomControl?.remove();
    add("+", rangefan.t("Zoom in"), zoom(1));
    add("−", rangefan.t("Zoom out"), zoom(-1));
    add("⤢", rangefan.t("Show the whole map again"), goHome);
    L.DomEvent.disableClickPropagation(box);
    map.getContainer().append(box);
  };

  /** Call back when a reader zooms the map by hand. */
  rangefan.onUserZoom = (map, then) => {
    const container = map.getContainer();
    map.on("rf:zoom dblclick boxzoomend", then);
    container.addEventListener("keydown", (event) => {
      if (event.target === container && /^(Arrow|[+=_-]$)/.test(event.key)) then();
    });
    container.addEventListener("touchmove", (event) => { if (event.touches.length > 1) then(); }, { passive: true });
    container.addEventListener("wheel", (event) => { if (event.ctrlKey || event.metaKey) then(); }, { passive: true });
  };
})();
