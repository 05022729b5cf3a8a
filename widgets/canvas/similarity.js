// How alike two sentences are: the number, where it stands among a stock of pairs, and why.

const PAGE = `<p class="gb-sim-kind"></p><p class="gb-problem" role="alert" hidden></p>
  <div class="gb-sim-now"><span class="gb-big"></span><span class="gb-free"><b></b><span></span></span><p class="gb-sim-missing" hidden></p></div>
  <div class="gb-sim-axis"></div><p class="gb-sim-key"></p>
  <div class="gb-sim-reason"><div class="gb-sim-said" role="status"></div><div class="gb-sim-near"></div></div>
  <div class="gb-sim-tables"><div class="gb-sim-scroll gb-sim-every"><table class="gb-sim-matrix"></table></div>
  <div class="gb-sim-scroll gb-sim-words" role="region" aria-label="What each pair of words gives" tabindex="0"><table class="gb-sim-why"></table></div></div>`;

function render({ model, el, signal }) {
  el.classList.add("gb-sim");
  el.innerHTML = PAGE;
  const find = (selector) => el.querySelector(selector), state = () => model.get("state");
  const heightFor = (width) => Math.round(Math.max(168, Math.min(230, width * 0.34)) * (parseFloat(getComputedStyle(el).getPropertyValue("--taller")) || 1));
  const draw = (context, width, height, colours) => paintAxis(context, width, height, state().axis, colours);
  const surface = makeSurface({ el: find(".gb-sim-axis"), signal, heightFor, draw });
  const matrix = find(".gb-sim-matrix"), choose = (i, j) => model.send({ kind: "pair", i, j });

  function show() {
    const now = state();
    find(".gb-problem").textContent = now.problem ?? "";
    find(".gb-problem").hidden = !now.problem;
    if (!now.beside) return; // nothing is computed yet
    find(".gb-sim-kind").textContent = now.kind;
    find(".gb-sim-key").textContent = now.key;
    find(".gb-big").textContent = now.number || "--.--";
    find(".gb-free b").textContent = now.beside[0];
    find(".gb-free span").textContent = now.beside[1];
    find(".gb-sim-missing").textContent = now.missing;
    find(".gb-sim-missing").hidden = !now.missing;
    for (const one of [".gb-big", ".gb-free"]) find(one).hidden = Boolean(now.missing); // the words stand there instead
    find(".gb-sim-said").replaceChildren(...now.said.map((words) => {
      const line = document.createElement("p");
      line.textContent = words;
      return line;
    }));
    find(".gb-sim-every").hidden = !now.matrix;
    el.toggleAttribute("data-many", Boolean(now.matrix));
    if (now.matrix) fillMatrix(matrix, now.matrix, choose);
    else matrix.replaceChildren();
    find(".gb-sim-words").hidden = !now.why;
    if (now.why) fillWhy(find(".gb-sim-why"), now.why);
    find(".gb-sim-near").replaceChildren(...now.near.map(({ word, list }) => {
      const line = document.createElement("p"), title = document.createElement("b");
      title.textContent = `nearest to \u201c${word}\u201d`;
      line.append(title, ...list.map(([other, cosine]) => {
        const one = document.createElement("span"), figure = document.createElement("i");
        figure.textContent = cosine;
        one.append(`${other} `, figure);
        return one;
      }));
      return line;
    }));
    surface.redraw();
  }
  matrix.addEventListener("keydown", (event) => moveInMatrix(matrix, event), { signal });
  // JupyterLab would otherwise take keys for itself: see transport.js.
  el.addEventListener("focusin", (event) => (event.target.dataset.lmSuppressShortcuts = "true"), { signal });
  follow(model, signal, "state", show);
  follow(model, signal, "label", () => surface.canvas.setAttribute("aria-label", model.get("label")));
}
export default { render };
