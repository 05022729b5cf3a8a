// The names of the new axes in the picture before, at the ends they point to, beside the line.

function nameNewAxes(context, { at, size }, origin, directions, names, colours) {
  const start = at(origin);
  context.font = `400 12px ${colours.sans}`;
  for (const k of [0, 1]) {
    const way = [directions[2 * k], -directions[2 * k + 1]];
    const room = way.map((part, i) => (part ? ((part > 0 ? size - 14 : 14) - start[i]) / part : Infinity));
    const far = Math.min(...room), wide = context.measureText(names[k]).width / 2 + 4;
    if (!names[k] || far < 40) continue; // the line leaves the picture at once
    const off = Math.abs(way[1]) * wide + Math.abs(way[0]) * 8 + 3;
    const [u, v] = [start[0] + far * way[0] + off * way[1], start[1] + far * way[1] - off * way[0]];
    write(context, names[k], [Math.min(size - wide, Math.max(wide, u)), Math.min(size - 9, Math.max(9, v))], colours, { align: "center" });
  }
}
