// Statements as the page's table has them, and who stands where on a date: answers/positions.py says the rule.
(() => {
  "use strict";
  const rangefan = (globalThis.rangefan ??= {});

  /** The day from which something dated to a day, a month or a year has surely happened. */
  rangefan.countsFrom = (date) => (date.length < 10 ? date + "-12-31".slice(date.length - 4) : date);

  /** The words of a list of options, or of the key's rows, by value: they are said in the reader's language. */
  const wordsIn = (nodes) => new Map([...nodes].map((each) => [each.value ?? each.dataset.stance, each.textContent]));

  /**
   * The table's rows, in the order in which later ones stand in the place of earlier ones.
   *
   * Their cells stand in the page's own language: where the reader chose another, they are said again.
   */
  rangefan.statements = (table, box) => {
    const kinds = {
      state: rangefan.t("state"), ministry: rangefan.t("ministry"), military: rangefan.t("military"), parliament: rangefan.t("parliament"),
      party: rangefan.t("party"), local: rangefan.t("local"), civil: rangefan.t("civil society"), company: rangefan.t("company"), media: rangefan.t("media"),
    };
    const modes = { terminal: rangefan.t("terminal mode"), forward: rangefan.t("forward-based mode") };
    const stances = wordsIn(box.querySelectorAll("[data-stance]"));
    const [parts, words] = ["part", "ground"].map((name) => wordsIn(box.querySelector(`[name=${name}]`).options));
    return [...table.tBodies[0].rows].map((row) => {
      const { of, on = "", voice, at, lit = "", mode = "", km = "" } = row.dataset;
      const [group, country, code, object, part, kind] = of.split(" ");
      const [stance, site] = [Number.parseInt(code, 10), code.endsWith("s")];
      const grounds = on.split(" ").filter(Boolean);
      const said = {
        id: row.id, row, date: row.cells[0].textContent, who: row.cells[1].firstChild.textContent, group, country, part, mode, stance, site, grounds,
        words: stances.get(site && stance < 0 ? "site" : String(stance + 2)), object: Number(object), km: Number(km), about: "",
        at: at?.split(" ").map(Number), lit: lit.split(" ").filter(Boolean), place: row.cells[1].lastChild.textContent.split(", ").slice(1).join(", "),
      };
      said.from = rangefan.countsFrom(said.date);
      said.voice = group === "government" ? "" : voice || said.who;
      if (rangefan.lang !== rangefan.written()) {
        row.cells[1].lastChild.textContent = `${kinds[kind]}, ${said.place}`;
        row.cells[2].textContent = said.words;
        row.cells[3].textContent = [
          row.cells[3].textContent.split(", ")[0], parts.get(part), modes[mode], km && rangefan.t("{km:,g} km", { km: said.km }),
          site && stance >= 0 && rangefan.t("this site only"),
        ].filter(Boolean).join(", ");
        row.cells[4].textContent = grounds.map((ground) => words.get(ground)).join(", ");
        for (const mark of row.cells[5].querySelectorAll(".rf-note")) mark.textContent = rangefan.t("translated");
      }
      said.about = row.cells[3].textContent;
      return said;
    });
  };

  rangefan.voiceOf = ({ group, country, voice }) => `${group} ${country} ${voice}`;

  /** Whether a statement is among those that the reader has asked for, whatever its date. */
  rangefan.asked = (said, { object, group, part, ground }) =>
    said.object === object && (!group || said.group === group) && (!part || said.part === part) && (!ground || said.grounds.includes(ground));

  /** Each voice's latest statement among those asked for, or null where it speaks only after the date. */
  rangefan.stancesOn = (statements, choice) => {
    const latest = new Map();
    for (const said of statements) {
      if (!rangefan.asked(said, choice)) continue;
      const voice = rangefan.voiceOf(said);
      latest.set(voice, said.from <= choice.date ? said : latest.get(voice) ?? null);
    }
    return latest;
  };

  /** A stance as a class name: sign and size, an objection to one site apart. */
  rangefan.stanceClass = (said) => (said ? `rf-stance-${said.site && said.stance < 0 ? "site" : said.stance + 2}` : "rf-stance-none");

  rangefan.node = (tag, text = "", className = "", attributes = {}) => {
    const made = document.createElement(tag);
    if (text) made.textContent = text;
    if (className) made.className = className;
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
    return made;
  };

  const forms = [];

  /** A date as the language writes it; a month stays a month, and so does a month's end that no calendar has. */
  rangefan.dateWords = (given) => {
    const date = given.replace(/(-02-30|-(02|04|06|09|11)-31)$/, (end) => end.slice(0, 3));
    const [year, month = 1, day = 1] = date.split("-").map(Number);
    const form = { year: "numeric", timeZone: "UTC", ...(date.length > 4 ? { month: "short" } : {}), ...(date.length > 7 ? { day: "numeric" } : {}) };
    return (forms[date.length] ??= new Intl.DateTimeFormat(rangefan.lang === "en" ? "en-GB" : rangefan.lang, form)).format(Date.UTC(year, month - 1, day));
  };
})();
