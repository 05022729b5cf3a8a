"""Questions in a real browser: by keyboard alone, in an app and in JupyterLab."""
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from course.exercises.library import find
from tests.browser.conftest import LabServer, opened
from tests.browser.notebooks import open_notebook, put_notebook, run_cell
from tests.browser.waiting import CONNECTED, until
from tests.lesson_site import Site, write_lesson

CELL = 'from widgets.quiz import Quiz\nQuiz("03")'
FREE, STUCK = find("03.free", "question"), find("03.stuck", "question")


class QuestionPage:
    """One question of a page, as a person sees it."""

    def __init__(self, page: Page, key: str) -> None:
        self.page = page
        self.root: Locator = page.locator(f'.gb-asked[data-key="{key}"]')
        self.root.wait_for()
        self.options = self.root.locator(".gb-choice")
        self.inputs = self.root.locator("input")
        self.button = self.root.locator("button")
        self.result = self.root.get_by_role("status")

    def tab_to_options(self) -> None:
        """Press Tab until the focus is among the options."""
        for _ in range(40):
            self.page.keyboard.press("Tab")
            if self.root.evaluate("(root) => document.activeElement.closest('form') === root"):
                return
        raise AssertionError("the Tab key never reaches the question")

    def expect_marks(self, *marks: str | None) -> None:
        """Wait until the options are marked so: "right", "wrong" or None."""
        for number, mark in enumerate(marks):
            option = self.options.nth(number)
            if mark is None:
                expect(option).not_to_have_attribute("data-mark", re.compile(".*"))
            else:
                expect(option).to_have_attribute("data-mark", mark)

    def explained(self) -> list[str]:
        """The explanations that can be seen."""
        return self.root.locator(".gb-why:visible").all_inner_texts()


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("quiz") / "lessons"
    folder.mkdir()
    prose = "%%# A quiz\nFive questions on what you saw."
    write_lesson(folder, 3, "quiz", "Quiz", prose, CELL, "%%Words after it.")
    with Site(folder) as running:
        yield running


def open_quiz(page: Page, site: Site, query: str = "", key: str = "03.free") -> QuestionPage:
    page.goto(f"{site.address}/voila/render/03_quiz.ipynb{query}")
    page.wait_for_selector("body[data-state=ready]")
    until(page, CONNECTED)
    return QuestionPage(page, key)


def answer_by_keyboard(page: Page, question: QuestionPage) -> None:
    """Wrong, then right, without a mouse; what is on the page at each moment is checked."""
    press = page.keyboard.press
    question.tab_to_options()
    expect(question.inputs.nth(0)).to_be_focused()
    press("Space")
    press("Tab")
    expect(question.button).to_be_focused()
    press("Enter")
    question.expect_marks("wrong", None, None, None)
    assert question.explained() == [f"Not this one. {FREE.options[0].why} Now choose again."]
    expect(question.result).to_contain_text(
        f"Not this one. {FREE.options[0].text} {FREE.options[0].why} Now choose again."
    )
    expect(question.inputs.nth(0)).to_have_accessible_description(re.compile("^Not this one"))
    expect(question.button).to_be_focused()

    press("Shift+Tab")
    press("ArrowDown")
    expect(question.inputs.nth(1)).to_be_checked()
    press("Enter")  # within a form it answers, from wherever one is
    question.expect_marks(None, "right", None, None)
    assert question.explained() == [
        ("Right. " if option.right else "") + option.why for option in FREE.options
    ]
    expect(question.result).to_contain_text("Right. ")
    expect(question.button).to_be_focused()
    expect(question.button).to_have_text("Answer again")
    expect(question.inputs.nth(0)).to_be_disabled()


def test_wrong_then_right_in_an_app_by_keyboard_alone(page: Page, site: Site) -> None:
    question = open_quiz(page, site)
    answer_by_keyboard(page, question)
    page.keyboard.press("Enter")
    question.expect_marks(None, None, None, None)
    expect(question.inputs.nth(1)).to_be_enabled()
    expect(question.inputs.nth(1)).not_to_be_checked()
    assert page.troubles == []


def test_wrong_then_right_in_jupyterlab_by_keyboard_alone(page: Page, lab: LabServer) -> None:
    put_notebook(lab, "quiz.ipynb", CELL, "1 + 1")
    open_notebook(page, lab, "quiz.ipynb")
    run_cell(page)
    question = QuestionPage(page, "03.free")
    page.locator(".gb-heading button").last.focus()
    answer_by_keyboard(page, question)
    for key in ("r", "m", "d", "d"):  # Lab would make the cell prose, or delete it
        page.keyboard.press(key)
    expect(page.locator(".jp-Notebook .jp-CodeCell")).to_have_count(2)
    expect(question.button).to_be_focused()
    assert [text for text in page.troubles if "Failed to load resource" not in text] == []


