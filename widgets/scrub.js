// Moments in a row: first, back, play, forward, last, and a slider over all of them.
// Whatever moves the row, pictures in the same widget hear of it as the event glassbox:moment.

const PLAY_EVERY = 900; // ms
const SHAPES = {
  first: "M1 1h2v10H1zM12 1v10L4.5 6z",
  back: "M9.5 1v10L2 6z",
  play: "M2 .8l9 5.2-9 5.2z",
  pause: "M1.5 1h3v10h-3zM7.5 1h3v10h-3z",
  forward: "M3.5 1v10L11 6z",
  last: "M10 1h2v10h-2zM1 1v10l7.5-5z",
};
const shape = (name) =>
  `<svg width="13" height="12" viewBox="0 0 13 12" aria-hidden="true"><path d="${SHAPES[name]}"/></svg>`;
const NAMES = { first: "First moment", back: "Back", play: "Play", forward: "Forward", last: "Last moment" };
const KEYS = { ArrowLeft: "back", ArrowRight: "forward", Home: "first", End: "last", " ": "play" };

const lastOf = (model) => Math.max(0, model.get("count") - 1);

function move(model, index) {
  const to = Math.min(lastOf(model), Math.max(0, index));
  if (to === model.get("index")) return;
  model.set("index", to);
  model.save_changes();
}
function setPlaying(model, playing) {
  if (playing === model.get("playing")) return;
  if (playing && model.get("index") >= lastOf(model)) model.set("index", 0);
  model.set("playing", playing);
  model.save_changes();
}
const ACTS = {
  first: (model) => move(model, 0),
  back: (model) => move(model, model.get("index") - 1),
  forward: (model) => move(model, model.get("index") + 1),
  last: (model) => move(model, lastOf(model)),
};
function act(model, name) {
  if (name === "play") return setPlaying(model, !model.get("playing"));
  setPlaying(model, false);
  ACTS[name](model);
}

// One clock for the row, however often it is shown.
function initialize({ model }) {
  let clock = 0;
  const run = () => {
    clearInterval(clock);
    if (!model.get("playing")) return;
    clock = setInterval(() => {
      ACTS.forward(model);
      if (model.get("index") >= lastOf(model)) setPlaying(model, false);
    }, PLAY_EVERY);
  };
  model.on("change:playing", run);
  run();
  return () => clearInterval(clock);
}

function render({ model, el, signal }) {
  el.classList.add("gb-scrub");
  const button = (name) => `<button type="button" class="gb-icon" data-act="${name}">${shape(name)}</button>`;
  el.innerHTML = `<div class="gb-scrub-acts" role="group">${Object.keys(NAMES).map(button).join("")}</div>
    <input type="range" class="gb-scrub-line" min="0" step="1">
    <p class="gb-scrub-words"><b></b> <span></span></p><p class="gb-spoken" aria-live="polite"></p>`;
  const find = (selector) => el.querySelector(selector);
  const line = find("input"), play = find("[data-act=play]");
  for (const one of el.querySelectorAll("button")) {
    one.title = NAMES[one.dataset.act];
    one.setAttribute("aria-label", one.title);
  }

  line.addEventListener("input", () => {
    setPlaying(model, false);
    move(model, Number(line.value));
  });
  el.addEventListener("click", (event) => {
    const pressed = event.target.closest("button[data-act]");
    if (!pressed) return;
    act(model, pressed.dataset.act);
    // A slider says its value by itself; after a button nothing else would.
    if (!model.get("playing")) find(".gb-spoken").textContent = line.getAttribute("aria-valuetext");
  });
  // JupyterLab would otherwise take keys for itself: see transport.js.
  el.addEventListener("focusin", (event) => (event.target.dataset.lmSuppressShortcuts = "true"), { signal });

  const isControl = (node) =>
    node !== line && node.closest("button,input,select,textarea,a,[contenteditable=true]");
  function onKey(event) {
    const name = KEYS[event.key];
    if (!name || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    if (isControl(event.target)) return;
    event.preventDefault();
    event.stopPropagation();
    act(model, name);
  }
  const tell = () => {
    const detail = { index: model.get("index") };
    el.dispatchEvent(new CustomEvent("glassbox:moment", { bubbles: true, detail }));
  };
  onceInside(el, signal, (root) => {
    root.addEventListener("keydown", onKey, { signal });
    tell(); // a picture that was there before the row has heard nothing yet
  });

  follow(model, signal, "count label", () => {
    line.max = String(lastOf(model));
    line.setAttribute("aria-label", model.get("label"));
    find("[role=group]").setAttribute("aria-label", `Step through: ${model.get("label")}`);
  });
  follow(model, signal, "playing", () => {
    const name = model.get("playing") ? "pause" : "play";
    play.innerHTML = shape(name);
    play.title = name === "play" ? "Play (space)" : "Pause (space)";
    play.setAttribute("aria-label", name === "play" ? "Play" : "Pause");
  });
  follow(model, signal, "index count words", () => {
    const index = model.get("index"), count = model.get("count"), words = model.get("words")[index] ?? "";
    line.value = String(index);
    line.style.setProperty("--at", String(index / Math.max(1, count - 1)));
    line.setAttribute("aria-valuetext", `${index + 1} of ${count}: ${words}`);
    find(".gb-scrub-words b").textContent = `${index + 1} of ${count}`;
    find(".gb-scrub-words span").textContent = words;
    for (const [name, ended] of [["first", index <= 0], ["back", index <= 0],
      ["forward", index >= count - 1], ["last", index >= count - 1]])
      find(`[data-act=${name}]`).setAttribute("aria-disabled", String(ended)); // stays focusable
    el.dataset.index = String(index);
    tell();
  });
}
export default { initialize, render };
