// How a neuron's line is drawn: the tint of p, the points, the line, its arrow, and the ghost
// of the line one step on.

const STOPS = 32, FAR = 6; // p is drawn from z = -6 to z = 6: beyond lies less than 1 in 400

// p depends only on the way across the line, so that one gradient of the canvas draws it all.
function tintOf(context, colours, place, [w1, w2, , mx, my]) {
  const square = w1 * w1 + w2 * w2, reach = FAR / Math.sqrt(square);
  const along = [w1 * reach / Math.sqrt(square), w2 * reach / Math.sqrt(square)];
  const gradient = context.createLinearGradient(
    ...place(mx - along[0], my - along[1]), ...place(mx + along[0], my + along[1]));
  const tints = fieldColours(colours, (byte) => byte / 255);
  for (let i = 0; i <= STOPS; i++) {
    const p = 1 / (1 + Math.exp(-FAR * ((2 * i) / STOPS - 1))), packed = tints[Math.round(255 * p)];
    gradient.addColorStop(i / STOPS, `rgb(${packed & 255},${(packed >> 8) & 255},${(packed >> 16) & 255})`);
  }
  return gradient;
}

function strokeTwice(context, colours, width, dash = []) { // ink on a halo of paper
  context.lineCap = "round";
  context.setLineDash([]);
  context.strokeStyle = colours.paper;
  context.lineWidth = width + 2.5;
  context.stroke();
  context.setLineDash(dash);
  context.strokeStyle = colours.ink;
  context.lineWidth = width;
  context.stroke();
  context.setLineDash([]);
}

function pathOfLine(context, place, [w1, w2, , mx, my]) {
  const size = Math.hypot(w1, w2), side = [(-3 * w2) / size, (3 * w1) / size];
  context.beginPath();
  context.moveTo(...place(mx - side[0], my - side[1]));
  context.lineTo(...place(mx + side[0], my + side[1]));
}

function paintArrow(context, colours, from, to, width, head, dash = []) {
  const angle = Math.atan2(to[1] - from[1], to[0] - from[0]);
  const wing = (turn) => [to[0] - head * Math.cos(angle + turn), to[1] - head * Math.sin(angle + turn)];
  context.beginPath();
  context.moveTo(...from);
  context.lineTo(...to);
  strokeTwice(context, colours, width, dash);
  context.beginPath();
  context.moveTo(...to);
  context.lineTo(...wing(0.45));
  context.lineTo(...wing(-0.45));
  context.closePath();
  context.strokeStyle = colours.paper;
  context.lineWidth = 3;
  context.stroke();
  context.fillStyle = colours.ink;
  context.fill();
}

// The tip of the arrow, or where the arrow leaves the square: what can be taken hold of.
function tipOf([, , , mx, my, tx, ty]) {
  const room = (m, t) => (t > 0.95 ? (0.95 - m) / (t - m) : t < -0.95 ? (-0.95 - m) / (t - m) : 1);
  const share = Math.max(0.1, Math.min(1, room(mx, tx), room(my, ty)));
  return [mx + (tx - mx) * share, my + (ty - my) * share];
}

function paintHandles(context, colours, place, line) {
  const middle = place(line[3], line[4]);
  paintArrow(context, colours, middle, place(...tipOf(line)), 2.5, 15);
  context.beginPath();
  context.arc(...middle, 8, 0, 7);
  context.fillStyle = colours.paper;
  context.fill();
  context.strokeStyle = colours.ink;
  context.lineWidth = 2.5;
  context.stroke();
}

// The line one step of gradient descent on, dashed, with its arrow.
function paintGhost(context, colours, place, ghost) {
  pathOfLine(context, place, ghost);
  strokeTwice(context, colours, 1.5, [6, 5]);
  paintArrow(context, colours, place(ghost[3], ghost[4]), place(...tipOf(ghost)), 1.25, 10, [4, 4]);
}
