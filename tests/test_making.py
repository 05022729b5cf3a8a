"""Pictures made on a thread: orders, looks, failures, and several in turn."""
import gc
import subprocess
import sys
import threading
from dataclasses import replace

import numpy as np
import pytest
import torch
from torch import nn

from course.art.creation import Creation
from course.art.goals import Goal, GoalError, term
from course.art.making import Making

RATE = 0.3
GREY = 0.25


class Flat(nn.Module):
    """A picture of one grey; plain gradient descent on it has a closed form."""

    name, size = "flat", 8

    def __init__(self, start=0.75):
        super().__init__()
        self.grey = nn.Parameter(torch.tensor(float(start)))

    def forward(self):
        return self.grey.expand(1, 3, 8, 8)


def to(value):
    """The goal of being that grey: (grey - value)^2."""
    return term("be", lambda image: (image - value).square().mean())


def grey_after(steps, value=GREY, start=0.75, rate=RATE):
    """By hand: each step takes away the share 2 * rate of what is left."""
    return value + (start - value) * (1 - 2 * rate) ** steps


@pytest.fixture
def making():
    one = Making(lambda creation, step: (step.index, creation.thing.grey.item()))
    yield one
    one.close()


def flat(goal=None, **more):
    return lambda: Creation(Flat(), goal or to(GREY), "SGD", RATE, **more)


def grey(making, lane=0):
    return making.newest(lane).image.mean().item()


# ---- orders ----------------------------------------------------------------------------


def test_a_picture_begins_at_step_0_and_each_step_is_one_of_gradient_descent(making):
    making.begin(flat())
    assert making.wait()
    assert making.newest().index == 0
    assert grey(making) == 0.75
    making.step(5)
    assert making.wait()
    assert making.newest().index == 5
    assert grey(making) == pytest.approx(grey_after(5), abs=1e-6)


def test_steps_in_portions_are_the_steps_at_once(making):
    making.begin(flat(), "at once")
    making.step(6)
    making.wait()
    at_once = grey(making, "at once")
    making.begin(flat(), "portions")
    making.drop("at once")
    for count in (1, 2, 3):
        making.step(count)
        making.wait()
    assert making.newest("portions").index == 6
    assert grey(making, "portions") == at_once


def test_it_plays_until_paused_and_then_rests(making):
    arrived = threading.Event()

    def function(image):
        if image.mean().item() < 0.26:
            arrived.set()
        return (image - GREY).square().mean()

    making.begin(flat(term("be", function)))
    making.play()
    assert arrived.wait(20)
    assert making.playing
    making.pause()
    assert making.wait()
    index = making.newest().index
    assert not making.playing
    assert grey(making) == pytest.approx(grey_after(index), abs=1e-6)
    making.wait()
    assert making.newest().index == index


def test_an_order_waits_for_nothing_while_a_step_takes_its_time(making):
    go, begun = threading.Event(), threading.Event()

    def slow(image):
        begun.set()
        assert go.wait(20)
        return image.square().mean()

    making.begin(flat(term("slow", slow)))
    assert begun.wait(20)
    making.step()  # all of these come back although the thread is stuck
    making.change(lambda creation: replace(creation, goal=to(GREY)))
    making.play()
    making.pause()
    assert making.newest() is None
    assert not making.resting
    go.set()
    assert making.wait()
    assert making.newest().parts.keys() == {"be"}


def test_with_a_limit_it_ends_there(making):
    making.begin(flat(limit=3))
    making.play()
    assert making.wait()
    assert making.newest().index == 3
    assert not making.playing


# ---- another goal, another optimiser ---------------------------------------------------


def test_another_goal_goes_on_from_the_same_parameters(making):
    making.begin(flat())
    making.step(4)
    making.wait()
    before = grey(making)
    making.swap_goal(to(1.0))
    making.wait()
    assert making.newest().index == 4
    assert grey(making) == before
    assert making.newest().parts["be"] == pytest.approx((before - 1) ** 2, abs=1e-6)
    making.step(2)
    making.wait()
    assert grey(making) == pytest.approx(grey_after(2, 1.0, before), abs=1e-6)


def test_another_goal_keeps_what_the_optimiser_remembers(making):
    making.begin(lambda: Creation(Flat(), to(GREY), "momentum", 0.05))
    making.step(1)
    making.swap_goal(to(0.75))
    making.step(1)
    making.wait()
    velocity = 2 * (0.75 - GREY)  # of the first step
    first = 0.75 - 0.05 * velocity
    velocity = 0.9 * velocity + 2 * (first - 0.75)
    assert grey(making) == pytest.approx(first - 0.05 * velocity, abs=1e-6)


