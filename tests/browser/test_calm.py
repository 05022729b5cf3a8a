"""A lesson as somebody meets it whose system asks for less motion."""

import pytest
from playwright.sync_api import Page

from tests.browser.lesson_in_use import open_app
from tests.browser.playground_page import PAUSED, RUNNING, PlaygroundPage


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
