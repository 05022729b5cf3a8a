// Lines over k, from 2 to all, in equal ratios; two are named at their ends.  A click takes the
// nearest k: the slider of the widget does the same from the keyboard.

const LEFT = 42, RIGHT = 56, TOP = 20, FOOT = 20; // CSS pixels around the lines

function render({ model, el, signal }) {
  el.classList.add("gb-over-k");
  el.innerHTML = `<h2></h2><div></div>`;
  const taller = () => Number(getComputedStyle(el).getPropertyValue("--taller")) || 1; // on stage
  const surface = makeSurface({ el: el.lastElementChild, signal, heightFor: () => 132 * taller(), draw });
  const { canvas } = surface;
  const across = (width) => {
    const levels = model.get("levels"), low = Math.log(levels[0]), high = Math.log(levels.at(-1));
    return (k) => LEFT + ((width - LEFT - RIGHT) * (high > low ? (Math.log(k) - low) / (high - low) : 1));
  };

  function draw(context, width, height, colours) {
    const levels = model.get("levels"), bottom = height - FOOT, [low, high] = model.get("bounds");
    const Y = (v) => bottom - ((bottom - TOP) * (Math.min(high, Math.max(low, v)) - low)) / (high - low);
    const text = writer(context, colours);
    context.clearRect(0, 0, width, height);
    context.textBaseline = "middle";
    context.setLineDash([]);
    for (const [value, words] of model.get("ticks")) {
      const y = Math.round(Y(value)) + 0.5;
      context.strokeStyle = colours[value === low ? "edge" : "hair"];
      context.lineWidth = 1;
      context.beginPath();
      context.moveTo(LEFT, y);
      context.lineTo(width - RIGHT, y);
      context.stroke();
      text(words, LEFT - 6, y, "right", "ink-2");
    }
    if (!levels.length) return;
    const X = across(width), x = Math.round(X(model.get("k"))) + 0.5;
    text(String(levels[0]), LEFT, height - 7, "left", "ink-2");
    if (levels.length > 1) text(`all ${levels.at(-1).toLocaleString("en")}`, width - RIGHT, height - 7, "right", "ink-2");
    context.strokeStyle = colours.ink;
    context.lineWidth = 1;
    context.beginPath();
    context.moveTo(x, TOP - 4);
    context.lineTo(x, bottom);
    context.stroke();
    context.font = `600 12px ${colours.sans}`;
    const half = context.measureText(model.get("k_words")).width / 2;
    text(model.get("k_words"), Math.min(width - RIGHT - half + 4, Math.max(half, x)), 8, "center", "ink", 600);
    paintLines(context, X, Y, x, text, colours, [TOP, bottom], width);
  }
  function paintLines(context, X, Y, x, text, colours, [top, bottom], width) {
    const levels = model.get("levels"), values = floatsOf(model.get("lines")), strong = model.get("strong");
    const valuesOf = (which) => Array.from(values.slice(which * levels.length, (which + 1) * levels.length));
    const pointsOf = (own) => levels.map((k, i) => [X(k), Y(own[i])]).filter((_, i) => Number.isFinite(own[i]));
    context.strokeStyle = colours.edge;
    context.lineWidth = 0.75;
    context.globalAlpha = 0.6;
    for (let which = 2; which * levels.length < values.length; which++) { // other draws, thin
      context.beginPath();
      pointsOf(valuesOf(which)).forEach((point, i) => context[i ? "lineTo" : "moveTo"](...point));
      context.stroke();
    }
    context.globalAlpha = 1;
    const ends = [0, 1].map((which) => {
      const own = valuesOf(which), points = pointsOf(own);
      const ink = colours[which === strong ? "ink" : "ink-3"];
      context.strokeStyle = ink;
      context.lineWidth = which === strong ? 2 : 1.25;
      context.lineJoin = "round";
      context.setLineDash(which ? [4, 2.5] : []);
      context.beginPath();
      points.forEach((point, i) => context[i ? "lineTo" : "moveTo"](...point));
      context.stroke();
      context.setLineDash([]);
      const here = own[levels.indexOf(model.get("k"))];
      if (Number.isFinite(here)) {
        context.beginPath();
        context.arc(x, Y(here), which === strong ? 4 : 3, 0, 7);
        context.fillStyle = which ? colours.paper : ink; // PCA a disc, random a ring
        context.fill();
        context.lineWidth = 1.5;
        context.stroke();
      }
      return points.length ? points.at(-1)[1] : null;
    });
    const known = [0, 1].filter((which) => ends[which] !== null);
    const places = spread(known.map((which) => ends[which]), 14, top, bottom);
    for (const [i, which] of known.entries())
      text(model.get("names")[which], width - RIGHT + 6, places[i], "left", which === strong ? "ink" : "ink-2", which === strong ? 600 : 400);
  }

  canvas.style.cursor = "pointer";
  canvas.addEventListener("click", (event) => {
    const levels = model.get("levels");
    if (!levels.length) return;
    const box = canvas.getBoundingClientRect(), zoom = box.width / canvas.clientWidth || 1;
    const x = (event.clientX - box.left) / zoom, X = across(canvas.clientWidth);
    const k = levels.reduce((best, one) => (Math.abs(X(one) - x) < Math.abs(X(best) - x) ? one : best));
    model.send({ kind: "k", k });
  }, { signal });
  follow(model, signal, "title", () => (el.firstElementChild.textContent = model.get("title")));
  follow(model, signal, "label", () => canvas.setAttribute("aria-label", model.get("label")));
  follow(model, signal, "lines levels k strong bounds ticks names", surface.redraw);
}
export default { render };
