"""What a visitor of the apps cannot do, tried on a server that really runs."""

import json

import pytest

from apps import walls
from tests.kernel_wire import refusal
from tests.lesson_site import MARK, Site, write_lesson

STARTED = "import builtins; print('startup:', hasattr(builtins, 'from_startup'))"
STARTUP = "import builtins; builtins.from_startup = True"


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """A server whose user has settings of his own that would open every door."""
    home = tmp_path_factory.mktemp("walls")
    folder, config, profile = home / "lessons", home / "config", home / "ipython/profile_default"
    for path in (folder, config, profile / "startup"):
        path.mkdir(parents=True)
    open_doors = {
        "show_tracebacks": True,
        "strip_sources": False,
        "allow_theme_override": "YES",
        "allow_template_override": "YES",
        "file_allowlist": [".*"],
        "file_denylist": [],
    }
    for path in (folder, config):
        (path / "voila.json").write_text(json.dumps({"VoilaConfiguration": open_doors}))
    (profile / "startup/first.py").write_text(STARTUP)
    write_lesson(folder, 2, "plain", "Plain", "%%# Plain", f"source = '{MARK}'; 'x' in source")
    write_lesson(folder, 3, "breaks", "Breaks", f"raise ValueError('{MARK}')")
    write_lesson(folder, 4, "startup", "Startup", STARTED)
    for name in ("notes.svg", "notes.png", "helper.py", "notes.txt", ".hidden.ipynb"):
        (folder / name).write_text(MARK)
    (home / "outside.ipynb").write_text((folder / "02_plain.ipynb").read_text())
    environment = {
        "JUPYTER_CONFIG_DIR": str(config),
        "JUPYTER_CONFIG_PATH": str(config),
        "IPYTHONDIR": str(home / "ipython"),
    }
    with Site(folder, environment) as running:
        yield running


@pytest.fixture(scope="module")
def page(site):
    """A lesson's page, kept open."""
    return site.open("02_plain")


@pytest.mark.parametrize("path", ["/", "/nothing", "/voila/render/02_plain.ipynb"])
def test_nothing_in_the_address_comes_back_in_the_page(site, path):
    attack = "%22%3E%3Cscript%3Ealert(1)%3C/script%3E"
    query = f"?theme={attack}&template={attack}&look={attack}&classic-tree={attack}"
    assert "alert(1)" not in site.get(path + query).text
    assert "alert(1)" not in site.get(path + f"/{attack}").text


@pytest.mark.parametrize("query", ["?theme=dark&template=classic", "?classic-tree=true"])
@pytest.mark.parametrize("path", ["/", "/voila/render/02_plain.ipynb"])
def test_the_address_cannot_choose_theme_or_template(site, path, query):
    plain, asked = (_without_ids(site.get(path + q).text) for q in ("", query))
    assert asked == plain


def _without_ids(page):
    lines = page.splitlines()
    return [line for line in lines if "gb-note" not in line and "jupyter-config-data" not in line]


def test_settings_of_the_user_take_no_wall_down(site):
    page = site.open("03_breaks").text
    assert "The lesson stops here" in page
    assert MARK not in page
    assert "Traceback" not in page


def test_what_the_user_runs_at_startup_runs_in_no_lesson(site):
    assert "startup: False" in site.open("04_startup").text


# Ways to write a step up that somebody has forgotten to undo before.
TRAVERSALS = ("../", "..%2f", "%2e%2e/", "%2e%2e%2f", "..\\", "....//", "%252e%252e/")


@pytest.mark.parametrize("way", ["voila/files", "files", "static", "voila/static", "voila/render"])
@pytest.mark.parametrize(
    "name", ["notes.svg", "notes.png", "helper.py", "voila.json", "../outside.ipynb"]
)
def test_files_beside_the_lessons_are_not_served(site, way, name):
    assert site.get(f"/{way}/{name}").status in (403, 404)


@pytest.mark.parametrize("step", TRAVERSALS)
@pytest.mark.parametrize(
    "way",
    ["static", "static/pictures", "voila/static", "voila/templates/lab/static", "voila/render"],
)
def test_no_path_leads_out_of_a_folder(site, way, step):
    for depth, target in [(1, "serve.py"), (1, "outside.ipynb"), (16, site.folder / "notes.txt")]:
        reply = site.get(f"/{way}/{step * depth}{str(target).lstrip('/')}")
        assert reply.status in (400, 403, 404), (target, depth)
        assert MARK not in reply.text


