"""A lesson opened and used: every kind of furniture in a state that it gets into."""
import re
from collections.abc import Iterator
from pathlib import Path

import nbformat
from playwright.sync_api import Locator, Page, expect
from playwright.sync_api import TimeoutError as Late

from course.exercises.library import find
from glassbox.project import root
from tests.browser.art_in_use import compare_hands, cut, make_a_picture, slide
from tests.browser.conftest import LabServer
from tests.browser.notebooks import open_notebook, run_cell
from tests.browser.playground_page import PAUSED, RUNNING, PlaygroundPage
from tests.browser.vectors_in_use import break_angles, liken, lower
from tests.browser.waiting import CONNECTED, settled, until

# What stands for a widget until its script has come says "Loading widget...".
NONE_LOADING = """[...document.querySelectorAll(".jp-OutputArea-output")]
  .every((output) => !output.textContent.startsWith("Loading widget"))"""
PATIENCE = 120_000  # milliseconds for a computation on a busy machine
FAILED = ".jp-Notebook [data-mime-type='application/vnd.jupyter.stderr']"
# The last cell of a notebook has run, or one has failed, and the others wait in vain.
ALL_HAVE_RUN = f"""document.querySelector("{FAILED}") || /^\\[\\d+\\]:$/.test(
  [...document.querySelectorAll(".jp-CodeCell .jp-InputPrompt")].at(-1)?.textContent)"""
# What stands before each code cell that the page holds: "[ ]:", "[*]:", "[3]:".
PROMPTS = """[...document.querySelectorAll(".jp-CodeCell .jp-InputPrompt")]
  .map((prompt) => prompt.textContent)"""
OUTPUTS = ".jp-Notebook .jp-OutputArea .glassbox"  # what is ours in JupyterLab


def open_app(page: Page, apps: str, lesson: str, query: str = "") -> None:
    """Open a lesson as an app and wait until everything in it is drawn."""
    page.goto(f"{apps}/voila/render/{lesson}.ipynb{query}")
    page.wait_for_selector("body[data-state=ready]", timeout=PATIENCE)
    until(page, CONNECTED)
    until(page, f"document.querySelectorAll('.glassbox').length >= {widgets_in(lesson)}")
    drawn(page)


def drawn(page: Page) -> None:
    """Wait until every widget of the page is there, and has drawn its first picture."""
    until(page, "!document.querySelector('.gb-later')")
    until(page, NONE_LOADING)
    settled(page)
    for number in range(page.locator(".gb-playground").count()):
        PlaygroundPage(page, number).wait_until_ready()
    for quiz in page.locator(".gb-quiz").all():
        quiz.locator(".gb-asked").first.wait_for()
    for prediction in page.locator(".gb-predict").all():
        prediction.locator("[data-act=press]").wait_for()


def widgets_in(lesson: str) -> int:
    """How many widgets a lesson holds at least, as its own cells say."""
    notebook = nbformat.read(root() / "lessons" / f"{lesson}.ipynb", as_version=4)
    tags = [cell.metadata.get("tags", []) for cell in notebook.cells]
    return sum("widget" in own and "exercise" not in own for own in tags)


def each(found: Locator) -> Iterator[Locator]:
    """Those elements that can be seen now, one by one."""
    for number in range(found.count()):
        if found.nth(number).is_visible():
            yield found.nth(number)


def use(page: Page) -> None:
    """Leave every kind of furniture of a page in a state that it gets into in a lesson."""
    for button in list(each(page.locator(".gb-heading [data-act=code]"))):
        button.click()
        expect(button).to_have_attribute("aria-expanded", "true", timeout=PATIENCE)
    for number, question in enumerate(each(page.locator(".gb-asked"))):
        answer(question, rightly=number % 2 == 0)
    for prediction in each(page.locator(".gb-predict")):
        guess(prediction)
    for hint in each(page.locator(".gb-check summary")):
        hint.click()
    for selector, act in PIECES.items():
        for piece in each(page.locator(selector)):
            act(piece)


def answer(question: Locator, rightly: bool) -> None:
    """Answer a question of a quiz, and wait for what is said."""
    record = find(question.get_attribute("data-key"), "question")
    wrong = [number for number in range(len(record.options)) if number not in record.right_options]
    for number in record.right_options if rightly else wrong[:1]:
        question.locator("input").nth(number).check()
    question.get_by_role("button", name="Answer").click()
    expect(question.locator(".gb-why:visible").first).to_be_visible(timeout=PATIENCE)


