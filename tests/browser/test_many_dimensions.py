"""Many dimensions in a real browser: by slider, by mouse, by keyboard, and with a pasted table."""
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
    """Address of an app that shows many dimensions."""
    folder = tmp_path_factory.mktemp("many")
    cell = "from widgets import ManyDimensions\nManyDimensions(k=10, row=6)"
    write_lesson(folder, 4, "many", "Many", "%%# Many dimensions", cell)
    with app_server(folder) as address:
        yield f"{address}/voila/render/04_many.ipynb"


def measured(page: Page, address: str) -> Locator:
    """Open the page and wait until all is measured; its root."""
    page.goto(address)
    root = page.locator(".gb-many")
    expect(root.locator(".gb-md-state")).to_have_text(re.compile("^all"), timeout=PATIENCE)
    return root


def test_k_falls_by_the_slider_and_by_a_click_on_a_curve(page: Page, site: str) -> None:
    root = measured(page, site)
    big, heads = root.locator(".gb-md-big").first, root.locator(".gb-like h2")
    expect(heads.nth(1)).to_contain_text("with 10 components")
    expect(big).to_have_text(re.compile(r"^7\.\d$"))
    handle = root.get_by_role("slider", name="k, numbers kept", exact=True)
    handle.press("ArrowLeft")
    expect(heads.nth(1)).to_contain_text("with 8 components")
    handle.press("End")
    expect(heads.nth(1)).to_contain_text("10 of 10 stay")
    expect(big).to_have_text("10.0")
    expect(root.locator(".gb-like-mark:not(:empty)")).to_have_count(0)
    curve = root.locator(".gb-over-k canvas").first
    curve.click(position={"x": 44, "y": 60})
    expect(heads.nth(1)).to_contain_text("with 2 components")
    expect(curve).to_have_attribute("aria-label", re.compile("With k = 2: .* by PCA, .* by random"))
    assert page.troubles == []


def test_a_neighbour_is_chosen_with_the_keys_and_the_next_row_with_the_mouse(
    page: Page, site: str
) -> None:
    root = measured(page, site)
    tiles, note = root.locator(".gb-like-tile"), root.locator(".gb-like-note")
    expect(note).to_have_text("row 7 of 500")
    expect(root.locator(".gb-like-tile[tabindex='0']")).to_have_count(1)
    tiles.nth(0).focus()
    page.keyboard.press("ArrowDown")
    expect(tiles.nth(10)).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowRight")
    expect(tiles.nth(1)).to_be_focused()
    expect(tiles.nth(1)).to_have_accessible_name(re.compile(r"^\d, row \d+, cosine 0\.\d\d"))
    wanted = re.search(r"row (\d+)", tiles.nth(1).text_content())[1]
    page.keyboard.press("Enter")
    expect(note).to_have_text(f"row {wanted} of 500")
    expect(tiles.nth(1)).to_be_focused()
    root.get_by_role("button", name="Next", exact=True).click()
    expect(note).to_have_text(f"row {int(wanted) % 500 + 1} of 500")
    page.keyboard.press("ArrowLeft")
    expect(note).to_have_text(f"row {wanted} of 500")
    root.get_by_role("button", name=re.compile("Show the code")).click()
    expect(root.locator(".gb-code pre")).to_contain_text("random_directions")
    assert page.troubles == []


def test_a_table_of_ones_own_is_pasted_and_a_bad_one_is_explained(page: Page, site: str) -> None:
    page.goto(f"{site}?open=many&data=own")
    root = page.locator(".gb-many")
    expect(root.locator(".gb-like-note")).to_contain_text("Paste a table", timeout=PATIENCE)
    area, use = root.get_by_label("Your table"), root.get_by_role("button", name="Use this table")
    area.fill("a;b;c\n1;2;3\n4;tall;6")
    use.click()
    said = "row 3, column 2 (b) must be a number, got 'tall'."
    expect(root.get_by_role("alert")).to_have_text(said)
    area.fill("a;b;c\n1;2;3\n4;5,5;6\n9;1;2\n0;3;1\n")
    use.click()
    expect(root.locator(".gb-md-state")).to_contain_text("all measured")
    expect(root.locator(".gb-like-note")).to_have_text("row 1 of 4")
    expect(root.locator(".gb-md-about")).to_contain_text("The table is not in the link")
    assert page.troubles == []


@pytest.mark.parametrize(
    ("name", "width", "look", "query"),
    [
        ("1200", 1200, "light", ""),
        ("390", 390, "light", ""),
        ("dark", 1200, "dark", "?open=many&data=cloud&k=24&method=random&dimensions=64"),
        ("texts", 1200, "light", "?open=many&data=texts&k=10&scree=log"),
    ],
)
def test_it_fits_its_page(
    browser: Browser, site: str, artefacts: Path, name: str, width: int, look: str, query: str
) -> None:
    with opened(browser, width, 900, look) as page:
        measured(page, site + query)
        page.screenshot(path=artefacts / f"many-{name}.png", full_page=True)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        found = grave(findings(page, ".gb-many"))
        assert not found, listed(found)
        assert page.troubles == []
