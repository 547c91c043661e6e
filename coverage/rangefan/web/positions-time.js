// The timeline below the map: a date, what had been said by then, and by whom. It works on the page's own table.
(() => {
  "use strict";
  const rangefan = (globalThis.rangefan ??= {});
  const { node } = rangefan;
  const BEAT_MS = 900;
  const last = (dates, date) => Math.max(0, dates.findLastIndex((each) => each <= date));

  rangefan.part(function* (app) {
    const box = app.options.tables && document.querySelector(".rf-time");
    if (!box) return;
    const { state } = app;
    const bar = document.querySelector(".rf-time-bar");
    const find = (selector) => bar.querySelector(selector) ?? box.querySelector(selector);
    const statements = rangefan.statements(document.querySelector(".rf-said"), box);
    const events = [...document.querySelectorAll(".rf-events li")].map((item) => {
      const [date, words] = [...item.children].map(({ textContent }) => textContent);
      return { date, from: rangefan.countsFrom(date), words };
    });
    yield;
    const first = rangefan.countsFrom(box.dataset.date);
    Object.assign(state, { date: first, focus: "" });
    const choice = () => {
      const [object, group, part, ground] = [...box.querySelectorAll("select")].map(({ value }) => value);
      return { object: Number(object || 0), group, part, ground, date: state.date };
    };
    const latest = (of = statements) => rangefan.stancesOn(of, choice());
    const slider = find("input");
    const play = find("[data-play]");
    const output = find("output");
    const fold = find("details");
    let dates = [];
    let timer = 0;

    const focus = rangefan.positionsFocus(app, statements, find(".rf-focus"), latest);
    const onMap = rangefan.positionsOnMap(app, statements, (said) => (said.length > 1 ? focus.showList(said) : focus.choose(said[0])));
    yield;

    /** Every day on which something was said or happened, and the years they fall in. */
    const layOut = () => {
      const wanted = statements.filter((said) => rangefan.asked(said, choice()));
      dates = [...new Set([...wanted, ...events].map(({ from }) => from))].sort();
      slider.max = dates.length - 1;
      const years = bar.querySelector(".rf-years");
      years.replaceChildren();
      const room = 32 / (years.clientWidth || 600);
      let free = -1;
      dates.forEach((date, index) => {
        const at = index / Math.max(1, dates.length - 1);
        const happened = events.some(({ from }) => from === date);
        const newYear = date.slice(0, 4) !== dates[index - 1]?.slice(0, 4);
        if (!happened && !newYear) return;
        const mark = node("span", newYear && at > free && at < 1 - room ? date.slice(0, 4) : "");
        mark.style.left = `${at * 100}%`;
        if (mark.textContent) free = at + room;
        years.append(mark);
      });
    };

    const groupWords = (of) => {
      const counts = new Map();
      for (const said of of) if (said) counts.set(said.words, (counts.get(said.words) ?? 0) + 1);
      const told = [...counts].map(([stance, count]) => rangefan.t("{count} {stance}", { count, stance }));
      const silent = of.filter((said) => !said).length;
      if (silent) told.push(rangefan.t("{count} no position found", { count: silent }));
      return rangefan.listed(told);
    };

    const listVoices = (by) => {
      const lists = find(".rf-voices");
      lists.replaceChildren();
      for (const [group, name] of [...find("[name=group]").options].slice(1).map(({ value, text }) => [value, text])) {
        const of = [...by].filter(([voice]) => voice.startsWith(`${group} `)).map(([, said]) => said);
        if (!of.length) continue;
        const head = node("p");
        head.append(node("strong", name), ` · ${groupWords(of)}`);
        const part = node("div");
        part.append(head, focus.list(of.filter(Boolean)));
        lists.append(part);
      }
    };

    const draw = () => {
      const by = latest();
      onMap(by);
      slider.value = last(dates, state.date);
      const words = rangefan.dateWords(state.date);
      const happened = events.filter(({ from }) => from === state.date).map((event) => event.words);
      const told = statements.filter((said) => said.from === state.date && rangefan.asked(said, choice()));
      output.textContent = words;
      slider.setAttribute("aria-valuetext", [words, ...happened].join(". "));
      const day = find(".rf-day");
      day.replaceChildren(...happened.map((event) => node("p", event)));
      if (told.length) day.append(focus.list(told, true));
      else if (!happened.length) day.append(node("p", rangefan.t("Nothing new on this very date: the positions are those last stated.")));
      const spoke = [...by.values()].filter(Boolean).length;
      const counted = statements.filter((said) => said.from <= state.date && rangefan.asked(said, choice())).length;
      find(".rf-count").textContent = rangefan.t("By this date {spoke} of {all} voices had spoken, in {counted} of the statements listed; each counts once, by its latest there.", { spoke, all: by.size, counted });
      if (fold.open) listVoices(by);
      focus.update();
    };

    const go = (index) => {
      state.date = dates[Math.min(dates.length - 1, Math.max(0, index))] ?? first;
      draw();
      app.address.changed();
    };
    const stop = () => {
      clearInterval(timer);
      timer = 0;
      play.textContent = rangefan.t("Play");
    };

    slider.addEventListener("input", () => { stop(); go(Number(slider.value)); });
    for (const button of bar.querySelectorAll("[data-step]")) {
      button.addEventListener("click", () => { stop(); go(last(dates, state.date) + Number(button.dataset.step)); });
    }
    play.hidden = matchMedia("(prefers-reduced-motion: reduce)").matches;
    play.addEventListener("click", () => {
      if (timer) { stop(); return; }
      play.textContent = rangefan.t("Pause");
      if (last(dates, state.date) === dates.length - 1) go(0);
      timer = setInterval(() => {
        const next = last(dates, state.date) + 1;
        go(next);
        if (next >= dates.length - 1) stop();
      }, BEAT_MS);
    });
    box.addEventListener("change", ({ target }) => {
      if (target.localName !== "select") return;
      layOut();
      draw();
    });
    for (const said of statements) {
      if (!said.lit.length) continue;
      const button = node("button", rangefan.t("Footprint"), "rf-link", { type: "button", "aria-label": rangefan.t("Footprint of {who}, {date}: {about}", { who: said.who, date: rangefan.dateWords(said.date), about: said.about }) });
      button.addEventListener("click", () => {
        focus.choose(said);
        bar.scrollIntoView({ block: "start" });
      });
      said.row.cells[3].append(button);
      yield;
    }

    app.address.part("date", {
      write: () => (state.date === first ? "" : state.date),
      read: (text) => { state.date = /^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$/.test(text) ? rangefan.countsFrom(text) : first; },
    });
    app.address.part("focus", {
      write: () => state.focus,
      read: (text) => { state.focus = statements.some(({ id }) => id === text) ? text : ""; },
    });
    fold.addEventListener("toggle", draw);
    app.on("update", draw);
    app.on("open", ({ layer }) => focus.about(layer));
    app.map.getContainer().append(...box.parentNode.querySelectorAll(".rf-locator"));
    const frame = box.parentNode;
    // On a narrow page the map may stay in sight; what stands below it must not, or it would cover the rest.
    const narrow = matchMedia("(max-width: 860px)");
    const settle = () => (narrow.matches ? frame.after(box) : frame.append(box));
    narrow.addEventListener("change", settle);
    settle();
    box.hidden = false;
    yield;
    layOut();
  });
})();
