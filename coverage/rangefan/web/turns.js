// Long work in short turns: in between the browser paints and answers, and the window's load event waits for the last.
(() => {
  "use strict";
  const rangefan = (globalThis.rangefan ??= {});
  const TURN_MS = 8;
  // What must find the work done: paper, an address, a reader's hand.
  const URGENT = ["beforeprint", "hashchange", "pointerdown", "keydown"];

  /** Do all of a generator's work, and return what it returns. */
  rangefan.finish = (work) => {
    for (;;) {
      const { done, value } = work.next();
      if (done) return value;
    }
  };

  /** Act soon. A window's load event waits for its images, whether there is anything in them or not. */
  const soon = (act) => {
    const image = new Image();
    const once = () => {
      clearTimeout(timer);
      image.onerror = null;
      act();
    };
    const timer = setTimeout(once, 200);
    image.onerror = once;
    image.src = "data:,";
  };

  /** Do a generator's work turn by turn, or all of the rest at once when it becomes urgent. */
  rangefan.inTurns = (work) => {
    const turn = () => {
      const end = performance.now() + TURN_MS;
      while (!work.next().done) {
        if (performance.now() < end) continue;
        soon(turn);
        return;
      }
    };
    for (const name of URGENT) addEventListener(name, () => rangefan.finish(work), { capture: true, once: true });
    turn();
  };
})();
