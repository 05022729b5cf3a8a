// A network drawn large, as on a board: values in ink, gradients below them in their own colour,
// each marked with d.  What the moment in hand computes is solid, what it uses is strong, and
// the rest stands back.

const tellsOf = (text, row) => (Array.isArray(text) ? text[row] : text);

function paintBoard(context, laid, scene, moment, index, colours) {
  const used = new Set(moment.used), { size } = laid;
  const hand = { moment, index, used, size, colours, upright: laid.upright };
  hand.base = moment.back ? moment.target.slice(1) : moment.target;
  for (const line of laid.lines) paintLine(context, line, hand);
  for (const line of laid.lines) if (line.text) paintWeight(context, line, hand);
  for (const spot of Object.values(laid.spots)) paintNode(context, spot, hand);
}

const inHand = (line, { used, moment, base }) =>
  used.has(line.id) || (moment.back ? base === line.id : false) || (line.lit ?? []).includes(moment.target);

function paintLine(context, line, hand) {
  const { colours, moment } = hand, [x1, y1, x2, y2] = line.ends, lit = inHand(line, hand);
  const strength = Math.min(1, Math.abs(line.value ?? 0) / 1.5);
  context.lineCap = "round";
  context.globalAlpha = lit ? 1 : 0.4;
  context.strokeStyle = line.value ? colours[line.value > 0 ? "orange" : "blue"] : colours.edge;
  context.lineWidth = line.text ? 1 + 4 * strength : 1.25;
  context.beginPath();
  context.moveTo(x1, y1);
  context.lineTo(x2, y2);
  context.stroke();
  context.globalAlpha = 1;
  if (lit) paintArrow(context, line.ends, moment.back, colours[moment.back ? "pull" : "ink"]);
}

// At the end that the number travels to.
function paintArrow(context, [x1, y1, x2, y2], back, colour) {
  const turn = Math.atan2(y2 - y1, x2 - x1) + (back ? Math.PI : 0);
  context.save();
  context.translate(...(back ? [x1, y1] : [x2, y2]));
  context.rotate(turn);
  context.fillStyle = colour;
  context.beginPath();
  context.moveTo(-1, 0);
  context.lineTo(-14, -6.5);
  context.lineTo(-14, 6.5);
  context.fill();
  context.restore();
}

// A line of text with paper behind it, or a solid colour.
function paintChip(context, words, x, y, { colours, colour, strong, solid, size = 13, align = "center" }) {
  context.font = `${strong || solid ? 600 : 400} ${size}px ${colours.sans}`;
  const wide = context.measureText(words).width + 8, left = x - { left: 4, right: wide - 4, center: wide / 2 }[align];
  context.fillStyle = solid ? colours[colour] : colours.paper;
  context.beginPath();
  context.roundRect(left, y - size / 2 - 2.5, wide, size + 5, 4);
  context.fill();
  context.fillStyle = solid ? colours.paper : colours[colour];
  context.textAlign = "left";
  context.textBaseline = "middle";
  context.fillText(words, left + 4, y + 0.5);
}

const known = (from, { index }) => from !== undefined && index >= from;

function paintGradient(context, item, x, y, hand, align) {
  if (!item.d || !known(item.dfrom, hand)) return;
  const { moment, used, colours, size } = hand, name = "d" + item.id;
  const solid = moment.target === name;
  const style = { colours, colour: "pull", strong: used.has(name), solid, align, size: size === NARROW ? 12 : 13 };
  paintChip(context, `d ${item.d}`, x, y, style);
}

// The weight keeps its place whether its gradient is there yet or not: beside it where the lines
// go across the page, below it where they go down.
function paintWeight(context, line, hand) {
  const lit = inHand(line, hand), { colours, size, upright } = hand;
  const beside = line.d && !upright, align = beside ? "right" : "center";
  const style = { colours, colour: lit ? "ink" : "ink-3", strong: lit, align, size: size === NARROW ? 12 : 13 };
  paintChip(context, line.text, beside ? line.x - 4 : line.x, line.d && upright ? line.y - 8 : line.y, style);
  if (beside) paintGradient(context, line, line.x + 3, line.y, hand, "left");
  else paintGradient(context, line, line.x, line.y + 9, hand);
}

function paintNode(context, spot, hand) {
  const { x, y, w, h, node } = spot, { colours, used, base, moment } = hand;
  const ids = node.cells.map((cell) => cell.id), left = x - w / 2, cellWidth = w / ids.length;
  const target = ids.indexOf(moment.target);
  const strong = ids.some((id) => used.has(id) || used.has("d" + id) || id === base);
  context.save();
  context.beginPath();
  context.roundRect(left, y - h / 2, w, h, h / 2);
  context.fillStyle = colours.paper;
  context.fill();
  context.clip();
  if (target >= 0) {
    context.fillStyle = colours.ink;
    context.fillRect(left + target * cellWidth, y - h / 2, cellWidth, h);
  }
  context.restore();
  context.lineWidth = strong ? 2 : 1.25;
  context.strokeStyle = colours[strong ? "ink" : "edge"];
  context.beginPath();
  context.roundRect(left, y - h / 2, w, h, h / 2);
  context.stroke();
  if (ids.length > 1) paintSeam(context, spot, hand, ids);
  node.cells.forEach((cell, i) => paintCell(context, cell, left + (i + 0.5) * cellWidth, spot, hand, i === target));
  if (node.bias) paintBias(context, spot, hand);
  if (node.note) paintChip(context, node.note, x, y + h / 2 + 14, {
    colours, colour: used.has("y") ? "ink" : "ink-2", strong: used.has("y") });
}

// Between a sum and its value; an arrow on it where the moment crosses from one to the other.
function paintSeam(context, { x, y, h }, { colours, moment, base }, ids) {
  context.lineWidth = 1;
  context.strokeStyle = colours.edge;
  context.beginPath();
  context.moveTo(x, y - h / 2 + 1);
  context.lineTo(x, y + h / 2 - 1);
  context.stroke();
  if (base !== ids[moment.back ? 0 : 1] || base === "z") return;
  const tip = moment.back ? -8 : 8;
  paintArrow(context, [x + tip, y, x + tip, y], moment.back, colours[moment.back ? "pull" : "ink"]);
}

function paintCell(context, cell, x, { y, h }, hand, solid) {
  const { colours, used, size, index, moment } = hand;
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.fillStyle = solid ? colours.paper : colours["ink-2"];
  context.font = `400 12px ${colours.sans}`;
  context.fillText(cell.name, x, y - h * 0.22);
  if (index >= cell.from) {
    const strong = solid || used.has(cell.id);
    context.fillStyle = solid ? colours.paper : colours.ink;
    context.font = `${strong ? 600 : 400} ${size.text}px ${colours.serif}`;
    context.fillText(tellsOf(cell.text, moment.row), x, y + h * 0.15);
  }
  paintGradient(context, cell, x, y + h / 2 + 13, hand);
}

function paintBias(context, { x, y, w, h, upright, node }, hand) {
  const { colours, used, base, size } = hand, { bias } = node, lit = used.has(bias.id) || base === bias.id;
  const row = upright ? y + h / 2 + (bias.d ? 31 : 13) : y - h / 2 - 13;
  const style = { colours, colour: lit ? "ink" : "ink-3", strong: lit, size: size === NARROW ? 12 : 13 };
  const half = Math.max(w / 4, 26);
  paintChip(context, `b ${bias.text}`, bias.d ? x - half : upright ? x : x - 2, row, style);
  if (bias.d) paintGradient(context, bias, x + half, row, hand);
}
