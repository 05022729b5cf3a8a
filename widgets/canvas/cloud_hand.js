// A hand on the cloud: points are chosen and dragged with mouse, finger or keys.
//
// A drag sends its newest place only, and at most four ahead of what the kernel has answered: so
// the picture never lags behind the hand, however slow the way.

const STEP = 1 / 100, FAR = 10; // of the picture's reach, for a key; times, with Shift
const GRIP = { mouse: 12, touch: 26 }, ZERO = 6; // pixels: from how far a point is held; to the origin
const AHEAD = 4, PATIENCE = 1000; // moves on the way; milliseconds until one is given up
const PAUSE = 400; // milliseconds without an arrow key after which the point is let go: one undo for a walk
const KEYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowDown: [0, -1], ArrowUp: [0, 1] };

function makeHand({ model, canvas, signal, planeOf, redraw }) {
  let held = null, dragging = null, number = 0, waiting = false, sent = 0, keyed = false, pause = 0;

  const rows = () => bytesOf(model.get("before")).length / 8;
  const here = (event) => {
    const box = canvas.getBoundingClientRect(), zoom = box.width / canvas.clientWidth || 1;
    return [(event.clientX - box.left) / zoom, (event.clientY - box.top) / zoom];
  };
  const chosen = () => (held ? held.row : model.get("chosen"));
  const placeOf = (row) => (held?.row === row ? held.at : pointOf(api.points(), row));

  // Within the picture's reach from the origin, so that a rotation of it stays in its picture.
  function within([x, y]) {
    const reach = model.get("reach")[0], share = Math.min(1, reach / (Math.hypot(x, y) || 1));
    return [x, y].map((value) => Math.round(10 * Math.max(-600, Math.min(600, share * value))) / 10 + 0);
  }
  function move(row, at) {
    held = { row, at: within(at) };
    waiting = true;
    redraw();
    send();
  }
  function send() {
    if (!waiting || !held || signal.aborted) return;
    const ahead = number - model.get("heard");
    if (ahead >= AHEAD && performance.now() - sent < PATIENCE) return;
    waiting = false;
    sent = performance.now();
    number = Math.max(number, model.get("heard")) + 1;
    model.send({ kind: "move", row: held.row, at: held.at, number });
  }
  function drop() {
    if (!held || signal.aborted) return;
    if (waiting) {
      waiting = false;
      number = Math.max(number, model.get("heard")) + 1;
      model.send({ kind: "move", row: held.row, at: held.at, number });
    }
    model.send({ kind: "drop" });
  }
  function nearestTo([u, v], grip) {
    const plane = planeOf(), points = api.points();
    let best = -1, least = grip;
    for (let row = 0; row < points.length / 2; row++) {
      const [x, y] = plane.at(placeOf(row)), far = Math.hypot(x - u, y - v) - (row === chosen() ? 4 : 0);
      if (far < least) [best, least] = [row, far];
    }
    return best;
  }
  const onChosen = (event) => {
    const [u, v] = here(event), [x, y] = planeOf().at(placeOf(chosen()));
    return Math.hypot(u - x, v - y) < GRIP.touch;
  };
  const choose = (row) => row >= 0 && row !== chosen() && model.send({ kind: "choose", row });

  // A finger moves only the chosen point, so that the page still scrolls; a tap chooses.
  canvas.addEventListener("touchstart", (event) => {
    if (event.touches.length === 1 && onChosen(event.touches[0])) event.preventDefault();
  }, { signal, passive: false });
  canvas.addEventListener("pointerdown", (event) => {
    if (!event.isPrimary || event.button !== 0) return;
    const touch = event.pointerType === "touch";
    if (touch && !onChosen(event)) return;
    const row = touch ? chosen() : nearestTo(here(event), GRIP.mouse);
    canvas.focus({ preventScroll: true });
    release();
    if (row < 0) return;
    canvas.setPointerCapture(event.pointerId);
    const at = here(event), [x, y] = planeOf().at(placeOf(row));
    dragging = { id: event.pointerId, row, from: at, by: [x - at[0], y - at[1]], moved: false };
    if (!touch) choose(row);
  }, { signal });
  canvas.addEventListener("pointermove", (event) => {
    if (dragging?.id !== event.pointerId) return;
    const [u, v] = here(event), plane = planeOf(), { by, from, row } = dragging;
    if (!dragging.moved && Math.hypot(u - from[0], v - from[1]) < 3) return;
    dragging.moved = true;
    const to = [u + by[0], v + by[1]], [x, y] = plane.at([0, 0]);
    move(row, Math.hypot(to[0] - x, to[1] - y) < ZERO ? [0, 0] : plane.place(...to));
  }, { signal });
  for (const name of ["pointerup", "pointercancel", "lostpointercapture"])
    canvas.addEventListener(name, () => {
      if (dragging?.moved) drop();
      dragging = null;
    }, { signal });
  canvas.addEventListener("click", (event) => { // a tap
    if (event.pointerType === "touch") choose(nearestTo(here(event), GRIP.touch));
  }, { signal });

  function key(event) {
    const turn = { n: 1, p: -1, N: 20, P: -20 }[event.key], way = KEYS[event.key];
    const back = event.key === "Backspace" || event.key === "Delete";
    if (event.ctrlKey || event.metaKey || event.altKey || !(turn || way || back || event.key === "0")) return;
    event.preventDefault();
    event.stopPropagation();
    const row = chosen(), from = placeOf(row), by = model.get("reach")[0] * STEP * (event.shiftKey ? FAR : 1);
    if (turn || back) {
      release();
      model.send(turn ? { kind: "next", by: turn } : { kind: "undo" });
    } else {
      clearTimeout(pause);
      keyed = true;
      move(row, way ? from.map((value, i) => value + by * way[i]) : [0, 0]);
    }
  }
  function release() {
    clearTimeout(pause);
    if (keyed) drop();
    keyed = false;
  }
  const rest = () => {
    clearTimeout(pause);
    if (keyed) pause = setTimeout(release, PAUSE);
  };
  canvas.addEventListener("keydown", key, { signal });
  canvas.addEventListener("keyup", rest, { signal });
  canvas.addEventListener("blur", release, { signal });

  const api = {
    points: () => new Float32Array(0), // the picture's, see cloud.js
    held: () => held,
    chosen,
    pick: (event, points, plane, canvas) => { // in another picture of the same points
      const box = canvas.getBoundingClientRect(), zoom = box.width / canvas.clientWidth || 1;
      const [u, v] = [(event.clientX - box.left) / zoom, (event.clientY - box.top) / zoom];
      let best = -1, least = event.pointerType === "touch" ? GRIP.touch : GRIP.mouse;
      for (let row = 0; row < rows(); row++) {
        const [x, y] = plane.at(pointOf(points, row)), far = Math.hypot(x - u, y - v);
        if (far < least) [best, least] = [row, far];
      }
      choose(best);
    },
    answered: () => { // a frame has come: send what has been waiting for it
      if (!waiting && !dragging?.moved && !keyed && model.get("heard") >= number) held = null;
      send();
    },
  };
  return api;
}
