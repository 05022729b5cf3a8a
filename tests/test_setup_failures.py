"""What stops a setting up is told in one line that says what to do."""

import ast
import subprocess
import sys

import pytest

from glassbox.project import root
from tools import setup_failures


@pytest.fixture
def old_python(monkeypatch):
    monkeypatch.setattr(setup_failures.sys, "version_info", (3, 9, 18, "final", 0))
    monkeypatch.setattr(setup_failures.os, "name", "posix")


@pytest.mark.parametrize("name", ["bootstrap.py", "setup_failures.py", "__init__.py"])
def test_python_3_6_can_read_what_runs_before_the_environment_exists(name):
    source = (root() / "tools" / name).read_text(encoding="utf-8")
    ast.parse(source, feature_version=(3, 6))


def test_nothing_but_the_standard_library_is_needed():
    script = root() / "tools" / "bootstrap.py"
    bare = subprocess.run(
        [sys.executable, "-I", "-S", str(script), "--help"], capture_output=True, text=True
    )
    assert (bare.returncode, bare.stderr) == (0, "")
    assert "python tools/bootstrap.py COMMAND" in bare.stdout


def test_an_old_python_is_told_to_install_a_newer_one(old_python, monkeypatch):
    monkeypatch.setattr(setup_failures.shutil, "which", lambda name: None)
    expected = r"^Python 3\.9 is too old: 3\.11 or newer is needed\. Install Python 3\.13.*PYTHON="
    with pytest.raises(setup_failures.SetupError, match=expected):
        setup_failures.check_python()


def test_an_old_python_names_a_newer_one_that_is_here_and_runs(old_python, monkeypatch):
    monkeypatch.setattr(setup_failures.shutil, "which", lambda name: f"/bin/{name}")
    monkeypatch.setattr(
        setup_failures.subprocess, "call", lambda words, **_: int(words[0] != "python3.12")
    )
    expected = r"You have python3\.12, so run: make lab PYTHON=python3\.12$"
    with pytest.raises(setup_failures.SetupError, match=expected):
        setup_failures.check_python()


def test_python_3_11_is_new_enough(monkeypatch):
    monkeypatch.setattr(setup_failures.sys, "version_info", (3, 11, 0, "final", 0))
    assert setup_failures.check_python() is None


def test_a_missing_venv_module_names_the_debian_package(monkeypatch):
    monkeypatch.setitem(sys.modules, "ensurepip", None)
    with pytest.raises(setup_failures.SetupError, match="no ensurepip.*sudo apt install python3-v"):
        setup_failures.check_python()


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("[Errno -3] Temporary failure in name resolution", "no network"),
        ("[Errno 11001] getaddrinfo failed", "no network"),
        ("[Errno 8] nodename nor servname provided, or not known", "no network"),
        ("connection broken by 'NewConnectionError('...", "no network"),
        ("pip._vendor.urllib3.exceptions.ReadTimeoutError: timed out", "no network"),
        ("ERROR: Could not install packages due to an OSError: [Errno 28]", "the disk is full"),
        ("No space left on device", "the disk is full"),
        ("OSError: [WinError 112] Es steht nicht genug Platz zur Verfügung", "the disk is full"),
        ("SSLError(1, '[SSL: CERTIFICATE_VERIFY_FAILED] ...')", "PIP_CERT"),
        ("PermissionError: [Errno 13] Permission denied: '/x'", "could not be written"),
        ("ERROR: Package 'x' requires a different Python: 3.9", "make clean"),
        ("ERROR: No matching distribution found for torch==2.13.0", "torch==2.13.0 was not found"),
        ("ERROR: first\nnoise\nERROR: the last one\nnotice", "failed: ERROR: the last one"),
        ("", "no reason was given"),
    ],
)
def test_what_pip_says_becomes_one_line_that_says_what_to_do(text, meaning):
    line = setup_failures.diagnose(text)
    assert meaning in line
    assert "\n" not in line
