"""A demo on stage, in the apps and in JupyterLab: what a class sees, and the way back."""
import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from course.sketch import to_text
from tests.browser.conftest import LabServer, opened
from tests.browser.lesson_in_use import open_app
from tests.browser.playground_page import PAUSED, RUNNING, PlaygroundPage
from tests.browser.test_links import put_notebook, run_notebook
from tests.browser.test_playground_in_lab import our_troubles
from tests.browser.waiting import until

LESSON = "/voila/render/03_classifier_zoo.ipynb"
SIZES = """(stage) => [stage, ...stage.querySelectorAll("canvas[role=img]")].map((node) => {
    const box = node.getBoundingClientRect();
    return [box.x, box.y, box.width, box.height, node.width ?? 0];
})"""


def on_stage(page: Page) -> Locator:
    """The demo that fills the window; waits until there is one."""
    stage = page.locator(".gb-demo:popover-open")
    expect(stage).to_have_count(1)
    return stage


def place(page: Page) -> str:
    return on_stage(page).locator(".gb-stage-place").inner_text()


def played(page: Page, floor: float) -> PlaygroundPage:
    """The playground on stage, trained up to an accuracy from the keyboard, and paused."""
    playground = PlaygroundPage(page)
    playground.root = on_stage(page)
    playground.bar = playground.root.locator(".gb-transport")
    expect(playground.root.locator(".gb-big")).to_have_text(re.compile(r"\d%$"))
    page.keyboard.press("Space")
    playground.expect_accuracy_above(floor)
    page.keyboard.press("Space")
    playground.expect_state(PAUSED)
    playground.shows_field_label("after [1-9]")
    return playground


@pytest.mark.parametrize(
    ("width", "height", "look"),
    [(1280, 720, "light"), (1280, 720, "dark"), (1920, 1080, "light"), (1920, 1080, "dark")],
)
def test_the_stage_fills_a_projector_and_every_canvas_is_crisp(
    browser: Browser, apps: str, artefacts: Path, width: int, height: int, look: str
) -> None:
    with opened(browser, width, height, look) as page:
        page.goto(f"{apps}{LESSON}?open=playground&rule=rose&hidden=16-16&present=1")
        playground = played(page, 94)
        page.screenshot(path=artefacts / f"stage-{width}-{look}.png")
        stage, *canvases = playground.root.evaluate(SIZES)
        assert stage[:4] == [0, 0, width, height]
        assert len(canvases) == 4  # the network, the field and the two curves
        for left, top, wide, high, pixels in canvases:
            assert left >= 0
            assert left + wide <= width
            assert top + high <= height
            assert pixels >= wide * 0.99
        assert playground.root.evaluate("(stage) => stage.scrollHeight - stage.clientHeight") <= 0
        letters = playground.root.locator(".gb-free b").evaluate(
            "(b) => parseFloat(getComputedStyle(b).fontSize) * (b.currentCSSZoom ?? 1)"
        )
        assert letters >= 16 * height / 720


def test_a_prediction_that_is_drawn_stands_on_stage_with_its_button_and_both_pictures(
    browser: Browser, apps: str
) -> None:
    sketch = "guess=" + to_text([[[-0.5, -0.5], [0.5, -0.5], [0.5, 0.5], [-0.5, 0.5]]])
    with opened(browser, 1280, 720) as page:
        page.goto(f"{apps}{LESSON}?open=predict-03.boundary&{sketch}&present=1")
        stage = on_stage(page)
        button = stage.get_by_role("button", name="Commit and run")
        expect(button).to_be_in_viewport(ratio=1)
        button.click()
        expect(stage.get_by_role("button", name="Guess again")).to_be_in_viewport(
            ratio=1, timeout=120_000
        )
        pictures = stage.locator("canvas")
        expect(pictures).to_have_count(2)
        for k in range(2):
            expect(pictures.nth(k)).to_be_in_viewport(ratio=1)
        mine, its = (pictures.nth(k).bounding_box() for k in range(2))
        assert mine["y"] == pytest.approx(its["y"], abs=1)
        assert mine["x"] + mine["width"] < its["x"]
        assert stage.evaluate("(node) => node.scrollHeight - node.clientHeight") <= 0
        assert page.troubles == []


def test_a_screen_of_fine_pixels_gets_fine_pictures_on_stage(browser: Browser, apps: str) -> None:
    context = browser.new_context(
        viewport={"width": 1280, "height": 720}, device_scale_factor=2
    )
    page = context.new_page()
    page.goto(f"{apps}{LESSON}?present=1")
    field = on_stage(page).locator(".gb-field canvas")
    expect(field).to_have_js_property("width", round(2 * field.bounding_box()["width"]))
    context.close()


