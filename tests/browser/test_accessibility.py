"""Each lesson, used, as somebody meets it who does not see it or does not point.

The lessons are whatever lies in `lessons/`, so a new one is looked at without being named here.
"""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from glassbox.project import root
from tests.browser.axe import findings, grave, listed
from tests.browser.conftest import LabServer, opened
from tests.browser.lesson_in_use import OUTPUTS, each, open_app, run_all, seen_as, use
from tests.browser.waiting import until

LESSONS = sorted(path.stem for path in (root() / "lessons").glob("[0-9]*.ipynb"))
LOOKS = ("light", "dark")
ON_DEMAND = ".gb-on-demand [data-act=press], .gb-trial [data-act=press]"


def test_there_are_lessons_to_look_at() -> None:
    assert "03_classifier_zoo" in LESSONS


@pytest.fixture(scope="module", params=LESSONS)
def used(request: pytest.FixtureRequest, browser: Browser, apps: str) -> Iterator[Page]:
    """A lesson as an app, used and left as it is then: `page.lesson` names it.

    To use a lesson takes far longer than to look at it, so the tests of a module share one.
    """
    with opened(browser, 1400, 1000) as page:
        page.lesson = request.param
        open_app(page, apps, request.param)
        use(page)
        for button in each(page.locator(ON_DEMAND)):
            button.click()
            expect(button).to_have_text("Stop")
            expect(button).not_to_have_text("Stop", timeout=240_000)
        yield page


# ---- axe-core --------------------------------------------------------------------------


@pytest.mark.parametrize("width", [1400, 390])
@pytest.mark.parametrize("look", LOOKS)
def test_an_app_shuts_nobody_out(used: Page, look: str, width: int) -> None:
    try:
        seen_as(used, look, width, 900)
        found = findings(used)
        print(f"{used.lesson}, {look}, {width}: {listed(found)}")
        assert grave(found) == [], listed(grave(found))
        assert used.evaluate("document.documentElement.scrollWidth") <= width
    finally:
        seen_as(used, "light", 1400, 1000)


# axe-core does not know what the browser draws on top: it takes a stage to be covered by the page
# beneath it, and then says nothing of its colours.
ALONE = """() => {
  const sheet = new CSSStyleSheet();
  const others = ":is(.gb-top, .gb-foot, .gb-cell:not(:has(:popover-open)))";
  sheet.replaceSync(`body:has(:popover-open) ${others} { visibility: hidden }`);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}"""
TOGETHER = "() => { document.adoptedStyleSheets = document.adoptedStyleSheets.slice(0, -1); }"


def test_the_stage_shuts_nobody_out(used: Page) -> None:
    stage, count = used.locator(".gb-demo:popover-open"), used.locator(".gb-demo").count()
    used.evaluate(ALONE)
    used.locator(".gb-heading [data-act=present]").first.click()
    try:
        for number in range(1, count + 1):
            expect(stage.locator(".gb-stage-place")).to_have_text(f"{number} of {count}")
            for look in LOOKS:
                seen_as(used, look, 1280, 720)
                found = findings(used, ".gb-demo:popover-open")
                assert grave(found) == [], f"{number}, {look}: {listed(grave(found))}"
            used.keyboard.press("PageDown")
    finally:
        used.keyboard.press("Escape")
        used.evaluate(TOGETHER)
        seen_as(used, "light", 1400, 1000)
    expect(stage).to_have_count(0)


# axe-core says nothing of the colours of what is scrolled out of sight, nor of anything in a body
# that cuts off what leaves it and has no height, as JupyterLab's is.
WHOLE = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`body { overflow: visible !important }
    .jp-Cell { content-visibility: visible !important }`);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}"""
ALL_IN_SIGHT = f"""(document.querySelector(".jp-WindowedPanel-outer").scrollTop = 0,
  [...document.querySelectorAll("{OUTPUTS}")].map((part) => part.getBoundingClientRect())
    .every(({{ top, bottom }}) => top >= 0 && bottom <= innerHeight))"""


@pytest.mark.parametrize("lesson", LESSONS)
def test_the_outputs_of_a_notebook_shut_nobody_out(
    page: Page, lab: LabServer, lesson: str
) -> None:
    try:
        run_all(page, lab, lesson)
        use(page)
        assert unnamed_pictures(page, OUTPUTS) == []
        page.set_viewport_size({"width": 1400, "height": 60_000})
        page.evaluate(WHOLE)
        until(page, ALL_IN_SIGHT)
        for look in LOOKS:
            choose_look(page, look)
            found = findings(page, OUTPUTS)
            print(f"{lesson} in JupyterLab, {look}: {listed(found)}")
            assert grave(found) == [], listed(grave(found))
    finally:
        page.set_viewport_size({"width": 1400, "height": 1000})
        lab.choose_theme("JupyterLab Light")


def choose_look(page: Page, look: str) -> None:
    """Choose JupyterLab's theme in its menu."""
    page.get_by_role("menuitem", name="Settings", exact=True).click()
    page.get_by_text("Theme", exact=True).hover()
    page.get_by_text(f"JupyterLab {look.title()}", exact=True).click()
    until(page, f"document.body.dataset.jpThemeLight === '{str(look == 'light').lower()}'")
    until(page, "document.getAnimations().length === 0")


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
    // A canvas to draw on, or to choose in, is more than a picture.
    const isPicture = picture.matches("[role=img], [role=application], [role=slider], img");
    return !isPicture || !/[0-9]/.test(label);
  }).map((picture) => picture.outerHTML.slice(0, 200))
"""


def unnamed_pictures(page: Page, scope: str) -> list[str]:
    """Pictures that neither say in figures what is on them nor are decoration."""
    return page.evaluate(PICTURES, scope)


def test_every_picture_says_in_figures_what_it_shows(used: Page) -> None:
    assert unnamed_pictures(used, ".glassbox, main") == []
    # Otherwise this test has looked at nothing.
    if used.lesson == "03_classifier_zoo":
        assert used.locator(".glassbox [role=img]").count() > 6


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


def test_every_control_has_a_name(used: Page) -> None:
    controls = named_controls(used)
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


def test_what_refers_to_another_element_finds_exactly_one(used: Page) -> None:
    assert used.evaluate(REFERENCES) == []


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
  // The figure of a slider stands above its line, and comes after it.
  const slider = here.closest(".widget-hslider");
  const backwards = a.top > b.bottom && a.left >= b.left - 1 && !slider?.contains(previous);
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


def test_the_tab_key_follows_the_page_and_one_sees_where_it_is(used: Page) -> None:
    found = stops(used)
    assert len(found) > 1
    assert found[-1]["name"].split(" ", 1)[1] in used.locator("footer a").all_inner_texts()
    assert [stop["name"] for stop in found if not stop["ring"]] == []
    assert [stop["name"] for stop in found if stop["backwards"]] == []
    assert used.locator("[tabindex]:not([tabindex='0']):not([tabindex='-1'])").count() == 0


def test_each_demo_has_a_place_from_which_its_results_are_read_aloud(used: Page) -> None:
    silent = used.evaluate(
        """() => [...document.querySelectorAll(".gb-demo")]
          .filter((demo) => !demo.querySelector("[role=status], [role=alert], [aria-live]"))
          .map((demo) => demo.className)"""
    )
    assert silent == []
