// The stage: one demo fills the window, enlarged, under the heading of its section.
// Nothing is moved or drawn anew: the widget's own element goes into the browser's top layer,
// so that a run goes on.  There is one stage for a page, and a demo is any `.gb-demo`.

const BAR = `<div class="gb-stage-row"><h2 class="gb-stage-title"></h2><div class="gb-links">
    <button type="button" data-stage="read" aria-expanded="false"></button>
    <button type="button" data-stage="more" aria-expanded="false"></button>
    <button type="button" data-stage="look"></button>
    <span class="gb-stage-pages"><button type="button" data-stage="previous">Previous</button>
      <span class="gb-stage-place"></span>
      <button type="button" data-stage="next">Next</button></span>
    <button type="button" data-stage="leave">Leave</button></div></div>
  <div class="gb-stage-prose" tabindex="0" role="region" hidden></div>
  <p class="gb-spoken" role="status"></p>`;
const WIDE = 1024, HIGH = 576; // CSS pixels that a stage shows; a larger window enlarges them

// The nearest heading above a demo, and what stands below it up to the next one.
function sectionOf(root) {
  const page = root.closest(".jp-Notebook") ?? document;
  const blocks = [...page.querySelectorAll(".jp-RenderedMarkdown")].flatMap((block) => [...block.children]);
  const isHeading = (node) => node.matches("h1,h2,h3");
  const above = (node) => node.compareDocumentPosition(root) & Node.DOCUMENT_POSITION_FOLLOWING;
  const start = blocks.findLastIndex((node) => isHeading(node) && above(node));
  const rest = blocks.slice(start + 1), end = rest.findIndex(isHeading);
  const prose = start < 0 ? [] : rest.slice(0, end < 0 ? undefined : end).map((node) => node.cloneNode(true));
  for (const node of prose)
    for (const named of [node, ...node.querySelectorAll("[id]")]) named.removeAttribute("id");
  const words = (start < 0 ? root.querySelector(".gb-title") : blocks[start])?.textContent ?? "";
  return { title: words.replace("\u00b6", "").trim() || root.dataset.name || "Demo", prose };
}

// Everything on the page that does not hold this element can be neither clicked nor focused.
function setAside(root) {
  const aside = [];
  for (let node = root; node.parentElement && node !== document.body; node = node.parentElement)
    for (const other of node.parentElement.children)
      if (other !== node && !other.inert && !other.matches("[role=alert]")) {
        other.inert = true;
        aside.push(other);
      }
  return () => aside.forEach((node) => (node.inert = false));
}