def test_a_clicker_goes_from_demo_to_demo_and_escape_returns_to_the_page(
    page: Page, apps: str
) -> None:
    page.set_viewport_size({"width": 1280, "height": 720})
    open_app(page, apps, "03_classifier_zoo")
    total = page.locator(".gb-demo").count()
    assert total >= 4
    page.locator(".gb-demo [data-act=present]").first.click()
    expect(on_stage(page).locator(".gb-stage-title")).to_have_text("A circle, to begin with")
    assert place(page) == f"1 of {total}"
    said = page.locator(".gb-stage-bar .gb-spoken")
    expect(said).to_have_text(f"Demo 1 of {total}: A circle, to begin with")

    page.keyboard.press("PageUp")  # there is nothing before the first
    assert place(page) == f"1 of {total}"
    for number, key in enumerate(["PageDown", "ArrowRight"], start=2):
        page.keyboard.press(key)
        assert place(page) == f"{number} of {total}"
        expect(said).to_have_text(re.compile(f"^Demo {number} of {total}: "))
    on_stage(page).get_by_role("button", name="Previous", exact=True).click()
    assert place(page) == f"2 of {total}"
    page.keyboard.press("ArrowLeft")
    assert place(page) == f"1 of {total}"
    on_stage(page).locator(".noUi-handle[aria-label='learning rate']").focus()
    page.keyboard.press("ArrowRight")  # on a slider the arrow is the slider's
    assert place(page) == f"1 of {total}"
    page.keyboard.press("PageDown")  # but a clicker is always a clicker

    second = on_stage(page).element_handle()
    page.keyboard.press("Escape")
    expect(page.locator(".gb-demo:popover-open")).to_have_count(0)
    assert page.locator("[inert]").count() == 0
    assert page.locator("[popover]:not(#gb-trouble)").count() == 0
    assert second.evaluate("(demo) => demo.contains(document.activeElement)")
    box = second.bounding_box()
    assert box["y"] < 720
    assert box["y"] + box["height"] > 0
    assert page.troubles == []


def test_a_run_goes_on_while_its_demo_takes_the_stage_and_leaves_it(page: Page, apps: str) -> None:
    page.goto(apps + LESSON)
    playground = PlaygroundPage(page)
    playground.wait_until_ready()
    playground.root.locator(".gb-field canvas").evaluate("(canvas) => (canvas.mark = 'the same')")
    playground.main.click()
    playground.expect_accuracy_above(80)
    before = playground.steps()
    playground.root.locator("[data-act=present]").focus()
    page.keyboard.press("Enter")
    on_stage(page)
    playground.expect_state(RUNNING)
    expect(playground.root.locator(".gb-state b")).not_to_have_text(f"step {before:,}")
    assert playground.steps() > before
    assert playground.root.evaluate("(demo) => demo === document.activeElement")
    page.keyboard.press("Space")
    playground.expect_state(PAUSED)
    made = playground.steps()
    page.keyboard.press("s")
    expect(playground.root.locator(".gb-state b")).to_have_text(f"step {made + 1:,}")
    page.get_by_role("button", name="Leave", exact=True).click()
    expect(page.locator(".gb-demo:popover-open")).to_have_count(0)
    expect(playground.root.locator("[data-act=present]")).to_be_focused()
    assert playground.steps() == made + 1
    assert playground.root.locator(".gb-field canvas").evaluate("(canvas) => canvas.mark")
    assert page.troubles == []


def test_on_stage_the_text_unfolds_more_controls_come_and_the_look_changes(
    page: Page, apps: str, artefacts: Path
) -> None:
    page.set_viewport_size({"width": 1280, "height": 720})
    page.goto(f"{apps}{LESSON}?open=published&present=1")
    stage = on_stage(page)
    expect(stage.locator(".gb-stage-title")).to_have_text("Every published figure")
    text = stage.get_by_text("One run is one draw.")
    read = stage.locator("[data-stage=read]")
    expect(text).to_be_hidden()
    read.click()
    expect(read).to_have_attribute("aria-expanded", "true")
    expect(text).to_be_visible()
    page.screenshot(path=artefacts / "stage-text.png")
    read.click()
    expect(text).to_be_hidden()

    rate, batch = stage.get_by_label("learning rate").first, stage.locator("select").last
    expect(rate).to_be_visible()
    expect(batch).to_be_hidden()
    stage.get_by_role("button", name="More controls").click()
    expect(batch).to_be_visible()
    page.screenshot(path=artefacts / "stage-more.png")
    stage.get_by_role("button", name="Fewer controls").click()
    expect(batch).to_be_hidden()

    corner = """(canvas) => [...canvas.getContext("2d").getImageData(
        canvas.width - 3, canvas.height - 3, 1, 1).data].slice(0, 3).join()"""
    field = stage.locator(".gb-field canvas")
    light = field.evaluate(corner)
    stage.get_by_role("button", name="Dark", exact=True).click()
    expect(stage).to_have_css("background-color", "rgb(22, 24, 26)")
    shown = "document.querySelector('.gb-demo:popover-open .gb-field canvas')"
    until(page, f"({corner})({shown}) !== '{light}'")
    page.keyboard.press("Escape")
    expect(page.locator(".gb-demo").first).to_have_css("background-color", "rgb(255, 255, 255)")
    assert page.troubles == []


