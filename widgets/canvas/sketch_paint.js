// How a sketch is painted: what it encloses, its boundary, the curve that is still open, and
// the cross that the keyboard moves.  `place` takes a point of the square to pixels.

const alongEdge = (a, b) => [0, 1].some((i) => Math.abs(a[i]) === 1 && a[i] === b[i]);

function pathOf(curves, place) {
  const path = new Path2D();
  for (const curve of curves) {
    curve.forEach((point, i) => (i ? path.lineTo(...place(point)) : path.moveTo(...place(point))));
    path.closePath();
  }
  return path;
}

// Where a curve runs along the edge of the square there is no boundary to be seen.
function paintLine(context, curve, place) {
  context.beginPath();
  curve.forEach((point, i) => {
    if (i && !alongEdge(curve[i - 1], point)) context.lineTo(...place(point));
    else context.moveTo(...place(point));
  });
  context.stroke();
}

// done: closed curves; open: the one being drawn, tinted as if it were closed already.
function paintSketch(context, size, colours, place, done, open) {
  const all = open.length ? [...done, open] : done;
  context.globalAlpha = 1;
  context.fillStyle = colours[all.length ? "field-blue" : "field-mid"];
  context.fillRect(0, 0, size, size);
  context.fillStyle = colours["field-orange"];
  context.fill(pathOf(all, place), "evenodd");
  context.strokeStyle = colours.ink;
  context.lineWidth = 1;
  context.globalAlpha = 0.75;
  for (const curve of done) paintLine(context, [...curve, curve[0]], place);
  context.globalAlpha = 1;
  if (!open.length) return;
  context.setLineDash([4, 3]);
  paintLine(context, [open.at(-1), open[0]], place);
  context.setLineDash([]);
  paintLine(context, open, place);
}

function paintPoints(context, points, stamps, scale, place) {
  for (let i = 0; i + 2 < points.length; i += 3) {
    const { canvas, half } = stamps.right[points[i + 2] > 0.5 ? 1 : 0];
    const [x, y] = place([points[i], points[i + 1]]);
    context.drawImage(canvas, x - half, y - half, canvas.width / scale, canvas.height / scale);
  }
}

// The first corner is the larger one: a second visit to it closes the curve.
function paintCorners(context, corners, colours, place) {
  context.fillStyle = colours.paper;
  context.strokeStyle = colours.ink;
  context.lineWidth = 1.5;
  corners.forEach((corner, i) => {
    context.beginPath();
    context.arc(...place(corner), i ? 2.5 : 4.5, 0, 7);
    context.fill();
    context.stroke();
  });
}

function paintCross(context, [x, y], colours) {
  for (const [width, colour] of [[5, colours.paper], [2, colours.ink]]) {
    context.lineWidth = width;
    context.strokeStyle = colour;
    context.beginPath();
    for (const [dx, dy] of [[1, 0], [-1, 0], [0, 1], [0, -1]]) {
      context.moveTo(x + 4 * dx, y + 4 * dy);
      context.lineTo(x + 13 * dx, y + 13 * dy);
    }
    context.stroke();
  }
}
