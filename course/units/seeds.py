"""Small networks to look into: how they are trained, and from which seed.

What a network of one to three units comes to is a matter of luck.  To be looked into, one is
wanted that shows something; which was taken, and out of how many, is said.
"""
from collections.abc import Sequence

from course.network import Network
from course.records import TrainConfig
from course.toys import Rule, make_dataset
from course.training import fit

SEEDS = 32  # 0 to 31 were tried
# Units of one relu layer, on the circle -> the seed with the best accuracy on unseen points.
# Only with two units another is taken: the best of the seven that draw a wedge.  The best of
# all, seed 4, has two nearly parallel folds and draws a band.
CHOSEN = {1: 23, 2: 22, 3: 14, 4: 7, 5: 15, 6: 23}


def chosen_seed(rule: str, hidden: Sequence[int], activation: str) -> int | None:
    """The seed that was chosen out of 32; None where none was."""
    if rule != "circle" or activation != "relu" or len(hidden) != 1:
        return None
    return CHOSEN.get(hidden[0])


def recipe(hidden: Sequence[int], activation: str = "relu", seed: int = 0) -> TrainConfig:
    """How these networks are trained: Adam for 1,000 steps of 100 points, cosine schedule.

    The learning rate is 0.03 for one hidden layer and 0.01 for more.
    """
    rate = 0.03 if len(hidden) < 2 else 0.01
    return TrainConfig(
        tuple(hidden), activation, learning_rate=rate, seed=seed, steps=1000, schedule="cosine"
    )


def train(
    hidden: Sequence[int] = (3,),
    rule: str | Rule = "circle",
    activation: str = "relu",
    seed: int | None = None,
) -> Network:
    """A network trained by the recipe on 700 points of a rule.

    Parameters
    ----------
    hidden : sequence of int
        Units of each hidden layer.
    rule : str or Rule
    activation : {"relu", "tanh", "sigmoid"}
    seed : int, optional
        By default the chosen one, or 0 where none was chosen.
    """
    data = make_dataset(rule)
    if seed is None:
        seed = chosen_seed(data.rule, hidden, activation) or 0
    *_, step = fit(recipe(hidden, activation, seed), data)
    return step.network
