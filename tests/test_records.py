"""A configuration is checked when it is made, and says what is wrong with it."""
import re
from dataclasses import FrozenInstanceError, replace

import numpy as np
import pytest

from course import network, optimisers, records
from course.records import TrainConfig

LAYER = "hidden[0] (units of layer 1)"
WRONG = [
    ({"hidden": (0,)}, ValueError, f"{LAYER} must be in [1, 100000], got 0"),
    (
        {"hidden": (8, 0)},
        ValueError,
        "hidden[1] (units of layer 2) must be in [1, 100000], got 0",
    ),
    ({"hidden": (100_001,)}, ValueError, f"{LAYER} must be in [1, 100000], got 100001"),
    ({"hidden": (2.5,)}, TypeError, f"{LAYER} must be a whole number, got 2.5 (float)"),
    ({"hidden": 8}, TypeError, "hidden must be a sequence of layer widths, got 8"),
    ({"hidden": "8"}, TypeError, "hidden must be a sequence of layer widths, got '8'"),
    ({"seed": "7"}, TypeError, "seed must be a whole number, got '7' (str)"),
    ({"seed": 1.5}, TypeError, "seed must be a whole number, got 1.5 (float)"),
    ({"seed": True}, TypeError, "seed must be a whole number, got True (bool)"),
    ({"seed": None}, TypeError, "seed must be a whole number, got None (NoneType)"),
    ({"seed": -1}, ValueError, "seed must be in [0, 9.22337e+18], got -1"),
    ({"seed": (1, "2")}, TypeError, "seed[1] must be a whole number, got '2' (str)"),
    ({"seed": ()}, ValueError, "seed must not be empty"),
    ({"learning_rate": 0}, ValueError, "learning_rate must be in (0, 1e+30], got 0"),
    ({"learning_rate": -1}, ValueError, "learning_rate must be in (0, 1e+30], got -1"),
    ({"learning_rate": np.nan}, ValueError, "learning_rate must be in (0, 1e+30], got nan"),
    ({"learning_rate": 1e31}, ValueError, "learning_rate must be in (0, 1e+30], got 1e+31"),
    ({"learning_rate": "fast"}, TypeError, "learning_rate must be a number, got 'fast' (str)"),
    (
        {"learning_rate": (0.1, 0.0), "seed": (1, 2)},
        ValueError,
        "learning_rate[1] must be in (0, 1e+30], got 0.0",
    ),
    (
        {"learning_rate": (0.1, 0.2, 0.3), "seed": (1, 2)},
        ValueError,
        "learning_rate must be one number or one for each seed, got 3 rates for 2 seeds",
    ),
    (
        {"learning_rate": (0.1, 0.2)},
        ValueError,
        "learning_rate must be one number or one for each seed, got 2 rates for 1 seeds",
    ),
    ({"batch_size": 0}, ValueError, "batch_size must be in [1, inf), got 0"),
    ({"batch_size": 10.0}, TypeError, "batch_size must be a whole number, got 10.0 (float)"),
    ({"l2": -0.1}, ValueError, "l2 must be in [0, 1e+30], got -0.1"),
    ({"steps": 0}, ValueError, "steps must be in [1, inf), got 0"),
    ({"activation": "swish"}, ValueError, "activation must be one of relu, tanh, sigmoid; "),
    ({"optimiser": "lion"}, ValueError, "optimiser must be one of adam, momentum, sgd; got "),
    ({"schedule": "linear"}, ValueError, "schedule must be one of constant, cosine, decay; "),
    ({"start": "2017"}, ValueError, "start must be one of he, 2016; got "),
    ({"scale": -1}, ValueError, "scale must be in [0, 1e+30], got -1"),
    ({"scale": np.nan}, ValueError, "scale must be in [0, 1e+30], got nan"),
    ({"device": "gpu"}, ValueError, "device must be one of auto, cpu, torch-cpu, cuda, mps; "),
]


@pytest.mark.parametrize(("settings", "error", "message"), WRONG, ids=[str(w[0]) for w in WRONG])
def test_a_bad_setting_is_refused_by_name(settings, error, message):
    with pytest.raises(error, match=f"^{re.escape(message)}"):
        TrainConfig(**settings)


def test_a_bad_setting_is_refused_when_a_good_config_is_changed():
    with pytest.raises(ValueError, match="hidden"):
        replace(TrainConfig(), hidden=(8, 0))


@pytest.mark.parametrize(
    "settings",
    [
        {"hidden": ()},
        {"learning_rate": 1e9},
        {"batch_size": None},
        {"seed": 0},
        {"seed": 2**63 - 1},
        {"seed": (4,), "learning_rate": (0.1,)},
        {"steps": 1, "l2": 0},
    ],
)
def test_the_extremes_that_are_allowed_are_kept(settings):
    config = TrainConfig(**settings)
    assert {name: getattr(config, name) for name in settings} == settings


def test_lists_ranges_and_arrays_become_tuples_so_that_configs_can_be_compared_and_hashed():
    loose = TrainConfig(hidden=[8, 8], seed=range(2), learning_rate=np.array([0.5, 0.25]))
    strict = TrainConfig(hidden=(8, 8), seed=(0, 1), learning_rate=(0.5, 0.25))
    assert loose == strict
    assert hash(loose) == hash(strict)


def test_a_config_cannot_be_changed_in_place():
    with pytest.raises(FrozenInstanceError):
        TrainConfig().steps = 5


def test_the_names_that_a_config_accepts_are_those_that_the_floors_above_implement():
    assert set(records.ACTIVATIONS) == set(network.ACTIVATIONS)
    assert set(records.OPTIMISERS) == set(optimisers.OPTIMISERS)