def test_another_rate_counts_from_the_next_step(making):
    making.begin(flat())
    making.step(2)
    making.change(lambda creation: creation.at_rate(0.1))
    making.step(3)
    making.wait()
    assert grey(making) == pytest.approx(grey_after(3, start=grey_after(2), rate=0.1), abs=1e-6)


def test_what_a_term_said_first_is_kept_until_it_asks_for_something_else(making):
    one, other = to(GREY), to(1.0)
    making.begin(flat(one))
    making.step(3)
    making.wait()
    assert making.began() == {"be": pytest.approx(0.25)}
    making.swap_goal(2 * one)
    making.wait()
    assert making.began() == {"be": pytest.approx(0.25)}
    making.swap_goal(other)
    making.wait()
    assert making.began() == {"be": pytest.approx((grey_after(3) - 1) ** 2, abs=1e-6)}


def test_stretches_say_which_goal_was_at_work_from_which_step(making):
    making.begin(flat(about="first"))
    making.step(2)
    making.wait()
    for name in ("never moved anything", "second"):
        making.change(lambda creation, name=name: replace(creation, about=name))
    making.step(3)
    making.wait()
    assert [(at, made.about) for at, made in making.stretches()] == [(0, "first"), (2, "second")]


def test_changes_that_come_faster_than_steps_are_made_together(making):
    go, begun, asked = threading.Event(), threading.Event(), []

    def slow(image):
        begun.set()
        assert go.wait(20)
        return (image - GREY).square().mean()

    def counted(image):
        asked.append(1)
        return (image - GREY).square().mean()

    making.begin(flat(term("slow", slow)))
    assert begun.wait(20)
    for weight in range(1, 51):
        making.swap_goal(weight * term("be", counted))
    go.set()
    making.wait()
    assert making.newest().weights == {"be": 50.0}
    assert len(asked) == 1


def test_what_was_begun_and_replaced_at_once_is_never_built(making):
    go, begun, built = threading.Event(), threading.Event(), []

    def slow(image):
        begun.set()
        assert go.wait(20)
        return image.square().mean()

    def build(name):
        built.append(name)
        return flat()()

    making.begin(flat(term("slow", slow)))
    assert begun.wait(20)
    for name in "abc":
        making.begin(lambda name=name: build(name))
    go.set()
    making.wait()
    assert built == ["c"]
    assert making.newest().index == 0


# ---- looks -----------------------------------------------------------------------------


def test_a_look_is_taken_while_the_parameters_are_those_of_its_step(making):
    making.begin(flat())
    making.wait()
    assert making.look() == (0, 0.75)
    for count in (1, 4):
        making.step(count)
        making.wait()
        making.ask()
        making.wait()
        index, value = making.look()
        assert index == making.newest().index
        assert value == pytest.approx(grey_after(index), abs=1e-6)


def test_only_what_is_asked_for_is_looked_at():
    looks = []
    making = Making(lambda creation, step: looks.append(step.index))
    making.begin(flat())
    making.step(5)
    making.wait()
    assert looks == [0]
    making.ask()
    making.wait()
    making.ask()
    making.wait()
    assert looks == [0, 5]
    making.ask(afresh=True)
    making.wait()
    assert looks == [0, 5, 5]
    making.close()


# ---- failures --------------------------------------------------------------------------


def test_a_goal_that_is_no_number_stops_it_and_the_last_good_step_stays(making):
    def until_low(image):
        value = image.mean()
        return (value - GREY).square() + (torch.nan if value < 0.3 else 0.0)

    making.begin(flat(term("fragile", until_low)))
    making.play()
    assert making.wait()
    assert isinstance(making.failure(), GoalError)
    assert "'fragile' is nan at step 3" in str(making.failure())
    assert making.newest().index == 2
    assert not making.playing
    making.swap_goal(to(1.0))
    making.step(2)
    making.wait()
    assert making.failure() is None
    assert making.newest().index == 4
    assert grey(making) == pytest.approx(grey_after(2, 1.0, grey_after(2)), abs=1e-6)


