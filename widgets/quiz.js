// Questions as native radio buttons and checkboxes.  What is right is not known here: an
// answer goes to Python, and what comes back is shown beside the options it is about.

const MARKS = { right: "M5.2 9.3l2.6 2.7 5-5.6", wrong: "M6 6l6 6M12 6l-6 6" };
const PATIENCE = 4000; // milliseconds before an answer without a reply is worth a word

function make(tag, className, ...children) {
  const made = document.createElement(tag);
  made.className = className;
  made.append(...children);
  return made;
}

// Text with `code` between backquotes, as nodes: nothing in it is ever read as HTML.
const prose = (text) =>
  text.split("`").map((part, i) => (i % 2 ? make("code", "", part) : part));

function mark(kind) {
  const holder = make("span", "");
  holder.innerHTML = `<svg class="gb-tick" viewBox="0 0 18 18" aria-hidden="true"><circle cx="9" cy="9"
    r="8"/><path d="${MARKS[kind]}"/></svg>`;
  return holder.firstChild;
}

// One question: its form, what was chosen in it, and what has been said of that.
class Asked {
  constructor(question, place, send) {
    this.question = question;
    this.send = send;
    this.judged = null;
    this.id = `gb-${Math.random().toString(36).slice(2)}`;
    this.rows = question.options.map((text, i) => this.row(text, i));
    const legend = make("legend", "", make("span", "gb-place", place), " ", ...prose(question.prompt));
    if (question.several) legend.append(" ", make("span", "gb-all", "Choose all that are right."));
    this.button = make("button", "", "Answer");
    this.button.type = "submit";
    this.seen = make("span", "");
    this.heard = make("span", "gb-spoken");
    this.result = make("p", "gb-result", this.seen, " ", this.heard);
    this.result.setAttribute("role", "status");
    this.kept = make("p", "gb-note gb-kept");
    this.fields = make("fieldset", "", legend, make("div", "gb-choices", ...this.rows.map((r) => r.el)));
    this.form = make("form", "gb-asked", this.fields,
      make("div", "gb-reply", this.button, this.result, this.kept));
    this.form.dataset.key = question.key;
    this.form.noValidate = true;
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.answer();
    });
  }

  row(text, i) {
    const input = make("input", ""), why = make("p", "gb-why");
    input.type = this.question.several ? "checkbox" : "radio";
    input.name = this.id;
    input.autocomplete = "off"; // or a reloaded page shows a choice that nobody made
    why.id = `${this.id}-${i}`;
    why.hidden = true;
    const el = make("div", "gb-choice", make("label", "", input, make("span", "", ...prose(text))), why);
    return { el, input, why };
  }

  chosen() {
    return this.rows.flatMap((row, i) => (row.input.checked ? [i] : []));
  }

  answer() {
    const chosen = this.chosen(), { key, several } = this.question;
    if (this.judged?.right) return this.send({ kind: "again", key });
    if (!chosen.length) return this.say(several ? "Choose at least one first." : "Choose one first.", "");
    if (this.judged && String(chosen) === String(this.judged.chosen)) return this.sayJudged();
    this.say("", "");
    this.waits();
    this.send({ kind: "answer", key, chosen });
  }

  waits() {
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => this.say("No reply yet. Is the kernel still running?", ""), PATIENCE);
  }

  // Put into the live region anew even if the words are the same, or they would not be read.
  say(seen, heard) {
    this.seen.textContent = this.heard.textContent = "";
    requestAnimationFrame(() => {
      this.seen.textContent = seen;
      this.heard.textContent = heard;
    });
  }

  sayJudged() {
    const { summary, said, right } = this.judged, { several, options } = this.question;
    const plain = (text) => text.replaceAll("`", "");
    const told = said.filter(([, , words]) => words)
      .map(([i, , words, why]) => `${plain(options[i])} ${several ? words + " " : ""}${plain(why)}`);
    // What already stands beside a single option is not written twice, only read aloud.
    if (several) this.say(summary, told.join(" "));
    else this.say("", `${summary} ${told.join(" ")}${right ? "" : " Now choose again."}`);
  }

  show(judged) {
    if (judged === this.judged) return;
    const before = this.judged, ours = this.waiting !== undefined;
    this.judged = judged;
    clearTimeout(this.waiting);
    this.waiting = undefined;
    // While one's own answer travels, one may already have chosen something else.
    if (!ours || judged?.right)
      this.rows.forEach((row, i) => (row.input.checked = Boolean(judged?.chosen.includes(i))));
    this.rows.forEach((row, i) => this.showSaid(row, judged?.said.find(([option]) => option === i)));
    this.form.dataset.solved = String(Boolean(judged?.right));
    this.button.textContent = judged?.right ? "Answer again" : "Answer";
    this.kept.textContent = judged?.note ?? "";
    if (judged?.right && this.fields.contains(document.activeElement)) this.button.focus();
    this.fields.disabled = Boolean(judged?.right);
    if (judged) this.sayJudged();
    else if (before) this.say("Choose anew.", "");
  }

  showSaid({ el, input, why }, said) {
    el.querySelector(".gb-tick")?.remove();
    delete el.dataset.mark;
    why.hidden = !said;
    why.replaceChildren();
    input.removeAttribute("aria-describedby");
    if (!said) return;
    const [, right, words, text] = said;
    if (words) {
      el.dataset.mark = right ? "right" : "wrong";
      // Over a radio button; but a checkbox must still show whether it is chosen.
      (this.question.several ? why : el).append(mark(el.dataset.mark));
      why.append(make("strong", "", words), " ");
    }
    why.append(...prose(text));
    if (!right && words && !this.question.several) why.append(" Now choose again.");
    input.setAttribute("aria-describedby", why.id);
  }
}

function render({ model, el, signal }) {
  el.classList.add("gb-questions");
  let asked = [];
  const send = (content) => model.send(content);
  const place = (i, count) => (count === 1 ? "One question" : `Question ${i + 1} of ${count}`);
  const problem = make("p", "gb-problem");
  problem.setAttribute("role", "alert");
  follow(model, signal, "questions", () => {
    const questions = model.get("questions");
    asked = questions.map((question, i) => new Asked(question, place(i, questions.length), send));
    el.replaceChildren(problem, ...asked.map((one) => one.form));
  });
  follow(model, signal, "judged", () => {
    for (const one of asked) one.show(model.get("judged")[one.question.key] ?? null);
  });
  follow(model, signal, "problem", () => {
    problem.textContent = model.get("problem");
    problem.hidden = !model.get("problem");
  });
  signal.addEventListener("abort", () => asked.forEach((one) => clearTimeout(one.waiting)));
}
export default { render };
