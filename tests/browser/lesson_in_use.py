"""A lesson opened and used: every kind of furniture in a state that it gets into."""
import re
from collections.abc import Iterator

import nbformat
from playwright.sync_api import Locator, Page, expect

from course.exercises.library import find
from glassbox.project import root
from tests.browser.conftest import LabServer
from tests.browser.notebooks import open_notebook, run_cell
from tests.browser.playground_page import PAUSED, RUNNING, PlaygroundPage
from tests.browser.waiting import CONNECTED, until

# What stands for a widget until its script has come says "Loading widget...".
NONE_LOADING = """[...document.querySelectorAll(".jp-OutputArea-output")]
  .every((output) => !output.textContent.startsWith("Loading widget"))"""
OUTPUTS = ".jp-Notebook .jp-OutputArea .glassbox"  # what is ours in JupyterLab


def open_app(page: Page, apps: str, lesson: str, query: str = "") -> None:
    """Open a lesson as an app and wait until everything in it is drawn."""
    page.goto(f"{apps}/voila/render/{lesson}.ipynb{query}")
    page.wait_for_selector("body[data-state=ready]", timeout=120_000)
    until(page, CONNECTED)
    drawn(page)
    assert page.locator(".glassbox").count() >= widgets_in(lesson)


def drawn(page: Page) -> None:
    """Wait until every widget of the page is there, and has drawn its first picture."""
    until(page, NONE_LOADING)
    for number in range(page.locator(".gb-playground").count()):
        PlaygroundPage(page, number).wait_until_ready()
    for quiz in page.locator(".gb-quiz").all():
        quiz.locator(".gb-asked").first.wait_for()
    for prediction in page.locator(".gb-predict").all():
        prediction.locator("[data-act=press]").wait_for()


def widgets_in(lesson: str) -> int:
    """How many widgets a lesson holds at least, as its own cells say."""
    notebook = nbformat.read(root() / "lessons" / f"{lesson}.ipynb", as_version=4)
    tags = [cell.metadata.get("tags", []) for cell in notebook.cells]
    return sum("widget" in own and "exercise" not in own for own in tags)


def each(found: Locator) -> Iterator[Locator]:
    """Those elements that can be seen now, one by one."""
    for number in range(found.count()):
        if found.nth(number).is_visible():
            yield found.nth(number)


def use(page: Page) -> None:
    """Leave every kind of furniture of a page in a state that it gets into in a lesson."""
    for button in list(each(page.locator(".gb-heading [data-act=code]"))):
        button.click()
        expect(button).to_have_attribute("aria-expanded", "true")
    for number, question in enumerate(each(page.locator(".gb-asked"))):
        answer(question, rightly=number % 2 == 0)
    for prediction in each(page.locator(".gb-predict")):
        guess(prediction)
    for hint in each(page.locator(".gb-check summary")):
        hint.click()
    if page.locator(".gb-playground").count():
        playground = PlaygroundPage(page)
        playground.main.click()
        playground.expect_state(RUNNING)
        playground.main.click()
        playground.expect_state(PAUSED)


def answer(question: Locator, rightly: bool) -> None:
    """Answer a question of a quiz, and wait for what is said."""
    record = find(question.get_attribute("data-key"), "question")
    wrong = [number for number in range(len(record.options)) if number not in record.right_options]
    for number in record.right_options if rightly else wrong[:1]:
        question.locator("input").nth(number).check()
    question.get_by_role("button", name="Answer").click()
    expect(question.locator(".gb-why:visible").first).to_be_visible()


def guess(prediction: Locator) -> None:
    """Commit a guess, chosen, moved or drawn, and let the computation end."""
    option, line = prediction.get_by_role("radio"), prediction.get_by_role("slider")
    canvas = prediction.locator("canvas[role=application]")
    if option.count():
        option.first.check(force=True)
    elif line.count():
        line.first.press("ArrowRight")
    elif canvas.count():
        draw(canvas)
    else:  # a prediction that could not be made says so, and asks for nothing
        return
    prediction.locator("[data-act=press]").click()
    expect(prediction.locator(".gb-after, .gb-shown > *").first).to_be_visible(timeout=120_000)


def draw(canvas: Locator) -> None:
    """Drag the mouse once round the middle of a canvas."""
    canvas.scroll_into_view_if_needed()
    box, mouse = canvas.bounding_box(), canvas.page.mouse
    corners = [(0.3, 0.3), (0.7, 0.3), (0.7, 0.7), (0.3, 0.7), (0.3, 0.32)]
    places = [(box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in corners]
    mouse.move(*places[0])
    mouse.down()
    for place in places[1:]:
        mouse.move(*place, steps=8)
    mouse.up()


def run_all(page: Page, lab: LabServer, lesson: str) -> None:
    """Open a lesson in JupyterLab and run every cell of it."""
    open_notebook(page, lab, f"{lesson}.ipynb")
    run_cell(page)
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_text("Run All Cells", exact=True).click()
    prompts = page.locator(".jp-CodeCell .jp-InputPrompt")
    expect(prompts.last).to_have_text(re.compile(r"^\[\d+\]:$"), timeout=120_000)
    expect(page.locator(OUTPUTS).first).to_be_attached()
    drawn(page)