function makeStage() {
  let on = null, came = null, look = null, more = false, release = () => {};
  const bar = document.createElement("div");
  bar.className = "gb-stage-bar";
  bar.innerHTML = BAR;
  const find = (selector) => bar.querySelector(selector);
  const button = (name) => find(`[data-stage="${name}"]`);

  const demos = (near) => [...((near?.closest(".jp-Notebook") ?? document).querySelectorAll(".gb-demo"))]
    .filter((demo) => !demo.parentElement.closest(".gb-demo"));
  const isDark = () => (look ?? (document.documentElement.dataset.theme
    || (document.body.dataset.jpThemeLight === "false" ? "dark" : "light"))) === "dark";

  function fit() {
    if (!on) return;
    const zoom = Math.max(1, Math.min(innerWidth / WIDE, innerHeight / HIGH));
    on.style.zoom = zoom;
    on.style.setProperty("--stage-height", `${innerHeight / zoom}px`);
  }
  function count() {
    const all = demos(on), place = all.indexOf(on);
    find(".gb-stage-pages").hidden = all.length < 2;
    find(".gb-stage-place").textContent = `${place + 1} of ${all.length}`;
    button("previous").setAttribute("aria-disabled", String(place === 0));
    button("next").setAttribute("aria-disabled", String(place === all.length - 1));
    return `Demo ${place + 1} of ${all.length}`;
  }
  function unfold(name, open, words) {
    button(name).setAttribute("aria-expanded", String(open));
    button(name).textContent = words[open ? 1 : 0];
  }
  function read(open) {
    find(".gb-stage-prose").hidden = !open;
    unfold("read", open, ["Read the text", "Fold the text"]);
  }
  function dress() {
    if (look) on.dataset.look = look;
    on.toggleAttribute("data-more", more);
    unfold("more", more, ["More controls", "Fewer controls"]);
    button("more").hidden = !on.querySelector(".gb-seldom");
    button("look").textContent = isDark() ? "Light" : "Dark";
  }

  function enter(root, focused) {
    if (on === root || !root.showPopover) return;
    if (on) stepDown();
    else came = document.activeElement;
    on = root;
    root.parentElement.style.minHeight = `${root.offsetHeight}px`; // the page behind stays as it is
    root.popover = "manual";
    root.showPopover();
    root.prepend(bar);
    const { title, prose } = sectionOf(root), place = count();
    find(".gb-stage-title").textContent = title;
    find(".gb-stage-prose").replaceChildren(...prose);
    find(".gb-stage-prose").setAttribute("aria-label", title);
    button("read").hidden = !prose.length;
    for (const [name, value] of [["role", "dialog"], ["aria-modal", "true"], ["aria-label", title], ["tabindex", "-1"]])
      root.setAttribute(name, value);
    read(false);
    dress();
    fit();
    release = setAside(root);
    root.scrollTop = 0;
    (focused ?? root).focus({ preventScroll: true });
    dispatchEvent(new Event("resize"));
    requestAnimationFrame(() => (find(".gb-spoken").textContent = `${place}: ${title}`));
  }
  function stepDown() {
    const root = on;
    on = null;
    release();
    bar.remove();
    for (const name of ["popover", "role", "aria-modal", "aria-label", "tabindex", "data-look", "data-more"])
      root.removeAttribute(name); // without `popover` it leaves the top layer
    root.style.zoom = "";
    if (root.parentElement) root.parentElement.style.minHeight = "";
    return root;
  }
  function leave() {
    const root = stepDown();
    dispatchEvent(new Event("resize"));
    if (!root.isConnected) return;
    root.scrollIntoView({ block: "nearest" });
    const back = root.contains(came) && !bar.contains(came) ? came : root.querySelector('[data-act="present"]');
    back?.focus({ preventScroll: true });
  }
  function move(by, focused) {
    const all = demos(on), next = all[all.indexOf(on) + by];
    if (next) enter(next, focused);
  }
  const acts = {
    read: () => read(find(".gb-stage-prose").hidden),
    more: () => { more = !more; dress(); },
    look: () => { look = isDark() ? "light" : "dark"; dress(); },
    previous: (focused) => move(-1, focused),
    next: (focused) => move(1, focused),
    leave,
  };
  bar.addEventListener("click", (event) => {
    const pressed = event.target.closest("button");
    // Pressed by a key it keeps the focus; after the mouse, keys are for the demo.
    acts[pressed?.dataset.stage]?.(event.detail ? undefined : pressed);
  });
  addEventListener("keydown", (event) => {
    if (!on || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const idle = [on, bar, document.body].includes(event.target) || bar.contains(event.target);
    const act = { Escape: "leave", PageDown: "next", PageUp: "previous" }[event.key]
      ?? (idle && { ArrowRight: "next", ArrowLeft: "previous" }[event.key]);
    if (!act) return;
    event.preventDefault();
    event.stopPropagation();
    acts[act]();
  }, true);
  addEventListener("resize", fit);
  document.addEventListener("glassbox:present", (event) => {
    delete event.target.dataset.present;
    if (on === event.target) leave();
    else enter(event.target);
  });

  // In an app the address may ask for the stage: as soon as the demo it opens is there.
  const query = new URLSearchParams(location.search), wanted = query.get("open");
  let patience = 40, known = 0; // looks after the last demo has arrived, until any will do
  function begin() {
    const waiting = document.querySelector('script[type="application/vnd.voila.cell-output+json"]');
    const first = demos().find((demo) => demo.querySelector("button"));
    const early = first && waiting && waiting.compareDocumentPosition(first) & Node.DOCUMENT_POSITION_FOLLOWING;
    const named = wanted && demos().find((demo) => demo.dataset.name === wanted);
    const there = document.querySelectorAll(".gb-demo[data-name]").length;
    patience = there > known ? 40 : patience - (document.body.dataset.state === "ready" && first ? 1 : 0);
    known = there;
    const chosen = named || ((!wanted || patience < 0) && !early && first);
    if (chosen) enter(chosen);
    else setTimeout(begin, 50);
  }
  if (document.body.dataset.voila && query.get("present") === "1") begin();

  return {
    join(root, signal) { // a widget has arrived; `signal` says when it goes
      document.dispatchEvent(new CustomEvent("glassbox:joined"));
      if (root.dataset.present) root.dispatchEvent(new CustomEvent("glassbox:present", { bubbles: true }));
      signal.addEventListener("abort", () => on === root && leave());
      if (!on) return;
      const before = release, after = setAside(on);
      release = () => { before(); after(); };
      count();
    },
  };
}
