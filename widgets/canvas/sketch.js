// A square to draw closed curves in: freely with mouse, pen or finger, or corner by corner
// from the keyboard.  The kernel simplifies each curve and says what it encloses.
//
// role=application, because a screen reader keeps arrow keys for itself on role=img; once
// nothing can be drawn any more it is an image.

const STEP = 0.05, LEAP = 0.2, CLOSE_BY = 0.008; // in units of the square, [-1, 1]
const WAYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowDown: [0, -1], ArrowUp: [0, 1] };
const HELP = `Draw a closed curve: it closes itself, and one inside another is a hole.
  <span class="gb-keys">Keys: arrows move (with Shift further), Enter sets a corner, Backspace takes it back,
  C closes, Escape drops.</span>`;

const clip = (value) => Math.min(1, Math.max(-1, value));
const rounded = (value, by) => Math.round(value * by) / by + 0; // no -0
const same = (a, b) => a[0] === b[0] && a[1] === b[1];
const counted = (n) => `${n} ${n === 1 ? "corner" : "corners"} set`;
const written = ([x, y]) => `x ${x.toFixed(2)}, y ${y.toFixed(2)}`.replaceAll("-", "\u2212");

function render({ model, el, signal }) {
  const help = `gb-help-${Math.random().toString(36).slice(2)}`;
  el.classList.add("gb-sketch");
  el.innerHTML = `<div class="gb-paper"></div><div class="gb-acts">
    <button type="button" data-act="undo" title="Take the last curve back">Undo</button>
    <button type="button" data-act="clear" title="Take all curves away">Clear</button>
    <button type="button" data-act="swap" aria-label="Swap inside and outside"
      title="Swap inside and outside">Swap</button>
    <span class="gb-said-here" role="status"></span></div><p class="gb-help" id="${help}">${HELP}</p>`;
  const probe = document.createElement("canvas").getContext("2d");
  const [mostCorners, mostDrawn] = model.get("most");
  let hand = null; // the curve being drawn, and by which pointer
  let corners = [], cross = [0, 0], keying = false; // the curve being set, and where
  let sent = []; // curves that the kernel has not answered yet
  let points = new Float32Array(0), stamps = null, stampsFor = "";

  const surface = makeSurface({ el: el.querySelector(".gb-paper"), signal, heightFor: (width) => width, draw });
  const { canvas, redraw } = surface;
  canvas.tabIndex = 0;
  const say = (words) => (el.querySelector(".gb-said-here").textContent = words);
  const locked = () => model.get("locked");

  // ---- the picture

  function draw(context, size, _, colours, scale) {
    const place = ([x, y]) => [((x + 1) / 2) * size, ((1 - y) / 2) * size];
    const open = hand ? hand.path : corners.length && keying ? [...corners, cross] : corners;
    paintSketch(context, size, colours, place, [...model.get("strokes"), ...sent], open);
    const radius = size < 420 ? 2.1 : 2.7;
    const kind = colours.paper + radius + scale;
    if (stampsFor !== kind) { stamps = makeStamps(colours, radius, scale); stampsFor = kind; }
    paintPoints(context, points, stamps, scale, place);
    paintCorners(context, corners, colours, place);
    if (keying && document.activeElement === canvas && !locked()) paintCross(context, place(cross), colours);
  }

  // ---- drawing freely

  function finish(kind, path) {
    sent.push(path);
    model.send({ kind, points: path });
    redraw();
  }
  function drop() {
    hand = null;
    corners = [];
    redraw();
  }
  function extend(event) {
    const box = canvas.getBoundingClientRect(), { path } = hand;
    const x = rounded(clip(((event.clientX - box.left) / box.width) * 2 - 1), 1000);
    const y = rounded(clip(1 - ((event.clientY - box.top) / box.height) * 2), 1000);
    const last = path.at(-1);
    if (last && Math.hypot(x - last[0], y - last[1]) < CLOSE_BY) return;
    path.push([x, y]);
    if (path.length >= mostDrawn) hand.path = path.filter((_, i) => i % 2 === 0);
  }
  canvas.addEventListener("pointerdown", (event) => {
    if (locked() || hand || !event.isPrimary || event.button !== 0) return;
    canvas.setPointerCapture(event.pointerId);
    keying = false;
    corners = [];
    hand = { id: event.pointerId, path: [] };
    extend(event);
    redraw();
  }, { signal });
  canvas.addEventListener("pointermove", (event) => {
    if (hand?.id !== event.pointerId) return;
    const between = event.getCoalescedEvents?.() ?? [];
    for (const one of between.length ? between : [event]) extend(one);
    redraw();
  }, { signal });
  canvas.addEventListener("pointerup", (event) => {
    if (hand?.id !== event.pointerId) return;
    extend(event);
    const { path } = hand;
    drop();
    if (path.length < 3) say("Hold the button or the finger down, and draw a closed curve.");
    else finish("stroke", path);
  }, { signal });
  for (const name of ["pointercancel", "lostpointercapture"])
    canvas.addEventListener(name, (event) => hand?.id === event.pointerId && drop(), { signal });

  // ---- corner by corner

  function where() {
    const strokes = model.get("strokes");
    const side = probe.isPointInPath(pathOf(strokes, (point) => point), ...cross, "evenodd");
    say(`${written(cross)}${strokes.length ? (side ? ", inside" : ", outside") : ""}` +
      (corners.length ? `; ${counted(corners.length)}` : ""));
  }
  function setCorner() {
    if (corners.length > 2 && same(cross, corners[0])) return close();
    if (corners.some((corner) => same(corner, cross))) return say("There is a corner here already.");
    if (corners.length >= mostCorners) return say(`A curve has at most ${mostCorners} corners: C closes it.`);
    corners.push(cross);
    say(`${written(cross)}, corner ${corners.length} set`);
  }
  function takeBack() {
    const gone = corners.pop();
    say(gone ? `Corner ${corners.length + 1} taken back; ${counted(corners.length)}` : "There is no corner to take back.");
  }
  function close() {
    if (corners.length < 3) return say(`A curve needs three corners or more; ${counted(corners.length)}`);
    const path = corners;
    corners = [];
    finish("corners", path);
  }
  function escape() {
    drop();
    say("The open curve is dropped.");
  }
  const KEYS = { Enter: setCorner, " ": setCorner, Backspace: takeBack, c: close, C: close };
  canvas.addEventListener("keydown", (event) => {
    if (locked() || event.altKey) return;
    const undo = (event.ctrlKey || event.metaKey) && event.key === "z", way = WAYS[event.key];
    let act = event.key === "Escape" ? (hand || corners.length) && escape : KEYS[event.key];
    if (way) act = () => {
      cross = cross.map((value, i) => rounded(clip(value + way[i] * (event.shiftKey ? LEAP : STEP)), 100));
      where();
    };
    if (event.ctrlKey || event.metaKey) act = undo && (() => model.send({ kind: "undo" }));
    if (!act) return;
    event.preventDefault();
    event.stopPropagation();
    keying = true;
    act();
    redraw();
  }, { signal });
  canvas.addEventListener("focus", () => {
    keying = keying || canvas.matches(":focus-visible");
    redraw();
  }, { signal });
  canvas.addEventListener("blur", redraw, { signal });

  // ---- what the kernel says

  // JupyterLab would otherwise take keys for itself: see transport.js.
  el.addEventListener("focusin", (event) => (event.target.dataset.lmSuppressShortcuts = "true"), { signal });
  el.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-act]");
    if (button && button.getAttribute("aria-disabled") !== "true") model.send({ kind: button.dataset.act });
  }, { signal });
  follow(model, signal, "points", () => { points = floatsOf(model.get("points")); redraw(); });
  follow(model, signal, "label", () => canvas.setAttribute("aria-label", model.get("label")));
  follow(model, signal, "answered", () => { sent = []; say(model.get("said")); redraw(); });
  follow(model, signal, "strokes locked", () => {
    const none = locked() || !model.get("strokes").length;
    for (const button of el.querySelectorAll("button")) button.setAttribute("aria-disabled", String(none));
    el.toggleAttribute("data-locked", locked());
    canvas.setAttribute("role", locked() ? "img" : "application");
    for (const [name, value] of [["aria-roledescription", "drawing area"], ["aria-describedby", help]])
      locked() ? canvas.removeAttribute(name) : canvas.setAttribute(name, value);
    if (locked()) { sent = []; drop(); }
    redraw();
  });
}
export default { render };
