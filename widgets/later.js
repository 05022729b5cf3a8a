// Says once that the page has painted its first piece, or has had two seconds for it.

function render({ model, signal }) {
  const late = setTimeout(speak, 2000);
  function speak() {
    clearTimeout(late);
    document.removeEventListener("glassbox:painted", soon);
    if (!signal.aborted) model.send({ kind: "ready" });
  }
  // Not at once: the first piece has its other pictures to draw, too.
  const soon = () => setTimeout(speak, 50);
  document.addEventListener("glassbox:painted", soon, { once: true, signal });
}
export default { render };
