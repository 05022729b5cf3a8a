// A landscape with the paths that go down it.  A click sets the start, a drag or the arrow
// keys move it; on a touch screen only the handle can be dragged, so that the page scrolls.
//
// role=application, because a screen reader keeps arrow keys for itself on role=img.

const WAYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowDown: [0, -1], ArrowUp: [0, 1] };
const REACH = 26; // pixels from which a finger has hold of the handle

function render({ model, el, signal }) {
  el.classList.add("gb-landscape");
  const id = `gb-help-${Math.random().toString(36).slice(2)}`;
  el.innerHTML = `<div></div><p class="gb-help" id="${id}">The ring is where the paths start.
    Drag it, click where it should be, or move it with the arrow keys; with Shift further.</p>`;
  const paint = watchPaint({ model, el, signal });
  const ground = document.createElement("canvas");
  let groundFor = "", heights = new Float32Array(0), version = 0;
  let held = null, dragging = null, queued = false, frame = null;

  const { left, right, top, bottom } = MARGIN;
  const surface = makeSurface({
    el: el.firstChild, signal, draw, after: paint.acknowledge,
    heightFor: (width) => width - left - right + top + bottom,
  });
  const { canvas } = surface;
  canvas.tabIndex = 0;
  canvas.setAttribute("role", "application");
  canvas.setAttribute("aria-roledescription", "landscape with a start to move");
  canvas.setAttribute("aria-describedby", id);

  // ---- the picture

  function draw(context, width, height, colours, scale) {
    const bounds = model.get("bounds");
    frame = frameOf(bounds, width, height);
    const kind = [version, width, scale, colours.paper].join();
    if (groundFor !== kind) {
      ground.width = canvas.width;
      ground.height = canvas.height;
      const below = ground.getContext("2d");
      below.setTransform(scale, 0, 0, scale, 0, 0);
      paintGround(below, heights, frame, colours);
      paintAxes(below, bounds, frame, colours);
      groundFor = kind;
    }
    context.clearRect(0, 0, width, height);
    context.drawImage(ground, 0, 0, width, height);
    context.save();
    context.beginPath();
    context.rect(frame.left, frame.top, frame.wide, frame.tall);
    context.clip();
    for (const minimum of model.get("minima")) paintCross(context, frame.place(minimum), colours);
    const lines = pathsOf();
    for (const line of [...lines].reverse()) paintLine(context, line, colours);
    const red = getComputedStyle(canvas).getPropertyValue("--retry").trim();
    if (lines.length && model.get("arrow").length)
      paintArrow(context, lines[0].path.at(-1), model.get("arrow"), red, colours.paper);
    context.restore();
    disc(context, frame.place(held ?? model.get("start")), 6.5, colours.paper, colours.ink, 2);
    for (const { path } of lines.filter(({ style, path }) => style !== "before" && path.length > 1))
      if (inside(path.at(-1))) disc(context, path.at(-1), 4.5, colours.ink, colours.paper, 1.5);
    paintNames(context, lines, colours);
  }
  const inside = ([x, y]) =>
    x >= frame.left && x <= frame.left + frame.wide && y >= frame.top && y <= frame.top + frame.tall;
  function pathsOf() {
    const numbers = floatsOf(model.get("places"));
    let from = 0;
    return model.get("lines").map((line) => {
      const path = Array.from({ length: line.count }, (_, i) =>
        frame.place([numbers[2 * (from + i)], numbers[2 * (from + i) + 1]]));
      from += line.count;
      return { ...line, path };
    });
  }
  // Names stand beside the ends of their paths, pushed apart, with a halo on the field.
  function paintNames(context, lines, colours) {
    context.font = `600 12px ${colours.sans}`;
    context.textBaseline = "middle";
    context.textAlign = "left";
    context.lineJoin = "round";
    const names = lines.filter(({ words, path }) => words && path.length > 1).map((line, order) => {
      const words = frame.wide < 420 ? line.brief : line.words, width = context.measureText(words).width;
      const [x, y] = line.path.findLast(inside) ?? line.path[0];
      const room = frame.left + frame.wide - x - 16 > width;
      return { ...line, words, order, y, x: Math.max(frame.left + 4, room ? x + 12 : x - 12 - width) };
    });
    names.sort((a, b) => Math.round(a.y / 8) - Math.round(b.y / 8) || a.order - b.order); // no two take turns
    const low = frame.top + 10, high = frame.top + frame.tall - 10;
    names.forEach((name, i) => (name.y = Math.max(name.y, i ? names[i - 1].y + 16 : low)));
    const over = Math.max(0, (names.at(-1)?.y ?? 0) - high);
    for (const { words, x, y, style } of names) {
      context.strokeStyle = colours.paper;
      context.lineWidth = 4;
      context.strokeText(words, x, y - over);
      context.fillStyle = colours[style === "before" ? "ink-2" : "ink"];
      context.fillText(words, x, y - over);
    }
  }

  // ---- the start

  function move(at) {
    const [low1, high1, low2, high2] = model.get("bounds");
    const near = (value, low, high) => Math.round(1000 * Math.min(high, Math.max(low, value))) / 1000 + 0;
    held = [near(at[0], low1, high1), near(at[1], low2, high2)];
    surface.redraw();
    if (dragging === null) return send();
    if (!queued) requestAnimationFrame(send); // a hand moves more often than the page is drawn
    queued = true;
  }
  function send() {
    queued = false;
    if (held && !signal.aborted) model.send({ kind: "start", at: held });
  }
  const here = (event) => {
    const box = canvas.getBoundingClientRect(), zoom = box.width / canvas.clientWidth || 1;
    return [(event.clientX - box.left) / zoom, (event.clientY - box.top) / zoom];
  };
  const onHandle = (event) => {
    const [x, y] = here(event), [a, b] = frame.place(held ?? model.get("start"));
    return Math.hypot(x - a, y - b) < REACH;
  };
  canvas.addEventListener("touchstart", (event) => { // a finger on the handle does not scroll
    if (event.touches.length === 1 && onHandle(event.touches[0])) event.preventDefault();
  }, { signal, passive: false });
  canvas.addEventListener("pointerdown", (event) => {
    if (!event.isPrimary || event.button !== 0 || (event.pointerType === "touch" && !onHandle(event))) return;
    canvas.setPointerCapture(event.pointerId);
    canvas.focus({ preventScroll: true });
    dragging = event.pointerId;
    if (event.pointerType !== "touch") move(frame.weights(...here(event)));
  }, { signal });
  canvas.addEventListener("pointermove", (event) => {
    if (dragging === event.pointerId) move(frame.weights(...here(event)));
  }, { signal });
  for (const name of ["pointerup", "pointercancel", "lostpointercapture"])
    canvas.addEventListener(name, () => (dragging = null), { signal });
  canvas.addEventListener("click", (event) => { // a tap beside the handle
    if (!onHandle(event)) move(frame.weights(...here(event)));
  }, { signal });
  canvas.addEventListener("keydown", (event) => {
    const way = WAYS[event.key];
    if (!way || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    const bounds = model.get("bounds"), from = held ?? model.get("start");
    const by = ((bounds[1] - bounds[0]) / 60) * (event.shiftKey ? 5 : 1);
    move(from.map((value, i) => value + by * way[i]));
  }, { signal });
  // JupyterLab would otherwise take keys for itself: see transport.js.
  el.addEventListener("focusin", (event) => (event.target.dataset.lmSuppressShortcuts = "true"), { signal });

  // ---- what the kernel says

  function newFrame() {
    const start = model.get("start");
    if (dragging === null && held && !queued && held.every((value, i) => Math.abs(value - start[i]) < 1e-6)) held = null;
    paint.paced(surface.redraw);
  }
  follow(model, signal, "heights", () => {
    heights = floatsOf(model.get("heights"));
    version += 1;
  });
  follow(model, signal, "label", () => canvas.setAttribute("aria-label", model.get("label")));
  follow(model, signal, "frame", newFrame);
}
export default { render };
