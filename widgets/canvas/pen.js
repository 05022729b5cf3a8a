// A pad to write on.  The stroke in hand goes to the kernel while it is drawn, the newest form
// only: the next is sent when the last has been answered.  From the keyboard the arrows move
// the pen, which Space puts down and lifts.
//
// role=application, because a screen reader keeps arrow keys for itself on role=img.

const STEP = 0.05, LEAP = 0.2, CLOSE_BY = 0.01; // in units of the square, [-1, 1]
const PATIENCE = 500; // milliseconds after which an answer is no longer waited for
const WAYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowDown: [0, -1], ArrowUp: [0, 1] };
const HELP = `<span class="gb-keys">Keys: arrows move the pen (with Shift further), Space puts it down
  and lifts it, Backspace takes the last stroke back, C clears.</span>`;

const clip = (value) => Math.min(1, Math.max(-1, value));
const rounded = (value, by) => Math.round(value * by) / by + 0; // no -0

function paintStroke(context, points, place) {
  const at = points.map(place);
  context.beginPath();
  context.moveTo(...at[0]);
  for (let i = 1; i + 1 < at.length; i++) { // through the middles, so that corners are round
    const [x, y] = at[i], [nextX, nextY] = at[i + 1];
    context.quadraticCurveTo(x, y, (x + nextX) / 2, (y + nextY) / 2);
  }
  context.lineTo(...at.at(-1));
  context.stroke();
}

function paintPen(context, [x, y], down, colours) { // a ring in the air, a disc on the paper
  for (const [width, colour] of [[5, colours.paper], [2, colours.ink]]) {
    context.lineWidth = width;
    context.strokeStyle = colour;
    context.beginPath();
    context.arc(x, y, down ? 5 : 9, 0, 7);
    context.stroke();
  }
}

