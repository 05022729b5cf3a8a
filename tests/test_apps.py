"""The pages of the apps, asked of a server that really runs."""

import re
from html.parser import HTMLParser

import pytest

from apps import settings
from tests.lesson_site import Site, write_lesson

HELLO = [
    "%%# Hello, *you*\nFirst words.",
    "name_in_the_source = 'printed ' + 'text'\nprint(name_in_the_source)",
    "import os; print('folder:', os.getcwd())",
    "%%## Your turn",
    "#exercise\nopen('exercise_ran', 'w').close()\nraise ValueError('not attempted')",
    "import time\nfor i in range(3): print('row', i, flush=True); time.sleep(0.05)",
    "from IPython.display import display\ndisplay({'text/plain': 'a picture'}, raw=True)",
    "%%Last words.",
]


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    folder = tmp_path_factory.mktemp("apps") / "lessons"
    folder.mkdir()
    write_lesson(folder, 7, "second", "A second one & more", "%%# Second", minutes=35)
    write_lesson(
        folder,
        3,
        "hello",
        "Hello there",
        *HELLO,
        sentence="Say <hello> to a network.",
        minutes=25,
        device="CPU, faster on GPU",
        picture="zoo",
    )
    write_lesson(folder, 8, "breaks", "It breaks", "%%# Words", "secret = 'hunter2'\n1 / 0", "%%No")
    (folder / "04_unreadable.ipynb").write_text("{")
    write_lesson(folder, 6, "mine", "My own notes")
    (folder / "06_mine.ipynb").rename(folder / "My notes.ipynb")
    (folder / "05_nobody.ipynb").write_text('{"metadata": {"title": "No lesson"}, "cells": []}')
    with Site(folder) as running:
        yield running


@pytest.fixture(scope="module")
def front(site):
    return site.get("/").text


@pytest.fixture(scope="module")
def hello(site):
    return site.open("03_hello").text


@pytest.fixture(scope="module")
def broken(site):
    return site.open("08_breaks").text


class Reader(HTMLParser):
    """The text of a page without its scripts and styles, and the attributes in it."""

    def __init__(self, page):
        super().__init__()
        self.words, self.attributes, self._silent = [], [], False
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        self._silent = tag in ("script", "style")
        self.attributes += [(tag, name, value) for name, value in attributes]

    def handle_endtag(self, tag):
        self._silent = False

    def handle_data(self, data):
        if not self._silent:
            self.words += data.split()

    @property
    def text(self):
        return " ".join(self.words)


def test_the_front_page_has_a_row_for_each_lesson_in_order(front):
    rows = re.findall(r"<li>.*?</li>", front, re.DOTALL)
    assert [Reader(row).text for row in rows] == [
        "3 Hello there Say <hello> to a network. 25 min CPU, faster on GPU",
        "7 A second one & more About A second one & more. 35 min CPU",
        "8 It breaks About It breaks. 10 min CPU",
    ]


def test_the_front_page_says_how_much_there_is(front):
    assert "Three lessons, about one hour All run on a laptop" in Reader(front).text


def test_every_row_opens_its_lesson(front):
    links = [value for tag, name, value in Reader(front).attributes if (tag, name) == ("a", "href")]
    assert links == [
        "/voila/render/03_hello.ipynb",
        "/voila/render/07_second.ipynb",
        "/voila/render/08_breaks.ipynb",
    ]


def test_the_pictures_of_both_looks_and_the_gallery_are_served(site, front):
    sources = [v for tag, name, v in Reader(front).attributes if (tag, name) == ("img", "src")]
    pictures = [f"/static/pictures/zoo-{look}.png" for look in ("light", "dark")]
    assert sources == [*pictures, "/static/gallery.png"]
    for source in sources:
        assert site.get(source).body.startswith(b"\x89PNG")


def test_an_unreadable_notebook_costs_a_line_in_the_log(site, front):
    assert "04_unreadable" not in front
    assert "The notebook 04_unreadable.ipynb is left out" in site.log


