// The select of languages: a choice goes into the address, and the page starts anew in it.
(() => {
  "use strict";
  const rangefan = (globalThis.rangefan ??= {});

  rangefan.part((app) => {
    const label = document.querySelector(".rf-language");
    const select = label?.querySelector("select");
    const tags = Object.keys(rangefan.languages).filter(rangefan.speaks);
    if (!select || !app.options.tables || tags.length < 2) return;
    for (const tag of tags) {
      const option = new Option(rangefan.languages[tag], tag, tag === rangefan.lang, tag === rangefan.lang);
      option.lang = tag;
      select.append(option);
    }
    let wanted = rangefan.lang;
    app.address.part("lang", { read() {}, write: () => (wanted === rangefan.written() ? "" : wanted) });
    select.addEventListener("change", () => {
      wanted = select.value;
      location.hash = app.address.text();
      location.reload();
    });
  });
})();
