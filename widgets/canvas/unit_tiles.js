// The tiles of the hidden units: toggle buttons in rows by layer.  All of them are one tab stop;
// arrows move, Enter or Space takes a unit out or puts it back.

const ORDINALS = ["First layer", "Second layer"];

function makeTiles({ el, signal, model, held }) {
  const image = document.createElement("canvas");
  let buttons = [], current = 0, shape = "";

  function lay() {
    const layers = model.get("layers");
    if (layers.join() === shape) return;
    shape = layers.join();
    current = 0;
    buttons = [];
    el.replaceChildren(...layers.map((units, layer) => {
      const row = document.createElement("div");
      row.className = "gb-uv-layer";
      if (layers.length > 1) row.innerHTML = `<h2>${ORDINALS[layer]}</h2>`;
      for (let unit = 0; unit < units; unit++) {
        const button = document.createElement("button"), number = buttons.length;
        button.type = "button";
        button.className = "gb-uv-tile";
        button.innerHTML = `<canvas aria-hidden="true"></canvas><span class="gb-uv-name"><b></b><i></i></span><span class="gb-uv-below"></span><span class="gb-spoken"></span>`;
        button.addEventListener("click", () => toggle(number));
        button.addEventListener("focus", () => choose(number, false));
        button.addEventListener("pointerenter", () => held(number));
        button.addEventListener("pointerleave", () => held(buttons.includes(document.activeElement) ? current : -1));
        button.addEventListener("blur", () => held(-1));
        buttons.push(button);
        row.appendChild(button);
      }
      return row;
    }));
    choose(0, false, true);
  }
  function toggle(number) {
    choose(number, false);
    const out = buttons[number].getAttribute("aria-pressed") !== "true";
    buttons[number].setAttribute("aria-pressed", String(out)); // at once; the kernel confirms it
    model.send({ kind: "toggle", unit: number });
  }
  function choose(number, focus, quietly) {
    current = number;
    buttons.forEach((button, i) => (button.tabIndex = i === number ? 0 : -1));
    if (focus) buttons[number].focus();
    if (!quietly && document.activeElement === buttons[number]) held(number);
  }
  // Up and down go to the tile that is nearest in the row above or below.
  function beyond(way) {
    const from = buttons[current].getBoundingClientRect();
    const far = (box) => Math.abs(box.left - from.left) + 4 * Math.abs(box.top - from.top);
    const there = buttons.map((button, i) => ({ i, box: button.getBoundingClientRect() }))
      .filter(({ box }) => way * (box.top - from.top) > from.height / 2);
    there.sort((a, b) => far(a.box) - far(b.box));
    return there.length ? there[0].i : current;
  }
  el.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const last = buttons.length - 1;
    const to = { ArrowLeft: () => Math.max(0, current - 1), ArrowRight: () => Math.min(last, current + 1),
      ArrowUp: () => beyond(-1), ArrowDown: () => beyond(1), Home: () => 0, End: () => last }[event.key];
    if (!to) return;
    event.preventDefault();
    event.stopPropagation();
    choose(to(), true);
  }, { signal });

  function write() {
    lay();
    model.get("tiles").forEach((tile, i) => {
      const button = buttons[i];
      if (!button) return;
      button.setAttribute("aria-pressed", String(tile.state === "removed"));
      button.dataset.state = tile.state;
      const [name, weight] = button.querySelectorAll("b, i");
      name.textContent = tile.name;
      weight.textContent = tile.weight;
      weight.dataset.sign = tile.weight.startsWith("+") ? "plus" : tile.weight ? "minus" : "";
      button.querySelector(".gb-uv-below").textContent = tile.below;
      button.querySelector(".gb-spoken").textContent = `; ${tile.more}`;
    });
  }
  function paint(colours, scale) {
    lay();
    const sums = bytesOf(model.get("sums")), side = model.get("sums_side"), marks = floatsOf(model.get("marks"));
    const relu = model.get("relu"), each = side * side;
    buttons.forEach((button, i) => {
      const canvas = button.firstChild, size = canvas.clientWidth, context = canvas.getContext("2d");
      if (!size || sums.length < (i + 1) * each) return;
      const wide = Math.round(size * scale);
      if (canvas.width !== wide) canvas.width = canvas.height = wide;
      context.setTransform(scale, 0, 0, scale, 0, 0);
      const bytes = sums.subarray(i * each, (i + 1) * each), [weight, peak] = marks.subarray(6 * i + 4, 6 * i + 6);
      const out = button.getAttribute("aria-pressed") === "true";
      context.globalAlpha = 1;
      context.clearRect(0, 0, size, size);
      context.globalAlpha = out ? 0.35 : 1;
      paintBytes(context, bytes, side, unitColours(colours, relu, weight, peak), size, image);
      context.globalAlpha = out ? 0.4 : 1;
      context.strokeStyle = colours.ink;
      context.lineWidth = 1.25;
      const line = marks.subarray(6 * i, 6 * i + 4);
      if (!Number.isNaN(line[0])) paintFold(context, line, size, { ticks: 5, apart: 10 });
      else drawContour(context, bytes, side, size);
      context.globalAlpha = 1;
      if (out || button.dataset.state === "dead") paintState(context, size, out, colours);
    });
  }
  // Taken out: a cross from corner to corner.  Dead: a barred ring in the middle.
  function paintState(context, size, out, colours) {
    const c = size / 2, r = Math.min(14, size / 6);
    context.lineWidth = 1.75;
    context.strokeStyle = colours.ink;
    context.beginPath();
    if (out) {
      context.moveTo(8, 8);
      context.lineTo(size - 8, size - 8);
      context.moveTo(size - 8, 8);
      context.lineTo(8, size - 8);
    } else {
      context.arc(c, c, r, 0, 7);
      context.moveTo(c - 0.7 * r, c + 0.7 * r);
      context.lineTo(c + 0.7 * r, c - 0.7 * r);
    }
    context.stroke();
  }
  return { write, paint, isOut: (i) => buttons[i]?.getAttribute("aria-pressed") === "true" };
}
