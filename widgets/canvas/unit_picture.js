// The whole network's field with points and folds, and a tile for each hidden unit beside it.

const NAMED = 8; // folds that carry their numbers: more would hide the field
const PAGE = `<div class="gb-uv-field"><div></div><div class="gb-uv-key"></div></div>
  <div class="gb-uv-said"></div>
  <div class="gb-uv-acts"><button type="button" data-act="back">Put all back</button>
    <button type="button" data-act="another">Another seed</button></div>
  <div class="gb-uv-units"><p class="gb-uv-head"><b>Hidden units</b> press one to take it out</p>
    <div class="gb-uv-tiles" role="toolbar" aria-label="Hidden units: press one to take it out"></div></div>
  <p class="gb-spoken" role="status"></p>`;
const MARKS = {
  inside: `<circle cx="8" cy="8" r="3.6" fill="var(--orange)"/>`,
  outside: `<circle cx="8" cy="8" r="3.6" fill="var(--blue)"/>`,
  wrong: `<circle cx="8" cy="8" r="6" fill="none" stroke="var(--ink)" stroke-width="1.6"/><circle cx="8" cy="8" r="2.8" fill="var(--blue)"/>`,
  newly: `<rect x="2.4" y="2.4" width="11.2" height="11.2" fill="none" stroke="var(--ink)" stroke-width="1.6"/><circle cx="8" cy="8" r="2.8" fill="var(--blue)"/>`,
};

