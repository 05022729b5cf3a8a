// Networks as small fields, the best first.  One tab stop; arrows move, Enter opens the one in
// hand, Escape closes it.  A lost network is a cross in an empty frame.

const LEAST = 54, BETWEEN = 8, CAPTION = 20; // pixels
const TURNS = { ArrowLeft: () => -1, ArrowRight: () => 1, ArrowUp: (n) => -n, ArrowDown: (n) => n };

function render({ model, el, signal }) {
  el.classList.add("gb-cell-networks");
  const id = `gb-help-${Math.random().toString(36).slice(2)}`;
  el.innerHTML = `<p class="gb-cell-title"></p><p class="gb-cell-line"></p><div class="gb-cell-fields"></div>
    <p class="gb-cell-words"></p>
    <p class="gb-spoken" id="${id}">Arrow keys move from network to network; Enter opens one, Escape closes it.</p>
    <p class="gb-spoken" aria-live="polite"></p>`;
  const find = (selector) => el.querySelector(selector), spoken = el.lastElementChild;
  const image = document.createElement("canvas"), imageContext = image.getContext("2d");
  let laid = { columns: 1, size: LEAST }, tint = null, tintFor = "", cursor = 0, keyed = false, under = -1;

  const count = () => model.get("captions").length;
  const surface = makeSurface({ el: find(".gb-cell-fields"), signal, draw, heightFor: (width) => lay(width) });
  const { canvas } = surface;
  canvas.setAttribute("role", "application");
  canvas.setAttribute("aria-roledescription", "networks");
  canvas.setAttribute("aria-describedby", id);

  function lay(width) {
    const columns = Math.max(1, Math.floor((width + BETWEEN - 4) / (LEAST + BETWEEN)));
    const size = Math.min(72, Math.floor((width - 4 + BETWEEN) / columns) - BETWEEN);
    laid = { columns, size };
    return Math.ceil(count() / columns) * (size + CAPTION + BETWEEN) + 4;
  }
  const place = (at) => [2 + (at % laid.columns) * (laid.size + BETWEEN),
    2 + Math.floor(at / laid.columns) * (laid.size + CAPTION + BETWEEN)];

  function draw(context, width, height, colours) {
    context.clearRect(0, 0, width, height);
    const look = colours.paper + colours["field-blue"], side = model.get("side");
    if (tintFor !== look) { tint = fieldColours(colours, probabilityOf); tintFor = look; }
    const fields = bytesOf(model.get("fields")), area = side * side;
    for (let at = 0; at < count(); at++) {
      const there = area > 0 && fields.length >= (at + 1) * area;
      paintNetwork(context, at, there ? fields.subarray(at * area, (at + 1) * area) : null, side, colours);
    }
  }
  function paintNetwork(context, at, field, side, colours) {
    const [x, y] = place(at), { size } = laid;
    context.save();
    context.translate(x, y);
    context.fillStyle = colours["field-mid"];
    context.fillRect(0, 0, size, size);
    if (model.get("lost")[at]) paintLost(context, size, colours);
    else if (field) paintField(context, field, side, size, colours);
    context.font = `${at === model.get("opened") ? 600 : 400} 12px ${colours.sans}`;
    context.fillStyle = colours["ink-2"];
    context.textAlign = "center";
    context.fillText(model.get("captions")[at], size / 2, size + 15);
    const pointed = at === under || (keyed && at === cursor);
    if (pointed || at === model.get("opened")) {
      context.strokeStyle = colours.ink;
      context.lineWidth = at === model.get("opened") ? 2.5 : 1.5;
      context.strokeRect(-1, -1, size + 2, size + 2);
    }
    context.restore();
  }
  function paintField(context, field, side, size, colours) {
    if (image.width !== side) image.width = image.height = side;
    const pixels = imageContext.createImageData(side, side), packed = new Uint32Array(pixels.data.buffer);
    for (let i = 0; i < packed.length; i++) packed[i] = tint[field[i]];
    imageContext.putImageData(pixels, 0, 0);
    context.drawImage(image, 0, 0, size, size);
    context.strokeStyle = colours.ink;
    context.globalAlpha = 0.75;
    context.lineWidth = 1;
    drawContour(context, field, side, size);
    context.globalAlpha = 1;
  }
  function paintLost(context, size, colours) {
    context.strokeStyle = colours["ink-2"];
    context.lineWidth = 1.5;
    context.strokeRect(0.75, 0.75, size - 1.5, size - 1.5);
    context.beginPath();
    for (const [from, to] of [[0.36, 0.64], [0.64, 0.36]]) {
      context.moveTo(from * size, 0.36 * size);
      context.lineTo(to * size, 0.64 * size);
    }
    context.stroke();
  }

  // ---- choosing one

  function say() {
    const opened = model.get("opened"), at = under >= 0 ? under : keyed ? cursor : opened;
    find(".gb-cell-words").textContent = at >= 0 ? model.get("words")[at] ?? "" : count() ? "Open one in the playground." : "";
  }
  function point(at) {
    if (at === under) return;
    under = at;
    canvas.style.cursor = at >= 0 ? "pointer" : "";
    say();
    surface.redraw();
  }
  const here = (event) => {
    const box = canvas.getBoundingClientRect(), zoom = box.width / canvas.clientWidth || 1, { columns, size } = laid;
    const [x, y] = [(event.clientX - box.left) / zoom, (event.clientY - box.top) / zoom];
    const column = Math.floor(x / (size + BETWEEN)), at = Math.floor(y / (size + CAPTION + BETWEEN)) * columns + column;
    return column < columns && at < count() ? at : -1;
  };
  const open = (at) => model.send({ kind: "open", at });
  canvas.addEventListener("pointermove", (event) => event.pointerType !== "touch" && point(here(event)), { signal });
  canvas.addEventListener("pointerleave", () => point(-1), { signal });
  canvas.addEventListener("click", (event) => here(event) >= 0 && open((cursor = here(event))), { signal });
  canvas.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !count()) return;
    const turn = TURNS[event.key], ends = { Home: 0, End: count() - 1 };
    const act = { Enter: cursor, " ": cursor, Escape: -1 }[event.key];
    if (!turn && !(event.key in ends) && act === undefined) return;
    if (act === -1 && model.get("opened") < 0) return; // someone else's: the stage, for one
    event.preventDefault();
    event.stopPropagation();
    if (act !== undefined) return open(act);
    const to = turn ? cursor + turn(laid.columns) : ends[event.key];
    if (keyed && to >= 0 && to < count()) cursor = to;
    keyed = true;
    spoken.textContent = model.get("words")[cursor] ?? "";
    say();
    surface.redraw();
  }, { signal });
  for (const [name, on] of [["focus", true], ["blur", false]])
    canvas.addEventListener(name, () => {
      keyed = on && canvas.matches(":focus-visible");
      say();
      surface.redraw();
    }, { signal });
  // JupyterLab would otherwise take keys for itself: see transport.js.
  el.addEventListener("focusin", (event) => (event.target.dataset.lmSuppressShortcuts = "true"), { signal });

  // ---- what the kernel says

  follow(model, signal, "title line", () => {
    find(".gb-cell-title").textContent = model.get("title");
    find(".gb-cell-line").textContent = model.get("line");
  });
  follow(model, signal, "label", () => canvas.setAttribute("aria-label", model.get("label")));
  follow(model, signal, "captions words lost opened frame", () => {
    canvas.hidden = !count();
    if (count()) canvas.tabIndex = 0;
    [cursor, under] = [Math.min(cursor, Math.max(0, count() - 1)), Math.min(under, count() - 1)];
    say();
    surface.redraw();
  });
}
export default { render };
