"""Gradients of every parameterisation and every goal, against finite differences in float64."""
import numpy as np
import pytest
import torch

from course.art.build import goal as built
from course.art.build import parameterisation
from course.pictures.catalogue import PARAMETERISATIONS, TERMS
from course.pictures.targets import target

SIZE = 16
LOOKS = 4  # numbers looked at in each of a thing's parameters
STEP = 1e-5
TARGET = target("flower", SIZE)
# A stroke's nearest point is searched for, and the search ends when nobody would see more.
CLOSE = {"strokes": 2e-3}
SMOOTHLY = ("match", "mirror", "kaleidoscope", "contrast", "palette", "smooth", "texture")


def slope(function, values, place):
    """Central difference of a function of nothing, by one number of a tensor."""
    at = np.unravel_index(place, values.shape)
    with torch.no_grad():
        before = values[at].item()
        values[at] = before + STEP
        above = function()
        values[at] = before - STEP
        below = function()
        values[at] = before
    return (above - below) / (2 * STEP)


def moved(thing, rng):
    """The thing in float64, away from the symmetries of its start."""
    thing = thing.double()
    with torch.no_grad():
        for values in thing.parameters():
            values += torch.tensor(rng.normal(0, 0.05, values.shape)) * (values.abs().mean() + 0.1)
    return thing


@pytest.mark.parametrize("name", PARAMETERISATIONS)
def test_the_gradient_of_a_parameterisation_is_that_of_finite_differences(name):
    rng = np.random.default_rng(4)
    thing = moved(parameterisation(name, SIZE, seed=2), rng)
    weights = torch.tensor(rng.normal(size=(1, 3, SIZE, SIZE)))

    def seen():
        return float((weights * thing()).sum().detach())

    (weights * thing()).sum().backward()
    for called, values in thing.named_parameters():
        strong = values.grad.abs().reshape(-1).topk(min(50, values.numel())).indices.numpy()
        for place in rng.choice(strong, min(LOOKS, len(strong)), replace=False):
            found, expected = values.grad.reshape(-1)[place].item(), slope(seen, values, place)
            near = pytest.approx(expected, rel=CLOSE.get(name, 1e-4), abs=1e-6)
            assert found == near, f"{called}[{place}]"


@pytest.mark.parametrize("name", [name for name, k in PARAMETERISATIONS.items() if k.pointwise])
def test_the_gradient_of_single_points_is_that_of_finite_differences(name):
    rng = np.random.default_rng(5)
    thing = moved(parameterisation(name, SIZE, seed=2), rng)
    points = torch.tensor(rng.uniform(-1, 1, (40, 2)))
    weights = torch.tensor(rng.normal(size=(40, 3)))

    def seen():
        return float((weights * thing.at(points)).sum().detach())

    (weights * thing.at(points)).sum().backward()
    for called, values in thing.named_parameters():
        place = int(values.grad.abs().argmax())
        found, expected = values.grad.reshape(-1)[place].item(), slope(seen, values, place)
        near = pytest.approx(expected, rel=CLOSE.get(name, 1e-4), abs=1e-6)
        assert found == near, f"{called}[{place}]"


@pytest.mark.parametrize("name", [name for name in TERMS if name != "text"])
def test_the_gradient_of_a_goal_is_that_of_finite_differences(name):
    rng = np.random.default_rng(6)
    [one] = built({name: 1.0}, target=TARGET).terms
    # float32 inside a goal would round these differences away.
    image = torch.tensor(rng.uniform(0.2, 0.8, (1, 3, SIZE, SIZE)), requires_grad=True)

    def said():
        return one(image, torch.Generator().manual_seed(8))

    said().backward()
    strong = image.grad.abs().reshape(-1).topk(200).indices.numpy()
    for place in rng.choice(strong, 6, replace=False):
        found = image.grad.reshape(-1)[place].item()
        expected = slope(lambda: float(said().detach()), image, place)
        assert found == pytest.approx(expected, rel=1e-3, abs=1e-9), place


@pytest.mark.parametrize("name", SMOOTHLY)
def test_a_goal_is_nowhere_below_nothing(name):
    rng = np.random.default_rng(7)
    [one] = built({name: 1.0}, target=TARGET).terms
    for seed in range(5):
        image = torch.tensor(rng.uniform(0, 1, (1, 3, SIZE, SIZE)), dtype=torch.float32)
        assert float(one(image, torch.Generator().manual_seed(seed))) >= 0


@pytest.mark.parametrize("name", SMOOTHLY)
def test_a_picture_of_one_colour_has_a_finite_gradient(name):
    [one] = built({name: 1.0}, target=TARGET).terms
    image = torch.full((1, 3, SIZE, SIZE), 0.5, requires_grad=True)
    one(image, torch.Generator().manual_seed(0)).backward()
    assert torch.isfinite(image.grad).all()
