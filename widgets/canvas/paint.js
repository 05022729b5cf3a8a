// A square to paint two classes in.  A stroke is shown as it is made and goes to the kernel in
// parts, each when the last has been answered; the kernel says what stands.
//
// role=application, because a screen reader keeps arrow keys for itself on role=img.

const LEAP = 4; // places that an arrow key moves with Shift
const WAYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowDown: [0, -1], ArrowUp: [0, 1] };
const BRUSHES = ["inside", "outside", "eraser"];
const HELP = `<span class="gb-keys">Keys: 1, 2 and 3 choose the brush, arrows move it (with Shift further),
  Space dabs, Backspace takes back.</span>`;

const written = ([x, y]) => `x ${x.toFixed(2)}, y ${y.toFixed(2)}`.replaceAll("-", "\u2212");
const button = (name, value, words, more = "") =>
  `<button type="button" data-${name}="${value}" ${more}>${words}</button>`;

function render({ model, el, signal }) {
  const help = `gb-help-${Math.random().toString(36).slice(2)}`, size = model.get("brush_size");
  const [pitch, edge, , , mostSent] = size;
  el.classList.add("gb-paint");
  el.innerHTML = `<div class="gb-joined gb-brushes" role="radiogroup" aria-label="Brush">
    ${BRUSHES.map((name) => button("brush", name, `<i></i>${name}`, 'role="radio"')).join("")}</div>
    <div class="gb-paper"></div><div class="gb-acts"><span class="gb-said-here"></span>
    ${button("act", "undo", "Undo")}${button("act", "clear", "Clear")}</div>
    <div class="gb-acts gb-starts" role="group" aria-label="Paintings to start from"><span>Start from</span></div>
    <p class="gb-help" id="${help}">${HELP}</p><p class="gb-spoken" aria-live="polite"></p>`;
  const find = (selector) => el.querySelector(selector);
  let held = new Map(); // what the kernel has
  let queue = [], flight = null; // messages not sent, and the one not answered
  let hand = null; // the pointer that paints, and where it was last
  let at = [0, 0], keying = false, hover = null; // the brush of the keyboard, and of the mouse
  let chosen = model.get("brush");

  const surface = makeSurface({ el: find(".gb-paper"), signal, heightFor: (width) => width, draw });
  const { canvas, redraw } = surface;
  canvas.tabIndex = 0;
  canvas.setAttribute("role", "application");
  canvas.setAttribute("aria-roledescription", "painting area");
  canvas.setAttribute("aria-describedby", help);

  function now() { // the painting with all that the kernel has not answered
    const shown = new Map(held);
    for (const message of [flight, ...queue]) if (message?.kind === "paint") brush(shown, message, size);
    return shown;
  }
  function draw(context, width, _, colours) {
    context.fillStyle = colours["field-mid"];
    context.fillRect(0, 0, width, width);
    context.strokeStyle = colours.edge;
    context.lineWidth = 1;
    context.strokeRect(0.5, 0.5, width - 1, width - 1);
    paintDabs(context, now(), width, colours, size);
    const byKey = keying && document.activeElement === canvas;
    if (byKey || hover) paintBrush(context, byKey ? at : hover, width, colours, size, byKey);
  }

  // ---- to the kernel

  function flush() {
    if (flight || !queue.length) return;
    flight = queue.shift();
    model.send(flight);
  }
  function send(message) {
    queue.push(message);
    flush();
    redraw();
  }
  function paint(points, first, ended) {
    const last = queue.at(-1);
    if (!first && last?.kind === "paint" && !last.ended && last.points.length + points.length <= mostSent) {
      last.points.push(...points);
      last.ended = ended;
      redraw();
    } else send({ kind: "paint", brush: chosen, points, first, ended });
  }
  function choose(name, focus) {
    chosen = name;
    mark();
    if (focus) find(`[data-brush=${name}]`).focus();
    send({ kind: "brush", name });
  }
  function mark() {
    for (const one of el.querySelectorAll("[data-brush]")) {
      one.setAttribute("aria-checked", String(one.dataset.brush === chosen));
      one.tabIndex = one.dataset.brush === chosen ? 0 : -1;
    }
  }
  function say(words) {
    find(".gb-said-here").textContent = find(".gb-spoken").textContent = words;
  }

  // ---- mouse, pen and finger

  function pointOf(event) {
    const box = canvas.getBoundingClientRect(), round = (value) => Math.round(clip(value, 1) * 1000) / 1000 + 0;
    return [round(((event.clientX - box.left) / box.width) * 2 - 1),
      round(1 - ((event.clientY - box.top) / box.height) * 2)];
  }
  // Places along the way from where the brush was: a quick hand leaves no gaps.
  function along(to) {
    const from = hand.last, count = Math.ceil(Math.hypot(to[0] - from[0], to[1] - from[1]) / pitch);
    hand.last = to;
    return Array.from({ length: count }, (_, i) => from.map((value, k) =>
      Math.round((value + ((to[k] - value) * (i + 1)) / count) * 1000) / 1000 + 0));
  }
  canvas.addEventListener("pointerdown", (event) => {
    if (hand || !event.isPrimary || event.button !== 0) return;
    canvas.setPointerCapture(event.pointerId);
    keying = false;
    hand = { id: event.pointerId, last: pointOf(event) };
    paint([hand.last], true, false);
  }, { signal });
  canvas.addEventListener("pointermove", (event) => {
    hover = event.pointerType === "touch" ? null : pointOf(event);
    redraw();
    if (hand?.id !== event.pointerId) return;
    const between = event.getCoalescedEvents?.() ?? [];
    const points = (between.length ? between : [event]).flatMap((one) => along(pointOf(one)));
    for (let i = 0; i < points.length; i += mostSent) paint(points.slice(i, i + mostSent), false, false);
  }, { signal });
  for (const name of ["pointerup", "pointercancel", "lostpointercapture"])
    canvas.addEventListener(name, (event) => {
      if (hand?.id !== event.pointerId) return;
      const { last } = hand;
      hand = null;
      paint([last], false, true);
    }, { signal });
  canvas.addEventListener("pointerleave", () => { hover = null; redraw(); }, { signal });

  // ---- keys

  function move(way, far) {
    const steps = placeOf(at, size).map((value, i) => (value + way[i] * far) * pitch);
    at = steps.map((value) => Math.round(clip(value, edge) * 100) / 100 + 0);
    const here = now().get(keyOf(placeOf(at, size)));
    say(`${written(at)}${here === undefined ? "" : `, painted ${here ? "inside" : "outside"}`}`);
  }
  canvas.addEventListener("keydown", (event) => {
    const undo = (event.ctrlKey || event.metaKey) && event.key === "z", way = WAYS[event.key];
    let act = null;
    if (undo || event.key === "Backspace") act = () => send({ kind: "undo" });
    else if (event.ctrlKey || event.metaKey || event.altKey) return;
    else if (way) act = () => move(way, event.shiftKey ? LEAP : 1);
    else if (event.key === " " || event.key === "Enter") act = () => paint([at], true, true);
    else if (BRUSHES[event.key - 1]) act = () => {
      choose(BRUSHES[event.key - 1]);
      say(`Brush: ${chosen}`);
    };
    if (!act || hand) return;
    event.preventDefault();
    event.stopPropagation();
    keying = true;
    act();
    redraw();
  }, { signal });
  canvas.addEventListener("focus", () => { keying = keying || canvas.matches(":focus-visible"); redraw(); }, { signal });
  canvas.addEventListener("blur", redraw, { signal });
  find(".gb-brushes").addEventListener("keydown", (event) => {
    const by = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (!by) return;
    event.preventDefault();
    choose(BRUSHES[(BRUSHES.indexOf(chosen) + by + 3) % 3], true);
  }, { signal });
  // JupyterLab would otherwise take keys for itself: see transport.js.
  el.addEventListener("focusin", (event) => (event.target.dataset.lmSuppressShortcuts = "true"), { signal });
  el.addEventListener("click", (event) => {
    const { dataset } = event.target.closest("button") ?? el;
    if (dataset.brush) choose(dataset.brush);
    else if (dataset.example) send({ kind: "example", name: dataset.example });
    else if (dataset.act && event.target.closest("[aria-disabled=false]")) send({ kind: dataset.act });
  }, { signal });

  // ---- what the kernel says

  follow(model, signal, "examples", () => find(".gb-starts").insertAdjacentHTML("beforeend",
    model.get("examples").map((name) => button("example", name, name)).join("")));
  follow(model, signal, "label", () => canvas.setAttribute("aria-label", model.get("label")));
  const hear = () => {
    find(".gb-said-here").textContent = model.get("said");
    find(".gb-spoken").textContent = model.get("spoken");
  };
  follow(model, signal, "said spoken", hear);
  follow(model, signal, "brush", () => { chosen = queue.length ? chosen : model.get("brush"); mark(); });
  follow(model, signal, "dabs undoable", () => {
    held = dabsOf(model.get("dabs"), size);
    find("[data-act=undo]").setAttribute("aria-disabled", String(!model.get("undoable")));
    find("[data-act=clear]").setAttribute("aria-disabled", String(!held.size));
    redraw();
  });
  follow(model, signal, "answered", () => {
    if (flight && flight.kind !== "brush") hear(); // where the brush is may have been said since
    flight = null;
    flush();
    redraw();
  });
}
export default { render };
