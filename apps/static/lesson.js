// What a lesson's page says of itself: that it starts, that it has lost its kernel, that a link
// opens nothing on it; and its farewell, so that the kernel does not outlive it.
(() => {
  const trouble = {
    start: "The lesson could not start.",
    dead: "The lesson has stopped, and its controls no longer do anything.",
    lost: "The connection to the lesson is lost. Trying to get it back ...",
  };
  const ANSWERS_WITHIN = 5000; // ms that a new connection is given before another is tried
  let leaving = false;

  // What the server tells the page of its kernel; empty until the kernel runs.
  const note = () => JSON.parse(document.getElementById("gb-note")?.textContent ?? "{}");

  // ---- farewell
  // Voila says goodbye on beforeunload, which browsers also send for a download or a cancelled
  // departure: the kernel would end under a page that stays. This listener comes first and
  // keeps that one from hearing of it; pagehide comes only when the page really goes.
  addEventListener("beforeunload", (event) => event.stopImmediatePropagation());
  addEventListener("pagehide", () => {
    leaving = true;
    const { close, token } = note();
    if (close) navigator.sendBeacon(close, new URLSearchParams({ _xsrf: token }));
  });
  // The browser may keep the page and show it again on "back", but its kernel has gone.
  addEventListener("pageshow", (event) => event.persisted && location.reload());

  // ---- start
  // Voila calls these while it loads; the page shows what has arrived by itself.
  window.voila_heartbeat = window.voila_finish = () => {};

  function started() {
    document.body.dataset.state = "ready";
    document.getElementById("gb-progress")?.remove();
    dispatchEvent(new Event("resize")); // some figures measured themselves while out of sight
    const opened = new URLSearchParams(location.search).get("open");
    if (opened) show(opened);
  }

  // The demo that a link opens comes into sight; or one line says that there is none.
  async function show(opened) {
    const absent = document.getElementById("gb-absent");
    const late = setTimeout(() => { // widgets are drawn a moment after the page has started
      absent.textContent =
        `This link opens a demo named \u201c${opened.slice(0, 60)}\u201d, and there is none on this page.`;
      absent.hidden = false;
    }, 3000);
    const demo = await found(() =>
      [...document.querySelectorAll(".gb-demo")].find((one) => one.dataset.name === opened));
    clearTimeout(late);
    absent.hidden = true;
    // What stands above it may still grow; whoever touches the page has the last word.
    const growing = new ResizeObserver(() => demo.scrollIntoView());
    growing.observe(document.getElementById("gb-cells"));
    const settled = () => growing.disconnect();
    setTimeout(settled, 3000);
    for (const touch of ["wheel", "touchstart", "pointerdown", "keydown"])
      addEventListener(touch, settled, { once: true, passive: true });
  }

  // The parts arrive as they finish; no spinner says as much as how many have.
  function count() {
    const progress = document.getElementById("gb-progress");
    const done = document.getElementsByClassName("gb-cell").length;
    if (done) progress.lastChild.textContent = `part ${done} of ${progress.dataset.parts}`;
  }
  const counting = setInterval(() => document.getElementById("gb-progress") && count(), 200);

  addEventListener("DOMContentLoaded", () => {
    clearInterval(counting);
    if (!document.getElementById("gb-end")) return say("start", true);
    watchOutputs();
    watchWidths();
    watchKernel();
  });

  // The lesson has started when no output waits to be drawn.
  function watchOutputs() {
    const look = () => {
      if (document.querySelector('script[type="application/vnd.voila.cell-output+json"]')) return;
      seen.disconnect();
      started();
    };
    const seen = new MutationObserver(look);
    seen.observe(document.getElementById("gb-cells"), { childList: true, subtree: true });
    look();
  }

  // A formula or table wider than a small screen scrolls; while it does, keys must reach it.
  function watchWidths() {
    const cells = document.getElementById("gb-cells");
    const wide = ".jp-RenderedMarkdown :is(mjx-container[display=true], table, pre)";
    const look = () => {
      for (const part of cells.querySelectorAll(wide))
        if (part.scrollWidth > part.clientWidth) part.tabIndex = 0;
        else part.removeAttribute("tabindex");
    };
    new ResizeObserver(look).observe(cells); // a formula that has been typeset changes its height
  }

  // ---- trouble
  async function watchKernel() {
    const kernel = await found(() => window.jupyterapp?.widgetManager?.kernel);
    kernel.statusChanged.connect((_, status) => status === "dead" && say("dead", true));
    const { dataset } = document.body;
    dataset.connection = kernel.connectionStatus;
    kernel.connectionStatusChanged.connect((_, status) => {
      dataset.connection = status;
      if (dataset.state === "dead") return;
      if (status === "connected") say(null);
      else if (status === "disconnected") say("dead", true);
      else wait(kernel);
    });
  }

  // The connection is gone.  What comes back within a second is not worth a word.  Jupyter tries
  // again, at longer and longer intervals; whether the server answers is asked every second.
  let waits = false;
  async function wait(kernel) {
    if (waits) return;
    waits = true;
    const pause = (ms = 1000) => new Promise((resolve) => setTimeout(resolve, ms));
    const waiting = () =>
      kernel.connectionStatus === "connecting" && document.body.dataset.state !== "dead";
    for (await pause(); waiting(); await pause()) {
      say("lost", false);
      const answer = await asked();
      if (answer === "gone") say("dead", true);
      else if (answer && waiting())
        await Promise.race([kernel.reconnect().catch(() => {}), pause(ANSWERS_WITHIN)]);
    }
    waits = false;
  }

  // "there" or "gone"; "" if the server does not answer, for it may come back.
  async function asked() {
    try {
      return (await fetch(note().kernel)).status === 404 ? "gone" : "there";
    } catch {
      return "";
    }
  }

  function say(what, final) {
    if (leaving) return;
    const bar = document.getElementById("gb-trouble");
    bar.hidden = !what;
    bar.popover = "manual"; // in the browser's top layer, as a demo on stage is
    if (what) bar.showPopover?.();
    else bar.hidePopover?.();
    bar.textContent = what ? trouble[what] + " " : "";
    if (!what || !final) return;
    document.getElementById("gb-progress")?.remove();
    document.body.dataset.state = "dead";
    const again = document.createElement("button");
    again.textContent = "Start it again";
    again.addEventListener("click", () => location.reload());
    bar.append(again);
  }

  function found(get) {
    return new Promise((resolve) => {
      const look = () => (get() ? resolve(get()) : setTimeout(look, 50));
      look();
    });
  }
})();
