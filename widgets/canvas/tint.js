// What a byte of a field stands for, its picture, and the line where a network says 50%.

// The kernel packs 127.5 (1 + tanh(logit / 8)): see course.field.field_bytes.
const probabilityOf = (byte) => {
  const odds = ((byte + 1e-9) / (255 - byte + 1e-9)) ** 4;
  return odds / (1 + odds);
};

// Bytes as the pixels of a small canvas, `side` of them in a row; it is drawn larger, smoothed.
function fillPixels(canvas, bytes, side, tint) {
  const rows = bytes.length / side, context = canvas.getContext("2d");
  if (canvas.width !== side || canvas.height !== rows) {
    canvas.width = side;
    canvas.height = rows;
  }
  const image = context.createImageData(side, rows), packed = new Uint32Array(image.data.buffer);
  for (let i = 0; i < packed.length; i++) packed[i] = tint[bytes[i]];
  context.putImageData(image, 0, 0);
}

// Squares of bytes, one below the other, with `times` as many in a row and a column.  Bytes are
// close to linear in the logit, colours are not: an edge enlarged before it is tinted stays sharp.
function enlarged(bytes, side, times) {
  const wide = side * times, rows = bytes.length / side, out = new Uint8Array(bytes.length * times * times);
  const low = new Int32Array(wide), high = new Int32Array(wide), share = new Float32Array(wide);
  for (let i = 0; i < wide; i++) {
    const at = Math.min(side - 1, Math.max(0, (i + 0.5) / times - 0.5));
    low[i] = Math.floor(at);
    high[i] = Math.min(side - 1, low[i] + 1);
    share[i] = at - low[i];
  }
  const line = new Float32Array(side);
  for (let top = 0, to = 0; top < rows; top += side) {
    for (let j = 0; j < wide; j++) {
      const a = (top + low[j]) * side, b = (top + high[j]) * side, t = share[j];
      for (let i = 0; i < side; i++) line[i] = bytes[a + i] + (bytes[b + i] - bytes[a + i]) * t + 0.5;
      for (let i = 0; i < wide; i++, to++) out[to] = line[low[i]] + (line[high[i]] - line[low[i]]) * share[i];
    }
  }
  return out;
}

// Calls act(from, to) for each piece of the line between bytes below 127.5 and above; a place is
// [column, row, edge], in cells from the middle of the first, and which edge of the grid it is on.
function alongContour(field, side, act) {
  const at = (i, j) => field[j * side + i] - 127.5;
  const cross = (i, j, down, a, b) => {
    if (a > 0 === b > 0) return null;
    const t = a / (a - b);
    return [down ? i : i + t, down ? j + t : j, 2 * (j * side + i) + down];
  };
  for (let j = 0; j + 1 < side; j++) {
    for (let i = 0; i + 1 < side; i++) {
      const a = at(i, j), b = at(i + 1, j), c = at(i + 1, j + 1), d = at(i, j + 1);
      if (a > 0 === b > 0 && b > 0 === c > 0 && c > 0 === d > 0) continue;
      const ends = [cross(i, j, 0, a, b), cross(i + 1, j, 1, b, c), cross(i, j + 1, 0, d, c),
        cross(i, j, 1, a, d)].filter(Boolean);
      for (let k = 0; k + 1 < ends.length; k += 2) act(ends[k], ends[k + 1]);
    }
  }
}

// The line as it is, in the style that the context has.
function drawContour(context, field, side, size) {
  const cell = size / side;
  context.beginPath();
  alongContour(field, side, ([x, y], [u, v]) => {
    context.moveTo((x + 0.5) * cell, (y + 0.5) * cell);
    context.lineTo((u + 0.5) * cell, (v + 0.5) * cell);
  });
  context.stroke();
}

// The line in one piece where it is one, so that dots along it keep their distance: a Path2D.
function contourPath(field, side, size) {
  const cell = size / side, path = new Path2D(), meet = new Map();
  alongContour(field, side, (from, to) => {
    for (const [end, other] of [[from, to], [to, from]])
      meet.set(end[2], [...(meet.get(end[2]) ?? [end]), other]);
  });
  const follow = (start) => {
    let first = true;
    for (let edge = start; edge !== undefined && meet.has(edge); first = false) {
      const [[x, y], ...others] = meet.get(edge);
      path[first ? "moveTo" : "lineTo"]((x + 0.5) * cell, (y + 0.5) * cell);
      meet.delete(edge);
      edge = others.map((other) => other[2]).find((other) => meet.has(other)) ?? undefined;
      if (edge === undefined && others.some((other) => other[2] === start) && others.length > 1) path.closePath();
    }
  };
  const ends = [...meet].filter(([, [, ...others]]) => others.length === 1).map(([edge]) => edge);
  for (const edge of [...ends, ...meet.keys()]) if (meet.has(edge)) follow(edge);
  return path;
}
