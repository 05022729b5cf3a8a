"""Lesson 03 under Voila, in a real browser, as a visitor and an instructor use it."""
import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import opened
from tests.browser.playground_page import PAUSED, RUNNING, PlaygroundPage

LESSON = "/voila/render/03_classifier_zoo.ipynb"


@pytest.fixture
def playground(page: Page, apps: str) -> PlaygroundPage:
    page.goto(apps + LESSON)
    first = PlaygroundPage(page)
    first.wait_until_ready()
    return first


def test_a_visitor_plays_pauses_changes_the_rule_and_resets(playground: PlaygroundPage) -> None:
    playground.main.click()
    playground.expect_state(RUNNING)
    playground.expect_accuracy_above(95)

    playground.main.click()
    playground.expect_state(PAUSED)
    expect(playground.root.locator(".gb-state span")).to_have_text("paused")
    stopped_at = playground.steps()
    playground.page.wait_for_timeout(500)
    assert playground.steps() == stopped_at

    playground.choose_rule("ring")
    playground.shows_field_label("after 0 steps.* in the ring")
    expect(playground.root.locator(".gb-free b")).to_have_text("(62.3% is free)")
    playground.button("One step").click()
    expect(playground.root.locator(".gb-state b")).to_have_text("step 1")
    playground.button("Reset").click()
    expect(playground.root.locator(".gb-state b")).to_have_text("step 0")
    assert playground.page.troubles == []


def test_the_playground_works_from_the_keyboard_alone(playground: PlaygroundPage) -> None:
    page, press = playground.page, playground.page.keyboard.press

    def tab_to(selector: str) -> None:
        for _ in range(80):
            press("Tab")
            if page.evaluate("(s) => document.activeElement.matches(s)", selector):
                return
        raise AssertionError(f"the Tab key never reaches {selector}")

    tab_to(".gb-playground .gb-main")
    press("Enter")
    playground.expect_state(RUNNING)
    press("Space")
    playground.expect_state(PAUSED)
    tab_to(".gb-thumbnails button")
    press("ArrowRight")
    expect(playground.root.get_by_role("radio", name="ring", exact=True)).to_be_focused()
    playground.shows_field_label("in the ring")
    tab_to(".noUi-handle[aria-label=noise]")
    press("ArrowRight")
    expect(playground.slider("noise")).to_have_attribute("aria-valuetext", "0.01")
    tab_to("[aria-label='More units in layer 1']")
    press("Enter")
    playground.shows_field_label("after 0 steps")
    expect(playground.root.locator(".gb-units .gb-stepper span").first).to_have_text("10")
    tab_to(".gb-field canvas")
    press("s")
    expect(playground.root.locator(".gb-state b")).to_have_text("step 1")
    press("r")
    expect(playground.root.locator(".gb-state b")).to_have_text("step 0")
    press("Space")
    playground.expect_state(RUNNING)
    press("Space")
    playground.expect_state(PAUSED)
    assert page.troubles == []


def test_a_learning_rate_that_is_far_too_large_is_said_and_survived(page: Page, apps: str) -> None:
    page.goto(f"{apps}{LESSON}?open=playground&learning_rate=1e9")
    playground = PlaygroundPage(page)
    playground.wait_until_ready()
    playground.main.click()
    playground.expect_state("failed")
    problem = playground.bar.locator(".gb-problem")
    expect(problem).to_contain_text("Stopped: the loss")
    expect(problem).to_contain_text("Try a smaller learning rate, then press Reset.")
    playground.button("Reset").click()
    playground.expect_state("empty")
    expect(problem).to_be_hidden()
    playground.slider("learning rate").focus()
    for _ in range(12):
        page.keyboard.press("ArrowLeft")
    playground.main.click()
    playground.expect_accuracy_above(90)
    assert page.troubles == []


def test_a_link_reopens_the_same_state(page: Page, apps: str) -> None:
    page.goto(f"{apps}{LESSON}?open=playground&rule=rose&hidden=32-32&seed=7&noise=0.1")
    playground = PlaygroundPage(page)
    playground.wait_until_ready()
    playground.shows_field_label("in the rose")
    expect(playground.slider("noise")).to_have_attribute("aria-valuetext", "0.10")
    expect(playground.root.locator(".gb-units .gb-stepper span")).to_have_text(["32", "32"])
    expect(playground.root.get_by_label("seed", exact=True)).to_have_value("7")


