// Outlines of shapes on paper, and arrows that say which way their centres are asked to move.

const UNIT = 16000; // what a half of the picture counts as in a message

function paintOutlines(context, size, { counts, points, tints, closed }, colours) {
  const at = (i) => ((points[i] / UNIT + 1) / 2) * size;
  context.lineJoin = "round";
  context.lineCap = "round";
  let from = 0;
  counts.forEach((count, k) => {
    const colour = `rgb(${tints[3 * k]} ${tints[3 * k + 1]} ${tints[3 * k + 2]})`;
    context.beginPath();
    for (let i = from; i < from + count; i++)
      context[i === from ? "moveTo" : "lineTo"](at(2 * i), at(2 * i + 1));
    from += count;
    if (closed) {
      context.closePath();
      context.globalAlpha = 0.4;
      context.fillStyle = colour;
      context.fill();
    }
    context.globalAlpha = 1;
    context.lineWidth = closed ? (counts.length > 200 ? 0.5 : 0.75) : 4.5;
    context.strokeStyle = colours["ink-3"]; // a colour like the paper's would not be seen
    context.stroke();
    if (closed) return;
    context.lineWidth = 3.25;
    context.strokeStyle = colour;
    context.stroke();
  });
}

// The longest is as long as a cell of the grid that thins them.
function paintArrows(context, size, arrows, red, paper) {
  const reach = size / 8;
  const each = Array.from({ length: arrows.length / 4 }, (_, i) => arrows.subarray(4 * i, 4 * i + 4));
  const path = ([x, y, dx, dy]) => {
    const far = Math.hypot(dx, dy), length = Math.max(7, far * reach), turn = Math.atan2(dy, dx);
    const head = Math.min(5, 0.5 * length), [a, b] = [((x + 1) / 2) * size, ((y + 1) / 2) * size];
    const on = (u, v) => [a + u * Math.cos(turn) - v * Math.sin(turn), b + u * Math.sin(turn) + v * Math.cos(turn)];
    context.moveTo(a, b);
    context.lineTo(...on(length, 0));
    context.moveTo(...on(length - head, -0.7 * head));
    context.lineTo(...on(length, 0));
    context.lineTo(...on(length - head, 0.7 * head));
  };
  for (const [colour, width] of [[paper, 3.5], [red, 1.5]]) {
    context.strokeStyle = colour;
    context.lineWidth = width;
    context.beginPath();
    each.forEach(path);
    context.stroke();
  }
}
