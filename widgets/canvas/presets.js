// Buttons that set a number to a well-known value; the one that means the present one is pressed.

function render({ model, el, signal }) {
  el.classList.add("gb-presets");
  el.setAttribute("role", "group");
  follow(model, signal, "label", () => el.setAttribute("aria-label", model.get("label")));
  follow(model, signal, "options", () => {
    el.replaceChildren(...model.get("options").map(([words], i) => {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = words;
      button.addEventListener("click", () => model.send({ option: i }));
      return button;
    }));
  });
  follow(model, signal, "value options", () => model.get("options").forEach(([, value], i) =>
    el.children[i].setAttribute("aria-pressed", String(value === model.get("value")))));
}
export default { render };
