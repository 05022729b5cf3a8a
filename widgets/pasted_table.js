// A box for a pasted table, and the button that has it used.

function render({ model, el, signal }) {
  el.classList.add("gb-pasted");
  const id = "gb-pasted-" + Math.random().toString(36).slice(2);
  el.innerHTML = `<label for="${id}">Your table</label>
    <textarea id="${id}" rows="5" spellcheck="false" autocomplete="off" wrap="off" aria-describedby="${id}-help"
      placeholder="height;weight;age&#10;1.70;65;31&#10;1.82;80;45"></textarea>
    <p class="gb-note" id="${id}-help">Numbers only: a row a line, commas, semicolons or tabs between them, a header if you like.
      At most 5,000 rows of 200 columns. It stays on the machine that runs this page.</p>
    <button type="button">Use this table</button><p class="gb-problem" role="alert" hidden></p>`;
  const area = el.querySelector("textarea"), problem = el.querySelector(".gb-problem");
  const say = (words) => {
    problem.textContent = words;
    problem.hidden = !words;
    area.setAttribute("aria-invalid", String(Boolean(words)));
  };
  el.querySelector("button").addEventListener("click", () => {
    const text = area.value, most = model.get("most");
    if (text.length > most)
      return say(`a table must have at most ${most.toLocaleString("en")} characters, got ${text.length.toLocaleString("en")}`);
    say("");
    model.send({ kind: "table", text });
  }, { signal });
  // JupyterLab would otherwise take keys for itself: see transport.js.
  el.addEventListener("focusin", (event) => (event.target.dataset.lmSuppressShortcuts = "true"), { signal });
  follow(model, signal, "problem", () => say(model.get("problem")));
}
export default { render };
