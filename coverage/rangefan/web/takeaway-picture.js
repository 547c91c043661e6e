// The view as a picture: everything the map draws is SVG, so its copy, with styles written out, goes on a canvas.
(() => {
  "use strict";
  const rangefan = (globalThis.rangefan ??= {});
  const [SCALE, MARGIN] = [2, 12];
  const STYLES = [
    "fill", "fill-opacity", "fill-rule", "stroke", "stroke-width", "stroke-opacity", "stroke-dasharray", "stroke-linecap",
    "stroke-linejoin", "opacity", "paint-order", "font-family", "font-size", "font-weight", "font-style", "letter-spacing",
    "text-anchor", "dominant-baseline", "visibility",
  ];

  const written = (node) => {
    const copy = node.cloneNode(false);
    if (node.nodeType !== Node.ELEMENT_NODE) return copy;
    const style = getComputedStyle(node);
    if (style.display === "none") return document.createTextNode("");
    for (const name of ["class", "style"]) copy.removeAttribute(name);
    for (const name of STYLES) copy.setAttribute(name, style.getPropertyValue(name));
    copy.append(...[...node.childNodes].map(written));
    return copy;
  };

  /** A node of SVG as it is drawn, in a box of its own. */
  const placed = (node, box) => {
    const copy = written(node);
    for (const [name, value] of Object.entries(box)) copy.setAttribute(name, value);
    return copy;
  };

  /** All that is drawn in a container, and swatches of a key below it; as the address of a picture. */
  const drawingOf = (container, width, height, keys) => {
    const frame = container.getBoundingClientRect();
    const whole = rangefan.svg("svg", { width: width * SCALE, height: height * SCALE, viewBox: `0 0 ${width} ${height}` });
    const map = rangefan.svg("svg", { width, height: frame.height });
    whole.append(map, ...keys.map(({ node, x, y }) => placed(node, { x, y, width: node.getAttribute("width"), height: node.getAttribute("height") })));
    for (const node of container.querySelectorAll(".leaflet-pane svg, .rf-local")) {
      const box = node.getBoundingClientRect();
      if (!box.width || node.parentNode.closest("svg") || getComputedStyle(node).display === "none" || node.closest(".is-off, .is-near")) continue;
      const at = { x: box.x - frame.x, y: box.y - frame.y, width: box.width, height: box.height };
      if (node.matches("svg")) map.append(placed(node, at));
      else {
        // A mark's plate, and how many voices it stands for, are no SVG on the page.
        const { color, backgroundColor: fill } = getComputedStyle(node);
        map.append(rangefan.svg("rect", { ...at, rx: 12, fill, stroke: color }));
      }
      const { count } = node.parentNode.dataset;
      const { color: fill } = getComputedStyle(node);
      if (count) map.append(rangefan.svg("text", { x: at.x + at.width + 1, y: at.y + 11, fill, "font-size": 12, "font-weight": 600, "font-family": "system-ui, sans-serif" }, count));
    }
    return `data:image/svg+xml,${encodeURIComponent(new XMLSerializer().serializeToString(whole))}`;
  };

  const wrapped = (pen, words, width) => {
    const lines = [""];
    for (const word of words.split(/\s+/)) {
      const longer = `${lines.at(-1)} ${word}`.trim();
      if (pen.measureText(longer).width <= width) lines[lines.length - 1] = longer;
      else lines.push(word);
    }
    return lines;
  };

  const fontOf = ({ size, bold }) => `${bold ? 700 : 400} ${size}px system-ui, sans-serif`;

  /** Texts on a ground of their own, below each other. */
  const plate = (pen, style, texts, x, y, each) => {
    pen.font = fontOf(each);
    pen.fillStyle = style.backgroundColor;
    pen.fillRect(x - 6, y - 5, Math.max(...texts.map((text) => pen.measureText(text).width)) + 12, texts.length * 18 + 6);
    pen.fillStyle = style.color;
    texts.forEach((text, i) => pen.fillText(text, x, y + 18 * i));
  };

  /**
   * Return a PNG of the map as it is seen, with what must be said below it.
   *
   * @param {HTMLElement} container the map's
   * @param {{words, stamp, keys}} said paragraphs below the picture ({text, size, bold}); what stands on it, where no
   *   crop parts them; and swatches with their words ({node, text})
   * @returns {Promise<Blob>}
   */
  rangefan.picture = async (container, { words, stamp, keys }) => {
    const { x: left, y: top, width, height } = container.getBoundingClientRect();
    const style = getComputedStyle(document.body);
    const canvas = document.createElement("canvas");
    const pen = canvas.getContext("2d");
    let y = height + MARGIN;
    const paragraphs = words.filter(({ text }) => text).map((each) => {
      pen.font = fontOf(each);
      const made = { ...each, y, lines: wrapped(pen, each.text, width - 2 * MARGIN) };
      y += made.lines.length * each.size * 1.4 + 4;
      return made;
    });
    pen.font = fontOf({ size: 12 });
    let x = MARGIN;
    const swatches = keys.map((each) => {
      const wide = pen.measureText(each.text).width + 60;
      if (x > MARGIN && x + wide > width) [x, y] = [MARGIN, y + 22];
      x += wide;
      return { ...each, x: x - wide, y };
    });
    const whole = Math.ceil(y + (keys.length ? 22 : 0) + MARGIN);
    const image = new Image();
    image.src = drawingOf(container, width, whole, swatches);
    await image.decode();
    [canvas.width, canvas.height] = [width * SCALE, whole * SCALE];
    pen.scale(SCALE, SCALE);
    pen.textBaseline = "top";
    pen.fillStyle = style.backgroundColor;
    pen.fillRect(0, 0, width, whole);
    pen.fillStyle = getComputedStyle(container).backgroundColor;
    pen.fillRect(0, 0, width, height);
    pen.drawImage(image, 0, 0, width, whole);
    pen.fillStyle = style.color;
    for (const each of paragraphs) {
      pen.font = fontOf(each);
      each.lines.forEach((line, i) => pen.fillText(line, MARGIN, each.y + i * each.size * 1.4));
    }
    pen.font = fontOf({ size: 12 });
    for (const each of swatches) pen.fillText(each.text, each.x + 42, each.y + 2);
    plate(pen, style, stamp.filter(Boolean), 14, 13, { size: 13, bold: true });
    // The scale bar as it stands on the map.
    const [distance, line] = container.querySelector(".rf-scale").children;
    const bar = line.getBoundingClientRect();
    plate(pen, style, [distance.textContent], bar.x - left, bar.y - top - 14, { size: 12 });
    pen.strokeStyle = style.color;
    pen.lineWidth = 1.5;
    pen.stroke(new Path2D(`M${bar.x - left} ${bar.y - top}v5h${bar.width}v-5`));
    return new Promise((done) => { canvas.toBlob(done, "image/png"); });
  };
})();