def test_nonsense_in_a_link_is_refused_in_words(page: Page, apps: str) -> None:
    page.goto(f"{apps}{LESSON}?open=playground&rule=<script>alert(1)</script>&seed=x&points=-3")
    playground = PlaygroundPage(page)
    playground.wait_until_ready()
    problem = playground.bar.locator(".gb-problem")
    expect(problem).to_contain_text("rule must be one of positive, linear, circle")
    expect(problem).to_contain_text("seed must be a whole number, got 'x'")
    expect(problem).to_contain_text("points must be in [1, 100000], got -3")
    playground.main.click()
    playground.expect_state(RUNNING)


def test_a_seed_that_is_not_a_whole_number_is_refused_beside_it(
    playground: PlaygroundPage,
) -> None:
    seed = playground.root.get_by_label("seed", exact=True)
    seed.fill("1.5")
    seed.press("Enter")
    said = playground.root.locator(".gb-control .gb-problem:not([hidden])")
    expect(said).to_have_text('seed must be a whole number, got "1.5"')
    expect(seed).to_have_value("0")
    playground.button("One seed more").click()
    expect(said).to_have_count(0)
    expect(seed).to_have_value("1")


@pytest.mark.parametrize(
    ("name", "width", "height", "colours"),
    [("wide", 1280, 900, "light"), ("narrow", 390, 844, "light"), ("dark", 1280, 900, "dark")],
)
def test_the_lesson_fits_its_window(
    browser: Browser, apps: str, artefacts: Path, name: str, width: int, height: int, colours: str
) -> None:
    with opened(browser, width, height, colours) as page:
        page.goto(apps + LESSON)
        playground = PlaygroundPage(page)
        playground.wait_until_ready()
        playground.main.click()
        playground.expect_accuracy_above(90)
        playground.main.click()
        playground.expect_state(PAUSED)
        playground.shows_field_label("after [1-9]")
        page.screenshot(path=artefacts / f"apps-{name}.png", full_page=True)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert page.troubles == []


def test_every_control_has_an_accessible_name(playground: PlaygroundPage) -> None:
    nameless = playground.root.evaluate(
        """(root) => [...root.querySelectorAll("button,input,select,[role=slider],[role=img]")]
            .filter((node) => !(node.getAttribute("aria-label") || node.textContent.trim()
                || node.labels?.length || node.title))
            .map((node) => node.outerHTML.slice(0, 120))"""
    )
    assert nameless == []


def test_the_code_shown_is_the_code_of_what_is_on_screen(playground: PlaygroundPage) -> None:
    playground.main.click()
    playground.expect_accuracy_above(90)
    playground.main.click()
    playground.expect_state(PAUSED)
    playground.root.get_by_text("Show the code").click()
    code = playground.root.locator(".gb-code pre")
    expect(code).to_contain_text("make_dataset('circle'")
    run: dict = {}
    *lines, last = code.inner_text().strip().splitlines()
    exec("\n".join([*lines, f"accuracy = {last}"]), run)
    assert f"{100 * run['accuracy']:.1f}" == f"{playground.accuracy():.1f}"
    assert re.search(rf"steps={playground.steps()}\b", code.inner_text())


def test_the_copied_link_reopens_what_is_on_screen(playground: PlaygroundPage) -> None:
    page = playground.page
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    playground.choose_rule("cosine")
    playground.shows_field_label("above the wave")
    playground.button("One layer fewer").click()
    expect(playground.root.locator(".gb-units .gb-stepper span")).to_have_count(1)
    link = ""
    while "rule=cosine" not in link or "hidden=8" not in link:  # the test's own limit ends this
        playground.root.locator("[data-act=link]").click()
        expect(playground.root.locator(".gb-said")).to_contain_text("Link copied")
        link = page.evaluate("navigator.clipboard.readText()")
    page.goto(link)
    playground.wait_until_ready()
    playground.shows_field_label("after 0 steps.*above the wave")
    expect(playground.root.locator(".gb-units .gb-stepper span")).to_have_text(["8"])
