// What is open below, and a button to close it; the page goes there when something is opened.

function render({ model, el, signal }) {
  el.classList.add("gb-opened-bar");
  el.innerHTML = `<p tabindex="-1"></p><button type="button">Close</button>`;
  const words = el.querySelector("p"), calm = matchMedia("(prefers-reduced-motion: reduce)");
  el.querySelector("button").addEventListener("click", () => model.send({ kind: "close" }));
  function go() {
    if (signal.aborted || !model.get("opened")) return;
    if (!el.isConnected) return requestAnimationFrame(go);
    el.scrollIntoView({ block: "start", behavior: calm.matches ? "auto" : "smooth" });
    words.focus({ preventScroll: true });
  }
  follow(model, signal, "words", () => (words.textContent = model.get("words")));
  follow(model, signal, "opened", go);
}
export default { render };
