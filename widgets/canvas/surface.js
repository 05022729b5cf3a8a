// What every canvas of ours shares: it is as large as its element in device pixels, takes
// its colours from the theme, and is redrawn at most once for each frame of the page.

const bytesOf = (value) =>
  value instanceof DataView
    ? new Uint8Array(value.buffer, value.byteOffset, value.byteLength)
    : new Uint8Array(value || 0);

const floatsOf = (value) => {
  const bytes = bytesOf(value); // sliced, because a view must start at a multiple of four
  return new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
};

const COLOURS = ["paper", "ink", "ink-2", "ink-3", "edge", "hair", "orange", "blue", "orange-ink",
  "blue-ink", "field-mid", "field-orange", "field-blue", "sans"];

function coloursOf(el) {
  const style = getComputedStyle(el), colours = {};
  for (const name of COLOURS) colours[name] = style.getPropertyValue("--" + name).trim() || "#888888";
  return colours;
}

const rgbOf = (hex) => [1, 3, 5].map((i) => parseInt(hex.slice(i, i + 2), 16));

// 256 packed RGBA colours, from blue (p = 0) through the middle (0.5) to orange (1);
// probabilityOf says which p a byte stands for.
function fieldColours(colours, probabilityOf) {
  const [blue, mid, orange] = ["field-blue", "field-mid", "field-orange"].map((n) => rgbOf(colours[n]));
  return Uint32Array.from({ length: 256 }, (_, i) => {
    const p = probabilityOf(i), [from, to, t] = p < 0.5 ? [blue, mid, 2 * p] : [mid, orange, 2 * p - 1];
    const [r, g, b] = from.map((value, k) => Math.round(value + (to[k] - value) * t));
    return ((255 << 24) | (b << 16) | (g << 8) | r) >>> 0;
  });
}

// Device pixels to a CSS pixel of this element: on stage it is magnified as well.
const scaleOf = (el) => (window.devicePixelRatio || 1) * (el.currentCSSZoom || 1);

// Light or dark may be the system's, the page's, or said by the outermost widget alone.
function onLook(el, signal, act) {
  const looks = new MutationObserver(act), attributeFilter = ["data-theme", "data-jp-theme-light", "class"];
  for (const node of [document.documentElement, document.body]) looks.observe(node, { attributeFilter });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", act, { signal });
  signal.addEventListener("abort", () => looks.disconnect());
  const observeRoot = () => {
    const roots = [];
    for (let node = el.closest(".glassbox"); node; node = node.parentElement.closest(".glassbox")) roots.push(node);
    if (roots.length) looks.observe(roots.at(-1), { attributeFilter: ["data-look"] });
    else if (!signal.aborted) requestAnimationFrame(observeRoot);
  };
  observeRoot();
}

// draw(context, width, height, colours, scale) is called with sizes in CSS pixels.
function makeSurface({ el, signal, heightFor, draw, after }) {
  const canvas = document.createElement("canvas");
  canvas.setAttribute("role", "img");
  canvas.style.cssText = "display:block;width:100%";
  el.appendChild(canvas);
  const context = canvas.getContext("2d");
  let queued = false, colours = null;

  function paint() {
    queued = false;
    const width = el.clientWidth;
    if (!width || signal.aborted) return;
    const height = Math.round(heightFor(width)), scale = scaleOf(el);
    const w = Math.round(width * scale), h = Math.round(height * scale);
    if (canvas.width !== w || canvas.height !== h) {
      canvas.width = w;
      canvas.height = h;
      canvas.style.height = height + "px";
    }
    colours = colours || coloursOf(el);
    context.setTransform(scale, 0, 0, scale, 0, 0);
    draw(context, width, height, colours, scale);
    if (after) after();
  }
  function redraw() {
    if (!queued) {
      queued = true;
      requestAnimationFrame(paint);
    }
  }
  const recolour = () => {
    colours = null;
    redraw();
  };
  const sizes = new ResizeObserver(redraw);
  sizes.observe(el);
  onLook(el, signal, recolour);
  window.addEventListener("resize", redraw, { signal }); // a new scale
  signal.addEventListener("abort", () => sizes.disconnect());
  return { canvas, redraw };
}