@pytest.mark.parametrize(
    "path",
    [
        "/voila/tree",
        "/voila/tree/",
        "/voila/api/contents",
        "/voila/api/contents/02_plain.ipynb",
        "/api/contents/02_plain.ipynb",
        "/api/kernels",
        "/api/kernelspecs",
        "/api/sessions",
        "/api/terminals",
        "/login",
        "/lab",
        "/metrics",
        "/voila/render/.hidden.ipynb",
        "/voila/render/05_missing.ipynb",
        "/voila/render/",
        "/voila/query/00000000-0000-0000-0000-000000000000",
        "/voila/execution/00000000-0000-0000-0000-000000000000",
        "/voila/templates/base",
        "/voila/templates/lab/static/",
        "/voila/templates/x/y/z",
    ],
)
def test_there_is_nothing_else_to_ask(site, path):
    assert site.get(path).status in (403, 404)


def test_a_page_that_is_not_there_is_a_page_of_ours(site):
    assert "<h1>No such page</h1>" in site.get("/nothing").text


def test_the_kernels_are_not_listed(site, page):
    assert page.kernel_id not in site.get("/api/kernels/").text


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec_Fetch_Dest": "image", "Sec_Fetch_Site": "cross-site"},
        {"Sec_Fetch_Dest": "iframe", "Sec_Fetch_Site": "cross-site"},
        {"Sec_Fetch_Dest": "empty", "Sec_Fetch_Site": "same-site"},
        {"Sec_Fetch_Dest": "document", "Sec_Purpose": "prefetch;prerender"},
    ],
)
def test_a_page_that_nobody_looks_at_costs_nothing(site, headers):
    before = {kernel.pid for kernel in site.kernels()}
    assert site.open("02_plain", **headers).status == 403
    assert {kernel.pid for kernel in site.kernels()} == before


def test_a_link_from_elsewhere_opens_a_lesson(site):
    page = site.open("02_plain", Sec_Fetch_Dest="document", Sec_Fetch_Site="cross-site")
    assert page.status == 200
    site.close(page)


@pytest.mark.parametrize(
    "path",
    ["/", "/static/look.js", "/voila/static/voila.js", "/voila/render/02_plain.ipynb"],
)
def test_under_a_foreign_name_there_is_nothing(site, path):
    foreign = f"rebound.example:{site.port}"
    assert site.get(path, Host=foreign).status == 404


def test_under_a_foreign_name_there_is_no_wire(site, page):
    host = f"rebound.example:{site.port}"
    headers = {"origin": f"http://{host}", "additional_headers": {"Host": host}}
    assert refusal(site, page, **headers) in (400, 404)


@pytest.mark.parametrize(
    ("name", "known"),
    [
        ("localhost", True),
        ("LocalHost", True),
        ("127.0.0.1", True),
        ("192.168.1.20", True),
        ("[::1]", True),
        ("room12.school.example", True),
        ("elsewhere.example", False),
        ("localhost.elsewhere.example", False),
        ("127.0.0.1.elsewhere.example", False),
        ("", False),
    ],
)
def test_a_server_is_known_by_its_names_and_by_addresses(name, known):
    names = frozenset({"localhost", "room12.school.example"})
    assert walls.known_host(name, names) is known


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/nothing",
        "/static/look.js",
        "/voila/static/voila.js",
        "/voila/templates/lab/static/voila-style.js",
        "/api/kernels/00000000-0000-0000-0000-000000000000",
        "/voila/render/05_missing.ipynb",
    ],
)
def test_every_answer_carries_the_headers_that_protect(site, path):
    headers = site.get(path).headers
    assert headers.get_all("Content-Security-Policy") == [walls.POLICY]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"


def test_a_lesson_carries_the_headers_that_protect(page):
    assert page.headers["Content-Security-Policy"] == walls.POLICY
    assert page.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("part", ["unsafe-eval", "script-src *", "http:", "https:"])
def test_the_policy_lets_no_foreign_script_in(part):
    assert part not in walls.POLICY
    scripts = next(rule for rule in walls.POLICY.split("; ") if rule.startswith("script-src"))
    assert "unsafe-inline" not in scripts


def test_no_page_has_a_script_between_its_lines(site, page):
    for text in (page.text, site.get("/").text, site.get("/nothing").text):
        scripts = [tag for tag in text.split("<script")[1:] if "src=" not in tag.split(">")[0]]
        assert all("json" in tag.split(">")[0] for tag in scripts)
        assert "onclick=" not in text
