// A slider over a list of values that can change; the kernel hears of a move once a frame.

function render({ model, el, signal }) {
  const id = "gb-k-" + Math.random().toString(36).slice(2);
  el.classList.add("gb-k-slider");
  el.innerHTML = `<label for="${id}"></label><output></output><input id="${id}" type="range" min="0" step="1">`;
  const [label, output, range] = el.children;
  let queued = false;
  const show = () => {
    const words = model.get("words")[range.value] ?? "";
    output.textContent = words;
    range.setAttribute("aria-valuetext", words);
    range.style.setProperty("--at", range.max > 0 ? range.value / range.max : 0);
  };
  function send() {
    queued = false;
    if (!signal.aborted) model.send({ kind: "move", at: Number(range.value) });
  }
  range.addEventListener("input", () => {
    show();
    if (!queued) requestAnimationFrame(send);
    queued = true;
  }, { signal });
  // JupyterLab would otherwise take keys for itself: see transport.js.
  el.addEventListener("focusin", (event) => (event.target.dataset.lmSuppressShortcuts = "true"), { signal });
  follow(model, signal, "label", () => (label.textContent = model.get("label")));
  follow(model, signal, "words at", () => {
    if (queued) return; // a hand is ahead of the kernel
    range.max = String(Math.max(0, model.get("words").length - 1));
    range.value = String(model.get("at"));
    range.disabled = !model.get("words").length;
    show();
  });
}
export default { render };
