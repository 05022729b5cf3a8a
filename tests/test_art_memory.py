"""A device whose memory is full: the CPU goes on with the same parameters, and says so."""
import pytest
import torch

from course.art import create as creating
from course.art.build import parameterisation
from course.art.create import create
from course.art.goals import match
from course.art.optimisers import make_optimiser
from course.pictures.targets import target

SIZE = 8
TARGET = target("sunset", SIZE)


class Card:
    """Stands for a device: the parameters are on it until its memory is full.

    There is no card in a test, so its numbers lie in the CPU's memory; what is replaced is the
    one question where they are, and the error is the one that torch raises.
    """

    def __init__(self, thing, monkeypatch, error):
        self.there, self.error, self.looks = True, error, 0
        self.make = thing.forward
        monkeypatch.setattr(creating, "on_cpu", lambda _: not self.there)
        monkeypatch.setattr(thing, "forward", self.forward)
        moving = creating.to_cpu

        def moved(*given):
            self.there = False
            moving(*given)

        monkeypatch.setattr(creating, "to_cpu", moved)

    def forward(self):
        self.looks += 1
        if self.there and self.looks == 4:
            raise self.error
        return self.make()


@pytest.mark.parametrize(
    "error",
    [torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 20 GiB."),
     RuntimeError("MPS backend out of memory (MPS allocated: 9 GB)")],
)  # fmt: skip
def test_the_cpu_goes_on_where_a_devices_memory_is_full(error, monkeypatch):
    undisturbed = list(create(parameterisation("stack", SIZE), match(TARGET), steps=7))
    thing = parameterisation("stack", SIZE)
    card = Card(thing, monkeypatch, error)
    steps = list(create(thing, match(TARGET), steps=7))
    assert not card.there
    assert [step.index for step in steps] == list(range(8))
    assert [step.loss for step in steps] == [step.loss for step in undisturbed]
    assert [step.note for step in steps[:3]] == [""] * 3
    assert set(step.note for step in steps[3:]) == {"the device’s memory is full: the CPU goes on"}


def test_memory_that_is_full_during_an_update_is_no_end_either(monkeypatch):
    undisturbed = list(create(parameterisation("stack", SIZE), match(TARGET), steps=5))
    thing = parameterisation("stack", SIZE)
    Card(thing, monkeypatch, None)
    optimiser = make_optimiser("Adam", thing)
    update, calls = optimiser.step, []

    def full_once(closure):
        calls.append(closure)
        if len(calls) == 3:
            raise torch.OutOfMemoryError("CUDA out of memory.")
        return update(closure)

    monkeypatch.setattr(optimiser, "step", full_once)
    steps = list(create(thing, match(TARGET), optimiser=optimiser, steps=5))
    last = {step.index: step.loss for step in steps}
    assert last == {step.index: step.loss for step in undisturbed}
    assert steps[-1].note.startswith("the device’s memory is full")


def test_on_the_cpu_a_full_memory_is_told(monkeypatch):
    thing = parameterisation("stack", SIZE)
    before = [values.detach().clone() for values in thing.parameters()]

    def full():
        raise torch.OutOfMemoryError("out of memory")

    monkeypatch.setattr(thing, "forward", full)
    with pytest.raises(torch.OutOfMemoryError):
        next(create(thing, match(TARGET)))
    assert all(torch.equal(*pair) for pair in zip(thing.parameters(), before, strict=True))


def test_another_error_of_a_device_is_told_as_it_is(monkeypatch):
    thing = parameterisation("stack", SIZE)
    Card(thing, monkeypatch, RuntimeError("an illegal memory access was encountered"))
    with pytest.raises(RuntimeError, match="illegal memory access"):
        list(create(thing, match(TARGET), steps=7))


def test_parameters_and_the_memory_of_their_optimiser_come_to_the_cpu_together():
    thing = parameterisation("stack", SIZE)
    optimiser = make_optimiser("Adam", thing)
    list(create(thing, match(TARGET), optimiser=optimiser, steps=2))
    before = [values.detach().clone() for values in thing.parameters()]
    creating.to_cpu(thing, optimiser)
    held = {id(values) for group in optimiser.param_groups for values in group["params"]}
    assert held == {id(values) for values in thing.parameters()}
    assert all(torch.equal(*pair) for pair in zip(thing.parameters(), before, strict=True))
    assert all(int(state["step"]) == 2 for state in optimiser.state.values())
