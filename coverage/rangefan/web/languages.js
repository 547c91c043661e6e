// The select of languages: a choice goes into the address, and the page starts anew in it.
(() => {
  "use strict";
  const rangefan = (globalThis.rangefan ??= {});
  // A browser does not let a sandboxed frame load a file again, its own neither: it is written again as it came.
  const came = parent !== window && location.protocol === "file:" && document.documentElement.outerHTML;

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
      const address = `#${app.address.text()}`;
      try {
        history.replaceState(null, "", address);
      } catch {
        location.hash = address;
      }
      if (!came) {
        location.reload();
        return;
      }
      // The last script calls ours, and came after.
      const call = [...document.scripts].at(-1).outerHTML;
      document.open();
      document.write(`<!DOCTYPE html>${came.replace(/(<\/body><\/html>)?$/, call)}`);
      document.close();
    });
  });
})();
