// The cells, their hidden channels and the curve of the error, painted.

// Colours come multiplied by opacity, so that they are laid on any ground by one sum.
function cellsImage(bytes, side, ground, image) {
  image.width = image.height = side;
  const context = image.getContext("2d"), data = context.createImageData(side, side), out = data.data;
  for (let i = 0; i < out.length; i += 4) {
    const through = 1 - bytes[i + 3] / 255;
    for (let k = 0; k < 3; k++) out[i + k] = bytes[i + k] + through * ground[k];
    out[i + 3] = 255;
  }
  context.putImageData(data, 0, 0);
  return image;
}

function paintCells(context, size, model, colours, image) {
  const side = model.get("side"), bytes = bytesOf(model.get("cells"));
  context.globalAlpha = 1;
  context.fillStyle = colours["field-mid"];
  context.fillRect(0, 0, size, size);
  if (!side || bytes.length !== 4 * side * side) return;
  context.globalAlpha = model.get("faded") ? 0.5 : 1;
  context.imageSmoothingEnabled = false;
  context.drawImage(cellsImage(bytes, side, rgbOf(colours["field-mid"]), image), 0, 0, size, size);
  context.globalAlpha = 1;
}

function paintHint(context, size, words, colours) {
  context.fillStyle = colours["ink-2"];
  context.font = `400 15px ${colours.sans}`;
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.fillText(words, size / 2, size / 2 + Math.max(28, size * 0.06));
}

// Where the hand is: the disc that would be emptied, or the cell that would be planted.
function paintHand(context, [x, y], tool, brush, cell, colours) {
  for (const [width, colour] of [[4, colours.paper], [1.75, colours.ink]]) {
    context.lineWidth = width;
    context.strokeStyle = colour;
    context.beginPath();
    if (tool === "erase") context.arc(x * cell, y * cell, Math.max(brush * cell, 3), 0, 7);
    else {
      const [left, top] = [Math.floor(x) * cell, Math.floor(y) * cell];
      context.rect(left - 2, top - 2, cell + 4, cell + 4);
      for (const [dx, dy] of [[-1, 0], [1, 0], [0, -1], [0, 1]]) {
        const [mx, my] = [left + cell / 2 + dx * (cell / 2 + 4), top + cell / 2 + dy * (cell / 2 + 4)];
        context.moveTo(mx, my);
        context.lineTo(mx + 7 * dx, my + 7 * dy);
      }
    }
    context.stroke();
  }
}

// One hidden channel: orange above 0, blue below, the ground at 0.
function paintChannel(canvas, bytes, height, width, tint) {
  if (canvas.width !== width || canvas.height !== height) {
    canvas.width = width;
    canvas.height = height;
  }
  const context = canvas.getContext("2d"), data = context.createImageData(width, height);
  const out = new Uint32Array(data.data.buffer);
  for (let i = 0; i < out.length; i++) out[i] = tint[bytes[i]];
  context.putImageData(data, 0, 0);
}

// The error over the steps: from 0 to that of an empty grid, with a mark where something was cut.
function paintErrors(context, width, height, model, colours) {
  const left = 8, right = width - 52, top = 16, bottom = height - 20;
  const pairs = floatsOf(model.get("errors")), count = pairs.length / 2;
  const last = Math.max(50, count ? pairs[2 * count - 2] : 0), most = model.get("top") || 1;
  const X = (step) => left + ((right - left) * step) / last;
  const Y = (error) => bottom - ((bottom - top) * Math.min(Math.max(error, 0), most)) / most;
  const text = writer(context, colours);
  context.clearRect(0, 0, width, height);
  context.textBaseline = "middle";
  const line = (x1, y1, x2, y2, colour, dashes = []) => {
    context.strokeStyle = colours[colour];
    context.lineWidth = 1;
    context.setLineDash(dashes);
    context.beginPath();
    context.moveTo(x1, y1);
    context.lineTo(x2, y2);
    context.stroke();
    context.setLineDash([]);
  };
  line(left, Math.round(bottom) + 0.5, right, Math.round(bottom) + 0.5, "edge");
  line(left, Math.round(top) + 0.5, right, Math.round(top) + 0.5, "ink-3", [1, 3]);
  text("empty", right + 5, top, "left", "ink-2");
  text("0", left, height - 7, "left", "ink-2");
  text(last.toLocaleString("en"), right, height - 7, "right", "ink-2");
  for (const step of model.get("hurt")) {
    const x = Math.round(X(step)) + 0.5;
    line(x, top + 1, x, bottom, "ink-3", [2, 2]);
    context.fillStyle = colours.ink;
    context.beginPath();
    context.moveTo(x - 4, top - 8);
    context.lineTo(x + 4, top - 8);
    context.lineTo(x, top - 1);
    context.fill();
  }
  if (!count) return;
  context.strokeStyle = colours.ink;
  context.lineWidth = 2;
  context.lineJoin = "round";
  context.beginPath();
  for (let i = 0; i < count; i++) context[i ? "lineTo" : "moveTo"](X(pairs[2 * i]), Y(pairs[2 * i + 1]));
  context.stroke();
  const now = pairs[2 * count - 1];
  const y = Math.min(bottom, Math.max(top + 15, Y(now)));
  text(now < 9.9995 ? now.toFixed(4) : "large", right + 5, y, "left", "ink", 600);
}
