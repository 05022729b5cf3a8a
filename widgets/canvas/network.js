// The network as it is drawn on a board, a line a weight, with its layers and units to change.
// Orange is a positive weight, blue a negative one, and a thick line a large one.

function render({ model, el, signal }) {
  el.classList.add("gb-network");
  el.innerHTML = `<div class="gb-row"><h2>Network</h2><span class="gb-layers"></span></div>
    <div class="gb-net-picture"></div><div class="gb-units"></div>`;
  const surface = makeSurface({
    el: el.querySelector(".gb-net-picture"), signal, heightFor: () => 76, draw,
  });
  let weights = [];

  function draw(context, width, height, colours) {
    const counts = [2, ...model.get("hidden"), 1], columns = counts.length;
    const x = (layer) => 6 + ((width - 12) * layer) / (columns - 1);
    const y = (layer, unit) => {
      const n = counts[layer], few = Math.min(28, (height - 8) / n);
      return height / 2 + (unit - (n - 1) / 2) * few;
    };
    context.clearRect(0, 0, width, height);
    weights.forEach((layer, l) => {
      const largest = Math.max(1e-9, ...layer.map((w) => Math.abs(w.value)));
      for (const { value, from, to } of layer) {
        const share = Math.min(1, Math.abs(value) / largest);
        context.globalAlpha = 0.12 + 0.75 * share;
        context.lineWidth = 0.3 + 1.3 * share;
        context.strokeStyle = colours[value > 0 ? "orange" : "blue"];
        context.beginPath();
        context.moveTo(x(l), y(l, from));
        context.lineTo(x(l + 1), y(l + 1, to));
        context.stroke();
      }
    });
    context.globalAlpha = 1;
    context.fillStyle = colours.ink;
    counts.forEach((n, layer) => {
      for (let unit = 0; unit < n; unit++) {
        context.beginPath();
        context.arc(x(layer), y(layer, unit), n < 3 ? 3.5 : n < 12 ? 2.5 : 1.5, 0, 7);
        context.fill();
      }
    });
  }
  // The strongest 250 weights of a layer: more lines than that are only grey.
  function readWeights() {
    const counts = [2, ...model.get("hidden"), 1], flat = floatsOf(model.get("weights"));
    const layers = [];
    let start = 0;
    for (let l = 0; l + 1 < counts.length; l++) {
      const size = counts[l] * counts[l + 1], all = [];
      for (let k = 0; k < size && start + k < flat.length; k++)
        all.push({ value: flat[start + k], from: Math.floor(k / counts[l + 1]), to: k % counts[l + 1] });
      all.sort((a, b) => Math.abs(a.value) - Math.abs(b.value));
      layers.push(all.slice(-250));
      start += size;
    }
    weights = flat.length === start ? layers : [];
    surface.redraw();
  }
  const send = (act, layer = 0) => model.send({ kind: "change", act, layer });
  const picker = (words, less, more, canLess, canMore) => {
    const group = document.createElement("span");
    group.className = "gb-stepper";
    for (const [sign, name, act, can] of [["\u2212", less[0], less[1], canLess], ["+", more[0], more[1], canMore]]) {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = sign;
      button.setAttribute("aria-label", name);
      button.setAttribute("aria-disabled", String(!can)); // stays focusable at the limit
      button.addEventListener("click", () => can && act());
      group.appendChild(button);
    }
    const value = document.createElement("span");
    value.textContent = words;
    group.insertBefore(value, group.lastChild);
    return group;
  };
  function lay() {
    const hidden = model.get("hidden"), [fewest, most] = model.get("unit_bounds");
    const focused = el.contains(document.activeElement) ? document.activeElement.getAttribute("aria-label") : null;
    const layers = `${hidden.length} ${hidden.length === 1 ? "layer" : "layers"}`;
    el.querySelector(".gb-layers").replaceChildren(picker(layers,
      ["One layer fewer", () => send("remove")], ["One layer more", () => send("add")],
      hidden.length > 0, hidden.length < model.get("most_layers")));
    el.querySelector(".gb-units").replaceChildren(...hidden.map((units, i) => picker(String(units),
      [`Fewer units in layer ${i + 1}`, () => send("less", i)],
      [`More units in layer ${i + 1}`, () => send("more", i)], units > fewest, units < most)));
    if (focused) el.querySelector(`[aria-label="${focused}"]`)?.focus();
    surface.canvas.setAttribute("aria-label", model.get("label"));
    readWeights();
  }
  follow(model, signal, "hidden label", lay);
  follow(model, signal, "weights", readWeights);
}
export default { render };
