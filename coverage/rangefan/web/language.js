// What the page says, in the language its reader chose: the book holds messages, and the texts made of them.
(() => {
  "use strict";
  const rangefan = (globalThis.rangefan ??= {});
  let book = { lang: "en", said: [], keys: "", en: [] };
  let phrases = new Map();
  const ATTRIBUTES = ["aria-label", "title", "content", "alt", "placeholder"];

  rangefan.lang = "en";
  rangefan.languages = { en: "English", ko: "한국어", zh: "中文", ja: "日本語", ru: "Русский" };

  // What stands between thousands and before decimals. To ask `Intl` takes longer than all that the page says.
  const marks = () => (rangefan.lang === "ru" ? ["\u00a0", ","] : [",", "."]);

  /** A number with as many decimals as are asked for, those that are always shown and those that may be. */
  const written = (value, grouped, least, most) => {
    const [group, point] = marks();
    let [whole, part = ""] = Math.abs(value).toFixed(most).split(".");
    while (part.length > least && part.endsWith("0")) part = part.slice(0, -1);
    if (grouped) whole = whole.replace(/\B(?=(\d{3})+$)/g, group);
    return (value < 0 ? "-" : "") + whole + (part && point + part);
  };

  /** A number as a message's own format asks for it, with the language's marks. */
  const formatted = (value, spec) => {
    const [, group, digits, kind] = /^(,?)(?:\.(\d+))?([fg%]?)$/.exec(spec) ?? [];
    if (kind === undefined || typeof value !== "number") return String(value);
    const least = kind === "g" ? 0 : Number(digits ?? 0);
    const share = kind === "%" ? 100 : 1;
    return written(value * share, Boolean(group), least, kind === "g" ? 6 : least) + (share > 1 ? "%" : "");
  };

  const FIELD = /\{(\w+)(?::([^}]*))?\}/g;
  const filled = (message, fields) =>
    message.replace(FIELD, (all, name, spec) =>
      name in fields ? (spec ? formatted(fields[name], spec) : String(fields[name])) : all);

  /** Say an English message, a literal with its named fields in braces, in the page's language. */
  rangefan.t = (message, fields = {}) => {
    if (!phrases.has(message)) phrases.set(message, phraseOf(message));
    return filled(phrases.get(message), fields);
  };

  /** A message of a script in the page's language: the book knows it by its hash (FNV-1a), five letters each. */
  const phraseOf = (message) => {
    let hash = 2166136261;
    for (let i = 0; i < message.length; i++) hash = Math.imul(hash ^ message.charCodeAt(i), 16777619);
    const key = (hash >>> 0).toString(36).padStart(5, "0").slice(-5);
    for (let at = book.keys.indexOf(key); at >= 0; at = book.keys.indexOf(key, at + 1)) {
      if (at % 5 === 0) return book[rangefan.lang]?.[at / 5] || message;
    }
    return message;
  };

  /** A list as the language writes it: "Dalian, Qingdao and Shenyang". */
  rangefan.listed = (words) =>
    new Intl.ListFormat(rangefan.lang === "en" ? "en-GB" : rangefan.lang, { type: "conjunction" }).format(words);

  rangefan.number = (value, digits = 0) => written(value, true, 0, digits);

  /** The text with a number in the book. */
  const tell = (number) => {
    if (number % 2 === 0) return phraseAt(number / 2);
    const [kind, ...words] = book.said[(number - 1) / 2];
    const texts = words.map((word) => (Array.isArray(word) ? tell(word[0]) : word));
    if (kind === -1) return rangefan.listed(texts);
    if (typeof kind !== "number") {
      const row = texts.join(Array.isArray(kind) ? tell(kind[0]) : kind);
      return kind === " " ? row.replaceAll("。 ", "。") : row;
    }
    const phrase = phraseAt(kind);
    const names = [...new Set([...phrase.matchAll(FIELD)].map(([, name]) => name))].sort();
    return filled(phrase, Object.fromEntries(names.map((name, index) => [name, texts[index]])));
  };
  const phraseAt = (index) => book[rangefan.lang]?.[index] || book.en[index];

  /** Plain data with the texts of the book put back. */
  rangefan.told = (value) => {
    if (Array.isArray(value)) return value.map(rangefan.told);
    if (value === null || typeof value !== "object") return value;
    if ("§" in value) return tell(value["§"]);
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, rangefan.told(inner)]));
  };

  /** The language asked for in the address, if the book has it. */
  const asked = () => {
    const wanted = new URLSearchParams(location.hash.slice(1)).get("lang");
    return wanted in rangefan.languages && book[wanted] ? wanted : book.lang;
  };

  const sayAgain = () => {
    for (const node of document.querySelectorAll("[data-t]")) {
      const text = tell(Number(node.dataset.t));
      if (node.ownerSVGElement) fit(node, text);
      else node.textContent = text;
    }
    for (const name of ATTRIBUTES) {
      for (const node of document.querySelectorAll(`[data-t-${name}]`)) {
        node.setAttribute(name, tell(Number(node.getAttribute(`data-t-${name}`))));
      }
    }
    for (const block of document.querySelectorAll("[data-lines]")) spread(tell(Number(block.dataset.lines)), [...block.children]);
    document.documentElement.lang = rangefan.lang;
  };

  /** About how wide a text is, in ems. */
  const wide = (text) => [...text].reduce((sum, letter) => sum + (letter > "\u2e80" ? 1 : 0.6), 0);

  /** In a picture a longer text has the room of the text it takes the place of, and gets smaller for it. */
  const fit = (node, text) => {
    const more = wide(text) / wide(node.textContent);
    node.textContent = text;
    if (more > 1.15) node.style.fontSize = `${(parseFloat(getComputedStyle(node).fontSize) * 1.1) / Math.min(more, 1.7)}px`;
  };

  /** Write a text into as many lines as there are, all in one size. */
  const spread = (text, lines) => {
    const more = wide(text) / wide(lines.map((line) => line.textContent).join(" "));
    const words = text.match(/[^\s、，。；]+[\s、，。；]*/g) ?? [];
    const share = wide(text) / lines.length;
    for (const line of lines) {
      let part = words.shift() ?? "";
      while (words.length && (line === lines.at(-1) || wide(part + words[0]) <= share * 1.08)) part += words.shift();
      line.textContent = part.trim();
      if (more > 1.1) line.style.fontSize = `${parseFloat(getComputedStyle(line).fontSize) / Math.min(more, 1.5)}px`;
    }
  };

  /** Read the book, and say in the reader's language what the document says in its own. */
  rangefan.speak = (pages) => {
    const columns = Object.keys(rangefan.languages).filter((tag) => tag in pages);
    book = { ...pages, ...Object.fromEntries(columns.map((tag) => [tag, pages[tag].split("|")])) };
    rangefan.lang = asked();
    phrases = new Map();
    if (rangefan.lang !== book.lang) sayAgain();
  };

  /** Whether the page can be read in a language. */
  rangefan.speaks = (tag) => Boolean(book[tag]);
  rangefan.written = () => book.lang;
})();
