"""Downhill driven from Python: what a person does to it, and what it then shows."""
import asyncio
import threading
from itertools import islice

import numpy as np
import pytest

from course.descent import descend
from course.landscape import SURFACES, find, heights
from widgets import Downhill
from widgets.canvas.landscape import LandscapeCanvas, Line
from widgets.downhill_settings import DownhillSettings
from widgets.links import of_page
from widgets.speed import Stride


@pytest.fixture(autouse=True)
def no_page(monkeypatch):
    """No query of a page."""
    monkeypatch.delenv("QUERY_STRING", raising=False)


def stepped(view, steps):
    for _ in range(steps):
        view.step()
    return view


def drawn(canvas):
    """The paths as the page is sent them."""
    numbers, paths = np.frombuffer(canvas.places, "<f4").reshape(-1, 2), []
    for line in canvas.lines:
        paths.append(numbers[: line["count"]])
        numbers = numbers[line["count"] :]
    assert not len(numbers)
    return paths


def says(widget, content):
    """The page sends a message; ipywidgets itself would swallow whatever is raised."""
    for heard in widget._msg_callbacks.callbacks:
        heard(widget, content, [])


def ran(code):
    *lines, last = code.splitlines()
    names = {}
    exec("\n".join(lines), names)
    return eval(last, names)


# ---- going down ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "settings",
    [
        {"surface": "valley", "rate": 0.075},
        {"surface": "hollows", "rate": 0.1, "momentum": 0.9, "start": (2.0, -1.5)},
        {"surface": "bowl", "rate": 0.5, "points": "one"},
    ],
)
def test_after_some_steps_it_shows_the_path_that_descend_makes(settings):
    view = stepped(Downhill(**settings), 12)
    start = settings.get("start") or find(settings["surface"]).start
    expected = [place.w for place in islice(descend(
        find(settings["surface"]), start, settings["rate"], settings.get("momentum", 0),
        settings.get("points", "all"),
    ), 13)]  # fmt: skip
    [path] = drawn(view.canvas)
    np.testing.assert_allclose(path, expected, rtol=1e-6)
    assert view.transport.progress == "step 12"


def test_the_figures_are_those_of_the_last_place():
    view = stepped(Downhill(surface="valley", rate=0.02, start=(2, 1)), 3)
    a, b = 1 + 0.98**3, 0.5 + 0.5 * 0.5**3
    assert view.transport.result == f"{0.25 + 0.5 * (0.98**6 + 25 * (0.5**4) ** 2):.4f}"
    for text in (f"{a:.2f}", f"{b:.2f}", f"{a - 1:.2f}", f"{25 * (b - 0.5):.2f}",
                 f"{np.hypot(a - 1, 25 * (b - 0.5)):.4f}"):  # fmt: skip
        assert f"<td>{text}</td>" in view.figures.value
    assert f"the weights are ({a:.2f}, {b:.2f})" in view.canvas.label
    losses = np.frombuffer(view.curve.test, "<f4")
    assert losses == pytest.approx(
        [0.25 + 0.5 * (0.98 ** (2 * k) + 25 * (0.5 ** (k + 1)) ** 2) for k in range(4)]
    )


def test_the_arrow_points_against_the_gradient_and_vanishes_where_it_is_flat():
    view = Downhill(surface="valley", start=(0, 2))
    along, across = view.canvas.arrow
    assert across / along == pytest.approx(-37.5 / 1)
    assert along > 0
    assert 0 < np.hypot(along, across) < 1
    view.start_at(1, 0.5)
    assert view.canvas.arrow == []


@pytest.mark.parametrize("surface", SURFACES)
def test_the_picture_is_that_of_the_surface(surface):
    view = Downhill(surface=surface)
    np.testing.assert_array_equal(
        np.frombuffer(view.canvas.heights, "<f4"), heights(find(surface)).ravel()
    )
    assert view.canvas.minima == [list(minimum) for minimum in find(surface).minima]


def test_a_path_that_leaves_the_picture_is_said_to_and_holds_no_number_that_is_none():
    view = stepped(Downhill(surface="valley", rate=0.5), 30)
    assert (view.transport.state, view.transport.activity) == ("failed", "left the picture")
    assert view.transport.problem == (
        "After 1 step the path has left the picture: the learning rate is too large. "
        "Try a smaller one, then press Play."
    )
    assert np.isfinite(drawn(view.canvas)[0]).all()
    assert len(view.places) == 2
    view.reset()
    assert (view.transport.state, view.transport.problem) == ("empty", "")
    assert len(view.places) == 1


