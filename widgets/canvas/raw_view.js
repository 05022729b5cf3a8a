// The parameters themselves: small pictures, each with what is asked of it beside it, or outlines.

const SLIM = 0.25; // of a tile's longer side: a matrix of two rows would be nothing but a line

function render({ model, el, signal }) {
  el.classList.add("gb-raw-view");
  el.innerHTML = `<div class="gb-raw-tiles" role="img"></div><div class="gb-raw-outlines"></div><p class="gb-raw-key"></p>`;
  const [grid, paper, key] = el.children;
  const paint = watchPaint({ model, el, signal });
  const bare = document.createElement("canvas"), enlarged = document.createElement("canvas");
  const surface = makeSurface({ el: paper, signal, draw, heightFor: (width) => width, after: paint.acknowledge });
  let laid = "", figures = [];

  // ---- outlines

  function draw(context, size, _, colours) {
    context.fillStyle = colours["field-mid"];
    context.fillRect(0, 0, size, size);
    if (!model.get("outlines")) return;
    const bytes = bytesOf(model.get("points"));
    const points = new Int16Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
    const counts = bytesOf(model.get("counts")), tints = bytesOf(model.get("colours"));
    paintOutlines(context, size, { counts, points, tints, closed: model.get("closed") }, colours);
    const red = getComputedStyle(paper).getPropertyValue("--retry").trim();
    paintArrows(context, size, floatsOf(model.get("arrows")), red, colours["field-mid"]);
  }

  // ---- small pictures

  function lay(tiles) {
    const kind = JSON.stringify(tiles);
    if (kind === laid) return;
    laid = kind;
    figures = tiles.map(({ caption, pull }) => {
      const figure = document.createElement("figure"), words = document.createElement("figcaption");
      words.textContent = caption.replaceAll(" × ", "\u00a0×\u00a0");
      const canvases = Array.from({ length: pull ? 2 : 1 }, () => document.createElement("canvas"));
      for (const canvas of canvases) canvas.setAttribute("aria-hidden", "true"); // the whole has a name
      figure.append(words, ...canvases);
      return { figure, canvases };
    });
    grid.replaceChildren(...figures.map(({ figure }) => figure));
    grid.dataset.few = String(tiles.length <= 2);
  }
  function drawTiles() {
    const tiles = model.get("tiles"), pixels = bytesOf(model.get("pixels")), scale = scaleOf(el);
    lay(tiles);
    let from = 0;
    tiles.forEach(({ width, height }, i) => {
      for (const canvas of figures[i].canvases) {
        const bytes = pixels.subarray(from, (from += 3 * width * height)), box = canvas.clientWidth;
        if (!box || !fillPicture(bare, bytes, width, height)) continue;
        const side = Math.round(box * scale), long = Math.max(width, height);
        const [wide, high] = [width, height].map((pixels) => Math.round(Math.max(pixels / long, SLIM) * side));
        if (canvas.width !== side || canvas.height !== high) {
          canvas.width = side;
          canvas.height = high;
          canvas.style.aspectRatio = `${side} / ${high}`;
        }
        const context = canvas.getContext("2d");
        context.clearRect(0, 0, side, high);
        paintPicture(context, bare, 0, 0, wide, high, { scale: 1, enlarged });
      }
    });
  }
  let queued = false;
  function redraw() {
    const shapes = model.get("outlines") > 0;
    grid.hidden = shapes;
    paper.hidden = !shapes;
    key.textContent = model.get("key");
    if (shapes) return surface.redraw();
    if (queued) return;
    queued = true;
    requestAnimationFrame(() => {
      queued = false;
      if (signal.aborted) return;
      drawTiles();
      paint.acknowledge();
    });
  }
  const sizes = new ResizeObserver(redraw);
  sizes.observe(grid);
  signal.addEventListener("abort", () => sizes.disconnect());

  follow(model, signal, "label", () => {
    for (const one of [grid, surface.canvas]) {
      one.setAttribute("aria-label", model.get("label"));
      one.setAttribute("aria-hidden", String(!model.get("label"))); // there are no parameters yet
    }
  });
  follow(model, signal, "frame", () => paint.paced(redraw));
}
export default { render };
