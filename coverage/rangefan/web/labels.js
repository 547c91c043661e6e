// Where labels go: a greedy pass, most important first, that never lets two of them touch.
(() => {
  "use strict";
  const rangefan = (globalThis.rangefan ??= {});

  const touches = (a, b, gap) =>
    a.x < b.x + b.w + gap && b.x < a.x + a.w + gap && a.y < b.y + b.h + gap && b.y < a.y + a.h + gap;

  const inside = (box, frame, gap) =>
    box.x >= gap && box.y >= gap && box.x + box.w <= frame.width - gap && box.y + box.h <= frame.height - gap;

  const crossed = (box, points) => {
    let count = 0;
    for (const [x, y] of points) {
      if (x > box.x && x < box.x + box.w && y > box.y && y < box.y + box.h) count += 1;
    }
    return count;
  };

  /**
   * Choose one place for each label, or none.
   *
   * @param {Array} items most important first: {candidates: [{x, y, w, h, cost, also?}], limit?}; pixels, y down;
   *   `also` is a box that comes with the label, such as a town's dot; `limit` is the highest cost worth paying;
   *   `refused` is asked last of a place that is better than the best so far, for what is slow to find out.
   * @param {{width, height}} frame nothing is placed across its edge
   * @param {Array} taken boxes already in use
   * @param {Array} lines points along drawn lines: crossing them costs
   * @returns {Generator} one step for each item; at last, for each the chosen candidate, or null where no place is left
   */
  rangefan.placeLabels = function* (items, frame, taken = [], lines = []) {
    const used = [...taken];
    const chosen = [];
    for (const { candidates, limit = Infinity } of items) {
      let best = null;
      for (const place of candidates) {
        if (best && place.cost >= best.total) continue;
        if (!inside(place, frame, 4) || used.some((box) => touches(place, box, 3))) continue;
        if (place.also && (!inside(place.also, frame, 2) || used.some((box) => touches(place.also, box, 1)))) continue;
        const total = place.cost + crossed(place, lines);
        if (total <= limit && (!best || total < best.total) && !place.refused?.()) best = { ...place, total };
      }
      if (best) used.push(best, ...(best.also ? [best.also] : []));
      chosen.push(best);
      yield;
    }
    return chosen;
  };
})();