def test_each_option_has_a_name_a_role_and_a_question_above_it(page: Page, site: Site) -> None:
    question = open_quiz(page, site)
    group = page.get_by_role("group", name=f"Question 1 of 10 {FREE.prompt}", exact=True)
    expect(group.get_by_role("radio")).to_have_count(4)
    for option in FREE.options:
        expect(group.get_by_role("radio", name=option.text, exact=True)).to_have_count(1)
    several = page.get_by_role("group", name=f"{STUCK.prompt} Choose all that are right.")
    expect(several.get_by_role("checkbox")).to_have_count(5)
    expect(question.button).to_have_accessible_name("Answer")


def test_several_are_told_how_many_are_there_and_one_thing_at_a_time(
    page: Page, site: Site
) -> None:
    question = open_quiz(page, site, key="03.stuck")
    for number in range(5):
        question.inputs.nth(number).check()
    question.button.click()
    summary = "You chose all three, and two that do not belong."
    expect(question.result).to_contain_text(summary)
    question.expect_marks(None, "wrong", None, None, None)
    assert question.explained() == [f"Does not belong. {STUCK.options[1].why}"]
    expect(question.inputs.nth(1)).to_be_visible()
    for number in (1, 3, 4):
        question.inputs.nth(number).uncheck()
    question.button.click()
    expect(question.result).to_contain_text("You chose two of the three. Look again")
    question.expect_marks("right", None, "right", None, None)
    question.inputs.nth(4).check()
    question.button.dblclick()
    expect(question.result).to_contain_text("Right: these three and no other.")
    question.expect_marks("right", None, "right", None, "right")
    assert page.troubles == []


def test_with_nothing_chosen_one_is_asked_to_choose(page: Page, site: Site) -> None:
    question = open_quiz(page, site)
    question.button.click()
    expect(question.result).to_have_text("Choose one first. ")
    several = QuestionPage(page, "03.stuck")
    several.button.click()
    expect(several.result).to_have_text("Choose at least one first. ")
    assert page.locator(".gb-asked [data-mark]").count() == 0


def test_a_kernel_that_does_not_answer_is_not_answered_for(page: Page, site: Site) -> None:
    question = open_quiz(page, site)
    question.inputs.nth(1).check()
    kernels = site.kernels()
    for kernel in kernels:
        kernel.suspend()
    try:
        question.button.click()
        expect(question.result).to_have_text("No reply yet. Is the kernel still running? ")
        question.expect_marks(None, None, None, None)
        assert question.explained() == []
    finally:
        for kernel in kernels:
            kernel.resume()
    question.expect_marks(None, "right", None, None)
    expect(question.result).not_to_contain_text("No reply yet")


def test_a_link_reopens_what_was_chosen_and_what_was_said(page: Page, site: Site) -> None:
    question = open_quiz(page, site, "?open=quiz-03&answered=03.free.2_03.stuck.0-2-4")
    question.expect_marks(None, None, "wrong", None)
    expect(question.inputs.nth(2)).to_be_checked()
    several = QuestionPage(page, "03.stuck")
    several.expect_marks("right", None, "right", None, "right")
    expect(several.button).to_have_text("Answer again")


def test_nonsense_in_a_link_is_refused_in_one_line(page: Page, site: Site) -> None:
    open_quiz(page, site, "?open=quiz-03&answered=<img src=x onerror=alert(1)>&frob=1")
    problem = page.locator(".gb-questions .gb-problem")
    expect(problem).to_contain_text("Not used from the link: answered must be like 03.free.0")
    expect(problem).to_contain_text("<img")
    assert page.locator(".gb-problem img").count() == 0
    assert page.locator(".gb-asked [data-mark]").count() == 0


@pytest.mark.parametrize(
    ("name", "width", "look"),
    [("wide", 1100, "light"), ("390", 390, "light"), ("dark", 1100, "dark")],
)
def test_the_quiz_fits_its_page_and_is_kept_as_a_picture(
    browser: Browser, site: Site, artefacts: Path, name: str, width: int, look: str
) -> None:
    with opened(browser, width, 900, look) as page:
        link = "?open=quiz-03&answered=03.free.1_03.stuck.0-1_03.luck.0"
        question = open_quiz(page, site, link, key="03.share")
        page.locator('[data-key="03.luck"] [data-mark=wrong]').wait_for()
        question.tab_to_options() if width > 390 else question.inputs.first.check()
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        page.screenshot(path=artefacts / f"quiz-{name}.png", full_page=True)
