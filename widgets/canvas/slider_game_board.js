// The picture the sliders make, its target, the sliders, the words and the trail of tries.

const PAGE = `<div class="gb-sg-left"><div class="gb-sg-pictures"><figure><canvas role="img"></canvas><figcaption>yours</figcaption></figure>
    <figure><canvas role="img" aria-label="The target: a picture of the same kind, whose 3 numbers are hidden."></canvas>
    <figcaption>target</figcaption></figure></div>
  <div class="gb-sg-sliders" role="group" aria-label="The three numbers of your picture"></div></div>
  <div class="gb-sg-said"></div><div class="gb-sg-tries"><h2>Score after each try</h2><div class="gb-sg-trail"></div></div>
  <p class="gb-spoken" aria-live="polite"></p>`;

function render({ model, el, signal }) {
  el.classList.add("gb-sg-board");
  el.innerHTML = PAGE;
  const find = (selector) => el.querySelector(selector);
  const [mine, other] = el.querySelectorAll("canvas");
  const paint = watchPaint({ model, el, signal });
  const trail = makeTrail({ el: find(".gb-sg-trail"), signal, model });
  const sliders = [0, 1, 2].map((index) => {
    const row = find(".gb-sg-sliders").appendChild(document.createElement("div"));
    return makeSlider({ el: row, signal, index, send: (message) => model.send(message) });
  });

  function fill(canvas, bytes) {
    const side = model.get("side"), pixels = bytesOf(bytes);
    if (pixels.length !== 3 * side * side || !side) return;
    if (canvas.width !== side) canvas.width = canvas.height = side;
    const image = new ImageData(side, side);
    for (let i = 0, k = 0; i < image.data.length; i += 4) {
      for (let c = 0; c < 3; c++) image.data[i + c] = pixels[k++];
      image.data[i + 3] = 255;
    }
    canvas.getContext("2d").putImageData(image, 0, 0);
  }
  let queued = false;
  function draw() {
    queued = false;
    if (signal.aborted) return;
    fill(mine, model.get("picture"));
    model.get("sliders").forEach((slider, i) => sliders[i].show(slider, model.get("arrows")));
    if (find(".gb-sg-said").innerHTML !== model.get("said")) find(".gb-sg-said").innerHTML = model.get("said");
    trail.redraw();
    paint.acknowledge();
  }
  const redraw = () => {
    if (!queued) requestAnimationFrame(draw);
    queued = true;
  };
  const sizes = new ResizeObserver(() => sliders.forEach((slider) => slider.arrow()));
  sizes.observe(find(".gb-sg-sliders"));
  signal.addEventListener("abort", () => sizes.disconnect());
  // JupyterLab would otherwise take keys for itself: see transport.js.
  el.addEventListener("focusin", (event) => (event.target.dataset.lmSuppressShortcuts = "true"), { signal });
  follow(model, signal, "target", () => fill(other, model.get("target")));
  follow(model, signal, "label", () => mine.setAttribute("aria-label", model.get("label")));
  follow(model, signal, "spoken", () => (find(".gb-spoken").textContent = model.get("spoken")));
  follow(model, signal, "frame", () => paint.paced(redraw));
}
export default { render };
