"""Imports go down only: lessons -> widgets -> course, and floor by floor within course."""
import ast
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]

# Each module may import those before it, on its own floor or on a lower one.
FLOORS = (
    (
        "checks", "backend", "data_folder", "records", "device", "seeding", "loading",
        "curve_text", "shapes",
    ),
    ("toys", "stroke", "sketch", "network", "optimisers", "by_hand", "tape"),
    (
        "training", "field", "run", "trials", "portraits", "neuron", "starts", "landscape",
        "hand_run",
    ),
    (
        "chunks", "estimate", "grids", "chunk_training", "cluster", "sweep", "sweep_map",
        "sweep_map_filling", "likeness", "garden", "units", "painting", "painted_examples",
        "published", "effect_findings", "effect_cases", "effect_words", "own_points", "effects",
    ),
    (
        "descent", "passes", "moments", "digits", "digit_training", "pen", "expressions",
        "tape_moments", "graph_layout", "xray", "bug_cases", "bug_hunt", "wrong_slope",
    ),
    (
        "moons", "torch_layers", "borrowed", "residual", "depth_trials", "reversal", "step_times",
        "same_network", "device_race",
    ),
    ("vectors", "pca", "projections"),
    ("pictures", "art"),
    ("progress", "exercises"),
)
ORDER = [module for floor in FLOORS for module in floor]

OURS = {"course", "widgets", "solutions", "apps", "benchmarks", "glassbox", "tools"}
BELOW = {
    "course": {"course"},
    "widgets": {"course", "widgets"},
    # The start page asks the doctor and lists the lessons.
    "solutions": {"course", "widgets", "glassbox.doctor", "tools.lessons"},
}
VIEWS = {"ipywidgets", "anywidget", "plotly", "matplotlib", "IPython"}
SLOW = {"torch", "plotly", "transformers", "sklearn"}
QUICK_TO_IMPORT = ("course", "widgets", "glassbox")
# Made of torch, which its modules may import: so nobody may import them before it is needed.
OF_TORCH = "course.art"


@dataclass(frozen=True)
class Import:
    """One imported name: "course.toys.RULES", the line, and whether it runs on import."""

    name: str
    line: int
    on_import: bool

    def within(self, names):
        """Whether it is one of these modules or lies inside one."""
        return any(f"{self.name}.".startswith(f"{name}.") for name in names)


