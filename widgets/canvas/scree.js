// A scree plot: a bar for each component, those that are kept in solid ink, the others in outline.

const LEFT = 54, RIGHT = 4, TOP = 22, FOOT = 20; // CSS pixels around the bars

function render({ model, el, signal }) {
  el.classList.add("gb-scree");
  el.innerHTML = `<h2></h2><div></div>`;
  const taller = () => Number(getComputedStyle(el).getPropertyValue("--taller")) || 1; // on stage
  const surface = makeSurface({ el: el.lastElementChild, signal, heightFor: () => 150 * taller(), draw });

  function draw(context, width, height, colours) {
    const heights = floatsOf(model.get("heights")), kept = model.get("kept");
    const wide = width - LEFT - RIGHT, tall = height - TOP - FOOT, bottom = TOP + tall;
    const text = writer(context, colours);
    context.clearRect(0, 0, width, height);
    context.textBaseline = "middle";
    context.lineWidth = 1;
    for (const [place, words] of model.get("ticks")) {
      const y = Math.round(bottom - place * tall) + 0.5;
      context.strokeStyle = colours[place ? "hair" : "edge"];
      context.beginPath();
      context.moveTo(LEFT, y);
      context.lineTo(width - RIGHT, y);
      context.stroke();
      text(words, LEFT - 6, y, "right", "ink-2");
    }
    if (!heights.length) return;
    const pitch = wide / heights.length, gap = pitch > 6 ? 1.5 : pitch > 3 ? 1 : 0;
    heights.forEach((share, i) => {
      const x = LEFT + i * pitch, w = Math.max(pitch - gap, 0.5), h = share * tall;
      context.fillStyle = colours[i < kept ? "ink" : "hair"];
      context.fillRect(x, bottom - h, w, h);
      if (i < kept) return;
      context.fillStyle = colours.edge; // an edge on top, so that pale bars end somewhere
      context.fillRect(x, bottom - h, w, 1);
    });
    const [solid, pale] = model.get("words"), cut = LEFT + kept * pitch;
    context.strokeStyle = colours.ink;
    context.setLineDash([1, 3]);
    context.beginPath();
    context.moveTo(cut, TOP - 4);
    context.lineTo(cut, bottom);
    if (kept < heights.length) context.stroke();
    context.setLineDash([]);
    context.font = `600 12px ${colours.sans}`;
    const room = context.measureText(solid).width; // beside the cut, wherever there is room
    const before = cut - LEFT > room + 6;
    text(solid, before ? cut - 6 : LEFT, 8, before ? "right" : "left", "ink", 600);
    context.font = `400 12px ${colours.sans}`;
    const from = Math.max(cut + 6, before ? 0 : LEFT + room + 14);
    if (pale && from + context.measureText(pale).width < width) text(pale, from, 8, "left", "ink-2");
    text("1", LEFT, height - 7, "left", "ink-2");
    text(model.get("last"), width - RIGHT, height - 7, "right", "ink-2");
  }
  follow(model, signal, "title", () => (el.firstElementChild.textContent = model.get("title")));
  follow(model, signal, "label", () => surface.canvas.setAttribute("aria-label", model.get("label")));
  follow(model, signal, "heights kept ticks words last", surface.redraw);
}
export default { render };
