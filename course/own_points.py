"""Points of its own for every network of a population; `fit` takes them as a list.

Networks that share their points tell of one draw of them.  Where points are few or their
labels wrong, most of the luck lies in that draw: here each seed decides a network's initial
weights, its points and their labels, and the order in which it sees them.
"""
from collections.abc import Generator, Iterable, Sequence
from dataclasses import dataclass, fields, replace
from statistics import NormalDist

import numpy as np

from course.checks import check_number
from course.network import Network
from course.records import Dataset
from course.seeding import generator
from course.toys import Rule, decide_checked, find, make_dataset, sample, square_grid
from course.training import evaluate
from course.trials import exhaust

LOOKS = 20  # quantiles of the error in either direction: 400 looks at a point
SIDE = 60  # points of the square a side, at which the best answer is sought
BLOCK = 200  # of them looked at between two breaths
LIMIT_PIECES = SIDE**2 // BLOCK  # how often `limits` yields where there is noise


@dataclass(frozen=True)
class Scores:
    """How well K networks do, each on its own points; arrays of shape (K,).

    Attributes
    ----------
    train, test : float array
        Accuracy, in [0, 1].
    train_loss, test_loss : float array
        Mean binary cross-entropy, in nats.
    """

    train: np.ndarray
    test: np.ndarray
    train_loss: np.ndarray
    test_loss: np.ndarray

    @classmethod
    def joined(cls, parts: Sequence["Scores"]) -> "Scores":
        """The scores of several populations as those of one, in this order."""
        names = (item.name for item in fields(cls))
        return cls(*(np.concatenate([getattr(part, name) for part in parts]) for name in names))


def own_datasets(
    rule: str | Rule,
    seeds: Iterable[int],
    n_train: int = 700,
    n_test: int = 1000,
    noise: float = 0.0,
    random: float = 0.0,
) -> list[Dataset]:
    """A dataset of each seed, some of whose training labels are drawn at random.

    Parameters
    ----------
    rule, n_train, n_test, noise
        As in `course.toys.make_dataset`.
    seeds : iterable of int
    random : float
        Share of the training labels that a fair coin decides, in [0, 1]: half of these
        stay right by luck.  Test labels are left alone.
    """
    check_number("random", random, 0, 1)
    made = (make_dataset(rule, n_train, n_test, noise, seed) for seed in seeds)
    return [random_labels(data, random) for data in made]


def random_labels(data: Dataset, share: float) -> Dataset:
    """The same points, with this share of the training labels decided by a fair coin.

    A larger share leaves the labels that a smaller one drew as they are.

    Raises
    ------
    TypeError, ValueError
        If the share is not a number in [0, 1].
    """
    count = round(check_number("share", share, 0, 1) * len(data.y_train))
    rng = generator(data.seed, "random labels")
    chosen, coins = rng.permutation(len(data.y_train)), rng.random(len(data.y_train)) < 0.5
    labels = data.y_train.copy()
    labels[chosen[:count]] = coins[:count]
    return replace(data, y_train=labels)


def scored(network: Network, datasets: Sequence[Dataset]) -> Generator[None, None, Scores]:
    """The scores of each network on its own points; a breath after each network."""
    found = []
    for k, data in enumerate(datasets):
        single = network.member(k)
        train = evaluate(single, data.x_train, data.y_train)
        test = evaluate(single, data.x_test, data.y_test)
        found.append((train.accuracy, test.accuracy, train.loss, test.loss))
        yield
    return Scores(*np.array(found).T)


def scores(network: Network, datasets: Sequence[Dataset]) -> Scores:
    """How well each network of a population does on its own points, all at once."""
    return exhaust(scored(network, datasets))


def limits(rule: str | Rule, noise: float) -> Generator[None, None, tuple[float, float]]:
    """What accuracy noise allows; a breath after every 200 points.

    At each point the rule is seen displaced in 400 ways, equally likely, as `sample` draws
    one.  Whoever knows how often it then says "inside" can do no better than to give the
    commoner answer.

    Returns
    -------
    rule, best : float
        Accuracy of the rule itself, not displaced, and that of the best answer at each
        point; in [0.5, 1], and never the other way round.
    """
    rule = find(rule)
    if check_number("noise", noise, 0, 2) == 0:
        return 1.0, 1.0
    points = square_grid(SIDE)
    if rule.place is not None:
        points = sample(rule, len(points), generator(0, "limits"))[0]
    middles = (np.arange(LOOKS) + 0.5) / LOOKS
    off = noise * np.array([NormalDist().inv_cdf(middle) for middle in middles])
    off = np.stack(np.meshgrid(off, off), -1).reshape(-1, 2)
    right, best = [], []
    for start in range(0, len(points), BLOCK):
        block = points[start : start + BLOCK]
        seen = (block[:, None] + off).reshape(-1, 2)
        inside = decide_checked(rule, seen).reshape(len(block), -1).mean(axis=1)
        right.append(np.where(decide_checked(rule, block), inside, 1 - inside))
        best.append(np.maximum(inside, 1 - inside))
        yield
    return float(np.concatenate(right).mean()), float(np.concatenate(best).mean())
