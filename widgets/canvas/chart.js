// What charts share: words at a place, and labels that keep apart.

function writer(context, colours) { // text(words, x, y, align, colour, weight)
  return (words, x, y, align, colour, weight = 400) => {
    context.font = `${weight} 12px ${colours.sans}`;
    context.textAlign = align;
    context.fillStyle = colours[colour];
    context.fillText(words, x, y);
  };
}

function spread(positions, gap, low, high) { // labels pushed apart until none overlaps
  const order = positions.map((y, i) => [y, i]).sort((a, b) => a[0] - b[0]);
  for (let round = 0; round < 30; round++)
    for (let k = 0; k + 1 < order.length; k++) {
      const lack = gap - (order[k + 1][0] - order[k][0]);
      if (lack > 0) { order[k][0] -= lack / 2; order[k + 1][0] += lack / 2; }
    }
  const shift = Math.min(0, high - (order.at(-1)?.[0] ?? high)) || Math.max(0, low - (order[0]?.[0] ?? low));
  const placed = [];
  for (const [y, i] of order) placed[i] = y + shift;
  return placed;
}
