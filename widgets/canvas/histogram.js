// A histogram in which each network is a square: what is marked stands on stems above, each on a
// line of its own, so that no words ever touch and nothing moves aside.

const LINE = 17, HIGH = 96, FOOT = 20; // CSS pixels: a line of words, the heap, the axis

function render({ model, el, signal }) {
  el.classList.add("gb-histogram");
  el.innerHTML = `<h2></h2><div class="gb-paper"></div>`;
  const paper = el.querySelector(".gb-paper");
  const heightFor = () => (model.get("marks").length + 1) * LINE + HIGH + FOOT;
  const { canvas, redraw } = makeSurface({ el: paper, signal, heightFor, draw });

  function draw(context, width, height, colours) {
    const bytes = bytesOf(model.get("places")), bottom = height - FOOT, bins = model.get("bins");
    const places = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const chosen = model.get("chosen"), bin = width / bins, size = Math.max(2, Math.min(bin - 1.5, 8));
    context.clearRect(0, 0, width, height);
    context.textBaseline = "middle";
    paintAxis(context, width, bottom, colours);

    // Every network keeps its mark: a heap that is too high is pressed together.
    const squares = Array.from({ length: bytes.length / 4 }, (_, k) => [places.getInt16(4 * k, true), places.getInt16(4 * k + 2, true)]);
    const tall = [];
    for (const [column, level] of squares) tall[column] = Math.max(tall[column] ?? 0, level + 1);
    const at = ([column, level]) => {
      const pitch = Math.min(size + 1.5, (HIGH - 6) / tall[column]);
      return [(column + 0.5) * bin - size / 2, bottom - 1.5 - size - level * pitch];
    };
    model.get("marks").forEach(([share, words], i) => paintStem(context, share * width, i, bottom, words, false, width, colours));
    squares.forEach((square, k) => {
      const [x, y] = at(square);
      context.fillStyle = colours.paper; // an edge, where squares lie on one another
      context.fillRect(x - 0.5, y - 0.75, size + 1, size + 1);
      context.fillStyle = k === chosen ? colours.ink : colours.edge;
      context.fillRect(x, y, size, size);
    });
    if (!squares[chosen]) return;
    const [x, y] = at(squares[chosen]);
    context.fillStyle = colours.ink;
    context.fillRect(x, y, size, size);
    paintStem(context, model.get("chosen_at") * width, model.get("marks").length, y - 2, model.get("chosen_words"), true, width, colours);
  }
  function paintAxis(context, width, bottom, colours) {
    context.strokeStyle = colours.edge;
    context.lineWidth = 1;
    context.beginPath();
    context.moveTo(0, bottom + 0.5);
    context.lineTo(width, bottom + 0.5);
    context.font = `400 12px ${colours.sans}`;
    context.fillStyle = colours["ink-2"];
    model.get("ticks").forEach(([share, words], i, { length }) => {
      const x = Math.min(width - 0.5, Math.max(0.5, Math.round(share * width) + 0.5));
      context.moveTo(x, bottom);
      context.lineTo(x, bottom + 4);
      context.textAlign = i === 0 ? "left" : i === length - 1 ? "right" : "center";
      context.fillText(words, i === 0 ? 0 : i === length - 1 ? width : x, bottom + 12);
    });
    context.stroke();
  }
  function paintStem(context, x, line, end, words, strong, width, colours) {
    const y = line * LINE + LINE / 2;
    context.strokeStyle = colours[strong ? "ink" : "ink-3"];
    context.lineWidth = strong ? 1.25 : 1;
    context.setLineDash(strong ? [] : [1, 3]);
    context.beginPath();
    context.moveTo(x, y + 8);
    context.lineTo(x, end);
    context.stroke();
    context.setLineDash([]);
    context.font = `${strong ? 600 : 400} 12px ${colours.sans}`;
    context.textAlign = "left";
    const wide = context.measureText(words).width, left = Math.max(0, Math.min(width - wide, x - wide / 2));
    context.lineJoin = "round";
    context.strokeStyle = colours.paper; // a halo, where a stem passes
    context.lineWidth = 4;
    context.strokeText(words, left, y);
    context.fillStyle = colours[strong ? "ink" : "ink-2"];
    context.fillText(words, left, y);
  }
  follow(model, signal, "title", () => (el.querySelector("h2").textContent = model.get("title")));
  follow(model, signal, "label", () => canvas.setAttribute("aria-label", model.get("label")));
  follow(model, signal, "places ticks marks chosen chosen_words", redraw);
}
export default { render };
