"""Lesson 03 in JupyterLab, in a real browser, as a student uses it."""
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import LabServer, opened
from tests.browser.notebooks import open_notebook, run_cell
from tests.browser.playground_page import PAUSED, RUNNING, PlaygroundPage

LESSON = "03_classifier_zoo.ipynb"


def run_first_cell(page: Page, lab: LabServer, notebook: str = LESSON) -> PlaygroundPage:
    """Open a lesson and run its first code cell from the keyboard."""
    open_notebook(page, lab, notebook)
    run_cell(page)
    playground = PlaygroundPage(page)
    playground.wait_until_ready()
    return playground


def our_troubles(page: Page) -> list[str]:
    """What went wrong on the page, without JupyterLab's own requests for missing files."""
    return [text for text in page.troubles if not text.startswith("Failed to load resource")]


def test_a_student_plays_pauses_changes_the_rule_and_resets(page: Page, lab: LabServer) -> None:
    playground = run_first_cell(page, lab)
    playground.main.click()
    playground.expect_state(RUNNING)
    playground.expect_accuracy_above(95)
    playground.main.click()
    playground.expect_state(PAUSED)

    playground.choose_rule("rose")
    playground.shows_field_label("after 0 steps.* in the rose")
    expect(playground.root.locator(".gb-free b")).to_have_text("(80.4% is free)")
    playground.button("One step").click()
    expect(playground.root.locator(".gb-state b")).to_have_text("step 1")
    playground.button("Reset").click()
    expect(playground.root.locator(".gb-state b")).to_have_text("step 0")
    assert our_troubles(page) == []


def test_keys_pressed_in_the_playground_stay_out_of_the_notebook(
    page: Page, lab: LabServer
) -> None:
    playground = run_first_cell(page, lab)
    playground.root.locator(".gb-field canvas").focus()
    page.keyboard.press("s")
    expect(playground.root.locator(".gb-state b")).to_have_text("step 1")
    page.keyboard.press("r")
    expect(playground.root.locator(".gb-state b")).to_have_text("step 0")
    page.keyboard.press("Space")
    playground.expect_state(RUNNING)
    page.keyboard.press("Space")
    playground.expect_state(PAUSED)
    playground.slider("noise").focus()
    page.keyboard.press("ArrowRight")
    expect(playground.slider("noise")).to_have_attribute("aria-valuetext", "0.01")
    playground.main.focus()
    page.keyboard.press("r")  # on a button it means nothing to us, and must mean nothing to Lab
    expect(page.locator(".jp-RawCell")).to_have_count(0)
    expect(playground.main).to_be_focused()
    assert our_troubles(page) == []


@pytest.mark.parametrize(
    ("name", "width", "theme"),
    [("wide", 1400, "light"), ("narrow", 390, "light"), ("dark", 1400, "dark")],
)
def test_the_playground_fits_its_notebook(
    browser: Browser, lab: LabServer, artefacts: Path, name: str, width: int, theme: str
) -> None:
    lab.choose_theme("JupyterLab Dark" if theme == "dark" else "JupyterLab Light")
    with opened(browser, width, 1000) as page:
        if width < 600:  # JupyterLab has no menu bar worth the name there: run while wide
            page.set_viewport_size({"width": 1400, "height": 1000})
        playground = run_first_cell(page, lab)
        playground.main.click()
        playground.expect_accuracy_above(90)
        playground.main.click()
        playground.expect_state(PAUSED)
        if width < 600:
            page.locator(".jp-SideBar.jp-mod-left .lm-TabBar-tab.lm-mod-current").click()
            page.set_viewport_size({"width": width, "height": 1000})
        playground.shows_field_label("after [1-9]")
        playground.root.scroll_into_view_if_needed()
        page.screenshot(path=artefacts / f"lab-{name}.png")
        light = page.evaluate("document.body.dataset.jpThemeLight")
        assert light == str(theme == "light").lower()
        box = playground.root.bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width
