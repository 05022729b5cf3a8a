"""The valley driven from Python: three walkers, and what is said of them."""
import asyncio

import numpy as np
import pytest

from course.descent import CLOSE
from course.landscape import find
from tests.test_downhill import drawn, says, stepped, until
from widgets import Valley
from widgets.downhill_settings import ValleySettings
from widgets.speed import Stride


@pytest.fixture(autouse=True)
def no_page(monkeypatch):
    """No query of a page."""
    monkeypatch.delenv("QUERY_STRING", raising=False)


def ran(code):
    *lines, last = code.splitlines()
    names = {}
    exec("\n".join(lines), names)
    return eval(last, names)


def test_the_walkers_step_together_from_one_start():
    view = stepped(Valley(), 3)
    paths = drawn(view.canvas)
    assert [len(path) for path in paths] == [4, 4, 4]
    for path in paths:
        np.testing.assert_allclose(path[0], find("curved").start, rtol=1e-6)
    newton, plain, momentum = (path[1] for path in paths)
    gradient = find("curved").gradient(np.array(find("curved").start))
    np.testing.assert_allclose(plain, find("curved").start - 0.05 * gradient, rtol=1e-6)
    np.testing.assert_allclose(momentum, plain)
    assert np.abs(newton - plain).max() > 0.1


def test_each_path_is_named_with_the_steps_it_needed():
    view = stepped(Valley(), 20)
    assert [line["words"] for line in view.canvas.lines] == [
        "Newton, 9 steps", "gradient descent, 20 steps", "momentum 0.9, 20 steps",
    ]  # fmt: skip
    assert [line["brief"] for line in view.canvas.lines] == [
        "Newton 9", "descent 20", "momentum 20",
    ]  # fmt: skip
    assert "Newton, 9 steps, 2.9e−10 from the minimum" in view.canvas.label
    assert view.transport.state == "paused"


def test_on_the_straight_valley_it_ends_once_all_have_arrived():
    view = stepped(Valley(valley="straight", rate=0.07), 300)
    assert (view.transport.state, view.transport.activity) == ("done", "all have arrived")
    surface, minimum = find("straight"), np.array([1, 0.5])
    assert [walker.made for walker in view.walkers][0] == 1
    for walker in view.walkers:
        ways = [np.hypot(*(place.w - minimum)) for place in walker.places]
        assert ways[-1] < CLOSE <= min(ways[:-1])
    # closed form: the larger of the two distances, each shrunk at every step
    far = np.abs(np.array(surface.start) - minimum)
    count = next(n for n in range(999) if np.hypot(*(far * [0.93**n, 0.75**n])) < CLOSE)
    assert view.walkers[1].made == count
    assert f"<td>{count:,}</td>" in view.figures.value


def test_a_rate_that_is_too_large_is_said_and_newton_still_arrives():
    view = stepped(Valley(valley="straight", rate=0.2), 60)
    assert view.transport.state == "failed"
    assert view.transport.problem == (
        "Out of the picture: gradient descent and momentum 0.9. "
        "The learning rate is too large here."
    )
    assert [walker.end for walker in view.walkers] == ["arrived", "left", "left"]
    assert "gradient descent, 2 steps, and out of the picture" in view.canvas.label
    assert all(np.isfinite(path).all() for path in drawn(view.canvas))


def test_where_the_surface_is_no_bowl_it_is_said_what_newton_did():
    view = Valley(start=(-1, 2.5))
    assert view.said.value == ""
    view.step()
    assert "Newton, step 1: the surface bends down in some direction" in view.said.value
    for _ in range(3):
        view.step()
    assert "Newton, step 1:" in view.said.value


def test_newton_may_leap_out_of_the_picture_and_come_back():
    view = stepped(Valley(start=(-1, 2.5)), 7)
    newton = view.walkers[0]
    assert min(place.w[1] for place in newton.places) < -10  # the picture ends at -1
    assert (newton.end, newton.made) == ("arrived", 7)


def test_another_valley_has_a_start_of_its_own():
    view = stepped(Valley(start=(0.0, 2.0)), 2)
    view.form.controls["valley"].value = "straight"
    assert view.settings == ValleySettings(valley="straight")
    assert view.canvas.start == list(find("straight").start)
    view.form.controls["rate"].value = 0.1
    view.start_at(2, 2)
    assert view.settings == ValleySettings(valley="straight", rate=0.1, start=(2, 2))


@pytest.mark.parametrize(
    ("settings", "steps"),
    [({}, 14), ({"valley": "straight"}, 280), ({"start": (-1.0, 2.5)}, 6)],
)
def test_the_code_walks_the_same_ways_with_autograd(settings, steps):
    view = stepped(Valley(**settings), steps)
    says(view.heading, {"kind": "code"})
    assert "from autograd import grad, hessian" in view.heading.code
    for w, walker in zip(ran(view.heading.code), view.walkers, strict=True):
        np.testing.assert_allclose(w, walker.places[-1].w, rtol=1e-9, atol=1e-12)


def test_a_link_reopens_the_settings():
    view = Valley(valley="straight", rate=0.02)
    view.start_at(2.5, -2)
    assert eval(view.heading.call, {"Valley": Valley}).settings == view.settings


def test_a_start_outside_this_valleys_picture_is_moved_to_its_edge():
    view = Valley(start=(-3.0, -3.0))
    assert view.canvas.start == [-1.6, -1]
    assert view.transport.problem == ""


def test_a_setting_that_is_not_allowed_is_refused_in_words():
    view = Valley(valley="deep", rate=0, start=("a", "b"))
    assert view.settings == ValleySettings()
    for words in ("valley must be one of curved, straight; got 'deep'", "rate must be in (0, 10]",
                  "start[0] (w1) must be a number, got 'a'"):
        assert words in view.transport.problem.lower()


def test_it_plays_until_all_have_arrived():
    async def play():
        view = Valley(valley="straight", rate=0.075)
        view._stride = Stride(1e6, 0, 1e6)
        view.play()
        await until(lambda: view.transport.state == "done")
        assert [walker.end for walker in view.walkers] == ["arrived"] * 3
        assert len(drawn(view.canvas)[1]) == view.walkers[1].made + 1
        assert view.transport.spoken == view.canvas.label

    asyncio.run(play())


def test_nothing_is_differentiated_when_it_is_made(monkeypatch):
    import autograd

    def refused(_):
        raise AssertionError("asked for a derivative")

    monkeypatch.setattr(autograd, "hessian", refused)
    view = Valley()
    with pytest.raises(AssertionError, match="asked for a derivative"):
        view.step()
