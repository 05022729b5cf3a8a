// A line to drag between two clouds of points.  The page says where the hand is; the kernel
// answers with the line, its numbers and the wrong points, and they are painted together.
// The newest place counts, and one is under way at a time.

const PATIENCE = 1000; // ms after which an answer is not waited for any more
const TOUCH = 34; // CSS pixels round the tip of the arrow within which it is taken hold of
const WAYS = { ArrowLeft: "left", ArrowRight: "right", ArrowUp: "up", ArrowDown: "down",
  "[": "turn left", "]": "turn right", "+": "steeper", "=": "steeper", "-": "flatter", "_": "flatter" };
const TURNS = { ArrowLeft: "turn left", ArrowRight: "turn right", ArrowUp: "steeper", ArrowDown: "flatter" };
const PAGE = `<div class="gb-line-left"><div class="gb-paper"></div>
    <p class="gb-line-keys">Drag the picture to move the line, the tip of its arrow to turn it: a longer arrow is a
    steeper change of colour. <span class="gb-keys">Keys: arrows move, Shift with \u2190 \u2192 or [ ] turns, + and \u2212 make
    it steeper or flatter.</span></p></div>
  <div class="gb-line-right">
    <div class="gb-line-result"><div class="gb-big" data-of="accuracy"></div>
      <div class="gb-free"><b data-of="goal"></b><br><span data-of="right"></span></div></div>
    <p class="gb-line-words"></p>
    <div class="gb-line-acts"><button type="button" data-act="downhill" aria-pressed="false">Show me downhill</button>
      <button type="button" data-act="step">One step of gradient descent</button>
      <button type="button" data-act="reset">Reset</button></div>
    <div class="gb-line-loss">loss <b data-of="loss"></b> nats</div>
    <p class="gb-line-formula" data-of="formula"></p>
    <table><thead><tr><td></td><th scope="col">now</th><th scope="col" class="gb-hint">slope of loss</th>
      <th scope="col" class="gb-hint">one step on</th></tr></thead><tbody></tbody></table>
    <p class="gb-hint gb-line-ahead" data-of="ahead"></p>
    <h2>Loss after each move</h2><div class="gb-moves"></div>
    <p class="gb-problem" role="alert" hidden></p><p class="gb-spoken" aria-live="polite"></p></div>`;

