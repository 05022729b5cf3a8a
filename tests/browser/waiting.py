"""Waiting for a condition in a page whose security policy forbids Playwright's own way."""
from playwright.sync_api import Page

CONNECTED = "window.jupyterapp?.widgetManager?.kernel?.connectionStatus === 'connected'"


def until(page: Page, condition: str, attempts: int = 1200) -> None:
    """Wait until an expression is true in the page.

    `page.wait_for_function` asks again from within the page, where an expression counts as
    `eval` and is refused; each question asked from outside is allowed.
    """
    for _ in range(attempts):
        if page.evaluate(f"() => Boolean({condition})"):
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"never true in the page: {condition}")


def at_rest(page: Page, looks: int = 10) -> None:
    """Wait until the page has not scrolled for some looks: a touch before that only stops it."""
    places = [page.evaluate("scrollY")]
    while len(set(places[-looks:])) > 1 or len(places) < looks:
        page.wait_for_timeout(30)
        places.append(page.evaluate("scrollY"))


# JupyterLab scrolls the notebook, an app the page.
HEIGHT = """() => [...document.querySelectorAll(":root, .jp-WindowedPanel-outer")]
  .reduce((sum, one) => sum + one.scrollHeight, 0)"""


def settled(page: Page, looks: int = 10) -> None:
    """Wait until nothing has grown any more for some looks: what one aims at stays there."""
    heights = [-1.0]
    while len(set(heights[-looks:])) > 1 or len(heights) < looks:
        page.wait_for_timeout(30)
        heights.append(page.evaluate(HEIGHT))
