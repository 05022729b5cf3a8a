// The lessons with their exercises, quiz, predictions and time; a name, export and reset.

const MARKS = {
  not_attempted: '<circle cx="9" cy="9" r="7" fill="none" stroke="currentColor" stroke-width="1.6"/>',
  again: `<circle cx="9" cy="9" r="8" fill="currentColor"/><path d="M6 6l6 6M12 6l-6 6" stroke="var(--paper)"
    stroke-width="1.8"/>`,
  passed: `<circle cx="9" cy="9" r="8" fill="currentColor"/><path d="M5.2 9.3l2.6 2.7 5-5.6" fill="none"
    stroke="var(--paper)" stroke-width="1.8"/>`,
};
const COLUMNS = { quiz: "Quiz", predictions: "Predictions", time: "Time" };

// Said outright, because a narrow page lays the table out as blocks.
const ROLES = { tr: "row", td: "cell", th: "rowheader" };

function element(name, words = "", className = "") {
  const made = document.createElement(name);
  if (ROLES[name]) made.setAttribute("role", ROLES[name]);
  made.textContent = words;
  if (className) made.className = className;
  return made;
}

function exerciseItem({ name, state, words }) {
  const item = element("li");
  item.dataset.state = state;
  item.innerHTML = `<svg width="18" height="18" aria-hidden="true">${MARKS[state] || ""}</svg>`;
  item.append(element("span", name), element("span", words, "gb-progress-quiet"));
  return item;
}

function lessonRow(lesson) {
  const row = element("tr");
  row.append(element("td", lesson.number, "gb-progress-number"));
  const head = element("th");
  head.scope = "row";
  head.append(element("span", lesson.title, "gb-progress-title"));
  if (lesson.exercises.length) {
    const list = element("ul");
    list.append(...lesson.exercises.map(exerciseItem));
    head.append(list);
  }
  row.append(head);
  for (const [key, words] of Object.entries(COLUMNS)) {
    const cell = element("td", lesson[key]);
    if (lesson[key]) cell.dataset.column = words;
    row.append(cell);
  }
  return row;
}

function render({ model, el, signal }) {
  el.classList.add("gb-progress-panel");
  el.innerHTML = `<p class="gb-progress-summary"></p><p class="gb-problem" role="alert" hidden></p>
    <table role="table"><caption class="gb-spoken">Your progress, lesson by lesson</caption>
      <thead role="rowgroup"><tr role="row"></tr></thead><tbody role="rowgroup"></tbody></table>
    <p class="gb-note gb-progress-about"></p>
    <div class="gb-progress-acts">
      <label><span>Your name <span class="gb-progress-quiet">(optional, only for your export)</span></span>
        <input type="text" maxlength="80" autocomplete="off" spellcheck="false"></label>
      <div class="gb-progress-buttons">
        <button type="button" data-act="export">Export</button>
        <button type="button" data-act="refresh">Refresh</button>
        <button type="button" data-act="ask">Reset</button></div>
      <div class="gb-progress-ask" role="group" aria-label="Reset" hidden>
        <span>Begin anew? What there is now is kept in a file of its own.</span>
        <button type="button" data-act="reset">Begin anew</button>
        <button type="button" data-act="keep">Keep it</button></div></div>
    <p class="gb-progress-said" role="status"></p>`;
  const find = (selector) => el.querySelector(selector);
  const button = (act) => find(`[data-act=${act}]`);
  for (const words of ["Number", "Lesson and exercises", ...Object.values(COLUMNS)]) {
    const head = element("th");
    head.setAttribute("role", "columnheader");
    head.append(element("span", words, words === "Number" ? "gb-spoken" : ""));
    find("thead tr").append(head);
  }
  const say = (words) => (find(".gb-progress-said").textContent = words);
  const fill = (selector, trait) =>
    follow(model, signal, trait, () => {
      find(selector).textContent = model.get(trait);
      find(selector).hidden = !model.get(trait);
    });
  fill(".gb-progress-summary", "summary");
  fill(".gb-progress-about", "about");
  fill(".gb-problem", "problem");
  follow(model, signal, "lessons", () => find("tbody").replaceChildren(...model.get("lessons").map(lessonRow)));
  const input = find("input");
  follow(model, signal, "name", () => (input.value = model.get("name")));

  function ask(open) {
    find(".gb-progress-ask").hidden = !open;
    find(".gb-progress-buttons").hidden = open;
    button(open ? "keep" : "ask").focus();
  }
  const acts = {
    export: () => model.send({ kind: "export" }),
    refresh: () => model.send({ kind: "refresh" }),
    ask: () => ask(true),
    keep: () => ask(false),
    reset: () => {
      ask(false);
      model.send({ kind: "reset" });
    },
  };
  el.addEventListener("click", (event) => {
    const act = acts[event.target.closest("button")?.dataset.act];
    if (!act) return;
    say("");
    act();
  });
  input.addEventListener("change", () => {
    model.set("name", input.value);
    model.save_changes();
  });
  el.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target === input) input.blur();
    else if (event.key === "Escape" && !find(".gb-progress-ask").hidden) ask(false);
    else return;
    event.preventDefault();
    event.stopPropagation();
  });

  const heard = (content) => {
    if (content.kind === "said") say(content.words);
    if (content.kind !== "file") return;
    try {
      download(content.name, "application/json", content.text);
      say(content.done);
    } catch {
      say(content.failed);
    }
  };
  model.on("msg:custom", heard);
  // A student comes back to this page from a lesson in another tab.
  const seen = new IntersectionObserver((entries) => {
    if (entries.at(-1).isIntersecting) model.send({ kind: "shown" });
  });
  seen.observe(el);
  signal.addEventListener("abort", () => {
    model.off("msg:custom", heard);
    seen.disconnect();
  });
}
export default { render };
