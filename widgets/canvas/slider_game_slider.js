// One slider with the arrow that shows how the gradient pulls at it.  The page's own control, so
// that touch, keys and screen readers know it; arrow keys move it by a hundredth, with Shift by five.

const THUMB = 7, LEAST = 12, MORE = 58; // pixels: half a thumb, an arrow at least, and what is added

function makeSlider({ el, signal, index, send }) {
  el.className = "gb-sg-slider";
  el.innerHTML = `<label></label><div class="gb-sg-track"><input type="range" step="any"><svg aria-hidden="true"><path
    class="gb-sg-shaft"/><path class="gb-sg-tip"/></svg></div><output></output><span class="gb-sg-pull"></span>`;
  const find = (selector) => el.querySelector(selector);
  const input = find("input"), id = `gb-sg-${Math.random().toString(36).slice(2)}`;
  input.id = id;
  find("label").htmlFor = id;
  let held = false, told = null, queued = false, seen = null;

  const tell = (done) => {
    told = Number(input.value);
    send({ kind: "move", slider: index, value: told, done });
  };
  const soon = () => { // a hand moves more often than the page is drawn
    if (!queued) requestAnimationFrame(() => { queued = false; if (!signal.aborted && held) tell(false); });
    queued = true;
  };
  input.addEventListener("pointerdown", () => (held = true), { signal });
  input.addEventListener("input", () => { held = true; ink(); soon(); }, { signal });
  input.addEventListener("change", () => { held = false; tell(true); }, { signal });
  for (const name of ["pointerup", "pointercancel", "blur"])
    input.addEventListener(name, () => (held = false), { signal });
  input.addEventListener("keydown", (event) => {
    const way = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1 }[event.key];
    if (!way || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    input.value = Number(input.value) + ((way * (input.max - input.min)) / 100) * (event.shiftKey ? 5 : 1);
    ink();
    tell(!event.repeat);
  }, { signal });

  const share = () => (input.value - input.min) / (input.max - input.min);
  const ink = () => input.style.setProperty("--at", share());
  function arrow() {
    const width = input.clientWidth, length = seen.shown && seen.share ? LEAST + MORE * Math.abs(seen.share) : 0;
    const way = Math.sign(seen.share), from = THUMB + (width - 2 * THUMB) * share() + way * (THUMB + 4);
    const to = Math.min(width - 1, Math.max(1, from + way * length)); // never off its track
    const [shaft, tip] = [find(".gb-sg-shaft"), find(".gb-sg-tip")];
    shaft.setAttribute("d", length ? `M${from} 12H${to - way * 6}` : "");
    tip.setAttribute("d", length ? `M${to} 12l${-way * 8} -4.5v9z` : "");
  }
  return {
    show(slider, shown) {
      seen = { ...slider, shown };
      find("label").textContent = slider.name;
      [input.min, input.max] = [slider.low, slider.high];
      if (!held) input.value = slider.value;
      ink();
      find("output").textContent = slider.words;
      find(".gb-sg-pull").textContent = shown ? `pull ${slider.pull}` : "";
      input.setAttribute("aria-valuetext", `${slider.words}${shown ? `, pulled by ${slider.pull}` : ""}`);
      arrow();
    },
    arrow: () => seen && arrow(),
  };
}
