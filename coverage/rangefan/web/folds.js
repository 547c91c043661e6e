// In a frame or on a phone the sections below the map begin folded: their headings first, the rest on request.
rangefan.part((app) => {
  "use strict";
  if (!app.options.tables || !(parent !== window || innerWidth <= 520)) return;

  // The headings themselves are now the list of what there is.
  document.querySelector(".rf-jump")?.closest("nav").remove();

  const fold = (section, shut) => {
    section.classList.toggle("is-folded", shut);
    section.querySelector(".rf-unfold").setAttribute("aria-expanded", String(!shut));
  };
  const sections = [...document.querySelectorAll("main > section:not(.rf-story)")];
  for (const section of sections) {
    const heading = section.querySelector("h2");
    const button = document.createElement("button");
    button.type = "button";
    button.className = "rf-unfold";
    button.append(...heading.childNodes);
    button.addEventListener("click", () => fold(section, !section.classList.contains("is-folded")));
    heading.append(button);
    fold(section, true);
  }

  /** Whatever is linked to is open when the link leads there. */
  const show = (hash) => {
    const section = document.getElementById(hash.slice(1))?.closest("main > section.is-folded");
    if (section) fold(section, false);
  };
  document.addEventListener("click", ({ target }) => {
    const link = target.closest?.('a[href^="#"]');
    if (link) show(link.hash);
  }, true);
  if (!location.hash.includes("=")) show(location.hash);
});
