// Accuracy over the values of one factor.  A value is pointed at, or chosen with the arrow keys,
// and its numbers stand below the picture.

const SQUARES = "Filled squares are seeds on unseen points, open ones on training points.";
const BANDS = "The grey band holds every seed on unseen points, the dashed one on training points.";
const HOW = " Point at a value, or press \u2190 \u2192 in the picture, for its numbers.";
const WAITING = "Nothing has been trained yet.";

function render({ model, el, signal }) {
  el.classList.add("gb-effect-view");
  el.innerHTML = `<div class="gb-paper"></div><p class="gb-effect-level"></p><p class="gb-effect-said"></p>
    <p class="gb-problem" role="alert" hidden></p>`;
  const find = (selector) => el.querySelector(selector);
  let chosen = -1;
  const taller = () => Number(getComputedStyle(el).getPropertyValue("--taller")) || 1; // on stage
  const heightFor = (width) => (width < 480 ? 300 : 340) * taller();
  const { canvas, redraw } = makeSurface({ el: find(".gb-paper"), signal, heightFor, draw });
  canvas.tabIndex = 0;
  const count = () => model.get("words").length;

  function draw(context, width, height, colours) {
    const picture = model.get("picture");
    context.clearRect(0, 0, width, height);
    if (!picture.places) return;
    const scales = scalesOf(picture, width, height), { places, test, train } = picture;
    paintAxes(context, colours, picture, scales, chosen);
    paintLevel(context, colours, picture.free, places, scales);
    paintLevel(context, colours, picture.best, places, scales, "ink");
    if (picture.overSteps) {
      paintBand(context, colours, test, places, scales, true);
      paintBand(context, colours, train, places, scales, false);
    } else {
      const room = (scales.right - scales.left) / places.length / 2;
      train.forEach((row, i) => paintSeeds(context, colours, row, scales.X(places[i]), 1, room, scales));
      test.forEach((row, i) => paintSeeds(context, colours, row, scales.X(places[i]), -1, room, scales));
    }
    paintMedians(context, colours, picture.trainMedian, places, scales, false);
    paintMedians(context, colours, picture.testMedian, places, scales, true);
    paintTurns(context, colours, picture.turns, scales);
    paintEnds(context, colours, picture, scales);
  }

  // ---- a value

  function told() {
    const how = (model.get("picture").overSteps ? BANDS : SQUARES) + HOW;
    const words = model.get("words")[chosen] ?? (count() ? how : WAITING);
    find(".gb-effect-level").textContent = words;
    canvas.setAttribute("aria-valuetext", words);
    canvas.setAttribute("aria-valuenow", String(chosen + 1));
  }
  function choose(level) {
    if (level === chosen) return;
    chosen = level;
    told();
    redraw();
  }
  function under(event) {
    const box = canvas.getBoundingClientRect(), zoom = box.width / canvas.clientWidth || 1, picture = model.get("picture");
    const { left, right } = scalesOf(picture, box.width / zoom, box.height / zoom);
    const at = ((event.clientX - box.left) / zoom - left) / (right - left);
    if (at < -0.05 || at > 1.05 || !count()) return -1;
    const away = picture.places.slice(0, count()).map((place) => Math.abs(place - at));
    return away.indexOf(Math.min(...away));
  }
  for (const kind of ["pointermove", "pointerdown"])
    canvas.addEventListener(kind, (event) => choose(under(event)), { signal });
  canvas.addEventListener("pointerleave", (event) => event.pointerType === "mouse" && choose(-1), { signal });
  canvas.addEventListener("keydown", (event) => {
    const by = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1 }[event.key];
    const to = { Home: 0, End: count() - 1, Escape: -1 }[event.key] ?? (by && chosen + by);
    if (event.key === "Escape" && chosen < 0) return; // someone else's
    if (to === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    if (event.key === "Escape") choose(-1);
    else choose(Math.min(count() - 1, chosen < 0 && by < 0 ? count() - 1 : Math.max(0, to)));
  }, { signal });
  // JupyterLab would otherwise take keys for itself: see transport.js.
  el.addEventListener("focusin", (event) => (event.target.dataset.lmSuppressShortcuts = "true"), { signal });

  // ---- what the kernel says

  canvas.setAttribute("role", "slider");
  canvas.setAttribute("aria-valuemin", "0");
  follow(model, signal, "label", () => canvas.setAttribute("aria-label", model.get("label")));
  follow(model, signal, "said", () => (find(".gb-effect-said").textContent = model.get("said")));
  follow(model, signal, "problem", () => {
    find(".gb-problem").textContent = model.get("problem");
    find(".gb-problem").hidden = !model.get("problem");
  });
  follow(model, signal, "picture words", () => {
    if (chosen >= count()) chosen = -1;
    canvas.setAttribute("aria-valuemax", String(count()));
    told();
    redraw();
  });
}
export default { render };
