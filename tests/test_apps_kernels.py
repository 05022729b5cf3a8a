"""The kernels of the apps: what they are told, how many there are, and when they go."""

import html
import json
import os
import socket
import sys

import pytest

from apps import kernels
from tests.kernel_wire import update, wire
from tests.lesson_site import MARK, Site, lives, wait_until, write_lesson

TRAINING = """
import asyncio, ipywidgets
slider = ipywidgets.FloatSlider()
async def train():
    while True:
        slider.value = 1 - slider.value
        await asyncio.sleep(0.2)
task = asyncio.get_running_loop().create_task(train())
"""
ENVIRONMENT = "import json, os; print('ENV' + json.dumps(dict(os.environ)) + 'VNE')"


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """A server started by somebody who has secrets in his environment."""
    folder = tmp_path_factory.mktemp("kernels") / "lessons"
    folder.mkdir()
    write_lesson(folder, 1, "tells", "Tells", "%%# Tells", ENVIRONMENT)
    write_lesson(folder, 2, "plain", "Plain", "%%# Plain")
    environment = {
        "HF_TOKEN": MARK,
        "AWS_SECRET_ACCESS_KEY": MARK,
        "HF_HOME": str(folder.parent),
        "OMP_NUM_THREADS": "1",
    }
    with Site(folder, environment) as running:
        yield running


@pytest.fixture(scope="module")
def page(site):
    """A lesson's page, kept open."""
    return site.open("01_tells")


def open_with_kernel(site, name):
    """A lesson's page, and the kernel that was started for it."""
    before = {kernel.pid for kernel in site.kernels()}
    page = site.open(name)
    (kernel,) = (kernel for kernel in site.kernels() if kernel.pid not in before)
    return page, kernel


def environment_of(page):
    return json.loads(html.unescape(page.text).split("ENV")[1].split("VNE")[0])


def test_a_kernel_is_not_told_what_the_server_knows(page):
    known = environment_of(page)
    assert MARK not in known.values()
    assert "HF_TOKEN" not in known
    assert "AWS_SECRET_ACCESS_KEY" not in known


def test_a_kernel_is_told_what_it_needs(site, page):
    known = environment_of(page)
    assert known["SERVER_SOFTWARE"].startswith("voila/")
    assert known["SCRIPT_NAME"] == "/voila/render/01_tells.ipynb"
    assert known["PATH"] == os.environ["PATH"]
    assert known["HF_HOME"] == str(site.folder.parent)
    assert known["OMP_NUM_THREADS"] == "1"


def test_a_kernel_is_told_the_query_of_its_page(site):
    page = site.open("01_tells", "?rule=rose&seed=3")
    assert environment_of(page)["QUERY_STRING"] == "rule=rose&seed=3"
    site.close(page)


@pytest.mark.skipif(sys.platform != "linux", reason="the variables are those of glibc")
def test_a_kernel_keeps_the_memory_it_has(page):
    assert environment_of(page).items() >= kernels.MALLOC.items()


def test_memory_that_the_user_has_set_up_stays_so(monkeypatch):
    monkeypatch.setattr(sys, "platform", "linux")
    known = kernels.environment({"MALLOC_TOP_PAD_": "7"}, "private")
    assert known["MALLOC_TOP_PAD_"] == "7"


def test_a_page_that_says_goodbye_takes_its_kernel_with_it(site):
    page, kernel = open_with_kernel(site, "02_plain")
    assert site.close(page).status == 204
    wait_until(lambda: not lives(kernel))


def test_saying_goodbye_twice_is_fine(site):
    page = site.open("02_plain")
    assert [site.close(page).status for _ in range(2)] == [204, 204]


@pytest.mark.parametrize(
    "forged",
    [
        {"Origin": "http://elsewhere.example"},
        {"Origin": "null"},
        {"Cookie": ""},
        {"Cookie": "_xsrf=2|aaaaaaaa|bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb|1700000000"},
    ],
)
def test_another_site_cannot_say_goodbye_for_a_page(site, page, forged):
    before = {kernel.pid for kernel in site.kernels()}
    assert site.close(page, **forged).status in (403, 404)
    assert {kernel.pid for kernel in site.kernels()} == before


