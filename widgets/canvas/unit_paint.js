// How a unit is drawn: where it is on, its fold with ticks to that side, and its number.

const mix = (from, to, t) => {
  const [r, g, b] = from.map((value, k) => Math.round(value + (to[k] - value) * t));
  return ((255 << 24) | (b << 16) | (g << 8) | r) >>> 0;
};

// 256 packed colours for the bytes of a unit's sums (course.units.packed_sums).  What it adds to
// the output is orange or blue, as its weight there says; what leads to another layer is grey.
function unitColours(colours, relu, weight, peak) {
  const [mid, edge, orange, blue] = ["field-mid", "edge", "field-orange", "field-blue"].map((n) => rgbOf(colours[n]));
  return Uint32Array.from({ length: 256 }, (_, byte) => {
    const share = Math.atanh(Math.min(0.9641, Math.max(-0.9641, byte / 127.5 - 1))) / 2;
    const value = relu ? Math.max(0, share) : Math.tanh(share * peak);
    if (Number.isNaN(weight)) return mix(mid, edge, 0.8 * (relu ? value : (value + 1) / 2));
    const push = value * Math.sign(weight);
    return mix(mid, push > 0 ? orange : blue, Math.abs(push));
  });
}

const placed = (x, y, size) => [((x + 1) / 2) * size, ((1 - y) / 2) * size];

// A straight fold: start and end in the square, the unit on at the left hand (course.units.fold).
function paintFold(context, line, size, { ticks = 0, apart = 12 } = {}) {
  const [a, b] = [placed(line[0], line[1], size), placed(line[2], line[3], size)];
  const long = Math.hypot(b[0] - a[0], b[1] - a[1]) || 1;
  const along = [(b[0] - a[0]) / long, (b[1] - a[1]) / long], on = [along[1], -along[0]]; // y points down
  context.beginPath();
  context.moveTo(...a);
  context.lineTo(...b);
  for (let at = apart / 2; ticks && at < long; at += apart) {
    const [x, y] = [a[0] + at * along[0], a[1] + at * along[1]];
    context.moveTo(x, y);
    context.lineTo(x + ticks * on[0], y + ticks * on[1]);
  }
  context.stroke();
}

// Numbers of folds stand on paper, near the end of each that has most room from the others.
function paintNames(context, lines, size, colours) {
  const taken = [];
  context.font = `600 12px ${colours.sans}`;
  context.textAlign = "center";
  context.textBaseline = "middle";
  for (const { line, name } of lines) {
    const ends = [[0, 1, 2, 3], [2, 3, 0, 1]].map(([x, y, u, v]) => {
      const a = placed(line[x], line[y], size), b = placed(line[u], line[v], size);
      const long = Math.hypot(b[0] - a[0], b[1] - a[1]) || 1, by = Math.min(18, long / 2) / long;
      return [a[0] + by * (b[0] - a[0]), a[1] + by * (b[1] - a[1])].map((at) => Math.min(size - 11, Math.max(11, at)));
    });
    const room = ([x, y]) => Math.min(1e9, ...taken.map(([u, v]) => Math.hypot(x - u, y - v)));
    const [x, y] = room(ends[1]) > room(ends[0]) ? ends[1] : ends[0];
    taken.push([x, y]);
    context.beginPath();
    context.arc(x, y, 9, 0, 7);
    context.fillStyle = colours.paper;
    context.fill();
    context.fillStyle = colours.ink;
    context.fillText(name, x, y + 0.5);
  }
}

// What is wrong only because a unit is out is framed by a square, what was wrong before by a ring.
function newlyWrong(colours, radius, scale) {
  return ["blue", "orange"].map((name) => {
    const half = radius + 6, canvas = document.createElement("canvas"), r = radius + 3.2;
    canvas.width = canvas.height = Math.ceil(2 * half * scale);
    const context = canvas.getContext("2d");
    context.scale(scale, scale);
    context.translate(half, half);
    context.fillStyle = colours.paper;
    context.fillRect(-r - 1.6, -r - 1.6, 2 * r + 3.2, 2 * r + 3.2);
    context.strokeStyle = colours.ink;
    context.lineWidth = 1.7;
    context.strokeRect(-r, -r, 2 * r, 2 * r);
    context.fillStyle = colours[name];
    context.beginPath();
    context.arc(0, 0, radius, 0, 7);
    context.fill();
    return { canvas, half };
  });
}

// A square of bytes through a table of colours, stretched to the size of the picture.
function paintBytes(context, bytes, side, table, size, image) {
  fillPixels(image, bytes, side, table);
  context.imageSmoothingEnabled = true;
  context.imageSmoothingQuality = "high";
  context.drawImage(image, 0, 0, size, size);
}
