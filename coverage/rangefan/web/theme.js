// Light, dark, or as the reader's machine has it: an attribute of the root, which the styles follow.
rangefan.part((app) => {
  "use strict";
  const label = document.querySelector(".rf-theme");
  const select = label?.querySelector("select");
  if (!select) return;
  const root = document.documentElement;
  const read = (text) => {
    select.value = ["light", "dark"].includes(text) ? text : "";
    if (select.value) root.dataset.theme = select.value;
    else delete root.dataset.theme;
  };
  app.address.part("theme", { read, write: () => select.value });
  select.addEventListener("change", () => {
    read(select.value);
    app.address.changed();
  });
});