function render({ model, el, signal }) {
  el.classList.add("gb-uv");
  el.innerHTML = PAGE;
  const find = (selector) => el.querySelector(selector);
  const paint = watchPaint({ model, el, signal });
  const image = document.createElement("canvas");
  let points = new Float32Array(0), tint = null, stamps = null, newly = null, madeFor = "";
  let pointed = -1;
  const tiles = makeTiles({ el: find(".gb-uv-tiles"), signal, model, held });
  const surface = makeSurface({ el: find(".gb-uv-field > div"), signal, heightFor: (w) => w, draw, after: paint.acknowledge });
  surface.canvas.tabIndex = 0;

  function held(unit) {
    if (pointed === unit) return;
    pointed = unit;
    surface.redraw();
  }
  function draw(context, size, _, colours, scale) {
    const radius = size < 420 ? 2.1 : 2.7, kind = [colours.paper, radius, scale].join();
    if (madeFor !== kind) {
      tint = fieldColours(colours, probabilityOf);
      stamps = makeStamps(colours, radius, scale);
      newly = newlyWrong(colours, radius, scale);
      madeFor = kind;
    }
    const side = model.get("side"), field = bytesOf(model.get("field"));
    context.globalAlpha = 1;
    context.fillStyle = colours["field-mid"];
    context.fillRect(0, 0, size, size);
    if (model.get("faded")) context.globalAlpha = 0.5;
    if (side && field.length === side * side) paintBytes(context, field, side, tint, size, image);
    paintFolds(context, size, colours);
    context.globalAlpha = model.get("faded") ? 0.5 : 1;
    context.strokeStyle = colours.ink;
    context.lineWidth = 2;
    context.lineCap = "round";
    const edges = floatsOf(model.get("edges")); // known exactly, or read off the field
    if (edges.length) for (let i = 0; i < edges.length; i += 4) paintFold(context, edges.subarray(i, i + 4), size);
    else if (side && field.length === side * side) drawContour(context, field, side, size);
    context.lineCap = "butt";
    context.globalAlpha = 1;
    paintPoints(context, size, scale);
    paintNumbers(context, size, colours);
    tiles.paint(colours, scale);
  }
  function linesOf() {
    const marks = floatsOf(model.get("marks")), count = model.get("layers")[0] ?? 0;
    return Array.from({ length: count }, (_, unit) => ({ unit, name: String(unit + 1), line: marks.subarray(6 * unit, 6 * unit + 4) }))
      .filter(({ line }) => line.length === 4 && !Number.isNaN(line[0]));
  }
  function paintFolds(context, size, colours) {
    const full = context.globalAlpha, side = model.get("sums_side"), each = side * side;
    const [first = 0, second = 0] = model.get("layers"), sums = bytesOf(model.get("sums"));
    const style = (unit, weak) => {
      const chosen = unit === pointed, out = tiles.isOut(unit);
      context.strokeStyle = colours.ink;
      context.lineWidth = chosen ? 2 : 1;
      context.globalAlpha = full * (chosen ? 1 : out ? 0.35 : weak);
      context.setLineDash(out ? [2, 4] : []);
    };
    for (let unit = first; unit < first + second && sums.length >= (unit + 1) * each; unit++) {
      style(unit, 0.4); // a fold of the second layer bends: it is drawn where its sum is 0
      drawContour(context, sums.subarray(unit * each, (unit + 1) * each), side, size);
    }
    for (const { unit, line } of linesOf()) {
      style(unit, 0.6);
      paintFold(context, line, size, { ticks: tiles.isOut(unit) ? 0 : unit === pointed ? 7 : first + second > NAMED ? 0 : 4, apart: 14 });
    }
    context.setLineDash([]);
    context.globalAlpha = full;
  }
  function paintNumbers(context, size, colours) {
    const lines = linesOf();
    const shown = lines.length > NAMED ? lines.filter(({ unit }) => unit === pointed) : lines;
    paintNames(context, shown, size, colours);
  }
  function paintPoints(context, size, scale) {
    const wrong = bytesOf(model.get("wrong"));
    for (const now of [0, 1, 2]) // framed ones last, so that nothing hides them
      for (let i = 0; 3 * i < points.length; i++) {
        if ((wrong[i] || 0) !== now) continue;
        const { canvas, half } = [stamps.right, stamps.wrong, newly][now][points[3 * i + 2] > 0.5 ? 1 : 0];
        const [x, y] = placed(points[3 * i], points[3 * i + 1], size);
        context.drawImage(canvas, x - half, y - half, canvas.width / scale, canvas.height / scale);
      }
  }

  // ---- what the kernel says

  el.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-act]");
    if (button && button.getAttribute("aria-disabled") !== "true") model.send({ kind: button.dataset.act });
    if (event.target.closest(".gb-uv-tile")) surface.redraw();
  }, { signal });
  // JupyterLab would otherwise take keys for itself: see transport.js.
  el.addEventListener("focusin", (event) => (event.target.dataset.lmSuppressShortcuts = "true"), { signal });
  const sizes = new ResizeObserver(surface.redraw);
  sizes.observe(find(".gb-uv-tiles"));
  signal.addEventListener("abort", () => sizes.disconnect());

  follow(model, signal, "points", () => { points = floatsOf(model.get("points")); surface.redraw(); });
  follow(model, signal, "label", () => surface.canvas.setAttribute("aria-label", model.get("label")));
  follow(model, signal, "spoken", () => (find("[role=status]").textContent = model.get("spoken")));
  follow(model, signal, "back", () => find("[data-act=back]").setAttribute("aria-disabled", String(!model.get("back"))));
  follow(model, signal, "said", () => find(".gb-uv-said").replaceChildren(...model.get("said").map((words) => {
    const made = document.createElement("p");
    made.textContent = words;
    return made;
  })));
  follow(model, signal, "key", () => find(".gb-uv-key").replaceChildren(...model.get("key").map(([mark, words]) => {
    const made = document.createElement("span");
    made.innerHTML = `<svg width="16" height="16" aria-hidden="true">${MARKS[mark]}</svg>`;
    made.append(words);
    return made;
  })));
  follow(model, signal, "layers", () => (el.dataset.units = model.get("layers").length > 1 ? "many"
    : model.get("layers")[0] > 6 ? "many" : model.get("layers")[0] > 4 ? "six" : "few"));
  follow(model, signal, "tiles layers", () => { tiles.write(); surface.redraw(); });
  follow(model, signal, "frame faded edges", () => paint.paced(surface.redraw));
}
export default { render };
