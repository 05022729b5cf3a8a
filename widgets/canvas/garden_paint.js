// How a garden is painted: where its tiles stand, the tiles, and one field drawn large.

const PAD = 5, SIDES = { left: 34, right: 48, top: 22 }; // CSS pixels: for the ring, and for words

// Where the tile at each place stands; `at` says which place a point is in, or -1.
function tilesOf(width, count, columns, { left, top, right }) {
  const gap = width < 480 ? 3 : 6, x0 = PAD + (left.length ? SIDES.left : 0), y0 = PAD + (top.length ? SIDES.top : 0);
  const tile = (width - x0 - PAD - (right.length ? SIDES.right : 0) + gap) / columns - gap, pitch = tile + gap;
  const rows = Math.ceil(count / columns);
  return {
    tile, rows, x0, y0, pitch, height: y0 + rows * pitch - gap + PAD,
    place: (i) => [x0 + (i % columns) * pitch, y0 + Math.floor(i / columns) * pitch],
    at(x, y) {
      const column = Math.floor((x - x0 + gap / 2) / pitch), row = Math.floor((y - y0 + gap / 2) / pitch);
      const i = row * columns + column;
      return column >= 0 && column < columns && row >= 0 && i < count ? i : -1;
    },
  };
}

// Tiles, each a part of the strip of all fields; `spots` says where each network is drawn now.
// Their corners are taken off one by one: to clip 64 round ones costs more than the rest.
function paintTiles(context, strip, side, spots, tile, colours) {
  context.imageSmoothingEnabled = true;
  context.fillStyle = colours.paper;
  spots.forEach(([x, y], k) => {
    context.drawImage(strip, 0, k * side, side, side, x, y, tile, tile);
    for (const u of [x, x + tile - 1]) for (const v of [y, y + tile - 1]) context.fillRect(u, v, 1, 1);
  });
}

function paintCross(context, [x, y], size, colours) { // a network that has run away
  context.fillStyle = colours["field-mid"];
  context.fillRect(x, y, size, size);
  context.strokeStyle = colours["ink-2"];
  context.lineWidth = 1.5;
  context.strokeRect(x + 0.75, y + 0.75, size - 1.5, size - 1.5);
  context.beginPath();
  for (const s of [-1, 1]) {
    context.moveTo(x + size * 0.3, y + size * (0.5 - 0.2 * s));
    context.lineTo(x + size * 0.7, y + size * (0.5 + 0.2 * s));
  }
  context.stroke();
}

function paintChosen(context, [x, y], tile, colours) {
  for (const [colour, width, out] of [[colours.paper, 2, 1], [colours.ink, 2.5, 3]]) {
    context.strokeStyle = colour;
    context.lineWidth = width;
    context.beginPath();
    context.roundRect(x - out, y - out, tile + 2 * out, tile + 2 * out, 2 + out);
    context.stroke();
  }
}

function paintWords(context, layout, words, width, colours) {
  const { tile, pitch, x0, y0 } = layout;
  context.font = `400 12px ${colours.sans}`;
  context.fillStyle = colours["ink-2"];
  context.textBaseline = "middle";
  const write = (text, x, y, align) => {
    context.textAlign = align;
    context.fillText(text, x, y);
  };
  words.right.forEach((text, i) => write(text, width - PAD, y0 + i * pitch + tile / 2, "right"));
  words.left.forEach((text, i) => write(text, x0 - 10, y0 + i * pitch + tile / 2, "right"));
  words.top.forEach((text, i) => write(text, x0 + i * pitch + tile / 2, PAD + 8, "center"));
}

// One field with its 50% line, and the true rule as round dots.
function paintLarge(context, { picture, bytes, side, truth, size, colours }) {
  context.imageSmoothingEnabled = true;
  context.imageSmoothingQuality = "high";
  context.drawImage(picture, 0, 0, size, size);
  context.strokeStyle = colours.ink;
  context.globalAlpha = 0.75;
  context.lineWidth = 1.25;
  drawContour(context, bytes, side, size);
  context.globalAlpha = 1;
  context.lineWidth = 1.75;
  context.lineCap = "round";
  context.setLineDash([0.1, 4]);
  context.stroke(truth);
  context.setLineDash([]);
  context.lineCap = "butt";
}
