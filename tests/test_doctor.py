"""The doctor: what is there, what is missing, how to get it."""

import builtins
import json
import sys

import pytest

from glassbox import doctor
from glassbox.doctor import Finding
from glassbox.project import CommandError

NAMES = [
    "Python",
    "packages",
    "language models",
    "test tools",
    "lessons",
    "device",
    "kernel",
    "lessons folder",
    "data folder",
    "Jupyter's folder",
    "test browser",
    "GPT-2",
]


@pytest.fixture
def clone(tmp_path, monkeypatch):
    """A clone with nothing but a pyproject.toml that asks for one package of each kind."""
    folder = tmp_path / "clone"
    folder.mkdir()
    (folder / "pyproject.toml").write_text(
        "[project]\nname = 'glassbox-course'\ndependencies = ['numpy>=1']\n"
        "[project.optional-dependencies]\ntext = ['numpy>=999,<1000']\n"
        "dev = ['no-such-package>=1', 'glassbox-course[text]']\n"
    )
    monkeypatch.setattr(doctor, "root", lambda: folder)
    return folder


def found(name: str) -> Finding:
    return found_in(doctor.report(), name)


def found_in(findings: list[Finding], name: str) -> Finding:
    [finding] = [f for f in findings if f.name == name]
    return finding


def forbid_import(monkeypatch, *names: str) -> None:
    real = builtins.__import__

    def refuse(name, *rest, **more):
        if name.split(".")[0] in names:
            raise ImportError(f"No module named {name!r}")
        return real(name, *rest, **more)

    monkeypatch.setattr(builtins, "__import__", refuse)


def test_the_report_covers_all_that_a_lesson_needs_in_order():
    assert [finding.name for finding in doctor.report()] == NAMES


def test_python_is_named_with_its_version_and_place():
    version = f"{sys.version_info[0]}.{sys.version_info[1]}.{sys.version_info[2]}"
    assert found("Python").detail == f"{version}, {sys.executable}"


def test_packages_in_their_ranges_are_fine(clone):
    assert found("packages") == Finding("packages", "ok", "all 1 in their tested ranges")


def test_a_package_out_of_range_is_named_with_both_versions(clone, monkeypatch):
    monkeypatch.setattr(doctor.metadata, "version", lambda name: "2.4.6")
    text = (clone / "pyproject.toml").read_text()
    (clone / "pyproject.toml").write_text(text.replace("numpy>=1'", "numpy>=3'"))
    finding = found_in(doctor._packages(clone), "packages")
    assert finding.status == "missing"
    assert finding.detail == "numpy is 2.4.6, needed is >=3"
    assert "make lab" in finding.remedy


def test_a_build_for_a_cpu_counts_as_the_pinned_version(monkeypatch):
    monkeypatch.setattr(doctor.metadata, "version", lambda name: "2.13.0+cpu")
    assert doctor._fault("torch==2.13.0") == ""


def test_packages_of_an_extra_are_optional(clone):
    assert found("language models").status == "optional"
    test_tools = found("test tools")
    assert test_tools.status == "optional"
    assert test_tools.detail == "no-such-package is not installed"


def test_the_course_itself_is_not_counted_among_the_test_tools(clone):
    text = (clone / "pyproject.toml").read_text()
    (clone / "pyproject.toml").write_text(text.replace("no-such-package>=1", "pytest>=1"))
    assert found("test tools").detail == "all 1 in their tested ranges"


def test_a_clone_without_notebooks_is_told_to_build_them(clone):
    assert found("lessons") == Finding(
        "lessons", "missing", "no notebooks in lessons/", "Run: make lessons"
    )


def test_lessons_are_counted_and_other_notebooks_are_not(clone):
    (clone / "lessons").mkdir()
    for name in ("00_start_here.ipynb", "03_classifier_zoo.ipynb", "Untitled.ipynb"):
        (clone / "lessons" / name).touch()
    assert found("lessons").detail == f"2 in {clone / 'lessons'}"


def test_the_devices_are_those_of_the_course(monkeypatch):
    from course import device

    monkeypatch.setattr(device, "devices", lambda: (device.choose("cpu"),))
    monkeypatch.setattr(doctor.shutil, "which", lambda name: None)
    assert found("device") == Finding("device", "ok", "CPU")


def test_an_nvidia_card_that_torch_cannot_use_is_pointed_out(monkeypatch):
    from course import device

    monkeypatch.setattr(device, "devices", lambda: (device.choose("cpu"),))
    monkeypatch.setattr(doctor.shutil, "which", lambda name: f"/bin/{name}")
    finding = found("device")
    assert finding.status == "ok"
    assert "NVIDIA card is not used: see README, 'A GPU'" in finding.remedy


def test_the_readme_has_the_part_on_gpus_that_the_doctor_names():
    from glassbox.project import root

    assert "**A GPU:**" in (root() / "README.md").read_text(encoding="utf-8")


def test_a_broken_torch_is_reported_and_not_raised(monkeypatch):
    from course import device

    def fail():
        raise OSError("libtorch.so: cannot open shared object file")

    monkeypatch.setattr(device, "devices", fail)
    finding = found("device")
    assert finding.status == "missing"
    assert finding.detail == "cannot compute: libtorch.so: cannot open shared object file"


