// Says once that the page has painted its first piece, or has had two seconds for it; and marks
// the page as arriving until every place has been filled for a while (see lesson.css).

const LOOK = 500; // ms between two looks for empty places

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

  const marked = document.body.classList;
  marked.add("gb-arriving");
  let full = 0;
  const looks = setInterval(() => {
    full = document.querySelector(".gb-later") ? 0 : full + 1;
    if (full > 1) end(); // the last piece has had time to grow
  }, LOOK);
  function end() {
    clearInterval(looks);
    marked.remove("gb-arriving");
  }
  signal.addEventListener("abort", end);
}
export default { render };
