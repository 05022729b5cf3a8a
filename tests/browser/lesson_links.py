"""A link to a piece of a lesson, opened and copied again."""
from urllib.parse import parse_qsl, urlsplit

from playwright.sync_api import Page, expect

from tests.browser.lesson_in_use import PATIENCE


def brought_back(page: Page, address: str, asked: str, seen: tuple[str, int | list[str]]) -> None:
    """The link shows what it asks for, and is what the piece then copies.

    Parameters
    ----------
    page : Page
    address : str
        Of the lesson as an app.
    asked : str
        The link after "?open=": the piece's name, then its settings.
    seen : (str, int or list of str)
        A selector within the piece, and how many it finds or which words.
    """
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(f"{address}?open={asked}")
    demo = page.locator(f".gb-demo[data-name='{asked.split('&')[0]}']")
    found = demo.locator(seen[0])
    if isinstance(seen[1], int):
        expect(found).to_have_count(seen[1], timeout=PATIENCE)
    else:
        expect(found).to_have_text(seen[1], timeout=PATIENCE)
    expect(demo.locator(".gb-heading").first).to_be_in_viewport()
    demo.locator("[data-act=link]").first.click()
    expect(demo.locator(".gb-said").first).to_contain_text("Link copied")
    copied = urlsplit(page.evaluate("navigator.clipboard.readText()")).query
    assert sorted(parse_qsl(copied)) == sorted(parse_qsl(f"open={asked}"))
    assert page.troubles == []
