"""The pages of the apps: how they look, start, say goodbye, and tell what is wrong."""

import pytest

from tests.browser.waiting import until
from tests.lesson_site import Site, wait_until, write_lesson

WIDGET = """
import anywidget, traitlets
class Counter(anywidget.AnyWidget):
    count = traitlets.Int(0).tag(sync=True)
    _esm = '''export default { render({ model, el }) {
      const button = document.createElement("button");
      const show = () => (button.textContent = "count " + model.get("count"));
      button.onclick = () => { model.set("count", model.get("count") + 1); model.save_changes(); };
      model.on("change:count", show); show(); el.append(button); el.style.height = "40px";
    } }'''
Counter()
"""
PROSE = "%%## A long line\n" + "Words that fill a line and then another one. " * 9
FORMULA = "%%Slope $\\frac{dy}{dx}$ and\n$$\\sum_i x_i^2$$"


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    folder = tmp_path_factory.mktemp("browser") / "lessons"
    folder.mkdir()
    cells = [
        "%%# Counting",
        WIDGET,
        PROSE,
        FORMULA,
        "import matplotlib.pyplot as plt\nplt.plot([1])",
    ]
    write_lesson(folder, 1, "counting", "Counting", *cells, picture="zoo")
    write_lesson(folder, 2, "breaks", "Breaks", "%%# Breaks", "1 / 0")
    with Site(folder) as running:
        yield running


