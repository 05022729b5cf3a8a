"""Answers to lesson 03's later exercises as students write them: RIGHT ones, and WRONG ones with
what the check is to call them."""
import math

import numpy as np

# ---- without


def without_by_deleting(x, W1, b1, W2, b2, unit):
    h = np.clip(x.dot(np.delete(W1, unit, axis=1)) + np.delete(b1, unit), 0, None)
    return h.dot(np.delete(W2, unit, axis=0)) + b2


def without_by_outgoing_weight(x, W1, b1, W2, b2, unit):
    z = x @ W1 + b1
    weights = [0.0 if j == unit else float(W2[j, 0]) for j in range(len(W2))]
    return ((z * (z > 0)) @ weights)[:, None] + b2


def without_and_for_good(x, W1, b1, W2, b2, unit):
    W2[unit] = 0
    return np.clip(x.dot(W1) + b1, 0, None).dot(W2) + b2


def without_incoming(x, W1, b1, W2, b2, unit):
    weights = np.where(np.arange(len(b1)) == unit, 0.0, W1)
    return np.clip(x.dot(weights) + b1, 0, None).dot(W2) + b2


def without_a_row(x, W1, b1, W2, b2, unit):
    h = np.clip(x.dot(W1) + b1, 0, None)
    h[unit, :] = 0.0
    return h.dot(W2) + b2


def without_the_others(x, W1, b1, W2, b2, unit):
    one = np.clip(x.dot(W1[:, unit]) + b1[unit], 0, None)
    return one[:, None] * W2[unit] + b2


# ---- parameters


def parameters_counted(hidden):
    total, before = 0, 2
    for units in list(hidden) + [1]:
        total += units * before
        total += units
        before = units
    return total


def parameters_by_arrays(hidden):
    shapes = np.array([2, *hidden, 1])
    return np.sum(shapes[:-1] * shapes[1:]) + np.sum(shapes[1:])


def weights_only(hidden):
    shapes = np.array([2, *hidden, 1])
    return int(shapes[:-1] @ shapes[1:])


def units_only(hidden):
    return np.sum([*hidden, 1])


# ---- starts_needed


def starts_by_logarithm(share, wanted):
    return 1 if share == 1 else math.ceil(math.log(1 - wanted) / math.log(1 - share))


def starts_by_failures(share, wanted):
    failing, n = 1 - share, 1
    while failing > 1 - wanted:
        failing *= 1 - share
        n += 1
    return n


def starts_rounded_down(share, wanted):
    if share == 1:
        return 1
    return max(1, math.ceil(math.log(1 - wanted) / math.log(1 - share)) - 1)


def starts_all_succeed(share, wanted):
    n = 1
    while share**n > 1 - wanted and share < 1:
        n += 1
    return n


# ---- best_step


def best_with_a_counter(losses, patience):
    lowest, at, bad = float("inf"), 0, 0
    for i in range(len(losses)):
        if losses[i] < lowest:
            lowest, at, bad = losses[i], i, 0
        else:
            bad = bad + 1
        if bad == patience:
            return at
    return at


def best_of_all(losses, patience):
    return int(np.argmin(losses))


def best_end(losses, patience):
    lowest, at, bad = float("inf"), 0, 0
    for i in range(len(losses)):
        bad = 0 if losses[i] < lowest else bad + 1
        lowest, at = min(lowest, losses[i]), i
        if bad == patience:
            break
    return at


def best_counter_left(losses, patience):
    lowest, at, bad = float("inf"), 0, 0
    for i in range(len(losses)):
        if losses[i] < lowest:
            lowest, at = losses[i], i
        else:
            bad += 1
        if bad == patience:
            break
    return at


RIGHT = {
    "03.without": (without_by_deleting, without_by_outgoing_weight),
    "03.starts_needed": (starts_by_logarithm, starts_by_failures),
    "03.parameters": (parameters_counted, parameters_by_arrays),
    "03.best_step": (best_with_a_counter,),
}
WRONG = (
    ("03.without", without_incoming, "its bias left behind"),
    ("03.without", without_a_row, "a point for a unit"),
    ("03.without", without_the_others, "only this unit left"),
    ("03.without", without_and_for_good, "writes into its argument"),
    ("03.starts_needed", starts_rounded_down, "one too few"),
    ("03.starts_needed", starts_all_succeed, "all of them to succeed"),
    ("03.parameters", weights_only, "biases forgotten"),
    ("03.parameters", units_only, "units counted"),
    ("03.best_step", best_of_all, "the lowest of all"),
    ("03.best_step", best_end, "where it stopped"),
    ("03.best_step", best_counter_left, "patience never renewed"),
)