def test_parameters_that_have_run_away_come_back(making):
    far = 1e6 * term("far", lambda image: -1e30 * image.mean())
    making.begin(lambda: Creation(Flat(), far, "SGD", 1e4))
    making.step(3)
    making.wait()
    assert str(making.failure()) == "the goal 'far' is -inf at step 1"
    good = grey(making)
    assert good == 0.75
    making.change(lambda creation: replace(creation, goal=to(GREY)).at_rate(1e-3))
    making.wait()
    assert making.failure() is None
    assert grey(making) == good


def test_what_cannot_be_built_is_told_and_tried_again(making):
    tries = []

    def build():
        tries.append(1)
        if len(tries) == 1:
            raise OSError("the weights are not there yet")
        return flat()()

    making.begin(build)
    making.wait()
    assert str(making.failure()) == "the weights are not there yet"
    assert making.newest() is None
    making.step()
    making.wait()
    assert making.failure() is None
    assert making.newest().index == 0


def test_a_change_that_fails_leaves_the_parameters_and_can_be_followed_by_another(making):
    making.begin(flat())
    making.step(2)
    making.wait()

    def broken(creation):
        raise ValueError("no such goal")

    making.change(broken)
    making.wait()
    assert str(making.failure()) == "no such goal"
    assert grey(making) == pytest.approx(grey_after(2), abs=1e-6)
    making.swap_goal(to(GREY))
    making.step(1)
    making.wait()
    assert grey(making) == pytest.approx(grey_after(3), abs=1e-6)


def test_a_look_that_fails_is_told():
    making = Making(lambda creation, step: 1 // 0)
    making.begin(flat())
    assert making.wait()
    assert isinstance(making.failure(), ZeroDivisionError)
    making.close()


# ---- several, and the end --------------------------------------------------------------


def test_several_take_turns_on_one_thread_and_one_that_fails_does_not_stop_the_others():
    threads, order = set(), []

    def watched(name, value):
        def function(image):
            threads.add(threading.get_ident())
            order.append(name)
            if name == "b" and order.count("b") > 2:
                raise RuntimeError("b is broken")
            return (image - value).square().mean()

        return term(name, function)

    making = Making()
    for name in "abc":
        making.begin(flat(watched(name, GREY)), name)
    making.step(4)
    assert making.wait()
    assert len(threads) == 1
    assert "".join(order) == "abc" + "abc" + "abc" + "ac" + "ac"
    assert [making.newest(name).index for name in "abc"] == [4, 1, 4]
    assert str(making.failure("b")) == "b is broken"
    assert making.failure("a") is None
    making.close()


def test_torch_uses_one_thread_there_and_elsewhere_as_many_as_before():
    before, seen = torch.get_num_threads(), []

    def count(image):
        seen.append(torch.get_num_threads())
        return image.mean()

    making = Making()
    making.begin(flat(term("count", count)))
    making.wait()
    making.close()
    assert seen == [1]
    assert torch.get_num_threads() == before


def test_closed_it_ends_its_thread_and_takes_no_more_orders(making):
    making.begin(flat())
    making.play()
    making.close()
    assert not making._thread.is_alive()
    making.play()
    making.step()
    assert making.resting


def test_python_ends_while_it_plays():
    lines = (
        "import torch\n"
        "from course.art.build import goal, parameterisation\n"
        "from course.art.creation import Creation\n"
        "from course.art.making import Making\n"
        "making = Making()\n"
        "making.begin(lambda: Creation(parameterisation('stack', 64), goal({'smooth': 1.0})))\n"
        "making.play()\n"
        "while making.made() < 3: pass\n"
        "print('goodbye')\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", lines], capture_output=True, text=True, timeout=60, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "goodbye\n", "")


def test_the_same_seed_gives_the_same_picture_however_it_is_driven():
    from course.art.build import goal, parameterisation
    from course.art.create import create
    from course.pictures.targets import target

    wanted = {"palette": 1.0, "smooth": 0.3}

    def build():
        return Creation(parameterisation("stack", 16), goal(wanted, target=target("rose", 16)))

    making = Making()
    making.begin(build)
    for count in (1, 3, 2):
        making.step(count)
        making.wait()
        gc.collect()
    one = build()
    *_, last = create(one.thing, one.goal, steps=6)
    np.testing.assert_array_equal(making.newest().image.numpy(), last.image.numpy())
    making.close()


def test_a_goal_of_no_terms_is_refused_in_words(making):
    making.begin(flat(Goal(())))
    making.wait()
    assert "goal must be a Goal with at least one term" in str(making.failure())
