// Two words that save.  The kernel makes the file; the page gets it in a message and downloads it.

const WORDS = { png: "Save the picture", gif: "Save the run" };

function render({ model, el, signal }) {
  el.classList.add("gb-saving");
  const button = ([what, words]) => `<button type="button" data-what="${what}">${words}</button>`;
  el.innerHTML = `<div class="gb-links">${Object.entries(WORDS).map(button).join("")}</div>
    <p class="gb-saving-said" role="status"></p>`;
  const said = el.querySelector("p");
  let asked = ""; // in this view: of several, one downloads

  const idle = () => model.get("can_save") && !model.get("busy");
  el.addEventListener("click", (event) => {
    const what = event.target.closest("button")?.dataset.what;
    if (!what || !idle()) return;
    asked = what;
    model.send({ kind: "save", what });
  }, { signal });
  // JupyterLab would otherwise take keys for itself: see transport.js.
  el.addEventListener("focusin", (event) => (event.target.dataset.lmSuppressShortcuts = "true"), { signal });

  const heard = (content, buffers) => {
    if (content.kind !== "file" || !asked) return;
    asked = "";
    try {
      download(content.name, content.mime, buffers[0]);
    } catch {
      said.textContent = "This page cannot download files.";
    }
  };
  model.on("msg:custom", heard);
  signal.addEventListener("abort", () => model.off("msg:custom", heard));
  follow(model, signal, "busy can_save", () => {
    for (const one of el.querySelectorAll("button")) one.setAttribute("aria-disabled", String(!idle()));
  });
  follow(model, signal, "said", () => {
    said.textContent = model.get("said");
    said.hidden = !model.get("said");
  });
}
export default { render };
