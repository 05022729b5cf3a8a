"""Pieces that arrive after the first one: what a visitor reads stays where it is."""
import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import opened
from tests.browser.lesson_in_use import drawn
from tests.browser.test_present import on_stage, place
from tests.browser.waiting import until

LESSON = "/voila/render/03_classifier_zoo.ipynb"
# Once a heading can be seen and pieces are still to come, goes there, as a visitor scrolls, and
# notes from then on where it is.  Asked from outside, the pieces might be there first.
READ = """
window.seenAt = [];
let heading;
const look = () => {
  requestAnimationFrame(look);
  if (heading) return window.seenAt.push(Math.round(heading.getBoundingClientRect().top));
  const headings = [...document.querySelectorAll("h2")];
  const found = headings.find((one) => one.textContent.includes("WORDS"));
  if (!document.querySelector(".gb-later") || !found?.checkVisibility({ visibilityProperty: true }))
    return;
  heading = found;
  heading.scrollIntoView();
};
look();
"""


@pytest.mark.parametrize("width", [1400, 390])
@pytest.mark.parametrize("words", ["Width and rate", "What this does not show"])
def test_what_is_read_stays_where_it_is_while_pieces_arrive_above_and_below(
    browser: Browser, apps: str, width: int, words: str
) -> None:
    with opened(browser, width, 900) as page:
        page.add_init_script(READ.replace("WORDS", words))
        page.goto(apps + LESSON)
        until(page, "window.seenAt.length")
        drawn(page)
        tops = page.evaluate("window.seenAt")
        assert max(tops) - min(tops) <= 1
        until(page, "!document.body.matches('.gb-arriving')")
        assert page.troubles == []


# Notes how high each place is that waits for its widget, while the page is put together.
WAITING = """
window.highAt = [];
new MutationObserver(() => {
  for (const one of document.querySelectorAll(".jp-OutputArea-output"))
    if (one.textContent.startsWith("Loading widget"))
      window.highAt.push(Math.round(one.getBoundingClientRect().height));
}).observe(document, { childList: true, subtree: true });
"""


def test_a_place_is_held_before_its_widget_is_drawn(page: Page, apps: str) -> None:
    page.add_init_script(WAITING)
    page.goto(apps + LESSON)
    drawn(page)
    high = page.evaluate("window.highAt")
    assert len(high) > 10
    assert min(high) == max(high) == 448  # 28 rem, as high as the place of a piece to come


def test_on_stage_the_next_demos_come_while_the_first_is_shown(page: Page, apps: str) -> None:
    page.goto(f"{apps}{LESSON}?present=1")
    stage = on_stage(page)
    for _ in range(4):
        page.keyboard.press("PageDown")  # as far as there is a next one
    drawn(page)
    total = page.locator(".gb-demo").count()
    assert total >= 14
    expect(stage.locator(".gb-stage-place")).to_have_text(re.compile(f" of {total}$"))
    number = int(place(page).split()[0])
    page.keyboard.press("PageDown")
    assert place(page) == f"{number + 1} of {total}"
    expect(stage.locator(".gb-stage-title")).not_to_be_empty()
    page.keyboard.press("Escape")
    expect(page.locator(".gb-demo:popover-open")).to_have_count(0)
    assert page.locator("[inert]").count() == 0
    assert page.troubles == []