def test_a_notebook_that_is_no_lesson_is_left_out(site, front):
    assert "No lesson" not in front
    assert "The notebook 05_nobody.ipynb is left out" in site.log
    assert "05_nobody.ipynb is damaged or not a lesson (KeyError: 'glassbox')" in site.log


def test_a_notebook_of_ones_own_is_no_lesson(site, front):
    assert "My own notes" not in front
    assert "My notes" not in site.log


def test_a_server_without_lessons_says_how_to_get_some(tmp_path):
    (tmp_path / "empty").mkdir()
    with Site(tmp_path / "empty") as empty:
        words = Reader(empty.get("/").text).text
    assert "There are no lessons here yet. Build them with glassbox build" in words


def test_a_lesson_has_the_title_of_its_notebook(hello):
    assert "<title>Hello there</title>" in hello


def test_a_lesson_shows_its_prose_and_its_outputs_in_order(hello):
    parts = ["Hello, <em>you</em>", "printed text", "Your turn", "a picture", "Last words."]
    places = [hello.index(part) for part in parts]
    assert places == sorted(places)


def test_lines_that_are_printed_one_by_one_are_one_text(hello):
    assert "<pre>row 0\nrow 1\nrow 2\n</pre>" in hello


def test_a_lesson_shows_no_code_and_no_prompts(hello):
    assert "name_in_the_source" not in hello
    assert "jp-InputPrompt" not in hello


def test_an_exercise_neither_runs_nor_shows(site, hello):
    assert "exercise_ran" not in hello
    assert "not attempted" not in hello
    assert not (site.folder / "exercise_ran").exists()


def test_a_kernel_runs_where_the_lessons_are(site, hello):
    assert f"folder: {site.folder}" in hello


def test_a_lesson_leads_back_and_on(hello):
    links = re.findall(r'<a href="([^"]*)" data-keep-look>([^<]*)</a>', hello)
    assert links == [
        ("/", "Glassbox"),
        ("/", "All lessons"),
        ("/voila/render/07_second.ipynb", "Next: A second one &amp; more"),
    ]


def test_the_last_lesson_leads_on_to_nothing(broken):
    assert "Next:" not in broken


def test_a_lesson_says_that_it_is_starting_before_its_first_cell(hello):
    assert hello.index("Starting the lesson ...") < hello.index("First words")


def test_a_cell_that_fails_becomes_a_sentence(broken):
    assert broken.count("The lesson stops here: a part of it could not run.") == 1


@pytest.mark.parametrize("part", ["Traceback", "ZeroDivisionError", "hunter2", "1 / 0"])
def test_a_cell_that_fails_tells_nothing_of_why(broken, part):
    assert part not in broken


def test_a_cell_that_fails_leaves_what_came_before_it(broken):
    assert "Words" in Reader(broken).text


def test_why_a_cell_failed_is_in_the_log(site, broken):
    assert "ZeroDivisionError" in site.log


def test_nothing_on_a_page_comes_from_another_host(front, hello):
    for tag, name, value in Reader(front + hello).attributes:
        if name in ("src", "href", "action", "srcset", "data"):
            assert re.match(r"#|/(?!/)", value), (tag, name, value)


@pytest.mark.parametrize("name", [path.name for path in sorted(settings.STATIC.glob("*.css"))])
def test_no_style_sheet_of_ours_loads_anything(name):
    text = (settings.STATIC / name).read_text(encoding="utf-8")
    assert not re.search(r"@import|url\(|https?:", text)


def test_every_file_that_a_page_names_is_served(site, front, hello):
    named = {v for t, name, v in Reader(front + hello).attributes if name in ("src", "href")}
    wanted = {path for path in named if not path.startswith(("#", "/voila/render/"))}
    assert len(wanted) > 8
    assert {path: site.get(path).status for path in wanted} == dict.fromkeys(wanted, 200)


def test_the_server_says_one_line(site):
    assert site.log.splitlines()[0] == f"The lessons are at {site.address}/ (Ctrl-C stops them)."
