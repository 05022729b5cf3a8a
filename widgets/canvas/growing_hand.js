// The hand on the grid: a pointer that touches cells, or a cursor moved by the arrow keys.
//
// What the pointer touches between two frames goes to the kernel in one message; between two
// places that lie far apart there are others, so that a quick stroke leaves no gaps.

const STEP = 2, LEAP = 10, MOST_PLACES = 60; // cells that a key moves, and with Shift; places of a message
const WAYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] };

function makeHand({ canvas, model, signal, redraw, say }) {
  let at = null, keying = false, held = null; // the place in cells; whether by key; which pointer
  let touched = [], queued = false;

  const side = () => model.get("side") || 1;
  const clip = (value) => Math.min(side() - 0.01, Math.max(0, value));
  const send = () => {
    queued = false;
    if (!touched.length) return;
    const places = touched.splice(0, MOST_PLACES).map((place) => place.map((v) => Math.round(v * 100) / 100));
    model.send({ kind: "hand", places });
    if (touched.length) soon();
  };
  const soon = () => {
    if (queued) return;
    queued = true;
    requestAnimationFrame(send);
  };
  function touch(place) {
    const [x, y] = touched.at(-1) ?? (held && held.last) ?? place;
    const apart = Math.hypot(place[0] - x, place[1] - y), reach = Math.max(1, model.get("brush") / 2);
    for (let d = reach; d < apart; d += reach) // what lies between
      touched.push([x + ((place[0] - x) * d) / apart, y + ((place[1] - y) * d) / apart]);
    touched.push(place);
    if (held) held.last = place;
    soon();
  }
  const placeOf = (event) => {
    const box = canvas.getBoundingClientRect();
    return [clip(((event.clientX - box.left) / box.width) * side()), clip(((event.clientY - box.top) / box.height) * side())];
  };

  canvas.addEventListener("pointerdown", (event) => {
    if (held || !event.isPrimary || event.button !== 0) return;
    canvas.setPointerCapture(event.pointerId);
    keying = false;
    at = placeOf(event);
    held = { id: event.pointerId, last: null };
    touch(at);
    redraw();
  }, { signal });
  canvas.addEventListener("pointermove", (event) => {
    if (held && event.pointerId !== held.id) return;
    at = placeOf(event);
    keying = false;
    if (held && model.get("tool") === "erase") touch(at);
    redraw();
  }, { signal });
  for (const name of ["pointerup", "pointercancel", "lostpointercapture"])
    canvas.addEventListener(name, (event) => {
      if (held?.id === event.pointerId) held = null;
      if (event.pointerType === "touch") at = null;
      redraw();
    }, { signal });
  canvas.addEventListener("pointerleave", () => {
    if (!held && !keying) at = null;
    redraw();
  }, { signal });

  canvas.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const way = WAYS[event.key];
    if (!way && event.key !== "Enter") return;
    event.preventDefault();
    event.stopPropagation();
    at = at && keying ? at : [side() / 2, side() / 2];
    keying = true;
    if (way) {
      const far = event.shiftKey ? LEAP : STEP;
      at = [clip(at[0] + far * way[0]), clip(at[1] + far * way[1])];
      say(`Column ${Math.floor(at[0]) + 1}, row ${Math.floor(at[1]) + 1}`);
    } else touch(at);
    redraw();
  }, { signal });
  canvas.addEventListener("focus", () => {
    if (!canvas.matches(":focus-visible") || at) return;
    at = [side() / 2, side() / 2];
    keying = true;
    redraw();
  }, { signal });
  canvas.addEventListener("blur", () => {
    if (keying) at = null;
    keying = false;
    redraw();
  }, { signal });
  return () => at;
}
