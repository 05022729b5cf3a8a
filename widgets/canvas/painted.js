// When a picture has reached the screen, and how often a new one may.

// acknowledge() follows each drawing and tells kernel and page, once for each frame of the kernel's:
// a message sent from within the frame's callback arrives before the pixels do, one sent from a
// channel just after them.  paced(redraw) is now, or for someone who asked for less motion at most
// twice a second while frames follow one another.
function watchPaint({ model, el, signal }) {
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  let painted = -1, lastPaint = 0, waiting = null;

  function acknowledge() {
    lastPaint = performance.now();
    const frame = model.get("frame");
    if (frame === painted) return;
    painted = frame;
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      if (!signal.aborted) model.send({ kind: "painted", frame });
      el.dispatchEvent(new CustomEvent("glassbox:painted", { bubbles: true, detail: { frame } }));
      port1.close();
    };
    port2.postMessage(0);
  }
  function paced(redraw) {
    const wait = calm.matches && model.get("live") ? 500 - (performance.now() - lastPaint) : 0;
    clearTimeout(waiting);
    if (wait > 0) waiting = setTimeout(redraw, wait);
    else redraw();
  }
  return { acknowledge, paced };
}