def test_a_goodbye_without_its_token_is_refused(site, page):
    origin = {"Origin": site.address, "Cookie": page.cookie}
    assert site.ask("POST", page.note["close"], "", **origin).status == 403


def test_no_other_way_ends_a_kernel(site, page):
    named = {"Origin": site.address, "Cookie": page.cookie, "X_XSRFToken": page.note["token"]}
    assert site.ask("DELETE", page.note["kernel"], **named).status == 405
    assert site.get(page.note["kernel"]).status == 200


def test_the_cookie_of_the_token_does_not_travel_from_other_sites(site, page):
    assert "SameSite=Strict" in page.headers["Set-Cookie"]


def test_a_visitor_who_leaves_early_leaves_no_kernel(site):
    before = len(site.kernels())
    with socket.create_connection(("127.0.0.1", site.port)) as early:
        early.sendall(b"GET /voila/render/01_tells.ipynb HTTP/1.1\r\nHost: localhost\r\n\r\n")
        early.recv(100)
        wait_until(lambda: len(site.kernels()) == before + 1)
    wait_until(lambda: len(site.kernels()) == before)


@pytest.fixture(scope="module")
def impatient(tmp_path_factory):
    """A server with one place, which waits for nobody."""
    folder = tmp_path_factory.mktemp("impatient") / "lessons"
    folder.mkdir()
    write_lesson(folder, 1, "plain", "Plain", "%%# Plain", "print('ran')")
    write_lesson(folder, 2, "sleeps", "Sleeps", "%%Words", "import time; time.sleep(60)", "%%No")
    write_lesson(folder, 3, "trains", "Trains", TRAINING)
    slowly = ["import time; time.sleep(1.5)"] * 4
    write_lesson(folder, 4, "slow", "Slow", *slowly, "print('all ran')")
    with Site(folder, ROOM=1, LEFT_ALONE=3, IDLE=4, CULL_EVERY=1, CELL_TIMEOUT=2) as running:
        yield running


@pytest.fixture
def empty(impatient):
    """The same server, when the place is free."""
    probe = "/voila/render/01_plain.ipynb"
    wait_until(lambda: (last := impatient.get(probe)).status == 200 and impatient.close(last))
    return impatient


def test_a_full_room_says_so_and_starts_nothing(empty):
    page = empty.open("01_plain")
    second = empty.open("01_plain")
    assert second.status == 503
    assert "<h1>The room is full</h1>" in second.text
    assert len(empty.kernels()) == 1
    empty.close(page)


def test_a_place_that_becomes_free_can_be_taken(empty):
    empty.close(empty.open("01_plain"))
    page = empty.open("01_plain")
    assert "ran" in page.text
    empty.close(page)


def test_a_kernel_whose_page_never_came_is_ended_though_it_is_busy(empty):
    _, kernel = open_with_kernel(empty, "03_trains")
    wait_until(lambda: not lives(kernel), 15)


def test_a_kernel_whose_page_went_without_a_word_is_ended_though_it_is_busy(empty):
    page, kernel = open_with_kernel(empty, "03_trains")
    with wire(empty, page) as held:
        held.ask_kernel()
    wait_until(lambda: not lives(kernel), 15)


def test_a_kernel_is_not_alone_while_its_page_is_written(empty):
    page = empty.open("04_slow")
    assert "all ran" in page.text
    empty.close(page)


def test_a_kernel_that_nobody_touches_is_ended_though_its_page_is_open(empty):
    page, kernel = open_with_kernel(empty, "01_plain")
    with wire(empty, page) as held:
        held.ask_kernel()
        wait_until(lambda: not lives(kernel), 20)


def test_a_kernel_whose_page_is_in_use_is_kept(empty):
    page, kernel = open_with_kernel(empty, "01_plain")
    with wire(empty, page) as held:
        # Longer than a kernel is kept alone, or idle; a comm message counts as use.
        for _ in range(12):
            held.until_idle(held.send("comm_msg", update("nobody", {})))
            with pytest.raises(TimeoutError):
                held.socket.recv(timeout=0.5)
        assert lives(kernel)
    empty.close(page)


def test_a_cell_that_takes_too_long_becomes_a_sentence(empty):
    page = empty.open("02_sleeps")
    assert "Words" in page.text
    assert "The lesson stops here: a part of it could not run." in page.text
    empty.close(page)
