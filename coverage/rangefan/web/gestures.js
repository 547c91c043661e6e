// The page scrolls past the map: one finger scrolls it, two move the map; the wheel zooms only with Ctrl or Command.
(() => {
  "use strict";
  const rangefan = (globalThis.rangefan ??= {});

  rangefan.gestures = (map) => {
    const container = map.getContainer();
    const hint = document.createElement("p");
    hint.className = "rf-hint";
    hint.setAttribute("aria-hidden", "true");
    container.append(hint);
    let timer = 0;
    const say = (words) => {
      hint.textContent = words;
      hint.classList.add("is-on");
      clearTimeout(timer);
      timer = setTimeout(() => hint.classList.remove("is-on"), 1200);
    };

    map.scrollWheelZoom.disable();
    container.addEventListener("wheel", (event) => {
      if (event.ctrlKey || event.metaKey) {
        event.preventDefault();
        map.scrollWheelZoom.enable();
      } else {
        map.scrollWheelZoom.disable();
        if (event.target.closest(".rf-card, .rf-dock")) return;
        say(/Mac/.test(navigator.platform) ? rangefan.t("Hold ⌘ and scroll to zoom") : rangefan.t("Hold Ctrl and scroll to zoom"));
      }
    }, { capture: true, passive: false });

    container.addEventListener("touchstart", (event) => {
      if (event.touches.length === 1) map.dragging.disable();
    }, { capture: true, passive: true });
    container.addEventListener("touchmove", (event) => {
      if (event.touches.length === 1 && !event.target.closest(".rf-card, .rf-dock")) say(rangefan.t("Move the map with two fingers"));
    }, { capture: true, passive: true });
    container.addEventListener("pointerdown", (event) => {
      if (event.pointerType === "mouse") map.dragging.enable();
    }, { capture: true });
  };
})();
