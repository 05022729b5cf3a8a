"""Setting up: .venv is made once, mended when broken, and failures say what to do."""

import contextlib
import errno
import os
import socket
import subprocess
import venv
from importlib import metadata
from pathlib import Path

import pytest

from glassbox.project import root
from tools import bootstrap, setup_failures

HALF = "Collecting numpy\nInstalling collected packages: numpy, torch\n"
DONE = HALF + "Successfully installed numpy-2.4.6 torch-2.13.0\n"
DOWNLOADING = "Collecting numpy\n  Downloading numpy-2.4.6.whl (17 MB)\n"


class Clone:
    """A small clone in a temporary folder whose environment is only pretended."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder = folder
        self.calls: list[str] = []
        self.works = True
        (folder / "pyproject.toml").write_text("[project]\nname = 'x'\nversion = '1'\n")
        (folder / "constraints.txt").write_text("numpy==2.4.6\n")
        monkeypatch.setattr(bootstrap, "ROOT", str(folder))
        monkeypatch.setattr(bootstrap, "_works", lambda: self.works)
        monkeypatch.setattr(bootstrap, "_make_venv", self.make_venv)
        monkeypatch.setattr(bootstrap, "_install", self.install)

    def make_venv(self) -> None:
        self.calls.append("venv")
        self.write_venv()

    def write_venv(self) -> None:
        python = Path(bootstrap._venv_python())
        python.parent.mkdir(parents=True, exist_ok=True)
        python.touch()
        (self.folder / ".venv" / "pyvenv.cfg").write_text("version = 3.11.7\n")

    def install(self) -> None:
        self.calls.append("install")
        self.log(DONE)

    def log(self, text: str) -> None:
        (self.folder / ".venv" / "install.log").write_text(text)


@pytest.fixture
def clone(tmp_path, monkeypatch) -> Clone:
    return Clone(tmp_path, monkeypatch)


@pytest.fixture
def old_python(monkeypatch):
    monkeypatch.setattr(setup_failures.sys, "version_info", (3, 9, 18, "final", 0))
    monkeypatch.setattr(setup_failures.os, "name", "posix")


def test_an_old_python_goes_on_in_an_environment_that_is_there(clone, old_python):
    clone.write_venv()
    assert bootstrap.main(["setup"]) == 0
    assert clone.calls == ["install"]


def test_an_old_python_makes_no_environment(clone, old_python, capsys):
    clone.works = False
    assert bootstrap.main(["lab"]) == 1
    assert capsys.readouterr().err.startswith("glassbox: Python 3.9 is too old")
    assert clone.calls == []


def test_the_first_run_makes_the_environment_and_installs(clone):
    clone.works = False
    assert bootstrap.main(["setup"]) == 0
    assert clone.calls == ["venv", "install"]


def test_the_second_run_calls_neither_venv_nor_pip(clone, capsys):
    clone.write_venv()
    bootstrap.main(["setup"])
    clone.calls.clear()
    capsys.readouterr()
    assert bootstrap.main(["setup"]) == 0
    assert clone.calls == []
    assert capsys.readouterr().out == ""


def test_an_environment_that_is_ready_waits_for_no_other_command(clone, monkeypatch):
    clone.write_venv()
    bootstrap.main(["setup"])
    monkeypatch.setattr(bootstrap, "_locked", lambda: pytest.fail("the folder was locked"))
    assert bootstrap.main(["setup"]) == 0


def test_what_another_command_installed_meanwhile_is_not_installed_again(clone, monkeypatch):
    @contextlib.contextmanager
    def locked():
        (clone.folder / ".venv" / "glassbox.stamp").write_text(bootstrap.stamp())
        yield

    clone.write_venv()
    monkeypatch.setattr(bootstrap, "_locked", locked)
    assert bootstrap.main(["setup"]) == 0
    assert clone.calls == []


@pytest.mark.parametrize("name", ["pyproject.toml", "constraints.txt", ".venv/pyvenv.cfg"])
def test_a_change_to_what_the_environment_depends_on_installs_again(clone, name):
    clone.write_venv()
    bootstrap.main(["setup"])
    with open(clone.folder / name, "a") as file:
        file.write("# changed\n")
    bootstrap.main(["setup"])
    assert clone.calls == ["install", "install"]


def test_a_clone_that_was_moved_installs_again(clone, tmp_path_factory, monkeypatch):
    clone.write_venv()
    bootstrap.main(["setup"])
    elsewhere = tmp_path_factory.mktemp("elsewhere") / "clone"
    clone.folder.rename(elsewhere)
    monkeypatch.setattr(bootstrap, "ROOT", str(elsewhere))
    assert not bootstrap.ready()


@pytest.mark.parametrize(
    ("log", "calls"),
    [(HALF, ["venv", "install"]), (DOWNLOADING, ["install"]), (DONE, ["install"])],
    ids=["while installing", "while downloading", "after installing"],
)
def test_an_environment_is_made_anew_only_if_pip_was_stopped_while_installing(clone, log, calls):
    clone.write_venv()
    clone.log(log)
    assert bootstrap.main(["setup"]) == 0
    assert clone.calls == calls


@pytest.fixture
def real_venv(tmp_path, monkeypatch) -> Path:
    """An environment that venv made, with a pretended pip that any Python here can import."""
    pip = tmp_path / "pip-for-all"
    pip.mkdir()
    (pip / "pip.py").touch()
    monkeypatch.setenv("PYTHONPATH", str(pip))
    monkeypatch.setattr(bootstrap, "ROOT", str(tmp_path))
    venv.create(tmp_path / ".venv", symlinks=os.name != "nt")
    return tmp_path / ".venv"


def test_an_environment_of_its_own_with_pip_works(real_venv):
    assert bootstrap._works()


def test_an_environment_without_pyvenv_cfg_does_not_work_for_it_is_another_python(real_venv):
    (real_venv / "pyvenv.cfg").unlink()
    assert not bootstrap._works()


def test_an_environment_without_pip_does_not_work(real_venv, monkeypatch):
    monkeypatch.delenv("PYTHONPATH")
    assert not bootstrap._works()


def test_an_environment_whose_python_has_gone_does_not_work(real_venv):
    Path(bootstrap._venv_python()).unlink()
    assert not bootstrap._works()


@pytest.mark.skipif(os.name == "nt", reason="on Windows a damaged one does not start at all")
@pytest.mark.parametrize("damaged", [False, True], ids=["whole", "damaged"])
def test_an_active_environment_is_made_anew_by_the_python_that_made_it(real_venv, damaged):
    if damaged:
        (real_venv / "pyvenv.cfg").unlink()
    code = "import sys; sys.path.insert(0, sys.argv[1]); from tools import bootstrap; "
    code += "bootstrap.ROOT = sys.argv[2]; print(bootstrap._base_python())"
    run = subprocess.run(
        [bootstrap._venv_python(), "-c", code, str(root()), str(real_venv.parent)],
        capture_output=True,
        text=True,
    )
    base = Path(run.stdout.strip())
    assert base.is_file() and real_venv not in base.parents


def test_pip_is_told_to_install_into_an_environment_only(monkeypatch):
    class StartedError(Exception):
        pass

    def popen(command, *, env, **_):
        raise StartedError(env)

    monkeypatch.setattr(bootstrap.subprocess, "Popen", popen)
    with pytest.raises(StartedError) as started:
        bootstrap._install()
    environment = started.value.args[0]
    assert (environment["PIP_REQUIRE_VIRTUALENV"], environment["PIP_USER"]) == ("1", "0")


def test_no_network_is_recognised_in_the_words_of_the_pip_that_is_here(
    real_venv, monkeypatch, capsys
):
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]
    for name in [name for name in os.environ if name.startswith("PIP_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    monkeypatch.setenv("PIP_INDEX_URL", f"http://127.0.0.1:{port}/simple")
    monkeypatch.setenv("PIP_RETRIES", "1")
    # Not by importing pip, after which setuptools and nbgrader cannot be imported.
    monkeypatch.setenv("PYTHONPATH", str(metadata.distribution("pip").locate_file("")))
    (real_venv.parent / "constraints.txt").touch()
    (real_venv.parent / "pyproject.toml").write_text(
        "[build-system]\nrequires = ['setuptools']\nbuild-backend = 'setuptools.build_meta'\n"
        "[project]\nname = 'x'\nversion = '1'\n"
    )
    assert bootstrap.main(["setup"]) == 1
    error = capsys.readouterr().err
    assert error.startswith("glassbox: no network") and error.count("\n") == 1
    assert ".venv/install.log" in error
    assert "setuptools" in (real_venv / "install.log").read_text(encoding="utf-8")
    assert not (real_venv / "glassbox.stamp").exists()


def test_a_failed_installation_is_not_taken_for_a_finished_one(clone, monkeypatch, capsys):
    def fail() -> None:
        raise setup_failures.SetupError("no network")

    clone.write_venv()
    monkeypatch.setattr(bootstrap, "_install", fail)
    assert bootstrap.main(["lab"]) == 1
    assert capsys.readouterr().err == "glassbox: no network\n"
    assert not bootstrap.ready()


def test_a_full_disk_is_one_line_wherever_it_shows(clone, monkeypatch, capsys):
    def fail() -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    clone.write_venv()
    monkeypatch.setattr(bootstrap, "_install", fail)
    assert bootstrap.main(["lab"]) == 1
    assert capsys.readouterr().err == (
        "glassbox: the disk is full. Free about 3 GB and run this again.\n"
    )


def test_stopping_the_installation_says_how_to_go_on(clone, monkeypatch, capsys):
    def stop() -> None:
        raise KeyboardInterrupt

    clone.write_venv()
    monkeypatch.setattr(bootstrap, "_install", stop)
    assert bootstrap.main(["lab"]) == 130
    assert "Run the same command to go on" in capsys.readouterr().err


def test_the_folder_is_held_while_it_is_being_set_up(clone):
    with bootstrap._locked(), open(clone.folder / ".venv.lock", "w") as other:
        assert not bootstrap._try_lock(other)
    with open(clone.folder / ".venv.lock", "w") as other:
        assert bootstrap._try_lock(other)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no exec; there a child is started")
def test_the_command_line_goes_on_to_glassbox_unchanged(clone, monkeypatch):
    class ReplacedError(Exception):
        pass

    def execv(program: str, words: list[str]) -> None:
        raise ReplacedError(program, words)

    monkeypatch.setattr(bootstrap.os, "execv", execv)
    clone.write_venv()
    with pytest.raises(ReplacedError) as call:
        bootstrap.main(["test", "-k", "a and b"])
    python = str(clone.folder / ".venv" / "bin" / "python")
    assert call.value.args == (python, [python, "-m", "glassbox", "test", "-k", "a and b"])


def test_clean_deletes_the_environment_and_leaves_the_rest(clone):
    clone.write_venv()
    (clone.folder / ".ruff_cache").mkdir()
    assert bootstrap.main(["clean"]) == 0
    assert sorted(path.name for path in clone.folder.iterdir()) == [
        "constraints.txt",
        "pyproject.toml",
    ]
