"""The residual and the gradient-reversal widgets, as a visitor meets them."""
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from glassbox.driven import app_server
from tests.browser.conftest import opened
from tests.lesson_site import write_lesson

PATIENCE = 60_000  # milliseconds for a page, a kernel or a training on a busy machine
CELLS = ["from widgets import Residuals, Reversal", "Residuals()", "Reversal()"]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of an app with both widgets."""
    folder = tmp_path_factory.mktemp("torch_layers")
    write_lesson(folder, 99, "layers", "Your own layers", "%%# Your own layers", *CELLS)
    with app_server(folder) as address:
        yield f"{address}/voila/render/99_layers.ipynb"


def open_page(page: Page, address: str) -> tuple[Locator, Locator]:
    """Open the page; both widgets, once each has drawn its first picture."""
    page.goto(address)
    residuals, reversal = page.locator(".gb-residuals"), page.locator(".gb-reversal")
    expect(residuals.locator(".gb-layer-gradients canvas")).to_be_visible(timeout=PATIENCE)
    expect(reversal.locator(".gb-field canvas")).to_have_count(4, timeout=PATIENCE)
    expect(reversal.get_by_role("button", name="Play")).to_be_visible()
    return residuals, reversal


def trained(widget: Locator) -> Locator:
    """Press the trial's button; the strips, once they are there."""
    widget.locator(".gb-trial [data-act=press]").click()
    strips = widget.locator(".gb-trial .gb-strips")
    expect(strips).to_be_visible(timeout=PATIENCE)
    return strips


def test_the_gradient_fades_with_depth_from_the_keyboard_and_the_networks_are_put_to_the_test(
    page: Page, site: str
) -> None:
    residuals, _ = open_page(page, site)
    canvas = residuals.locator(".gb-layer-gradients canvas")
    expect(canvas).to_have_attribute("aria-label", re.compile(r"With 20 layers, .*1\.7 × 10⁻⁴"))
    residuals.get_by_role("slider").focus()
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    expect(canvas).to_have_attribute("aria-label", re.compile("With 23 layers"))
    expect(residuals.locator(".gb-said-of-it")).to_contain_text("With 23 layers")
    strips = trained(residuals)
    expect(strips).to_have_attribute("aria-label", re.compile("plain, 23: 0 of 16 seeds"))
    residuals.get_by_role("button", name=re.compile("Show the code")).click()
    expect(residuals.locator("pre")).to_contain_text("DepthTrials(23, 'tanh'")
    assert page.troubles == []


def test_playing_loads_torch_and_tells_how_both_networks_do_on_the_rotated_points(
    page: Page, site: str
) -> None:
    _, reversal = open_page(page, f"{site}?open=reversal&angle=50")
    expect(reversal.locator(".gb-moons-name").nth(1)).to_contain_text("rotated 50°")
    expect(reversal.locator(".gb-big")).to_have_text("--.-%")
    reversal.get_by_role("button", name="Play").click()
    bar = reversal.locator(".gb-transport")
    expect(bar).to_have_attribute("data-state", "running")
    expect(reversal.locator(".gb-big")).to_have_text(re.compile(r"\d%$"), timeout=PATIENCE)
    reversal.get_by_role("button", name="Pause").click()
    expect(bar).to_have_attribute("data-state", "paused")
    words = r"With reversal, λ = 3: \d+ of 150 rotated 50° points are on the wrong side\."
    last = reversal.locator(".gb-field canvas").last
    expect(last).to_have_attribute("aria-label", re.compile(words))
    expect(reversal.locator(".gb-free b")).to_have_text(re.compile(r"\(\d+\.\d% without\)"))
    reversal.get_by_role("button", name="Reset", exact=True).click()
    expect(last).to_have_attribute("aria-label", re.compile("before any training"))
    assert page.troubles == []


@pytest.mark.parametrize(
    ("name", "width", "look"),
    [("wide", 1200, "light"), ("narrow", 390, "light"), ("dark", 1200, "dark")],
)
def test_both_fit_their_page_before_and_after_they_are_used(
    browser: Browser, site: str, artefacts: Path, name: str, width: int, look: str
) -> None:
    with opened(browser, width, 1000, look) as page:
        residuals, reversal = open_page(page, f"{site}?look={look}")
        page.screenshot(path=artefacts / f"torch-layers-{name}-before.png", full_page=True)
        trained(residuals)
        reversal.get_by_role("button", name="Play").click()
        done = re.compile("done|paused")
        expect(reversal.locator(".gb-transport")).to_have_attribute(
            "data-state", done, timeout=PATIENCE
        )
        trained(reversal)
        page.screenshot(path=artefacts / f"torch-layers-{name}-after.png", full_page=True)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert page.troubles == []
