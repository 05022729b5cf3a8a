"""What one unit sees, what a network is without it, and where its answer turns.

    >>> from course.units import boundary, train
    >>> network = train((3,))
    >>> len(boundary(network).edges)
    6
"""
from course.units.boundary import Boundary, Edge, boundary
from course.units.fields import dead_units, fold, folds, packed_sums, unit_fields, weighted_sums
from course.units.removal import UnitId, accuracies_without, importance, unit_ids, without
from course.units.seeds import CHOSEN, SEEDS, chosen_seed, recipe, train

__all__ = [
    "CHOSEN",
    "SEEDS",
    "Boundary",
    "Edge",
    "UnitId",
    "accuracies_without",
    "boundary",
    "chosen_seed",
    "dead_units",
    "fold",
    "folds",
    "importance",
    "packed_sums",
    "recipe",
    "train",
    "unit_fields",
    "unit_ids",
    "weighted_sums",
    "without",
]
