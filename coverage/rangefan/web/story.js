// A story to walk through. Its steps stand in the page's list; here they are shown one by one, on the map as well.
(() => {
  "use strict";
  const { rangefan } = globalThis;
  // What a step decides, as the address has it: where a reader's own choice stands there, that choice holds.
  const CHOSEN = /[#&](show|pick|alt|at|date|focus)=/;

  rangefan.part((app) => {
    const section = document.getElementById("story");
    if (!section || !app.options.tables) return;
    const { map, state, scene, frame } = app;
    const items = [...section.querySelectorAll("[data-step]")];
    const steps = items.map((item) => JSON.parse(item.dataset.step));
    let first = null;
    let held = null;
    let all = false;
    state.step = 0;

    const make = (tag, name, text = "") => {
      const node = document.createElement(tag);
      node.className = name;
      node.textContent = text;
      return node;
    };
    const button = (name, text, act) => {
      const node = make("button", `rf-button ${name}`, text);
      node.type = "button";
      node.addEventListener("click", act);
      return node;
    };
    const walk = make("div", "rf-walk rf-buttons");
    const back = button("", "‹", () => go(state.step - 1));
    const next = button("is-main", "", () => go(state.step + 1));
    const choice = make("select", "rf-walk-choice");
    back.setAttribute("aria-label", rangefan.t("Step back"));
    choice.setAttribute("aria-label", rangefan.t("Step of the story"));
    choice.append(new Option(rangefan.t("{count} steps", { count: steps.length }), 0));
    items.forEach((item, index) => choice.append(new Option(item.querySelector("h3").textContent.trim(), index + 1)));
    choice.append(new Option(rangefan.t("All steps, as a list"), "all"));
    choice.addEventListener("change", () => {
      all = choice.value === "all";
      if (all) say();
      else go(Number(choice.value));
    });
    walk.append(back, choice, next);
    section.querySelector("ol").before(walk);
    section.querySelector("ol").setAttribute("aria-live", "polite");
    section.classList.add("is-walked");
    map.getContainer().closest("figure")?.before(section);

    /** Say where the reader stands. */
    const say = () => {
      items.forEach((item, index) => item.classList.toggle("is-now", index + 1 === state.step));
      section.classList.toggle("is-all", all);
      choice.value = all ? "all" : state.step;
      next.textContent = state.step ? rangefan.t("Next") : rangefan.t("Begin");
      if (document.activeElement === next && state.step === steps.length) back.focus();
      if (document.activeElement === back && !state.step) next.focus();
      next.disabled = state.step === steps.length;
      back.disabled = !state.step;
    };

    const fit = () => {
      if (!held) return;
      const [w, s, e, n] = held;
      map.setMinZoom(0).fitBounds([[s, w], [n, e]], { animate: false });
    };

    /** Set the state to what a step shows; step 0 is the map as it starts. */
    const take = (number) => {
      first ??= {
        date: state.date, focus: state.focus, pick: "nominal", altitude: null, bounds: null,
        show: scene.layers.filter(({ visible }) => visible).map(({ id }) => id),
      };
      const step = steps[number - 1] ?? first;
      state.step = number;
      for (const { id } of scene.layers) state.shown[id] = false;
      for (const id of step.show) app.show(id);
      state.pick = step.pick;
      state.altitude = step.altitude === null ? "" : String(step.altitude);
      state.date = number ? rangefan.countsFrom?.(step.date) ?? step.date : step.date;
      state.focus = step.focus ?? first.focus;
      held = step.bounds;
      if (held) frame.stay();
    };

    const go = (number) => {
      all = false;
      take(Math.max(0, Math.min(steps.length, number)));
      if (!held) frame.goHome();
      app.update();
      fit();
      // What a step says and what it shows are to be seen together.
      if (section.getBoundingClientRect().top < 0 || map.getContainer().getBoundingClientRect().bottom > innerHeight) section.scrollIntoView();
    };

    section.addEventListener("keydown", (event) => {
      const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
      if (!by || event.target === choice || event.altKey || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      go(state.step + by);
    });
    const drop = () => { held = null; };
    map.on("dragstart", drop);
    map.on("resize", fit);
    rangefan.onUserZoom(map, drop);
    app.on("update", say);
    app.address.part("step", {
      write: () => (state.step ? String(state.step) : ""),
      read: (text) => {
        state.step = /^\d{1,3}$/.test(text) && steps[text - 1] ? Number(text) : 0;
        if (!state.step || CHOSEN.test(location.hash)) return;
        take(state.step);
        fit();
      },
    });
  });
})();
