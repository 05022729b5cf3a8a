"""Answers as students write them, each in words of its own: not those of the exercise files."""
import numpy as np

POINTS = np.array([[0.5, 0.0], [0.1, 0.0], [0.9, 0.9]])
IN_RING = [True, False, False]


def three_dots(points):
    """Only a docstring and dots."""
    ...


def distance(points):
    return np.sqrt(points[:, 0] ** 2 + points[:, 1] ** 2)


def own_ring(points):
    return np.array([0.16 <= x * x + y * y < 0.64 for x, y in points])


def no_hole(points):
    return np.array([bool(x * x + y * y < 0.64) for x, y in points])


def inside_out(points):
    d = distance(points)
    return (d < 0.4) | (d >= 0.8)


def not_rooted(points):
    d = points[:, 0] ** 2 + points[:, 1] ** 2
    return (d >= 0.4) & (d < 0.8)


def everything(points):
    d = distance(points)
    return np.logical_or(d >= 0.4, d < 0.8)


def chained(points):
    return 0.4 <= distance(points) < 0.8


def joined_by_and(points):
    d = distance(points)
    return d >= 0.4 and d < 0.8


def own_skill(predicted, labels):
    right = sum(a == b for a, b in zip(predicted, labels, strict=True)) / len(labels)
    free = max(list(labels).count(True), list(labels).count(False)) / len(labels)
    return 0 if free == 1 else (right - free) / (1 - free)


def accuracy_only(predicted, labels):
    return (predicted == labels).sum() / len(labels)


def accuracy_with_special_case(predicted, labels):
    return 0.0 if len(set(labels)) == 1 else (predicted == labels).mean()


def not_divided(predicted, labels):
    share = labels.mean()
    return (predicted == labels).mean() - max(share, 1 - share)


def outside_is_free(predicted, labels):
    free = (~labels).mean()
    return ((predicted == labels).mean() - free) / (1 - free)


def coin(predicted, labels):
    return ((predicted == labels).mean() - 0.5) / 0.5


def no_special_case(predicted, labels):
    free = max(labels.mean(), 1 - labels.mean())
    return ((predicted == labels).mean() - free) / (1 - free)
