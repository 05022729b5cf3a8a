// A picture of one's own: a button that opens the files, and a place to drop one on.

const TYPES = "image/png,image/jpeg,image/gif,image/webp,image/bmp";

function render({ model, el, signal }) {
  el.classList.add("gb-own-picture");
  el.innerHTML = `<div class="gb-drop"><button type="button">Choose a picture</button><span>or drop one here</span>
      <input type="file" accept="${TYPES}" hidden></div>
    <p class="gb-drop-said" role="status"></p>
    <p class="gb-note">PNG, JPEG, GIF, WebP or BMP, up to 20 MB. Its middle square is used, and kept nowhere.</p>`;
  const find = (selector) => el.querySelector(selector);
  const drop = find(".gb-drop"), input = find("input"), said = find(".gb-drop-said"), button = find("button");
  let reading = false;

  function say(words, problem) {
    said.textContent = words;
    said.hidden = !words;
    said.classList.toggle("gb-problem", problem);
  }
  const busy = () => reading || model.get("busy");
  async function take(file) {
    if (!file || busy()) return;
    reading = true;
    say(`Reading ${file.name} ...`, false);
    try {
      const [message, bytes] = await prepared(file, model.get("most_bytes"));
      if (!signal.aborted) model.send(message, undefined, [bytes]);
    } catch (error) {
      say(error instanceof Error && error.name === "Error" ? error.message : `${file.name} could not be read: ${EXPECTED}.`, true);
    } finally {
      reading = false;
    }
  }
  button.addEventListener("click", () => busy() || input.click(), { signal });
  input.addEventListener("change", () => {
    take(input.files[0]);
    input.value = ""; // so that the same file can be chosen again
  }, { signal });

  // ---- dropping

  let inside = 0; // how many elements the file is over: leaving one may be entering its child
  const carries = (event) => [...(event.dataTransfer?.types ?? [])].includes("Files");
  const over = (by) => drop.classList.toggle("gb-over", (inside = Math.max(0, inside + by)) > 0);
  const onDrag = (name, act) => el.addEventListener(name, (event) => {
    if (!carries(event)) return;
    event.preventDefault(); // or the browser would open the file in place of the page
    event.stopPropagation(); // or JupyterLab would take it
    act(event);
  }, { signal });
  onDrag("dragenter", () => over(1));
  onDrag("dragleave", () => over(-1));
  onDrag("dragover", (event) => (event.dataTransfer.dropEffect = "copy"));
  onDrag("drop", (event) => {
    over(-inside);
    const { files } = event.dataTransfer;
    if (files.length > 1) say("One picture at a time: drop a single file.", true);
    else take(files[0]);
  });
  // JupyterLab would otherwise take keys for itself: see transport.js.
  el.addEventListener("focusin", (event) => (event.target.dataset.lmSuppressShortcuts = "true"), { signal });

  const told = () => say(model.get("said"), model.get("problem"));
  follow(model, signal, "said problem", told);
  follow(model, signal, "busy", () => {
    button.setAttribute("aria-disabled", String(model.get("busy")));
    if (!model.get("busy")) told(); // of the same picture again the same is said: no news of it comes
  });
}
export default { render };
