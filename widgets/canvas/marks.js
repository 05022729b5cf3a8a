// Dots are drawn once and stamped: a thousand arcs a frame would cost more than the field.
function makeStamps(colours, radius, scale) {
  const stamp = (reach, paintOn) => {
    const canvas = document.createElement("canvas"), half = reach + 1;
    canvas.width = canvas.height = Math.ceil(2 * half * scale);
    const context = canvas.getContext("2d");
    context.scale(scale, scale);
    context.translate(half, half);
    paintOn(context);
    return { canvas, half };
  };
  const disc = (context, r, fill, line, width) => {
    context.beginPath();
    context.arc(0, 0, r, 0, 7);
    if (fill) { context.fillStyle = fill; context.fill(); }
    if (line) { context.strokeStyle = line; context.lineWidth = width; context.stroke(); }
  };
  const right = (name) => stamp(radius + 0.8, (context) => {
    disc(context, radius + 0.8, colours.paper);
    disc(context, radius, colours[name], colours[name + "-ink"], 0.8);
  });
  const wrong = (name) => stamp(radius + 5, (context) => {
    disc(context, radius + 5, colours.paper);
    disc(context, radius + 3.6, null, colours.ink, 1.7);
    disc(context, radius, colours[name]);
  });
  return { right: [right("blue"), right("orange")], wrong: [wrong("blue"), wrong("orange")] };
}
