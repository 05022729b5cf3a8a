// What the network sees, 8 x 8, and what it says of it: a bar for each digit, the answer in words.

function render({ model, el, signal }) {
  el.classList.add("gb-reading");
  el.innerHTML = `<p class="gb-read"></p><p class="gb-read-note"></p>
    <div class="gb-seen"><h2>What it sees</h2><div class="gb-paper"></div><p></p></div>
    <div class="gb-bars"><h2>What it says</h2><div role="list"></div></div>
    <p class="gb-spoken" role="status"></p>`;
  const find = (selector) => el.querySelector(selector);
  const rows = Array.from({ length: 10 }, (_, digit) => {
    const row = document.createElement("div");
    row.setAttribute("role", "listitem");
    row.innerHTML = `<span>${digit}</span><i><u></u></i><span></span>`;
    find(".gb-bars > div").append(row);
    return row;
  });
  const surface = makeSurface({ el: find(".gb-paper"), signal, heightFor: (width) => width, draw });

  function draw(context, size, _, colours) {
    const pixels = bytesOf(model.get("pixels")), cell = size / 8;
    context.globalAlpha = 1;
    context.fillStyle = colours["field-mid"];
    context.fillRect(0, 0, size, size);
    context.fillStyle = colours.ink;
    const edge = (i) => Math.round(i * cell);
    for (let i = 0; i < pixels.length; i++) {
      const x = i % 8, y = Math.floor(i / 8);
      context.globalAlpha = pixels[i] / 16;
      context.fillRect(edge(x), edge(y), edge(x + 1) - edge(x), edge(y + 1) - edge(y));
    }
    context.globalAlpha = 1;
    context.strokeStyle = colours.hair;
    context.lineWidth = 1;
    context.beginPath();
    for (let i = 1; i < 8; i++) {
      context.moveTo(edge(i) + 0.5, 0);
      context.lineTo(edge(i) + 0.5, size);
      context.moveTo(0, edge(i) + 0.5);
      context.lineTo(size, edge(i) + 0.5);
    }
    context.stroke();
  }
  follow(model, signal, "pixels", surface.redraw);
  follow(model, signal, "label", () => surface.canvas.setAttribute("aria-label", model.get("label")));
  follow(model, signal, "shares values", () => {
    const shares = model.get("shares"), values = model.get("values");
    const largest = values.length ? shares.indexOf(Math.max(...shares)) : -1;
    rows.forEach((row, digit) => {
      row.children[1].firstChild.style.width = `${100 * (shares[digit] || 0)}%`;
      row.children[2].textContent = values[digit] || "";
      row.toggleAttribute("data-largest", digit === largest);
    });
  });
  follow(model, signal, "words", () => (find(".gb-read").textContent = model.get("words")));
  follow(model, signal, "note", () => (find(".gb-read-note").textContent = model.get("note")));
  follow(model, signal, "what", () => (find(".gb-seen > p").textContent = model.get("what")));
  follow(model, signal, "spoken", () => (find(".gb-spoken").textContent = model.get("spoken")));
}
export default { render };
