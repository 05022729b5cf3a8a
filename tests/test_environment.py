"""The files that say what to install agree with each other, and with what is installed."""

import re
import tomllib
from importlib import metadata

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.version import Version

from glassbox.project import root

PROJECT = tomllib.loads((root() / "pyproject.toml").read_text(encoding="utf-8"))["project"]
EXTRAS = PROJECT["optional-dependencies"]
# What conda-forge calls differently: its dask brings data frames and a dashboard along.
CONDA_NAMES = {"torch": "pytorch", "matplotlib": "matplotlib-base", "dask": "distributed"}


def course_requirements() -> list[Requirement]:
    """What the course and its extras for tests ask for, the project itself left out."""
    extras = ("text", "distributed", "dev")
    texts = [*PROJECT["dependencies"], *(text for name in extras for text in EXTRAS[name])]
    requirements = [Requirement(text) for text in texts]
    return [r for r in requirements if r.name != PROJECT["name"]]


def constraints() -> dict[str, str]:
    lines = (root() / "constraints.txt").read_text(encoding="utf-8").splitlines()
    return dict(line.split("==") for line in lines if not line.startswith("#"))


def conda_environment() -> dict:
    return yaml.safe_load((root() / "environment.yml").read_text(encoding="utf-8"))


def test_conda_asks_for_the_same_ranges_as_pip():
    *plain, last = conda_environment()["dependencies"]
    conda = {re.match(r"[\w-]+", text)[0]: text for text in (*plain, *last["pip"])}
    wanted = {
        CONDA_NAMES.get(r.name, r.name): f"{CONDA_NAMES.get(r.name, r.name)}{r.specifier}"
        for r in course_requirements()
    }
    wanted["python"] = f"python{PROJECT['requires-python']}"

    def sorted_clauses(text: str) -> list[str]:
        return sorted(re.sub(r"^[\w-]+", "", text).split(","))

    found = {name: sorted_clauses(text) for name, text in conda.items()}
    del found["pip"], found["-e"]
    assert found == {name: sorted_clauses(text) for name, text in wanted.items()}


def test_conda_installs_the_clone_itself():
    assert "-e ." in conda_environment()["dependencies"][-1]["pip"]


def test_conda_takes_packages_from_conda_forge_alone():
    assert conda_environment()["channels"] == ["conda-forge", "nodefaults"]


def test_every_requirement_is_constrained_to_a_version_in_its_range():
    tested = constraints()
    outside = [
        f"{r.name} {tested.get(r.name)}, range {r.specifier}"
        for r in course_requirements()
        if r.name not in tested or not r.specifier.contains(tested[r.name])
    ]
    assert outside == []


def test_torch_is_pinned_to_the_tested_release():
    assert "torch==2.13.0" in PROJECT["dependencies"]
    assert constraints()["torch"] == "2.13.0"


@pytest.mark.parametrize("requirement", course_requirements(), ids=lambda r: r.name)
def test_an_installed_package_lies_in_its_range(requirement):
    assert requirement.specifier.contains(metadata.version(requirement.name), prereleases=True)


def test_constraints_name_no_machine_and_no_platform():
    lines = (root() / "constraints.txt").read_text(encoding="utf-8").splitlines()
    assert lines[0].startswith("#") and "python -m tools.constraints" in lines[0]
    pins = lines[1:]
    assert len(pins) > 50
    odd = [pin for pin in pins if not re.fullmatch(r"[a-z0-9][a-z0-9-]*==\d[\w.]*", pin)]
    assert odd == []
    assert not [pin for pin in pins if pin.startswith(("nvidia-", "cuda-", "triton"))]


def test_pre_commit_runs_the_tested_versions():
    text = (root() / ".pre-commit-config.yaml").read_text(encoding="utf-8")
    hooks = {
        hook["id"]: repo["rev"].removeprefix("v")
        for repo in yaml.safe_load(text)["repos"]
        for hook in repo["hooks"]
    }
    tested = constraints()
    assert hooks == {"ruff-check": tested["ruff"], "nbstripout": tested["nbstripout"]}


def test_constraints_follow_requirements_to_what_they_need_in_turn(monkeypatch):
    from tools import constraints as tool

    class Distribution:
        def __init__(self, version, requires):
            self.version, self.requires = version, requires

    installed = {
        "top": Distribution("1.0", ["middle[more]>=1", "never; extra == 'other'"]),
        "middle": Distribution("2.0+cpu", ["leaf; extra == 'more'", "nvidia-lib"]),
        "leaf": Distribution("3.1", None),
    }
    monkeypatch.setattr(tool.metadata, "distribution", installed.__getitem__)
    assert tool.pinned(["Top"]) == {"leaf": "3.1", "middle": "2.0", "top": "1.0"}


def test_ci_runs_the_test_command_of_the_readme():
    readme = (root() / "README.md").read_text(encoding="utf-8")
    commands = re.findall(r"```\n(make [^`]*?)\n```", readme)
    assert commands[:2] == ["make lab", "make test"]
    script = (root() / ".ci" / "run").read_text(encoding="utf-8")
    last = [line for line in script.splitlines() if line.strip()][-1]
    assert last == "make test"


def test_every_make_target_in_the_readme_exists():
    readme = (root() / "README.md").read_text(encoding="utf-8")
    named = set(re.findall(r"\bmake ([a-z]+)\b", readme))
    makefile = (root() / "Makefile").read_text(encoding="utf-8")
    phony = set(re.search(r"^\.PHONY: (.+)$", makefile, re.MULTILINE)[1].split())
    assert named, "no make command found in the README"
    assert named <= phony


def test_the_licence_file_is_the_one_pyproject_names():
    text = (root() / PROJECT["license-files"][0]).read_text(encoding="utf-8")
    assert PROJECT["license"] == "BSD-3-Clause"
    assert text.startswith("BSD 3-Clause License") and "The Glassbox authors" in text


def test_every_package_folder_of_the_clone_is_installed():
    tool = tomllib.loads((root() / "pyproject.toml").read_text(encoding="utf-8"))["tool"]
    named = {p.rstrip("*") for p in tool["setuptools"]["packages"]["find"]["include"]}
    there = {path.parent.name for path in root().glob("*/__init__.py")} - {"tests"}
    assert there == named


def test_the_installed_version_is_the_one_in_pyproject():
    assert Version(metadata.version(PROJECT["name"])) == Version(PROJECT["version"])
