"""Several pictures in turn: each is what it would be alone, and none gets ahead of the others."""
import numpy as np
import pytest
import torch

from course.art import build
from course.art.create import create
from course.art.sides import Pace, Record, Sides
from course.pictures.catalogue import default_rate
from course.pictures.sides_catalogue import SETS, Tile, tiles
from course.pictures.targets import target

ROSE = target("rose", 16)
SMALL = 16


def sides(name="optimisers", picture=ROSE, size=SMALL, **chosen):
    return Sides(tiles(name, **chosen), size, picture)


def made(one, steps):
    """Have the thread make so many steps of each."""
    one.pace.even = False
    one.begin()
    one.making.step(steps)
    assert one.making.wait()
    one.making.close()
    return one


# ---- the sets ------------------------------------------------------------------------------


def test_the_optimisers_differ_in_nothing_but_optimiser_and_rate():
    chosen = tiles("optimisers", parameterisation="stack")
    assert [tile.optimiser for tile in chosen] == ["SGD", "momentum", "Adam", "L-BFGS"]
    assert {tile.parameterisation for tile in chosen} == {"stack"}
    assert {tile.terms for tile in chosen} == {(("match", 1.0),)}
    assert [tile.rate for tile in chosen] == [
        default_rate("stack", tile.optimiser) for tile in chosen
    ]


def test_sgd_can_be_given_the_rate_of_adam():
    assert tiles("optimisers")[0].rate == 1000
    assert tiles("optimisers", sgd="adam")[0].rate == default_rate("pixels", "Adam") == 0.05


def test_rates_of_ones_own_are_taken_in_order():
    assert [tile.rate for tile in tiles("optimisers", rates=(1, 2, 0.5, 4))] == [1, 2, 0.5, 4]


def test_the_artists_all_have_the_same_goal():
    for goal in ("palette", "kaleidoscope"):
        assert len({tile.terms for tile in tiles("artworks", goal=goal)}) == 1
        assert len({tile.parameterisation for tile in tiles("artworks", goal=goal)}) == 4


@pytest.mark.parametrize(
    ("call", "message"),
    [(lambda: tiles("all"), "set must be one of optimisers, hands, artworks, neuron, stochastic"),
     (lambda: tiles("optimisers", parameterisation="cppn"), "parameterisation must be one of"),
     (lambda: tiles("optimisers", sgd="large"), "sgd must be one of own, adam; got 'large'"),
     (lambda: tiles("artworks", goal="match"), "goal must be one of palette, kaleidoscope"),
     (lambda: tiles("hands", rates=(1.0,)), "rates must be 6 numbers for this set, got 1"),
     (lambda: tiles("optimisers", rates=(1, 1, 0, 1)), r"rates\[2\] must be in \(0, 100000\]"),
     (lambda: Sides((), SMALL, ROSE).advance([1]), "steps must be 0 numbers, got 1"),
     (lambda: Sides((), SMALL, ROSE, across="both"), "across must be one of steps, time")],
)  # fmt: skip
def test_what_there_is_not_is_refused_in_words(call, message):
    with pytest.raises(ValueError, match=message):
        call()


# ---- making them ---------------------------------------------------------------------------


def test_each_is_what_it_is_alone():
    together = made(sides(), 4)
    for which, tile in enumerate(tiles("optimisers")):
        thing = build.parameterisation("pixels", SMALL, 0)
        walk = create(
            thing, build.goal({"match": 1.0}, target=ROSE), optimiser=tile.optimiser, rate=tile.rate
        )
        alone = [next(walk).loss for _ in range(5)]
        assert together.records[which].losses == alone
        assert together.records[which].steps == [0, 1, 2, 3, 4]
        assert together.making.newest(which).index == 4


def test_here_and_now_they_are_the_same_as_on_the_thread():
    here, there = sides(), made(sides(), 3)
    here.advance([3, 1, 3, 0])
    for one, other, steps in zip(here.records, there.records, [3, 1, 3, 0], strict=True):
        assert one.losses == other.losses[: steps + 1]


def test_all_begin_at_the_same_picture():
    last = sides().advance([0, 0, 0, 0])
    for step in last[1:]:
        assert torch.equal(step.image, last[0].image)


