// Two to four joined buttons, the chosen one solid: a radio group for the keyboard.

function render({ model, el, signal }) {
  el.classList.add("gb-control", "gb-inline");
  el.innerHTML = `<span class="gb-label"></span><span class="gb-joined" role="radiogroup"></span>
    <p class="gb-note" hidden></p>`;
  const label = el.querySelector(".gb-label"), group = el.querySelector(".gb-joined");
  const note = el.querySelector(".gb-note");

  const choose = (value) => {
    model.set("value", value);
    model.save_changes();
  };
  function lay() {
    const options = model.get("options"), value = model.get("value"), off = model.get("disabled_options");
    const focused = group.contains(document.activeElement);
    group.replaceChildren(...options.map(([words, option]) => {
      const button = document.createElement("button"), chosen = option === value;
      button.type = "button";
      button.textContent = words;
      button.setAttribute("role", "radio");
      button.setAttribute("aria-checked", String(chosen));
      button.tabIndex = chosen ? 0 : -1;
      button.disabled = off.includes(option);
      button.addEventListener("click", () => choose(option));
      return button;
    }));
    if (focused) group.querySelector('[aria-checked="true"]')?.focus();
  }
  group.addEventListener("keydown", (event) => {
    const by = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (!by) return;
    event.preventDefault();
    const off = model.get("disabled_options");
    const open = model.get("options").map(([, option]) => option).filter((option) => !off.includes(option));
    choose(open[(open.indexOf(model.get("value")) + by + open.length) % open.length]);
    lay();
  });
  follow(model, signal, "label", () => {
    const hidden = model.get("label_hidden");
    label.textContent = hidden ? "" : model.get("label");
    el.classList.toggle("gb-bare", hidden);
    group.setAttribute("aria-label", model.get("label"));
  });
  follow(model, signal, "note", () => {
    note.textContent = model.get("note");
    note.hidden = !model.get("note");
  });
  follow(model, signal, "value options disabled_options", lay);
}
export default { render };