@pytest.fixture
def tab(browser):
    """A tab of its own, 1280 pixels wide."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.set_default_timeout(30_000)
    yield context.new_page()
    context.close()


def open_lesson(tab, site, query=""):
    tab.goto(f"{site.address}/voila/render/01_counting.ipynb{query}")
    tab.wait_for_selector("body[data-state=ready]")
    tab.wait_for_selector("text=count 0")
    tab.wait_for_selector("body[data-connection=connected]")  # the page hears when it is lost


@pytest.mark.parametrize(
    ("system", "query", "look"),
    [
        ("light", "", "light"),
        ("dark", "", "dark"),
        ("dark", "?look=light", "light"),
        ("light", "?look=dark", "dark"),
        ("light", "?look=%22%3E%3Cscript%3E", "light"),
        ("dark", "?look=purple", "dark"),
    ],
)
def test_a_page_looks_as_the_system_does_or_as_the_address_asks(tab, site, system, query, look):
    tab.emulate_media(color_scheme=system)
    tab.goto(site.address + "/" + query)
    assert tab.evaluate("document.documentElement.dataset.theme") == look
    paper = "rgb(255, 255, 255)" if look == "light" else "rgb(22, 24, 26)"
    assert tab.evaluate("getComputedStyle(document.documentElement).backgroundColor") == paper
    thumbnail = tab.get_by_role("link", name="Counting").locator("img:visible")
    assert thumbnail.get_attribute("src").endswith(f"zoo-{look}.png")


def test_a_page_follows_the_system_when_it_changes(tab, site):
    tab.emulate_media(color_scheme="light")
    tab.goto(site.address)
    tab.emulate_media(color_scheme="dark")
    until(tab, "document.documentElement.dataset.theme === 'dark'")


@pytest.mark.parametrize("look", ["light", "dark"])
def test_a_lesson_tells_its_widgets_how_it_looks(tab, site, look):
    open_lesson(tab, site, f"?look={look}")
    assert tab.get_attribute("body", "data-jp-theme-light") == str(look == "light").lower()
    ink = tab.evaluate("getComputedStyle(document.querySelector('#gb-cells p')).color")
    assert ink == ("rgb(28, 30, 32)" if look == "light" else "rgb(236, 234, 229)")


def test_the_look_that_was_asked_for_stays_from_page_to_page(tab, site):
    tab.goto(f"{site.address}/?look=dark")
    tab.click("text=Counting")
    tab.wait_for_selector("body[data-state=ready]")
    tab.click("text=All lessons")
    assert tab.url == f"{site.address}/?look=dark"


def test_a_lesson_works_and_nothing_complains_or_comes_from_elsewhere(tab, site):
    complaints, hosts = [], set()
    tab.on("console", lambda line: line.type == "error" and complaints.append(line.text))
    tab.on("pageerror", lambda error: complaints.append(str(error)))
    tab.on("request", lambda request: hosts.add(request.url.split("/")[2]))
    open_lesson(tab, site)
    tab.click("text=count 0")
    tab.wait_for_selector("text=count 1")
    assert complaints == []
    assert hosts - {""} == {f"127.0.0.1:{site.port}"}


def test_formulas_are_drawn(tab, site):
    open_lesson(tab, site)
    tab.wait_for_selector("mjx-container")
    assert tab.locator("mjx-container").count() == 2
    assert "$" not in tab.inner_text("#gb-cells")


def test_a_lesson_that_has_started_says_so_no_more(tab, site):
    open_lesson(tab, site)
    assert tab.locator("#gb-progress").count() == 0


def test_a_lesson_that_breaks_does_not_go_on_starting(tab, site):
    tab.goto(f"{site.address}/voila/render/02_breaks.ipynb")
    tab.wait_for_selector("body[data-state=ready]")
    assert tab.locator("#gb-progress").count() == 0
    assert tab.is_visible("text=The lesson stops here")


def test_prose_is_66_characters_wide_and_widgets_are_as_wide_as_the_page(tab, site):
    open_lesson(tab, site)
    zero = tab.evaluate(
        "(() => { const p = document.querySelector('#gb-cells p'), s = document.createElement('i');"
        "s.style.fontStyle = 'normal'; s.textContent = '0'.repeat(66); p.append(s);"
        "const wide = s.getBoundingClientRect().width; s.remove(); return wide })()"
    )
    prose = tab.locator("#gb-cells .jp-RenderedMarkdown p").first.bounding_box()["width"]
    assert abs(prose - zero) < 2
    assert tab.locator("#gb-cells .jp-OutputArea-output").first.bounding_box()["width"] == 1100


@pytest.mark.parametrize("page", ["/", "/nothing", "/voila/render/01_counting.ipynb"])
def test_a_page_fits_a_telephone(tab, site, page):
    tab.set_viewport_size({"width": 390, "height": 800})
    tab.goto(site.address + page)
    if "render" in page:
        tab.wait_for_selector("body[data-state=ready]")
    assert tab.evaluate("document.documentElement.scrollWidth") == 390


def test_the_focus_of_the_keyboard_shows(tab, site):
    tab.goto(site.address)
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.getAttribute('href')").endswith("counting.ipynb")
    assert tab.evaluate("getComputedStyle(document.activeElement).outline").endswith("solid 2px")


def test_the_keyboard_alone_opens_a_lesson_and_comes_back(tab, site):
    tab.goto(site.address)
    tab.keyboard.press("Tab")
    tab.keyboard.press("Enter")
    tab.wait_for_selector("body[data-state=ready]")
    tab.keyboard.press("Tab")
    tab.keyboard.press("Enter")
    tab.wait_for_url(f"{site.address}/")


def test_a_page_that_is_left_takes_its_kernel_with_it(tab, site):
    before = len(site.kernels())
    open_lesson(tab, site)
    assert len(site.kernels()) == before + 1
    tab.click("text=Glassbox")
    wait_until(lambda: len(site.kernels()) == before)


def test_a_tab_that_is_closed_takes_its_kernel_with_it(tab, site):
    before = len(site.kernels())
    open_lesson(tab, site)
    tab.close()
    wait_until(lambda: len(site.kernels()) == before)


def test_a_page_that_is_left_while_it_starts_takes_its_kernel_with_it(tab, site):
    before = len(site.kernels())
    tab.goto(f"{site.address}/voila/render/01_counting.ipynb", wait_until="commit")
    wait_until(lambda: len(site.kernels()) == before + 1)
    tab.goto(site.address)
    wait_until(lambda: len(site.kernels()) == before)


def test_a_kernel_that_dies_is_told_and_the_lesson_can_be_started_again(tab, site):
    before = {kernel.pid for kernel in site.kernels()}
    open_lesson(tab, site)
    (kernel,) = (kernel for kernel in site.kernels() if kernel.pid not in before)
    kernel.kill()
    words = tab.wait_for_selector("#gb-trouble:visible").inner_text()
    assert words.startswith("The lesson has stopped, and its controls no longer do anything.")
    tab.click("text=Start it again")
    tab.wait_for_selector("body[data-state=ready]")
    tab.click("text=count 0")
    tab.wait_for_selector("text=count 1")


CUT = "window.jupyterapp.widgetManager.kernel._ws.close()"


def test_a_lost_connection_is_told_until_it_is_back(tab, site):
    open_lesson(tab, site)
    tab.context.set_offline(True)
    tab.evaluate(CUT)
    words = tab.wait_for_selector("#gb-trouble:visible").inner_text()
    assert words.startswith("The connection to the lesson is lost.")
    tab.context.set_offline(False)
    tab.wait_for_selector("#gb-trouble", state="hidden")
    tab.click("text=count 0")
    tab.wait_for_selector("text=count 1")


JUPYTER_GIVES_UP = """() => {
  const { kernel } = window.jupyterapp.widgetManager;
  kernel._onWSClose = () => {}; // of sockets to come
  clearTimeout(kernel._reconnectTimeout);
}"""


def test_a_server_that_answers_again_is_asked_for_the_connection_at_once(tab, site):
    open_lesson(tab, site)
    tab.context.set_offline(True)
    tab.evaluate(CUT)
    tab.wait_for_selector("#gb-trouble:visible")
    tab.evaluate(JUPYTER_GIVES_UP)
    tab.context.set_offline(False)
    tab.wait_for_selector("#gb-trouble", state="hidden")
    tab.click("text=count 0")
    tab.wait_for_selector("text=count 1")


def test_a_connection_that_comes_back_to_no_kernel_is_told(tab, site):
    open_lesson(tab, site)
    tab.route("**/api/kernels/**", lambda route: route.fulfill(status=404, body="{}"))
    tab.context.set_offline(True)
    tab.evaluate(CUT)
    tab.wait_for_selector("#gb-trouble:visible")
    tab.context.set_offline(False)
    tab.wait_for_selector("text=Start it again")


def test_a_page_that_breaks_off_says_that_the_lesson_could_not_start(tab, site):
    cut_here = '<main id="gb-cells">'

    def cut(route):
        page = route.fetch()
        route.fulfill(response=page, body=page.text().split(cut_here)[0] + cut_here)

    tab.route("**/01_counting.ipynb", cut)
    tab.goto(f"{site.address}/voila/render/01_counting.ipynb")
    assert (
        tab.wait_for_selector("#gb-trouble:visible")
        .inner_text()
        .startswith("The lesson could not start.")
    )
    assert tab.is_visible("text=Start it again")
