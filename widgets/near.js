// Tells once that an element stays near the screen: what takes long can wait until then.  Not at
// once: while a page is built, what stands above an element is still to come.

const STAYS = 300; // milliseconds

function onNear(el, signal, told, margin = "100%") {
  let waiting = 0;
  const near = new IntersectionObserver((entries) => {
    clearTimeout(waiting);
    if (!entries.at(-1).isIntersecting) return;
    waiting = setTimeout(() => {
      near.disconnect();
      told();
    }, STAYS);
  }, { rootMargin: margin });
  near.observe(el);
  signal.addEventListener("abort", () => {
    clearTimeout(waiting);
    near.disconnect();
  });
}
