// A graph on a canvas: boxes with their value above and their gradient below, and edges that
// carry the local derivative once a message has passed.

const ROW = 17, COLUMN = 50, SUM = 20, EDGE_OF_PAGE = 10, FARTHEST = 2.1;
const BIG = "500 15px ", PLAIN = "13px ", STRONG = "600 13px ";

// What is known after moment number `index`: values that are there, gradients, messages.
function stateAt(graph, index) {
  const state = { computed: new Set(), gradients: {}, messages: {}, passed: new Set(), lit: -1, edge: -1, kind: "start" };
  graph.nodes.forEach((node, i) => node.leaf && state.computed.add(i));
  for (const moment of graph.moments.slice(0, index + 1)) {
    Object.assign(state, { lit: moment.node, edge: moment.edge, kind: moment.kind });
    if (moment.kind === "forward") state.computed.add(moment.node);
    if (!moment.gradient) continue;
    state.gradients[moment.node] = moment;
    (state.messages[moment.node] ??= []).push(moment.arrives[0]?.[0] ?? "");
    if (moment.edge >= 0) state.passed.add(moment.edge);
  }
  return state;
}

// Layout units are pixels; the room between columns grows with the page, up to a limit.
function placesOn(graph, width) {
  const room = width - 2 * EDGE_OF_PAGE;
  const stretch = Math.min(FARTHEST, Math.max(1, room / Math.max(1, graph.width)));
  const left = EDGE_OF_PAGE + Math.max(0, (room - graph.width * stretch) / 2);
  return ([x, y]) => [left + x * stretch, y + EDGE_OF_PAGE];
}
const widthFor = (graph) => Math.ceil(graph.width + 2 * EDGE_OF_PAGE);
const heightOf = (graph) => Math.ceil(graph.height + 2 * EDGE_OF_PAGE);

// The corners of an edge, from the parent's right side to the child's left side.
function pointsOf(graph, edge, place) {
  const from = graph.nodes[edge.from], to = graph.nodes[edge.to];
  const points = edge.path.map(place), [x, y] = points[0], [u, v] = points.at(-1);
  const spread = edge.bend * 0.25;
  points[0] = [x + from.w / 2, y + spread];
  points[points.length - 1] = [u - to.w / 2, v + spread];
  return points;
}
// Control points that leave and arrive level; an edge drawn twice bends to either side.
function curveOf([x, y], [u, v], bend) {
  const half = (u - x) / 2;
  return [x, y, x + half, y + bend, u - half, v + bend, u, v];
}
const between = ([x, y, a, b, c, d, u, v], t) => {
  const s = 1 - t, mix = (p, q, r, w) => s * s * s * p + 3 * s * s * t * q + 3 * s * t * t * r + t * t * t * w;
  return [mix(x, a, c, u), mix(y, b, d, v)];
};

function paintEdge(context, graph, edge, place, look) {
  const points = pointsOf(graph, edge, place);
  context.strokeStyle = context.fillStyle = look.colour;
  context.lineWidth = look.width;
  context.beginPath();
  context.moveTo(...points[0]);
  const curves = points.slice(1).map((point, i) => curveOf(points[i], point, edge.bend));
  for (const curve of curves) context.bezierCurveTo(...curve.slice(2));
  context.stroke();
  if (!look.arrow) return curves;
  const [at, way] = look.arrow === "back" ? [points[0], 1] : [points.at(-1), -1];
  context.beginPath();
  context.moveTo(...at);
  context.lineTo(at[0] + way * 9, at[1] - 5);
  context.lineTo(at[0] + way * 9, at[1] + 5);
  context.fill();
  return curves;
}

function written(context, text, x, y, { font, colour, align = "center", paper, block }) {
  context.font = font;
  context.textAlign = align;
  context.textBaseline = "middle";
  if (block) { // the line behind makes room for the words
    const half = context.measureText(text).width / 2 + 3;
    context.fillStyle = block;
    context.fillRect(x - half, y - 9, 2 * half, 18);
  }
  if (paper) { // so that a line behind does not run through the letters
    context.strokeStyle = paper;
    context.lineWidth = 5;
    context.lineJoin = "round";
    context.strokeText(text, x, y);
  }
  context.fillStyle = colour;
  context.fillText(text, x, y);
}
// Rows of numbers, one beside another, centred about x; y is the middle of the first row.
function writtenRows(context, rows, x, y, style) {
  rows.forEach((row, i) => row.forEach((text, j) => {
    const single = row.length === 1;
    const right = x + (j + 1 - row.length / 2) * COLUMN - 6;
    written(context, text, single ? x : right, y + i * ROW, { ...style, align: single ? "center" : "right" });
  }));
}

function paintBox(context, node, [x, y], reach, look) {
  const radius = node.leaf ? 4 : reach;
  context.beginPath();
  context.roundRect(x - node.w / 2, y - reach, node.w, 2 * reach, radius);
  context.fillStyle = look.fill;
  context.fill();
  context.lineWidth = look.width;
  context.strokeStyle = look.line;
  context.stroke();
  if (!look.ring) return;
  context.beginPath();
  context.roundRect(x - node.w / 2 - 4, y - reach - 4, node.w + 8, 2 * reach + 8, radius + 4);
  context.lineWidth = 2;
  context.strokeStyle = look.ring;
  context.stroke();
}

// The gradient below a node; one that is used more than once shows the sum of what came.
function paintGradient(context, node, i, state, x, y, colours, font) {
  const known = state.gradients[i];
  if (!known) return;
  const style = { font: (state.lit === i ? STRONG : PLAIN) + font, colour: colours.pull, paper: colours.paper };
  const messages = state.messages[i], result = "= " + known.gradient[0]?.[0];
  if (!node.listed) return writtenRows(context, known.gradient, x, y, style);
  messages.forEach((text, k) => {
    const last = k === messages.length - 1 && state.lit === i;
    const sum = messages.length > 1;
    written(context, (sum && k ? "+ " : "") + text, sum ? x + SUM : x, y + k * ROW,
      { ...style, align: sum ? "right" : "center", font: (last ? STRONG : PLAIN) + font });
  });
  if (messages.length < 2) return;
  const under = y + messages.length * ROW;
  written(context, result, x + SUM, under, { ...style, align: "right", font: STRONG + font });
  const wide = Math.max(...["+ " + messages.at(-1), result].map((text) => context.measureText(text).width));
  context.fillRect(x + SUM - wide - 3, under - ROW / 2 - 1, wide + 6, 1);
}
