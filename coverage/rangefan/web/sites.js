// The sites' marks: buttons on the map. Sites too close to be told apart share one, until the reader zooms in.
(() => {
  "use strict";
  const rangefan = (globalThis.rangefan ??= {});

  rangefan.siteMarks = (map, onOpen) => {
    const marks = new Map();

    const add = (site) => {
      const { svg } = rangefan;
      const icon = svg("svg", { viewBox: "-14 -14 28 28", width: 28, height: 28, "aria-hidden": "true" });
      icon.append(svg("circle", { class: "rf-site-ring", r: 9 }), svg("circle", { class: "rf-site-dot", r: 4 }));
      const marker = L.marker([site.lat, site.lon], {
        icon: L.divIcon({ className: "rf-site", html: icon, iconSize: [28, 28] }), pane: "rf-site", bubblingMouseEvents: false,
        riseOnHover: true,
      }).addTo(map);
      const mark = { site, marker, near: [] };
      const open = () => onOpen([mark.site, ...mark.near], marker.getElement());
      marker.on("click", open);
      marker.on("keypress", ({ originalEvent }) => { if (originalEvent.key === "Enter") open(); });
      marks.set(site.id, mark);
      return mark;
    };

    /** Marks stand where the layers' sites are now; a site of nothing shown has none that can be used. */
    const update = (layers, isShown) => {
      const sites = new Map(layers.map(({ site }) => [site.id, site]));
      for (const [id, { marker }] of marks) {
        if (sites.has(id)) continue;
        marker.remove();
        marks.delete(id);
      }
      const heads = [];
      for (const site of sites.values()) {
        const mark = marks.get(site.id) ?? add(site);
        if (mark.site !== site) mark.marker.setLatLng([site.lat, site.lon]);
        mark.site = site;
        const node = mark.marker.getElement();
        const used = layers.some((layer) => layer.site.id === site.id && isShown(layer));
        const at = map.latLngToContainerPoint(mark.marker.getLatLng());
        const head = used && heads.find((other) => other.at.distanceTo(at) < 28);
        mark.near = [];
        mark.at = at;
        if (head) head.near.push(site);
        else if (used) heads.push(mark);
        node.classList.toggle("is-off", !used);
        node.classList.toggle("is-near", Boolean(head));
        const button = used && !head;
        for (const [name, value] of [["tabindex", "0"], ["role", "button"]]) {
          if (button) node.setAttribute(name, value);
          else node.removeAttribute(name);
        }
        if (!button) node.removeAttribute("aria-label");
      }
      const { x, y } = map.getSize();
      const under = heads.some(({ at }) => at.x > x - 66 && at.x < x && at.y > y - 138 && at.y < y);
      map.getContainer().querySelector(".rf-zoom")?.classList.toggle("is-top", under);
      for (const { site, near, marker } of heads) {
        const names = [site, ...near].map(({ name }) => name).join(", ");
        const words = near.length ? rangefan.t("{names}: what these points are", { names }) : rangefan.t("{names}: what this point is", { names });
        marker.getElement().setAttribute("aria-label", words);
      }
    };

    /** The mark of a site is a Leaflet marker that others may drag. */
    return { update, marker: (id) => marks.get(id)?.marker };
  };
})();
