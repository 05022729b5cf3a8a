// Two tables: the cosines of all pairs of sentences, to choose from, and what each pair of words
// gives to one of them.  The number is written in every cell; its tint follows it, orange for
// more than nothing and blue for less.

const TO = { ArrowRight: [0, 1], ArrowLeft: [0, -1], ArrowUp: [-1, 0], ArrowDown: [1, 0] };

function tinted(cell, value, most) {
  const share = value === null ? 0 : Math.min(1, Math.abs(value) / most);
  cell.style.setProperty("--share", `${Math.round(100 * share)}%`);
  cell.dataset.sign = value === null || Math.abs(value) < 0.005 ? "none" : value > 0 ? "plus" : "minus";
}

function made(kind, words, scope) {
  const cell = document.createElement(kind);
  cell.textContent = words ?? "";
  if (scope) cell.scope = scope;
  return cell;
}

// The lower triangle: a row for each sentence but the first, a column for each but the last.
function fillMatrix(table, matrix, choose) {
  const focused = table.contains(document.activeElement);
  const { names, texts, values, words, chosen } = matrix;
  const [high, low] = [Math.max(...chosen), Math.min(...chosen)];
  const head = document.createElement("tr");
  head.append(made("td", ""), ...names.slice(0, -1).map((name) => made("th", name, "col")));
  table.replaceChildren(made("caption", "Every pair: press one to look at it"), head, ...names.slice(1).map((name, k) => {
    const i = k + 1, row = document.createElement("tr"), title = made("th", "", "row");
    title.append(made("b", name), made("span", texts[i]));
    row.append(title, ...names.slice(0, -1).map((other, j) => {
      const cell = document.createElement("td");
      if (j >= i) return cell;
      const button = made("button", words[i][j]), mine = i === high && j === low;
      button.type = "button";
      button.dataset.i = i;
      button.dataset.j = j;
      button.tabIndex = mine ? 0 : -1;
      button.setAttribute("aria-pressed", String(mine));
      button.setAttribute("aria-label", `${other} and ${name}: ${words[i][j]}`);
      tinted(button, values[i][j], 1);
      button.addEventListener("click", () => choose(j, i));
      cell.append(button);
      return cell;
    }));
    return row;
  }));
  if (focused) table.querySelector('[tabindex="0"]')?.focus();
}

function moveInMatrix(table, event) {
  const from = event.target.closest("button"), way = TO[event.key];
  if (!from || !way || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  event.stopPropagation();
  const i = Number(from.dataset.i) + way[0], j = Number(from.dataset.j) + way[1];
  const to = table.querySelector(`button[data-i="${i}"][data-j="${j}"]`);
  if (!to) return;
  from.tabIndex = -1;
  to.tabIndex = 0;
  to.focus();
}

function fillWhy(table, why) {
  const { rows, columns, values, words, total } = why;
  const most = Math.max(0.05, ...values.flat().map(Math.abs)), head = document.createElement("tr");
  head.append(made("td", ""), ...columns.map((word) => made("th", word, "col")));
  table.replaceChildren(made("caption", `What each pair of words gives to it: together ${total}`), head, ...rows.map((word, i) => {
    const row = document.createElement("tr");
    row.append(made("th", word, "row"), ...columns.map((_, j) => {
      const cell = made("td", words[i][j]);
      tinted(cell, values[i][j], most);
      return cell;
    }));
    return row;
  }));
}