def guess(prediction: Locator) -> None:
    """Commit a guess, chosen, moved or drawn, and let the computation end."""
    option, line = prediction.get_by_role("radio"), prediction.get_by_role("slider")
    canvas = prediction.locator("canvas[role=application]")
    if option.count():
        option.first.check(force=True)
    elif line.count():
        line.first.press("ArrowRight")
    elif canvas.count():
        draw(canvas)
    else:  # a prediction that could not be made says so, and asks for nothing
        return
    prediction.locator("[data-act=press]").click()
    expect(prediction.locator(".gb-after, .gb-shown > *").first).to_be_visible(timeout=PATIENCE)


def run_a_while(playground: Locator) -> None:
    """Press Play, and then Pause."""
    main, bar = playground.locator("button.gb-main"), playground.locator(".gb-transport")
    main.click()
    expect(bar).to_have_attribute("data-state", RUNNING)
    main.click()
    expect(bar).to_have_attribute("data-state", PAUSED)


def step(piece: Locator) -> None:
    """Make one step, and wait until what is said of it has changed."""
    state = piece.locator(".gb-state")
    before = state.inner_text()
    piece.get_by_role("button", name="One step", exact=True).click()
    expect(state).not_to_have_text(before, use_inner_text=True, timeout=PATIENCE)


def move_line(neuron: Locator) -> None:
    """Turn a neuron's line with a key, and ask for the way downhill."""
    neuron.get_by_role("application").press("[")
    expect(neuron.get_by_role("img", name="Loss after each of 1 move")).to_be_attached()
    neuron.get_by_role("button", name="Show me downhill").click()
    expect(neuron.locator("[data-of=ahead]")).to_contain_text("The loss there is")


def choose_unit(sums: Locator) -> None:
    """Go to the last unit of a drawn network."""
    canvas = sums.get_by_role("application")
    for _ in range(4):
        canvas.press("ArrowRight")
    expect(canvas).to_have_accessible_name(re.compile(r"In hand: z\."))


def to_the_end(moments: Locator) -> None:
    """Go to the last of the moments that a widget steps through."""
    line = moments.get_by_role("slider")
    line.press("End")
    expect(moments).to_have_attribute("data-index", line.get_attribute("max"))


def accuse(hunt: Locator) -> None:
    """Accuse one line after the other until the wrong one is found, then try a way to mend it."""
    told, lines = hunt.locator(".gb-bug-told"), hunt.locator(".gb-bug-table .gb-bug-lines button")
    for line in lines.all():
        line.click()
        expect(line).to_have_attribute("data-mark", re.compile("."))
        if line.get_attribute("data-mark") == "found":
            break
    hunt.get_by_role("group", name="Fixes").get_by_role("button").first.click()
    expect(told.last).not_to_be_empty()


def race(measuring: Locator) -> None:
    """Press the button of a race, and wait for the last bar."""
    measuring.locator("[data-act=press]").click()
    expect(measuring.locator(".gb-race-words")).to_contain_text("After", timeout=PATIENCE)


def train(reader: Locator) -> None:
    """Let a network that reads digits learn to the end."""
    reader.get_by_role("button", name="Train", exact=True).click()
    expect(reader.get_by_role("button", name="Train again")).to_be_visible(timeout=PATIENCE)


def write(pad: Locator) -> None:
    """Write something, and then look at one of the test pictures."""
    canvas = pad.get_by_role("application")
    draw(canvas)
    expect(canvas).to_have_attribute("aria-label", re.compile(r"1 stroke\. It reads \d"))
    pad.get_by_role("button", name="Show one from the test set").click()
    expect(pad.locator(".gb-seen")).to_contain_text("Test picture 1 of", timeout=PATIENCE)


def paint(painting: Locator) -> None:
    """Draw once round the middle with the brush, and let the network learn what is there."""
    said = painting.locator(".gb-said-here")
    before = said.inner_text()
    draw(painting.locator(".gb-paint").get_by_role("application"))
    expect(said).not_to_have_text(before, use_inner_text=True)


def take_out(units: Locator) -> None:
    """Train a network, and take one of its units away."""
    units.get_by_role("button", name="Play", exact=True).click()
    bar = units.locator(".gb-transport")
    expect(bar).to_have_attribute("data-state", "done", timeout=PATIENCE)
    units.locator(".gb-uv-tile").first.click()
    expect(units.locator(".gb-uv-said")).to_contain_text("Without unit 1")


def grow(garden: Locator) -> None:
    """Let a garden grow for a while, sort it, and open one of its networks below."""
    run_a_while(garden)
    garden.get_by_role("radio", name="seed", exact=True).click()
    expect(garden.locator(".gb-ends span").first).to_have_text("by seed")
    tiles = garden.get_by_role("application").first
    tiles.press("Home")
    tiles.press("ArrowRight")
    expect(garden.locator(".gb-garden-view .gb-one .gb-free span")).to_contain_text("seed 1,")
    tiles.press("Enter")
    expect(garden.locator(".gb-opened .gb-field canvas")).to_be_visible(timeout=PATIENCE)