def test_the_steepest_slope_is_that_of_the_start():
    one = made(sides(), 2)
    thing = build.parameterisation("pixels", SMALL, 0)
    next(create(thing, build.goal({"match": 1.0}, target=ROSE)))
    [values] = thing.parameters()
    assert one.records[0].steepest == pytest.approx(float(values.grad.abs().max()))
    assert one.records[0].count == values.numel()


def test_a_failure_stops_its_own_picture_and_no_other():
    good = Tile("good", "pixels", (("match", 1.0),))
    bad = Tile("bad", "pixels", (("palette", 1.0),), optimiser="L-BFGS", rate=1.0)
    one = Sides((bad, good), SMALL, ROSE, until=5)
    one.begin()
    one.making.wait()
    one.making.step(3)
    one.making.wait()
    assert "L-BFGS" in str(one.making.failure(0))
    assert one.making.failure(1) is None
    assert [record.stopped for record in one.records] == [True, False]
    assert one.records[1].index >= 3
    one.making.close()


def test_a_goal_without_its_target_is_the_failure_of_its_picture():
    one = Sides((Tile("bad", "pixels", (("match", 1.0),)),), SMALL)
    one.begin()
    one.making.wait()
    assert "match needs a target" in str(one.making.failure(0))
    assert one.pace.over
    one.making.close()


def test_random_pixels_are_measured_on_the_whole_picture_when_there_is_one():
    tile = Tile("some", "splats", (("match", 1.0),), rate=0.03, pixels=40, count=16)
    one = made(Sides((tile,), SMALL, ROSE), 12)
    assert one.records[0].steps == [0, 10]
    thing = build.parameterisation("splats", SMALL, 0, count=16)
    picture = thing().detach()[0].permute(1, 2, 0).double().numpy()
    first = np.mean((picture - ROSE / 255) ** 2)
    assert one.records[0].losses[0] == pytest.approx(first, rel=1e-4)


def test_the_neuron_is_asked_what_it_reads(monkeypatch):
    said = np.full(10, 0.02)
    said[7] = 0.82
    monkeypatch.setattr("course.art.sides.neuron.probabilities", lambda picture: said)
    smooth = build.goal({"smooth": 1.0})
    monkeypatch.setattr("course.art.sides.neuron.neuron", lambda digit, jitter: smooth)
    monkeypatch.setattr("course.art.sides.network", lambda: None)
    one = Sides((Tile("read", "pixels", (("moved", 1.0), ("ink", 0.5))),), SMALL, digit=7)
    one.begin()
    one.making.ask()
    one.making.wait()
    assert one.making.look().words == "read as 7: 82.0%"
    one.making.close()


# ---- whose turn it is ----------------------------------------------------------------------


def record(steps, seconds, stopped=False):
    return Record(index=steps, seconds=seconds, stopped=stopped)


def test_by_steps_nobody_gets_ahead_and_by_time_nobody_spends_more():
    fast, slow = record(5, 0.1), record(3, 0.9)
    pace = Pace("steps", records=[fast, slow])
    assert (pace.waits(fast), pace.waits(slow)) == (True, False)
    pace.across = "time"
    assert (pace.waits(fast), pace.waits(slow)) == (False, True)


def test_what_has_stopped_is_not_waited_for():
    fast, lost = record(5, 0.1), record(0, 0.0, stopped=True)
    assert not Pace("steps", records=[fast, lost]).waits(fast)


def test_it_is_over_when_all_have_spent_what_there_is():
    one, other = record(10, 0.5), record(9, 0.5)
    pace = Pace("steps", until=10, records=[one, other, record(2, 0, stopped=True)])
    assert not pace.over
    other.index = 10
    assert pace.over
    assert pace.waits(one)
    pace.even = False
    assert not pace.waits(one)


def test_playing_keeps_all_at_the_same_step_and_ends_there():
    one = Sides(tiles("optimisers"), SMALL, ROSE, until=6)
    one.begin()
    one.making.play()
    while not (len(one.pace.records) == 4 and one.pace.over):
        pass
    one.making.pause()
    one.making.wait()
    assert [record.index for record in one.records] == [6, 6, 6, 6]
    one.making.close()


def test_every_set_says_what_it_asks_and_has_a_size_its_goals_can_take():
    for name, about in SETS.items():
        assert about.question.endswith(("?", "same."))
        assert 3 <= len(tiles(name)) <= 6
        assert about.name == name
