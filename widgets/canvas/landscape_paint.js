// How a landscape is painted: tinted heights with their levels once, and what moves on top.

const LEVELS = 11, ARROW = [16, 60]; // lines of equal loss; pixels of an arrow: least, and more
const APART = 5; // pixels between two dots at least
const LOOKS = {
  dots: { width: 1.75, colour: "ink", dash: [] },
  rings: { width: 2, colour: "ink", dash: [] },
  dashes: { width: 1.75, colour: "ink-2", dash: [6, 3.5] },
  before: { width: 1.5, colour: "ink-3", dash: [3, 2.5] },
};
const MARGIN = { left: 30, right: 8, top: 8, bottom: 34 };

// Where a pair of weights is in the picture, and back.
function frameOf(bounds, width, height) {
  const [low1, high1, low2, high2] = bounds, { left, right, top, bottom } = MARGIN;
  const wide = width - left - right, tall = height - top - bottom;
  return {
    left, top, wide, tall,
    place: ([a, b]) => [left + (wide * (a - low1)) / (high1 - low1), top + (tall * (high2 - b)) / (high2 - low2)],
    weights: (x, y) => [low1 + ((high1 - low1) * (x - left)) / wide, high2 - ((high2 - low2) * (y - top)) / tall],
  };
}

// Higher is further from paper, in both themes; no colour, as those mean the classes.
function tinted(heights, side, colours) {
  const canvas = document.createElement("canvas"), context = canvas.getContext("2d");
  canvas.width = canvas.height = side;
  const image = context.createImageData(side, side);
  const low = rgbOf(colours.paper), high = rgbOf(colours.hair);
  for (let i = 0; i < side * side; i++) {
    for (let k = 0; k < 3; k++) image.data[4 * i + k] = low[k] + (high[k] - low[k]) * heights[i];
    image.data[4 * i + 3] = 255;
  }
  context.putImageData(image, 0, 0);
  return canvas;
}

// One line of equal height, as pieces between the edges of the cells it crosses.
function traceLevel(context, heights, side, level, at) {
  for (let j = 0; j + 1 < side; j++)
    for (let i = 0; i + 1 < side; i++) {
      const corners = [[i, j], [i + 1, j], [i + 1, j + 1], [i, j + 1]];
      const above = corners.map(([x, y]) => heights[y * side + x] - level), ends = [];
      for (let k = 0; k < 4; k++) {
        const a = above[k], b = above[(k + 1) % 4];
        if (a > 0 === b > 0) continue;
        const t = a / (a - b), [x, y] = corners[k], [u, v] = corners[(k + 1) % 4];
        ends.push(at(x + (u - x) * t, y + (v - y) * t));
      }
      for (let k = 0; k + 1 < ends.length; k += 2) {
        context.moveTo(...ends[k]);
        context.lineTo(...ends[k + 1]);
      }
    }
}

function paintGround(context, heights, { left, top, wide, tall }, colours) {
  const side = Math.round(Math.sqrt(heights.length));
  if (side < 2) return;
  context.imageSmoothingQuality = "high";
  const cell = wide / (side - 1), picture = tinted(heights, side, colours);
  context.save();
  context.beginPath();
  context.rect(left, top, wide, tall);
  context.clip();
  context.drawImage(picture, left - cell / 2, top - cell / 2, wide + cell, tall + cell);
  context.globalAlpha = 0.65;
  context.strokeStyle = colours.edge;
  context.lineWidth = 1;
  context.beginPath();
  for (let level = 0; level < LEVELS; level++) // closer together at the bottom
    traceLevel(context, heights, side, ((level + 1) / (LEVELS + 1)) ** 1.25,
      (i, j) => [left + i * cell, top + (tall * j) / (side - 1)]);
  context.stroke();
  context.restore();
}

function paintAxes(context, bounds, { left, top, wide, tall, place }, colours) {
  const bottom = top + tall, [low1, high1, low2, high2] = bounds;
  const write = (words, x, y, align) => {
    context.textAlign = align;
    context.fillText(words.replace("-", "\u2212"), x, y);
  };
  context.strokeStyle = colours.edge;
  context.lineWidth = 1;
  context.fillStyle = colours["ink-2"];
  context.font = `400 12px ${colours.sans}`;
  context.textBaseline = "middle";
  context.beginPath();
  const within = (low, high) => Array.from({ length: Math.floor(high) - Math.ceil(low) + 1 }, (_, i) => Math.ceil(low) + i);
  for (const a of within(low1, high1)) {
    const x = Math.round(place([a, 0])[0]) + 0.5;
    context.moveTo(x, bottom);
    context.lineTo(x, bottom + 4);
    const last = a === Math.floor(high1); // the name of the axis stands with its last tick
    write(last ? `w1 = ${a}` : String(a), last ? x + 6 : x, bottom + 14, last ? "right" : "center");
  }
  for (const b of within(low2, high2)) {
    const y = Math.round(place([0, b])[1]) + 0.5;
    context.moveTo(left - 4, y);
    context.lineTo(left, y);
    write(b === high2 ? "w2" : String(b), left - 8, Math.max(y, top + 6), "right");
  }
  context.stroke();
}

function paintArrow(context, from, [a, b], colour, paper) {
  const share = Math.hypot(a, b), length = ARROW[0] + ARROW[1] * share;
  if (!share) return;
  const angle = Math.atan2(-b, a);
  for (const [style, more] of [[paper, 2.5], [colour, 0]]) {
    context.save();
    context.translate(...from);
    context.rotate(angle);
    context.strokeStyle = context.fillStyle = style;
    context.lineWidth = 2 + more;
    context.beginPath();
    context.moveTo(0, 0);
    context.lineTo(length - 7, 0);
    context.stroke();
    context.beginPath();
    context.moveTo(length, 0);
    context.lineTo(length - 9, -4.5);
    context.lineTo(length - 9, 4.5);
    context.closePath();
    if (more) context.stroke();
    context.fill();
    context.restore();
  }
}

function paintCross(context, [x, y], colours) {
  for (const [colour, width] of [[colours.paper, 4], [colours.ink, 1.5]]) {
    context.strokeStyle = colour;
    context.lineWidth = width;
    context.beginPath();
    for (const s of [-1, 1]) {
      context.moveTo(x - 5, y - 5 * s);
      context.lineTo(x + 5, y + 5 * s);
    }
    context.stroke();
  }
}

function disc(context, [x, y], radius, fill, edge, width) {
  context.beginPath();
  context.arc(x, y, radius, 0, 7);
  context.fillStyle = fill;
  context.fill();
  context.strokeStyle = edge;
  context.lineWidth = width;
  context.stroke();
}
function paintLine(context, { path, style }, colours) {
  const look = LOOKS[style];
  context.strokeStyle = colours[look.colour];
  context.lineWidth = look.width;
  context.lineJoin = "round";
  context.setLineDash(look.dash);
  context.beginPath();
  path.forEach(([x, y], i) => context[i ? "lineTo" : "moveTo"](x, y));
  context.stroke();
  context.setLineDash([]);
  if (style !== "dots" && style !== "rings") return;
  let last = [Infinity, 0];
  for (const at of path.slice(1)) {
    if (Math.hypot(at[0] - last[0], at[1] - last[1]) < APART) continue;
    last = at;
    if (style === "dots") disc(context, at, 2.7, colours.ink, colours.paper, 0.8);
    else disc(context, at, 4, colours.paper, colours.ink, 1.75);
  }
}
