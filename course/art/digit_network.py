"""A small convolutional network that reads digits, trained when it is first asked for.

It learns from scikit-learn's handwritten digits, moved by up to a pixel, and from halves of
digits, of which it is told that they may be anything: so it must look at the whole of a digit.
"""
import threading
from dataclasses import dataclass
from functools import cache

import numpy as np
import torch
from torch import nn
from torch.nn.functional import cross_entropy, one_hot

from course.digits import N_TRAIN, SIDE, load
from course.seeding import generator
from course.torch_layers import frozen, one_thread

CHANNELS = (16, 32)
PASSES, BATCH, RATE = 20, 50, 0.005
NOISE = 0.2  # at most, of each value's deviation, in training
_training = threading.Lock()  # whoever comes second waits, instead of training another


def network(seed: int = 0) -> nn.Module:
    """The trained network: from pictures (n, 1, 8, 8), ink in [0, 1], to logits (n, 10).

    The first call trains it, which takes some seconds; its weights are frozen.

    Parameters
    ----------
    seed : int
        For the split of the digits, the first weights, and everything drawn in training.
    """
    with _training:
        return _trained(seed)


@cache
def _trained(seed: int) -> nn.Module:
    rng = generator(seed, "digit network")
    made = _untrained(rng)
    with one_thread(), torch.enable_grad():
        steps = PASSES * N_TRAIN // BATCH
        optimiser = torch.optim.AdamW(made.parameters(), RATE, weight_decay=1e-4)
        falling = torch.optim.lr_scheduler.LinearLR(optimiser, 1.0, 0.01, steps)
        for _ in range(PASSES):
            for chosen in rng.permutation(N_TRAIN).reshape(-1, BATCH):
                pictures, wanted = _batch(chosen, seed, rng)
                optimiser.zero_grad()
                cross_entropy(made(pictures), wanted).backward()
                optimiser.step()
                falling.step()
    return frozen(made)


def _untrained(rng: np.random.Generator) -> nn.Module:
    """Two convolutions, the largest of each 2 x 2, and a linear layer."""
    first, second = CHANNELS
    last = second * (SIDE // 2) ** 2
    with torch.device("meta"):  # torch's own draw would move its global state
        made = nn.Sequential(
            nn.Conv2d(1, first, 3, padding=1), nn.ReLU(),
            nn.Conv2d(first, second, 3, padding=1), nn.ReLU(),
            nn.MaxPool2d(2), nn.Flatten(), nn.Linear(last, 10),
        )  # fmt: skip
    made.to_empty(device="cpu")
    with torch.no_grad():
        for values in made.parameters():
            reach = values[0].numel() ** -0.5 if values.ndim > 1 else 0.0
            drawn = rng.uniform(-reach, reach, values.shape).astype(np.float32)
            values.copy_(torch.from_numpy(drawn))
    return made


def _batch(
    chosen: np.ndarray, seed: int, rng: np.random.Generator
) -> tuple[torch.Tensor, torch.Tensor]:
    """Digits and both halves of each, noisy, (150, 1, 8, 8), and what shall be said, (150, 10)."""
    digits, n = load(seed), len(chosen)
    whole = digits.x_train[chosen].reshape(n, SIDE, SIDE)
    whole = np.roll(whole, rng.integers(-1, 2, 2), (1, 2))
    turn, off = rng.uniform(0, 2 * np.pi, (n, 1, 1)), rng.uniform(-1, 1, (n, 1, 1))
    ticks = np.arange(SIDE) - (SIDE - 1) / 2
    side = ticks * np.cos(turn) + ticks[:, None] * np.sin(turn) > off
    pictures = np.concatenate([whole, whole * side, whole * ~side])
    noise = rng.uniform(0, NOISE, (3 * n, 1, 1)) * rng.normal(0, 1, pictures.shape)
    said = one_hot(torch.from_numpy(digits.y_train[chosen]), 10).float()
    wanted = torch.cat([said, torch.full((2 * n, 10), 0.1)])
    return torch.from_numpy((pictures + noise).astype(np.float32))[:, None], wanted


@dataclass(frozen=True)
class Accuracy:
    """How many of the pictures that it has not learnt from it reads rightly, in [0, 1].

    Both were looked at while passes and rate of the training were chosen, so that either may
    flatter it a little.

    Attributes
    ----------
    validation : float
        Of 297 pictures.
    test : float
        Of 500 others.
    """

    validation: float
    test: float


def accuracy(seed: int = 0) -> Accuracy:
    """How well the network reads; trains it first if need be."""
    digits = load(seed)
    sets = ((digits.x_validation, digits.y_validation), (digits.x_test, digits.y_test))
    right = []
    for x, y in sets:
        pictures = torch.from_numpy(x.astype(np.float32)).view(-1, 1, SIDE, SIDE)
        with torch.no_grad():
            said = network(seed)(pictures).argmax(1).numpy()
        right.append(float((said == y).mean()))
    return Accuracy(*right)
