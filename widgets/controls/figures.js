// A published figure to try: a list, and its two recipes while one is chosen.

function render({ model, el, signal }) {
  el.classList.add("gb-published");
  el.innerHTML = `<label><span>published figure</span><select></select></label>
    <span class="gb-joined" role="radiogroup" aria-label="recipe"></span><p class="gb-note" hidden></p>`;
  const select = el.querySelector("select"), recipes = el.querySelector(".gb-joined");
  const note = el.querySelector(".gb-note");
  const ask = (name, recipe) => model.send({ kind: "figure", name, recipe });
  const option = (value, words) => {
    const made = new Option(words, value);
    made.disabled = !value && words !== "none";
    return made;
  };

  select.addEventListener("change", () => {
    ask(select.value, model.get("recipe"));
    show(); // until the kernel says otherwise
  });
  function show() {
    select.value = model.get("value");
    const focused = recipes.contains(document.activeElement), chosen = model.get("recipe");
    recipes.hidden = !model.get("value");
    recipes.replaceChildren(...model.get("recipes").map((recipe) => {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = recipe;
      button.setAttribute("role", "radio");
      button.setAttribute("aria-checked", String(recipe === chosen));
      button.tabIndex = recipe === chosen ? 0 : -1;
      button.addEventListener("click", () => ask(model.get("value"), recipe));
      return button;
    }));
    if (focused) recipes.querySelector('[aria-checked="true"]')?.focus();
  }
  recipes.addEventListener("keydown", (event) => {
    const by = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (!by) return;
    event.preventDefault();
    const all = model.get("recipes");
    ask(model.get("value"), all[(all.indexOf(model.get("recipe")) + by + all.length) % all.length]);
  });
  follow(model, signal, "groups", () => {
    const groups = model.get("groups").map(([heading, offered]) => {
      const group = document.createElement("optgroup");
      group.label = heading;
      group.append(...offered.map(([name, words]) => option(name, words)));
      return group;
    });
    select.replaceChildren(option("", "none"), ...groups);
  });
  follow(model, signal, "value recipe recipes groups", show);
  follow(model, signal, "note", () => {
    note.textContent = model.get("note");
    note.hidden = !model.get("note");
  });
}
export default { render };
