// The score after each try, on a scale of powers of ten: a dot for a move by hand, a line for the
// steps of the gradient.

const LOWEST = 0.0001, HIGHEST = 0.3, ROOMY = 7; // pixels between two dots at least

function makeTrail({ el, signal, model }) {
  const surface = makeSurface({ el, signal, heightFor: (width) => (width < 340 ? 118 : 132), draw });

  function draw(context, width, height, colours) {
    const all = floatsOf(model.get("trail")), count = all.length / 2;
    const left = 44, right = width - 50, top = 8, bottom = height - 20;
    const X = (i) => left + ((right - left) * i) / Math.max(10, count - 1);
    const share = (v) => (Math.log(Math.min(HIGHEST, Math.max(LOWEST, v))) - Math.log(LOWEST)) / Math.log(HIGHEST / LOWEST);
    const Y = (value) => bottom - (bottom - top) * share(value);
    const text = writer(context, colours);
    context.clearRect(0, 0, width, height);
    context.textBaseline = "middle";
    for (const value of [0.1, 0.01, 0.001, LOWEST]) {
      context.strokeStyle = colours[value === LOWEST ? "edge" : "hair"];
      context.lineWidth = 1;
      context.beginPath();
      context.moveTo(left, Math.round(Y(value)) + 0.5);
      context.lineTo(right, Math.round(Y(value)) + 0.5);
      context.stroke();
      text(String(value), left - 6, Y(value), "right", "ink-2");
    }
    const goal = model.get("goal");
    context.strokeStyle = colours["ink-3"];
    context.setLineDash([1, 3]);
    context.beginPath();
    context.moveTo(left, Y(goal));
    context.lineTo(right, Y(goal));
    context.stroke();
    context.setLineDash([]);
    if (!count) return;
    const last = Y(all[2 * count - 2]);
    const [atGoal, atLast] = spread([Y(goal), last], 14, top + 4, bottom - 4);
    text("found", right + 6, atGoal, "left", "ink-2");
    text(all[2 * count - 2].toFixed(4), right + 6, atLast, "left", "ink", 600);
    text("0", left, height - 5, "left", "ink-2");
    text(`${Math.max(10, count - 1)} tries`, right, height - 5, "right", "ink-2");
    context.strokeStyle = colours.ink;
    context.lineWidth = 1.5;
    context.lineJoin = "round";
    context.beginPath();
    for (let i = 0; i < count; i++) context[i ? "lineTo" : "moveTo"](X(i), Y(all[2 * i]));
    context.stroke();
    for (let i = 0; i < count; i++) {
      const byGradient = all[2 * i + 1] > 0.5;
      if (byGradient && X(1) - X(0) < ROOMY) continue;
      context.beginPath();
      context.arc(X(i), Y(all[2 * i]), byGradient ? 2.2 : 3, 0, 7);
      context.fillStyle = colours[byGradient ? "paper" : "ink"];
      context.fill();
      if (byGradient) context.stroke();
    }
  }
  follow(model, signal, "label", () => surface.canvas.setAttribute("aria-label", `Score after each try. ${model.get("label")}`));
  return surface;
}
