"""The network of lesson 01 four times: by hand, on the tape, by autograd and in torch.

Each way starts from the same weights and makes the same steps of gradient descent; only who
works out the gradients differs.  All compute in float64.
"""
from collections.abc import Callable, Generator
from dataclasses import dataclass
from typing import Any

import numpy as np

from course import by_hand, tape
from course.by_hand import Arrays
from course.checks import check_integer, check_number
from course.loading import Loading, loaded
from course.seeding import generator
from course.step_times import StepTimes, in_turns
from course.torch_layers import one_thread
from course.toys import make_dataset
from course.trials import exhaust

CHUNK = 10  # steps of a turn: of the slowest way some 4 ms


def hand_gradients(parameters: Arrays, x: np.ndarray, y: np.ndarray) -> Arrays:
    """Gradients of the mean cross-entropy, by the formulas of lesson 01."""
    return by_hand.gradients(x, y, parameters, by_hand.sigmoid_backward)


def tape_gradients(parameters: Arrays, x: np.ndarray, y: np.ndarray) -> Arrays:
    """The same by `course.tape`."""
    W1, b1, W2, b2 = leaves = [tape.Var(part) for part in parameters]
    z = tape.tanh(x @ W1 + b1) @ W2 + b2
    tape.backward(tape.mean(tape.softplus(z) - y * z))
    return [leaf.gradient for leaf in leaves]


def autograd_gradients() -> Callable[[Arrays, np.ndarray, np.ndarray], Arrays]:
    """A function that gives the same by the autograd package."""
    import autograd.numpy as anp
    from autograd import grad

    def loss(parameters: Arrays, x: np.ndarray, y: np.ndarray) -> Any:
        W1, b1, W2, b2 = parameters
        z = anp.dot(anp.tanh(anp.dot(x, W1) + b1), W2) + b2
        return anp.mean(anp.logaddexp(0, z) - y * z)

    return grad(loss)


def torch_network(parameters: Arrays) -> Any:
    """The network as a `torch.nn.Module` with these weights, in float64."""
    import torch
    from torch import nn

    class Network(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.parts = nn.ParameterList([torch.tensor(part) for part in parameters])

        def forward(self, x: Any) -> Any:
            W1, b1, W2, b2 = self.parts
            return torch.tanh(x @ W1 + b1) @ W2 + b2

    return Network()


class Descent:
    """Gradient descent from given weights, by a function that finds the gradients.

    Attributes
    ----------
    parameters : list of arrays
        The weights as they are now.
    """

    def __init__(self, gradients: Callable, parameters: Arrays, rate: float) -> None:
        self._gradients, self._rate = gradients, rate
        self.parameters = [part.copy() for part in parameters]

    def step(self, x: np.ndarray, y: np.ndarray) -> None:
        """Move the weights once."""
        slopes = self._gradients(self.parameters, x, y)
        self.parameters = [
            w - self._rate * dw for w, dw in zip(self.parameters, slopes, strict=True)
        ]


class TorchDescent:
    """The same with `torch.nn` and `torch.optim`."""

    def __init__(self, parameters: Arrays, rate: float) -> None:
        import torch

        self._network = torch_network(parameters)
        self._optimiser = torch.optim.SGD(self._network.parameters(), lr=rate)
        self._loss = torch.nn.functional.binary_cross_entropy_with_logits
        self._tensor = torch.from_numpy

    @property
    def parameters(self) -> Arrays:
        """The weights as they are now."""
        return [part.detach().numpy().copy() for part in self._network.parts]

    def step(self, x: np.ndarray, y: np.ndarray) -> None:
        """Move the weights once."""
        self._optimiser.zero_grad()
        self._loss(self._network(self._tensor(x)), self._tensor(y)).backward()
        self._optimiser.step()


def descents(parameters: Arrays, rate: float) -> dict[str, Any]:
    """The four ways, each at these weights; imports autograd and torch."""
    return {
        "by hand": Descent(hand_gradients, parameters, rate),
        "tape": Descent(tape_gradients, parameters, rate),
        "autograd": Descent(autograd_gradients(), parameters, rate),
        "torch": TorchDescent(parameters, rate),
    }


@dataclass(frozen=True)
class FourWays:
    """The same steps made in four ways: how far apart the weights end, and what a step costs.

    Attributes
    ----------
    hidden : int
        Hidden units, in [1, 256].
    batch_size : int
        Points in a minibatch, in [1, 1000].
    steps_each : int
        Steps of each way, in [10, 10000]; made ten at a time.
    rate : float
        Learning rate, in (0, 10].

    Raises
    ------
    TypeError, ValueError
        On creation, naming the field.
    """

    hidden: int = 8
    batch_size: int = 10
    steps_each: int = 300
    rate: float = 0.1

    def __post_init__(self) -> None:
        check_integer("hidden", self.hidden, 1, 256)
        check_integer("batch_size", self.batch_size, 1, 1000)
        check_integer("steps_each", self.steps_each, 10, 10_000)
        check_number("rate", self.rate, 0, 10, open_low=True)

    @property
    def steps(self) -> int:
        """How often `pieces` yields, about: looking for torch takes as long as it takes."""
        return 4 * (self.steps_each // CHUNK)

    def pieces(self) -> Generator[StepTimes | Loading, None, StepTimes]:
        """Measure a little at a time: `Loading` while the packages load, then the times so far."""
        # The first optimiser of torch imports torch._dynamo, which takes as long again.
        yield from loaded("autograd", "torch", "torch._dynamo")
        rng = generator(0, "initial weights")
        start = by_hand.initial(2, self.hidden, 1, rng)
        ways = descents(start, self.rate)
        batches = {name: self._minibatches() for name in ways}
        turns = {
            name: lambda way=way, batch=batches[name]: way.step(*next(batch))
            for name, way in ways.items()
        }
        with one_thread():
            measured = yield from in_turns(turns, self.steps_each // CHUNK, CHUNK)
        first = ways["by hand"].parameters
        apart = {name: largest_difference(first, way.parameters) for name, way in ways.items()}
        return StepTimes(measured.seconds, apart, measured.steps)

    def _minibatches(self) -> Generator[tuple[np.ndarray, np.ndarray], None, None]:
        """Endless minibatches, the same for every way."""
        data, rng = make_dataset("circle", 1000), generator(0, "minibatches")
        x, y = data.x_train.astype(float), data.y_train[:, None].astype(float)
        while True:
            chosen = rng.integers(0, len(x), self.batch_size)
            yield x[chosen], y[chosen]

    def run(self) -> StepTimes:
        """Do all of it at once."""
        return exhaust(self.pieces())

    def code(self) -> str:
        """Lines of Python that make the same steps; they end with the differences."""
        return (
            "from course.same_network import FourWays\n\n"
            f"{self!r}.run().differences"
        )


def largest_difference(one: Arrays, other: Arrays) -> float:
    """Over every entry of two lists of arrays of the same shapes; NaN if any is not a number."""
    return float(max(np.abs(a - b).max() for a, b in zip(one, other, strict=True)))
