// How a cloud is painted: seen from the origin, in front of the chosen point or behind it.

const FOOT = 34, SIDE = 34; // pixels beside the cosines for their axes
const INSET = 5; // so that a point at a corner is not cut off

function stampOf(reach, scale, paintOn) {
  const canvas = document.createElement("canvas"), half = reach + 1;
  canvas.width = canvas.height = Math.ceil(2 * half * scale);
  const context = canvas.getContext("2d");
  context.scale(scale, scale);
  context.translate(half, half);
  paintOn(context);
  return { canvas, half };
}
function round(context, [x, y], radius, fill, edge, width) {
  context.beginPath();
  context.arc(x, y, radius, 0, 7);
  if (fill) { context.fillStyle = fill; context.fill(); }
  if (edge) { context.strokeStyle = edge; context.lineWidth = width; context.stroke(); }
}
// A point in front is a full dot, one behind an empty one: colour is not alone in saying so.
function cloudStamps(colours, radius, scale) {
  const dot = (paintOn) => pixelsOf(stampOf(radius + 0.6, scale, paintOn), scale);
  return {
    plus: dot((c) => round(c, [0, 0], radius, colours.orange, colours["orange-ink"], radius < 2.5 ? 0.35 : 0.7)),
    minus: dot((c) => round(c, [0, 0], radius - 0.1, colours.paper, colours.blue, 1.1)),
    none: pixelsOf(stampOf(3.5, scale, (c) => { // no angle
      c.strokeStyle = colours.ink;
      c.lineWidth = 1.5;
      c.beginPath();
      for (const s of [-1, 1]) { c.moveTo(-3, -3 * s); c.lineTo(3, 3 * s); }
      c.stroke();
    }), scale),
    plain: dot((c) => round(c, [0, 0], radius - 0.2, colours.edge)),
    near: stampOf(radius + 2.2, scale, (c) => round(c, [0, 0], radius + 1, colours.ink, colours.paper, 1.2)),
    scale,
  };
}
const stampAt = (context, { canvas, half }, [x, y], scale) =>
  context.drawImage(canvas, x - half, y - half, canvas.width / scale, canvas.height / scale);
function line(context, from, to, colour, width, dash = []) {
  context.strokeStyle = colour;
  context.lineWidth = width;
  context.setLineDash(dash);
  context.beginPath();
  context.moveTo(...from);
  context.lineTo(...to);
  context.stroke();
  context.setLineDash([]);
}
function write(context, words, [x, y], colours, { align = "left", strong = false, halo = true } = {}) {
  const text = words.replace("-", "\u2212");
  context.font = `${strong ? 600 : 400} 12px ${colours.sans}`;
  context.textAlign = align;
  context.textBaseline = "middle";
  if (halo) {
    context.lineJoin = "round";
    context.lineWidth = 4;
    context.strokeStyle = colours.paper;
    context.strokeText(text, x, y);
  }
  context.fillStyle = colours[strong ? "ink" : "ink-2"];
  context.fillText(text, x, y);
}

// Where a place of the plane is in a square picture with the origin in its middle.
const planeOf = (size, reach) => ({
  at: ([x, y]) => [(size / 2) * (1 + x / reach), (size / 2) * (1 - y / reach)],
  place: (u, v) => [((2 * u) / size - 1) * reach, (1 - (2 * v) / size) * reach],
  size,
});
const pointOf = (points, row) => [points[2 * row], points[2 * row + 1]];

