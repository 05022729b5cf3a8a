// The title of a widget, and the acts on the whole of it: copy a link, show the code, present.

function render({ model, el, signal }) {
  el.classList.add("gb-heading");
  el.innerHTML = `<h2 class="gb-title"></h2><div class="gb-links">
      <button type="button" data-act="link">Copy link</button>
      <button type="button" data-act="code" aria-expanded="false">Show the code</button>
      <button type="button" data-act="present">Present</button></div>
    <div class="gb-code" hidden><pre tabindex="0"></pre>
      <button type="button" data-act="copy">Copy the code</button></div>
    <p class="gb-said" role="status"></p>`;
  const find = (selector) => el.querySelector(selector);
  const act = (name) => find(`[data-act="${name}"]`);
  const name = () => new URLSearchParams(model.get("query")).get("open") ?? "";
  let root = null;

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
  // The address of this page with the widget as it is now; light or dark and the stage stay.
  function address() {
    const query = new URLSearchParams(model.get("query"));
    const look = new URLSearchParams(location.search).get("look");
    if (look) query.set("look", look);
    if (root?.matches(":popover-open")) query.set("present", "1");
    return `${location.origin}${location.pathname}?${query}`;
  }
  const inApp = () => model.get("in_app");
  const acts = {
    link() {
      if (inApp()) copy(address(), "Link copied: it opens this page with these settings.");
      else copy(model.get("call"), "Copied: paste it in a cell to have this widget again.");
    },
    copy: () => copy(model.get("code"), "Code copied: paste it in a cell."),
    code() {
      const open = find(".gb-code").hidden;
      if (open) model.send({ kind: "code" });
      find("pre").textContent = model.get("code");
      find(".gb-code").hidden = !open;
      act("code").setAttribute("aria-expanded", String(open));
      act("code").textContent = open ? "Hide the code" : "Show the code";
      nameActs();
    },
    present: () => root?.dispatchEvent(new CustomEvent("glassbox:present", { bubbles: true })),
  };
  el.addEventListener("click", (event) => acts[event.target.closest("button")?.dataset.act]?.());
  // On a page with several widgets "Copy link" alone would not say of which.
  function nameActs() {
    const title = model.get("title"), known = title.toLowerCase().includes(name().toLowerCase());
    const place = [...document.querySelectorAll(".gb-demo")].indexOf(root) + 1;
    const subject = [title, known ? "" : name()].filter(Boolean).join(", ")
      || (place ? `demo ${place}` : "the opened network");
    for (const button of el.querySelectorAll("button"))
      button.setAttribute("aria-label", `${button.textContent}: ${subject}`);
    find("pre").setAttribute("aria-label", `Code that repeats this run: ${subject}`);
  }
  document.addEventListener("glassbox:joined", nameActs, { signal }); // places may have changed
  follow(model, signal, "title", () => {
    find(".gb-title").textContent = model.get("title");
    find(".gb-title").hidden = !model.get("title");
    el.classList.toggle("gb-untitled", !model.get("title"));
    nameActs();
  });
  follow(model, signal, "code", () => (find("pre").textContent = model.get("code")));
  // Code that stands open is that of the settings as they are now.
  let asking = null;
  follow(model, signal, "query", () => {
    clearTimeout(asking);
    if (act("code").getAttribute("aria-expanded") !== "true") return;
    asking = setTimeout(() => signal.aborted || model.send({ kind: "code" }), 200);
  });
  follow(model, signal, "query call code has_code in_app", () => {
    act("link").hidden = !model.get(inApp() ? "query" : "call");
    act("code").hidden = !(model.get("has_code") || model.get("code"));
    if (root) root.dataset.name = name();
    nameActs();
  });
  onceInside(el, signal, (found) => {
    root = found;
    root.dataset.name = name();
    nameActs();
    act("present").hidden = !root.matches(".gb-demo");
    if (!model.get("present")) return;
    model.set("present", false);
    model.save_changes();
    root.dataset.present = "1"; // for a stage that is not there yet
    acts.present();
  });
}
export default { render };
