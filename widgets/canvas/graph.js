// The graph of an expression: it follows the row of moments of its widget in the page, and
// arrow keys, the pointer or a finger go from node to node.

const HELP = "Above a node stands its value, below it its gradient. Point at a node, or go from one to " +
  "the next with the arrow keys, to read it here.";

function render({ model, el, signal }) {
  el.classList.add("gb-graph");
  const help = `gb-help-${Math.random().toString(36).slice(2)}`;
  el.innerHTML = `<p class="gb-problem" role="alert" hidden></p>
    <div class="gb-graph-frame"><div class="gb-graph-paper"></div></div>
    <p class="gb-graph-said" id="${help}"></p><p class="gb-spoken" role="status"></p>`;
  const find = (selector) => el.querySelector(selector);
  const frame = find(".gb-graph-frame"), paper = find(".gb-graph-paper");
  let graph = null, index = 0, state = null, chosen = -1, pointed = -1, places = [];

  const surface = makeSurface({
    el: paper, signal, heightFor: () => (graph ? heightOf(graph) : 0), draw, after: painted,
  });
  const { canvas, redraw } = surface;
  canvas.tabIndex = 0;
  canvas.setAttribute("role", "application");
  canvas.setAttribute("aria-roledescription", "graph");
  canvas.setAttribute("aria-describedby", help);

  function draw(context, width, height, tokens) {
    context.clearRect(0, 0, width, height);
    if (!graph) return;
    const style = getComputedStyle(el), font = tokens.sans;
    const colours = { ...tokens, pull: style.getPropertyValue("--retry").trim() };
    const place = placesOn(graph, width);
    places = graph.nodes.map((node) => place([node.x, node.y]));
    context.fontVariantNumeric = "tabular-nums";
    context.globalAlpha = model.get("faded") ? 0.5 : 1;
    const lit = (edge, k) => k === state.edge || (state.kind === "forward" && edge.to === state.lit);
    const labels = [];
    for (const bright of [false, true]) // lit edges last, on top
      graph.edges.forEach((edge, k) => {
        if (lit(edge, k) !== bright) return;
        const back = state.passed.has(k);
        const colour = !bright ? colours.edge : back ? colours.pull : colours.ink;
        const arrow = bright && (back ? "back" : "on");
        const curves = paintEdge(context, graph, edge, place, { colour, width: bright ? 2.25 : 1.25, arrow });
        if (back && edge.local) labels.push([edge, curves, bright]);
      });
    for (const [edge, curves, bright] of labels) {
      const [x, y] = between(curves.at(-1), curves.length > 1 ? 0.45 : 0.5);
      written(context, edge.local, x, y, { font: (bright ? STRONG : PLAIN) + font,
        colour: bright ? colours.pull : colours["ink-2"], block: colours.paper });
    }
    graph.nodes.forEach((node, i) => paintNode(context, node, i, colours, font));
    context.globalAlpha = 1;
  }
  function paintNode(context, node, i, colours, font) {
    const [x, y] = places[i], there = state.computed.has(i), bright = state.lit === i;
    const ringed = i === chosen && document.activeElement === canvas || i === pointed;
    paintBox(context, node, [x, y], graph.reach, {
      fill: bright ? colours.ink : colours.paper, width: node.leaf && !bright ? 1.5 : 1,
      line: bright || (there && node.leaf) ? colours.ink : colours.edge, ring: ringed && colours.ink,
    });
    written(context, node.sign, x, y + 0.5, { font: BIG + font, colour: bright ? colours.paper : there ? colours.ink : colours["ink-3"] });
    const above = y - graph.reach - 5 - ROW / 2;
    if (there) {
      const rows = node.value.length;
      const style = { font: (bright && state.kind === "forward" ? STRONG : PLAIN) + font, colour: colours.ink, paper: colours.paper };
      writtenRows(context, node.value, x, above - Math.max(0, rows - 1) * ROW, style);
      if (node.shape) written(context, node.shape, x, above - rows * ROW, { ...style, font: "12px " + font, colour: colours["ink-3"] });
    }
    if (node.name) written(context, node.name, x + node.w / 2 + 4, y + graph.reach + 1,
      { font: "12px " + font, colour: colours["ink-3"], align: "left", paper: colours.paper });
    paintGradient(context, node, i, state, x, y + graph.reach + 5 + ROW / 2, colours, font);
  }
  function painted() {
    canvas.dataset.index = String(index);
    el.dispatchEvent(new CustomEvent("glassbox:painted", { bubbles: true, detail: { index } }));
  }

  // ---- the moment in hand

  function show() {
    if (!graph) return;
    state = stateAt(graph, Math.min(index, graph.moments.length - 1));
    say();
    redraw();
    const node = places[state.lit]; // a graph that is wider than the page moves along
    if (!node || frame.scrollWidth <= frame.clientWidth) return;
    const x = node[0] - frame.scrollLeft, room = frame.clientWidth;
    if (x < 0.2 * room || x > 0.8 * room) frame.scrollLeft = node[0] - room / 2;
  }
  const told = (i) => {
    const node = graph.nodes[i], known = state.gradients[i];
    if (!state.computed.has(i)) return `${node.said.split(":")[0]}: not computed yet`;
    return `${node.said}; ${known ? `gradient ${known.told}` : node.uses || i === graph.nodes.length - 1
      ? "no gradient yet" : "no gradient: nothing is made from it"}`;
  };
  function say(aloud = false) {
    const i = pointed >= 0 ? pointed : chosen;
    find(".gb-graph-said").textContent = i >= 0 ? told(i) : HELP;
    if (aloud) find(".gb-spoken").textContent = told(i);
  }

  // ---- from node to node

  // The nearest in that direction: along an edge for left and right, in the column otherwise.
  function next(way) {
    const here = graph.nodes[chosen];
    const far = (i) => 1e4 * Math.abs(graph.nodes[i].column - here.column) + Math.abs(places[i][1] - places[chosen][1]);
    const all = graph.nodes.map((_, i) => i).filter((i) => i !== chosen);
    const near = {
      ArrowLeft: () => here.parents, ArrowRight: () => all.filter((i) => graph.nodes[i].parents.includes(chosen)),
      ArrowUp: () => all.filter((i) => graph.nodes[i].column === here.column && places[i][1] < places[chosen][1]),
      ArrowDown: () => all.filter((i) => graph.nodes[i].column === here.column && places[i][1] > places[chosen][1]),
      Home: () => [0], End: () => [graph.nodes.length - 1],
    }[way]();
    return near.reduce((best, i) => (best < 0 || far(i) < far(best) ? i : best), -1);
  }
  canvas.addEventListener("keydown", (event) => {
    const ways = ["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown", "Home", "End"];
    if (!graph || !ways.includes(event.key) || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    event.preventDefault();
    event.stopPropagation();
    pointed = -1;
    const to = chosen < 0 ? 0 : next(event.key);
    if (to >= 0) chosen = to;
    say(true);
    redraw();
  }, { signal });
  canvas.addEventListener("focus", () => {
    if (graph && chosen < 0 && canvas.matches(":focus-visible")) { chosen = 0; say(true); }
    redraw();
  }, { signal });
  canvas.addEventListener("blur", () => { chosen = -1; say(); redraw(); }, { signal });
  function nodeAt(event) {
    const box = canvas.getBoundingClientRect(), scale = box.width / canvas.clientWidth || 1;
    const x = (event.clientX - box.left) / scale, y = (event.clientY - box.top) / scale;
    return places.findIndex(([u, v], i) =>
      Math.abs(x - u) <= Math.max(22, graph.nodes[i].w / 2 + 4) && Math.abs(y - v) <= graph.reach + 8);
  }
  const point = (i) => {
    if (i === pointed || !graph) return;
    pointed = i;
    say();
    redraw();
  };
  canvas.addEventListener("pointermove", (event) => graph && point(nodeAt(event)), { signal });
  canvas.addEventListener("pointerdown", (event) => graph && point(nodeAt(event)), { signal });
  canvas.addEventListener("pointerleave", (event) => event.pointerType === "mouse" && point(-1), { signal });

  // JupyterLab would otherwise take keys for itself: see transport.js.
  el.addEventListener("focusin", (event) => (event.target.dataset.lmSuppressShortcuts = "true"), { signal });
  follow(model, signal, "graph faded", () => {
    const given = model.get("graph"), before = graph?.nodes.length;
    graph = given && given.nodes ? given : null;
    if (graph?.nodes.length !== before) { chosen = pointed = -1; places = []; }
    frame.hidden = find(".gb-graph-said").hidden = !graph;
    if (graph) paper.style.minWidth = `${widthFor(graph)}px`;
    show();
  });
  follow(model, signal, "label", () => canvas.setAttribute("aria-label", model.get("label")));
  follow(model, signal, "problem", () => {
    find(".gb-problem").textContent = model.get("problem");
    find(".gb-problem").hidden = !model.get("problem");
  });
  followMoment(el, signal, (now) => { index = now; show(); });
}
export default { render };
