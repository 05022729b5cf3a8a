"""Each lesson, used, as somebody meets it who does not see it, does not point, or wants calm.

The lessons are whatever lies in `lessons/`, so a new one is looked at without being named here.
"""

import pytest
from playwright.sync_api import Browser, Page, expect

from glassbox.project import root
from tests.browser.axe import findings, grave, listed
from tests.browser.conftest import LabServer, opened
from tests.browser.lesson_in_use import OUTPUTS, each, open_app, run_all, use
from tests.browser.playground_page import PAUSED, RUNNING, PlaygroundPage

LESSONS = sorted(path.stem for path in (root() / "lessons").glob("[0-9]*.ipynb"))
VIEWS = [("light", 1400), ("dark", 1400), ("light", 390), ("dark", 390)]


def test_there_are_lessons_to_look_at() -> None:
    assert "03_classifier_zoo" in LESSONS


# ---- axe-core --------------------------------------------------------------------------


@pytest.mark.parametrize(("look", "width"), VIEWS)
@pytest.mark.parametrize("lesson", LESSONS)
def test_an_app_shuts_nobody_out(
    browser: Browser, apps: str, lesson: str, look: str, width: int
) -> None:
    with opened(browser, width, 900, look) as page:
        open_app(page, apps, lesson)
        use(page)
        found = findings(page)
        print(f"{lesson}, {look}, {width}: {listed(found)}")
        assert grave(found) == [], listed(grave(found))


@pytest.mark.parametrize("look", ["light", "dark"])
@pytest.mark.parametrize("lesson", LESSONS)
def test_the_outputs_of_a_notebook_shut_nobody_out(
    browser: Browser, lab: LabServer, lesson: str, look: str
) -> None:
    lab.choose_theme("JupyterLab Dark" if look == "dark" else "JupyterLab Light")
    try:
        with opened(browser, 1400, 900, look) as page:
            run_all(page, lab, lesson)
            use(page)
            found = findings(page, OUTPUTS)
            print(f"{lesson} in JupyterLab, {look}: {listed(found)}")
            assert grave(found) == [], listed(grave(found))
            assert unnamed_pictures(page, OUTPUTS) == []
    finally:
        lab.choose_theme("JupyterLab Light")


@pytest.mark.parametrize("look", ["light", "dark"])
def test_the_stage_shuts_nobody_out(browser: Browser, apps: str, look: str) -> None:
    with opened(browser, 1280, 720, look) as page:
        open_app(page, apps, "03_classifier_zoo", "?present=1")
        stage = page.locator(".gb-demo:popover-open")
        count = page.locator(".gb-demo").count()
        assert count > 4
        for number in range(1, count + 1):
            expect(stage.locator(".gb-stage-place")).to_have_text(f"{number} of {count}")
            found = findings(page, ".gb-demo:popover-open")
            assert grave(found) == [], listed(grave(found))
            page.keyboard.press("PageDown")


@pytest.mark.parametrize(
    ("html", "rule"),
    [
        ("<button></button>", "button-name"),
        ("<input type=checkbox>", "label"),
        ("<div role=img></div>", "role-img-alt"),
        ("<p style='color: #aaa; background: #fff'>hardly there</p>", "color-contrast"),
    ],
)
def test_the_checker_finds_what_is_wrong(page: Page, apps: str, html: str, rule: str) -> None:
    open_app(page, apps, LESSONS[0])
    page.evaluate("(html) => document.querySelector('main').insertAdjacentHTML('beforeend', html)",
                  html)  # fmt: skip
    assert rule in {one.rule for one in grave(findings(page))}


# ---- what no general rule knows --------------------------------------------------------


