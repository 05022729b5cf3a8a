"""What is done to the pieces of lesson 05 when it is used."""
import re

from playwright.sync_api import Locator, expect

PATIENCE = 180_000  # milliseconds for torch, and a computation, on a busy machine
SOME_STEPS = re.compile(r"^step (\d{2,}|\d,\d{3}|[3-9])$")
A_FIGURE = re.compile(r"\d")


def press(piece: Locator, name: str) -> None:
    """Press one of the buttons of a piece by its name."""
    piece.get_by_role("button", name=name, exact=True).click()


def make_a_picture(studio: Locator) -> None:
    """Let a studio make some steps and pause; one that lacks its network says so instead."""
    studio.scroll_into_view_if_needed()  # its first picture comes once someone comes near
    total = studio.locator(".gb-goal-total")
    problem = studio.locator(".gb-transport .gb-problem:not([hidden])")
    # A total of which nothing is known yet has no figures.
    expect(total.filter(has_text=A_FIGURE).or_(problem).first).to_be_visible(timeout=PATIENCE)
    if problem.count():
        return
    press(studio, "Play")
    state = studio.locator(".gb-state")
    expect(state.locator("b")).to_have_text(SOME_STEPS, timeout=PATIENCE)
    press(studio, "Pause")
    expect(state.locator("span")).to_have_text("paused", timeout=PATIENCE)
    picture = studio.locator(".gb-st-pic canvas")
    expect(picture).to_have_accessible_name(re.compile(r"^Picture of \d+ by \d+ pixels made of "))


def compare_hands(sides: Locator) -> None:
    """Let several pictures be made for some steps, and pause, or wait where it does so itself."""
    sides.scroll_into_view_if_needed()
    expect(sides.locator(".gb-sb-tile[data-state=there]").last).to_be_visible(timeout=PATIENCE)
    expect(sides.locator(".gb-sb-tile:not([data-state=there])")).to_have_count(0, timeout=PATIENCE)
    press(sides, "Play")
    state = sides.locator(".gb-state")
    if sides.locator(".gb-sb-tile").count() > 5:  # the race of hands, which stops for a look
        expect(state).to_contain_text("stopped for a look", timeout=PATIENCE)
    else:
        expect(state.locator("b")).to_have_text(SOME_STEPS, timeout=PATIENCE)
        press(sides, "Pause")
        expect(state.locator("span")).to_have_text("paused", timeout=PATIENCE)
    expect(sides.locator(".gb-sb-result")).to_contain_text("After ", timeout=PATIENCE)


def slide(game: Locator) -> None:
    """Move a slider with a key, and let the gradient move all three."""
    x, counted = game.get_by_role("slider", name="x", exact=True), game.locator(".gb-state b")
    x.press("ArrowLeft")
    expect(counted).to_have_text("1 move, 0 steps", timeout=PATIENCE)
    press(game, "One step")
    expect(counted).to_have_text("1 move, 1 step", timeout=PATIENCE)


def cut(growing: Locator) -> None:
    """Let a picture grow until there is something of it, pause, and cut it in half."""
    press(growing, "Play")
    expect(growing.locator(".gb-big")).to_have_text(re.compile(r"^\d{3}|,"), timeout=PATIENCE)
    press(growing, "Pause")
    expect(growing.locator(".gb-state span")).to_have_text("paused", timeout=PATIENCE)
    whole = int(growing.locator(".gb-big").inner_text().replace(",", ""))
    press(growing, "Cut in half")
    expect(growing.locator(".gb-gp-said")).to_contain_text("Cut at step")
    expect(growing.locator(".gb-big")).not_to_have_text(f"{whole:,}")
