// Frames of a run in a row.  The row is one tab stop: arrows, Home and End go from frame to frame,
// a click, Enter or Space chooses.

const PLACES = 11; // small pictures that the kernel keeps here

function render({ model, el, signal }) {
  el.classList.add("gb-film");
  el.innerHTML = `<div class="gb-film-row" role="group"></div>`;
  const row = el.firstChild;
  let stop = null; // the step whose button Tab leads to

  const buttons = () => [...row.children];
  const stepOf = (button) => Number(button.dataset.step);
  const choose = (button) => model.send({ kind: "choose", at: stepOf(button) });
  function lead(button) {
    stop = button ? stepOf(button) : null;
    for (const one of buttons()) one.tabIndex = one === button ? 0 : -1;
  }
  row.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    lead(button);
    choose(button);
  }, { signal });
  row.addEventListener("focusin", (event) => {
    event.target.dataset.lmSuppressShortcuts = "true"; // JupyterLab would otherwise take keys for itself
    lead(event.target);
  }, { signal });
  row.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const all = buttons(), here = all.indexOf(event.target), last = all.length - 1;
    const to = { ArrowLeft: Math.max(0, here - 1), ArrowRight: Math.min(last, here + 1),
      ArrowUp: Math.max(0, here - 1), ArrowDown: Math.min(last, here + 1), Home: 0, End: last }[event.key];
    if (to === undefined || here < 0) return;
    event.preventDefault();
    event.stopPropagation();
    all[to].focus();
  }, { signal });

  // ---- what the kernel says

  // A frame keeps its button, and so the focus, wherever it moves to in the row.
  function lay() {
    const had = new Map(buttons().map((button) => [button.dataset.step, button]));
    const wanted = model.get("shown").map(([step, place, side]) => {
      const button = had.get(String(step)) ?? frameOf(step);
      had.delete(String(step));
      fill(button, place, side);
      return button;
    });
    const held = [...had.values()].includes(document.activeElement);
    for (const button of had.values()) button.remove();
    wanted.forEach((button, i) => {
      if (row.children[i] !== button) row.insertBefore(button, row.children[i] ?? null);
      button.lastChild.textContent = i ? Number(button.dataset.step).toLocaleString("en") : `step ${button.dataset.step}`;
    });
    const to = wanted.find((button) => stepOf(button) === stop) ?? marked() ?? wanted.at(-1);
    lead(to);
    if (held) to?.focus({ preventScroll: true });
    mark();
  }
  function frameOf(step) {
    const button = document.createElement("button");
    button.type = "button";
    button.dataset.step = String(step);
    button.innerHTML = `<canvas aria-hidden="true"></canvas><span></span>`;
    button.setAttribute("aria-label", `step ${step.toLocaleString("en")}`);
    return button;
  }
  function fill(button, place, side) {
    const bytes = bytesOf(model.get(`small_${place}`)), canvas = button.firstChild;
    if (bytes.length && bytes.length === 3 * side * side) fillPicture(canvas, bytes, side, side);
  }
  const marked = () => buttons().find((button) => stepOf(button) === model.get("at"));
  function mark() {
    for (const button of buttons())
      if (stepOf(button) === model.get("at")) button.setAttribute("aria-current", "true");
      else button.removeAttribute("aria-current");
    if (!row.contains(document.activeElement)) lead(marked() ?? buttons().at(-1));
  }
  // However much of a message concerns the row, it is laid once.
  let queued = false;
  function soon() {
    if (!queued) requestAnimationFrame(() => {
      queued = false;
      if (!signal.aborted) lay();
    });
    queued = true;
  }
  const places = Array.from({ length: PLACES }, (_, place) => `small_${place}`);
  follow(model, signal, ["shown", "at", ...places].join(" "), soon);
  follow(model, signal, "label", () => row.setAttribute("aria-label", model.get("label")));
}
export default { render };