function render({ model, el, signal }) {
  const help = `gb-help-${Math.random().toString(36).slice(2)}`;
  el.classList.add("gb-pen");
  el.innerHTML = `<div class="gb-paper"></div><div class="gb-acts">
    <button type="button" data-act="undo" title="Take the last stroke back">Undo</button>
    <button type="button" data-act="clear" title="Take everything away">Clear</button>
    <button type="button" data-act="example">Show one from the test set</button></div>
    <p class="gb-said-here" role="status"></p><p class="gb-help" id="${help}">${HELP}</p>`;
  let hand = null; // the stroke in hand, and by which pointer; the keyboard is none
  let sent = [], known = 0; // finished strokes not answered yet; how many the kernel has
  let waits = 0, late = false; // since when an answer is due; whether there is more to send
  let pen = [0, 0], keying = false;

  const surface = makeSurface({ el: el.querySelector(".gb-paper"), signal, heightFor: (width) => width, draw });
  const { canvas, redraw } = surface;
  canvas.tabIndex = 0;
  canvas.setAttribute("role", "application");
  canvas.setAttribute("aria-roledescription", "drawing area");
  canvas.setAttribute("aria-describedby", help);
  const say = (words) => (el.querySelector(".gb-said-here").textContent = words);

  function draw(context, size, _, colours) {
    const place = ([x, y]) => [((x + 1) / 2) * size, ((1 - y) / 2) * size];
    const all = [...model.get("strokes"), ...sent, ...(hand?.path.length ? [hand.path] : [])];
    context.fillStyle = colours["field-mid"];
    context.fillRect(0, 0, size, size);
    context.strokeStyle = colours.edge;
    context.lineWidth = 1;
    context.strokeRect(0.5, 0.5, size - 1, size - 1);
    if (!all.length) {
      context.fillStyle = colours["ink-2"];
      context.font = `400 16px ${colours.sans}`;
      context.textAlign = "center";
      context.textBaseline = "middle";
      context.fillText(model.get("hint"), size / 2, size / 2);
    }
    context.strokeStyle = colours.ink;
    context.lineCap = context.lineJoin = "round";
    context.lineWidth = size * 0.055;
    for (const points of all) paintStroke(context, points, place);
    if (keying && document.activeElement === canvas) paintPen(context, place(pen), hand !== null, colours);
  }

  // ---- a stroke

  function tell() { // the stroke in hand, unless an answer is still due
    if (!hand?.path.length) return;
    if (waits && performance.now() - waits < PATIENCE) { late = true; return; }
    waits = performance.now();
    late = false;
    model.send({ kind: "moving", points: hand.path });
  }
  function add(point) {
    const { path } = hand, last = path.at(-1);
    if (last && Math.hypot(point[0] - last[0], point[1] - last[1]) < CLOSE_BY) return;
    path.push(point);
    if (path.length >= model.get("most")) hand.path = path.filter((_, i) => i % 2 === 0);
  }
  function finish() {
    const { path } = hand;
    hand = null;
    if (!path.length) return;
    sent.push(path);
    late = false;
    model.send({ kind: "stroke", points: path });
    redraw();
  }
  const extend = (event) => {
    const box = canvas.getBoundingClientRect();
    add([rounded(clip(((event.clientX - box.left) / box.width) * 2 - 1), 1000),
      rounded(clip(1 - ((event.clientY - box.top) / box.height) * 2), 1000)]);
  };
  canvas.addEventListener("pointerdown", (event) => {
    if ((hand && hand.id !== null) || !event.isPrimary || event.button !== 0) return;
    if (hand) finish(); // the keyboard's
    canvas.setPointerCapture(event.pointerId);
    keying = false;
    hand = { id: event.pointerId, path: [] };
    extend(event);
    tell();
    redraw();
  }, { signal });
  canvas.addEventListener("pointermove", (event) => {
    if (hand?.id !== event.pointerId) return;
    const between = event.getCoalescedEvents?.() ?? [];
    for (const one of between.length ? between : [event]) extend(one);
    tell();
    redraw();
  }, { signal });
  for (const name of ["pointerup", "pointercancel", "lostpointercapture"])
    canvas.addEventListener(name, (event) => hand?.id === event.pointerId && finish(), { signal });

  // ---- from the keyboard

  function lower() {
    if (hand) return finish();
    hand = { id: null, path: [pen] };
    tell();
  }
  const send = (kind) => {
    hand = null;
    model.send({ kind });
  };
  const KEYS = { " ": lower, Enter: lower, Backspace: () => send("undo"), c: () => send("clear"), C: () => send("clear") };
  canvas.addEventListener("keydown", (event) => {
    if (event.altKey || (hand && hand.id !== null)) return;
    const way = WAYS[event.key], undo = (event.ctrlKey || event.metaKey) && event.key === "z";
    let act = KEYS[event.key];
    if (way) act = () => {
      pen = pen.map((value, i) => rounded(clip(value + way[i] * (event.shiftKey ? LEAP : STEP)), 100));
      if (hand) { add(pen); tell(); }
    };
    if (event.key === "Escape") act = hand && finish;
    if (event.ctrlKey || event.metaKey) act = undo && (() => send("undo"));
    if (!act) return;
    event.preventDefault();
    event.stopPropagation();
    keying = true;
    act();
    const where = pen.map((value) => value.toFixed(2)).join(", y ").replaceAll("-", "\u2212");
    say(`Pen ${hand ? "down" : "up"} at x ${where}`);
    redraw();
  }, { signal });
  canvas.addEventListener("focus", () => {
    keying = keying || canvas.matches(":focus-visible");
    redraw();
  }, { signal });
  canvas.addEventListener("blur", () => {
    if (hand && hand.id === null) finish();
    redraw();
  }, { signal });

  // ---- what the kernel says

  // JupyterLab would otherwise take keys for itself: see transport.js.
  el.addEventListener("focusin", (event) => (event.target.dataset.lmSuppressShortcuts = "true"), { signal });
  el.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-act]");
    if (button && button.getAttribute("aria-disabled") !== "true") send(button.dataset.act);
  }, { signal });
  follow(model, signal, "label", () => canvas.setAttribute("aria-label", model.get("label")));
  follow(model, signal, "answered said", () => {
    waits = 0;
    if (model.get("said")) { say(model.get("said")); sent = []; }
    else if (!keying) say("");
    if (late) tell();
    redraw();
  });
  follow(model, signal, "strokes hint", () => {
    const count = model.get("strokes").length;
    sent = count > known ? sent.slice(count - known) : [];
    known = count;
    for (const name of ["undo", "clear"])
      el.querySelector(`[data-act=${name}]`).setAttribute("aria-disabled", String(!count));
    redraw();
  });
}
export default { render };
