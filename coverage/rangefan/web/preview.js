// `rangefan serve` puts this into the copy it serves, never into a built page: reload on change, and say what is wrong.
(() => {
  "use strict";
  const mine = document.currentScript.dataset.version;
  const box = document.createElement("div");
  box.setAttribute("role", "alert");
  Object.assign(box.style, {
    position: "fixed", inset: "0 0 auto 0", zIndex: 100000, boxSizing: "border-box", maxHeight: "60vh", overflow: "auto",
    padding: "12px 18px", background: "#5b0a0a", color: "#fff", font: "15px/1.5 ui-monospace, monospace", whiteSpace: "pre-wrap",
  });
  const say = (lines) => {
    box.hidden = !lines.length;
    box.textContent = lines.join("\n");
  };
  say([]);
  document.body.append(box);
  const changes = new EventSource("/changes");
  changes.addEventListener("message", ({ data }) => {
    const { version, problems } = JSON.parse(data);
    if (version !== mine) location.reload();
    else say(problems);
  });
  changes.addEventListener("error", () => say(["The preview is not running: start rangefan serve again."]));
})();
