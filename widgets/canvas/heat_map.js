// A heat map that fills in: pointing at a cell says its figures, a click or Enter keeps it, and
// Escape lets it go.  One tab stop, the arrows move inside; row names stay when it scrolls.
//
// role=application, because a screen reader keeps arrow keys for itself on role=img.

const TO = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1],
  Home: [-99, 0], End: [99, 0] };

function render({ model, el, signal }) {
  el.classList.add("gb-heat-map");
  const id = `gb-help-${Math.random().toString(36).slice(2)}`;
  el.innerHTML = `<p class="gb-heat-title"></p><div class="gb-heat-frame"><div class="gb-heat-rows" aria-hidden="true"></div>
    <div class="gb-heat-scroll"><div class="gb-heat-cells"></div></div></div>
    <p class="gb-heat-key"></p><p class="gb-heat-line"></p>
    <p class="gb-spoken" id="${id}">Arrow keys move from cell to cell; Enter shows the networks of a cell, Escape hides them.</p>
    <p class="gb-spoken" aria-live="polite"></p>`;
  const find = (selector) => el.querySelector(selector);
  const cells = find(".gb-heat-cells"), scroll = find(".gb-heat-scroll"), spoken = el.lastElementChild;
  let laid = layCells(300, 0, 1), under = -1, cursor = 0, keyed = false;
  let marks = [], shades = [], shares = [];

  const rows = () => model.get("rows"), columns = () => model.get("columns");
  const chosen = () => model.get("chosen"), count = () => rows().length * columns().length;
  const surface = makeSurface({
    el: cells, signal, draw, after: watchPaint({ model, el, signal }).acknowledge,
    heightFor: (width) => (laid = layCells(width, rows().length, columns().length)).height,
  });
  const { canvas } = surface;
  canvas.tabIndex = 0;
  canvas.setAttribute("role", "application");
  canvas.setAttribute("aria-roledescription", "heat map");
  canvas.setAttribute("aria-describedby", id);

  // ---- the picture

  function cellAt(at) {
    const seeds = model.get("seeds"), row = Math.floor(at / columns().length);
    return {
      figure: model.get("figures")[at] ?? "", shade: shades[at] ?? NaN, share: shares[at] ?? 0,
      marks: Array.from(marks.slice(at * seeds, (at + 1) * seeds)), best: model.get("best") === at,
      lost: model.get("lost")[at] ?? 0, bestOfRow: model.get("best_columns")[row] === at % columns().length,
    };
  }
  function draw(context, width, height, colours) {
    context.clearRect(0, 0, width, height);
    paintRound(context, columns(), model.get("ends"), laid, colours);
    for (let at = 0; at < count(); at++) paintCell(context, cellAt(at), laid.place(at), laid, colours);
    const pointed = under >= 0 ? under : keyed ? cursor : -1;
    if (pointed >= 0 && pointed !== chosen()) ring(context, laid.place(pointed), laid, 1.5, colours);
    if (chosen() >= 0) ring(context, laid.place(chosen()), laid, 3, colours);
    nameRows();
  }
  function nameRows() { // beside the cells, in the same rhythm: see layCells
    const names = find(".gb-heat-rows"), [title] = model.get("titles"), kind = [laid.tall, title, ...rows()].join();
    if (names.dataset.kind === kind) return;
    names.dataset.kind = kind;
    names.replaceChildren(...[title, ...rows()].map((words, i) => {
      const name = document.createElement("span");
      name.textContent = words;
      name.style.height = name.style.lineHeight = `${i ? laid.tall : HEADER + GAP / 2}px`;
      return name;
    }));
  }

  // ---- choosing a cell

  function say() {
    const at = under >= 0 ? under : keyed ? cursor : chosen();
    find(".gb-heat-line").textContent = at >= 0 ? model.get("words")[at] ?? "" : model.get("hint");
  }
  function point(at) {
    if (at === under) return;
    under = at;
    canvas.style.cursor = at >= 0 ? "pointer" : "";
    say();
    surface.redraw();
  }
  function choose(at) { // the kernel answers with `chosen`
    cursor = Math.max(0, at);
    model.send({ kind: "cell", at });
  }
  const here = (event) => {
    const box = canvas.getBoundingClientRect(), zoom = box.width / canvas.clientWidth || 1;
    return laid.under((event.clientX - box.left) / zoom, (event.clientY - box.top) / zoom);
  };
  canvas.addEventListener("pointermove", (event) => event.pointerType !== "touch" && point(here(event)), { signal });
  canvas.addEventListener("pointerleave", () => point(-1), { signal });
  canvas.addEventListener("click", (event) => {
    const at = here(event);
    keyed = false;
    if (at >= 0) choose(at === chosen() ? -1 : at);
  }, { signal });
  canvas.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !count()) return;
    const way = TO[event.key], acts = { Enter: cursor, " ": cursor, Escape: -1 };
    if (!way && !(event.key in acts)) return;
    if (event.key === "Escape" && chosen() < 0) return; // someone else's: the stage, for one
    event.preventDefault();
    event.stopPropagation();
    if (!way) return choose(acts[event.key]);
    const last = columns().length - 1, row = Math.floor(cursor / (last + 1)), column = cursor % (last + 1);
    const clip = (value, most) => Math.min(most, Math.max(0, value));
    if (keyed) cursor = clip(row + way[1], rows().length - 1) * (last + 1) + clip(column + way[0], last);
    keyed = true;
    spoken.textContent = model.get("words")[cursor] ?? "";
    show();
  }, { signal });
  canvas.addEventListener("focus", () => {
    keyed = canvas.matches(":focus-visible");
    cursor = Math.min(chosen() >= 0 ? chosen() : cursor, Math.max(0, count() - 1));
    if (keyed) show();
  }, { signal });
  canvas.addEventListener("blur", () => {
    keyed = false;
    say();
    surface.redraw();
  }, { signal });
  function show() { // the cursor, brought into sight
    const [x] = laid.place(cursor);
    if (x < scroll.scrollLeft) scroll.scrollLeft = x - GAP;
    else if (x + laid.pitch > scroll.scrollLeft + scroll.clientWidth) scroll.scrollLeft = x + laid.pitch - scroll.clientWidth;
    say();
    surface.redraw();
  }
  // JupyterLab would otherwise take keys for itself: see transport.js.
  el.addEventListener("focusin", (event) => (event.target.dataset.lmSuppressShortcuts = "true"), { signal });

  // ---- what the kernel says

  follow(model, signal, "rows columns", () => {
    cells.style.minWidth = `${NARROWEST * columns().length + GAP}px`;
    [under, cursor] = [-1, 0];
  });
  follow(model, signal, "titles", () => (find(".gb-heat-title").textContent = model.get("titles")[1]));
  follow(model, signal, "key", () => (find(".gb-heat-key").textContent = model.get("key")));
  follow(model, signal, "label", () => canvas.setAttribute("aria-label", model.get("label")));
  follow(model, signal, "frame chosen hint titles", () => {
    [marks, shades, shares] = ["marks", "shades", "shares"].map((name) => floatsOf(model.get(name)));
    say();
    surface.redraw();
  });
}
export default { render };
