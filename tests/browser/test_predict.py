"""Predict, then run: as a visitor, a student and an instructor meet it."""
import json
import re
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from glassbox.driven import app_server
from tests.browser.conftest import LabServer, opened
from tests.browser.notebooks import open_notebook, run_cell
from tests.lesson_site import write_lesson

NUMBER, CHOICE, SKETCH = range(3)
PATIENCE = 60_000  # milliseconds for a page, a kernel or a training on a busy machine

SMALL = """
from dataclasses import replace
from course.exercises.prediction import Choice, Number, Prediction, Sketch
from course.portraits import Portraits
from course.records import TrainConfig
from course.trials import Trials
from widgets import OnDemand, Predict

small = TrainConfig((2,), seed=range(6), steps=60)
trials = Trials({"2 hidden": small, "4 hidden": replace(small, hidden=(4,))}, goal=0.6)
number = Prediction("99.count", "How many of six networks with **2 hidden units** get 60%?",
    Number(0, 6, 1, "of 6"), trials, lambda result: result.reached("2 hidden"),
    "int((accuracies['2 hidden'] >= 0.6).sum())", "What differs is the seed.", "2 hidden")
choice = replace(number, key="99.which", question="Do some of them get there?",
    guess=Choice(("None. Not one.", "Some, but not all.", "All of them.")),
    truth=lambda result: 1 if 0 < result.reached("2 hidden") < 6 else 0)
drawn = Prediction("99.drawn", "Draw what two units will call *inside*.", Sketch("circle", 200),
    Portraits(replace(small, steps=400)), lambda result: result.inside(), "inside",
    lambda result: f"The best of six gets {max(result.accuracies):.1%}.")
def endless():
    while True:
        yield
"""
SHOWN = ["Predict(number)", "Predict(choice)", "Predict(drawn)",
         'OnDemand(endless, "Wait for ever", steps=10**7, name="endless")',
         'OnDemand(trials, "Train 12 networks", name="trials")']  # fmt: skip


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of an app with one prediction of each kind, all of them quick."""
    folder = tmp_path_factory.mktemp("predictions")
    prose = "%%# Guess first\nThree questions, and two buttons."
    write_lesson(folder, 99, "guess", "Guess first", prose, SMALL, *SHOWN)
    with app_server(folder) as address:
        yield f"{address}/voila/render/99_guess.ipynb"


def open_page(page: Page, address: str) -> list[Locator]:
    """Open the page; its predictions, once the last of its widgets can be used."""
    page.goto(address)
    last = page.get_by_role("button", name="Train 12 networks")
    expect(last).to_be_enabled(timeout=PATIENCE)
    found = page.locator(".gb-predict")
    expect(found.get_by_role("button", name="Commit and run")).to_have_count(3)
    expect(found.nth(SKETCH).locator("canvas").first).to_be_visible()
    return [found.nth(i) for i in (NUMBER, CHOICE, SKETCH)]


def commit(prediction: Locator) -> Locator:
    return prediction.get_by_role("button", name="Commit and run")


def expect_committed(prediction: Locator) -> None:
    committed = prediction.get_by_role("button", name="Committed")
    expect(committed).to_be_disabled(timeout=PATIENCE)
    expect(prediction.get_by_role("button", name="Guess again")).to_be_visible()


def draw(page: Page, canvas: Locator) -> None:
    """Draw a closed curve with the mouse, in shares of the canvas."""
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()

    def at(x: float, y: float) -> tuple[float, float]:
        return box["x"] + x * box["width"], box["y"] + y * box["height"]

    page.mouse.move(*at(0.2, 0.2))
    page.mouse.down()
    for x, y in ((0.8, 0.25), (0.75, 0.8), (0.3, 0.85), (0.2, 0.2)):
        page.mouse.move(*at(x, y), steps=8)
    page.mouse.up()


def test_a_number_is_guessed_committed_and_compared_from_the_keyboard(
    page: Page, site: str
) -> None:
    first = open_page(page, site)[NUMBER]
    button, field = commit(first), first.get_by_role("textbox", name="your guess")
    expect(button).to_be_disabled()
    expect(button).to_have_accessible_description(re.compile("First your guess: move the slider"))
    field.focus()
    page.keyboard.type("3")
    expect(button).to_be_enabled()
    expect(first.get_by_role("slider")).to_have_value("3")
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowRight")
    expect(field).to_have_value("4")
    page.keyboard.press("Tab")
    expect(button).to_be_focused()
    page.keyboard.press("Enter")
    expect_committed(first)
    said = first.locator(".gb-runner-words").inner_text()
    assert re.fullmatch(r"You said 4(\. It is|, and it is) \d of 6\.", said)
    expect(first.get_by_role("status").filter(has_text=said)).to_have_count(1)
    expect(field).not_to_be_editable()
    guess = first.locator(".gb-guess").bounding_box()
    beside = first.locator(".gb-number-line").bounding_box()
    assert beside["x"] >= guess["x"] + guess["width"]
    assert beside["y"] < guess["y"] + guess["height"]
    expect(first.locator(".gb-strips")).to_have_count(1)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(button).to_be_disabled()
    expect(field).to_have_value("")
    assert page.troubles == []


def test_a_number_that_cannot_be_is_refused_in_words(page: Page, site: str) -> None:
    first = open_page(page, site)[NUMBER]
    first.get_by_role("textbox", name="your guess").fill("77")
    page.keyboard.press("Tab")
    expect(first.get_by_role("alert")).to_have_text(
        "The guess must be a number from 0 to 6, got 77."
    )
    expect(commit(first)).to_be_disabled()
    slider = first.get_by_role("slider")
    slider.focus()
    page.keyboard.press("Home")
    expect(first.get_by_role("textbox", name="your guess")).to_have_value("0")
    expect(first.get_by_role("alert")).to_be_hidden()
    expect(commit(first)).to_be_enabled()


def test_the_slider_can_be_pressed_where_it_stands(page: Page, site: str) -> None:
    first = open_page(page, site)[NUMBER]
    first.get_by_role("slider").click()
    expect(first.get_by_role("textbox", name="your guess")).to_have_value("3")


def test_an_option_is_chosen_with_the_arrows_and_marked_beside_what_happened(
    page: Page, site: str
) -> None:
    second = open_page(page, site)[CHOICE]
    options = second.get_by_role("radio")
    expect(second.get_by_role("group", name="Do some of them get there?")).to_have_count(1)
    options.first.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(options.nth(2)).to_be_checked()
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect_committed(second)
    rows = second.locator(".gb-option")
    expect(rows.nth(2)).to_contain_text("your guess")
    expect(second.get_by_text("what happened")).to_have_count(1)
    outcome = second.locator(".gb-option[data-mark=outcome]")
    words = outcome.locator(".gb-option-words").inner_text().split(".")[0]
    expect(second.locator(".gb-runner-words")).to_have_text(
        f'You said "All of them". It is "{words}".'
    )
    rows.nth(0).click(force=True)  # it is marked as disabled, and does not give way
    expect(options.nth(2)).to_be_checked()
    assert page.troubles == []


def test_a_boundary_is_drawn_with_the_mouse_and_stands_beside_the_network(
    page: Page, site: str
) -> None:
    third = open_page(page, site)[SKETCH]
    expect(commit(third)).to_be_disabled()
    canvas = third.locator("canvas").first
    draw(page, canvas)
    expect(commit(third)).to_be_enabled()
    commit(third).click()
    expect_committed(third)
    expect(third.locator(".gb-runner-words")).to_contain_text(
        re.compile(r"agree on \d\d\.\d% of the square\. \d\d\.\d% is free")
    )
    field = third.locator(".gb-field canvas")
    expect(field).to_have_attribute("aria-label", re.compile("What the network calls in the cir"))
    sketch, network = canvas.bounding_box(), field.bounding_box()
    assert network["x"] >= sketch["x"] + sketch["width"]
    assert abs(network["y"] - sketch["y"]) <= 1
    assert abs(network["width"] - sketch["width"]) <= 1
    assert page.troubles == []


def test_a_link_reopens_the_guess_ready_to_run(page: Page, site: str) -> None:
    first, second, _ = open_page(page, f"{site}?open=predict-99.count&guess=4")
    expect(first.get_by_role("textbox", name="your guess")).to_have_value("4")
    expect(commit(first)).to_be_enabled()
    expect(commit(second)).to_be_disabled()
    first, second, _ = open_page(page, f"{site}?open=predict-99.which&guess=9")
    expect(second.get_by_role("alert")).to_have_text(
        "The guess must be the number of an option, 1 to 3, got 9."
    )


def test_a_computation_tells_how_far_it_is_and_can_be_stopped(page: Page, site: str) -> None:
    open_page(page, site)
    demand = page.locator(".gb-on-demand").first
    demand.get_by_role("button", name="Wait for ever").click()
    bar = demand.get_by_role("progressbar", name="Progress")
    expect(bar).to_have_attribute("aria-valuetext", re.compile(r"\d+%, about \d+ (s|min) left"))
    demand.get_by_role("button", name="Stop").click()
    expect(demand.locator(".gb-runner-words")).to_have_text("stopped")
    expect(bar).to_be_hidden()
    expect(demand.get_by_role("button", name="Wait for ever")).to_be_enabled()
    expect(demand.get_by_role("button", name=re.compile("Show the code"))).to_have_count(0)
    assert page.troubles == []


def test_a_computation_shows_its_picture_and_its_code(page: Page, site: str) -> None:
    open_page(page, site)
    demand = page.locator(".gb-on-demand").nth(1)
    demand.get_by_role("button", name="Train 12 networks").click()
    picture = demand.get_by_role("img")
    expect(picture).to_have_attribute("aria-label", re.compile(r"2 hidden: \d of 6 seeds reach"))
    demand.get_by_role("button", name=re.compile("Show the code")).click()
    expect(demand.locator("pre")).to_contain_text("accuracies[label] = score.accuracy")
    expect(demand.get_by_role("status").filter(has_text="Done.")).to_have_count(1)


@pytest.mark.parametrize(
    ("name", "width", "look"),
    [("wide", 1200, "light"), ("narrow", 390, "light"), ("dark", 1200, "dark")],
)
def test_every_kind_fits_its_page(
    browser: Browser, site: str, artefacts: Path, name: str, width: int, look: str
) -> None:
    with opened(browser, width, 1000) as page:
        first, second, third = open_page(page, f"{site}?look={look}")
        page.screenshot(path=artefacts / f"predict-{name}-before.png", full_page=True)
        first.get_by_role("textbox", name="your guess").fill("1")
        commit(first).click()
        second.locator(".gb-option").first.click()
        commit(second).click()
        for prediction in (first, second):  # what is below them moves when they grow
            expect_committed(prediction)
        draw(page, third.locator("canvas").first)
        commit(third).click()
        expect_committed(third)
        expect(third.locator(".gb-field canvas")).to_be_visible()
        page.screenshot(path=artefacts / f"predict-{name}-after.png", full_page=True)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        for prediction in (first, second, third):
            box = prediction.bounding_box()
            assert box["x"] >= 0
            assert box["x"] + box["width"] <= width
        assert page.troubles == []


def test_a_student_guesses_in_a_notebook_and_the_keys_stay_with_the_guess(
    page: Page, lab: LabServer, artefacts: Path
) -> None:
    cell = nbformat.v4.new_code_cell(f"{SMALL}\n{SHOWN[NUMBER]}")
    notebook = nbformat.v4.new_notebook(cells=[cell])
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    notebook.metadata["kernelspec"] = kernel
    content = {"type": "notebook", "format": "json", "content": notebook}
    lab._ask("PUT", "/api/contents/guess.ipynb", json.dumps(content).encode())
    open_notebook(page, lab, "guess.ipynb")
    run_cell(page)
    first = page.locator(".gb-predict")
    expect(commit(first)).to_be_disabled(timeout=PATIENCE)
    first.get_by_role("textbox", name="your guess").focus()
    page.keyboard.type("a3")  # "a" would make a new cell
    expect(page.locator(".jp-CodeCell")).to_have_count(1)
    page.keyboard.press("Backspace")
    page.keyboard.press("Backspace")
    page.keyboard.type("3")
    expect(commit(first)).to_be_enabled()
    commit(first).focus()
    page.keyboard.press("b")
    expect(page.locator(".jp-CodeCell")).to_have_count(1)
    page.keyboard.press("Enter")
    expect_committed(first)
    expect(first.locator(".gb-number-line")).to_be_visible()
    page.screenshot(path=artefacts / "predict-lab.png")
    assert [text for text in page.troubles if not text.startswith("Failed to load resource")] == []
