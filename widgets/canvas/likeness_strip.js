// One row and the rows most like it, before and after.  A neighbour is pressed to look at its own;
// a lost one has a cross and a broken edge, a new one a plus.  One tab stop, the arrows move inside.

const MARK = { lost: "\u2715", new: "+" };

function render({ model, el, signal }) {
  const id = `gb-help-${Math.random().toString(36).slice(2)}`;
  el.classList.add("gb-like");
  el.setAttribute("role", "group");
  el.innerHTML = `<div class="gb-like-one"><div class="gb-like-faces"><figure><canvas role="img"></canvas><figcaption></figcaption></figure>
      <figure><canvas role="img"></canvas><figcaption></figcaption></figure></div>
      <p class="gb-like-text"></p><p class="gb-like-note gb-many-row"></p>
      <div class="gb-like-acts"><button type="button" data-by="-1">Previous</button><button type="button" data-by="1">Next</button></div></div>
    <div class="gb-like-sides" role="group" aria-describedby="${id}">${"<section><h2></h2><div></div></section>".repeat(2)}</div>
    <p class="gb-spoken" id="${id}">Arrow keys move among the neighbours; Enter takes one of them as the row to look at.</p>
    <p class="gb-spoken" aria-live="polite"></p>`;
  const find = (selector) => el.querySelector(selector), findAll = (selector) => [...el.querySelectorAll(selector)];
  const lists = findAll("section>div"), [own, rebuilt] = findAll("figure");
  let colours = null, cursor = 0, queued = false;
  const buttons = () => findAll(".gb-like-tile");
  const perSide = () => model.get("tiles").filter(({ side }) => side === 0).length;

  // ---- the pictures

  const sizes = new ResizeObserver(paintSoon);
  sizes.observe(el);
  signal.addEventListener("abort", () => sizes.disconnect());
  // Told once it stays near: what takes long to measure can wait until then.  While a page is built,
  // what stands above is still to come.
  onNear(el, signal, () => model.send({ kind: "seen" }));
  onLook(el, signal, () => {
    colours = null;
    paintSoon();
  });
  function paintSoon() {
    if (!queued) requestAnimationFrame(paint);
    queued = true;
  }
  function paint() {
    queued = false;
    if (signal.aborted || !el.clientWidth) return;
    colours = colours || coloursOf(el);
    const kind = model.get("kind"), shape = model.get("shape"), bytes = bytesOf(model.get("faces"));
    const size = shape[0] * shape[1];
    if (kind === "text" || !bytes.length) return;
    const canvases = [own, ...(model.get("chosen").rebuilt ? [rebuilt] : []), ...buttons()].map((one) => one.querySelector("canvas"));
    canvases.forEach((canvas, i) => paintFace(canvas, bytes.slice(i * size, (i + 1) * size), shape, kind, colours));
  }

  // ---- what is written

  function lay() {
    const { name, note, text, rebuilt: words } = model.get("chosen"), tiles = model.get("tiles");
    el.dataset.kind = model.get("kind");
    el.classList.toggle("gb-like-empty", !tiles.length);
    own.lastElementChild.textContent = name ?? "";
    rebuilt.lastElementChild.textContent = words ?? "";
    rebuilt.hidden = !words;
    own.firstElementChild.setAttribute("aria-label", [name, note].filter(Boolean).join(", "));
    rebuilt.firstElementChild.setAttribute("aria-label", `${words ?? ""} of ${note ?? ""}`);
    find(".gb-like-text").textContent = text ?? "";
    find(".gb-like-note").textContent = note ?? "";
    model.get("heads").forEach((head, side) => (findAll("h2")[side].textContent = head));
    lists.forEach((list, side) => fill(list, tiles.filter((one) => one.side === side)));
    rove(Math.min(cursor, Math.max(0, tiles.length - 1)), false);
    paintSoon();
  }
  function fill(list, tiles) { // the same buttons again, so that the focus stays where it is
    while (list.children.length > tiles.length) list.lastElementChild.remove();
    while (list.children.length < tiles.length) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "gb-like-tile";
      button.tabIndex = -1;
      button.innerHTML = `<canvas aria-hidden="true"></canvas><span class="gb-like-words"></span><span class="gb-spoken"></span>
        <span class="gb-like-of"></span><span class="gb-like-figure"></span><span class="gb-like-mark"></span>`;
      list.append(button);
    }
    tiles.forEach(({ name, figure, state, said, text }, i) => {
      const button = list.children[i], [words, spoken, of, number, mark] = button.querySelectorAll("span");
      button.dataset.state = state;
      words.textContent = text;
      spoken.textContent = ` ${said} `;
      of.textContent = text ? `${name} ` : "";
      number.textContent = figure;
      mark.textContent = state ? ` ${MARK[state]} ${state}` : "";
    });
  }

  // ---- what a person does

  function rove(to, focus) {
    cursor = to;
    buttons().forEach((button, i) => (button.tabIndex = i === to ? 0 : -1));
    if (focus) buttons()[to]?.focus();
  }
  const steps = () => { // what each arrow adds: texts stand below, pictures beside one another
    const across = model.get("kind") === "text" ? [perSide(), 1] : [1, perSide()];
    return { ArrowLeft: -across[0], ArrowRight: across[0], ArrowUp: -across[1], ArrowDown: across[1] };
  };
  find(".gb-like-sides").addEventListener("keydown", (event) => {
    const count = buttons().length, by = steps()[event.key];
    const to = event.key === "Home" ? 0 : event.key === "End" ? count - 1 : cursor + by;
    if (event.ctrlKey || event.metaKey || event.altKey || Number.isNaN(to)) return;
    event.preventDefault();
    event.stopPropagation();
    if (to >= 0 && to < count) rove(to, true);
  }, { signal });
  el.addEventListener("click", (event) => {
    const button = event.target.closest("button"), at = buttons().indexOf(button);
    if (at >= 0) {
      rove(at, false);
      model.send({ kind: "row", value: model.get("tiles")[at].row });
    } else if (button) model.send({ kind: "by", value: Number(button.dataset.by) });
  }, { signal });
  find(".gb-like-acts").addEventListener("keydown", (event) => {
    const by = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 }[event.key];
    if (!by || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    model.send({ kind: "by", value: by });
  }, { signal });
  // JupyterLab would otherwise take keys for itself: see transport.js.
  el.addEventListener("focusin", (event) => (event.target.dataset.lmSuppressShortcuts = "true"), { signal });
  follow(model, signal, "label", () => el.setAttribute("aria-label", model.get("label")));
  follow(model, signal, "spoken", () => (el.lastElementChild.textContent = model.get("spoken")));
  follow(model, signal, "version", lay);
}
export default { render };
