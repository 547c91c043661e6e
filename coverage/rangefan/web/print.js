// Paper has another width than the screen: the map is laid out again for it, and back.
(() => {
  "use strict";
  const relay = (printing) => {
    document.documentElement.classList.toggle("rf-printing", printing);
    dispatchEvent(new Event("rf:relay"));
  };
  addEventListener("beforeprint", () => relay(true));
  addEventListener("afterprint", () => relay(false));
})();
