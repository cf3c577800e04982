(() => {
  const form = document.getElementById("mover");
  for (const table of form ? document.querySelectorAll("table.steps") : []) {
    const rows = [...table.tBodies].flatMap((body) => [...body.rows]);
    if (rows.length < 2) continue;
    const mover = form.content.firstElementChild.cloneNode(true);
    const [input, output, all] = ["input", "output", "button"].map((name) => mover.querySelector(name));
    const used = rows.findIndex((row) => row.classList.contains("in-use"));
    input.max = rows.length - 1;
    input.value = used < 0 ? Math.floor(rows.length / 2) : used;
    const show = () => {
      rows.forEach((row, at) => row.classList.toggle("shown", at === Number(input.value)));
      output.textContent = rows[input.value].cells[0].textContent;
    };
    input.addEventListener("input", () => { table.classList.add("moving"); show(); });
    all.addEventListener("click", () => table.classList.remove("moving"));
    table.classList.add("moving");
    table.closest(".scroll").before(mover);
    show();
  }
})();