def test_an_environment_without_jupyter_is_reported_and_not_raised(monkeypatch):
    forbid_import(monkeypatch, "jupyter_client", "jupyter_core")
    findings = doctor.report()
    kernel = found_in(findings, "kernel")
    assert kernel.status == "missing"
    assert kernel.detail == "No module named 'jupyter_client.kernelspec'"
    assert "Jupyter's folder" not in [finding.name for finding in findings]


def test_an_environment_without_packaging_is_reported_and_not_raised(monkeypatch):
    forbid_import(monkeypatch, "packaging")
    assert found_in(doctor.report(), "packages") == Finding(
        "packages", "missing", "not known: packaging is not installed", doctor._SET_UP
    )


def test_a_kernel_starts_and_imports_the_course(clone):
    (clone / "lessons").mkdir()
    finding = doctor._kernel(clone, True)
    assert finding.status == "ok"
    assert finding.detail.startswith("python3, ready in ")


def test_a_kernel_that_cannot_import_the_course_is_missing(clone, monkeypatch):
    folder = clone / "lessons"
    folder.mkdir()
    (folder / "course.py").write_text("raise RuntimeError('broken')")
    finding = doctor._kernel(clone, True)
    assert finding.status == "missing"
    assert finding.detail == "python3 does not work: RuntimeError: broken"
    assert "make clean lab" in finding.remedy


def test_a_kernel_that_does_not_start_is_missing(clone, monkeypatch):
    from jupyter_client import manager

    def fail(**_):
        raise RuntimeError("Kernel died before replying to kernel_info")

    monkeypatch.setattr(manager, "start_new_kernel", fail)
    assert doctor._kernel(clone, True).detail == (
        "python3 does not work: Kernel died before replying to kernel_info"
    )


def test_a_jupyter_that_knows_no_kernel_is_reported_and_not_raised(monkeypatch):
    from jupyter_client.kernelspec import KernelSpecManager, NoSuchKernel

    def fail(self, name):
        raise NoSuchKernel(name)

    monkeypatch.setattr(KernelSpecManager, "get_kernel_spec", fail)
    assert found("kernel").detail == "Jupyter knows no kernel python3"


def test_the_report_for_a_lesson_starts_no_second_kernel(monkeypatch):
    from jupyter_client import manager

    def fail(**_):
        pytest.fail("a kernel was started")

    monkeypatch.setattr(manager, "start_new_kernel", fail)
    assert found("kernel").status == "ok"


def test_a_folder_that_can_be_written_is_fine_and_left_as_it_was(tmp_path):
    path = tmp_path / "not" / "there" / "yet"
    assert doctor._writable("data folder", path) == Finding("data folder", "ok", str(path))
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_written_says_which_to_change(tmp_path):
    obstacle = tmp_path / "file"
    obstacle.touch()
    finding = doctor._writable("data folder", obstacle / "glassbox")
    assert finding.status == "missing"
    assert "cannot be written" in finding.detail
    assert finding.remedy == f"Make {obstacle} writable for you"


def test_no_browser_is_optional_and_says_how_to_get_one(monkeypatch):
    monkeypatch.setattr(doctor, "find_chromium", lambda: None)
    monkeypatch.setattr(doctor.sys, "platform", "linux")
    finding = found("test browser")
    assert finding.status == "optional"
    assert "sudo apt install chromium" in finding.remedy
    monkeypatch.setattr(doctor.sys, "platform", "win32")
    assert "apt" not in found("test browser").remedy


def test_a_browser_variable_that_names_no_file_is_told(monkeypatch):
    monkeypatch.setenv("GLASSBOX_CHROMIUM", "nowhere/chrome")
    assert "got 'nowhere/chrome'" in found("test browser").detail


def test_gpt_2_is_found_in_the_cache_only_with_its_files(tmp_path, monkeypatch):
    monkeypatch.delenv("HF_HUB_CACHE", raising=False)
    monkeypatch.setenv("HF_HOME", str(tmp_path))
    model = tmp_path / "hub" / "models--openai-community--gpt2"
    snapshot = model / "snapshots" / "607a30d7"
    snapshot.mkdir(parents=True)
    assert found("GPT-2").status == "optional"
    (snapshot / "config.json").write_text(json.dumps({}))
    assert found("GPT-2") == Finding("GPT-2", "ok", str(model))


def test_outside_a_clone_there_is_one_finding(monkeypatch):
    def fail():
        raise CommandError("no clone here")

    monkeypatch.setattr(doctor, "root", fail)
    assert doctor.report() == [Finding("clone", "missing", "no clone here")]


def test_the_table_has_a_line_a_finding_and_one_a_remedy():
    findings = [
        Finding("Python", "ok", "3.11.7"),
        Finding("kernel", "missing", "none", "Run: make lab"),
    ]
    assert doctor.table(findings).splitlines() == [
        "Python  ok        3.11.7",
        "kernel  missing   none",
        "                  Run: make lab",
        "",
        "The course cannot run yet: 1 of 2 missing.",
    ]


def test_the_table_says_that_the_course_can_run_when_only_options_lack():
    text = doctor.table([Finding("GPT-2", "optional", "not there")])
    assert text.splitlines()[-1] == "The course can run here."
