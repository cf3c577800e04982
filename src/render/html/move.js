(() => {
  const form = document.getElementById("mover");
  const tables = form ? [...document.querySelectorAll("table[data-moves]")] : [];
  for (const name of new Set(tables.map((table) => table.dataset.moves))) {
    const moved = tables.filter((table) => table.dataset.moves === name);
    const rows = moved.map((table) => [...table.tBodies].flatMap((body) => [...body.rows]));
    if (rows[0].length < 2) continue;
    const mover = form.content.firstElementChild.cloneNode(true);
    const [input, output, all] = ["input", "output", "button"].map((part) => mover.querySelector(part));
    const used = rows[0].findIndex((row) => row.classList.contains("in-use"));
    input.max = rows[0].length - 1;
    input.value = used < 0 ? Math.floor(rows[0].length / 2) : used;
    const move = (moving) => moved.forEach((table) => table.classList.toggle("moving", moving));
    const show = () => {
      for (const own of rows) own.forEach((row, at) => row.classList.toggle("shown", at === Number(input.value)));
      output.textContent = rows[0][input.value].cells[0].textContent;
    };
    input.addEventListener("input", () => { move(true); show(); });
    all.addEventListener("click", () => move(false));
    move(true);
    moved[0].closest(".scroll").before(mover);
    show();
  }
})();