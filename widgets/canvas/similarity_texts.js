// Sentences to write, an empty field after the last, and buttons with pairs that tell something.

const PAUSE = 250; // milliseconds without a key after which a sentence is read

function render({ model, el, signal }) {
  el.classList.add("gb-sim-texts");
  el.innerHTML = `<h2>Sentences</h2><div class="gb-sim-rows"></div>
    <div class="gb-sim-presets" role="group" aria-label="Sentences to try"></div>`;
  const rows = el.querySelector(".gb-sim-rows"), presets = el.querySelector(".gb-sim-presets");
  const name = "gb-sim-" + Math.random().toString(36).slice(2);
  let answered = -1;

  const lines = model.get("rows").map((_, at) => { // made once: a field that is written in stays
    const line = document.createElement("div"), note = document.createElement("p");
    const label = document.createElement("label"), input = document.createElement("input");
    [label.htmlFor, input.id, note.id] = [`${name}-${at}`, `${name}-${at}`, `${name}-${at}-note`];
    label.textContent = String(at + 1);
    label.setAttribute("aria-label", `Sentence ${at + 1}`);
    input.type = "text";
    input.maxLength = model.get("longest");
    input.autocomplete = "off";
    input.setAttribute("aria-describedby", note.id);
    note.className = "gb-note";
    line.append(label, input, note);
    let waiting = null, sent = null;
    const send = () => {
      clearTimeout(waiting);
      if (input.value === sent) return;
      sent = input.value;
      model.send({ kind: "text", at, text: input.value });
    };
    input.addEventListener("input", () => {
      clearTimeout(waiting);
      sent = null;
      waiting = setTimeout(send, PAUSE);
    }, { signal });
    input.addEventListener("change", send, { signal });
    signal.addEventListener("abort", () => clearTimeout(waiting));
    return { line, input, note };
  });
  rows.append(...lines.map(({ line }) => line));

  function show() {
    const texts = model.get("rows"), forced = model.get("answered") !== answered;
    answered = model.get("answered");
    const last = texts.reduce((most, { text }, at) => (text ? at : most), 0);
    lines.forEach(({ line, input, note }, at) => {
      // What someone is writing is theirs, unless they have pressed a button since.
      if (forced || document.activeElement !== input) input.value = texts[at].text;
      input.placeholder = at > last && at > 1 ? "another sentence" : "";
      note.textContent = texts[at].note;
      note.hidden = !texts[at].note;
      line.hidden = at > Math.max(1, last + 1);
    });
  }
  follow(model, signal, "presets", () => presets.replaceChildren(...model.get("presets").map((words, at) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = words;
    button.addEventListener("click", () => model.send({ kind: "preset", at }));
    return button;
  })));
  follow(model, signal, "chosen presets", () => [...presets.children].forEach((button, at) =>
    button.setAttribute("aria-pressed", String(at === model.get("chosen")))));
  follow(model, signal, "rows answered", show);
  // JupyterLab would otherwise take keys for itself: see transport.js.
  el.addEventListener("focusin", (event) => (event.target.dataset.lmSuppressShortcuts = "true"), { signal });
}
export default { render };
