// Sliders for the inputs of an expression.  While one is drawn along, the page sends a new
// value only when the last one has been answered.

const written = (value) => value.toFixed(1).replace("-", "\u2212");

function render({ model, el, signal }) {
  el.classList.add("gb-tape-inputs");
  let rows = [], waiting = null, asked = model.get("answered");

  function send() {
    if (!waiting || model.get("answered") < asked) return;
    asked = model.get("answered") + 1;
    model.send({ kind: "turn", ...waiting });
    waiting = null;
  }
  function build(inputs) {
    const id = Math.random().toString(36).slice(2);
    el.replaceChildren(...inputs.map((one, i) => {
      const row = document.createElement("div");
      row.className = "gb-tape-input";
      const label = document.createElement("label"), value = document.createElement("output");
      label.textContent = one.name;
      row.append(label, value);
      if (one.words) {
        value.textContent = one.words;
        return row;
      }
      const line = document.createElement("input");
      Object.assign(line, { type: "range", id: `gb-${id}-${i}`, min: one.low, max: one.high, step: one.step });
      label.htmlFor = line.id;
      line.addEventListener("input", () => {
        waiting = { name: one.name, value: Number(line.value) };
        paint(row, waiting.value);
        send();
      }, { signal });
      row.append(line);
      return row;
    }));
    rows = [...el.children];
  }
  function paint(row, value) {
    const line = row.querySelector("input");
    row.querySelector("output").textContent = written(value);
    line.setAttribute("aria-valuetext", written(value));
    line.style.setProperty("--at", String((value - line.min) / (line.max - line.min)));
  }
  let shape = "";
  follow(model, signal, "inputs", () => {
    const inputs = model.get("inputs");
    const now = JSON.stringify(inputs.map(({ name, low, high, words }) => [name, low, high, words]));
    if (now !== shape) build(inputs);
    shape = now;
    inputs.forEach((one, i) => {
      const line = rows[i].querySelector("input");
      if (!line || (waiting && waiting.name === one.name)) return; // a hand is on it
      line.value = String(one.value);
      paint(rows[i], one.value);
    });
  });
  follow(model, signal, "answered", send);
  // JupyterLab would otherwise take keys for itself: see transport.js.
  el.addEventListener("focusin", (event) => (event.target.dataset.lmSuppressShortcuts = "true"), { signal });
}
export default { render };
