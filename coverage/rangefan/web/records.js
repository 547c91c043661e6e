// The figures and sources behind the drawing. On our own page their texts stand in its tables, and are read there.
(() => {
  "use strict";
  const rangefan = (globalThis.rangefan ??= {});

  const sourceAt = (item) => {
    const title = item.querySelector("[lang=en]");
    return {
      publisher: item.firstElementChild.textContent, date: item.querySelector("time")?.textContent ?? "",
      title: title.textContent, url: title.getAttribute("href") ?? "", repost_of: item.dataset.of ?? "",
    };
  };

  /** What a row of the figures' table adds to a figure: its text, what was said, and the note. */
  const figureAt = (figure, index) => {
    const { cells } = document.getElementById(`figure-${index}`);
    const said = cells[3].querySelector("span")?.textContent ?? "";
    const rest = cells[3].textContent.slice(said.length);
    return { ...figure, text: cells[0].textContent, said, note: said ? rest.replace(/^\. /, "") : rest };
  };

  /** Return the scene's figures, in its order, and its sources by id; asked for when a reader first opens one. */
  rangefan.records = ({ scene, options: { tables } }) => {
    let found = null;
    const read = () => ({
      figures: tables ? scene.figures.map(figureAt) : scene.figures,
      source: tables ? (id) => {
        const item = id && document.getElementById(`source-${id}`);
        return item ? sourceAt(item) : undefined;
      } : (id) => scene.sources.find((source) => source.id === id),
    });
    return () => (found ??= read());
  };
})();
