"""Links in a real browser: copied, opened in the apps, and pasted in JupyterLab."""
import json

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import LabServer
from tests.browser.playground_page import PlaygroundPage
from tests.browser.test_playground_in_lab import our_troubles, run_first_cell
from tests.browser.waiting import until

LESSON = "/voila/render/03_classifier_zoo.ipynb"
SEEN = "(demo) => { const y = demo.getBoundingClientRect().y; return y >= 0 && y < 200; }"


def put_notebook(lab: LabServer, name: str, *cells: str) -> None:
    """Write a notebook where JupyterLab finds it; a cell that begins with "#" is prose."""
    made = []
    for number, text in enumerate(cells):
        kind = "markdown" if text.startswith("#") else "code"
        cell = {"cell_type": kind, "id": f"cell-{number}", "metadata": {}, "source": text}
        made.append(cell | ({"outputs": [], "execution_count": None} if kind == "code" else {}))
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    metadata = {"kernelspec": kernel, "language_info": {"name": "python"}}
    content = {"cells": made, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}
    body = json.dumps({"type": "notebook", "format": "json", "content": content})
    lab._ask("PUT", f"/api/contents/{name}", body.encode())


def run_notebook(page: Page, lab: LabServer, name: str) -> PlaygroundPage:
    """Open a notebook of ours and run its first code cell."""
    # A JupyterLab that has only just started asks for the kernel that the notebook names.
    page.add_locator_handler(
        page.locator("dialog.jp-Dialog"),
        lambda asks: asks.get_by_role("button", name="Select").click(),
    )
    return run_first_cell(page, lab, name)


def test_a_link_scrolls_to_the_demo_that_it_opens(page: Page, apps: str) -> None:
    page.goto(f"{apps}{LESSON}?open=published&hidden=3&rule=linear")
    page.locator("body[data-state=ready]").wait_for()
    demo = page.locator(".gb-demo[data-name=published]")
    demo.locator(".gb-field canvas[aria-label*='linear'], .gb-field canvas").first.wait_for()
    expect(demo.locator(".gb-units .gb-stepper span")).to_have_text(["3"])
    until(page, f"({SEEN})(document.querySelector('.gb-demo[data-name=published]'))")
    expect(page.locator("#gb-absent")).to_be_hidden()
    assert page.troubles == []


def test_a_link_that_opens_nothing_here_is_told_quietly(page: Page, apps: str) -> None:
    page.goto(f"{apps}{LESSON}?open=%3Cb%3Enowhere&rule=rose")
    expect(page.locator("#gb-absent")).to_have_text(
        "This link opens a demo named \u201c<b>nowhere\u201d, and there is none on this page."
    )
    playground = PlaygroundPage(page)
    playground.wait_until_ready()
    playground.shows_field_label("in the circle")
    assert page.troubles == []


def test_the_acts_of_several_widgets_can_be_told_apart(page: Page, apps: str) -> None:
    page.goto(apps + LESSON)
    PlaygroundPage(page).wait_until_ready()
    page.locator("body[data-state=ready]").wait_for()
    expect(page.locator(".gb-demo[data-name=published] [data-act=link]")).to_be_visible()
    names = page.locator(".gb-heading [data-act]:visible").evaluate_all(
        "(acts) => acts.map((act) => act.getAttribute('aria-label') ?? act.textContent)"
    )
    assert len(names) >= 6
    assert sorted(set(names)) == sorted(names)
    assert "Copy link: Classifier playground" in names
    assert "Present: Published figures" in names


def test_where_copying_is_not_allowed_the_link_is_shown_and_selected(page: Page, apps: str) -> None:
    page.add_init_script("navigator.clipboard.writeText = () => Promise.reject(new Error('no'))")
    page.goto(apps + LESSON)
    playground = PlaygroundPage(page)
    playground.wait_until_ready()
    playground.choose_rule("rose")
    playground.shows_field_label("in the rose")
    playground.root.locator("[data-act=link]").click()
    expect(playground.root.locator(".gb-said")).to_contain_text("does not allow copying")
    selected = page.evaluate("getSelection().toString()")
    assert selected.endswith(f"{LESSON}?open=playground&rule=rose")


def test_in_lab_a_copied_line_reopens_the_state_in_another_notebook(
    page: Page, lab: LabServer
) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    cell = "from widgets import Playground\nPlayground('ring', name='mine')"
    put_notebook(lab, "first.ipynb", cell)
    playground = run_notebook(page, lab, "first.ipynb")
    playground.choose_rule("cosine")
    playground.shows_field_label("above the wave")
    line = ""
    while "rule=cosine" not in line:  # the test's own limit ends this
        playground.root.locator("[data-act=link]").click()
        expect(playground.root.locator(".gb-said")).to_contain_text("paste it in a cell")
        line = page.evaluate("navigator.clipboard.readText()")
    assert line == 'Playground.from_link("open=mine&rule=cosine")'
    put_notebook(lab, "second.ipynb", f"from widgets import Playground\n{line}")
    run_notebook(page, lab, "second.ipynb").shows_field_label("after 0 steps.*above the wave")
    assert our_troubles(page) == []


@pytest.mark.parametrize("link", ["seed=x&frob=1&hidden=8-", "9" * 3000])
def test_in_lab_a_link_that_cannot_be_read_is_answered_in_one_line(
    page: Page, lab: LabServer, link: str
) -> None:
    cell = f"from widgets import Playground\nPlayground.from_link({link!r})"
    put_notebook(lab, "bad.ipynb", cell)
    playground = run_notebook(page, lab, "bad.ipynb")
    problem = playground.bar.locator(".gb-problem")
    expect(problem).to_contain_text("Not used from the link: ")
    assert len(problem.inner_text()) < 500
    assert page.locator(".jp-OutputArea [data-mime-type*=stderr]").count() == 0
