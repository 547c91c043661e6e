// The legend is the control: native radios, checkboxes and buttons, written by Python, wired here.
(() => {
  "use strict";
  const rangefan = (globalThis.rangefan ??= {});

  rangefan.panel = (map, scene, panel, { state, update, openFootprint, dock }) => {
    if (dock) {
      const box = document.createElement("details");
      box.className = "rf-dock";
      const summary = document.createElement("summary");
      summary.textContent = "Legend and controls";
      box.append(summary, panel);
      panel.hidden = false;
      L.DomEvent.disableClickPropagation(box);
      L.DomEvent.disableScrollPropagation(box);
      map.getContainer().append(box);
    }
    panel.addEventListener("change", ({ target }) => {
      if (target.dataset.pick) state.pick = target.dataset.pick;
      else if (target.dataset.altitude !== undefined) state.altitude = target.dataset.altitude;
      else if (target.type === "checkbox") state.shown[Number(target.dataset.layer)] = target.checked;
      else if (target.type === "radio") {
        // One antenna: choosing a mode puts every other mode of it away.
        for (const other of panel.querySelectorAll("input[type=radio]")) {
          if (other.name === target.name && other.dataset.layer) state.shown[Number(other.dataset.layer)] = other.checked;
        }
      }
      update();
    });
    panel.addEventListener("click", ({ target }) => {
      const button = target.closest("button[data-figure]");
      if (!button) return;
      const index = Number(button.dataset.layer);
      const input = panel.querySelector(`input[data-layer="${index}"]`);
      if (!state.shown[index]) input.click();
      openFootprint(index, scene.layers[index].footprints[Number(button.dataset.figure)].pick, button);
    });
  };

  rangefan.townsSubject = (panel, scene, state) => {
    const node = panel?.querySelector(".rf-subject");
    if (!node) return;
    const subject = rangefan.subject(scene, state);
    node.textContent = subject.length === 1 ? `of ${subject[0].name}` : subject.length ? "of what is shown" : "";
  };

  /** Zoom in, zoom out and, where the map has a view of its own, back to it. */
  rangefan.zoomButtons = (map, goHome) => {
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
    if (goHome) {
      map.zoomControl?.remove();
      add("+", "Zoom in", () => { map.fire("rf:zoom"); map.zoomIn(1, { animate: false }); });
      add("−", "Zoom out", () => { map.fire("rf:zoom"); map.zoomOut(1, { animate: false }); });
      add("⤢", "Show the whole map again", goHome);
      L.DomEvent.disableClickPropagation(box);
      map.getContainer().append(box);
    }
  };

  rangefan.onUserZoom = (map, then) => {
    map.on("rf:zoom", then);
    map.getContainer().addEventListener("keydown", (event) => {
      if (event.target === map.getContainer() && /^(Arrow|[+=_-]$)/.test(event.key)) then();
    });
    map.getContainer().addEventListener("touchmove", (event) => { if (event.touches.length > 1) then(); }, { passive: true });
    map.getContainer().addEventListener("wheel", (event) => { if (event.ctrlKey || event.metaKey) then(); }, { passive: true });
    map.on("dblclick boxzoomend", then);
  };
})();
