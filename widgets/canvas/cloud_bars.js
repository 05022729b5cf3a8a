// Bars of what lies along each axis, and what a normal cloud would have: dotted.

const HIST = { high: 44, head: 20, foot: 16, gap: 8 }; // CSS pixels

function paintBars(context, width, height, bars, ends, captions, colours) {
  const bins = bars.length / 4;
  context.clearRect(0, 0, width, height);
  captions.forEach((words, k) => {
    const head = k * (HIST.head + HIST.high + HIST.foot + HIST.gap), base = head + HIST.head + HIST.high, wide = width / bins;
    const top = Math.max(1, ...bars.subarray(2 * k * bins, (2 * k + 2) * bins)), tall = (value) => (HIST.high * value) / top;
    write(context, words, [0, head + 8], colours, { halo: false });
    context.fillStyle = colours.edge;
    const counts = bars.subarray(2 * k * bins, (2 * k + 1) * bins), normal = bars.subarray((2 * k + 1) * bins, (2 * k + 2) * bins);
    counts.forEach((value, i) => context.fillRect(i * wide + 0.5, base - tall(value), wide - 1, tall(value)));
    line(context, [0, base + 0.5], [width, base + 0.5], colours.edge, 1);
    if (!normal.some((value) => value > 0)) return;
    const end = String(Number(ends[k].toPrecision(3)));
    write(context, `-${end}`, [0, base + 10], colours, { halo: false });
    write(context, "0", [width / 2, base + 10], colours, { align: "center", halo: false });
    write(context, end, [width, base + 10], colours, { align: "right", halo: false });
    context.strokeStyle = colours.ink;
    context.lineWidth = 1.5;
    context.setLineDash([1.5, 2.5]);
    context.beginPath();
    normal.forEach((value, i) => context[i ? "lineTo" : "moveTo"]((i + 0.5) * wide, base - tall(value)));
    context.stroke();
    context.setLineDash([]);
  });
}
