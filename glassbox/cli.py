"""The console command `glassbox`: one line in, one exit code out."""

import argparse
import os
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path

from benchmarks.registry import BENCHMARKS, REPRODUCTIONS
from glassbox.project import CommandError, root

_COMMANDS = {
    "lab": "open the lessons in JupyterLab",
    "apps": "serve the lessons as web pages, by Voila",
    "test": "run the tests; arguments go to pytest",
    "build": "write lessons/*.ipynb from solutions/*.py",
    "bench": "measure our figures beside named peers; fails if one is missed",
    "reproduce": "measure the published figures again; fails if one is missed",
    "train-nca": "train the rule by which a picture grows; minutes, can be resumed",
    "class": "merge students' exports into one page: where the class stalls",
    "doctor": "say what is installed, what is missing and how to get it",
    "lint": "check the code with ruff",
}
# Every core takes a file at a time; more than four browsers would wait for memory.  In order, for
# what drives a browser comes last: it leaves an event loop running in its process.
_ALL_TESTS = ("--numprocesses", "auto", "--maxprocesses", "4", "--dist", "loadfile",
              "--no-loadscope-reorder")  # fmt: skip
_EXAMPLES = """\
examples:
  glassbox lab                      open the lessons in JupyterLab
  glassbox lab --port 9000          the same, on a port of your choice
  glassbox test tests/test_cli.py   the tests of one file
  glassbox bench train --json       one benchmark, one JSON object a line
  glassbox reproduce zoo --quick    published accuracies again, in a minute
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command line and return its exit code.

    Parameters
    ----------
    arguments : sequence of str or None
        The words after ``glassbox``; None takes them from ``sys.argv``.

    Returns
    -------
    int
        0 if all went well, 1 if not, 2 if the command line cannot be understood.
    """
    words = list(sys.argv[1:] if arguments is None else arguments)
    try:
        if words[:1] == ["test"] and words[1:] not in (["-h"], ["--help"]):
            return _test(words[1:])
        options = parser().parse_args(words)
        return options.run(options)
    except CommandError as error:
        print(f"glassbox: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("glassbox: stopped", file=sys.stderr)
        return 130
    except BrokenPipeError:  # whoever reads our lines, such as `head`, has had enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # or Python complains
        return 141


def parser() -> argparse.ArgumentParser:
    """Return the parser of the command line; each command sets `run`."""
    width = max(map(len, _COMMANDS))
    listed = [f"  {name.ljust(width)}  {text}" for name, text in _COMMANDS.items()]
    top = argparse.ArgumentParser(
        prog="glassbox",
        usage="glassbox COMMAND [OPTION ...]",
        description="A deep learning course whose networks train under your hand.",
        epilog="\n".join(["commands:", *listed, "", _EXAMPLES]),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    top.set_defaults(run=lambda _: top.print_help() or 0)
    commands = top.add_subparsers(prog="glassbox", metavar="COMMAND", help=argparse.SUPPRESS)
    for name, run in (("lab", _lab), ("apps", _apps)):
        command = _add(commands, name, run)
        command.add_argument("--port", type=_port, metavar="N", help="the port to serve on")
        command.add_argument(
            "--no-browser", action="store_true", help="print the address, open no page"
        )
    test = _add(commands, "test", None)
    test.usage = "glassbox test [PYTEST ARGUMENT ...]"
    build = _add(commands, "build", _build)
    build.add_argument("--check", action="store_true", help="only say which are out of date")
    for name, registry in (("bench", BENCHMARKS), ("reproduce", REPRODUCTIONS)):
        command = _add(commands, name, partial(_measure, registry))
        known = f"{', '.join(registry)}; all of them if left out"
        command.add_argument("name", nargs="?", metavar="NAME", help=known)
        command.add_argument("--json", action="store_true", help="one JSON object a line")
        command.add_argument(
            "--quick", action="store_true", help="the short form, of what has one (zoo, pca, art)"
        )
    from glassbox import train_nca

    train_nca.add_arguments(_add(commands, "train-nca", _train_nca))
    classes = _add(commands, "class", _class)
    classes.add_argument("folder", metavar="FOLDER", type=Path, help="where the exports lie")
    classes.add_argument(
        "--output", metavar="FILE", type=Path, help="the page; class.html in FOLDER if left out"
    )
    _add(commands, "doctor", _doctor)
    _add(commands, "lint", _lint)
    return top


def _add(
    commands: argparse.Action, name: str, run: Callable | None
) -> argparse.ArgumentParser:
    text = _COMMANDS[name]
    command = commands.add_parser(name, description=f"{text[0].upper()}{text[1:]}.")
    command.set_defaults(run=run)
    return command


def _port(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 65535:
        raise argparse.ArgumentTypeError(f"must be a whole number from 1 to 65535, got {text!r}")
    return int(text)


def _lab(options: argparse.Namespace) -> int:
    from glassbox import servers

    return servers.lab(options.port, open_browser=not options.no_browser)


def _apps(options: argparse.Namespace) -> int:
    from glassbox import servers

    return servers.apps(options.port, open_browser=not options.no_browser)


def _test(arguments: list[str]) -> int:
    arguments = arguments or list(_ALL_TESTS)
    return subprocess.call([sys.executable, "-m", "pytest", *arguments], cwd=root())


def _lint(_: argparse.Namespace) -> int:
    return subprocess.call([sys.executable, "-m", "ruff", "check"], cwd=root())


def _build(options: argparse.Namespace) -> int:
    from tools import lessons

    try:
        if options.check:
            return _tell_stale(lessons.stale())
        written = lessons.build()
    except ValueError as error:
        raise CommandError(str(error)) from error
    for path in written:
        print(f"wrote {path.relative_to(root()).as_posix()}")
    if not written:
        print("every notebook is up to date")
    return 0


def _tell_stale(names: Sequence[str]) -> int:
    for name in names:
        print(f"out of date: lessons/{name} (write it again: make lessons)")
    return 1 if names else 0


def _measure(registry: Mapping[str, str], options: argparse.Namespace) -> int:
    from glassbox.measure import measure

    return measure(registry, options.name, as_json=options.json, quick=options.quick)


def _train_nca(options: argparse.Namespace) -> int:
    from glassbox import train_nca

    return train_nca.train(options.out, options.seed, options.steps, options.resume)


def _class(options: argparse.Namespace) -> int:
    from glassbox.class_report import report

    return report(options.folder, options.output)


def _doctor(_: argparse.Namespace) -> int:
    from glassbox import doctor

    findings = doctor.report(start_kernel=True)
    print(doctor.table(findings))
    return 1 if any(finding.status == "missing" for finding in findings) else 0
