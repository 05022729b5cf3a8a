// Lines over the steps of training, each named at its end; no legend, no box.

function render({ model, el, signal }) {
  el.classList.add("gb-curve");
  const title = document.createElement("h2");
  el.appendChild(title);
  const holder = document.createElement("div");
  el.appendChild(holder);
  const taller = () => Number(getComputedStyle(el).getPropertyValue("--taller")) || 1; // on stage
  const heightFor = () => model.get("height") * taller();
  const surface = makeSurface({ el: holder, signal, heightFor, draw });

  function draw(context, width, height, colours) {
    const left = 28, right = width - 68, top = 8, bottom = height - 18;
    const [low, high] = model.get("bounds"), last = Math.max(1, model.get("last"));
    const X = (step) => left + ((right - left) * step) / last;
    const Y = (v) => bottom - ((bottom - top) * (Math.min(high, Math.max(low, v)) - low)) / (high - low);
    const text = writer(context, colours);
    context.clearRect(0, 0, width, height);
    context.textBaseline = "middle";
    context.setLineDash([]);
    for (const { value, words } of model.get("ticks")) {
      context.strokeStyle = colours[value === low ? "edge" : "hair"];
      context.lineWidth = 1;
      context.beginPath();
      context.moveTo(left, Math.round(Y(value)) + 0.5);
      context.lineTo(right, Math.round(Y(value)) + 0.5);
      context.stroke();
      text(words, left - 6, Y(value), "right", "ink-2");
    }
    text("0", left, height - 5, "left", "ink-2");
    text(model.get("last_words"), right, height - 5, "right", "ink-2");
    const steps = floatsOf(model.get("steps")), lines = model.get("lines");
    const ends = [];
    for (const line of lines) {
      context.strokeStyle = colours[line.strong ? "ink" : "ink-3"];
      context.lineWidth = line.strong ? 2 : 1.25;
      context.lineJoin = "round";
      context.setLineDash(line.flat ? [1, 3] : line.strong ? [] : [4, 2.5]);
      context.beginPath();
      const values = line.flat ? [line.value, line.value] : floatsOf(model.get(line.name));
      const xs = line.flat ? [0, last] : steps;
      for (let i = 0; i < values.length; i++) context[i ? "lineTo" : "moveTo"](X(xs[i]), Y(values[i]));
      context.stroke();
      if (line.words) ends.push({ y: Y(values.length ? values[values.length - 1] : low), line });
    }
    context.setLineDash([]);
    const placed = spread(ends.map((end) => end.y), 14, top, bottom);
    ends.forEach(({ line }, i) =>
      text(line.words, right + 5, placed[i], "left", line.strong ? "ink" : "ink-2", line.strong ? 600 : 400));
  }
  follow(model, signal, "title", () => (title.textContent = model.get("title")));
  follow(model, signal, "label", () => surface.canvas.setAttribute("aria-label", model.get("label")));
  follow(model, signal, "version", surface.redraw);
}
export default { render };
