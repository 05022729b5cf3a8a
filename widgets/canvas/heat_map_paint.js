// How the cells of a heat map are laid out and painted: grey ink on paper, a tick a seed.

const GAP = 4, HEADER = 24, FOOT = 18, NARROWEST = 44; // pixels
const DEEPEST = 0.38; // share of ink in the darkest cell: ink can be read on it, light and dark

function layCells(width, rows, columns) {
  const pitch = Math.max(NARROWEST, Math.min(124, (width - GAP) / Math.max(1, columns)));
  const tall = pitch < 60 ? 48 : 58;
  return {
    pitch, tall, columns, wide: pitch - GAP, high: tall - GAP,
    height: HEADER + rows * tall + FOOT, width: pitch * columns + GAP,
    place: (at) => [GAP + (at % columns) * pitch, HEADER + GAP + Math.floor(at / columns) * tall],
    under(x, y) {
      const column = Math.floor((x - GAP / 2) / pitch), row = Math.floor((y - HEADER - GAP / 2) / tall);
      const inside = column >= 0 && column < columns && row >= 0 && row < rows;
      return inside ? row * columns + column : -1;
    },
  };
}

function mixed(paper, ink, share) {
  const [from, to] = [rgbOf(paper), rgbOf(ink)];
  return `rgb(${from.map((value, k) => Math.round(value + (to[k] - value) * share)).join()})`;
}

function cross(context, x, y, reach) {
  context.beginPath();
  for (const way of [1, -1]) {
    context.moveTo(x - reach, y - way * reach);
    context.lineTo(x + reach, y + way * reach);
  }
  context.stroke();
}

// One cell: { figure, shade, marks, share, lost, bestOfRow, best }, as heat_map.js collects them.
function paintCell(context, cell, [x, y], laid, colours) {
  const { wide, high } = laid, begun = cell.marks.some((mark) => !Number.isNaN(mark));
  context.lineWidth = 1;
  if (Number.isNaN(cell.shade)) {
    context.strokeStyle = colours.hair;
    context.strokeRect(x + 0.5, y + 0.5, wide - 1, high - 1);
  } else {
    context.fillStyle = mixed(colours.paper, colours.ink, 0.03 + (DEEPEST - 0.03) * cell.shade);
    context.fillRect(x, y, wide, high);
  }
  if (begun) paintSeeds(context, cell.marks, x + 7, wide - 14, y + high - 8, colours);
  else if (cell.share > 0) {
    context.fillStyle = colours["ink-3"];
    context.fillRect(x + 7, y + high - 9, (wide - 14) * cell.share, 2);
  }
  context.textBaseline = "alphabetic";
  context.textAlign = "left";
  context.font = `${cell.best ? 600 : 400} ${wide < 56 ? 13 : 15}px ${colours.sans}`;
  context.fillStyle = Number.isNaN(cell.shade) ? colours["ink-2"] : colours.ink;
  context.fillText(cell.figure, x + 7, y + (wide < 56 ? 17 : 20));
  let right = x + wide - 7;
  context.fillStyle = context.strokeStyle = colours.ink;
  if (cell.bestOfRow) {
    const [tip, base] = wide < 56 ? [y + 4, y + 10] : [y + 10, y + 17], half = (base - tip) * 0.6;
    const middle = wide < 56 ? x + wide - 7 : right - half;
    context.beginPath();
    context.moveTo(middle, tip);
    context.lineTo(middle + half, base);
    context.lineTo(middle - half, base);
    context.fill();
    right -= 2 * half + 6;
  }
  if (cell.lost && wide >= 76) {
    context.font = `12px ${colours.sans}`;
    context.textAlign = "right";
    context.fillText(`${cell.lost} \u00d7`, right, y + 19);
  }
  if (cell.best) {
    context.lineWidth = 1.5;
    context.strokeRect(x + 2.5, y + 2.5, wide - 5, high - 5);
  }
}

// The seeds on an axis of their own: ticks, or a cross where a network was lost.
function paintSeeds(context, marks, x, length, y, colours) {
  context.strokeStyle = colours["ink-3"];
  context.lineWidth = 1;
  context.beginPath();
  context.moveTo(x, y + 0.5);
  context.lineTo(x + length, y + 0.5);
  context.stroke();
  context.strokeStyle = colours.ink;
  context.lineWidth = 1.5;
  context.globalAlpha = 0.7; // where ticks meet, they darken
  context.beginPath();
  for (const mark of marks) {
    if (Number.isNaN(mark) || mark < 0) continue;
    context.moveTo(x + mark * length, y);
    context.lineTo(x + mark * length, y - 9);
  }
  context.stroke();
  context.globalAlpha = 1;
  if (marks.some((mark) => mark < 0)) cross(context, x + 2, y - 5, 3);
}

// What stands round the cells: the rates above, and under the first column its seeds' axis.
function paintRound(context, names, ends, laid, colours) {
  context.textBaseline = "alphabetic";
  context.font = `12px ${colours.sans}`;
  context.fillStyle = colours["ink-2"];
  context.textAlign = "center";
  names.forEach((name, j) => context.fillText(name, GAP + j * laid.pitch + laid.wide / 2, HEADER - 4));
  if (laid.wide < 60) return; // the key says it as well
  context.fillStyle = colours["ink-3"];
  const low = laid.height - 4;
  ends.forEach((end, k) => {
    context.textAlign = k ? "right" : "left";
    context.fillText(end, GAP + (k ? laid.wide - 2 : 2), low);
  });
}

function ring(context, [x, y], laid, width, colours) {
  context.strokeStyle = colours.ink;
  context.lineWidth = width;
  context.strokeRect(x - 1.5, y - 1.5, laid.wide + 3, laid.high + 3);
}
