// Where the units, the lines and their numbers stand: across the page where there is room, and
// down the page on a telephone.

const WIDE = { cell: 78, one: 72, height: 60, text: 17, gaps: [1.35, 1, 0.32], pad: 2 };
const NARROW = { cell: 54, one: 58, height: 50, text: 15, gaps: [124, 92, 30], pad: 4 };

// `share`: how much of its height it may have where it goes across the page, as on stage.
function layOut(scene, width, share = 1) {
  const upright = width < (scene.gradients ? 870 : 560), size = upright ? NARROW : WIDE;
  const widthOf = (node) => (node.cells.length > 1 ? size.cell * node.cells.length : size.one);
  const heightOf = (node) => (node.cells.length > 1 ? size.height : size.one);
  const below = (ids) => (upright && scene.nodes[ids[0]].bias ? (scene.gradients ? 40 : 20) : 0);
  const spots = {}, columns = scene.columns;
  let at = size.pad, height = Math.round(share * scene.height);
  const free = width - 2 * size.pad -
    columns.reduce((sum, ids) => sum + Math.max(...ids.map((id) => widthOf(scene.nodes[id]))), 0);
  const shares = size.gaps.slice(0, columns.length - 1).reduce((sum, gap) => sum + gap, 0);
  columns.forEach((ids, column) => {
    const wide = Math.max(...ids.map((id) => widthOf(scene.nodes[id])));
    const tall = Math.max(...ids.map((id) => heightOf(scene.nodes[id])));
    ids.forEach((id, i) => {
      const node = scene.nodes[id], n = ids.length;
      const across = n === 1 ? 0.5 : n === 2 ? [0.29, 0.71][i] : (i + 0.5) / n;
      const x = upright ? across * width : at + wide / 2;
      const y = upright ? at + tall / 2 : 8 + across * (height - 16);
      spots[id] = { id, node, x, y, w: widthOf(node), h: heightOf(node), upright };
    });
    at += upright ? tall + below(ids) + size.gaps[column] : wide + (free * size.gaps[column]) / shares;
    if (upright && column === columns.length - 1) height = at - size.gaps[column] + 34;
  });
  if (upright) height = Math.round(Math.max(...Object.values(spots).map((s) => s.y + s.h / 2)) + 44);
  const lines = scene.lines.map((line) => placeLine(line, spots, columns, upright));
  return { size, spots, lines, height, upright };
}

// The ends of a line, and where on it its number stands: where lines from one side are apart.
function placeLine(line, spots, columns, upright) {
  const from = spots[line.from_node], to = spots[line.to_node];
  const ends = upright
    ? [from.x, from.y + from.h / 2, to.x, to.y - to.h / 2]
    : [from.x + from.w / 2, from.y, to.x - to.w / 2, to.y];
  const source = columns.find((ids) => ids.includes(line.from_node));
  const target = columns.find((ids) => ids.includes(line.to_node));
  let share = target.length > source.length ? 0.7 : 0.36;
  if (upright) share = target.length > source.length ? [0.45, 0.8][source.indexOf(line.from_node)] : 0.49;
  const x = ends[0] + share * (ends[2] - ends[0]), y = ends[1] + share * (ends[3] - ends[1]);
  return { ...line, ends, x, y };
}

// The node under a point of the canvas, or null.
function nodeAt(laid, x, y) {
  const near = ({ x: cx, y: cy, w, h }) => Math.abs(x - cx) <= w / 2 + 12 && Math.abs(y - cy) <= h / 2 + 12;
  return Object.values(laid.spots).find(near)?.id ?? null;
}
