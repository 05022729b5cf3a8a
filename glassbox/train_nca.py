"""`glassbox train-nca`: train the rule by which a picture grows, and write its weights."""

import argparse
import os
import signal
import sys
import time
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from glassbox.project import CommandError

if TYPE_CHECKING:
    from course.art.automaton.training import Run

OUT = Path("rose.npz")
STEPS = 4650
KEEP = 50  # steps between two checkpoints
_WIDTH = 24  # of the bar, in characters
STOPPED = 130  # the exit code of a program ended by Ctrl-C


def add_arguments(command: argparse.ArgumentParser) -> None:
    """Give a parser the options of this command."""
    command.add_argument("--seed", type=_whole(0), metavar="N", help="default 0")
    command.add_argument(
        "--steps", type=_whole(1), metavar="N", help=f"updates of the rule; default {STEPS:,}"
    )
    command.add_argument(
        "--out", type=Path, default=OUT, metavar="FILE", help=f"the weights; default {OUT}"
    )
    command.add_argument("--resume", action="store_true", help="go on where a run was stopped")


def train(
    out: Path = OUT, seed: int | None = None, steps: int | None = None, resume: bool = False
) -> int:
    """Train, with a bar of progress; Ctrl-C keeps what was reached.

    Parameters
    ----------
    out : Path
        Where the weights go; the checkpoint lies beside them until the end.
    seed, steps : int or None
        None is 0 and 4,650, or with `resume` what the run began with.
    resume : bool
        Go on with the run that was stopped; to more steps than it began with, if `steps` says
        so: nothing in a run depends on how many are to come.

    Returns
    -------
    int
        0 when the weights are written, 130 if Ctrl-C came first.

    Raises
    ------
    CommandError
        If there is nothing to resume, or there is and `resume` was not said, or a file cannot
        be written.
    """
    from course.art.automaton.checkpoint import beside
    from course.torch_layers import one_thread

    if out.suffix != ".npz" or not out.parent.is_dir():
        raise CommandError(f"--out must be a file that ends in .npz in a folder, got {out}")
    kept = beside(out)
    run = _resumed(kept, seed, steps) if resume else _begun(kept, seed, steps)
    try:
        with one_thread(), _interrupts() as stopped:
            done = _work(run, kept, stopped)
        if not done:
            print(f"stopped; go on with: {_command(run)} --out {out} --resume", file=sys.stderr)
            return STOPPED
        _write(run, out)
        kept.unlink(missing_ok=True)
    except OSError as error:
        raise CommandError(f"{error.filename or out} cannot be written: {error}") from error
    print(f"wrote {out}")
    return 0


def _begun(kept: Path, seed: int | None, steps: int | None) -> "Run":
    from course.art.automaton.training import Plan, Run

    if kept.exists():
        raise CommandError(
            f"{kept} holds a run that was stopped: add --resume to go on, or remove the file"
        )
    return Run(Plan(seed=seed or 0, steps=steps or STEPS))


def _resumed(kept: Path, seed: int | None, steps: int | None) -> "Run":
    from course.art.automaton.checkpoint import CheckpointError, take_up

    try:
        run = take_up(kept)
    except CheckpointError as error:
        raise CommandError(str(error)) from error
    if seed not in (None, run.plan.seed):
        raise CommandError(f"the run that was stopped has --seed {run.plan.seed}, not {seed}")
    if steps is not None and steps < run.index:
        raise CommandError(f"the run that was stopped has made {run.index} steps, not {steps}")
    run.plan = replace(run.plan, steps=steps or run.plan.steps)
    return run


def _work(run: "Run", kept: Path, stopped: list) -> bool:
    """Make the steps that are left; False if Ctrl-C came first. The run is kept as it goes."""
    from course.art.automaton.checkpoint import keep

    begun, first, errors = time.monotonic(), run.index, deque(maxlen=KEEP)
    for error in run:
        errors.append(error)
        if stopped or run.index % KEEP == 0:
            keep(run, kept)
        seconds = (time.monotonic() - begun) / (run.index - first)
        left = seconds * (run.plan.steps - run.index)
        _show(run.index, run.plan.steps, sum(errors) / len(errors), left)
        if stopped:
            return run.index == run.plan.steps
    return True


def _show(index: int, steps: int, error: float, left: float) -> None:
    """A line that is written over where a person watches; one in fifty elsewhere."""
    watched, last = sys.stdout.isatty(), index == steps
    if not watched and index % KEEP and not last:
        return
    full = _WIDTH * index // steps
    line = (
        f"[{'#' * full}{'.' * (_WIDTH - full)}] step {index:,} of {steps:,}, "
        f"error {error:.4f}, {'done' if last else time_left(left)}"
    )
    end = "" if watched and not last else "\n"
    print(f"\r{line:<78}" if watched else line, end=end, flush=True)


def time_left(seconds: float) -> str:
    """How long it will still take, in words."""
    if seconds >= 90:
        return f"about {seconds / 60:.0f} min left"
    return f"about {max(1, seconds):.0f} s left"


@contextmanager
def _interrupts() -> Iterator[list]:
    """A list that Ctrl-C fills, so that the step being made is finished; a second one kills."""
    stopped: list = []

    def heard(*_: object) -> None:
        stopped.append(True)
        signal.signal(signal.SIGINT, signal.default_int_handler)

    before = signal.signal(signal.SIGINT, heard)
    try:
        yield stopped
    finally:
        signal.signal(signal.SIGINT, before)


def _command(run: "Run") -> str:
    return f"glassbox train-nca --seed {run.plan.seed} --steps {run.plan.steps}"


def _write(run: "Run", out: Path) -> None:
    """The weights and how they were made; the file appears when it is whole."""
    plan = run.plan
    rule = run.cells.rule(
        command=_command(run), seed=plan.seed, steps=plan.steps, target="rose", size=plan.size
    )
    half = out.with_name(out.name + ".part")
    rule.save(half)
    os.replace(half, out)


def _whole(low: int):
    def read(text: str) -> int:
        if not text.isdecimal() or int(text) < low:
            raise argparse.ArgumentTypeError(
                f"must be a whole number of at least {low}, got {text!r}"
            )
        return int(text)

    return read


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command by itself: ``python -m glassbox.train_nca``."""
    parser = argparse.ArgumentParser(prog="glassbox train-nca", description=__doc__)
    add_arguments(parser)
    options = parser.parse_args(arguments)
    try:
        return train(options.out, options.seed, options.steps, options.resume)
    except CommandError as error:
        print(f"glassbox: {error}", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