function render({ model, el, signal }) {
  el.classList.add("gb-line");
  el.innerHTML = PAGE;
  const find = (selector) => el.querySelector(selector);
  find(".gb-line-keys").id = `gb-keys-${Math.random().toString(36).slice(2)}`;
  let points = new Float32Array(0), stamps = null, stampsFor = "", painted = -1;
  let hand = null; // which pointer holds what, and how far from where it was taken
  let waiting = null, asked = -1, since = 0; // the newest place not sent, and what was sent

  const surface = makeSurface({ el: find(".gb-paper"), signal, heightFor: (width) => width, draw, after: tell });
  const { canvas, redraw } = surface;
  canvas.tabIndex = 0;
  for (const [name, value] of [["role", "application"], ["aria-roledescription", "line to move"],
    ["aria-describedby", find(".gb-line-keys").id]]) canvas.setAttribute(name, value);
  makeMoves({ el: find(".gb-moves"), signal, model });

  // ---- the picture

  function draw(context, size, _, colours, scale) {
    const place = (x, y) => [((x + 1) / 2) * size, ((1 - y) / 2) * size];
    const line = model.get("line"), ghost = model.get("ghost"), wrong = bytesOf(model.get("wrong"));
    context.fillStyle = tintOf(context, colours, place, line);
    context.fillRect(0, 0, size, size);
    pathOfLine(context, place, line);
    strokeTwice(context, colours, 2);
    const radius = size < 420 ? 2.5 : 3.2, kind = colours.paper + radius + scale;
    if (stampsFor !== kind) { stamps = makeStamps(colours, radius, scale); stampsFor = kind; }
    for (const ringed of [0, 1]) // rings last, so that nothing hides them
      for (let i = 0; 3 * i < points.length; i++) {
        if ((wrong[i] ? 1 : 0) !== ringed) continue;
        const { canvas: dot, half } = stamps[ringed ? "wrong" : "right"][points[3 * i + 2] > 0.5 ? 1 : 0];
        const [x, y] = place(points[3 * i], points[3 * i + 1]);
        context.drawImage(dot, x - half, y - half, dot.width / scale, dot.height / scale);
      }
    if (ghost.length) paintGhost(context, colours, place, ghost);
    paintHandles(context, colours, place, line);
  }
  function tell() {
    const frame = model.get("answered");
    if (frame === painted) return;
    painted = frame;
    el.dispatchEvent(new CustomEvent("glassbox:painted", { bubbles: true, detail: { frame } }));
  }

  // ---- a hand on the line

  const where = (event) => {
    const box = canvas.getBoundingClientRect();
    return [((event.clientX - box.left) / box.width) * 2 - 1, 1 - ((event.clientY - box.top) / box.height) * 2];
  };
  function send() {
    if (!waiting) return;
    const now = performance.now();
    if (asked === model.get("answered") && now - since < PATIENCE) return; // its answer is under way
    [asked, since] = [model.get("answered"), now];
    model.send(waiting);
    waiting = null;
  }
  function follows(event) {
    const [x, y] = where(event);
    waiting = { kind: hand.what, point: [x + hand.by[0], y + hand.by[1]] };
    send();
  }
  function letGo() {
    hand = null;
    canvas.style.cursor = "";
    if (waiting) model.send(waiting);
    waiting = null;
    model.send({ kind: "end" });
  }
  canvas.addEventListener("pointerdown", (event) => {
    if (hand || !event.isPrimary || event.button !== 0) return;
    const line = model.get("line"), [x, y] = where(event), tip = tipOf(line);
    const near = Math.hypot(tip[0] - x, tip[1] - y) * canvas.clientWidth / 2;
    const toMiddle = Math.hypot(line[3] - x, line[4] - y) * canvas.clientWidth / 2;
    const what = near < TOUCH && near < toMiddle ? "tip" : "middle", at = what === "tip" ? 5 : 3;
    canvas.setPointerCapture(event.pointerId);
    canvas.style.cursor = "grabbing";
    hand = { id: event.pointerId, what, by: [line[at] - x, line[at + 1] - y] };
  }, { signal });
  canvas.addEventListener("pointermove", (event) => hand?.id === event.pointerId && follows(event), { signal });
  for (const name of ["pointerup", "pointercancel", "lostpointercapture"])
    canvas.addEventListener(name, (event) => hand?.id === event.pointerId && letGo(), { signal });
  canvas.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey) return;
    const act = (event.shiftKey && TURNS[event.key]) || WAYS[event.key];
    if (!act) return;
    event.preventDefault();
    event.stopPropagation();
    model.send({ kind: "key", key: act });
  }, { signal });

  // ---- what the kernel says

  // JupyterLab would otherwise take keys for itself: see transport.js.
  el.addEventListener("focusin", (event) => (event.target.dataset.lmSuppressShortcuts = "true"), { signal });
  el.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-act]");
    if (button) model.send({ kind: "act", act: button.dataset.act });
  }, { signal });
  function row([name, ...values]) {
    const made = document.createElement("tr");
    made.innerHTML = `<th scope="row">${name[0]}<sub>${name.slice(1)}</sub></th>`;
    values.forEach((value, i) => {
      const cell = made.insertCell();
      cell.textContent = value;
      cell.classList.toggle("gb-hint", i > 0);
    });
    return made;
  }
  follow(model, signal, "points", () => { points = floatsOf(model.get("points")); redraw(); });
  follow(model, signal, "label", () => canvas.setAttribute("aria-label", model.get("label")));
  follow(model, signal, "problem", () => {
    find(".gb-problem").textContent = model.get("problem");
    find(".gb-problem").hidden = !model.get("problem");
  });
  follow(model, signal, "spoken", () => (find(".gb-spoken").textContent = model.get("spoken")));
  follow(model, signal, "answered", () => {
    const numbers = model.get("numbers");
    // Written in the callback in which the line is painted: they change in one frame.
    requestAnimationFrame(() => {
      for (const cell of el.querySelectorAll("[data-of]")) cell.textContent = numbers[cell.dataset.of] ?? "";
      find("tbody").replaceChildren(...(numbers.rows ?? []).map(row));
      find(".gb-line-words").textContent = model.get("words");
      el.dataset.reached = String(model.get("reached"));
      el.dataset.downhill = String(model.get("ghost").length > 0);
      find("[data-act=downhill]").setAttribute("aria-pressed", el.dataset.downhill);
    });
    redraw();
    send();
  });
}
export default { render };
