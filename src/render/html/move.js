(() => {
  const form = document.getElementById("mover");
  const rowsOf = (table) => [...table.tBodies].flatMap((body) => [...body.rows]);
  const copy = (from, to) => to.replaceChildren(...[...from.childNodes].map((node) => node.cloneNode(true)));
  for (const table of form ? document.querySelectorAll("table[data-moves]") : []) {
    const feeds = [...document.querySelectorAll("table[data-feeds]")]
      .filter((one) => one.dataset.feeds === table.dataset.moves)
      .map((one) => ({ rows: rowsOf(one), column: Number(one.dataset.column), first: Number(one.dataset.first) }));
    const steps = feeds.length ? feeds[0].rows : [];
    if (steps.length < 2) continue;
    const rows = rowsOf(table);
    const caption = table.caption.querySelector("[data-col=x]");
    const mover = form.content.firstElementChild.cloneNode(true);
    const [input, output, used, back] = ["input", "output", ".used", "button"].map((part) => mover.querySelector(part));
    const later = [...(table.closest(".scroll").nextElementSibling?.querySelectorAll("li[hidden]") ?? [])];
    const own = Math.max(0, steps.findIndex((row) => row.classList.contains("in-use")));
    const show = (at) => {
      for (const { rows: full, column, first } of feeds)
        [...full[at].cells].slice(1).forEach((cell, group) => copy(cell, rows[first + group].cells[column]));
      const threshold = steps[at].cells[0].textContent;
      if (caption) caption.textContent = threshold;
      output.textContent = threshold;
      input.value = at;
      input.setAttribute("aria-valuetext", threshold);
      used.hidden = at !== own;
      for (const note of later) note.hidden = at === own;
    };
    input.max = steps.length - 1;
    input.addEventListener("input", () => show(Number(input.value)));
    back.addEventListener("click", () => show(own));
    addEventListener("beforeprint", () => show(own));
    table.closest(".scroll").before(mover);
    show(own);
  }
})();