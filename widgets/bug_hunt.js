// A bug hunt: the lines of a table as buttons, the x-ray as a table, and the fixes.
// What is right is not known here: whatever is pressed goes to Python, which says what to show.

function made(tag, className, ...children) {
  const node = document.createElement(tag);
  if (className) node.className = className;
  node.append(...children);
  return node;
}

// Text with `code` between backquotes, as nodes: nothing in it is ever read as HTML.
const prose = (text) => text.split("`").map((part, i) => (i % 2 ? made("code", "", part) : part));

const TICK = "M5.2 9.3l2.6 2.7 5-5.6", CROSS = "M6 6l6 6M12 6l-6 6";
function mark(good) {
  const holder = made("span", "");
  holder.innerHTML = `<svg class="gb-bug-mark" viewBox="0 0 18 18" width="18" height="18" aria-hidden="true">
    <circle cx="9" cy="9" r="8"/><path d="${good ? TICK : CROSS}"/></svg>`;
  return holder.firstChild;
}

function press(button, kind, value, send) {
  button.type = "button";
  button.dataset.value = value;
  button.addEventListener("click", () => send(kind, value));
  return button;
}

// Children made anew keep the focus where it was, by the value of the button that had it.
function refill(parent, children) {
  const held = parent.contains(document.activeElement) ? document.activeElement.dataset.value : null;
  parent.replaceChildren(...children);
  if (held !== null) [...parent.querySelectorAll("button")].find((b) => b.dataset.value === held)?.focus();
}

function caseButtons(state, send) {
  return state.cases.map(([name, title], i) => {
    const button = press(made("button", "", String(i + 1)), "case", name, send);
    button.setAttribute("aria-label", `Case ${i + 1}: ${title}`);
    button.setAttribute("aria-pressed", String(name === state.case));
    return button;
  });
}

function tableLines(state, send) {
  return state.lines.map(({ key, op, to, code }, i) => {
    const accused = key === state.accused, again = i && state.lines[i - 1].op === op;
    const button = press(made("button", "gb-bug-line", made("code", "", code)), "line", key, send);
    const what = to ? `${op}, to ${to}` : op;
    const said = !accused ? "" : state.fixed ? "fixed" : state.found ? "wrong" : "right";
    button.setAttribute("aria-label", `${what}: ${code} ${said}`.trim());
    button.setAttribute("aria-disabled", String(state.found));
    if (said) {
      button.dataset.mark = { fixed: "fixed", wrong: "found", right: "cleared" }[said];
      button.append(" ", made("span", "gb-bug-said", mark(said !== "wrong"), said));
    }
    const head = made("span", "gb-bug-op", again ? "" : op);
    if (!to) return made("div", "gb-bug-pass", head, button);
    return made("div", "gb-bug-row", head, made("span", "gb-bug-to", `to ${to}`), button);
  });
}

function fixLines(state, send) {
  return state.fixes.map((code, i) => {
    const number = i + 1, chosen = number === state.fix;
    const button = press(made("button", "gb-bug-line", made("code", "", code)), "fix", number, send);
    button.dataset.value = `fix${number}`;
    button.setAttribute("aria-pressed", String(chosen));
    if (chosen) button.append(" ", made("span", "gb-bug-said", mark(state.fixed), state.fixed ? "right" : "no"));
    if (chosen) button.dataset.mark = state.fixed ? "fixed" : "found";
    return button;
  });
}

// Where the table's gradient (dot) and what nudging says (ring) lie on a line around 0.
function dots(at) {
  const line = made("span", "gb-bug-dots");
  line.setAttribute("aria-hidden", "true");
  if (!at.length) return line;
  const [table, nudging] = at.map((share) => Math.min(1, Math.max(0, share)) * 100);
  const between = made("u", ""), ring = made("i", "gb-ring"), disc = made("i", "gb-disc");
  between.style.left = `${Math.min(table, nudging)}%`;
  between.style.width = `${Math.abs(table - nudging)}%`;
  ring.style.left = `${nudging}%`;
  disc.style.left = `${table}%`;
  line.append(between, ring, disc);
  return line;
}

function xrayRows(state) {
  return state.rows.map((row) => {
    const tr = made("tr", row.agrees ? "" : "gb-bug-off");
    const name = made("th", "", made("b", "", row.name), " ", made("span", "gb-bug-made", row.made));
    name.scope = "row";
    const cell = (text, kind) => made("td", kind, text);
    const verdict = made("td", "gb-bug-verdict", mark(row.agrees), row.verdict);
    tr.append(name, cell(row.value, "gb-n gb-bug-value"), cell(row.table, "gb-n"), cell(row.nudging, "gb-n"),
      made("td", "gb-bug-line-cell", dots(row.at)), verdict);
    return tr;
  });
}

