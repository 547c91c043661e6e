// Which part of the world the map shows: the scene's own view until the reader moves it, and back on request.
(() => {
  "use strict";
  const rangefan = (globalThis.rangefan ??= {});

  rangefan.frame = (app) => {
    const { map, scene, state } = app;
    const { fit } = app.options;
    let home = true;

    /** The scene's own view, and what has since been switched on; with `all`, what has since been moved as well. */
    const bounds = (all) => {
      const [w, s, e, n] = scene.view.bounds;
      const view = L.latLngBounds([Math.max(s, -85), w], [Math.min(n, 85), e]);
      for (const layer of app.shown()) {
        const first = scene.layers.find(({ id }) => id === layer.id);
        if (first?.visible && !(all && first.site !== layer.site)) continue;
        const main = layer.footprints.find(({ pick }) => pick === rangefan.mainPick(layer, state.pick));
        for (const [outer] of main?.geometry.coordinates ?? []) {
          for (const [lon, lat] of outer) view.extend([Math.max(-85, Math.min(85, lat)), lon]);
        }
      }
      return view;
    };

    // Every fitting projects all that is drawn anew: it is left out where the map has not moved and would not.
    let fitted = "";
    const go = (all) => {
      const wanted = bounds(all);
      const key = `${wanted.toBBoxString()} ${map.getSize()}`;
      if (home && key === fitted) return;
      fitted = key;
      map.setMinZoom(0);
      map.fitBounds(wanted, { animate: false });
      map.setMinZoom(Math.max(0, map.getZoom() - 1));
    };
    const goHome = () => {
      fitted = "";
      go(true);
      home = true;
      app.address.changed();
    };
    const stay = () => { home = false; };

    if (fit) go(false);
    app.address.part("at", {
      write: () => {
        if (home) return "";
        const { lat, lng } = map.getCenter();
        return [lat.toFixed(2), lng.toFixed(2), map.getZoom().toFixed(2)].join(",");
      },
      read: (text) => {
        const found = text.split(",").map(Number);
        const good = text && found.length === 3 && found.every(Number.isFinite) && Math.abs(found[0]) <= 85
          && Math.abs(found[1] - scene.view.center_lon) <= 360 && found[2] >= 0 && found[2] <= 14;
        home = !good;
        if (good) map.setMinZoom(0).setView(found.slice(0, 2), found[2], { animate: false });
      },
    });
    return {
      goHome,
      /** The reader has taken the view in hand: it is not fitted again. */
      stay,
      isHome: () => home,
      again() { if (fit && home) go(false); },
      watch() {
        map.on("moveend zoomend", () => {
          app.rest();
          app.address.changed();
        });
        map.on("dragstart", stay);
        rangefan.onUserZoom(map, stay);
        if (!fit) return;
        const relay = () => {
          map.invalidateSize({ animate: false, pan: false });
          if (home) go(false);
          app.rest();
        };
        // The first call comes at once and finds nothing changed.
        new ResizeObserver(([{ target }]) => {
          const { x, y } = map.getSize();
          if (target.clientWidth && (target.clientWidth !== x || target.clientHeight !== y)) relay();
        }).observe(map.getContainer());
        addEventListener("rf:relay", relay);
      },
    };
  };
})();