function tickOf(reach) { // 1, 2 or 5 times a power of ten, about half way out
  const power = 10 ** Math.floor(Math.log10(reach / 1.6));
  return [5, 2, 1].find((digit) => digit * power * 1.6 <= reach) * power;
}
function paintGrid(context, plane, reach, names, colours) {
  const { size } = plane, middle = Math.round(size / 2) + 0.5;
  context.clearRect(0, 0, size, size);
  line(context, [0, middle], [size, middle], colours.edge, 1);
  line(context, [middle, 0], [middle, size], colours.edge, 1);
  const tick = tickOf(reach);
  for (const value of [-tick, tick]) {
    const [u, v] = plane.at([value, value]).map((w) => Math.round(w) + 0.5);
    line(context, [u, middle - 3], [u, middle + 4], colours.edge, 1);
    line(context, [middle - 4, v], [middle + 3, v], colours.edge, 1);
  }
  const words = String(Number(tick.toPrecision(3))), [u, v] = plane.at([tick, tick]);
  return { // to be written over the points
    ticks() {
      write(context, words, [u, middle + 13], colours, { align: "center" });
      write(context, words, [middle - 8, v], colours, { align: "right" });
    },
    names() {
      write(context, names[0], [size - 3, middle + 13], colours, { align: "right" });
      write(context, names[1], [middle + 8, 9], colours);
    },
  };
}
// The axes to come, in the picture before, and the place that becomes the origin.
function paintNewAxes(context, plane, origin, directions, colours) {
  const far = 3 * plane.size;
  const start = plane.at(origin);
  for (const k of [0, 1]) {
    const [x, y] = [directions[2 * k], -directions[2 * k + 1]];
    line(context, [start[0] - far * x, start[1] - far * y], [start[0] + far * x, start[1] + far * y], colours["ink-2"], 1, [5, 4]);
  }
}
function paintNewOrigin(context, plane, origin, colours) {
  if (!origin[0] && !origin[1]) return;
  const at = plane.at(origin);
  round(context, at, 5, colours.paper, colours.ink, 1.75);
  round(context, at, 1.5, colours.ink);
  const room = at[0] + 84 < plane.size;
  write(context, "new origin", [at[0] + (room ? 10 : -10), at[1] + 13], colours, { strong: true, align: room ? "left" : "right" });
}
// All points but the chosen one, as a layer of dots.
function layPoints(dots, { size }, reach, points, { signs, chosen }, stamps) {
  const half = size / 2, by = half / reach;
  const signed = (row) => (signs[row] > 0 ? stamps.plus : stamps.minus);
  const without = (row) => (points[2 * row] || points[2 * row + 1] ? stamps.plain : stamps.none); // it, or the chosen point, has no angle
  dots.paint(size, size, stamps.scale, points.length / 2, (row) => half + by * points[2 * row], (row) => half - by * points[2 * row + 1],
    (row) => (row === chosen ? null : Number.isNaN(signs[row]) ? without(row) : signed(row)));
}
function layCosines(dots, size, cosines, { chosen }, stamps) {
  const count = cosines.length / 2, half = size / 2, by = half - INSET;
  dots.paint(size, size, stamps.scale, count, (row) => half + by * cosines[row], (row) => half - by * cosines[count + row],
    (row) => (row === chosen || Number.isNaN(cosines[row] + cosines[count + row]) ? null : cosines[row] > 0 ? stamps.plus : stamps.minus));
}
// The line at a right angle to the chosen point: behind it, cosines are below 0.
function paintRightAngle(context, plane, [x, y], colours) {
  const middle = plane.at([0, 0]), long = Math.hypot(x, y);
  if (!long) return;
  const across = [-y / long, -x / long].map((part) => part * plane.size);
  const ends = [1, -1].map((s) => [middle[0] + s * across[0], middle[1] + s * across[1]]);
  line(context, ends[0], ends[1], colours.paper, 3);
  line(context, ends[0], ends[1], colours.ink, 1.25, [1, 3]);
}
// The chosen point and its vector.
function paintChosen(context, plane, points, [x, y], near, stamps, colours) {
  const middle = plane.at([0, 0]), at = plane.at([x, y]);
  if (x || y) {
    line(context, middle, at, colours.paper, 4);
    line(context, middle, at, colours.ink, 2);
  }
  for (const row of near) stampAt(context, stamps.near, plane.at(pointOf(points, row)), stamps.scale); // beads on the vector, as long as angles are kept
  round(context, middle, 2.5, colours.ink);
  round(context, at, 6, colours.ink, colours.paper, 1.75);
}

const cosineSide = (width, height) => Math.min(width - SIDE, height - FOOT);
function paintCosines(context, width, height, cosines, near, dots, stamps, colours) {
  const size = cosineSide(width, height), count = cosines.length / 2;
  const at = (a, b) => [SIDE + INSET + ((size - 2 * INSET) * (a + 1)) / 2, INSET + ((size - 2 * INSET) * (1 - b)) / 2];
  const half = size / 2;
  context.clearRect(0, 0, width, height);
  context.fillStyle = colours["field-mid"];
  for (const step of [0, half]) context.fillRect(SIDE + step, step, half, half);
  line(context, [SIDE, half], [SIDE + size, half], colours.hair, 1);
  line(context, [SIDE + half, 0], [SIDE + half, size], colours.hair, 1);
  line(context, at(-1, -1), at(1, 1), colours["ink-2"], 1, [1, 3]);
  context.translate(SIDE, 0);
  dots.drawOn(context, size, size);
  context.translate(-SIDE, 0);
  for (const row of near) stampAt(context, stamps.near, at(cosines[row], cosines[count + row]), stamps.scale);
  if (count && !cosines.some((value) => !Number.isNaN(value)))
    for (const [i, words] of ["The chosen point", "lies on the origin:", "it has no angle."].entries())
      write(context, words, [SIDE + half, half + 18 * (i - 1)], colours, { align: "center", strong: !i });
  line(context, [SIDE, size + 0.5], [SIDE + size, size + 0.5], colours.edge, 1);
  line(context, [SIDE - 0.5, 0], [SIDE - 0.5, size], colours.edge, 1);
  for (const value of [-1, 0, 1]) {
    const [u] = at(value, 0), [, v] = at(0, value), end = value > 0;
    write(context, end ? "before 1" : String(value), [end ? SIDE + size : u, size + 14], colours, { align: end ? "right" : value < 0 ? "left" : "center" });
    write(context, String(value), [SIDE - 7, Math.min(size - 6, Math.max(7, v))], colours, { align: "right" });
  }
  write(context, "after", [SIDE - 7, 23], colours, { align: "right" });
  write(context, "sign flips", [SIDE + 8, 13], colours);
  write(context, "sign flips", [SIDE + size - 8, size - 13], colours, { align: "right" });
}