def imports(path, root):
    """Every import in a file, wherever it stands; also ``import_module("name")``."""
    found = []

    def visit(node, on_import):
        if isinstance(node, ast.Import):
            found.extend(Import(alias.name, node.lineno, on_import) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            package = path.relative_to(root).parts[:-1]
            above = ".".join(package[: len(package) + 1 - node.level]) if node.level else ""
            module = ".".join(part for part in (above, node.module) if part)
            names = (f"{module}.{alias.name}" for alias in node.names)
            found.extend(Import(name, node.lineno, on_import) for name in names)
        elif isinstance(node, ast.Call) and "import_module" in ast.unparse(node.func):
            names = [a.value for a in node.args[:1] if isinstance(a, ast.Constant)]
            found.extend(Import(name, node.lineno, on_import) for name in names)
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            on_import = False
        inside = isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
        for child in ast.iter_child_nodes(node):
            visit(child, on_import and not inside)

    visit(ast.parse(path.read_text(encoding="utf-8"), str(path)), True)
    return found


def files(root, folder, *endings):
    """The files of a folder, at least one; checkpoints and caches left out."""
    listed = sorted(
        path
        for ending in endings
        for path in (root / folder).rglob(f"*{ending}")
        if not any(part.startswith(("__pycache__", ".")) for part in path.parts[len(root.parts) :])
    )
    if not listed:
        raise FileNotFoundError(f"no {' or '.join(endings)} file in {folder}")
    return listed


def breaches(root):
    """One line for each import that goes up, is out of place or comes too early."""
    return [
        f"{path.relative_to(root).as_posix()}:{one.line} {one.name}: {why}"
        for folder in ("course", "widgets", "solutions", "glassbox")
        for path in files(root, folder, ".py")
        for one in imports(path, root)
        if (why := _why_not(folder, path.relative_to(root), one))
    ]


def _why_not(folder, path, one):
    """Why a file may not import this, or ""."""
    if folder in BELOW and one.within(OURS) and not one.within(BELOW[folder]):
        return f"{folder} lies below it"
    if folder == "course" and one.within(VIEWS):
        return "course draws nothing"
    module = ".".join(path.with_suffix("").parts)
    of_torch = module == OF_TORCH or module.startswith(f"{OF_TORCH}.")
    slow = (SLOW - {"torch"}) if of_torch else (SLOW | {OF_TORCH})
    if folder in QUICK_TO_IMPORT and one.on_import and one.within(slow):
        return "import it inside a function"
    if folder == "course" and one.name.startswith("course."):
        here, there = path.parts[1].removesuffix(".py"), one.name.split(".")[1]
        earlier = ORDER[: ORDER.index(here)] if here in ORDER else []
        if there not in (here, *earlier):
            return f"{here} comes before it"
    return ""


def test_imports_only_go_down():
    assert breaches(ROOT) == []


def test_every_room_of_the_course_has_a_floor():
    rooms = {
        path.relative_to(ROOT / "course").parts[0].removesuffix(".py")
        for path in files(ROOT, "course", ".py")
    }
    assert rooms - {"__init__"} == set(ORDER)


def test_every_exception_for_lessons_is_still_needed():
    used = [one for path in files(ROOT, "solutions", ".py") for one in imports(path, ROOT)]
    for name in BELOW["solutions"]:
        assert any(one.within({name}) for one in used), name


@pytest.fixture
def tree(tmp_path):
    """A small house without a breach, and a way to add a line to one of its files."""

    def add(path, line=""):
        file = tmp_path / path
        file.parent.mkdir(parents=True, exist_ok=True)
        before = file.read_text(encoding="utf-8") if file.exists() else ""
        file.write_text(before + line + "\n", encoding="utf-8")

    for path, line in {
        "course/checks.py": "import numpy as np",
        "course/toys.py": "from course.checks import check_number",
        "course/training.py": "from course import toys\ndef fit():\n    import torch",
        "course/art/grids.py": "import torch",
        "course/exercises/lesson.py": "from .judge import judge\nfrom ..toys import ring",
        "course/exercises/judge.py": "from course.training import fit",
        "widgets/playground.py": "import ipywidgets\nfrom course import toys, training",
        "solutions/03_zoo.py": "from widgets import playground\nimport course.toys",
        "glassbox/cli.py": "def bench():\n    import apps.serve, sklearn",
    }.items():
        add(path, line)
    add.root = tmp_path
    return add


def test_a_house_in_order_has_no_breach(tree):
    assert breaches(tree.root) == []


@pytest.mark.parametrize(
    ("path", "line", "breach"),
    [
        ("course/toys.py", "import widgets.theme", "2 widgets.theme: course lies below it"),
        ("course/toys.py", "from tools import lessons", "2 tools.lessons: course lies below it"),
        ("course/toys.py", "def f():\n    import widgets", "3 widgets: course lies below it"),
        ("widgets/playground.py", "import apps.serve", "3 apps.serve: widgets lies below it"),
        (
            "widgets/playground.py",
            "from ..solutions import x",
            "3 solutions.x: widgets lies below it",
        ),
        ("solutions/03_zoo.py", "import benchmarks", "3 benchmarks: solutions lies below it"),
        ("solutions/03_zoo.py", "import glassbox.cli", "3 glassbox.cli: solutions lies below it"),
        ("course/checks.py", "from course import toys", "2 course.toys: checks comes before it"),
        (
            "course/checks.py",
            "from course.toys import ring",
            "2 course.toys.ring: checks comes before it",
        ),
        ("course/toys.py", "from .training import x", "2 course.training.x: toys comes before it"),
        (
            "course/training.py",
            "import course.exercises.judge",
            "4 course.exercises.judge: training comes before it",
        ),
        ("course/checks.py", "import plotly.express", "2 plotly.express: course draws nothing"),
        (
            "course/checks.py",
            "def f():\n    from IPython.display import display",
            "3 IPython.display.display: course draws nothing",
        ),
        ("course/checks.py", "import torch", "2 torch: import it inside a function"),
        (
            "widgets/playground.py",
            "try:\n    from sklearn import svm\nexcept ImportError:\n    pass",
            "4 sklearn.svm: import it inside a function",
        ),
        ("course/art/grids.py", "import sklearn", "2 sklearn: import it inside a function"),
        ("course/artful.py", "import torch", "1 torch: import it inside a function"),
        (
            "widgets/playground.py",
            "from course.art.create import create",
            "3 course.art.create.create: import it inside a function",
        ),
        ("glassbox/cli.py", "class A:\n    import torch.nn", "4 torch.nn: import it inside a"),
        (
            "course/checks.py",
            "from importlib import import_module\nimport_module('widgets.theme')",
            "3 widgets.theme: course lies below it",
        ),
    ],
)
def test_a_planted_breach_is_found(tree, path, line, breach):
    tree(path, line)
    [found] = breaches(tree.root)
    assert found.startswith(f"{path}:{breach}")


def test_a_slow_module_may_be_imported_for_its_types_only(tree):
    tree("widgets/playground.py", "if TYPE_CHECKING:\n    import torch")
    assert breaches(tree.root) == []


@pytest.mark.parametrize("folder", ["course", "widgets", "solutions", "glassbox"])
def test_a_folder_without_files_is_an_error_and_not_a_success(tree, folder):
    (tree.root / folder).rename(tree.root / "elsewhere")
    with pytest.raises(FileNotFoundError, match=f"^no .py file in {folder}$"):
        breaches(tree.root)


LENGTHS = [("course", ".py"), ("widgets", ".py"), ("widgets", ".js"), ("tools", ".py")]
LENGTHS += [("apps", ".py"), ("glassbox", ".py"), ("benchmarks", ".py")]


@pytest.mark.parametrize(("folder", "ending"), LENGTHS)
def test_a_file_is_one_idea_of_at_most_300_lines(folder, ending):
    lengths = {
        path.relative_to(ROOT).as_posix(): len(path.read_text(encoding="utf-8").splitlines())
        for path in files(ROOT, folder, ending)
    }
    assert {name: length for name, length in lengths.items() if length > 300} == {}


def test_importing_the_whole_course_imports_nothing_slow_and_no_view():
    code = (
        "import sys, pkgutil, importlib, course\n"
        "names = [m.name for m in pkgutil.walk_packages(course.__path__, 'course.')]\n"
        f"names = [n for n in names if not n.startswith('{OF_TORCH}.')]\n"
        "for name in names: importlib.import_module(name)\n"
        "print(len(names), *sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    count, *loaded = done.stdout.split()
    assert int(count) >= len(ORDER)
    assert "course.training" in loaded
    assert (VIEWS | SLOW) & set(loaded) == set()
