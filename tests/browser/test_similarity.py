"""Comparing sentences in a real browser: written, tried, chosen from the matrix, centred."""
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from glassbox.driven import app_server
from tests.browser.axe import findings, grave, listed
from tests.browser.conftest import opened
from tests.lesson_site import write_lesson

PATIENCE = 60_000  # milliseconds for a page and its kernel on a busy machine


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of an app that compares sentences."""
    folder = tmp_path_factory.mktemp("similarity")
    cell = "from widgets import Similarity\nSimilarity()"
    write_lesson(folder, 4, "similarity", "Similarity", "%%# Similarity", cell)
    with app_server(folder) as address:
        yield f"{address}/voila/render/04_similarity.ipynb"


def start(page: Page, address: str, number: str = "0.67") -> Locator:
    """Open the page; the number once it is there."""
    page.goto(address)
    big = page.locator(".gb-sim-now .gb-big")
    expect(big).to_have_text(number, timeout=PATIENCE)
    return big


def test_sentences_are_tried_and_written_and_the_number_follows(page: Page, site: str) -> None:
    big, said = start(page, site), page.locator(".gb-sim-said")
    expect(said).to_contain_text("They share “i” and “cats”")
    page.get_by_role("button", name="who bites whom").click()
    expect(big).to_have_text("1.00")
    expect(said).to_contain_text("The same words in another order")
    field = page.get_by_label("Sentence 2", exact=True)
    expect(field).to_have_value("A man bites a dog")
    field.fill("A man <b>likes</b> zebras")
    expect(page.locator(".gb-sim-why th[scope=col]")).to_have_text(
        ["a", "man", "b", "likes", "b", "zebras"]
    )
    expect(page.get_by_role("button", name="who bites whom")).to_have_attribute(
        "aria-pressed", "false"
    )
    page.get_by_role("radio", name="counted here").click()
    expect(page.locator(".gb-sim-rows .gb-note:visible")).to_contain_text("“zebras”")
    expect(page.locator(".gb-sim-near")).to_contain_text("nearest to “dog”")
    field.fill("qqq www")
    expect(big).to_have_text("none")
    expect(said).to_contain_text("which has no direction")
    canvas = page.locator(".gb-sim-axis canvas")
    expect(canvas).to_have_accessible_name(re.compile("The two sentences have no angle"))
    page.get_by_role("button", name=re.compile("Show the code")).click()
    expect(page.locator(".gb-code pre")).to_contain_text("compare(texts, 'counted')")
    page.get_by_role("radio", name="bag of words").click()
    expect(page.locator(".gb-code pre")).to_contain_text("compare(texts, 'bag')")  # it follows
    assert page.troubles == []


def test_a_pair_of_the_matrix_is_chosen_from_the_keyboard_and_the_common_part_taken_off(
    page: Page, site: str
) -> None:
    big = start(page, f"{site}?open=similarity&kind=counted", "0.94")
    expect(page.get_by_role("radio", name="language model")).to_be_disabled()
    page.get_by_role("button", name="all at once").click()
    cells = page.locator(".gb-sim-matrix button")
    expect(cells).to_have_count(28)
    expect(page.locator(".gb-sim-matrix button[tabindex='0']")).to_have_count(1)
    cells.first.focus()
    for key in ("ArrowDown", "ArrowDown", "ArrowRight", "ArrowRight", "Enter"):
        page.keyboard.press(key)
    expect(page.locator(".gb-sim-matrix button[aria-pressed='true']")).to_have_accessible_name(
        "3 and 4: 0.94"
    )
    expect(page.locator(".gb-sim-matrix button[aria-pressed='true']")).to_be_focused()
    page.get_by_role("button", name="love, hate").click()
    page.get_by_role("button", name="One directions taken out more").click()
    expect(big).to_have_text("0.92")
    expect(page.get_by_role("radio", name="taken off")).to_have_attribute("aria-checked", "true")
    expect(page.locator(".gb-sim-said")).to_contain_text(
        "The mean of all pairs went from 0.25 to 0.00"
    )
    page.get_by_role("radio", name="left in").click()
    expect(page.get_by_label("directions taken out", exact=True)).to_have_value("0")
    expect(big).to_have_text("0.94")
    assert page.troubles == []


@pytest.mark.parametrize(
    ("name", "width", "look", "query", "number"),
    [
        ("1200", 1200, "light", "", "0.67"),
        ("390", 390, "light", "?open=similarity&kind=counted&remove=2", "0.92"),
        ("dark", 1200, "dark", "?open=similarity&kind=counted&common=centred", "0.92"),
    ],
)
def test_it_fits_its_page(
    browser: Browser, site: str, artefacts: Path,
    name: str, width: int, look: str, query: str, number: str,
) -> None:  # fmt: skip
    with opened(browser, width, 900, look) as page:
        start(page, site + query, number)
        page.screenshot(path=artefacts / f"similarity-{name}.png", full_page=True)
        page.get_by_role("button", name="all at once").click()
        expect(page.locator(".gb-sim-matrix button")).to_have_count(28)
        page.screenshot(path=artefacts / f"similarity-all-{name}.png", full_page=True)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        found = grave(findings(page, ".gb-similarity"))
        assert not found, listed(found)
        assert page.troubles == []