def test_it_stops_where_it_is_flat():
    view = stepped(Downhill(surface="bowl", rate=1.0), 5)
    assert (view.transport.state, view.transport.activity) == ("done", "at rest: it is flat here")
    assert len(view.places) == 3  # one step to the minimum, and one that finds it flat
    assert view.places[-1].w == pytest.approx([1, 0.5])


def test_on_the_saddle_it_rests_and_says_so():
    view = Downhill(surface="hollows", start=(0, 0))
    assert (view.transport.state, view.transport.activity) == ("done", "at rest on a saddle")


def test_a_point_at_a_time_ends_at_the_limit(monkeypatch):
    monkeypatch.setattr("widgets.downhill.LIMIT", 30)
    view = stepped(Downhill(surface="bowl", rate=0.2, points="one"), 35)
    assert len(view.places) == 31
    assert (view.transport.state, view.transport.activity) == ("done", "stopped after 30 steps")


# ---- controls ------------------------------------------------------------------------------


def test_another_rate_starts_again_beside_the_path_before():
    view = stepped(Downhill(surface="valley", rate=0.04), 4)
    before = drawn(view.canvas)[0]
    view.form.controls["rate"].value = 0.05
    view.form.controls["rate"].value = 0.06  # a slider passes values on its way
    assert view.transport.progress == "step 0"
    now, then = drawn(view.canvas)
    assert len(now) == 1
    np.testing.assert_array_equal(then, before)
    assert view.canvas.lines[1]["words"] == "rate 0.04 before"
    assert view.canvas.lines[1]["style"] == "before"
    view.form.controls["surface"].value = "bowl"
    assert len(view.canvas.lines) == 1


def test_a_new_start_begins_there_and_outside_the_picture_at_its_edge():
    view = stepped(Downhill(), 3)
    says(view.canvas, {"kind": "start", "at": [0.25, 7]})
    assert view.settings.start == (0.25, 3)
    assert view.canvas.start == [0.25, 3]
    np.testing.assert_allclose(drawn(view.canvas)[0], [[0.25, 3]])
    assert view.transport.progress == "step 0"


@pytest.mark.parametrize(
    "at", [None, [1], [1, "2"], [1, float("nan")], [1, float("inf")], [True, 1], {"a": 1}, 10**400]
)
def test_what_is_no_start_is_ignored(at):
    view = Downhill(start=(1.0, 1.0))
    says(view.canvas, {"kind": "start", "at": at})
    assert view.settings.start == (1, 1)
    assert view.transport.problem == ""


def test_a_setting_that_is_not_allowed_is_refused_in_words_and_its_default_used():
    view = Downhill(surface="hill", rate=-1, start=(9, 0), wings=2)
    assert view.settings == DownhillSettings()
    for words in ("Surface must be one of bowl, valley, hollows; got 'hill'", "got -1",
                  r"Start[0] (w1) must be in [-3, 3], got 9", "there is no setting 'wings'"):
        assert words.lower() in view.transport.problem.lower()


@pytest.mark.parametrize(
    ("change", "message"),
    [({"rate": 11}, r"rate must be in \(0, 10\]"), ({"momentum": 1}, r"momentum must be in"),
     ({"points": "two"}, "points must be one of all, one"), ({"start": (1,)}, "start must be two"),
     ({"start": 5}, "start must be two numbers, or none; got 5")],
)  # fmt: skip
def test_settings_check_themselves(change, message):
    with pytest.raises(ValueError, match=message):
        DownhillSettings(**change)


# ---- link and code -------------------------------------------------------------------------


def test_a_link_reopens_the_settings():
    view = Downhill(name="slope", surface="hollows", momentum=0.5)
    view.start_at(-1.25, 2)
    again = eval(view.heading.call, {"Downhill": Downhill})
    assert again.settings == view.settings
    assert of_page(view.heading.query)["open"] == "slope"
    assert again.heading.query == view.heading.query


def test_what_a_link_holds_that_cannot_be_used_is_said():
    view = Downhill.from_link("?open=downhill&rate=fast&surface=valley&start=1~2~3")
    assert view.settings == DownhillSettings(surface="valley")
    assert view.transport.problem.startswith("Not used from the link: rate must be a number")
    assert "start must be two numbers, or none" in view.transport.problem


@pytest.mark.parametrize("points", ["all", "one"])
def test_the_code_gives_weights_and_loss_of_the_last_place(points):
    view = stepped(Downhill(surface="hollows", rate=0.05, momentum=0.9, points=points), 7)
    says(view.heading, {"kind": "code"})
    w, loss = ran(view.heading.code)
    np.testing.assert_array_equal(w, view.places[-1].w)
    assert f"{loss:.4f}" == view.transport.result


