// Layers from left to right: histograms of activations and of gradients, and below each the
// spread over the layers of every seed.  A layer is pointed at, or chosen with the arrow keys.

const TALL = 118, LOW = 80, NUMBER = 38; // CSS pixels: of the bands, and for a number at a layer

// Where the bands begin and end, from the top; `taller` is less than 1 on stage.
function bandsOf(taller) {
  const tall = Math.round(TALL * taller), low = Math.round(LOW * taller);
  const forward = [26, 26 + tall], forwardLines = [forward[1] + 62, forward[1] + 62 + low];
  const backward = [forwardLines[1] + 52, forwardLines[1] + 52 + tall];
  return { forward, forwardLines, backward, backwardLines: [backward[1] + 44, backward[1] + 44 + low] };
}

function render({ model, el, signal }) {
  el.classList.add("gb-layers-view");
  el.innerHTML = `<p class="gb-start-said"></p><div class="gb-paper"></div><p class="gb-start-layer"></p>
    <p class="gb-problem" role="alert" hidden></p><p class="gb-spoken" aria-live="polite"></p>`;
  const find = (selector) => el.querySelector(selector);
  let chosen = -1, speaking = null;
  const bands = () => bandsOf(Number(getComputedStyle(el).getPropertyValue("--taller")) || 1);
  const heightFor = () => bands().backwardLines[1] + 26;
  const surface = makeSurface({ el: find(".gb-paper"), signal, heightFor, draw, after: watchPaint({ model, el, signal }).acknowledge });
  const { canvas, redraw } = surface;
  canvas.tabIndex = 0;
  const depth = () => model.get("layers").length;
  const sides = (width) => (width < 480 ? [34, width - 60] : [44, width - 64]);

  function draw(context, width, height, colours) {
    const text = writer(context, colours), layers = model.get("layers"), count = layers.length;
    context.clearRect(0, 0, width, height);
    if (!count) return;
    const [left, right] = sides(width), column = (right - left) / count;
    const every = Math.ceil(NUMBER / column), [forward, off, backward] = model.get("titles");
    const at = bands(), band = (name) => ({ left, right, top: at[name][0], bottom: at[name][1] });
    const [[first, under], [second, below], end] = [at.forward, at.backward, at.backwardLines[1]];
    const half = (values) => [values.subarray(0, values.length / 2), values.subarray(values.length / 2)];
    const shares = half(floatsOf(model.get("shares"))), lines = half(floatsOf(model.get("lines")));
    const [axes, bounds, seeds] = [model.get("axes"), model.get("bounds"), model.get("seeds_words")];
    const numbers = (name, y) => layers.forEach((layer, i) =>
      (i % every === 0 || i === chosen) && (i === chosen || Math.abs(i - chosen) >= every || chosen < 0) &&
      text(layer[name], left + (i + 0.5) * column, y, "center", i === chosen ? "ink" : "ink-2", i === chosen ? 600 : 400));
    text(forward, left, 9, "left", "ink", 600);
    paintHistograms(context, colours, band("forward"), shares[0], count, axes[0], chosen);
    layers.forEach((layer, i) => layer.dead && paintCross(context, colours, left + (i + 0.5) * column, (first + under) / 2));
    numbers("forward", under + 11);
    if (off) numbers("off", under + 28);
    if (off) text(off, right + 4, under + 28);
    text("spread", right + 4, under + 11);
    const others = "Spread at each layer: this seed and the others";
    text(others, left, under + 46);
    paintLines(context, colours, band("forwardLines"), lines[0], count, bounds[0], seeds);
    text(backward, left, second - 17, "left", "ink", 600);
    paintHistograms(context, colours, band("backward"), shares[1], count, axes[1], chosen);
    numbers("backward", below + 12);
    text("spread", right + 4, below + 12);
    text(others, left, below + 30);
    paintLines(context, colours, band("backwardLines"), lines[1], count, bounds[1], seeds);
    layers.forEach((_, i) => (i % every === 0) &&
      text(String(i + 1), left + (i + 0.5) * column, end + 17, "center", "ink-2"));
    text("layer", right + 4, end + 17);
  }

  // ---- a layer

  const words = () => model.get("layers")[chosen]?.words ?? "Point at a layer, or press \u2190 \u2192 in the picture, for its numbers.";
  function told() {
    find(".gb-start-layer").textContent = words();
    canvas.setAttribute("aria-valuetext", words());
    canvas.setAttribute("aria-valuenow", String(chosen + 1));
  }
  function choose(layer) {
    if (layer === chosen) return;
    chosen = layer;
    told();
    redraw();
  }
  const under = (event) => {
    const box = canvas.getBoundingClientRect(), [left, right] = sides(box.width);
    const layer = Math.floor(((event.clientX - box.left - left) / (right - left)) * depth());
    return layer >= 0 && layer < depth() ? layer : -1;
  };
  for (const kind of ["pointermove", "pointerdown"])
    canvas.addEventListener(kind, (event) => choose(under(event)), { signal });
  canvas.addEventListener("pointerleave", (event) => event.pointerType === "mouse" && choose(-1), { signal });
  canvas.addEventListener("keydown", (event) => {
    const by = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1 }[event.key];
    const to = { Home: 0, End: depth() - 1, Escape: -1 }[event.key] ?? (by && chosen + by);
    if (to === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    choose(event.key === "Escape" ? -1 : Math.max(0, Math.min(depth() - 1, chosen < 0 && by < 0 ? depth() - 1 : to)));
  }, { signal });
  // JupyterLab would otherwise take keys for itself: see transport.js.
  el.addEventListener("focusin", (event) => (event.target.dataset.lmSuppressShortcuts = "true"), { signal });

  // ---- what the kernel says

  canvas.setAttribute("role", "slider");
  canvas.setAttribute("aria-valuemin", "0");
  follow(model, signal, "label", () => canvas.setAttribute("aria-label", model.get("label")));
  follow(model, signal, "said", () => {
    find(".gb-start-said").textContent = model.get("said");
    clearTimeout(speaking); // a slider that is being moved is not read aloud at every stop
    speaking = setTimeout(() => (find(".gb-spoken").textContent = model.get("said")), 800);
  });
  follow(model, signal, "problem", () => {
    find(".gb-problem").textContent = model.get("problem");
    find(".gb-problem").hidden = !model.get("problem");
  });
  follow(model, signal, "frame", () => {
    if (chosen >= depth()) chosen = -1;
    canvas.setAttribute("aria-valuemax", String(depth()));
    told();
    redraw();
  });
  signal.addEventListener("abort", () => clearTimeout(speaking));
}
export default { render };
