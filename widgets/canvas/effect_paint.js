// The parts of the picture of an effect: axes, marks of the seeds, lines, and names at their ends.

// CSS pixels: of a seed's mark, between two, and from the middle to the first.
const SQUARE = 4, GAP = 1, FIRST = 5;

function scalesOf(picture, width, height) {
  const left = 42, right = width - 98, top = 24, bottom = height - 46, { floor } = picture;
  const X = (place) => left + (right - left) * place;
  const Y = (value) => bottom - ((bottom - top) * (Math.min(1, Math.max(floor, value)) - floor)) / (1 - floor);
  return { left, right, top, bottom, floor, X, Y };
}

function textWriter(context, colours) {
  context.textBaseline = "middle";
  return (words, x, y, align = "left", colour = "ink-2", weight = 400) => {
    context.font = `${weight} 12px ${colours.sans}`;
    context.textAlign = align;
    context.fillStyle = colours[colour];
    context.fillText(words, x, y);
  };
}

function paintAxes(context, colours, picture, scales, chosen) {
  const { left, right, top, bottom, X, Y } = scales, text = textWriter(context, colours);
  context.lineWidth = 1;
  const line = (from, to, colour) => {
    context.strokeStyle = colours[colour];
    context.beginPath();
    context.moveTo(...from);
    context.lineTo(...to);
    context.stroke();
  };
  for (const [value, words] of picture.heights) {
    const y = Math.round(Y(value)) + 0.5;
    line([left, y], [right, y], "hair");
    text(words, left - 6, y, "right");
  }
  line([left, Math.round(bottom) + 0.5], [right, Math.round(bottom) + 0.5], "edge");
  text("accuracy", left - 36, 8, "left");
  const near = (place) => chosen >= 0 && Math.abs(picture.places[chosen] - place) < 0.01;
  for (const [place, words] of picture.ticks)
    text(words, X(place), bottom + 14, "center", near(place) ? "ink" : "ink-2", near(place) ? 600 : 400);
  text(picture.axis, (left + right) / 2, bottom + 34, "center");
  if (chosen < 0) return;
  const x = Math.round(X(picture.places[chosen])) + 0.5;
  line([x, top], [x, bottom], "edge");
}

// A dotted line that is the same, or one for each value.
function paintLevel(context, colours, values, places, scales, colour = "ink-3") {
  if (!values.length || Math.max(...values) < scales.floor) return;
  const { left, right, X, Y } = scales, flat = values.every((value) => value === values[0]);
  context.strokeStyle = colours[colour];
  context.lineWidth = 1.25;
  context.setLineDash([1, 3]);
  context.beginPath();
  if (flat) {
    context.moveTo(left, Y(values[0]));
    context.lineTo(right, Y(values[0]));
  } else values.forEach((value, i) => context[i ? "lineTo" : "moveTo"](X(places[i]), Y(value)));
  context.stroke();
  context.setLineDash([]);
}

// The seeds at one value: squares of nearly the same height stand side by side, away from the
// middle, and closer where there are many.
function paintSeeds(context, colours, values, x, side, room, scales) {
  const rows = new Map(), step = SQUARE + GAP;
  for (const value of values) {
    const row = Math.round(scales.Y(value) / step);
    rows.set(row, (rows.get(row) ?? 0) + 1);
  }
  context.fillStyle = colours.ink;
  context.strokeStyle = colours["ink-3"];
  context.lineWidth = 1;
  for (const [row, count] of rows) {
    const apart = Math.min(step, (room - FIRST - SQUARE) / Math.max(1, count - 1));
    const y = Math.min(row * step, scales.bottom - SQUARE / 2) - SQUARE / 2;
    for (let i = 0; i < count; i++) {
      const away = FIRST + i * apart;
      if (side < 0) context.fillRect(x - away - SQUARE, y, SQUARE, SQUARE);
      else context.strokeRect(x + away + 0.5, y + 0.5, SQUARE - 1, SQUARE - 1);
    }
  }
}

// From the lowest seed to the highest, over the steps: filled for test, outlined for train.
function paintBand(context, colours, rows, places, scales, filled) {
  if (!rows.length) return;
  const { X, Y } = scales;
  const edge = (choose) => rows.map((row, i) => [X(places[i]), Y(choose(...row))]);
  const trace = (corners) => {
    context.beginPath();
    corners.forEach((corner, i) => context[i ? "lineTo" : "moveTo"](...corner));
  };
  const top = edge(Math.max), low = edge(Math.min);
  if (filled) {
    trace([...top, ...low.reverse()]);
    context.globalAlpha = 0.14;
    context.fillStyle = colours.ink;
    context.fill();
    context.globalAlpha = 1;
    return;
  }
  context.strokeStyle = colours["ink-3"];
  context.lineWidth = 0.75;
  context.setLineDash([2, 3]);
  for (const corners of [top, low]) {
    trace(corners);
    context.stroke();
  }
  context.setLineDash([]);
}

function paintMedians(context, colours, values, places, scales, strong) {
  context.strokeStyle = colours[strong ? "ink" : "ink-3"];
  context.lineWidth = strong ? 2 : 1.25;
  context.lineJoin = "round";
  context.setLineDash(strong ? [] : [4, 2.5]);
  context.beginPath();
  values.forEach((value, i) => context[i ? "lineTo" : "moveTo"](scales.X(places[i]), scales.Y(value)));
  context.stroke();
  context.setLineDash([]);
}

// Where each seed's test loss is least: squares on a paper ground, named above the picture.
function paintTurns(context, colours, turns, scales) {
  if (!turns.length) return;
  const { X, Y } = scales;
  for (const [place, value] of turns) {
    context.fillStyle = colours.paper;
    context.fillRect(X(place) - 4, Y(value) - 4, 8, 8);
    context.fillStyle = colours.ink;
    context.fillRect(X(place) - 2.5, Y(value) - 2.5, 5, 5);
  }
  const middle = turns.map(([place]) => X(place)).sort((a, b) => a - b)[turns.length >> 1];
  const above = Math.min(...turns.filter(([place]) => X(place) === middle).map(([, value]) => Y(value)));
  context.strokeStyle = colours.ink;
  context.lineWidth = 1;
  context.beginPath();
  context.moveTo(middle, scales.top - 7);
  context.lineTo(middle, above - 5);
  context.stroke();
  textWriter(context, colours)("least test loss of each seed", middle, scales.top - 16, "center", "ink");
}

// Names at the ends of the lines, pushed apart until none overlaps.
function paintEnds(context, colours, picture, scales) {
  const text = textWriter(context, colours), { right, top, bottom, Y } = scales;
  const ends = Object.entries(picture.ends).map(([line, words]) => ({
    words, y: Y(picture[line].at(-1)), strong: line === "testMedian", below: picture[line].at(-1) < picture.floor,
  }));
  ends.sort((a, b) => a.y - b.y || a.below - b.below);
  for (let round = 0; round < 30; round++)
    for (let i = 0; i + 1 < ends.length; i++) {
      const lack = 15 - (ends[i + 1].y - ends[i].y);
      if (lack > 0) { ends[i].y -= lack / 2; ends[i + 1].y += lack / 2; }
    }
  const shift = Math.min(0, bottom + 8 - (ends.at(-1)?.y ?? 0)) || Math.max(0, top - 8 - (ends[0]?.y ?? top));
  for (const { words, y, strong, below } of ends)
    text(below ? words + " \u2193" : words, right + 8, y + shift, "left", strong ? "ink" : "ink-2", strong ? 600 : 400);
}
