// The gradient at each layer, on a logarithmic axis that never changes: a thin line a seed,
// a strong one for their median.  Both axes stand still, so that two depths can be compared.

const LOW = -18, HIGH = 5, MOST = 40;
const POWERS = [[-16, "10⁻¹⁶"], [-12, "10⁻¹²"], [-8, "10⁻⁸"], [-4, "10⁻⁴"], [0, "1"], [4, "10⁴"]];

function render({ model, el, signal }) {
  el.classList.add("gb-layer-gradients");
  const heightFor = (width) => (width < 460 ? 300 : 350);
  const surface = makeSurface({ el, signal, heightFor, draw });
  surface.canvas.tabIndex = 0;

  function draw(context, width, height, colours) {
    const left = 46, right = width - 66, top = 10, bottom = height - 26, depth = model.get("depth");
    const X = (layer) => left + 8 + ((right - left - 8) * (layer - 1)) / (MOST - 1);
    const Y = (power) => bottom - ((bottom - top) * (Math.max(LOW, Math.min(HIGH, power)) - LOW)) / (HIGH - LOW);
    const text = (words, x, y, align, colour, weight = 400) => {
      context.font = `${weight} 12px ${colours.sans}`;
      context.textAlign = align;
      context.lineJoin = "round";
      context.lineWidth = 4;
      context.strokeStyle = colours.paper; // a halo, where words stand on lines
      context.strokeText(words, x, y);
      context.fillStyle = colours[colour];
      context.fillText(words, x, y);
    };
    const line = (from, to, colour) => {
      context.strokeStyle = colours[colour];
      context.beginPath();
      context.moveTo(...from);
      context.lineTo(...to);
      context.stroke();
    };
    context.globalAlpha = 1;
    context.clearRect(0, 0, width, height);
    context.textBaseline = "middle";
    context.lineWidth = 1;
    context.setLineDash([]);
    for (const [power] of POWERS) line([left, Math.round(Y(power)) + 0.5], [right, Math.round(Y(power)) + 0.5], "hair");
    line([left, bottom + 0.5], [right, bottom + 0.5], "edge");
    for (const [power, words] of POWERS) text(words, left - 6, Y(power), "right", "ink-2");
    const seldom = right - left < 300 ? [1, 20] : [1, 10, 20, 30];
    for (const layer of seldom) text(String(layer), X(layer), height - 9, "center", "ink-2");
    text("layer 40", right, height - 9, "right", "ink-2");

    const ends = [];
    for (const name of ["plain", "residual"]) {
      const rows = floatsOf(model.get(name));
      if (!rows.length || rows.length % depth) continue;
      context.lineJoin = "round";
      for (let row = rows.length / depth - 1; row >= 0; row--) { // the median last, on top
        const strong = row === 0;
        context.strokeStyle = colours[strong ? "ink" : "ink-3"];
        context.globalAlpha = strong ? 1 : 0.22;
        context.lineWidth = strong ? 2.25 : 1;
        context.setLineDash(strong && name === "plain" ? [7, 4] : []);
        context.beginPath();
        for (let i = 0; i < depth; i++) context[i ? "lineTo" : "moveTo"](X(i + 1), Y(rows[row * depth + i]));
        context.stroke();
      }
      context.globalAlpha = 1;
      context.setLineDash([]);
      ends.push({ name, first: Y(rows[0]), last: Y(rows[depth - 1]) });
    }
    label(context, ends, X, depth, text, colours);
  }
  // What each line is stands at its last layer, and what is left of the gradient at its first.
  function label(context, ends, X, depth, text, colours) {
    if (ends.length < 2) return;
    const [plain, residual] = ends, lack = Math.max(0, 16 - (plain.last - residual.last)) / 2;
    text("plain", X(depth) + 9, plain.last + lack, "left", "ink", 600);
    text("residual", X(depth) + 9, residual.last - lack, "left", "ink", 600);
    for (const { first } of ends) {
      context.beginPath();
      context.arc(X(1), first, 4, 0, 7);
      context.fillStyle = colours.paper;
      context.fill();
      context.strokeStyle = colours.ink;
      context.lineWidth = 2;
      context.stroke();
    }
    if (depth < 3) return; // no room, and nothing to say: the first layer is nearly the last
    text(model.get("plain_words"), X(1) + 2, plain.first + 18, "left", "ink");
    text(model.get("residual_words"), X(1) + 2, residual.first - 18, "left", "ink");
  }
  follow(model, signal, "label", () => surface.canvas.setAttribute("aria-label", model.get("label")));
  follow(model, signal, "version", surface.redraw);
}
export default { render };