def test_the_keyboard_stays_on_the_stage(page: Page, apps: str) -> None:
    page.goto(f"{apps}{LESSON}?present=1")
    stage = on_stage(page)
    expect(stage.locator(".gb-big")).to_have_text(re.compile(r"\d%$"))
    page.locator("body[data-state=ready]").wait_for()
    for _ in range(60):
        page.keyboard.press("Tab")
        assert stage.evaluate(
            "(demo) => [document.body, demo].some((node) => node === document.activeElement)"
            " || demo.contains(document.activeElement)"
        )
    links = page.locator("a")  # of the page behind: nor does a screen reader find them
    assert links.count() >= 2
    assert links.evaluate_all("(all) => all.every((link) => link.closest('[inert]'))")


def test_in_lab_a_demo_takes_the_stage_and_lab_hears_none_of_its_keys(
    page: Page, lab: LabServer, artefacts: Path
) -> None:
    cell = "from IPython.display import display\nfrom widgets import OnDemand, Playground\n"
    cell += "def two():\n    yield\n    return 2\n"
    cell += "display(Playground(), OnDemand(two, 'Count', steps=1))"
    put_notebook(lab, "stage.ipynb", "## Two of them\n\nRead me.", cell)
    playground = run_notebook(page, lab, "stage.ipynb")
    expect(page.locator(".gb-demo")).to_have_count(2)
    playground.root.locator("[data-act=present]").click()
    stage = on_stage(page)
    expect(stage.locator(".gb-stage-title")).to_have_text("Two of them")
    expect(stage.locator(".gb-stage-place")).to_have_text("1 of 2")
    size = page.viewport_size
    assert stage.evaluate(SIZES)[0][:4] == [0, 0, size["width"], size["height"]]
    shown = stage.locator(".gb-field canvas").evaluate(
        "(canvas) => [canvas.width, canvas.getBoundingClientRect().width]"
    )
    assert shown[0] >= shown[1] * 0.99
    played(page, 90)
    page.screenshot(path=artefacts / "stage-lab.png")
    cells = page.locator(".jp-Notebook .jp-Cell").count()
    for number in (1, 2):
        expect(on_stage(page).locator(".gb-stage-place")).to_have_text(f"{number} of 2")
        for key in ("b", "a", "x", "d", "d", "m", "r"):  # each of them means something to Lab
            page.keyboard.press(key)
        page.keyboard.press("PageDown")
    expect(playground.root.locator(".gb-state b")).to_have_text("step 0")  # r is our Reset, too
    page.keyboard.press("Escape")
    expect(page.locator(".gb-demo:popover-open")).to_have_count(0)
    assert page.locator(".jp-Notebook .jp-Cell").count() == cells
    assert page.locator("[inert]").count() == 0
    assert our_troubles(page) == []


def test_in_lab_a_link_can_ask_for_the_stage(page: Page, lab: LabServer) -> None:
    call = json.dumps("open=mine&rule=ring&present=1")
    put_notebook(lab, "asks.ipynb", f"from widgets import Playground\nPlayground.from_link({call})")
    run_notebook(page, lab, "asks.ipynb")
    stage = on_stage(page)
    stage.locator(".gb-field canvas[aria-label*='in the ring']").wait_for()
    page.keyboard.press("Escape")
    expect(page.locator(".gb-demo:popover-open")).to_have_count(0)


def test_in_lab_a_demo_that_goes_while_it_is_on_stage_leaves_the_notebook_usable(
    page: Page, lab: LabServer
) -> None:
    cell = "import asyncio\nfrom IPython.display import clear_output, display\n"
    cell += "from widgets import Playground\n"
    cell += "display(Playground.from_link('present=1'))\nawait asyncio.sleep(5)\n"
    cell += "clear_output()\nprint('gone')"
    put_notebook(lab, "goes.ipynb", cell)
    run_notebook(page, lab, "goes.ipynb")
    on_stage(page)
    page.get_by_text("gone", exact=True).wait_for()
    expect(page.locator("[inert]")).to_have_count(0)
    expect(page.locator(".gb-demo:popover-open")).to_have_count(0)
