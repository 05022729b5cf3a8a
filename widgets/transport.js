// Play, step, reset; the result in large figures; and what is going on, in two lines.
// Space plays, S steps and R resets while no control of the page has the focus.

const ICONS = {
  play: "M2 .8l9 5.2-9 5.2z",
  pause: "M1.5 1h3v10h-3zM7.5 1h3v10h-3z",
  step: "M1 1l7.5 5L1 11zM10 1h2v10h-2z",
};
const icon = (path, width = 12) =>
  `<svg width="${width}" height="12" viewBox="0 0 ${width} 12" aria-hidden="true"><path d="${path}"/></svg>`;
const RESET = `<svg width="14" height="14" viewBox="0 0 14 14" aria-hidden="true"><path d="M7 2.2a4.8 4.8 0 1 1-4.6
  3.4" style="fill:none;stroke:currentColor;stroke-width:1.7"/><path d="M7.6-.2v4.8L3.9 2.2z"/></svg>`;

function render({ model, el, signal }) {
  el.classList.add("gb-transport");
  el.innerHTML = `<div class="gb-buttons" role="toolbar" aria-label="Training">
      <button type="button" class="gb-main" data-act="toggle"></button>
      <button type="button" class="gb-icon" data-act="step" aria-label="One step" title="One step (S)">${icon(ICONS.step, 13)}</button>
      <button type="button" class="gb-icon" data-act="reset" aria-label="Reset" title="Reset (R)">${RESET}</button></div>
    <div class="gb-now"><div class="gb-big"></div><div class="gb-free"><b></b><br><span></span></div></div>
    <div class="gb-state"><b></b><span></span></div>
    <p class="gb-problem" role="alert" hidden></p><p class="gb-spoken" aria-live="polite"></p>`;
  const find = (selector) => el.querySelector(selector);
  const main = find(".gb-main");

  const act = (name) => {
    const running = model.get("state") === "running";
    model.send({ kind: name === "toggle" ? (running ? "pause" : "play") : name });
  };
  el.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-act]");
    if (button) act(button.dataset.act);
  });
  const fill = (selector, trait) =>
    follow(model, signal, trait, () => (find(selector).textContent = model.get(trait)));
  fill(".gb-big", "result");
  fill(".gb-free b", "free");
  fill(".gb-free span", "result_words");
  fill(".gb-state b", "progress");
  fill(".gb-state span", "activity");
  fill(".gb-spoken", "spoken");
  follow(model, signal, "problem", () => {
    find(".gb-problem").textContent = model.get("problem");
    find(".gb-problem").hidden = !model.get("problem");
  });
  follow(model, signal, "state", () => {
    const running = model.get("state") === "running";
    main.innerHTML = icon(running ? ICONS.pause : ICONS.play) + (running ? "Pause" : "Play");
    main.title = running ? "Pause (space)" : "Play (space)";
    el.dataset.state = model.get("state");
  });

  // The playground used last answers keys pressed when nothing has the focus.  What is opened
  // below another piece stands inside it, and has its keys to itself.
  let root = el;
  const pieceOf = (node) => node.closest(".gb-opened")?.querySelector(".glassbox") ?? node.closest(".glassbox");
  const own = (event) => pieceOf(event.target) === root && (window.glassboxInHand = el);
  const isControl = (node) =>
    node.closest("button,input,select,textarea,a,[role=slider],[role=radio],[contenteditable=true]");
  function onKey(event) {
    const name = { " ": "toggle", s: "step", r: "reset" }[event.key];
    if (!name || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    const inside = pieceOf(event.target) === root;
    if (isControl(event.target) || !(inside || (event.target === document.body && window.glassboxInHand === el)))
      return;
    event.preventDefault();
    event.stopPropagation();
    act(name);
  }
  document.addEventListener("keydown", onKey, { signal });
  onceInside(el, signal, (found) => {
    root = found;
    root.addEventListener("pointerover", own, { signal });
    root.addEventListener("focusin", own, { signal });
    window.glassboxInHand = window.glassboxInHand || el;
  });
}
export default { render };
