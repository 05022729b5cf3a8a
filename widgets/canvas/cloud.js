// A cloud before and after, the cosines of one point with all others, and bars along the axes.
//
// role=application on the picture that is operated, because a screen reader keeps arrow keys for
// itself on role=img.

const MARK = {
  plus: `<circle cx="7" cy="7" r="4" fill="var(--orange)" stroke="var(--orange-ink)" stroke-width=".8"/>`,
  minus: `<circle cx="7" cy="7" r="3.6" fill="var(--paper)" stroke="var(--blue)" stroke-width="1.4"/>`,
  near: `<circle cx="7" cy="7" r="4" fill="var(--ink)"/>`,
  chosen: `<path d="M0 7h8" stroke="var(--ink)" stroke-width="2"/><circle cx="9" cy="7" r="5" fill="var(--ink)"/>`,
};
const mark = (name, words) => `<span><svg width="14" height="14" aria-hidden="true">${MARK[name]}</svg>${words}</span>`;
const PAGE = (id) => `
  <div class="gb-cloud-before"><div class="gb-cloud-head"><h2>Before</h2><div class="gb-links">
    <button type="button" data-act="undo">Undo</button><button type="button" data-act="back">Put all back</button></div></div><div class="gb-cloud-paper"></div></div>
  <div class="gb-cloud-after"><div class="gb-cloud-head"><h2>After <span></span> <small></small></h2></div><div class="gb-cloud-paper"></div></div>
  <div class="gb-cloud-cosines"><div class="gb-cloud-head"><h2>Cosine with the chosen point</h2></div><div class="gb-cloud-paper"></div></div>
  <div class="gb-cloud-foot"><div class="gb-cloud-key">${mark("chosen", "chosen")}${mark("near", "its nearest by angle")}
    ${mark("plus", "under 90\u00b0 before")}${mark("minus", "over")}</div>
    <p class="gb-cloud-help" id="${id}">Drag a point, or click it to choose it. With the keys: arrows move it, with Shift further;
      N and P choose the next; 0 puts it on the origin; Backspace undoes.</p>
    <p class="gb-note"></p><p class="gb-problem" role="alert" hidden></p></div>
  <div class="gb-cloud-bars"><h2>Along new axes <small>dotted: normal</small></h2><div class="gb-cloud-paper"></div></div>
  <p class="gb-spoken" role="status"></p>`;

