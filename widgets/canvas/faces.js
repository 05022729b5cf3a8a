// A row of numbers as a small picture in grey ink: squares of ink, or bars on a line of zero.

function paintFace(canvas, bytes, [wide, tall], kind, colours) {
  const context = canvas.getContext("2d");
  if (kind === "picture") { // one pixel a number: the style sheet enlarges it without smoothing
    canvas.width = wide;
    canvas.height = tall;
    const image = context.createImageData(wide, tall), [r, g, b] = rgbOf(colours.ink);
    bytes.forEach((ink, i) => image.data.set([r, g, b, ink], 4 * i));
    context.putImageData(image, 0, 0);
    return;
  }
  const scale = scaleOf(canvas), w = canvas.clientWidth, h = canvas.clientHeight;
  canvas.width = Math.round(w * scale);
  canvas.height = Math.round(h * scale);
  context.setTransform(scale, 0, 0, scale, 0, 0);
  context.clearRect(0, 0, w, h);
  const pitch = (w - 4) / bytes.length, gap = pitch > 3 ? 1 : 0;
  context.fillStyle = colours.edge;
  context.fillRect(2, h / 2 - 0.5, w - 4, 1);
  context.fillStyle = colours.ink;
  bytes.forEach((byte, i) => {
    const to = ((byte - 128) / 127) * (h / 2 - 3);
    context.fillRect(2 + i * pitch, to > 0 ? h / 2 - to : h / 2, Math.max(pitch - gap, 0.5), Math.abs(to));
  });
}
