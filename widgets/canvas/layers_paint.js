// One band of the picture of the layers: histograms that lie on their side, or lines of seeds.

const FULL = 0.1; // the share of a layer's numbers at which a bar reaches the next layer

function writer(context, colours) {
  return (words, x, y, align = "left", colour = "ink-2", weight = 400) => {
    context.font = `${weight} 12px ${colours.sans}`;
    context.textAlign = align;
    context.textBaseline = "middle";
    context.fillStyle = colours[colour];
    context.fillText(words, x, y);
  };
}

function rule(context, colours, left, right, y, colour = "hair") {
  context.strokeStyle = colours[colour];
  context.lineWidth = 1;
  context.beginPath();
  context.moveTo(left, Math.round(y) + 0.5);
  context.lineTo(right, Math.round(y) + 0.5);
  context.stroke();
}

// shares: (depth, bins), lowest bin first, of which the bar is drawn at the bottom.
function paintHistograms(context, colours, { left, right, top, bottom }, shares, depth, axis, chosen) {
  const text = writer(context, colours), column = (right - left) / depth, bins = shares.length / depth;
  const tall = (bottom - top) / bins;
  axis.forEach((words, i) => {
    const y = top + ((bottom - top) * i) / 2;
    rule(context, colours, left, right, y);
    text(words, left - 6, y, "right");
  });
  for (let layer = 0; layer < depth; layer++) {
    const x = left + layer * column;
    context.fillStyle = colours[layer === chosen ? "ink" : "ink-3"];
    for (let i = 0; i < bins; i++) {
      const wide = Math.min(1, shares[layer * bins + i] / FULL) * (column - 2);
      if (wide > 0) context.fillRect(x, bottom - (i + 1) * tall, Math.max(0.5, wide), Math.max(1, tall - 0.4));
    }
    context.fillStyle = colours.edge;
    context.fillRect(x, top, 1, bottom - top);
  }
}

// A layer of which every unit is dead is marked by a shape.
function paintCross(context, colours, x, y) {
  context.strokeStyle = colours.ink;
  context.lineWidth = 2;
  context.beginPath();
  for (const [from, to] of [[-1, 1], [1, -1]]) {
    context.moveTo(x - 4, y + 4 * from);
    context.lineTo(x + 4, y + 4 * to);
  }
  context.stroke();
}

const decadeWords = (decade) =>
  Math.abs(decade) < 3 ? String(10 ** decade) : `1e${decade}`.replace("-", "\u2212");

// lines: (seeds, depth) of log10, the chosen seed's first; below the lowest decade is drawn on it.
function paintLines(context, colours, { left, right, top, bottom }, lines, depth, [low, high], words) {
  const text = writer(context, colours), column = (right - left) / depth, seeds = lines.length / depth;
  const X = (layer) => left + (layer + 0.5) * column;
  const Y = (value) => bottom - ((bottom - top) * (Math.max(low, Math.min(high, value)) - low)) / (high - low);
  for (const decade of [0, low, high]) {
    if (decade && Math.abs(Y(decade) - Y(0)) < 14) continue; // its words would stand on those of 1
    rule(context, colours, left, right, Y(decade));
    text(decadeWords(decade), left - 6, Y(decade), "right");
  }
  context.lineJoin = "round";
  for (let seed = seeds - 1; seed >= 0; seed--) {
    context.strokeStyle = context.fillStyle = colours[seed ? "ink-3" : "ink"];
    context.globalAlpha = seed ? 0.5 : 1;
    context.lineWidth = seed ? 0.75 : 2.25;
    context.beginPath();
    for (let i = 0; i < depth; i++) context[i ? "lineTo" : "moveTo"](X(i), Y(lines[seed * depth + i]));
    context.stroke();
    if (depth > 1) continue;
    context.beginPath(); // one layer has no line to draw
    context.arc(X(0), Y(lines[seed * depth]), seed ? 1.5 : 3, 0, 7);
    context.fill();
  }
  context.globalAlpha = 1;
  const end = Math.min(bottom - 14, Math.max(top, Y(lines[depth - 1])));
  text("this seed", right + 4, end, "left", "ink", 600);
  text(words, right + 4, end + 14);
}
