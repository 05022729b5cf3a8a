// The loss after each move: a dot for a move by hand, a ring for a step of gradient descent.

const SHOWN = 60; // moves: more would be a smear

function makeMoves({ el, signal, model }) {
  const surface = makeSurface({ el, signal, heightFor: () => 112, draw });

  function draw(context, width, height, colours) {
    const all = floatsOf(model.get("moves")), count = all.length / 2;
    const first = Math.max(0, count - SHOWN), shown = count - first;
    const left = 30, right = width - 44, top = 10, bottom = height - 20;
    const losses = Array.from({ length: shown }, (_, i) => all[2 * (first + i)]);
    const most = Math.max(0, ...losses), step = most <= 1.5 ? 0.5 : Math.ceil(most / 2);
    const high = Math.max(1, step * Math.ceil(most / step));
    const X = (i) => left + ((right - left) * i) / Math.max(1, shown - 1);
    const Y = (loss) => bottom - ((bottom - top) * loss) / high;
    const text = (words, x, y, align, colour, weight = 400) => {
      context.font = `${weight} 12px ${colours.sans}`;
      context.textAlign = align;
      context.textBaseline = "middle";
      context.fillStyle = colours[colour];
      context.fillText(words, x, y);
    };
    context.clearRect(0, 0, width, height);
    for (let value = 0; value <= high; value += step) {
      context.strokeStyle = colours[value ? "hair" : "edge"];
      context.lineWidth = 1;
      context.beginPath();
      context.moveTo(left, Math.round(Y(value)) + 0.5);
      context.lineTo(right, Math.round(Y(value)) + 0.5);
      context.stroke();
      text(value.toFixed(1), left - 6, Y(value), "right", "ink-2");
    }
    text(String(first), left, height - 6, "left", "ink-2");
    text(model.get("moves_words"), right, height - 6, "right", "ink-2");
    context.strokeStyle = colours.ink;
    context.lineWidth = 1.5;
    context.lineJoin = "round";
    context.beginPath();
    losses.forEach((loss, i) => context[i ? "lineTo" : "moveTo"](X(i), Y(loss)));
    context.stroke();
    losses.forEach((loss, i) => {
      const ring = all[2 * (first + i) + 1] > 0.5;
      context.beginPath();
      context.arc(X(i), Y(loss), ring ? 3 : 2.5, 0, 7);
      context.fillStyle = colours[ring ? "paper" : "ink"];
      context.fill();
      if (ring) context.stroke();
    });
    if (shown) text(losses.at(-1).toFixed(2), X(shown - 1) + 8, Math.min(bottom - 8, Y(losses.at(-1))), "left", "ink", 600);
  }
  follow(model, signal, "moves_label", () => surface.canvas.setAttribute("aria-label", model.get("moves_label")));
  follow(model, signal, "moves moves_words", surface.redraw);
}
