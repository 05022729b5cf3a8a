"""What a visitor of the apps cannot say to a kernel, and does not hear from it."""

import pytest

from apps import kernels
from tests.kernel_wire import click, refusal, update, wire
from tests.lesson_site import MARK, Site, write_lesson

WIDGETS = f"""
import logging, ipywidgets
slider, button, logger = ipywidgets.FloatSlider(), ipywidgets.Button(), ipywidgets.Button()

def moved(change):
    open("slider-was-moved", "w").close()
    raise ValueError("{MARK}")

def pressed(_):
    open("button-was-pressed", "w").close()
    raise ValueError("{MARK}")

def logged(_):
    try:
        pressed(_)
    except ValueError:
        logging.exception("in the log")

slider.observe(moved, "value")
button.on_click(pressed)
logger.on_click(logged)
print("slider=" + slider.model_id, "button=" + button.model_id, "logger=" + logger.model_id)
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wire") / "lessons"
    folder.mkdir()
    write_lesson(folder, 1, "widgets", "Widgets", "%%# Widgets", WIDGETS)
    write_lesson(folder, 2, "plain", "Plain", "%%# Plain")
    with Site(folder) as running:
        yield running


@pytest.fixture(scope="module")
def page(site):
    """A lesson's page, kept open."""
    return site.open("01_widgets")


def test_a_visitor_runs_no_code(site, page):
    with wire(site, page) as held:
        held.send("execute_request", {"code": "open('visitor-was-here', 'w')", "silent": False})
        assert "kernel_info_reply" in held.ask_kernel()
    assert not (site.folder / "visitor-was-here").exists()


@pytest.mark.parametrize("kind", ["execute_request", "complete_request", "inspect_request"])
def test_what_is_not_allowed_is_not_even_answered(site, page, kind):
    with wire(site, page) as held:
        held.send(kind, {"code": "1", "cursor_pos": 1, "detail_level": 0, "silent": False})
        assert kind.replace("request", "reply") not in held.ask_kernel()


def test_a_visitor_cannot_shut_a_kernel_down_over_the_wire(site, page):
    before = {kernel.pid for kernel in site.kernels()}
    with wire(site, page) as held:
        held.send("shutdown_request", {"restart": False})
        assert "kernel_info_reply" in held.ask_kernel()
    assert {kernel.pid for kernel in site.kernels()} == before


@pytest.mark.parametrize(
    ("widget", "message", "trace"),
    [
        ("slider", lambda model: update(model, {"value": 9}), "slider-was-moved"),
        ("button", click, "button-was-pressed"),
        ("logger", click, "button-was-pressed"),
    ],
)
def test_a_callback_that_raises_tells_the_visitor_nothing(site, page, widget, message, trace):
    model = page.text.split(f"{widget}=")[1][:32]
    (site.folder / trace).unlink(missing_ok=True)
    with wire(site, page) as held:
        told = held.until_idle(held.send("comm_msg", message(model)))
        told += held.ask_kernel()
    assert (site.folder / trace).exists()  # it was called, and so it raised
    for part in (MARK, "Traceback", "ValueError", "def moved", "in the log"):
        assert part not in told


def test_an_error_on_the_wire_becomes_a_sentence(site, page):
    model = page.text.split("button=")[1][:32]
    with wire(site, page) as held:
        told = held.until_idle(held.send("comm_msg", click(model)))
    assert kernels.STOPPED in told


def test_after_a_callback_has_raised_the_wire_still_works(site, page):
    model = page.text.split("button=")[1][:32]
    with wire(site, page) as held:
        for _ in range(3):
            held.until_idle(held.send("comm_msg", click(model)))
        assert "kernel_info_reply" in held.ask_kernel()


def test_an_older_dialect_that_the_filter_does_not_read_is_refused(site, page):
    assert refusal(site, page, subprotocols=None) == 400


def test_a_page_elsewhere_gets_no_wire(site, page):
    assert refusal(site, page, origin="http://elsewhere.example") == 403


def test_there_is_no_wire_to_a_kernel_that_is_not_there(site):
    page = site.open("02_plain")
    site.close(page)
    assert refusal(site, page) == 404
