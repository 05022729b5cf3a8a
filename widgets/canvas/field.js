// The decision field: a tint for p(inside), its 50% contour, and the points on top.
// A wrong point is marked by its shape, a ring, and not only by its colour.

function render({ model, el, signal }) {
  el.classList.add("gb-field");
  const image = document.createElement("canvas");
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  let tint = null, tintFor = "", stamps = null, stampsFor = "", waiting = null, lastPaint = 0;
  let points = new Float32Array(0), painted = -1;

  const surface = makeSurface({ el, signal, heightFor: (width) => width, draw, after: acknowledge });
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
  // Tell the kernel which frame reached the screen: a message sent from within the frame's
  // callback arrives before the pixels do, one sent from a channel just after them.
  function acknowledge() {
    lastPaint = performance.now();
    const frame = model.get("frame");
    if (frame === painted) return;
    painted = frame;
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      if (!signal.aborted) model.send({ kind: "painted", frame });
      el.dispatchEvent(new CustomEvent("glassbox:painted", { bubbles: true, detail: { frame } }));
      port1.close();
    };
    port2.postMessage(0);
  }
  // Someone who asked for less motion sees two pictures a second while training runs.
  function newFrame() {
    const wait = calm.matches && model.get("live") ? 500 - (performance.now() - lastPaint) : 0;
    clearTimeout(waiting);
    if (wait > 0) waiting = setTimeout(surface.redraw, wait);
    else surface.redraw();
  }
  follow(model, signal, "points", () => { points = floatsOf(model.get("points")); surface.redraw(); });
  follow(model, signal, "label", () => surface.canvas.setAttribute("aria-label", model.get("label")));
  follow(model, signal, "frame faded", newFrame);
}
export default { render };
