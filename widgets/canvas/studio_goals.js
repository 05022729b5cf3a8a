// The terms of a goal: value, bar and weight of each; adding, taking away; and the weighted sum.


function render({ model, el, signal }) {
  el.classList.add("gb-goals");
  const id = "gb-goal-" + Math.random().toString(36).slice(2);
  el.innerHTML = `<div class="gb-goal-list" role="group"></div>
    <p class="gb-goal-none">Without a goal there is nothing to improve: add one.</p>
    <select class="gb-goal-add" aria-label="Add a goal"></select>
    <div class="gb-goal-sum"><b class="gb-goal-total"></b><span>weighted sum<br>(began at <i></i>)</span></div>
    <p class="gb-goal-key">A bar is as long as the root of weight × value; its thin mark is where it began.</p>`;
  const [list, none, add, sum, key] = el.children;
  const rows = new Map(); // name -> its row and what changes in it
  let queued = null;

  const weightOf = (at) => model.get("steps")[at].toLocaleString("en", { maximumFractionDigits: 3 });
  function rowOf(term, i) {
    const row = document.createElement("div");
    row.className = "gb-goal";
    row.innerHTML = `<div class="gb-goal-head"><b></b><output></output></div>
      <div class="gb-goal-bar" aria-hidden="true"><i></i><u></u></div>
      <div class="gb-goal-weight"><label for="${id}-${i}">weight</label><input id="${id}-${i}" type="range" min="0" step="1"><output></output></div>
      <div class="gb-goal-foot"><span></span><button type="button">take away</button></div>`;
    const find = (selector) => row.querySelector(selector);
    const parts = { row, name: find("b"), value: find(".gb-goal-head output"), bar: find("i"), mark: find("u"),
      range: find("input"), weight: find(".gb-goal-weight output"), words: find(".gb-goal-foot span"),
      take: find("button") };
    parts.range.max = String(model.get("steps").length - 1);
    parts.range.addEventListener("input", () => {
      say(parts, weightOf(Number(parts.range.value)));
      if (!queued) requestAnimationFrame(send);
      queued = { ...(queued ?? {}), [term.name]: Number(parts.range.value) };
    }, { signal });
    parts.take.addEventListener("click", () => {
      add.focus();
      model.send({ kind: "take", name: term.name });
    }, { signal });
    return parts;
  }
  function send() {
    const moved = queued ?? {};
    queued = null;
    if (!signal.aborted)
      for (const [name, at] of Object.entries(moved)) model.send({ kind: "weight", name, at });
  }
  function say(parts, words) {
    const { range } = parts;
    parts.weight.textContent = words;
    range.setAttribute("aria-valuetext", words);
    range.style.setProperty("--at", range.max > 0 ? range.value / range.max : 0);
  }

  // ---- what the kernel says

  let made = 0;
  function lay() {
    const terms = model.get("terms"), names = terms.map((term) => term.name);
    for (const [name, { row }] of rows)
      if (!names.includes(name)) {
        row.remove();
        rows.delete(name);
      }
    terms.forEach((term, i) => {
      if (!rows.has(term.name)) rows.set(term.name, rowOf(term, made++));
      const parts = rows.get(term.name);
      if (list.children[i] !== parts.row) list.insertBefore(parts.row, list.children[i] ?? null);
      parts.name.textContent = term.label;
      parts.words.textContent = term.words;
      parts.range.setAttribute("aria-label", `weight of ${term.label}`);
      parts.take.setAttribute("aria-label", `take away ${term.label}`);
      if (queued && term.name in queued) return; // a hand is ahead of the kernel
      parts.range.value = String(term.at);
      say(parts, Number(term.weight).toLocaleString("en", { maximumFractionDigits: 3 }));
    });
    none.hidden = terms.length > 0;
    sum.hidden = key.hidden = !terms.length;
    fill();
  }
  function fill() {
    const live = model.get("live");
    for (const [name, parts] of rows) {
      const [value, share, began] = live[name] ?? ["-.----", -1, -1];
      parts.value.textContent = value;
      parts.bar.style.width = share < 0 ? "0" : `max(1.5px, ${100 * share}%)`;
      parts.mark.hidden = began < 0;
      parts.mark.style.left = `${100 * began}%`;
    }
    sum.querySelector("b").textContent = model.get("total");
    sum.querySelector("i").textContent = model.get("began");
    list.setAttribute("aria-label", model.get("label"));
  }
  follow(model, signal, "terms steps", lay);
  follow(model, signal, "live total began label", fill);
  follow(model, signal, "offers", () => {
    const offered = model.get("offers").map(([name, label]) => new Option(label, name));
    add.replaceChildren(new Option("add a goal ...", ""), ...offered);
    add.hidden = !offered.length;
  });
  add.addEventListener("change", () => {
    if (add.value) model.send({ kind: "add", name: add.value });
    add.value = "";
  }, { signal });
  // JupyterLab would otherwise take keys for itself: see transport.js.
  el.addEventListener("focusin", (event) => (event.target.dataset.lmSuppressShortcuts = "true"), { signal });

  onNear(el, signal, () => model.send({ kind: "seen" }));
}
export default { render };
