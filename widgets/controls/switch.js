// A button that is pressed or not.

function render({ model, el, signal }) {
  el.classList.add("gb-switch");
  el.innerHTML = `<button type="button"></button>`;
  const button = el.firstChild;
  button.addEventListener("click", () => model.send({ kind: "press" }), { signal });
  // JupyterLab would otherwise take keys for itself: see transport.js.
  el.addEventListener("focusin", (event) => (event.target.dataset.lmSuppressShortcuts = "true"), { signal });
  follow(model, signal, "label", () => (button.textContent = model.get("label")));
  follow(model, signal, "on", () => button.setAttribute("aria-pressed", String(model.get("on"))));
}
export default { render };
