"""A lesson as somebody meets it whose system asks for less motion."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.lesson_in_use import open_app
from tests.browser.playground_page import PAUSED, RUNNING

LONG = "?open=garden&steps=100000"  # a garden that is not done before it has been looked at


@pytest.fixture
def calm(page: Page, apps: str) -> Page:
    """The zoo, opened by somebody whose system asks for less motion."""
    page.emulate_media(reduced_motion="reduce")
    open_app(page, apps, "03_classifier_zoo", LONG)
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
([piece, count]) => new Promise((resolve) => {
  const times = [];
  document.addEventListener("glassbox:painted", (event) => {
    if (!event.target.closest(piece)) return;
    times.push(performance.now());
    if (times.length > count) resolve(times.slice(1).map((time, i) => time - times[i]));
  });
})
"""


PIECES = (".gb-playground", ".gb-garden")


def gaps_while_running(page: Page, piece: str, count: int) -> list[float]:
    """Milliseconds between pictures of a run."""
    main, bar = (page.locator(piece).first.locator(f".gb-{part}") for part in ("main", "transport"))
    main.click()
    expect(bar).to_have_attribute("data-state", RUNNING)
    gaps = page.evaluate(GAPS, [piece, count])
    main.click()
    expect(bar).to_have_attribute("data-state", PAUSED)
    return gaps


@pytest.mark.parametrize("piece", PIECES)
def test_a_run_is_redrawn_twice_a_second_when_less_motion_is_asked_for(
    calm: Page, piece: str
) -> None:
    gaps = gaps_while_running(calm, piece, 6)
    assert sum(gaps) / len(gaps) > 400  # 500, less what the first picture came late


@pytest.mark.parametrize("piece", PIECES)
def test_a_run_is_redrawn_more_often_otherwise(page: Page, apps: str, piece: str) -> None:
    open_app(page, apps, "03_classifier_zoo", LONG)
    gaps = gaps_while_running(page, piece, 20)
    assert sum(gaps) / len(gaps) < 250


# Every different picture that a canvas shows until it has shown the same one for a while.
SHOWN = """(canvas) => new Promise((resolve) => {
  const seen = new Set([canvas.toDataURL()]);
  let same = 0, left = 900;
  const look = () => {
    const before = seen.size;
    same = seen.add(canvas.toDataURL()).size === before ? same + 1 : 0;
    if ((seen.size > 1 && same > 30) || !left--) resolve(seen.size);
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
  const orders = [...canvas.closest(".gb-garden").querySelectorAll(".gb-garden-bar [role=radio]")];
  orders.find((order) => order.textContent.trim() === "seed").click();
})"""


def pictures_of_sorting(page: Page) -> int:
    """How many pictures of the garden there are on the way from one order to another."""
    garden = page.locator(".gb-garden")
    gaps_while_running(page, ".gb-garden", 1)
    expect(garden.locator(".gb-ends span").first).to_have_text("best first")
    canvas = garden.get_by_role("application", name="64 networks")
    return canvas.evaluate(SHOWN)


def test_tiles_do_not_slide_when_less_motion_is_asked_for(calm: Page) -> None:
    assert pictures_of_sorting(calm) == 2  # before and after


def test_tiles_slide_to_their_new_places_otherwise(page: Page, apps: str) -> None:
    open_app(page, apps, "03_classifier_zoo", LONG)
    assert pictures_of_sorting(page) > 3
