// Small pictures to choose from: a radio group, one tab stop, arrows move inside.

function render({ model, el, signal }) {
  el.classList.add("gb-thumbnails");
  el.setAttribute("role", "radiogroup");

  const choose = (value) => {
    model.set("value", value);
    model.save_changes();
    mark(true);
  };
  function picture(canvas, index) {
    if (!el.isConnected) return; // the theme's colours are known on the page only
    const [width, height] = model.get("size"), pixels = bytesOf(model.get("pictures"));
    canvas.width = width;
    canvas.height = height;
    const context = canvas.getContext("2d"), image = context.createImageData(width, height);
    const tint = fieldColours(coloursOf(el), (byte) => byte / 255), packed = new Uint32Array(image.data.buffer);
    for (let i = 0; i < packed.length; i++) packed[i] = tint[pixels[index * packed.length + i]];
    context.putImageData(image, 0, 0);
  }
  function mark(focus) {
    for (const button of el.querySelectorAll("button")) {
      const chosen = button.dataset.value === model.get("value");
      button.setAttribute("aria-checked", String(chosen));
      button.tabIndex = chosen ? 0 : -1;
      if (chosen && focus) button.focus();
    }
    if (!el.querySelector('[tabindex="0"]') && el.firstChild) el.firstChild.tabIndex = 0;
  }
  function lay() {
    el.replaceChildren(...model.get("names").map((name, i) => {
      const button = document.createElement("button"), canvas = document.createElement("canvas");
      const words = document.createElement("span");
      button.type = "button";
      button.setAttribute("role", "radio");
      button.dataset.value = name;
      button.title = [name, model.get("titles")[i]].filter(Boolean).join(": ");
      words.textContent = name;
      canvas.setAttribute("aria-hidden", "true");
      button.append(canvas, words);
      button.addEventListener("click", () => choose(name));
      return button;
    }));
    repaint();
    mark(false);
  }
  const repaint = () => el.querySelectorAll("canvas").forEach(picture);
  el.addEventListener("keydown", (event) => {
    const by = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: 3, ArrowUp: -3 }[event.key];
    if (!by) return;
    event.preventDefault();
    const names = model.get("names"), now = names.indexOf(model.get("value"));
    const next = Math.abs(by) === 1 ? (now + by + names.length) % names.length : now + by;
    if (next >= 0 && next < names.length) choose(names[next]);
  });
  onLook(el, signal, repaint);
  const sizes = new ResizeObserver(repaint); // its first call comes once the page has the element
  sizes.observe(el);
  signal.addEventListener("abort", () => sizes.disconnect());
  follow(model, signal, "label", () => el.setAttribute("aria-label", model.get("label")));
  follow(model, signal, "names pictures", lay);
  follow(model, signal, "value", () => mark(el.contains(document.activeElement)));
}
export default { render };
