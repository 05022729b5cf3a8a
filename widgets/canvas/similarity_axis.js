// The cosines of a whole stock of sentences as a heap on an axis from -1 to 1, and where two
// sentences stand on it: above their line, before and after the common part is taken out.

const AXIS = { top: 44, foot: 24, side: 14 }; // CSS pixels around the heap

function paintAxis(context, width, height, axis, colours) {
  const bottom = height - AXIS.foot, wide = width - 2 * AXIS.side;
  const at = (cosine) => AXIS.side + ((cosine + 1) / 2) * wide;
  context.clearRect(0, 0, width, height);
  context.textBaseline = "alphabetic";
  paintTicks(context, at, bottom, width, colours);
  if (!axis) return;
  const most = Math.max(...axis.bars, ...axis.before), high = bottom - AXIS.top;
  const step = wide / (axis.bars.length - 1);
  context.fillStyle = colours.edge;
  axis.bars.forEach((share, i) => {
    if (!share) return;
    const tall = Math.max(1, (share / most) * high), x = AXIS.side + (i - 0.5) * step;
    context.fillRect(x + 0.5, bottom - tall, Math.max(1, step - 1), tall);
  });
  if (axis.before.length) paintBefore(context, axis.before, most, high, step, bottom, colours);
  context.strokeStyle = colours["ink-3"];
  context.lineWidth = 1;
  context.beginPath();
  for (const cosine of axis.others) { // every other pair of the sentences written
    context.moveTo(at(cosine), bottom);
    context.lineTo(at(cosine), bottom - 9);
  }
  context.stroke();
  if (axis.pairBefore !== null && axis.pair !== null) paintWay(context, at(axis.pairBefore), at(axis.pair), AXIS.top - 2, bottom, colours);
  if (axis.pair !== null) paintStem(context, at(axis.pair), 12, bottom, `these two ${axis.pairWords}`, true, width, colours);
  paintStem(context, at(axis.mean), 30, bottom, `mean of all pairs ${axis.meanWords}`, false, width, colours);
}

function paintTicks(context, at, bottom, width, colours) {
  context.strokeStyle = colours.edge;
  context.lineWidth = 1;
  context.beginPath();
  context.moveTo(0, bottom + 0.5);
  context.lineTo(width, bottom + 0.5);
  context.font = `400 12px ${colours.sans}`;
  context.fillStyle = colours["ink-2"];
  for (const [cosine, words, align] of [[-1, "\u22121", "left"], [-0.5, "", ""], [0, "0", "center"], [0.5, "", ""], [1, "cosine 1", "right"]]) {
    const x = Math.round(at(cosine)) + 0.5;
    context.moveTo(x, bottom);
    context.lineTo(x, bottom + 4);
    if (!words) continue;
    context.textAlign = align;
    context.fillText(words, align === "left" ? 0 : align === "right" ? width : x, bottom + 18);
  }
  context.stroke();
}

function paintBefore(context, bars, most, high, step, bottom, colours) { // its outline stays
  context.strokeStyle = colours["ink-2"];
  context.lineWidth = 1;
  context.setLineDash([1, 3]);
  context.beginPath();
  bars.forEach((share, i) => {
    const x = AXIS.side + (i - 0.5) * step, y = bottom - (share / most) * high;
    context.lineTo(x, y);
    context.lineTo(x + step, y);
  });
  context.stroke();
  context.setLineDash([]);
}

function paintWay(context, from, to, y, bottom, colours) { // where the two stood before
  context.strokeStyle = colours.ink;
  context.lineWidth = 1;
  context.setLineDash([1, 3]);
  context.beginPath();
  context.moveTo(from, y);
  context.lineTo(from, bottom);
  context.stroke();
  context.setLineDash([]);
}

function paintStem(context, x, y, bottom, words, strong, width, colours) {
  context.strokeStyle = colours[strong ? "ink" : "ink-2"];
  context.lineWidth = strong ? 2 : 1;
  context.setLineDash(strong ? [] : [1, 3]);
  context.beginPath();
  context.moveTo(x, y + 4);
  context.lineTo(x, bottom);
  context.stroke();
  context.setLineDash([]);
  context.font = `${strong ? 600 : 400} ${strong ? 13 : 12}px ${colours.sans}`;
  context.textAlign = "left";
  const wide = context.measureText(words).width, left = Math.max(0, Math.min(width - wide, x - wide / 2));
  context.lineJoin = "round";
  context.strokeStyle = colours.paper; // a halo, where a stem passes
  context.lineWidth = 4;
  context.strokeText(words, left, y);
  context.fillStyle = colours[strong ? "ink" : "ink-2"];
  context.fillText(words, left, y);
}
