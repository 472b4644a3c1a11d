
"use strict";
for (const section of document.querySelectorAll("section")) {
  const body = section.querySelector("tbody");
  const headings = [...section.querySelectorAll("th")];
  const original = [...body.rows];
  const words = new Intl.Collator("en", { numeric: true, sensitivity: "base" });

  // Sorting: up, down, as it was. Empty cells stay at the end.
  const key = (row, column) => {
    const cell = row.cells[column];
    return cell.dataset.key ?? cell.textContent;
  };
  const sort = (column, order) => {
    headings.forEach((th, at) => at === column && order ? th.setAttribute("aria-sort", order) : th.removeAttribute("aria-sort"));
    let rows = original;
    if (order) {
      const numbers = headings[column].classList.contains("right");
      const sign = order === "ascending" ? 1 : -1;
      const keyed = original.map((row) => [key(row, column), row]);
      const compare = numbers
        ? (a, b) => (Number.parseFloat(a) || 0) - (Number.parseFloat(b) || 0)
        : words.compare;
      keyed.sort(([a], [b]) => a === "" || b === "" ? (a === "") - (b === "") : sign * compare(a, b));
      rows = keyed.map(([, row]) => row);
    }
    const sorted = document.createDocumentFragment();
    for (const row of rows) sorted.append(row);
    body.append(sorted);
  };
  const next = { none: "ascending", ascending: "descending", descending: "" };
  headings.forEach((th, column) => {
    const button = th.querySelector("button");
    button.addEventListener("click", () => sort(column, next[th.getAttribute("aria-sort") ?? "none"]));
  });

  // Filtering: rows that contain every word.
  const tools = section.querySelector(".tools");
  const count = tools.querySelector("output");
  const all = count.textContent;
  const texts = new Map();
  const text = (row) => {
    if (!texts.has(row)) texts.set(row, [...row.cells].map((cell) => cell.textContent).join("\n").toLowerCase());
    return texts.get(row);
  };
  const filter = (typed) => {
    const wanted = typed.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const row of original) {
      row.hidden = !wanted.every((word) => text(row).includes(word));
      if (!row.hidden) shown += 1;
    }
    count.textContent = wanted.length ? `${shown} of ${all}` : all;
  };
  const input = tools.querySelector("input");
  input.addEventListener("input", () => filter(input.value));
  tools.hidden = original.length < 2;
  if (input.value) filter(input.value);
}
