"""The names of parameterisations and goals agree with the code that they name."""
import subprocess
import sys

import pytest
import torch

from course.art.build import goal, make_optimiser, parameterisation
from course.art.create import create
from course.art.goals import term
from course.pictures.catalogue import OPTIMISERS, PARAMETERISATIONS, TERMS, default_rate
from course.pictures.targets import target

KINDS = tuple(PARAMETERISATIONS)
SIZE = 16


@pytest.mark.parametrize("name", KINDS)
def test_a_parameterisation_is_what_its_entry_says(name):
    kind, thing = PARAMETERISATIONS[name], parameterisation(name, SIZE)
    assert (kind.name, thing.name, thing.rate) == (name, name, kind.rate)
    assert thing.count == sum(values.numel() for values in thing.parameters()) > 0
    if kind.pointwise:
        assert thing.at(torch.zeros(5, 2)).shape == (5, 3)
    else:
        with pytest.raises(NotImplementedError, match=f"{name} makes whole pictures only"):
            thing.at(torch.zeros(5, 2))


@pytest.mark.parametrize("name", [name for name in TERMS if name != "text"])
def test_a_term_is_what_its_entry_says(name):
    kind = TERMS[name]
    [one] = goal({name: kind.weight}, target=target("rose", 16)).terms
    assert (kind.name, one.name, one.weight) == (name, name, kind.weight)
    assert one.random is kind.random


@pytest.mark.parametrize("entry", [*PARAMETERISATIONS.values(), *TERMS.values()])
def test_an_entry_has_words_for_people(entry):
    assert entry.label.strip()
    assert len(entry.words.split()) >= 3
    assert not entry.words.endswith(".")


def test_the_number_of_blobs_in_the_menu_is_that_of_the_code():
    assert PARAMETERISATIONS["splats"].label == f"{len(parameterisation('splats', 8).depth)} blobs"


@pytest.mark.parametrize("name", KINDS)
@pytest.mark.parametrize("optimiser", OPTIMISERS)
def test_the_default_rate_of_an_optimiser_brings_the_picture_nearer_to_its_target(name, optimiser):
    thing = parameterisation(name, SIZE, seed=1)
    wish = goal({"match": 1.0}, target=target("sunset", SIZE))
    losses = [step.loss for step in create(thing, wish, optimiser=optimiser, steps=15)]
    assert losses[-1] < 0.98 * losses[0]


def test_the_rate_is_that_of_the_entry_for_adam_and_larger_for_sgd_on_pixels():
    assert default_rate("siren") == PARAMETERISATIONS["siren"].rate
    assert default_rate("pixels", "SGD") == 10 * default_rate("pixels", "momentum") == 1000
    assert default_rate("stack", "L-BFGS") == 1
    assert default_rate("of my own") > 0
    with pytest.raises(ValueError, match="optimiser must be one of SGD, momentum, Adam, L-BFGS"):
        default_rate("pixels", "sgd")


def test_optimisers_are_torchs_and_take_the_default_rate_of_their_thing():
    thing = parameterisation("stack", 8)
    kinds = (torch.optim.SGD, torch.optim.SGD, torch.optim.Adam, torch.optim.LBFGS)
    for name, kind in zip(OPTIMISERS, kinds, strict=True):
        made = make_optimiser(name, thing)
        assert type(made) is kind
        assert made.param_groups[0]["lr"] == default_rate("stack", name)
    assert make_optimiser("momentum", thing, 2.5).param_groups[0]["lr"] == 2.5


@pytest.mark.parametrize("rate", [0, -1, float("nan"), 100_001])
def test_a_rate_that_cannot_be_used_is_refused(rate):
    with pytest.raises(ValueError, match=r"rate must be in \(0, 100000\]"):
        make_optimiser("Adam", parameterisation("pixels", 8), rate)


def test_a_thing_without_parameters_is_named():
    class Still(torch.nn.Module):
        def forward(self):
            return torch.zeros(1, 3, 8, 8)

    with pytest.raises(ValueError, match="Still has no parameters"):
        next(create(Still(), term("dark", torch.mean)))


@pytest.mark.parametrize("name", ["pixel", "", None])
def test_an_unknown_parameterisation_is_refused(name):
    with pytest.raises(ValueError, match="parameterisation must be one of pixels, stack"):
        parameterisation(name)


def test_the_menu_can_be_drawn_before_torch_is_there():
    code = (
        "import sys, course.pictures.catalogue, course.pictures.targets, course.pictures.raw\n"
        "assert not {'torch', 'sklearn', 'PIL', 'course.art'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
