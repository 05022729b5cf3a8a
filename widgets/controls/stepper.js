// A whole number with a button on either side; it can also be typed.

function render({ model, el, signal }) {
  el.classList.add("gb-control", "gb-inline");
  const id = "gb-" + model.get("name") + "-" + Math.random().toString(36).slice(2);
  el.innerHTML = `<label for="${id}"></label><span class="gb-stepper">
    <button type="button">\u2212</button><input id="${id}" inputmode="numeric" autocomplete="off" spellcheck="false">
    <button type="button">+</button></span><p class="gb-problem" role="alert" hidden></p>`;
  const [less, more] = el.querySelectorAll("button"), input = el.querySelector("input");
  const problem = el.querySelector(".gb-problem"), label = el.querySelector("label");

  const show = () => {
    input.value = String(model.get("value"));
    less.setAttribute("aria-disabled", String(model.get("value") <= model.get("low")));
    more.setAttribute("aria-disabled", String(model.get("value") >= model.get("high")));
  };
  const say = (words) => {
    problem.textContent = words;
    problem.hidden = !words;
    input.setAttribute("aria-invalid", String(Boolean(words)));
  };
  const set = (value) => {
    if (value < model.get("low") || value > model.get("high"))
      return say(`${model.get("label")} must be from ${model.get("low")} to ${model.get("high")}, got ${value}`);
    say("");
    model.set("value", value);
    model.save_changes();
  };
  const read = () => {
    const typed = input.value.trim();
    if (/^[+-]?\d{1,15}$/.test(typed)) set(Number(typed));
    else {
      say(`${model.get("label")} must be a whole number, got "${typed.slice(0, 20)}"`);
      input.value = String(model.get("value"));
    }
  };
  less.addEventListener("click", () => model.get("value") > model.get("low") && set(model.get("value") - 1));
  more.addEventListener("click", () => model.get("value") < model.get("high") && set(model.get("value") + 1));
  input.addEventListener("change", read);
  input.addEventListener("keydown", (event) => {
    const by = { ArrowUp: 1, ArrowDown: -1 }[event.key];
    if (by) {
      event.preventDefault();
      set(Math.min(model.get("high"), Math.max(model.get("low"), model.get("value") + by)));
    }
  });
  const named = () => {
    const words = model.get("label");
    label.textContent = words;
    less.setAttribute("aria-label", `One ${words} less`);
    more.setAttribute("aria-label", `One ${words} more`);
  };
  follow(model, signal, "label", named);
  follow(model, signal, "value low high", show);
}
export default { render };
