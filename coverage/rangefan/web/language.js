// What the page says: English messages by default, another language's where the page carries them.
(() => {
  "use strict";
  const rangefan = (globalThis.rangefan ??= {});

  rangefan.lang = "en";
  rangefan.phrases = {};

  /** Say an English message, a literal with its named fields in braces, in the page's language. */
  rangefan.t = (message, fields = {}) =>
    (rangefan.phrases[message] ?? message).replace(/\{(\w+)\}/g, (all, name) => (name in fields ? String(fields[name]) : all));

  /** A list as the language writes it: "Dalian, Qingdao and Shenyang". */
  rangefan.listed = (words) => [words.slice(0, -1).join(", "), words.at(-1)].filter(Boolean).join(rangefan.t(" and "));

  rangefan.number = (value, digits = 0) => value.toLocaleString(rangefan.lang, { maximumFractionDigits: digits });
})();
