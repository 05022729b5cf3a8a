// Pictures in a row, each with its name, its weighted sum and its learning rate; the chart below.

const PAGE = `<p class="gb-sb-question"></p><div class="gb-sb-tiles"></div>
  <div class="gb-sb-below"><div><h2>Weighted sum of each picture</h2><div class="gb-sb-chart"></div></div>
  <div class="gb-sb-said"></div></div><p class="gb-spoken" aria-live="polite"></p>`;
const TILE = `<canvas role="img"></canvas><div class="gb-sb-name"></div><div class="gb-sb-loss"></div>
  <div class="gb-sb-spent"></div><div class="gb-sb-words"></div>
  <label class="gb-sb-rate"><span>rate</span><select></select></label><p class="gb-problem" hidden></p>`;

function render({ model, el, signal }) {
  el.classList.add("gb-sb-board");
  el.innerHTML = PAGE;
  const find = (selector) => el.querySelector(selector), row = find(".gb-sb-tiles");
  const paint = watchPaint({ model, el, signal });
  const chart = makeSideChart({ el: find(".gb-sb-chart"), signal, model });
  let tiles = [], laid = "";

  function fill(canvas, bytes) {
    const side = model.get("side");
    if (bytes.length !== 3 * side * side || !side) return;
    if (canvas.width !== side) canvas.width = canvas.height = side;
    const image = new ImageData(side, side);
    for (let i = 0, k = 0; i < image.data.length; i += 4) {
      for (let c = 0; c < 3; c++) image.data[i + c] = bytes[k++];
      image.data[i + 3] = 255;
    }
    canvas.getContext("2d").putImageData(image, 0, 0);
  }
  function makeTile(index) {
    const tile = document.createElement("div");
    tile.className = "gb-sb-tile";
    tile.innerHTML = TILE;
    const select = tile.querySelector("select");
    select.addEventListener("change", () =>
      model.send({ kind: "rate", tile: index, value: Number(select.value) }), { signal });
    return tile;
  }
  function lay() { // anew only when there are others
    const shown = model.get("tiles"), kind = [bytesOf(model.get("target")).length > 0, ...shown.map(({ label }) => label)].join("|");
    if (kind === laid) return;
    laid = kind;
    tiles = shown.map((_, i) => makeTile(i));
    const target = makeTile(-1);
    target.classList.add("gb-sb-target");
    target.querySelector(".gb-sb-rate").remove();
    row.replaceChildren(...(bytesOf(model.get("target")).length ? [target] : []), ...tiles);
    row.style.setProperty("--count", row.children.length);
  }
  function write(tile, about) {
    const into = (name, words) => (tile.querySelector(name).textContent = words);
    into(".gb-sb-name", about.label);
    into(".gb-sb-loss", about.loss);
    into(".gb-sb-spent", about.spent);
    into(".gb-sb-words", about.words);
    const problem = tile.querySelector(".gb-problem"), canvas = tile.querySelector("canvas");
    problem.textContent = about.problem;
    problem.hidden = !about.problem;
    tile.dataset.state = about.problem ? "failed" : about.there ? "there" : "empty";
    canvas.setAttribute("aria-label", `${about.label}: ${about.there ? `${about.loss}, ${about.spent}` : "no picture yet"}. ${about.words}`);
    const select = tile.querySelector("select"), options = JSON.stringify(about.rates);
    if (select.dataset.options !== options) {
      select.dataset.options = options;
      select.replaceChildren(...about.rates.map(([value, words]) => new Option(words, value)));
    }
    if (document.activeElement !== select || select.value !== String(about.rate)) select.value = String(about.rate);
    select.setAttribute("aria-label", `Learning rate of ${about.label}`);
  }
  let queued = false;
  function draw() {
    queued = false;
    if (signal.aborted) return;
    lay();
    const images = bytesOf(model.get("images")), each = 3 * model.get("side") ** 2;
    model.get("tiles").forEach((about, i) => {
      write(tiles[i], about);
      if (about.there) fill(tiles[i].querySelector("canvas"), images.subarray(i * each, (i + 1) * each));
    });
    const target = row.querySelector(".gb-sb-target");
    if (target) {
      fill(target.querySelector("canvas"), bytesOf(model.get("target")));
      target.querySelector("canvas").setAttribute("aria-label", `The target: ${model.get("target_words")}, ${model.get("side")} by ${model.get("side")} pixels.`);
      target.querySelector(".gb-sb-name").textContent = "target";
      target.querySelector(".gb-sb-spent").textContent = model.get("target_words");
      target.dataset.state = "there";
    }
    chart.redraw();
    paint.acknowledge();
  }
  const redraw = () => {
    if (!queued) requestAnimationFrame(draw);
    queued = true;
  };
  // Told once it stays near: while a page is built, what stands above is still to come.
  onNear(el, signal, () => model.send({ kind: "seen" }), "50%");
  // JupyterLab would otherwise take keys for itself: see transport.js.
  el.addEventListener("focusin", (event) => (event.target.dataset.lmSuppressShortcuts = "true"), { signal });
  const words = (trait, selector) => follow(model, signal, trait, () => (find(selector).textContent = model.get(trait)));
  words("question", ".gb-sb-question");
  words("spoken", ".gb-spoken");
  follow(model, signal, "said", () => (find(".gb-sb-said").innerHTML = model.get("said")));
  follow(model, signal, "label", () => chart.canvas.setAttribute("aria-label", model.get("label")));
  follow(model, signal, "frame", () => paint.paced(redraw));
}
export default { render };
