// In a frame the page tells its host how high it is, in the words of Datawrapper, pym, AMP and Flourish. What it tells
// is the height of its content, which nothing takes from the frame's (`rf-framed` stills what would): no grow loop.
(() => {
  "use strict";
  if (parent === window) return;
  const root = document.documentElement;
  root.classList.add("rf-framed");
  const content = document.querySelector(".rf-wrap");
  const child = new URLSearchParams(location.search).get("childId");
  let told = 0;

  /** A host that gave the height we told needs no scroll bar, whose coming and going would change the width. */
  const settle = () => root.classList.toggle("rf-sized", innerHeight >= told - 1);

  const tell = () => {
    const height = Math.ceil(content.getBoundingClientRect().height);
    if (height === told) return;
    told = height;
    for (const message of [
      { "datawrapper-height": { [document.body.dataset.map]: height } },
      child && ["pym", child, "height", height].join("xPYMx"),
      { sentinel: "amp", type: "embed-size", height },
      JSON.stringify({ sender: "Flourish", context: "iframe.resize", method: "resize", height, src: location.href }),
    ]) if (message) parent.postMessage(message, "*");
    setTimeout(settle, 500);
  };

  // Not before its scripts have laid it out, so that no article jumps; and once by itself, for a frame that is out of
  // sight observes nothing.
  addEventListener("load", () => {
    tell();
    new ResizeObserver(tell).observe(content);
  });
  addEventListener("resize", settle);
  // pym asks by telling the width.
  addEventListener("message", ({ source, data }) => {
    if (source !== parent || !/^pymxPYMx\S*xPYMxwidthxPYMx/.test(data)) return;
    told = 0;
    tell();
  });
})();
