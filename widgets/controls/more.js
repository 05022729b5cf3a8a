// Unfolds what its group keeps for those who ask: the group is told by `data-open`.

function render({ model, el, signal }) {
  el.classList.add("gb-more");
  const button = document.createElement("button");
  button.type = "button";
  el.appendChild(button);
  let open = false;
  function show() {
    button.setAttribute("aria-expanded", String(open));
    button.textContent = model.get(open ? "fewer" : "more");
    el.closest(".gb-group")?.toggleAttribute("data-open", open);
  }
  button.addEventListener("click", () => {
    open = !open;
    show();
  });
  follow(model, signal, "more fewer", show);
}
export default { render };
