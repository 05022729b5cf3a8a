// The title of a widget, and two acts on the whole of it: copy a link, show the code.

function render({ model, el, signal }) {
  el.classList.add("gb-heading");
  el.innerHTML = `<h2 class="gb-title"></h2><div class="gb-links">
      <button type="button" data-act="link"></button>
      <button type="button" data-act="code" aria-expanded="false">Show the code</button></div>
    <div class="gb-code" hidden><pre tabindex="0" aria-label="Code that repeats this run"></pre>
      <button type="button" data-act="copy">Copy the code</button></div>
    <p class="gb-said" role="status"></p>`;
  const find = (selector) => el.querySelector(selector);
  const inApp = () => model.get("in_app");
  const say = (words) => {
    find(".gb-said").textContent = words;
    clearTimeout(say.timer);
    say.timer = setTimeout(() => (find(".gb-said").textContent = ""), 4000);
  };
  async function copy(text, done) {
    try {
      await navigator.clipboard.writeText(text);
      say(done);
    } catch { // no permission, or a page without https: show it, selected, to copy by hand
      find(".gb-code").hidden = false;
      find("pre").textContent = text;
      getSelection().selectAllChildren(find("pre"));
      say("The browser does not allow copying: the text is selected below.");
    }
  }
  const link = () => `${location.origin}${location.pathname}?${model.get("query")}`;
  el.addEventListener("click", (event) => {
    const act = event.target.closest("button")?.dataset.act;
    if (act === "link" && inApp()) copy(link(), "Link copied: it opens this page with these settings.");
    else if (act === "link") copy(model.get("call"), "Copied: paste it in a cell to have this widget again.");
    else if (act === "copy") copy(model.get("code"), "Code copied: paste it in a cell.");
    else if (act === "code") {
      const open = find(".gb-code").hidden;
      if (open) model.send({ kind: "code" });
      find(".gb-code").hidden = !open;
      event.target.setAttribute("aria-expanded", String(open));
      event.target.textContent = open ? "Hide the code" : "Show the code";
    }
  });
  find('[data-act="link"]').textContent = inApp() ? "Copy link" : "Copy as a cell";
  follow(model, signal, "title", () => (find(".gb-title").textContent = model.get("title")));
  follow(model, signal, "code", () => (find("pre").textContent = model.get("code")));
}
export default { render };
