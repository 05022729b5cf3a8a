"""The page that `glassbox class` writes, opened from the disk as an instructor opens it."""
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from glassbox.cli import main
from tests.browser.axe import findings, listed
from tests.browser.conftest import opened
from tests.test_class_report import CLASS, hand_in, student

STUCK = [("03.ring", "cause", "no hole")] * 12
MORE = [student(10 + n, f"Student {n}", *STUCK[: 1 + n]) for n in range(12)]


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Address of the page of a class of seventeen."""
    folder = tmp_path_factory.mktemp("class")
    for record in (*CLASS, *MORE, student(99, "A name that goes on and on " * 3)):
        hand_in(folder, record)
    (folder / "broken.json").write_text("{")
    assert main(["class", str(folder)]) == 0
    return (folder / "class.html").as_uri()


@pytest.mark.parametrize(
    ("name", "width", "colours"),
    [("light", 1280, "light"), ("dark", 1280, "dark"), ("narrow", 390, "light")],
)
def test_the_class_page_can_be_read(
    browser: Browser, artefacts: Path, address: str, name: str, width: int, colours: str
) -> None:
    with opened(browser, width, 900, colours) as page:
        page.goto(address)
        expect(page.get_by_role("row", name="03.ring").first).to_contain_text("2 of 17 passed")
        page.screenshot(path=artefacts / f"class-{name}.png", full_page=True)
        paper = page.evaluate("getComputedStyle(document.body).backgroundColor")
        assert paper == ("rgb(22, 24, 26)" if colours == "dark" else "rgb(255, 255, 255)")
        assert page.evaluate("document.documentElement.scrollWidth") == width
        found = findings(page)
        assert found == [], listed(found)
        assert [text for text in page.troubles if address not in text] == []