# ---- playing -------------------------------------------------------------------------------


def test_without_a_notebook_it_says_how_to_go_on():
    view = Downhill()
    view.play()
    assert view.transport.problem == (
        "Playing needs a notebook; call step() to go down without one."
    )


def test_it_plays_to_the_end_and_from_the_start_again():
    async def play():
        view = Downhill(surface="bowl", rate=1.0)
        view._stride = Stride(1e6, 0, 1e6)
        says(view.transport, {"kind": "play"})
        await until(lambda: view.transport.state == "done")
        assert view.places[-1].w == pytest.approx([1, 0.5])
        assert "are (1.00, 0.50)" in view.transport.spoken
        assert len(drawn(view.canvas)[0]) == 3
        view._stride = Stride(1e-6, 0, 1e-6)
        says(view.transport, {"kind": "play"})
        await until(lambda: view.transport.state == "running" and len(view.places) == 2)
        says(view.transport, {"kind": "pause"})
        await until(lambda: view.transport.state == "paused")

    asyncio.run(play())


def test_while_it_runs_a_new_start_goes_on_from_there():
    async def play():
        view = Downhill(surface="valley", rate=0.005)
        view._stride = Stride(300, 0, 300)
        view.play()
        await until(lambda: len(view.places) > 3)
        heard = {"kind": "start", "at": [2, 2]}
        thread = threading.Thread(target=says, args=(view.canvas, heard))
        thread.start()
        thread.join()
        assert view.settings.start == ()  # done on the loop, not on the page's thread
        await until(lambda: view.settings.start == (2, 2) and len(view.places) > 3)
        assert view.places[0].w.tolist() == [2, 2]
        assert view.transport.state == "running"
        view.reset()
        await until(lambda: view.run_loop._task.done())
        assert (view.transport.state, view.transport.activity) == ("empty", "ready")

    asyncio.run(play())


async def until(condition, turns=4000):
    for _ in range(turns):
        if condition():
            return
        await asyncio.sleep(0.001)
    raise AssertionError("never true")


def test_steps_are_due_at_an_even_pace_that_grows():
    clock = [0.0]
    stride = Stride(2, 1, 8, now=lambda: clock[0])
    assert stride.allows(0)
    made = {0: 0.0}
    for tick in range(1, 401):
        clock[0] = tick / 100
        if stride.allows(len(made)):
            made[len(made)] = clock[0]
    gaps = np.diff(list(made.values()))
    assert gaps[:2] == pytest.approx([0.5, 0.5], abs=0.011)  # 2 a second at first
    assert gaps[3] == pytest.approx(1 / 3, abs=0.011)
    assert gaps[-1] == pytest.approx(1 / 8, abs=0.011)  # at most


def test_what_a_busy_machine_was_late_with_is_not_caught_up_with():
    clock = [0.0]
    stride = Stride(10, 0, 10, now=lambda: clock[0])
    assert stride.allows(0)
    clock[0] = 5.0
    assert [stride.allows(1) for _ in range(4)] == [True, False, False, False]


# ---- the canvas ----------------------------------------------------------------------------


def test_a_frame_is_one_message(monkeypatch):
    view, sent = Downhill(), []
    monkeypatch.setattr(view.canvas, "send_state", lambda key=None: sent.append(set(key)))
    view.step()
    assert [keys - {"label"} for keys in sent if "frame" in keys] == [
        {"places", "lines", "arrow", "frame"}
    ]


def test_a_line_that_cannot_be_drawn_is_refused():
    canvas = LandscapeCanvas()
    for line in (Line(np.array([[0, np.nan]])), Line(np.zeros((1, 2)), style="wavy")):
        with pytest.raises(ValueError, match="a line must be finite and dots or dashes or"):
            canvas.show(find("bowl"), (0, 0), [line])


def test_the_page_cannot_move_the_paths_itself():
    view = Downhill()
    view.canvas.set_state({"start": [9, 9], "lines": []})
    assert view.canvas.start == list(find("bowl").start)
    assert len(view.canvas.lines) == 1


def test_the_axis_of_the_loss_holds_a_loss_that_grows():
    view = Downhill(rate=2.1)
    view.step()
    view.step()
    assert view.places[-1].loss > view.places[0].loss
    assert view.curve.bounds[1] >= view.places[-1].loss
    first = view.curve.bounds
    view.reset()
    assert view.curve.bounds[1] < first[1]