PICTURES = """
(scope) => [...document.querySelectorAll(scope)].flatMap((part) =>
  [...part.querySelectorAll("canvas, img, svg, [role=img]")]).filter((picture) => {
    if (picture.closest("[aria-hidden=true]") || !picture.checkVisibility()) return false;
    const words = (id) => document.getElementById(id)?.textContent ?? "";
    const described = (picture.getAttribute("aria-describedby") ?? "").split(" ").map(words);
    const label = [picture.getAttribute("aria-label") ?? picture.alt ?? "", ...described].join(" ");
    // A canvas to draw on is more than a picture.
    const isPicture = picture.matches("[role=img], [role=application], img");
    return !isPicture || !/[0-9]/.test(label);
  }).map((picture) => picture.outerHTML.slice(0, 200))
"""


def unnamed_pictures(page: Page, scope: str) -> list[str]:
    """Pictures that neither say in figures what is on them nor are decoration."""
    return page.evaluate(PICTURES, scope)


@pytest.mark.parametrize("lesson", LESSONS)
def test_every_picture_says_in_figures_what_it_shows(page: Page, apps: str, lesson: str) -> None:
    open_app(page, apps, lesson)
    use(page)
    for button in each(page.locator(".gb-on-demand [data-act=press]")):
        button.click()
        expect(button).to_have_text("Stop")
        expect(button).not_to_have_text("Stop", timeout=240_000)
    assert unnamed_pictures(page, ".glassbox, main") == []
    # Otherwise this test has looked at nothing.
    if lesson == "03_classifier_zoo":
        assert page.locator(".glassbox [role=img]").count() > 6


NAMED = {"button", "link", "textbox", "slider", "radio", "checkbox", "combobox", "spinbutton",
         "DisclosureTriangle", "listbox", "menuitem", "tab", "switch"}  # fmt: skip


def named_controls(page: Page) -> list[tuple[str, str]]:
    """(role, name) of each control, as the browser itself hands it to a screen reader."""
    tree = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")
    return [
        (node["role"]["value"], node.get("name", {}).get("value", "").strip())
        for node in tree["nodes"]
        if not node.get("ignored") and node.get("role", {}).get("value") in NAMED
    ]


@pytest.mark.parametrize("lesson", LESSONS)
def test_every_control_has_a_name(page: Page, apps: str, lesson: str) -> None:
    open_app(page, apps, lesson)
    use(page)
    controls = named_controls(page)
    assert len(controls) > 1
    assert [role for role, name in controls if not name] == []


REFERENCES = """
() => {
  const lost = [], groups = new Map();
  for (const node of document.querySelectorAll(".glassbox *")) {
    const names = ["aria-describedby", "aria-labelledby", "aria-controls", "for"];
    for (const id of names.flatMap((name) => (node.getAttribute(name) ?? "").split(" ")))
      if (id && document.querySelectorAll("#" + CSS.escape(id)).length !== 1) lost.push("#" + id);
    if (node.type === "radio" && node.name && !node.form) {
      const own = groups.get(node.name) ?? groups.set(node.name, new Set()).get(node.name);
      own.add(node.closest(".gb-demo"));
    }
  }
  for (const [name, demos] of groups) if (demos.size > 1) lost.push(`radio name ${name}`);
  return lost;
}
"""


@pytest.mark.parametrize("lesson", LESSONS)
def test_what_refers_to_another_element_finds_exactly_one(
    page: Page, apps: str, lesson: str
) -> None:
    open_app(page, apps, lesson)
    use(page)
    assert page.evaluate(REFERENCES) == []


STOP = """
() => {
  const here = document.activeElement;
  if (here === document.body) return null;
  const ring = [here, here.parentElement, here.parentElement.parentElement].some((node) => {
    const style = getComputedStyle(node);
    return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  });
  const previous = window.gbPrevious ?? here;
  window.gbPrevious = here;
  const inOrder = previous === here
    || previous.compareDocumentPosition(here) & Node.DOCUMENT_POSITION_FOLLOWING;
  const [a, b] = [previous, here].map((node) => node.getBoundingClientRect());
  const backwards = a.top > b.bottom && a.left >= b.left - 1;
  const name = here.getAttribute("aria-label") || here.textContent.trim().slice(0, 40) || here.name;
  return { ring, inOrder: Boolean(inOrder), backwards, name: `${here.tagName} ${name}` };
}
"""


