// A few numbers in a row, typed; they are read when the field is left, or on Enter.

function render({ model, el, signal }) {
  el.classList.add("gb-control", "gb-numbers");
  const id = "gb-numbers-" + Math.random().toString(36).slice(2);
  el.innerHTML = `<label for="${id}"></label><input id="${id}" inputmode="decimal" autocomplete="off" spellcheck="false">
    <p class="gb-problem" role="alert" hidden></p>`;
  const input = el.querySelector("input"), problem = el.querySelector(".gb-problem");
  input.addEventListener("change", () => model.send({ kind: "typed", text: input.value }), { signal });
  // JupyterLab would otherwise take keys for itself: see transport.js.
  el.addEventListener("focusin", (event) => (event.target.dataset.lmSuppressShortcuts = "true"), { signal });
  follow(model, signal, "label", () => (el.querySelector("label").textContent = model.get("label")));
  follow(model, signal, "text answered", () => (input.value = model.get("text")));
  follow(model, signal, "problem", () => {
    problem.textContent = model.get("problem");
    problem.hidden = !model.get("problem");
    input.setAttribute("aria-invalid", String(!problem.hidden));
  });
}
export default { render };
