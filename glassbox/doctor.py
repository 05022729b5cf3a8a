"""What the course needs on this machine: what is there, what is missing, how to get it."""

import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Literal

from course.data_folder import data_folder
from glassbox.browser import VARIABLE, find_chromium
from glassbox.project import CommandError, root

_SET_UP = "Run: make lab (it installs what is missing)"


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at.

    Attributes
    ----------
    name : str
        What was looked at.
    status : {"ok", "missing", "optional"}
        There; needed and not there; not there and the lessons run without it.
    detail : str
        What was found.
    remedy : str
        What to do about it; empty if there is nothing to do.
    """

    name: str
    status: Literal["ok", "missing", "optional"]
    detail: str
    remedy: str = ""


def report(*, start_kernel: bool = False) -> list[Finding]:
    """Return what there is and what is missing, in the order to read it.

    Nothing is changed or fetched, and a broken installation is reported, not raised.

    Parameters
    ----------
    start_kernel : bool
        Start a kernel and import the course in it, instead of only looking whether Jupyter
        knows one: a few seconds, and pointless from inside a kernel.
    """
    try:
        folder = root()
    except CommandError as error:
        return [Finding("clone", "missing", str(error))]
    return [
        _python(),
        *_packages(folder),
        _lessons(folder),
        _device(),
        _kernel(folder, start_kernel),
        *_folders(folder),
        _browser(),
        _models(),
    ]


def table(findings: Sequence[Finding]) -> str:
    """Return findings as aligned lines of text, each with its remedy below it.

    Parameters
    ----------
    findings : sequence of Finding
        What was found, in the order to print.
    """
    width = max(len(finding.name) for finding in findings)
    lines = []
    for finding in findings:
        lines.append(f"{finding.name:<{width}}  {finding.status:<8}  {finding.detail}")
        if finding.remedy:
            lines.append(f"{'':{width}}  {'':8}  {finding.remedy}")
    missing = sum(finding.status == "missing" for finding in findings)
    if missing:
        lines.append(f"\nThe course cannot run yet: {missing} of {len(findings)} missing.")
    else:
        lines.append("\nThe course can run here.")
    return "\n".join(lines)


def _python() -> Finding:
    # An older Python could not have read this file.
    return Finding("Python", "ok", f"{platform.python_version()}, {sys.executable}")


def _packages(folder: Path) -> list[Finding]:
    project = tomllib.loads((folder / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    own = [text for text in extras["dev"] if not text.startswith(project["name"])]
    return [
        _installed("packages", "missing", project["dependencies"], _SET_UP),
        _installed("language models", "optional", extras["text"], "Used only by lessons on text"),
        _installed("test tools", "optional", own, "Used only by make test"),
    ]


def _installed(name: str, otherwise: str, requirements: Sequence[str], remedy: str) -> Finding:
    try:
        wrong = [fault for fault in map(_fault, requirements) if fault]
    except ImportError:
        return Finding(name, "missing", "not known: packaging is not installed", _SET_UP)
    if wrong:
        return Finding(name, otherwise, "; ".join(wrong), remedy)
    return Finding(name, "ok", f"all {len(requirements)} in their tested ranges")


def _fault(text: str) -> str:
    """What is wrong with one requirement, or "" if it is met."""
    from packaging.requirements import Requirement

    requirement = Requirement(text)
    try:
        version = metadata.version(requirement.name)
    except metadata.PackageNotFoundError:
        return f"{requirement.name} is not installed"
    if requirement.specifier.contains(version, prereleases=True):
        return ""
    return f"{requirement.name} is {version}, needed is {requirement.specifier}"


def _lessons(folder: Path) -> Finding:
    found = sorted((folder / "lessons").glob("[0-9][0-9]_*.ipynb"))
    if not found:
        return Finding("lessons", "missing", "no notebooks in lessons/", "Run: make lessons")
    return Finding("lessons", "ok", f"{len(found)} in {folder / 'lessons'}")


def _device() -> Finding:
    try:
        from course.device import devices

        found = devices()
    except (ImportError, OSError, RuntimeError) as error:
        return Finding("device", "missing", f"cannot compute: {error}", _SET_UP)
    labels = "; ".join(device.label for device in found)
    if shutil.which("nvidia-smi") and not any(device.name == "cuda" for device in found):
        remedy = "The NVIDIA card is not used: see README, 'A GPU'"
        return Finding("device", "ok", labels, remedy)
    return Finding("device", "ok", labels)


def _kernel(folder: Path, start: bool) -> Finding:
    try:
        from jupyter_client.kernelspec import KernelSpecManager, NoSuchKernel
    except ImportError as error:
        return Finding("kernel", "missing", f"{error}", _SET_UP)
    try:
        found = KernelSpecManager().get_kernel_spec("python3").resource_dir
    except NoSuchKernel:
        return Finding("kernel", "missing", "Jupyter knows no kernel python3", _SET_UP)
    if not start:
        return Finding("kernel", "ok", f"python3, {found}")
    started = time.perf_counter()
    try:
        fault = _try_kernel(folder / "lessons")
    except (OSError, RuntimeError) as error:
        fault = str(error)
    if fault:
        remedy = "Run: make clean lab (it makes the environment anew)"
        return Finding("kernel", "missing", f"python3 does not work: {fault}", remedy)
    return Finding("kernel", "ok", f"python3, ready in {time.perf_counter() - started:.1f} s")


def _try_kernel(folder: Path) -> str:
    """Start a kernel in a folder, import the course in it, return what went wrong, or ""."""
    from jupyter_client.manager import start_new_kernel

    quiet = subprocess.DEVNULL
    manager, client = start_new_kernel(
        startup_timeout=60, kernel_name="python3", cwd=str(folder), stdout=quiet, stderr=quiet
    )
    try:
        reply = client.execute_interactive(
            "import course, widgets", timeout=60, output_hook=lambda message: None
        )
    except TimeoutError:
        return "it does not answer"
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)
    content = reply["content"]
    return "" if content["status"] == "ok" else f"{content['ename']}: {content['evalue']}"


def _folders(folder: Path) -> list[Finding]:
    places = {"lessons folder": folder / "lessons", "data folder": data_folder()}
    try:
        from jupyter_core.paths import jupyter_runtime_dir

        places["Jupyter's folder"] = Path(jupyter_runtime_dir())
    except ImportError:
        pass  # told by the packages
    return [_writable(name, path) for name, path in places.items()]


def _writable(name: str, path: Path) -> Finding:
    """Whether the folder can be written, or made if it is not there yet."""
    existing = next(place for place in (path, *path.parents) if os.path.exists(place))
    try:
        with tempfile.TemporaryFile(dir=existing):
            pass
    except OSError as error:
        remedy = f"Make {existing} writable for you"
        return Finding(name, "missing", f"{path} cannot be written: {error.strerror}", remedy)
    return Finding(name, "ok", str(path))


def _browser() -> Finding:
    how = f"Install Chromium or Chrome, or name one in {VARIABLE}. Only the tests drive it"
    if sys.platform == "linux":
        how = f"sudo apt install chromium, or name one in {VARIABLE}. Only the tests drive it"
    try:
        found = find_chromium()
    except ValueError as error:
        return Finding("test browser", "optional", str(error), how)
    if found is None:
        return Finding("test browser", "optional", "no Chromium, Chrome or Edge", how)
    return Finding("test browser", "ok", str(found))


def _models() -> Finding:
    """Whether GPT-2 lies in the Hugging Face cache; its library is not imported for that."""
    home = os.environ.get("HF_HOME") or Path(
        os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache", "huggingface"
    )
    cache = Path(os.environ.get("HF_HUB_CACHE") or Path(home, "hub"))
    for name in ("models--openai-community--gpt2", "models--gpt2"):
        if any((cache / name).glob("snapshots/*/config.json")):
            return Finding("GPT-2", "ok", str(cache / name))
    remedy = "Not needed: lessons use it only where it is there"
    return Finding("GPT-2", "optional", f"not in {cache}", remedy)