const FRAME = `<p class="gb-problem" role="alert" hidden></p>
  <div class="gb-bug-cases"><span class="gb-joined" role="group" aria-label="Case"></span><p class="gb-bug-title"></p></div>
  <div class="gb-bug-grid">
    <section class="gb-bug-table"><h2></h2>
      <p class="gb-bug-how">They say what each operator hands back to <code>a</code> and to <code>b</code> when <code>g</code>
        arrives at its value, <code>out</code>.</p>
      <div class="gb-bug-lines"></div>
      <p class="gb-bug-told" role="status"></p>
      <div class="gb-bug-fixes" hidden><h2>What should stand there?</h2><div role="group" aria-label="Fixes"></div>
        <p class="gb-bug-told" role="status"></p></div></section>
    <section class="gb-bug-xray"><h2>The x-ray</h2><p class="gb-bug-how"></p>
      <label class="gb-bug-knob"><span></span><input type="range"></label>
      <div class="gb-bug-scroll"><table><caption class="gb-spoken"></caption><thead><tr><th scope="col">from the end back</th>
        <th scope="col" class="gb-n gb-bug-value">value</th><th scope="col" class="gb-n"><i class="gb-disc"></i>table</th>
        <th scope="col" class="gb-n"><i class="gb-ring"></i>nudging</th><td class="gb-bug-line-cell"><span class="gb-bug-ends" aria-hidden="true"><span></span><span>0</span>
          <span></span></span></td>
        <th scope="col">verdict</th></tr></thead><tbody></tbody></table></div></section></div>`;

function render({ model, el, signal }) {
  el.classList.add("gb-bug-view");
  el.innerHTML = FRAME;
  const find = (selector) => el.querySelector(selector);
  const send = (kind, value) => model.send({ kind, value });
  const knob = find("input"), [told, fixTold] = el.querySelectorAll(".gb-bug-told");
  let seen = "";
  knob.addEventListener("input", () => {
    turn(Number(knob.value));
    send("at", Number(knob.value));
  });
  el.addEventListener("focusin", (event) => (event.target.dataset.lmSuppressShortcuts = "true"), { signal });
  const turn = (at) => knob.style.setProperty("--at", (at - knob.min) / (knob.max - knob.min));
  const say = (node, words, why) => {
    const text = `${words} ${why}`.trim();
    if (node.dataset.text === text) return;
    node.dataset.text = text;
    node.replaceChildren(made("strong", "", words), " ", ...prose(why));
  };
  follow(model, signal, "state", () => {
    const state = model.get("state"), { low, high, step, at, said, label, asked } = state.knob;
    find(".gb-problem").textContent = state.problem;
    find(".gb-problem").hidden = !state.problem;
    refill(find(".gb-joined"), caseButtons(state, send));
    find(".gb-bug-title").textContent = state.cases.find(([name]) => name === state.case)[1];
    find(".gb-bug-table h2").textContent = state.found ? "The table" : "One of these lines is wrong. Press it.";
    refill(find(".gb-bug-lines"), tableLines(state, send));
    el.dataset.found = String(state.found);
    told.dataset.mark = !state.why ? "" : state.found ? "found" : "cleared";
    say(told, state.words, state.why);
    find(".gb-bug-fixes").hidden = !state.found;
    refill(find(".gb-bug-fixes [role=group]"), fixLines(state, send));
    fixTold.dataset.mark = state.fixed ? "fixed" : "";
    say(fixTold, state.fixed ? "Fixed." : state.fix ? "Still wrong." : "", state.fixWhy);
    // An answer to an older message must not move the slider back while a hand is on it.
    if (seen !== state.case || document.activeElement !== knob) {
      Object.assign(knob, { min: low, max: high, step });
      knob.value = at;
      turn(at);
    }
    seen = state.case;
    knob.setAttribute("aria-label", label);
    knob.setAttribute("aria-valuetext", said);
    find(".gb-bug-knob span").textContent = said;
    find(".gb-bug-xray .gb-bug-how").textContent = asked;
    const [least, , most] = find(".gb-bug-ends").children;
    least.textContent = `\u2212${state.reach}`;
    most.textContent = state.reach;
    find("caption").textContent = state.summary;
    find("tbody").replaceChildren(...xrayRows(state));
  });
}
export default { render };
