// The state in the address, behind the #: `v=1&pick=low&alt=40`. What a reader sees can be sent and comes back.
(() => {
  "use strict";
  const rangefan = (globalThis.rangefan ??= {});
  const VERSION = "1";
  const LONGEST = 4000;

  /** The address's pairs; empty where it has another version, is overlong or cannot be read. */
  const pairs = () => {
    const text = location.hash.slice(1);
    if (text.length > LONGEST) return new Map();
    const found = new Map(new URLSearchParams(text));
    return found.get("v") === VERSION ? found : new Map();
  };

  /**
   * Keep the address in step with the state, on our own page alone.
   *
   * A part has a key, `write()` for its text ("" by default, and then it is left out) and `read(text)`, which is
   * given "" for the default and ignores whatever it does not accept: an address is a stranger's text.
   */
  rangefan.address = (app) => {
    const parts = new Map();
    let timer = 0;
    let reading = false;

    const text = () => {
      const written = [...parts].map(([key, { write }]) => [key, write()]).filter(([, value]) => value);
      return written.length ? new URLSearchParams([["v", VERSION], ...written]).toString() : "";
    };
    const save = () => {
      clearTimeout(timer);
      timer = 0;
      const now = text();
      if (now === location.hash.slice(1)) return;
      try {
        history.replaceState(null, "", now ? `#${now}` : location.href.split("#")[0]);
      } catch {
        // A frame without an address of its own keeps its state to itself.
      }
    };
    const read = () => {
      // An anchor of this page, as #towns, is no state.
      if (!app.options.tables || (location.hash.length > 1 && !location.hash.includes("="))) return;
      const found = pairs();
      reading = true;
      for (const [key, part] of parts) part.read(found.get(key) ?? "");
      reading = false;
    };
    addEventListener("hashchange", () => {
      if (!location.hash.includes("=") && location.hash.length > 1) return;
      read();
      app.update();
    });
    return {
      part: (key, part) => parts.set(key, part),
      text,
      read,
      save,
      changed() {
        if (!app.options.tables || reading) return;
        clearTimeout(timer);
        timer = setTimeout(save, 150);
      },
    };
  };
})();
