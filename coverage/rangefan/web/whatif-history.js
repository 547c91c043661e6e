// Steps back and forth through placements: plain data, never changed in place.
(() => {
  "use strict";
  const whatif = (globalThis.rangefan.whatif ??= {});
  const MOST = 100;

  /** A history of states; what is kept with the same name within a second of the last replaces it. */
  whatif.history = (first) => {
    let [past, now, future] = [[], first, []];
    let last = { name: "", at: 0 };
    return {
      keep(state, name = "", at = Date.now()) {
        const same = name && name === last.name && at - last.at < 1000;
        if (!same) past = [...past, now].slice(-MOST);
        [now, future, last] = [state, [], { name, at }];
      },
      undo() {
        if (past.length) [past, now, future] = [past.slice(0, -1), past.at(-1), [now, ...future]];
        last = { name: "", at: 0 };
        return now;
      },
      redo() {
        if (future.length) [past, now, future] = [[...past, now], future[0], future.slice(1)];
        last = { name: "", at: 0 };
        return now;
      },
      can: () => ({ undo: past.length > 0, redo: future.length > 0 }),
    };
  };
})();
