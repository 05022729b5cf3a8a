// The moment in hand of the widget's row of moments, now and whenever it changes: widgets/scrub.js
// says it in the page, so that a picture that has all moments need not wait for the kernel.
function followMoment(el, signal, act) {
  onceInside(el, signal, (root) => {
    root.addEventListener("glassbox:moment", (event) => act(event.detail.index), { signal });
    const now = root.querySelector(".gb-scrub")?.dataset.index;
    if (now !== undefined) act(Number(now));
  });
}
