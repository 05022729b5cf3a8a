"""The game with three sliders in a real browser: by mouse, by keys, and by the gradient."""
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from glassbox.driven import app_server
from tests.browser.conftest import opened
from tests.browser.waiting import until
from tests.lesson_site import write_lesson

LESSON = """
from widgets.slider_game import SliderGame
SliderGame(title="Three sliders")
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("slider-game")
    write_lesson(folder, 1, "game", "Three sliders", LESSON)
    with app_server(folder) as address:
        yield f"{address}/voila/render/01_game.ipynb"


def slider(page: Page, name: str):
    return page.get_by_role("slider", name=name, exact=True)


def expect_tally(page: Page, words: str) -> None:
    expect(page.locator(".gb-state b")).to_have_text(words)


def test_a_slider_is_moved_by_keys_and_mouse_and_each_move_counts_once(
    page: Page, site: str
) -> None:
    page.goto(site)
    expect_tally(page, "0 moves, 0 steps")
    x = slider(page, "x")
    value = float(x.input_value())
    x.press("ArrowLeft")
    expect_tally(page, "1 move, 0 steps")
    assert float(x.input_value()) == pytest.approx(value - 0.02)
    box = x.bounding_box()
    page.mouse.move(box["x"] + box["width"] * 0.5, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.3, box["y"] + box["height"] / 2, steps=4)
    page.mouse.up()
    expect_tally(page, "2 moves, 0 steps")
    assert float(x.input_value()) == pytest.approx(-0.4, abs=0.04)
    expect(x).to_have_attribute("aria-valuetext", re.compile(r"−0\.\d\d, pulled by"))
    picture = page.locator(".gb-sg-pictures canvas").first
    expect(picture).to_have_attribute("aria-label", re.compile("Yours has x −0.*By hand: 2 moves"))
    assert page.troubles == []


def test_the_gradient_moves_the_same_sliders_until_it_is_found(page: Page, site: str) -> None:
    page.goto(site)
    expect_tally(page, "0 moves, 0 steps")
    before = slider(page, "x").input_value()
    page.get_by_role("button", name="One step").click()
    expect_tally(page, "0 moves, 1 step")
    until(page, f"document.querySelector('.gb-sg-track input').value !== '{before}'")
    page.get_by_role("button", name="Play", exact=True).click()
    expect(page.locator(".gb-state span")).to_have_text("found")
    expect(page.locator(".gb-sg-remark")).to_have_text(re.compile(r"Found: .* took \d+ steps"))
    page.get_by_role("button", name="Show the arrows").click()
    expect(page.locator(".gb-sg-pull").first).to_have_text("")
    assert page.locator(".gb-sg-shaft").first.get_attribute("d") == ""
    assert page.troubles == []


@pytest.mark.parametrize(
    ("name", "width", "query"),
    [("wide", 1200, "round=wave"), ("narrow", 390, "round=colour"), ("dark", 1200, "start=far")],
)
def test_it_fits_its_page(
    browser: Browser, site: str, artefacts: Path, name: str, width: int, query: str
) -> None:
    with opened(browser, width, 900) as page:
        look = "&look=dark" if name == "dark" else ""
        page.goto(f"{site}?open=slider-game&{query}{look}")
        for steps in ("1 step", "2 steps"):
            page.get_by_role("button", name="One step").click()
            expect_tally(page, f"0 moves, {steps}")
        page.screenshot(path=artefacts / f"slider-game-{name}.png", full_page=True)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert page.troubles == []


def test_all_of_it_fits_the_stage(browser: Browser, site: str, artefacts: Path) -> None:
    with opened(browser, 1280, 720) as page:
        page.goto(f"{site}?present=1")
        until(page, "document.querySelector('.gb-slider-game:popover-open')")
        expect_tally(page, "0 moves, 0 steps")
        page.screenshot(path=artefacts / "slider-game-stage.png")
        until(page, "(() => { const stage = document.querySelector('.gb-slider-game');"
                    "return stage.scrollHeight <= stage.clientHeight; })()")  # fmt: skip
        assert page.troubles == []
