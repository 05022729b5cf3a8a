// The grid to be cut and planted, what becomes of it in words and as a curve, and the hidden channels.
//
// role=application, because a screen reader keeps arrow keys for itself on role=img.

const PAGE = `<div class="gb-gp-grid"></div>
  <div class="gb-gp-acts"><button type="button" data-act="cut">Cut in half</button></div>
  <p class="gb-gp-said"></p>
  <div class="gb-gp-curve"><h2>Error against the picture it should be</h2><div></div></div>
  <div class="gb-gp-channels" hidden><h2>What the cells tell one another</h2>
    <p class="gb-note">A cell sees these numbers in its eight neighbours, and nothing else of the grid.
    Orange is above 0, blue below.</p><div role="img"></div></div>
  <p class="gb-gp-help" id="ID">Keys on the grid: arrows move a cursor (with Shift further), Enter erases or plants.</p>
  <p class="gb-spoken" role="status"></p>`;

function render({ model, el, signal }) {
  const help = `gb-help-${Math.random().toString(36).slice(2)}`;
  el.classList.add("gb-gp");
  el.innerHTML = PAGE.replace("ID", help);
  const find = (selector) => el.querySelector(selector);
  const say = (words) => (find(".gb-spoken").textContent = words);
  const image = document.createElement("canvas");
  const paint = watchPaint({ model, el, signal });
  let tint = null, look = "";

  const grid = makeSurface({ el: find(".gb-gp-grid"), signal, heightFor: (width) => width, draw, after: paint.acknowledge });
  const { canvas } = grid;
  canvas.tabIndex = 0;
  canvas.setAttribute("role", "application");
  canvas.setAttribute("aria-roledescription", "grid of cells");
  canvas.setAttribute("aria-describedby", help);
  const place = makeHand({ canvas, model, signal, redraw: grid.redraw, say });

  function draw(context, size, _, colours) {
    paintCells(context, size, model, colours, image);
    if (model.get("hint")) paintHint(context, size, model.get("hint"), colours);
    context.strokeStyle = colours.hair;
    context.lineWidth = 1;
    context.strokeRect(0.5, 0.5, size - 1, size - 1);
    const at = place();
    if (at) paintHand(context, at, model.get("tool"), model.get("brush"), size / (model.get("side") || 1), colours);
    if (look !== colours["field-mid"]) { // the first time, or light has become dark
      look = colours["field-mid"];
      const ends = { "field-blue": colours.blue, "field-mid": look, "field-orange": colours.orange };
      tint = fieldColours(ends, (byte) => byte / 255);
      drawChannels();
    }
  }
  const heightOf = () => 132 * (Number(getComputedStyle(el).getPropertyValue("--taller")) || 1);
  const curve = makeSurface({
    el: find(".gb-gp-curve > div"), signal, heightFor: heightOf,
    draw: (context, width, height, colours) => paintErrors(context, width, height, model, colours),
  });

  function drawChannels() {
    const bytes = bytesOf(model.get("channels")), [height, width] = model.get("box");
    const holder = find(".gb-gp-channels > div"), count = height * width ? bytes.length / (height * width) : 0;
    find(".gb-gp-channels").hidden = !count;
    if (!count || !tint) return;
    while (holder.children.length > count) holder.lastChild.remove();
    while (holder.children.length < count) holder.appendChild(document.createElement("canvas")).setAttribute("aria-hidden", "true");
    for (let i = 0; i < count; i++)
      paintChannel(holder.children[i], bytes.subarray(i * height * width, (i + 1) * height * width), height, width, tint);
    holder.setAttribute("aria-label", `${count} hidden channels of the living cells, one picture each`);
  }

  el.addEventListener("click", (event) => {
    if (event.target.closest("button[data-act=cut]")) model.send({ kind: "cut" });
  }, { signal });
  // JupyterLab would otherwise take keys for itself: see transport.js.
  el.addEventListener("focusin", (event) => (event.target.dataset.lmSuppressShortcuts = "true"), { signal });
  const paced = () => paint.paced(grid.redraw);
  follow(model, signal, "frame", paced);
  follow(model, signal, "hint brush tool faded", grid.redraw);
  follow(model, signal, "tool", () => (canvas.dataset.tool = model.get("tool")));
  follow(model, signal, "errors hurt top", curve.redraw);
  follow(model, signal, "channels box", drawChannels);
  follow(model, signal, "said", () => (find(".gb-gp-said").textContent = model.get("said")));
  follow(model, signal, "spoken", () => say(model.get("spoken")));
  follow(model, signal, "label", () => canvas.setAttribute("aria-label", model.get("label")));
  follow(model, signal, "curve_label", () => curve.canvas.setAttribute("aria-label", model.get("curve_label")));
}
export default { render };
