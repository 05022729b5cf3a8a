// One button that begins a computation and stops it, how far it is, and a quiet second act.
// A button that cannot be pressed yet stays in the tab order and is described by the reason.

function render({ model, el, signal }) {
  const id = "gb-runner-" + Math.random().toString(36).slice(2); // a view's own
  el.classList.add("gb-runner");
  el.innerHTML = `<button type="button" data-act="press" aria-describedby="${id}"></button>
    <span class="gb-runner-bar" role="progressbar" aria-label="Progress" aria-valuemin="0" aria-valuemax="100" hidden><i></i></span>
    <span class="gb-runner-words" id="${id}"></span>
    <button type="button" class="gb-quiet" data-act="again" hidden></button>
    <p class="gb-problem" role="alert" hidden></p>
    <p class="gb-spoken" role="status"></p>`;
  const find = (selector) => el.querySelector(selector);
  const press = find("[data-act=press]"), again = find("[data-act=again]");
  const bar = find(".gb-runner-bar");

  el.addEventListener("click", (event) => {
    const act = event.target.closest("button")?.dataset.act;
    if (act) model.send({ kind: act }); // the kernel knows whether it may: a guess may be on its way
  });
  follow(model, signal, "label enabled main", () => {
    press.textContent = model.get("label");
    press.setAttribute("aria-disabled", String(!model.get("enabled")));
    press.classList.toggle("gb-solid", model.get("main") && model.get("enabled"));
  });
  follow(model, signal, "share words", () => {
    const share = model.get("share"), words = model.get("words");
    bar.hidden = share < 0;
    bar.firstChild.style.width = Math.max(0, share) + "%";
    bar.setAttribute("aria-valuenow", String(Math.max(0, share)));
    bar.setAttribute("aria-valuetext", words);
    // What stands between two asterisks is the figure that matters.
    find(".gb-runner-words").replaceChildren(
      ...words.split("**").map((part, i) => {
        if (i % 2 === 0) return part;
        const strong = document.createElement("b");
        strong.textContent = part;
        return strong;
      }),
    );
  });
  follow(model, signal, "again", () => {
    const words = model.get("again");
    if (!words && document.activeElement === again) press.focus();
    again.textContent = words;
    again.hidden = !words;
  });
  follow(model, signal, "problem", () => {
    find(".gb-problem").textContent = model.get("problem");
    find(".gb-problem").hidden = !model.get("problem");
  });
  follow(model, signal, "spoken", () => (find(".gb-spoken").textContent = model.get("spoken")));
}
export default { render };
