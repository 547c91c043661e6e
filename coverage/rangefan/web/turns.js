// Long work in short turns: in between the browser paints and answers, and the window's load event waits for the last.
(() => {
  "use strict";
  const rangefan = (globalThis.rangefan ??= {});
  const TURN_MS = 8;
  // What must find the work done: paper, an address, a reader's hand.
  const URGENT = ["beforeprint", "hashchange", "pointerdown", "keydown", "click"];

  /** Do all of a generator's work, and return what it returns. */
  rangefan.finish = (work) => {
    for (;;) {
      const { done, value } = work.next();
      if (done) return value;
    }
  };

  /** Do a generator's work turn by turn, or all of the rest at once when it becomes urgent. */
  rangefan.inTurns = (work) => {
    const { port1, port2 } = new MessageChannel();
    let busy = true;
    port1.onmessage = () => {
      const end = performance.now() + TURN_MS;
      busy = false;
      while (!work.next().done) {
        if (performance.now() < end) continue;
        busy = true;
        port2.postMessage(0);
        return;
      }
    };
    // A window waits for its images, whatever is in them.
    const hold = () => {
      const image = new Image();
      image.onerror = () => busy && hold();
      image.src = "data:,";
    };
    hold();
    for (const name of URGENT) addEventListener(name, () => rangefan.finish(work), { capture: true, once: true });
    port2.postMessage(0);
  };
})();
