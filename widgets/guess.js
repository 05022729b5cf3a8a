// A guess, asked for: a number by slider or typed, or one of several options.
// The kernel is told the text of a guess and decides what it means; nothing is trusted here.

function render({ model, el, signal }) {
  el.classList.add("gb-guess");
  // An answer to an older message must not move a slider back while a hand is on it.
  const same = (a, b) => a === b || (a !== "" && b !== "" && Number(a) === Number(b));
  let waiting = null;
  const send = (value, kind = "guess") => {
    waiting = same(String(value), model.get("value")) ? null : String(value);
    model.send({ kind, value: String(value) });
  };
  const stale = () => {
    const value = model.get("value");
    if (value === "" || model.get("locked") || (waiting !== null && same(value, waiting))) waiting = null;
    return waiting !== null;
  };
  const kinds = { number: numberGuess, choice: choiceGuess, sketch: () => {} };
  kinds[model.get("kind")]?.({ model, el, signal, send, stale });
}

// Labels and groups need names that no other view on the page has.
const idOfView = () => "gb-guess-" + Math.random().toString(36).slice(2);

function numberGuess({ model, el, signal, send, stale }) {
  const id = idOfView();
  const [low, high, step] = ["low", "high", "step"].map((name) => model.get(name));
  el.innerHTML = `<div class="gb-guess-number" role="group">
    <label for="${id}">your guess</label>
    <span class="gb-guess-typed"><input type="text" inputmode="decimal" autocomplete="off" id="${id}" placeholder="?">
      <span class="gb-unit"></span></span>
    <input type="range" class="gb-guess-line" min="${low}" max="${high}" step="${step}">
    <span class="gb-guess-ends" aria-hidden="true"><span></span><span></span></span></div>`;
  const find = (selector) => el.querySelector(selector);
  const typed = find("input[type=text]"), line = find("input[type=range]");
  find("[role=group]").setAttribute("aria-label", model.get("question"));
  find(".gb-unit").textContent = model.get("unit");
  line.setAttribute("aria-label", `your guess, ${low} to ${high} ${model.get("unit")}`.trim());
  const [from, to] = find(".gb-guess-ends").children;
  from.textContent = low;
  to.textContent = high;
  line.value = (low + high) / 2;

  const allowed = (text) => text.trim() !== "" && Number(text) >= low && Number(text) <= high;
  line.addEventListener("input", () => {
    show(line.value);
    send(line.value);
  });
  line.addEventListener("pointerup", () => { // pressed where it stood already
    if (model.get("value") === "") send(line.value);
  });
  typed.addEventListener("input", () => {
    if (typed.value.trim() !== "" && !allowed(typed.value)) return;
    show(typed.value.trim());
    send(typed.value);
  });
  typed.addEventListener("change", () => {
    if (typed.value.trim() !== model.get("value")) send(typed.value);
  });
  typed.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.isComposing) send(typed.value, "commit");
  });
  follow(model, signal, "value locked", () => stale() || show(model.get("value")));
  function show(value) {
    const share = (Number(value) - low) / (high - low);
    if (value !== "" && Number(line.value) !== Number(value)) line.value = value;
    line.classList.toggle("gb-empty", value === "");
    line.style.setProperty("--at", value === "" ? 0 : Math.min(1, Math.max(0, share)));
    line.setAttribute("aria-valuetext", value === "" ? "no guess yet" : `${value} ${model.get("unit")}`);
    const same = typed.value.trim() !== "" && value !== "" && Number(typed.value) === Number(value);
    if (!same && !(document.activeElement === typed && value === "")) typed.value = value;
  }
  follow(model, signal, "locked", () => {
    typed.readOnly = model.get("locked");
    line.disabled = model.get("locked");
  });
}

const MARKS = {
  open: `<circle cx="9" cy="9" r="7" fill="none" stroke="currentColor" stroke-width="1.6"/>`,
  yours: `<circle cx="9" cy="9" r="7" fill="none" stroke="currentColor" stroke-width="1.6"/><circle cx="9" cy="9" r="3.6" fill="currentColor"/>`,
  outcome: `<path d="M9 .8l8.2 8.2L9 17.2.8 9z" fill="currentColor"/>`,
  both: `<path d="M9 .8l8.2 8.2L9 17.2.8 9z" fill="currentColor"/><circle cx="9" cy="9" r="2.6" fill="var(--paper)"/>`,
};
const SAID = { open: "", yours: "your guess", outcome: "what happened", both: "your guess, and what happened" };

function choiceGuess({ model, el, signal, send, stale }) {
  const name = idOfView(), group = document.createElement("fieldset");
  const legend = document.createElement("legend");
  legend.className = "gb-spoken";
  legend.textContent = model.get("question");
  group.append(legend);
  const rows = model.get("options").map((words, i) => {
    const row = document.createElement("label");
    row.className = "gb-option";
    row.innerHTML = `<input type="radio" class="gb-spoken"><svg width="18" height="18" aria-hidden="true"></svg>
      <span class="gb-option-words"></span> <span class="gb-option-said"></span>`;
    const input = row.firstChild;
    input.name = name;
    input.value = String(i + 1);
    row.querySelector(".gb-option-words").textContent = words;
    input.addEventListener("change", () => input.checked && send(input.value));
    group.append(row);
    return { row, input };
  });
  el.append(group);
  follow(model, signal, "value outcome locked", () => {
    if (stale()) return;
    const [value, outcome, locked] = ["value", "outcome", "locked"].map((trait) => model.get(trait));
    for (const { row, input } of rows) {
      const yours = input.value === value, happened = input.value === outcome;
      const mark = yours && happened ? "both" : happened ? "outcome" : yours ? "yours" : "open";
      input.checked = yours;
      // A locked choice is still read in the order of the page, so it stays reachable.
      input.setAttribute("aria-disabled", String(locked));
      row.dataset.mark = mark;
      row.querySelector("svg").innerHTML = MARKS[mark];
      row.querySelector(".gb-option-said").textContent = outcome ? SAID[mark] : "";
    }
  });
  const held = (event) => model.get("locked") && event.preventDefault();
  group.addEventListener("click", held, { signal });
  group.addEventListener("keydown", (event) => event.key.startsWith("Arrow") && held(event), { signal });
}
export default { render };