def stops(page: Page) -> list[dict]:
    """Where the Tab key stops, from the top of the page to its end."""
    page.evaluate("() => { window.gbPrevious = null; }")
    page.locator("header a").first.focus()
    page.keyboard.press("Tab")  # there and back: only who uses keys is shown the focus
    page.keyboard.press("Shift+Tab")
    found = [page.evaluate(STOP)]
    for _ in range(400):
        page.keyboard.press("Tab")
        stop = page.evaluate(STOP)
        if stop is None or not stop["inOrder"]:  # past the last one, or round again
            break
        found.append(stop)
    return found


@pytest.mark.parametrize("lesson", LESSONS)
def test_the_tab_key_follows_the_page_and_one_sees_where_it_is(
    page: Page, apps: str, lesson: str
) -> None:
    open_app(page, apps, lesson)
    use(page)
    found = stops(page)
    assert len(found) > 1
    assert found[-1]["name"].split(" ", 1)[1] in page.locator("footer a").all_inner_texts()
    assert [stop["name"] for stop in found if not stop["ring"]] == []
    assert [stop["name"] for stop in found if stop["backwards"]] == []
    assert page.locator("[tabindex]:not([tabindex='0']):not([tabindex='-1'])").count() == 0


@pytest.mark.parametrize("lesson", LESSONS)
def test_each_demo_has_a_place_from_which_its_results_are_read_aloud(
    page: Page, apps: str, lesson: str
) -> None:
    open_app(page, apps, lesson)
    silent = page.evaluate(
        """() => [...document.querySelectorAll(".gb-demo")]
          .filter((demo) => !demo.querySelector("[role=status], [role=alert], [aria-live]"))
          .map((demo) => demo.className)"""
    )
    assert silent == []


# ---- calm ------------------------------------------------------------------------------


@pytest.fixture
def calm(page: Page, apps: str) -> Page:
    """The zoo, opened by somebody whose system asks for less motion."""
    page.emulate_media(reduced_motion="reduce")
    open_app(page, apps, "03_classifier_zoo")
    return page


def test_nothing_moves_by_itself_when_the_system_asks_for_less_motion(calm: Page) -> None:
    moving = calm.evaluate(
        """() => [...document.querySelectorAll(".glassbox, .glassbox *")].filter((node) => {
          const style = getComputedStyle(node);
          const lasts = (list) => list.split(",").some((one) => parseFloat(one) > 0);
          return style.animationName !== "none" || lasts(style.transitionDuration);
        }).map((node) => node.className)"""
    )
    assert moving == []
    assert calm.evaluate("document.getAnimations().length") == 0


GAPS = """
(count) => new Promise((resolve) => {
  const times = [];
  document.addEventListener("glassbox:painted", () => {
    times.push(performance.now());
    if (times.length > count) resolve(times.slice(1).map((time, i) => time - times[i]));
  });
})
"""


def gaps_while_running(page: Page, count: int) -> list[float]:
    """Milliseconds between pictures of a run."""
    playground = PlaygroundPage(page)
    playground.main.click()
    playground.expect_state(RUNNING)
    gaps = page.evaluate(GAPS, count)
    playground.main.click()
    playground.expect_state(PAUSED)
    return gaps


def test_a_run_is_redrawn_twice_a_second_when_less_motion_is_asked_for(calm: Page) -> None:
    gaps = gaps_while_running(calm, 6)
    assert sum(gaps) / len(gaps) > 400  # 500, less what the first picture came late


def test_a_run_is_redrawn_more_often_otherwise(page: Page, apps: str) -> None:
    open_app(page, apps, "03_classifier_zoo")
    gaps = gaps_while_running(page, 20)
    assert sum(gaps) / len(gaps) < 250
