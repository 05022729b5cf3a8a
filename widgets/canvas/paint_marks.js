// How a painting looks, and how a stroke changes it on the page, before the kernel has answered.
// A painting is a Map from the place of a dab, "column,row", to whether it is inside.

const SPECKS = 11; // of each dab
const CLASSES = [[false, "blue"], [true, "orange"]];

const clip = (value, edge) => Math.min(edge, Math.max(-edge, value));
const placeOf = ([x, y], [pitch, edge]) => [x, y].map((value) => Math.round(clip(value, edge) / pitch));
const keyOf = (place) => place.map((value) => value + 0).join(); // no -0
const placeFrom = (key) => key.split(",").map(Number);

function dabsOf(bytes, size) {
  const values = floatsOf(bytes), held = new Map();
  for (let i = 0; i + 2 < values.length; i += 3)
    held.set(keyOf(placeOf([values[i], values[i + 1]], size)), values[i + 2] > 0.5);
  return held;
}

// As course.painting has it: a dab takes the other class away around it, and none is added
// where there is one of its own class.
function brush(held, { brush: kind, points }, size) {
  const inside = kind === "inside";
  for (const point of points) {
    const place = placeOf(point, size);
    let free = kind !== "eraser";
    for (const up of [-1, 0, 1])
      for (const across of [-1, 0, 1]) {
        const near = keyOf([place[0] + across, place[1] + up]);
        if (!held.has(near)) continue;
        if (kind !== "eraser" && held.get(near) === inside) free = false;
        else held.delete(near);
      }
    if (free && held.size < size[3]) held.set(keyOf(place), inside);
  }
}

// The specks of a dab are always the same, or they would dance with every stroke.
function* specksOf([column, row]) {
  let state = Math.imul(column + 101, 2654435761) ^ Math.imul(row + 57, 40503);
  const next = () => {
    state = Math.imul(state ^ (state >>> 15), 2246822519) + 374761393;
    return ((state ^ (state >>> 13)) >>> 0) / 4294967296;
  };
  for (let i = 0; i < SPECKS; i++) {
    const angle = (2 * Math.PI * (i + next())) / SPECKS, away = Math.sqrt(next());
    yield [away * Math.cos(angle), away * Math.sin(angle)];
  }
}

function paintDabs(context, held, size, colours, [pitch, , radius]) {
  const unit = size / 2, reach = radius * unit, speck = size < 340 ? 1.5 : 1.8;
  const at = ([column, row]) => [(1 + column * pitch) * unit, (1 - row * pitch) * unit];
  for (const part of ["tint", "specks"])
    for (const [inside, name] of CLASSES) {
      context.beginPath();
      for (const [key, kind] of held) {
        if (kind !== inside) continue;
        const place = placeFrom(key), [x, y] = at(place);
        const discs = part === "tint" ? [[0, 0]] : specksOf(place);
        for (const [dx, dy] of discs) {
          const far = part === "tint" ? reach : speck, spread = reach - speck;
          context.moveTo(x + dx * spread + far, y + dy * spread);
          context.arc(x + dx * spread, y + dy * spread, far, 0, 7);
        }
      }
      context.fillStyle = colours[part === "tint" ? `field-${name}` : name];
      context.fill();
      if (part === "tint") continue;
      context.strokeStyle = colours[`${name}-ink`];
      context.lineWidth = 0.6;
      context.stroke();
    }
}

// Where the brush is: a ring of its size, in ink on paper so that it shows on any colour.
function paintBrush(context, [x, y], size, colours, [, , radius], cross) {
  for (const [width, colour] of [[4, colours.paper], [1.5, colours.ink]]) {
    context.lineWidth = width;
    context.strokeStyle = colour;
    context.beginPath();
    context.arc(((x + 1) / 2) * size, ((1 - y) / 2) * size, (radius * size) / 2, 0, 7);
    for (const [dx, dy] of cross ? [[1, 0], [0, 1]] : []) {
      context.moveTo(((x + 1) / 2) * size - 4 * dx, ((1 - y) / 2) * size - 4 * dy);
      context.lineTo(((x + 1) / 2) * size + 4 * dx, ((1 - y) / 2) * size + 4 * dy);
    }
    context.stroke();
  }
}
