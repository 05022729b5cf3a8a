"""Every accuracy of "Simple models for deep learning testing" (2016), and ours beside it.

Two rows a figure: the recipe of its time, and ours.  Each seed has initial weights and
training points of its own; all of a rule are judged by the same 20,164 points held out, spread
so evenly that what is free on them is what is free on the square.  The seeds are shared between
two processes, each on one thread.

Fields of a row as JSON
-----------------------
name, rule, network, published, said
    The figure, as `course.published.Figure` has it; accuracies here and below in [0, 1].
goal, counted
    What a seed must do to be counted: reach `goal` ("accuracy"), or say the same of all
    points ("one answer").
recipe
    "2016" or "ours".
hidden, optimiser, learning_rate, schedule, start, batch_size, steps
    How the networks were trained, as `course.records.TrainConfig` has it.
free
    The accuracy of always giving the commoner answer.
seeds, minimum, median, maximum, reached, cpu_seconds
    How many networks, their accuracies, how many of them count, and the CPU time of all of
    them with their evaluation; null, and no seeds, if the row was left out.
bar, holds
    What is asked of the row and whether it is met; null where nothing is asked.
left_out
    Whether the row was left out, as too large for a quick run.
note
    A sentence about the figure, or "".
"""
import os
import signal
import time
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from dataclasses import replace
from functools import cache
from multiprocessing import get_context

import numpy as np

from benchmarks.zoo_row import Outcome, Row
from course.network import parameter_count
from course.published import FIGURES, RECIPES, Figure
from course.records import TrainConfig
from course.seeding import generator
from course.toys import decide_checked, square_grid
from course.training import Stream, evaluate, fit

SIDE = 142  # cells along a side of the square; one point held out in each
HELD_OUT = SIDE**2
QUICK_SEEDS = 8
QUICK_WORK = 7e9  # of `work` for all the seeds of a row of a quick run
_PROCESSES = 2
_BLOCK = 200_000  # activations of a layer that are evaluated at once: they stay in the cache


def run(quick: bool = False) -> Iterator[Row]:
    """Train every figure with both recipes, and yield the rows in order as they are known.

    Parameters
    ----------
    quick : bool
        Eight seeds at most, fewer of larger networks, and the largest left out: their rows
        say so.
    """
    pool = processes()
    try:
        yield from rows(pool, FIGURES, quick)
    finally:
        pool.shutdown(cancel_futures=True)


def processes() -> ProcessPoolExecutor:
    """Two processes, or one where there is one core; they start with the first work."""
    return ProcessPoolExecutor(
        min(_PROCESSES, os.cpu_count() or 1), get_context("spawn"), _one_thread
    )


def rows(pool: Executor, figures: tuple[Figure, ...], quick: bool) -> Iterator[Row]:
    """The rows of these figures, whose networks are trained by a pool.

    Parameters
    ----------
    pool : concurrent.futures.Executor
    figures : tuple of Figure
    quick : bool
        As in `run`.
    """
    # Two figures may have been published of one setting: it is trained once.
    futures, waiting = {}, []
    for figure in figures:
        for recipe in RECIPES:
            seeds = range(wanted(figure, recipe, quick))
            jobs = [(figure.rule, figure.recipes[recipe], seed) for seed in seeds]
            for job in jobs:
                if job not in futures:
                    futures[job] = pool.submit(outcome, *job)
            waiting.append((figure, recipe, jobs))
    for figure, recipe, jobs in waiting:
        yield Row(figure, recipe, tuple(futures[job].result() for job in jobs))


def wanted(figure: Figure, recipe: str, quick: bool) -> int:
    """How many seeds to train; none if one alone is too much for a quick run."""
    seeds = len(figure.population(recipe).seed)
    if not quick:
        return seeds
    return min(seeds, QUICK_SEEDS, int(QUICK_WORK // work(figure.recipes[recipe])))


def work(config: TrainConfig) -> float:
    """Multiplications to train one network and to evaluate it, roughly."""
    points = 3 * config.steps * config.batch_size + HELD_OUT  # backward costs twice forward
    return float(points * parameter_count((2, *config.hidden, 1)))


def outcome(rule: str, config: TrainConfig, seed: int) -> Outcome:
    """Train one network on points of its own, and evaluate it on those held out.

    Parameters
    ----------
    rule : str
    config : TrainConfig
        Its seed is replaced by `seed`.
    seed : int
        Of the initial weights and of the training points.
    """
    x, y = held_out(rule)
    start = time.process_time()
    [last] = deque(fit(replace(config, seed=seed), Stream(rule, seed=seed)), maxlen=1)
    block = max(1, _BLOCK // max(config.hidden))
    score = evaluate(last.network, x, y, block)
    says = score.wrong != y
    seconds = time.process_time() - start
    return Outcome(score.accuracy, bool(says.all() or not says.any()), seconds)


@cache
def held_out(rule: str) -> tuple[np.ndarray, np.ndarray]:
    """The points that judge every network of a rule, and their classes.

    One at a random place in each cell of the square: of 20,000 drawn without cells, the share
    inside the rose is easily half a percent off, and so is what is free.

    Returns
    -------
    x : float32 array, shape (HELD_OUT, 2)
    y : bool array, shape (HELD_OUT,)
    """
    places = generator(0, "held out, one a cell").uniform(-1, 1, (HELD_OUT, 2))
    x = (square_grid(SIDE) + places / SIDE).astype(np.float32)
    return x, decide_checked(rule, x)


def _one_thread() -> None:
    """Make ready a process of the pool: two of them share two cores, and Ctrl-C ends them."""
    from threadpoolctl import threadpool_limits

    threadpool_limits(1)
    signal.signal(signal.SIGINT, signal.SIG_DFL)
