// The same sum as a product of matrices: W stands above what it makes, so that the row of x and
// the column of W in hand meet in the number they give.

function paintProduct(el, { products }, moment, choose) {
  if (!products) return;
  const { left, inputs, name, weights, bias, biases, sum, sums, value, values, shapes } = products[moment.layer];
  const wide = inputs[0].length, many = weights[0].length;
  const cells = [], { row, column } = moment;
  const put = (words, className, at, span = 1) => {
    const cell = document.createElement("span");
    cell.className = className;
    cell.style.gridArea = at.join("/") + (span > 1 ? `/ auto / span ${span}` : "");
    if (words instanceof Node) cell.append(words);
    else cell.textContent = words;
    cells.push(cell);
    return cell;
  };
  const start = wide + 3; // past the names of the rows, the left matrix and a gap
  const mark = (lit) => (lit ? "gb-number gb-lit" : "gb-number");
  let line = 1;
  put(`${name} ${shapes.weights}`, "gb-matrix-name", [line++, start], many);
  weights.forEach((numbers) => {
    numbers.forEach((text, j) => put(text, mark(j === column), [line, start + j]));
    line++;
  });
  put(`+ ${bias} ${shapes.bias}`, "gb-matrix-name gb-before", [line, 2], wide);
  biases.forEach((text, j) => put(text, mark(j === column), [line, start + j]));
  line++;
  put(`${left} ${shapes.left}`, "gb-matrix-name", [line, 2], wide);
  put(`${sum} ${shapes.sum}`, "gb-matrix-name", [line++, start], many);
  inputs.forEach((numbers, i) => {
    if (inputs.length > 1) put(rowButton(i, row, moment, choose), "gb-row-name", [line, 1]);
    numbers.forEach((text, j) => put(text, mark(i === row), [line, 2 + j]));
    sums[i].forEach((text, j) =>
      put(text, i === row && j === column ? "gb-number gb-target" : "gb-number", [line, start + j]));
    line++;
  });
  if (value) {
    put(`${value} ${shapes.sum}`, "gb-matrix-name", [line++, start], many);
    values.forEach((numbers, i) => {
      numbers.forEach((text, j) => put(text, mark(i === row && j === column), [line, start + j]));
      line++;
    });
  }
  const focused = el.contains(document.activeElement);
  const grid = document.createElement("div"), foot = document.createElement("p");
  grid.className = "gb-matrices";
  grid.style.minHeight = `${Math.max(...products.map(tallOf))}px`; // nothing below moves
  grid.style.gridTemplateColumns = `${inputs.length > 1 ? 34 : 0}px repeat(${wide},minmax(40px,52px)) 10px repeat(${many},minmax(40px,56px))`;
  grid.append(...cells);
  foot.className = "gb-shapes";
  foot.textContent = shapes.words;
  el.replaceChildren(grid, foot);
  if (focused) el.querySelector('[aria-pressed="true"]')?.focus();
}

// Names stand in rows of 28 pixels, numbers in rows of 24.
const tallOf = ({ weights, inputs, value }) =>
  28 * (value ? 3 : 2) + 24 * (weights.length + 1 + inputs.length * (value ? 2 : 1));

function rowButton(i, row, moment, choose) {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = String(i + 1);
  button.setAttribute("aria-label", `point ${i + 1}`);
  button.setAttribute("aria-pressed", String(i === row));
  button.addEventListener("click", () => choose(moment.rows[i]));
  return button;
}