def sweep(fills: Locator) -> None:
    """Begin to fill a map, stop it, and look at the networks of a cell that is filled."""
    heat = fills.get_by_role("application", name=re.compile("^Heat map"))
    fills.get_by_role("button", name="Fill the map").click()
    expect(heat).to_have_attribute("aria-label", re.compile("Best: "), timeout=PATIENCE)
    stop = fills.get_by_role("button", name="Stop", exact=True)
    if stop.is_visible():
        stop.click()
    expect(stop).to_have_count(0, timeout=PATIENCE)
    heat.press("Home")
    heat.press("Enter")
    expect(fills.locator(".gb-cell-title")).to_contain_text("rate")


def compare(effects: Locator) -> None:
    """Say what one expects of a factor, and run it."""
    effects.get_by_role("radio", name="It helps.").check(force=True)
    effects.get_by_role("button", name="Run", exact=True).click()
    said = effects.locator(".gb-effect-said")
    expect(said).to_contain_text("At the median", timeout=PATIENCE)
    effects.get_by_role("slider", name=re.compile("^Accuracy over")).press("ArrowRight")


# What is done to each kind of piece, in the order in which lessons have them.
PIECES = {
    ".gb-playground": run_a_while,
    ".gb-one-neuron": move_line,
    ".gb-network-sums": choose_unit,
    ".gb-scrub": to_the_end,
    ".gb-descending, .gb-reversal": step,
    ".gb-bugs": accuse,
    ".gb-race": race,
    ".gb-painted": paint,
    ".gb-unit-view": take_out,
    ".gb-garden": grow,
    ".gb-sweep-map": sweep,
    ".gb-effects": compare,
    ".gb-two-dimensions": break_angles,
    ".gb-many": lower,
    ".gb-similarity": liken,
    ".gb-slider-game": slide,
    ".gb-studio": make_a_picture,
    ".gb-side-by-side": compare_hands,
    ".gb-growing": cut,
    ".gb-digits": train,
    ".gb-pad": write,
}


def draw(canvas: Locator) -> None:
    """Drag the mouse once round the middle of a canvas."""
    canvas.scroll_into_view_if_needed()
    box, mouse = canvas.bounding_box(), canvas.page.mouse
    corners = [(0.3, 0.3), (0.7, 0.3), (0.7, 0.7), (0.3, 0.7), (0.3, 0.32)]
    places = [(box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in corners]
    mouse.move(*places[0])
    mouse.down()
    for place in places[1:]:
        mouse.move(*place, steps=8)
    mouse.up()


def seen_as(page: Page, look: str, width: int, height: int) -> None:
    """Another look and another size, once nothing is on its way any more."""
    page.emulate_media(color_scheme=look)
    page.set_viewport_size({"width": width, "height": height})
    until(page, f"document.documentElement.dataset.theme === '{look}'")
    page.evaluate("() => new Promise((next) => requestAnimationFrame(next))")
    until(page, "document.getAnimations().length === 0")


def photograph(page: Page, folder: Path, name: str) -> None:
    """Keep the whole page as pictures, wide, dark and narrow; nothing may stick out of it."""
    kinds = (("1200", "light", 1200), ("dark", "dark", 1200), ("390", "light", 390))
    for kind, look, width in kinds:
        seen_as(page, look, width, 900)
        page.screenshot(path=folder / f"{name}-{kind}.png", full_page=True)
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def run_all(page: Page, lab: LabServer, lesson: str) -> None:
    """Open a lesson in JupyterLab and run every cell of it."""
    open_notebook(page, lab, f"{lesson}.ipynb")
    run_cell(page)
    _press_run_all(page)
    try:
        until(page, ALL_HAVE_RUN, attempts=3600)
    except AssertionError as error:
        asked = page.locator(".jp-Dialog").all_inner_texts()
        raise AssertionError(f"not all cells ran: {page.evaluate(PROMPTS)}, {asked}") from error
    failed = page.locator(FAILED).all_inner_texts()
    assert not failed, "\n".join(failed)
    expect(page.locator(OUTPUTS).first).to_be_attached()
    drawn(page)


def _press_run_all(page: Page) -> None:
    """Choose it in the menu, which closes if JupyterLab does something else just then.

    A cell that is not drawn yet has an empty prompt, so only a star or a number tells of a run.
    """
    for _ in range(5):
        page.keyboard.press("Escape")
        try:
            page.get_by_role("menuitem", name="Run", exact=True).click(timeout=10_000)
            page.get_by_text("Run All Cells", exact=True).click(timeout=10_000)
            until(page, f"{PROMPTS}.filter((text) => /[*\\d]/.test(text)).length > 1", attempts=200)
            return
        except (AssertionError, Late):
            continue
    raise AssertionError(f"Run All Cells does nothing: {page.evaluate(PROMPTS)}")
