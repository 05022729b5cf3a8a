"""The cell of an exercise in JupyterLab, as a student writes into it."""
import re

import nbformat
from playwright.sync_api import Locator, Page, expect

from glassbox.project import root


class ExerciseCell:
    """The cell of an exercise, and the result that it shows."""

    def __init__(self, page: Page, key: str) -> None:
        self.page = page
        self.cell: Locator = page.locator(".jp-Notebook .jp-CodeCell").filter(
            has_text=f'@exercise("{key}")'
        )
        self.result = self.cell.locator(".gb-check")
        self.prompt = self.cell.locator(".jp-InputPrompt")

    def write(self, source: str, state: str) -> None:
        """Write this into the cell, run it and wait for the result."""
        before = self.prompt.inner_text()
        self.cell.locator(".cm-content").click()
        self.page.keyboard.press("Control+a")
        self.page.keyboard.insert_text(source)
        self.page.keyboard.press("Control+Enter")
        expect(self.prompt).to_have_text(re.compile(r"\[\d+\]:"))
        expect(self.prompt).not_to_have_text(before)
        # The kernel may still be busy with the cells before.
        expect(self.result).to_have_attribute("data-state", state, timeout=60_000)

    def hint(self, number: int) -> Locator:
        """The button of a hint."""
        return self.result.locator("summary").nth(number - 1)


def solutions(lesson: str) -> dict[str, str]:
    """The lines that a solution has in place of an exercise's dots."""
    source = (root() / "solutions" / f"{lesson}.py").read_text(encoding="utf-8")
    cell = r'@exercise\("([^"]+)"\).*?### BEGIN SOLUTION\n(.*?) +### END SOLUTION'
    return dict(re.findall(cell, source, re.DOTALL))


def answered(lesson: str, key: str, body: str) -> str:
    """The cell of an exercise as the lesson has it, with these lines in place of its dots."""
    notebook = nbformat.read(root() / "lessons" / f"{lesson}.ipynb", as_version=4)
    (source,) = [cell.source for cell in notebook.cells if f'@exercise("{key}")' in cell.source]
    before, after = source.split("    ...\n", 1)
    return before + body + after
