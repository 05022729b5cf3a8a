// The picture that is being made, as large as its box; or what its goal asks of it, in grey.

function render({ model, el, signal }) {
  el.classList.add("gb-art-picture");
  const paint = watchPaint({ model, el, signal });
  const picture = document.createElement("canvas"), enlarged = document.createElement("canvas");
  let filled = "";
  const surface = makeSurface({ el, signal, draw, after: paint.acknowledge, heightFor: (width) => width });
  const { canvas } = surface;

  function draw(context, width, height, colours, scale) {
    const size = model.get("size"), pull = bytesOf(model.get("pull"));
    const shown = model.get("show_pull") && pull.length ? "pull" : "image";
    context.globalAlpha = 1;
    context.fillStyle = colours["field-mid"];
    context.fillRect(0, 0, width, height);
    if (!size) return;
    const kind = [shown, model.get("frame"), size].join();
    if (filled !== kind && !fillPicture(picture, bytesOf(model.get(shown)), size, size)) return;
    filled = kind;
    context.globalAlpha = model.get("dimmed") ? 0.5 : 1;
    paintPicture(context, picture, 0, 0, width, height, { smooth: model.get("smooth"), scale, enlarged });
  }

  follow(model, signal, "alt", () => {
    canvas.setAttribute("aria-label", model.get("alt"));
    canvas.setAttribute("aria-hidden", String(!model.get("alt"))); // there is no picture yet
  });
  follow(model, signal, "show_pull dimmed smooth", () => surface.redraw());
  follow(model, signal, "frame", () => paint.paced(surface.redraw));
}
export default { render };
