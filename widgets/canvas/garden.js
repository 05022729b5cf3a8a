// Many small fields, one of them chosen and drawn large.  Point at a tile, or move with the arrow
// keys; a click or Enter opens it.  A finger chooses first, and opens what is chosen already.
//
// role=application, because a screen reader keeps arrow keys for itself on role=img.

const SLIDE = 200, REST = 60; // ms: of tiles on their way, and that a pointer must rest on one
const ONE = `<div class="gb-one-head"><div class="gb-big"></div><p class="gb-free"><b></b><br><span></span></p></div>
  <div class="gb-paper"></div>
  <p class="gb-key"><span><svg width="22" height="12" aria-hidden="true"><path d="M0 6h22"/></svg>where it says 50%</span>
  <span><svg width="22" height="12" aria-hidden="true"><path d="M1 6h21" class="gb-dots"/></svg>the true rule</span></p>
  <button type="button" class="gb-open">Open it in the playground</button>`;

function render({ model, el, signal }) {
  el.classList.add("gb-garden-view");
  const id = `gb-help-${Math.random().toString(36).slice(2)}`;
  el.innerHTML = `<div class="gb-plot"><p class="gb-ends"><span></span><span></span></p><div class="gb-paper"></div>
    <p class="gb-garden-said"></p><p class="gb-help" id="${id}">Point at a network, or go to it with the arrow keys.
    <span class="gb-keys">A click or Enter opens it in a playground.</span></p></div><div class="gb-one">${ONE}</div>
    <p class="gb-spoken" aria-live="polite"></p>`;
  const find = (selector) => el.querySelector(selector);
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  const paint = watchPaint({ model, el, signal });
  const strip = document.createElement("canvas"), picture = document.createElement("canvas");
  let tint = null, tintFor = "", filled = "", order = [], before = [], since = -SLIDE, held = null;
  let resting = null, truth = null, truthFor = "", layout = null;

  const paper = (selector) => find(`${selector} > .gb-paper`);
  const words = () => Object.fromEntries(["left", "top", "right"].map((name) => [name, model.get(name)]));
  const measure = (width) => (layout = tilesOf(width, order.length, model.get("columns"), words()));
  const tiles = makeSurface({ el: paper(".gb-plot"), signal, draw, after: paint.acknowledge,
    heightFor: (width) => measure(width).height });
  const large = makeSurface({ el: paper(".gb-one"), signal, draw: drawLarge, heightFor: (width) => width });
  const { canvas } = tiles;
  canvas.tabIndex = 0;
  canvas.setAttribute("role", "application");
  canvas.setAttribute("aria-roledescription", "garden of networks");
  canvas.setAttribute("aria-describedby", id);
  const redraw = () => { tiles.redraw(); large.redraw(); };
  const chosen = () => held ?? model.get("chosen");

  // ---- the pictures

  function dye(colours) {
    const look = colours.paper + colours["field-blue"];
    if (tintFor !== look) { tint = fieldColours(colours, probabilityOf); tintFor = look; filled = ""; }
  }
  function draw(context, width, height, colours, scale) {
    const side = model.get("side"), fields = bytesOf(model.get("fields")), { tile, place } = measure(width);
    context.clearRect(0, 0, width, height);
    paintWords(context, layout, words(), width, colours);
    if (!side || tile < 1 || fields.length !== order.length * side * side) return;
    dye(colours);
    const times = Math.min(model.get("live") ? 2 : 4, Math.ceil((tile * scale) / side)), fill = [model.get("frame"), times].join();
    if (filled !== fill) fillPixels(strip, enlarged(fields, side, times), side * times, tint);
    filled = fill;
    const part = calm.matches ? 1 : Math.min(1, (performance.now() - since) / SLIDE), spots = [];
    order.forEach((k, i) => {
      const [x, y] = place(i), [u, v] = place(before[k] ?? i);
      spots[k] = [u + (x - u) * part, v + (y - v) * part];
    });
    paintTiles(context, strip, side * times, spots, tile, colours);
    for (const k of model.get("dead")) paintCross(context, spots[k], tile, colours);
    if (spots[chosen()]) paintChosen(context, spots[chosen()], tile, colours);
    if (part < 1) tiles.redraw();
  }
  function drawLarge(context, size, _, colours) {
    const k = chosen(), fine = model.get("large_of") === k, small = model.get("side");
    const side = fine ? model.get("large_side") : small;
    const bytes = bytesOf(model.get(fine ? "large" : "fields")).subarray(fine ? 0 : k * small * small).subarray(0, side * side);
    context.fillStyle = colours["field-mid"];
    context.fillRect(0, 0, size, size);
    if (!side || bytes.length !== side * side) return;
    dye(colours);
    const kind = [size, model.get("truth_side")].join();
    if (!truth || truthFor !== kind)
      truth = contourPath(bytesOf(model.get("truth")), model.get("truth_side"), size);
    truthFor = kind;
    if (model.get("dead").includes(k)) return paintCross(context, [0, 0], size, colours);
    fillPixels(picture, bytes, side, tint);
    paintLarge(context, { picture, bytes, side, truth, size, colours });
  }

  // ---- one of them

  function choose(k) {
    clearTimeout(resting);
    if (k === undefined || k === chosen()) return;
    held = k;
    model.send({ kind: "choose", at: k });
    redraw();
  }
  const open = () => model.get("can_open") && model.send({ kind: "open", at: chosen() });
  function under(event) {
    const box = canvas.getBoundingClientRect(), zoom = box.width / canvas.clientWidth || 1;
    return order[layout.at((event.clientX - box.left) / zoom, (event.clientY - box.top) / zoom)];
  }
  canvas.addEventListener("pointermove", (event) => {
    if (event.pointerType === "touch") return;
    const k = under(event);
    canvas.style.cursor = k === undefined ? "" : "pointer";
    clearTimeout(resting); // on the way to somewhere else nothing changes
    if (k !== undefined && k !== chosen()) resting = setTimeout(() => choose(k), REST);
  }, { signal });
  canvas.addEventListener("pointerleave", () => clearTimeout(resting), { signal });
  canvas.addEventListener("click", (event) => {
    const k = under(event), again = k === chosen();
    if (k === undefined) return;
    choose(k);
    if (again || event.pointerType !== "touch") open();
  }, { signal });
  canvas.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const columns = model.get("columns"), here = order.indexOf(chosen());
    const by = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: columns, ArrowUp: -columns }[event.key];
    const to = { Home: 0, End: order.length - 1 }[event.key] ?? (by && here + by);
    if (to === undefined && event.key !== "Enter") return;
    event.preventDefault();
    event.stopPropagation();
    if (event.key === "Enter") open();
    else choose(order[to]);
  }, { signal });
  find(".gb-open").addEventListener("click", open);
  // JupyterLab would otherwise take keys for itself: see transport.js.
  el.addEventListener("focusin", (event) => (event.target.dataset.lmSuppressShortcuts = "true"), { signal });

  // ---- what the kernel says

  const fill = (selector, trait) =>
    follow(model, signal, trait, () => (find(selector).textContent = model.get(trait)));
  fill(".gb-big", "figure");
  fill(".gb-free b", "free");
  fill(".gb-free span", "place");
  fill(".gb-garden-said", "said");
  fill(".gb-spoken", "spoken");
  follow(model, signal, "ends", () => model.get("ends").forEach((text, i) => (el.querySelectorAll(".gb-ends span")[i].textContent = text)));
  follow(model, signal, "label", () => canvas.setAttribute("aria-label", model.get("label")));
  follow(model, signal, "large_label", () => large.canvas.setAttribute("aria-label", model.get("large_label")));
  follow(model, signal, "can_open", () => find(".gb-open").setAttribute("aria-disabled", String(!model.get("can_open"))));
  follow(model, signal, "truth", () => { truth = null; large.redraw(); });
  follow(model, signal, "order", () => {
    const now = model.get("order");
    before = []; // where each network was
    if (now.length === order.length) order.forEach((k, i) => (before[k] = i));
    if (order.length) since = performance.now();
    order = now;
    redraw();
  });
  follow(model, signal, "left top right", () => paint.paced(redraw));
  follow(model, signal, "chosen", () => { if (held === model.get("chosen")) held = null; redraw(); });
  follow(model, signal, "frame", () => paint.paced(redraw));
}
export default { render };
