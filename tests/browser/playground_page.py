"""The playground as a person meets it: what can be pressed, and what can be read."""
import re

from playwright.sync_api import Locator, Page, expect

RUNNING, PAUSED = "running", "paused"


class PlaygroundPage:
    """One playground of a page; every wait is for a condition, never for a time."""

    def __init__(self, page: Page, number: int = 0) -> None:
        self.page = page
        self.root: Locator = page.locator(".gb-playground").nth(number)
        self.bar = self.root.locator(".gb-transport")
        self.main = self.root.locator("button.gb-main")

    def wait_until_ready(self) -> None:
        """The first picture is there."""
        self.root.locator(".gb-field canvas").wait_for()
        expect(self.root.locator(".gb-big")).to_have_text(re.compile(r"\d%$"))

    def expect_state(self, state: str) -> None:
        """Wait until the playground is empty, running, paused, done or failed."""
        expect(self.bar).to_have_attribute("data-state", state)

    def expect_accuracy_above(self, floor: float, attempts: int = 300) -> float:
        """Wait until the accuracy on unseen points, in percent, passes a floor."""
        reached = 0.0
        for _ in range(attempts):
            reached = self.accuracy()
            if reached > floor:
                return reached
            self.page.evaluate("() => new Promise((next) => requestAnimationFrame(next))")
            self.page.wait_for_timeout(100)
        raise AssertionError(f"accuracy should pass {floor}%, it is {reached}%")

    def accuracy(self) -> float:
        """Percent of unseen points right, as written."""
        return float(self.root.locator(".gb-big").inner_text().rstrip("%"))

    def steps(self) -> int:
        """Steps made, as written."""
        return int(re.sub(r"\D", "", self.root.locator(".gb-state b").inner_text()))

    def choose_rule(self, name: str) -> None:
        """Press the small picture of a rule."""
        self.root.get_by_role("radio", name=name, exact=True).click()

    def slider(self, name: str) -> Locator:
        """The handle of the slider with this label."""
        return self.root.get_by_role("slider", name=name, exact=True)

    def button(self, name: str) -> Locator:
        """The button with this accessible name."""
        return self.root.get_by_role("button", name=name, exact=True)

    def shows_field_label(self, pattern: str) -> None:
        """Wait until the field describes itself so."""
        field = self.root.locator(".gb-field canvas")
        expect(field).to_have_attribute("aria-label", re.compile(pattern))
