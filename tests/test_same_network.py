"""Four ways to the same gradients make the same steps."""
import dataclasses
import sys

import numpy as np
import pytest

from course import by_hand, same_network
from course.loading import loaded
from course.same_network import FourWays, descents, largest_difference

RNG = np.random.default_rng(5)
X = RNG.uniform(-1, 1, (12, 2))
Y = (RNG.uniform(size=(12, 1)) < 0.5).astype(float)
START = by_hand.initial(2, 6, 1, RNG)


def nudged(parameters):
    """Gradients by finite differences of the loss as lesson 01 defines it."""

    def loss(place, part):
        moved = [part if i == place else p for i, p in enumerate(parameters)]
        return by_hand.cross_entropy(by_hand.forward(X, *moved)[1], Y)

    return [
        by_hand.numerical_gradient(lambda part, place=place: loss(place, part), parameters[place])
        for place in range(4)
    ]


@pytest.mark.parametrize("name", ["hand_gradients", "tape_gradients", "autograd_gradients"])
def test_each_way_finds_the_gradients_that_nudging_finds(name):
    way = getattr(same_network, name)
    found = (way() if name == "autograd_gradients" else way)(START, X, Y)
    for one, other in zip(found, nudged(START), strict=True):
        np.testing.assert_allclose(one, other, atol=1e-8)


def test_the_first_step_of_every_way_goes_along_that_gradient():
    expected = [part - 0.3 * slope for part, slope in zip(START, nudged(START), strict=True)]
    for name, way in descents(START, 0.3).items():
        way.step(X, Y)
        assert largest_difference(way.parameters, expected) < 1e-8, name
    assert largest_difference(START, expected) > 1e-3


def test_the_four_ways_agree_to_a_millionth_after_300_steps_and_far_better():
    result = FourWays(hidden=16, batch_size=10).run()
    assert list(result.differences) == ["by hand", "tape", "autograd", "torch"]
    assert result.steps == 300
    assert result.differences["by hand"] == 0
    assert max(result.differences.values()) < 1e-12
    assert min(list(result.differences.values())[1:]) > 0  # each rounds in its own way


def test_the_code_gives_the_same_differences():
    ways = FourWays(hidden=4, batch_size=3, steps_each=20)
    *lines, last = ways.code().splitlines()
    names = {}
    exec("\n".join(lines), names)
    assert eval(last, names) == ways.run().differences


def test_a_difference_that_is_not_a_number_is_not_hidden():
    assert np.isnan(largest_difference([np.array([1.0, np.nan])], [np.zeros(2)]))


@pytest.mark.parametrize(
    ("field", "value"), [("hidden", 0), ("batch_size", 1001), ("steps_each", 5), ("rate", 0)]
)
def test_a_setting_that_is_not_allowed_is_named(field, value):
    with pytest.raises(ValueError, match=f"{field} must be .*got {value}"):
        FourWays(**{field: value})


def test_the_record_is_frozen():
    with pytest.raises(dataclasses.FrozenInstanceError):
        FourWays().hidden = 3


def test_a_module_is_loaded_while_others_go_on(tmp_path, monkeypatch):
    (tmp_path / "slow_module_of_a_test.py").write_text("import time\ntime.sleep(0.05)\nready = 1\n")
    monkeypatch.syspath_prepend(tmp_path)
    turns = sum(1 for _ in loaded("slow_module_of_a_test"))
    assert turns > 3
    assert sys.modules.pop("slow_module_of_a_test").ready == 1


def test_a_module_that_is_not_there_is_said():
    with pytest.raises(ImportError, match="no_such_module"):
        list(loaded("no_such_module"))
