"""Reading digits with lesson 01's network: how well, and at what cost beside scikit-learn.

Everyone trains 64-32-10 with tanh, softmax and momentum 0.9 on the same 1,000 pictures, in
minibatches of 32, 40 passes at a rate of 0.05.
"""

import statistics
import time
from collections.abc import Callable, Iterator

import numpy as np

from benchmarks.result import Result, judged
from benchmarks.training import one_thread, versions
from course.digit_training import DigitConfig, DigitTraining
from course.digits import N_TEST, load

CONFIG = DigitConfig()
SPLITS, SEEDS, REPEATS = 5, 10, 5
MOST_SECONDS = 5.0


def run() -> Iterator[Result]:
    """Measure, and yield each figure as it is known; about 15 seconds on one core."""
    with one_thread():
        yield well_read(accuracies())
        seconds, right = measure({"Glassbox": train_ours, "scikit-learn": train_sklearn}, REPEATS)
    yield quickly_trained(seconds["Glassbox"])
    yield beside_sklearn(seconds, right)


def accuracies() -> np.ndarray:
    """Test accuracy for each split (row) and each seed of the initial weights (column)."""
    return np.array([
        [DigitTraining(DigitConfig(seed=seed), split=split).run() for seed in range(SEEDS)]
        for split in range(SPLITS)
    ])  # fmt: skip


def train_ours() -> np.ndarray:
    """What our network says of the test pictures after its training."""
    training = DigitTraining(CONFIG)
    training.run()
    return training.answer(load().x_test).argmax(axis=1)


def train_sklearn() -> np.ndarray:
    """What scikit-learn's network says after as many passes with the same settings."""
    import warnings

    from sklearn.exceptions import ConvergenceWarning
    from sklearn.neural_network import MLPClassifier

    digits = load()
    model = MLPClassifier(
        (CONFIG.hidden,), activation="tanh", solver="sgd", batch_size=CONFIG.batch_size,
        learning_rate_init=CONFIG.learning_rate, momentum=CONFIG.momentum,
        nesterovs_momentum=False, alpha=0.0, max_iter=CONFIG.passes, tol=0.0,
        n_iter_no_change=CONFIG.passes, random_state=CONFIG.seed,
    )  # fmt: skip
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)  # that it may learn still more
        model.fit(digits.x_train, digits.y_train)
    return model.predict(digits.x_test)


def measure(
    trainers: dict[str, Callable[[], np.ndarray]],
    repeats: int,
    clock: Callable[[], float] = time.process_time,
) -> tuple[dict[str, float], dict[str, float]]:
    """Median CPU seconds and test accuracy of each trainer, by name.

    The trainers take turns; a first turn warms up and is not counted.
    """
    truth = load().y_test
    seconds: dict[str, list[float]] = {name: [] for name in trainers}
    right = {}
    for turn in range(repeats + 1):
        for name, train in trainers.items():
            start = clock()
            said = train()
            elapsed = clock() - start
            if turn > 0:
                seconds[name].append(elapsed)
            right[name] = float((said == truth).mean())
    return {name: statistics.median(taken) for name, taken in seconds.items()}, right


def recipe() -> str:
    """The network and its training in a few words."""
    return (
        f"64-{CONFIG.hidden}-10, tanh and softmax, rate {CONFIG.learning_rate:g}, momentum "
        f"{CONFIG.momentum:g}, batch {CONFIG.batch_size}, {CONFIG.passes} passes"
    )


def well_read(reached: np.ndarray) -> Result:
    """The median accuracy over splits and seeds; holds from 95% on."""
    return judged(
        "digits: median accuracy on test pictures", 100 * float(np.median(reached)), "%",
        bar="ours >= 95",
        conditions=f"from {100 * reached.min():.1f} to {100 * reached.max():.1f}% over "
        f"{reached.shape[0]} splits x {reached.shape[1]} seeds, {(reached >= 0.95).sum()} of "
        f"{reached.size} reach 95%; {N_TEST} pictures used once, weights chosen by 297 others; "
        f"{recipe()}",
    )  # fmt: skip


def quickly_trained(seconds: float) -> Result:
    """The CPU time of one whole training by `course.by_hand`."""
    return judged(
        "digits: CPU time of one training by hand", seconds, "s", bar=f"ours < {MOST_SECONDS:g}",
        conditions=f"median of {REPEATS}, validation after every pass included; one thread; "
        f"{recipe()}",
    )  # fmt: skip


def beside_sklearn(seconds: dict[str, float], right: dict[str, float]) -> Result:
    """Our CPU time beside scikit-learn's; holds if it is no more."""
    learned = " and ".join(f"{name} {100 * share:.1f}%" for name, share in right.items())
    return judged(
        "digits: CPU time of training beside scikit-learn", 1000 * seconds["Glassbox"], "ms",
        peer="scikit-learn", theirs=1000 * seconds["scikit-learn"], bar="ratio <= 1",
        conditions=f"medians of {REPEATS} interleaved trainings in one process, one thread; "
        f"{recipe()}; ours makes 35 updates a pass and looks at validation after it, "
        f"MLPClassifier makes 32 and does not look; test "
        f"accuracy {learned}; {versions()}",
    )  # fmt: skip
