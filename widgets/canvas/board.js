// The drawn network with the words of the moment in hand.  The page has all moments at once: a
// key is answered by the next frame, and the kernel hears of it afterwards.

const HANDED = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

function render({ model, el, signal }) {
  el.classList.add("gb-board");
  el.innerHTML = `<div class="gb-board-words"><p class="gb-formula"></p><p class="gb-why"></p>
    <p class="gb-check"><span></span> <code></code></p></div>
    <div class="gb-board-picture"></div><div class="gb-product"></div>
    <div class="gb-board-act" hidden><button type="button" data-act="step"></button>
      <button type="button" data-act="again"></button><p></p></div>
    <p class="gb-spoken" aria-live="polite"></p>`;
  const find = (selector) => el.querySelector(selector), picture = find(".gb-board-picture");
  const [step, again] = el.querySelectorAll("button");
  let laid = null, index = model.get("index"), frame = 0;

  const scene = () => model.get("scene");
  const share = () => Number(getComputedStyle(el).getPropertyValue("--board-share")) || 1;
  const momentAt = (k) => scene().moments[Math.min(k, scene().moments.length - 1)];
  const surface = makeSurface({
    el: picture, signal, draw, after: painted,
    heightFor: (width) => (scene().nodes ? (laid = layOut(scene(), width, share())).height : 200),
  });
  const { canvas } = surface;

  function draw(context, width, height, colours) {
    context.clearRect(0, 0, width, height);
    if (!scene().nodes) return;
    const style = getComputedStyle(el);
    const own = { pull: style.getPropertyValue("--retry").trim(), serif: style.getPropertyValue("--serif").trim() };
    paintBoard(context, laid, scene(), momentAt(index), index, { ...colours, ...own });
  }
  // A message sent from a channel after the frame arrives once its pixels have: see field.js.
  function painted() {
    const { port1, port2 } = new MessageChannel(), detail = { frame: (frame += 1), index };
    port1.onmessage = () => {
      el.dispatchEvent(new CustomEvent("glassbox:painted", { bubbles: true, detail }));
      port1.close();
    };
    port2.postMessage(0);
  }

  // ---- the words

  function write() {
    if (!scene().nodes) return;
    const moment = momentAt(index);
    find(".gb-formula").replaceChildren(...moment.formula.split(",  ").flatMap(equation));
    find(".gb-why").textContent = moment.why;
    find(".gb-check span").textContent = moment.check;
    find(".gb-check code").textContent = moment.code;
    canvas.setAttribute("aria-label", moment.label);
    paintProduct(find(".gb-product"), scene(), moment, choose);
    const act = scene().act, ready = index >= scene().moments.length - 1;
    find(".gb-board-act").hidden = !act;
    if (!act) return;
    step.textContent = act.label;
    step.setAttribute("aria-disabled", String(!ready));
    again.textContent = act.again;
    again.setAttribute("aria-disabled", String(!act.taken));
    find(".gb-board-act p").textContent = ready ? act.ready : act.waiting;
  }
  // One equation, its result strong; a line is broken between two of them first.
  function equation(text, i, all) {
    const part = document.createElement("span"), strong = document.createElement("b");
    const cut = text.lastIndexOf(" = ") + 3;
    strong.textContent = text.slice(cut);
    part.append(text.slice(0, cut), strong, i + 1 < all.length ? "," : "");
    return [part, " "];
  }
  function show(k, spoken = false) {
    index = k;
    write();
    if (spoken) find(".gb-spoken").textContent = momentAt(index).spoken;
    surface.redraw();
  }
  find(".gb-board-act").addEventListener("click", (event) => {
    const pressed = event.target.closest("button");
    if (pressed && pressed.getAttribute("aria-disabled") !== "true") model.send({ kind: pressed.dataset.act });
  });

  // ---- choosing a unit: only where no row of moments leads

  function choose(k, spoken = true) {
    const to = Math.min(scene().moments.length - 1, Math.max(0, k));
    if (to === index) return;
    show(to, spoken);
    model.set("index", to);
    model.save_changes();
  }
  function under(event) {
    const box = canvas.getBoundingClientRect(), { row } = momentAt(index);
    const at = [(event.clientX - box.left) * (canvas.clientWidth / box.width),
      (event.clientY - box.top) * (canvas.clientHeight / box.height)];
    const id = laid && nodeAt(laid, ...at);
    return scene().moments.findIndex((one) => one.node === id && one.row === row);
  }
  function onPointer(event) {
    const k = under(event);
    canvas.style.cursor = k >= 0 ? "pointer" : "";
    if (k >= 0) choose(k, event.type === "pointerdown");
  }
  function onKey(event) {
    const by = HANDED[event.key];
    if (!by || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    event.preventDefault();
    event.stopPropagation();
    const { row } = momentAt(index), k = index + by;
    if (scene().moments[k]?.row === row) choose(k);
  }
  canvas.tabIndex = 0;
  if (model.get("led")) followMoment(el, signal, (k) => show(k));
  else {
    canvas.setAttribute("role", "application");
    canvas.setAttribute("aria-roledescription", "drawn network; arrow keys move from unit to unit");
    for (const name of ["pointermove", "pointerdown"]) canvas.addEventListener(name, onPointer, { signal });
    canvas.addEventListener("keydown", onKey, { signal });
    model.on("change:index", () => model.get("index") !== index && show(model.get("index")));
  }
  // JupyterLab would otherwise take keys for itself: see transport.js.
  el.addEventListener("focusin", (event) => (event.target.dataset.lmSuppressShortcuts = "true"), { signal });
  follow(model, signal, "scene", () => {
    write();
    surface.redraw();
  });
}
export default { render };
