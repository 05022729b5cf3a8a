"""The slow motion in a real browser: stepped, played, and a step taken, from the keyboard."""
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from glassbox.driven import app_server
from tests.browser.axe import findings, grave, listed
from tests.browser.conftest import opened
from tests.browser.waiting import until
from tests.lesson_site import write_lesson

DEAF = """() => {
  WebSocket.prototype.send = () => {};
  document.addEventListener("glassbox:painted", (event) => (paintedLast = event.detail.index));
  window.paintedLast = -1;
}"""
PATIENCE = 60_000  # milliseconds for a page and a kernel on a busy machine


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("slow")
    write_lesson(folder, 1, "slow", "Slow", "from widgets import SlowMotion\nSlowMotion()")
    with app_server(folder) as address:
        yield f"{address}/voila/render/01_slow.ipynb"


def open_slow(page: Page, address: str) -> Locator:
    page.goto(address)
    slow = page.locator(".gb-slow-motion")
    expect(slow.locator(".gb-formula")).to_contain_text("x1 = 1.20", timeout=PATIENCE)
    expect(slow.get_by_role("button", name="Copy link")).to_be_visible()
    return slow


def test_keys_step_through_the_pass_and_space_plays_it(page: Page, site: str) -> None:
    slow = open_slow(page, site)
    line = slow.get_by_role("slider", name="moment of the pass")
    formula, words = slow.locator(".gb-formula"), slow.locator(".gb-scrub-words")
    line.focus()
    page.keyboard.press("ArrowRight")
    expect(formula).to_have_text("z1 = 1.20 · 0.60 + 0.70 · 0.50 + (−0.40) = 0.67")
    expect(line).to_have_attribute("aria-valuetext", "2 of 30: forward: the sum of h1")
    page.keyboard.press("End")
    expect(words).to_have_text("30 of 30 backward: the bias of h3")
    slow.locator("canvas").focus()  # keys on the picture move the row as well
    page.keyboard.press("ArrowLeft")
    expect(words).to_have_text(re.compile("^29 of 30"))
    page.keyboard.press("Home")
    expect(words).to_have_text(re.compile("^1 of 30"))
    page.keyboard.press(" ")
    expect(slow.get_by_role("button", name="Pause")).to_be_visible()
    expect(words).to_have_text(re.compile("^3 of 30"))
    page.keyboard.press(" ")
    expect(slow.get_by_role("button", name="Play")).to_be_visible()
    page.evaluate(DEAF)  # from here on the kernel hears nothing
    page.keyboard.press("Home")
    for _ in range(4):
        page.keyboard.press("ArrowRight")
    until(page, "window.paintedLast === 4")
    expect(slow.locator("canvas")).to_have_accessible_name(
        re.compile(r"Moment 5 of 30, forward: the value of h2: h2 = tanh\(0\.43\)")
    )
    assert page.troubles == []


def test_at_the_last_moment_a_step_can_be_taken_and_the_loss_goes_down(
    page: Page, site: str, artefacts: Path
) -> None:
    slow = open_slow(page, site)
    step = slow.get_by_role("button", name="Take the step")
    expect(step).to_have_attribute("aria-disabled", "true")
    slow.get_by_role("button", name="Last moment").click()
    expect(step).to_have_attribute("aria-disabled", "false")
    slow.screenshot(path=artefacts / "slow-motion.png")
    step.click()
    said = slow.locator(".gb-board-act p")
    expect(said).to_have_text(
        "1 step made: the loss at this point went down from 1.916 to 0.296."
    )
    expect(slow.locator(".gb-scrub-words")).to_have_text(re.compile("^1 of 30"))
    slow.get_by_role("button", name="First weights again").click()
    expect(said).to_have_text(re.compile("^Ready at the last moment"))
    found = grave(findings(page, ".gb-slow-motion"))
    assert found == [], listed(found)
    assert page.troubles == []


@pytest.mark.parametrize(("width", "look"), [(390, "light"), (1200, "dark")])
def test_nothing_of_it_is_cut_off_or_moves(
    browser: Browser, site: str, artefacts: Path, width: int, look: str
) -> None:
    with opened(browser, width, 900, look) as page:
        slow = open_slow(page, site)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        line = slow.get_by_role("slider", name="moment of the pass")
        line.focus()
        tops = set()
        for _ in range(29):
            page.keyboard.press("ArrowRight")
            tops.add(round(slow.locator(".gb-board-controls").bounding_box()["y"]))
        expect(slow.locator(".gb-scrub-words")).to_have_text(re.compile("^30 of 30"))
        assert len(tops) == 1
        slow.screenshot(path=artefacts / f"slow-motion-{width}-{look}.png")
        assert page.troubles == []
