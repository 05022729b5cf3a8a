// The style sheet comes with this widget; what is left to do in script is to give ipywidgets'
// sliders the accessible names that they lack and the ink on their track, to keep our keys from
// JupyterLab, and to tell the page's stage that a widget has arrived.

function nameSliders(root) {
  for (const box of root.querySelectorAll(".widget-slider")) {
    const words = box.querySelector(".widget-label")?.textContent.trim();
    const readout = box.querySelector(".widget-readout");
    for (const handle of box.querySelectorAll(".noUi-handle")) {
      if (words && handle.getAttribute("aria-label") !== words) handle.setAttribute("aria-label", words);
      const value = readout?.textContent.trim();
      if (value && handle.getAttribute("aria-valuetext") !== value) handle.setAttribute("aria-valuetext", value);
      // Where the handle stands, as noUiSlider writes it: from translate(-1000%) to translate(0%).
      const moved = /translate\((-?[\d.]+)%/.exec(handle.parentElement.style.transform);
      const at = String(moved ? 1 + Number(moved[1]) / 1000 : 0);
      const track = handle.closest(".noUi-target");
      if (track.style.getPropertyValue("--at") !== at) track.style.setProperty("--at", at);
    }
    if (words && readout && !readout.hasAttribute("aria-label")) {
      readout.setAttribute("aria-label", words + ", type a value");
      readout.setAttribute("role", "textbox");
    }
  }
}

function render({ el, signal }) {
  el.style.display = "none";
  let queued = 0, root = null;
  const look = () => {
    queued = 0;
    nameSliders(root);
  };
  const soon = () => (queued = queued || requestAnimationFrame(look));
  const seen = new MutationObserver(soon);
  onceInside(el, signal, (found) => {
    root = found;
    seen.observe(root, {
      childList: true, subtree: true, characterData: true, attributes: true, attributeFilter: ["style"],
    });
    soon();
    // JupyterLab looks for this mark on what has the focus before it takes a key for itself.
    root.addEventListener("focusin", (event) => {
      event.target.dataset.lmSuppressShortcuts = "true";
    }, { signal });
    (window.glassboxStage ??= makeStage()).join(root, signal);
  });
  signal.addEventListener("abort", () => seen.disconnect());
}
export default { render };