function render({ model, el, signal }) {
  el.classList.add("gb-cloud");
  const id = `gb-help-${Math.random().toString(36).slice(2)}`;
  el.innerHTML = PAGE(id);
  const find = (selector) => el.querySelector(selector);
  const paper = (name) => find(`.gb-cloud-${name} .gb-cloud-paper`);
  const paint = watchPaint({ model, el, signal });
  let before = new Float32Array(0), after = before, cosines = before, bars = before;
  const layers = [makeDots(), makeDots(), makeDots()], laid = ["", "", ""];
  let stamps = null, madeFor = "", drawn = 0, version = 0;

  // Four surfaces are painted in one turn of the page; the last tells that the frame is there.
  const square = (width) => width;
  const all = [
    makeSurface({ el: paper("before"), signal, heightFor: square, draw: drawBefore, after: done }),
    makeSurface({ el: paper("after"), signal, heightFor: square, draw: drawAfter, after: done }),
    makeSurface({ el: paper("cosines"), signal, heightFor: square, draw: drawCosines, after: done }),
    makeSurface({ el: paper("bars"), signal, heightFor: () => 2 * (HIST.head + HIST.high + HIST.foot) + HIST.gap, draw: drawBars, after: done }),
  ];
  const [first, second] = all;
  const redraw = () => {
    drawn = 0;
    for (const surface of all) surface.redraw();
  };
  function done() {
    drawn += 1;
    if (drawn >= all.length) paint.acknowledge();
  }
  const reachOf = (k) => model.get("reach")[k];
  const planeBefore = () => planeOf(first.canvas.clientWidth, reachOf(0));
  const planeAfter = () => planeOf(second.canvas.clientWidth, reachOf(1));
  const hand = makeHand({ model, canvas: first.canvas, signal, planeOf: planeBefore, redraw: first.redraw });
  hand.points = () => before;

  function stampsFor(width, colours, scale) {
    const count = before.length / 2, small = width < 300 ? 0.5 : 0;
    const radius = (count > 300 ? 2.2 : count > 60 ? 2.8 : 3.6) - small, kind = [colours.paper, radius, scale].join();
    if (madeFor !== kind) stamps = cloudStamps(colours, radius, scale);
    madeFor = kind;
    return stamps;
  }
  // The dots of a picture are laid anew only when they differ: a hand moves the chosen point above them.
  function layer(i, parts, lay, width, colours, scale) {
    stampsFor(width, colours, scale);
    const kind = [version, hand.chosen(), before.length, madeFor, ...parts].join();
    if (laid[i] !== kind) lay(layers[i]);
    laid[i] = kind;
  }
  const marked = () => ({ signs: cosines.subarray(0, cosines.length / 2), near: model.get("near"), chosen: hand.chosen() });

  function drawBefore(context, size, _, colours, scale) {
    const plane = planeOf(size, reachOf(0)), origin = model.get("origin"), held = hand.held();
    const words = paintGrid(context, plane, reachOf(0), ["x", "y"], colours);
    const look = marked();
    layer(0, [reachOf(0), size], (dots) => layPoints(dots, plane, reachOf(0), before, look, stamps), size, colours, scale);
    layers[0].drawOn(context, size, size);
    paintNewAxes(context, plane, origin, model.get("directions"), colours);
    const at = held ? held.at : before.length ? pointOf(before, look.chosen) : [0, 0];
    paintRightAngle(context, plane, at, colours);
    words.ticks();
    nameNewAxes(context, plane, origin, model.get("directions"), model.get("axes"), colours);
    if (before.length) paintChosen(context, plane, before, at, look.near, stamps, colours);
    paintNewOrigin(context, plane, origin, colours);
    words.names();
  }
  function drawAfter(context, size, _, colours, scale) {
    const plane = planeOf(size, reachOf(1)), look = marked();
    const words = paintGrid(context, plane, reachOf(1), model.get("axes"), colours);
    layer(1, [reachOf(1), size], (dots) => layPoints(dots, plane, reachOf(1), after, look, stamps), size, colours, scale);
    layers[1].drawOn(context, size, size);
    if (after.length) paintRightAngle(context, plane, pointOf(after, look.chosen), colours);
    words.ticks();
    if (after.length) paintChosen(context, plane, after, pointOf(after, look.chosen), look.near, stamps, colours);
    words.names();
  }
  function drawCosines(context, width, height, colours, scale) {
    const side = cosineSide(width, height);
    layer(2, [side], (dots) => layCosines(dots, side, cosines, marked(), stamps), width, colours, scale);
    paintCosines(context, width, height, cosines, model.get("near"), layers[2], stamps, colours);
  }
  function drawBars(context, width, height, colours) {
    paintBars(context, width, height, bars, model.get("ends"), model.get("captions"), colours);
  }

  first.canvas.tabIndex = 0;
  first.canvas.setAttribute("role", "application");
  first.canvas.setAttribute("aria-roledescription", "cloud with points to move");
  first.canvas.setAttribute("aria-describedby", id);
  second.canvas.addEventListener("click", (event) => hand.pick(event, after, planeAfter(), second.canvas), { signal });
  el.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-act]");
    if (button && button.getAttribute("aria-disabled") !== "true") model.send({ kind: button.dataset.act });
  }, { signal });
  // JupyterLab would otherwise take keys for itself: see transport.js.
  el.addEventListener("focusin", (event) => (event.target.dataset.lmSuppressShortcuts = "true"), { signal });

  // ---- what the kernel says

  const fill = (selector, trait) => follow(model, signal, trait, () => (find(selector).textContent = model.get(trait)));
  fill(".gb-note", "note");
  fill("[role=status]", "spoken");
  follow(model, signal, "after_words same", () => {
    find(".gb-cloud-after h2 span").textContent = model.get("after_words");
    find(".gb-cloud-after small").textContent = model.get("same") ? "" : "(other units)";
  });
  follow(model, signal, "problem", () => {
    find(".gb-problem").textContent = model.get("problem");
    find(".gb-problem").hidden = !model.get("problem");
  });
  follow(model, signal, "labels", () => all.forEach(({ canvas }, i) => canvas.setAttribute("aria-label", model.get("labels")[i])));
  follow(model, signal, "undo", () => el.querySelectorAll("[data-act]").forEach((button) =>
    button.setAttribute("aria-disabled", String(!model.get("undo")))));
  follow(model, signal, "frame", () => {
    before = floatsOf(model.get("before"));
    const put = model.get("put");
    if (put.length) before.set(put.slice(1), 2 * put[0]);
    [after, cosines, bars] = ["after", "cosines", "bars"].map((name) => floatsOf(model.get(name)));
    version += 1;
    hand.answered();
    redraw(); // also for someone who wants less motion: it is their own hand that moves
  });
}
export default { render };
