// The decision field: a tint for p(inside), its 50% contour, and the points on top.
// A wrong point is marked by its shape, a ring, and not only by its colour.

function render({ model, el, signal }) {
  el.classList.add("gb-field");
  const image = document.createElement("canvas");
  const paint = watchPaint({ model, el, signal });
  let tint = null, tintFor = "", stamps = null, stampsFor = "";
  let points = new Float32Array(0);

  const surface = makeSurface({ el, signal, heightFor: (width) => width, draw, after: paint.acknowledge });
  surface.canvas.tabIndex = 0;

  function draw(context, size, _, colours, scale) {
    const side = model.get("side"), field = bytesOf(model.get("field"));
    const look = colours.paper + colours["field-blue"];
    if (tintFor !== look) { tint = fieldColours(colours, probabilityOf); tintFor = look; }
    context.globalAlpha = 1;
    context.fillStyle = colours["field-mid"];
    context.fillRect(0, 0, size, size);
    if (side && field.length === side * side) {
      if (model.get("faded")) context.globalAlpha = 0.5;
      paintField(context, field, side, size);
      context.strokeStyle = colours.ink;
      context.globalAlpha *= 0.75;
      context.lineWidth = 1;
      drawContour(context, field, side, size);
      context.globalAlpha = model.get("faded") ? 0.5 : 1;
    }
    const radius = size < 420 ? 2.1 : 2.7, kind = look + radius + scale;
    if (stampsFor !== kind) { stamps = makeStamps(colours, radius, scale); stampsFor = kind; }
    paintPoints(context, size, scale);
  }
  function paintField(context, field, side, size) {
    fillPixels(image, field, side, tint);
    context.imageSmoothingEnabled = true;
    context.imageSmoothingQuality = "high";
    context.drawImage(image, 0, 0, size, size);
  }
  function paintPoints(context, size, scale) {
    const wrong = bytesOf(model.get("wrong"));
    for (const ringed of [0, 1]) // rings last, so that nothing hides them
      for (let i = 0; 3 * i < points.length; i++) {
        if ((wrong[i] ? 1 : 0) !== ringed) continue;
        const { canvas, half } = stamps[ringed ? "wrong" : "right"][points[3 * i + 2] > 0.5 ? 1 : 0];
        const x = ((points[3 * i] + 1) / 2) * size - half, y = ((1 - points[3 * i + 1]) / 2) * size - half;
        context.drawImage(canvas, x, y, canvas.width / scale, canvas.height / scale);
      }
  }
  follow(model, signal, "points", () => { points = floatsOf(model.get("points")); surface.redraw(); });
  follow(model, signal, "label", () => surface.canvas.setAttribute("aria-label", model.get("label")));
  follow(model, signal, "frame faded", () => paint.paced(surface.redraw));
}
export default { render };
