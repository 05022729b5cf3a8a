"""Published figures and rare settings of the playground, as a visitor of lesson 03 uses them."""
import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import opened
from tests.browser.playground_page import PlaygroundPage

LESSON = "/voila/render/03_classifier_zoo.ipynb"


def chosen(page: Page, apps: str, figure: str) -> PlaygroundPage:
    """The first playground of the lesson with a published figure chosen in its list."""
    page.goto(apps + LESSON)
    playground = PlaygroundPage(page)
    playground.wait_until_ready()
    playground.root.get_by_label("published figure").select_option(figure)
    expect(playground.root.locator(".gb-free span")).to_contain_text("2016: ")
    return playground


def test_a_visitor_plays_a_published_figure_to_its_end_and_leaves_it(
    page: Page, apps: str
) -> None:
    playground = chosen(page, apps, "circle-10")
    beside = playground.root.locator(".gb-free span")
    expect(beside).to_have_text("right on unseen points; 2016: 97.8%")
    playground.root.get_by_role("radio", name="full", exact=True).click()
    playground.main.click()
    playground.expect_state("done")
    expect(playground.root.locator(".gb-state b")).to_have_text("step 1,000")
    expect(beside).to_have_text("after 1,000 steps; published 97.8%")
    assert playground.accuracy() > 90
    recipe = playground.root.get_by_role("radio", name="2016", exact=True)
    recipe.click()
    expect(recipe).to_have_attribute("aria-checked", "true")
    playground.shows_field_label("after 0 steps")
    playground.choose_rule("ring")
    expect(beside).to_have_text("right on unseen points")
    expect(playground.root.get_by_label("published figure")).to_have_value("")
    expect(recipe).to_be_hidden()
    assert page.troubles == []


def test_rare_settings_are_unfolded_from_the_keyboard(page: Page, apps: str) -> None:
    page.goto(apps + LESSON)
    playground = PlaygroundPage(page)
    playground.wait_until_ready()
    weights = playground.root.get_by_label("first weights", exact=True)
    expect(weights).to_be_hidden()
    playground.button("More settings").focus()
    page.keyboard.press("Enter")
    expect(weights).to_be_visible()
    expect(playground.button("Fewer settings")).to_have_attribute("aria-expanded", "true")
    weights.select_option("as in 2016")
    playground.shows_field_label("after 0 steps")
    playground.root.get_by_label("schedule", exact=True).select_option("cosine")
    expect(playground.root.get_by_label("run", exact=True).locator("option:checked")).to_have_text(
        "1,000 steps"
    )
    playground.button("Fewer settings").click()
    expect(weights).to_be_hidden()
    assert page.troubles == []


def test_a_link_to_a_figure_brings_it_back(page: Page, apps: str) -> None:
    query = (
        "open=playground&rule=ring&points=100000&hidden=100&batch_size=100&learning_rate=0.03"
        "&schedule=cosine&steps=1000"
    )
    page.goto(f"{apps}{LESSON}?{query}")
    playground = PlaygroundPage(page)
    playground.wait_until_ready()
    expect(playground.root.locator(".gb-free span")).to_have_text(re.compile("2016: 92.7%$"))
    expect(playground.root.get_by_label("published figure")).to_have_value("ring-100")


@pytest.mark.parametrize(
    ("name", "width", "height", "colours"),
    [("1200", 1200, 900, "light"), ("390", 390, 844, "light"), ("dark", 1200, 900, "dark")],
)
def test_a_figure_and_the_rare_settings_fit_their_window(
    browser: Browser, apps: str, artefacts: Path, name: str, width: int, height: int, colours: str
) -> None:
    with opened(browser, width, height, colours) as page:
        playground = chosen(page, apps, "circle-1000")
        playground.button("More settings").click()
        playground.button("One step").click()
        playground.shows_field_label("after 1 step")
        playground.root.screenshot(path=artefacts / f"playground-figure-{name}.png")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        cut = playground.root.evaluate(
            """(root) => [...root.querySelectorAll(".gb-thumbnails button span")]
                .filter((words) => words.scrollWidth > words.clientWidth + 1)
                .map((words) => words.textContent)"""
        )
        assert cut == []
        assert page.troubles == []
