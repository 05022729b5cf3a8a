"""The progress panel in JupyterLab: what a lesson remembers, an export, a new beginning."""
import re
import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from course.progress.text import from_text
from glassbox.cli import main
from tests.browser.axe import findings, listed
from tests.browser.conftest import LabServer, opened
from tests.browser.notebooks import open_notebook, put_notebook, run_cell

NAME = "progress.ipynb"
PANEL = """
import os
os.environ["GLASSBOX_DATA"] = {folder!r}
from types import SimpleNamespace
from widgets.progress_panel import ProgressPanel
titles = {{0: "Start here", 3: "The classifier zoo"}}
ProgressPanel([SimpleNamespace(number=n, title=title) for n, title in titles.items()])
"""
WORK = """
from course.progress import Event
from widgets.progress import flush, remember
for state in ("value", "cause", "passed"):
    remember(Event("check", "03.ring", state, "" if state == "passed" else "no hole"))
remember(Event("check", "03.skill", "value"))
remember(Event("answer", "03.free", "right"))
print("saved:", flush(20))
"""


class PanelPage:
    """The panel of a page, as a student meets it."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.root = page.locator(".gb-progress")
        self.summary = self.root.locator(".gb-progress-summary")
        self.said = self.root.get_by_role("status")
        self.name = self.root.get_by_role("textbox", name=re.compile("^Your name"))

    def button(self, name: str) -> Locator:
        return self.root.get_by_role("button", name=name, exact=True)

    def exercise(self, name: str) -> Locator:
        return self.root.locator("li").filter(has=self.page.get_by_text(name, exact=True))


def open_panel(page: Page, lab: LabServer, folder: Path) -> PanelPage:
    put_notebook(lab, NAME, PANEL.format(folder=str(folder)), WORK)
    open_notebook(page, lab, NAME)
    run_cell(page)
    panel = PanelPage(page)
    expect(panel.summary).to_have_text(re.compile(r"\.$"))
    return panel


def run_the_checks(page: Page) -> None:
    run_cell(page, 1)
    expect(page.locator(".jp-OutputArea-output pre").first).to_have_text("saved: True")


def troubles(page: Page) -> list[str]:
    return [text for text in page.troubles if not text.startswith("Failed to load resource")]


def test_what_a_lesson_remembers_is_shown_exported_and_read_for_the_class(
    page: Page, lab: LabServer, tmp_path: Path
) -> None:
    panel = open_panel(page, lab, tmp_path / "data")
    expect(panel.summary).to_contain_text("Nothing yet")
    expect(panel.exercise("ring")).to_have_attribute("data-state", "not_attempted")
    run_the_checks(page)
    panel.button("Refresh").click()
    expect(panel.said).to_have_text("Up to date.")
    expect(panel.exercise("ring")).to_contain_text("passed after 3 tries")
    expect(panel.exercise("skill")).to_contain_text("try again (1 try so far)")
    expect(panel.summary).to_contain_text(re.compile(r"^1 of \d+ exercises passed, 1 of "))

    panel.name.click()
    page.keyboard.type("Ada dx")  # in command mode these keys would cut cells
    page.keyboard.press("Enter")
    with page.expect_download() as download:
        panel.button("Export").click()
    assert download.value.suggested_filename == "glassbox-progress-Ada-dx.json"
    expect(panel.said).to_contain_text("glassbox-progress-Ada-dx.json is in your downloads")
    folder = tmp_path / "class"
    folder.mkdir()
    shutil.copy(download.value.path(), folder / "ada.json")
    assert from_text((folder / "ada.json").read_text(encoding="utf-8")).name == "Ada dx"
    assert main(["class", str(folder)]) == 0
    made = (folder / "class.html").read_text(encoding="utf-8")
    assert "Ada dx" in made
    assert "no hole" in made
    assert page.locator(".jp-CodeCell").count() == 2
    assert troubles(page) == []


def test_reset_asks_in_place_and_keeps_a_copy(
    page: Page, lab: LabServer, tmp_path: Path
) -> None:
    panel = open_panel(page, lab, tmp_path)
    run_the_checks(page)
    panel.button("Refresh").click()
    expect(panel.exercise("ring")).to_have_attribute("data-state", "passed")
    panel.button("Reset").focus()
    page.keyboard.press("Enter")
    expect(panel.button("Keep it")).to_be_focused()
    page.keyboard.press("Escape")
    expect(panel.button("Reset")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Shift+Tab")
    expect(panel.button("Begin anew")).to_be_focused()
    page.keyboard.press("Enter")
    expect(panel.said).to_contain_text("kept as progress-before-reset-1.json")
    expect(panel.summary).to_contain_text("Nothing yet")
    expect(panel.exercise("ring")).to_have_attribute("data-state", "not_attempted")
    kept = (tmp_path / "progress-before-reset-1.json").read_text(encoding="utf-8")
    assert from_text(kept).exercises["03.ring"].passed is not None
    assert troubles(page) == []


def test_it_looks_again_when_it_comes_into_view(
    page: Page, lab: LabServer, tmp_path: Path
) -> None:
    panel = open_panel(page, lab, tmp_path)
    run_the_checks(page)
    page.locator(".gb-progress").evaluate("(root) => (root.style.display = 'none')")
    expect(panel.root).to_be_hidden()
    page.evaluate("() => new Promise((next) => requestAnimationFrame(() => setTimeout(next)))")
    page.locator(".gb-progress").evaluate("(root) => (root.style.display = '')")
    expect(panel.exercise("ring")).to_have_attribute("data-state", "passed")


@pytest.mark.parametrize(
    ("name", "width", "theme"),
    [("wide", 1400, "light"), ("narrow", 390, "light"), ("dark", 1400, "dark")],
)
def test_the_panel_fits_its_notebook(
    browser: Browser, lab: LabServer, artefacts: Path, tmp_path: Path,
    name: str, width: int, theme: str,
) -> None:  # fmt: skip
    lab.choose_theme("JupyterLab Dark" if theme == "dark" else "JupyterLab Light")
    with opened(browser, 1400, 1000) as page:
        panel = open_panel(page, lab, tmp_path)
        if width < 600:
            page.locator(".jp-SideBar.jp-mod-left .lm-TabBar-tab.lm-mod-current").click()
            page.set_viewport_size({"width": width, "height": 1000})
        panel.root.scroll_into_view_if_needed()
        page.screenshot(path=artefacts / f"progress-empty-{name}.png")
        run_the_checks(page)
        panel.button("Refresh").click()
        expect(panel.exercise("ring")).to_have_attribute("data-state", "passed")
        panel.button("Reset").click()
        panel.root.scroll_into_view_if_needed()
        page.screenshot(path=artefacts / f"progress-{name}.png")
        box = panel.root.bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width
        found = findings(page, ".gb-progress")
        assert found == [], listed(found)
        wide = panel.root.evaluate(
            "(root) => [...root.querySelectorAll('*')].every((part) => "
            "part.getBoundingClientRect().right <= root.getBoundingClientRect().right + 1)"
        )
        assert wide
