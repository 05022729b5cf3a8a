// The weighted sum of each picture over steps or CPU time: lines told apart by greys and dashes,
// each named at its end.

const STYLES = [["ink", 2, []], ["ink-2", 1.6, [7, 3.5]], ["ink-3", 2, [1.5, 3]], ["ink-2", 1.2, []],
  ["ink-3", 1.6, [10, 3, 2, 3]], ["edge", 2.4, []]];
const BESIDE = 42; // pixels between the end of a line and its name, with the sample of the line

function makeSideChart({ el, signal, model }) {
  const taller = () => Number(getComputedStyle(el).getPropertyValue("--taller")) || 1; // on stage
  return makeSurface({ el, signal, heightFor: (width) => (width < 480 ? 210 : 220) * taller(), draw });

  function draw(context, width, height, colours) {
    const axis = model.get("axis"), tiles = model.get("tiles");
    context.clearRect(0, 0, width, height);
    if (!axis.ticks) return;
    context.font = `400 12px ${colours.sans}`;
    const names = Math.max(...tiles.map(({ label }) => context.measureText(label).width));
    const left = 56, right = width - names - BESIDE, top = 8, bottom = height - 22;
    const of = axis.log ? (v) => Math.log(Math.max(v, axis.low)) : (v) => v;
    const X = (v) => left + ((right - left) * v) / axis.right;
    const Y = (v) => bottom - ((bottom - top) * (of(v) - of(axis.low))) / (of(axis.high) - of(axis.low));
    const text = writer(context, colours);
    context.textBaseline = "middle";
    const each = Math.ceil((18 * axis.ticks.length) / (bottom - top)); // no two on top of each other
    axis.ticks.forEach(([value, words], i) => {
      context.strokeStyle = colours[value === axis.low ? "edge" : "hair"];
      context.lineWidth = 1;
      context.beginPath();
      context.moveTo(left, Math.round(Y(value)) + 0.5);
      context.lineTo(right, Math.round(Y(value)) + 0.5);
      context.stroke();
      if (i % each === 0) text(words, left - 8, Y(value), "right", "ink-2");
    });
    text("0", left, height - 6, "left", "ink-2");
    text(axis.right_words, right, height - 6, "right", "ink-2");
    const numbers = floatsOf(model.get("points")), ends = [];
    let from = 0;
    model.get("counts").forEach((count, k) => {
      const [colour, thick, dash] = STYLES[k % STYLES.length];
      context.strokeStyle = colours[colour];
      context.lineWidth = thick;
      context.lineJoin = "round";
      context.setLineDash(dash);
      context.beginPath();
      for (let i = from; i < from + count; i++) context[i > from ? "lineTo" : "moveTo"](X(numbers[2 * i]), Y(numbers[2 * i + 1]));
      context.stroke();
      if (count) ends.push({ k, x: X(numbers[2 * (from + count - 1)]), y: Y(numbers[2 * (from + count) - 1]) });
      from += count;
    });
    const placed = spread(ends.map((end) => end.y), 15, top + 6, bottom - 9), from0 = Math.max(0, ...ends.map(({ x }) => x));
    ends.forEach(({ k, x, y }, i) => { // one column of names, just beyond the end of the longest line
      const [colour, thick, dash] = STYLES[k % STYLES.length], at = from0 + 14;
      const line = (points, style, wide, dashes) => {
        context.strokeStyle = colours[style];
        context.lineWidth = wide;
        context.setLineDash(dashes);
        context.beginPath();
        points.forEach((point, j) => context[j ? "lineTo" : "moveTo"](...point));
        context.stroke();
      };
      line([[x + 2, y], [at - 2, placed[i]]], "hair", 1, []);
      line([[at, placed[i]], [at + 20, placed[i]]], colour, thick, dash);
      context.setLineDash([]);
      context.lineWidth = 4; // a halo, where a grid line runs behind
      context.strokeStyle = colours.paper;
      context.lineJoin = "round";
      context.textAlign = "left";
      context.strokeText(tiles[k]?.label ?? "", at + 25, placed[i]);
      text(tiles[k]?.label ?? "", at + 25, placed[i], "left", "ink");
    });
  }
}
