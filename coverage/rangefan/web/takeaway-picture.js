// The view as a picture: everything the map draws is SVG, so its copy, with styles written out, goes on a canvas.
(() => {
  "use strict";
  const rangefan = (globalThis.rangefan ??= {});
  const SVG = "http://www.w3.org/2000/svg";
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

  const drawingOf = (container) => {
    const frame = container.getBoundingClientRect();
    const whole = document.createElementNS(SVG, "svg");
    whole.setAttribute("width", frame.width * SCALE);
    whole.setAttribute("height", frame.height * SCALE);
    whole.setAttribute("viewBox", `0 0 ${frame.width} ${frame.height}`);
    for (const node of container.querySelectorAll(".leaflet-pane svg")) {
      const box = node.getBoundingClientRect();
      if (!box.width || node.parentNode.closest("svg") || getComputedStyle(node).display === "none" || node.closest(".is-off, .is-near")) continue;
      const copy = written(node);
      const at = { x: box.x - frame.x, y: box.y - frame.y, width: box.width, height: box.height };
      for (const [name, value] of Object.entries(at)) copy.setAttribute(name, value);
      whole.append(copy);
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

  /**
   * Return a PNG of the map as it is seen, with what must be said below it.
   *
   * @param {HTMLElement} container the map's
   * @param {Array<{text, size, bold}>} words paragraphs below the picture; the second is the stamp and stands on it too
   * @returns {Promise<Blob>}
   */
  rangefan.picture = async (container, words) => {
    const image = new Image();
    image.src = drawingOf(container);
    await image.decode();
    const { width, height } = container.getBoundingClientRect();
    const style = getComputedStyle(document.body);
    const canvas = document.createElement("canvas");
    const pen = canvas.getContext("2d");
    const font = ({ size, bold }) => `${bold ? 700 : 400} ${size}px system-ui, sans-serif`;
    canvas.width = width * SCALE;
    const paragraphs = words.filter(({ text }) => text).map((each) => {
      pen.font = font(each);
      return { ...each, lines: wrapped(pen, each.text, width - 2 * MARGIN) };
    });
    const below = paragraphs.reduce((sum, { lines, size }) => sum + lines.length * size * 1.4 + 4, 2 * MARGIN);
    canvas.height = (height + below) * SCALE;
    pen.scale(SCALE, SCALE);
    pen.fillStyle = style.backgroundColor;
    pen.fillRect(0, 0, width, height + below);
    pen.fillStyle = getComputedStyle(container).backgroundColor;
    pen.fillRect(0, 0, width, height);
    pen.drawImage(image, 0, 0, width, height);
    let y = height + MARGIN;
    pen.textBaseline = "top";
    for (const { lines, ...each } of paragraphs) {
      pen.font = font(each);
      pen.fillStyle = style.color;
      for (const line of lines) {
        pen.fillText(line, MARGIN, y);
        y += each.size * 1.4;
      }
      y += 4;
    }
    const stamp = { ...words[1], size: 13, bold: true };
    pen.font = font(stamp);
    pen.fillStyle = style.backgroundColor;
    pen.fillRect(8, 8, pen.measureText(stamp.text).width + 12, 24);
    pen.fillStyle = style.color;
    pen.fillText(stamp.text, 14, 13);
    return new Promise((done) => { canvas.toBlob(done, "image/png"); });
  };
})();
