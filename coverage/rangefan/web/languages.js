// The select of languages: a choice goes into the address, and the page starts anew in it.
(() => {
  "use strict";
  const rangefan = (globalThis.rangefan ??= {});

  const offer = (app) => {
    const label = document.querySelector(".rf-language");
    const select = label?.querySelector("select");
    const tags = Object.keys(rangefan.languages).filter(rangefan.speaks);
    if (!select || tags.length < 2) return;
    label.hidden = false;
    for (const tag of tags) {
      const option = new Option(rangefan.languages[tag], tag, tag === rangefan.lang, tag === rangefan.lang);
      option.lang = tag;
      select.append(option);
    }
    const inAddress = (tag) => (tag === rangefan.written() ? "" : tag);
    app?.address?.part("lang", { read() {}, write: () => inAddress(rangefan.lang) });
    select.addEventListener("change", () => {
      const address = new URLSearchParams(location.hash.slice(1));
      address.delete("lang");
      if (inAddress(select.value)) address.set("lang", select.value);
      location.hash = address;
      location.reload();
    });
  };

  if (rangefan.part) rangefan.part(offer);
  else addEventListener("DOMContentLoaded", () => offer());
})();
