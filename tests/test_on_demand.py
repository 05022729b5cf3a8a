"""A computation on a button: nothing before it is pressed, everything after."""
import asyncio

import pytest

from course.loading import Loading
from course.records import TrainConfig
from course.trials import Accuracies, Trials
from widgets.on_demand import OnDemand
from widgets.runner import Pieces, Work, progress_words
from widgets.seed_strips import SeedStrips

TRIALS = Trials({"2 hidden": TrainConfig((2,), seed=range(3), steps=20)})


def counted(steps: int, made: list):
    def compute():
        for _ in range(steps):
            made.append(1)
            yield
        return f"made {len(made)} & done"

    return compute


def pressed(view: OnDemand) -> None:
    """What the page sends when the button is pressed."""
    view.runner._handle_custom_msg({"kind": "press"}, [])


async def until(condition) -> None:
    while not condition():
        await asyncio.sleep(0.001)


def on_a_loop(scenario) -> None:
    asyncio.run(asyncio.wait_for(scenario(), 30))


def test_nothing_is_computed_before_the_button_is_pressed() -> None:
    made: list = []
    view = OnDemand(counted(5, made), "Go", steps=5)
    assert made == []
    assert view.shown.value == ""
    assert (view.runner.label, view.runner.share) == ("Go", -1)


def test_pressing_the_button_shows_what_is_returned_and_escapes_text() -> None:
    view = OnDemand(counted(5, []), "Go", steps=5)
    pressed(view)
    assert view.shown.value == '<pre class="gb-text" tabindex="0">made 5 &amp; done</pre>'
    assert (view.runner.label, view.runner.words) == ("Go", "")
    assert view.runner.spoken == "Done. made 5 & done"


def test_an_object_is_shown_as_it_shows_itself_and_read_as_its_summary() -> None:
    strips = SeedStrips({"one": [0.5, 0.9]}, free=0.5, goal=0.8)

    def compute():
        yield
        return strips

    view = OnDemand(compute, "Go", steps=1)
    assert view.run() is strips
    assert view.shown.value == strips._repr_html_()
    assert view.runner.spoken == "Done. one: 1 of 2 seeds reach 80%, from 50.0% to 90.0%."


def test_trials_are_shown_as_strips_and_bring_steps_and_code() -> None:
    view = OnDemand(TRIALS, "Go")
    expected = TRIALS.run()
    assert view.run() == expected
    drawn = SeedStrips(expected)
    assert view.shown.value == drawn._repr_html_()
    assert view.heading.has_code
    view.heading._handle_custom_msg({"kind": "code"}, [])
    assert view.heading.code == TRIALS.code()


def test_settings_for_several_rules_are_shown_as_a_table() -> None:
    found = Accuracies({("ring", "slow"): [0.8]}, 0.6, 0.9)

    def compute():
        yield
        return found

    view = OnDemand(compute, "Go", steps=1)
    view.run()
    assert '<table role="table"' in view.shown.value


def test_a_function_has_no_code_to_show_and_no_link_without_a_name() -> None:
    view = OnDemand(counted(1, []), "Go", steps=1)
    assert (view.heading.has_code, view.heading.query) == (False, "")
    assert OnDemand(TRIALS, "Go", name="sizes").heading.query == "open=sizes"


def test_on_a_running_loop_it_can_be_stopped_and_run_again() -> None:
    async def scenario() -> None:
        made: list = []
        view = OnDemand(counted(10**9, made), "Go", steps=10**9)
        pressed(view)
        await until(lambda: made)
        assert (view.runner.label, view.runner.words, view.runner.share) == ("Stop", "0%", 0)
        pressed(view)
        await until(lambda: view.runner.label == "Go")
        assert (view.runner.words, view.runner.share) == ("stopped", -1)
        assert view.result is None
        before = len(made)
        pressed(view)
        await until(lambda: len(made) > before)
        view.close()
        await until(lambda: not view.work.running)

    on_a_loop(scenario)


def test_pressed_twice_at_once_it_does_not_run_twice() -> None:
    async def scenario() -> None:
        begun: list = []

        def compute():
            begun.append(1)
            yield
            yield
            return "done"

        view = OnDemand(compute, "Go", steps=2)
        pressed(view)
        pressed(view)
        await until(lambda: view.runner.words == "stopped")
        assert len(begun) <= 1

    on_a_loop(scenario)


def test_a_computation_gives_way_to_everything_else_of_the_kernel() -> None:
    async def scenario() -> None:
        view = OnDemand(TRIALS, "Go")
        turns = 0
        pressed(view)
        while view.result is None:
            await asyncio.sleep(0)
            turns += 1
        assert turns > 1

    on_a_loop(scenario)


def raising():
    yield
    raise ValueError("points <lost>.\nAnd more.")


@pytest.mark.parametrize("looped", [True, False])
def test_what_goes_wrong_is_said_beside_the_button(looped: bool) -> None:
    async def scenario() -> None:
        view = OnDemand(raising, "Go", steps=1)
        pressed(view)
        await until(lambda: view.runner.problem)
        views.append(view)

    views: list = []
    if looped:
        on_a_loop(scenario)
    else:
        views.append(OnDemand(raising, "Go", steps=1))
        pressed(views[0])
    [view] = views
    assert view.runner.problem == "Stopped: ValueError: points <lost>. And more."
    assert (view.runner.label, view.runner.share, view.runner.words) == ("Go", -1, "")
    assert view.result is None


def test_a_picture_that_fails_is_said_too() -> None:
    class Unseen:
        def _repr_html_(self):
            raise RuntimeError("no picture")

    def compute():
        yield
        return Unseen()

    view = OnDemand(compute, "Go", steps=1)
    pressed(view)
    assert view.runner.problem == "Stopped: RuntimeError: no picture."


def test_a_function_that_is_no_generator_is_said() -> None:
    view = OnDemand(lambda: 5, "Go", steps=1)
    pressed(view)
    assert view.runner.problem == "Stopped: TypeError: 'int' object is not an iterator."


def test_a_program_that_runs_it_hears_of_the_error_itself() -> None:
    with pytest.raises(ValueError, match="points <lost>"):
        OnDemand(raising, "Go", steps=1).run()


@pytest.mark.parametrize("content", [{}, {"kind": "toggle"}, {"kind": 3}, "press", None])
def test_other_messages_of_a_page_do_nothing(content: object) -> None:
    made: list = []
    view = OnDemand(counted(5, made), "Go", steps=5)
    view.runner._handle_custom_msg(content, [])
    assert made == []


@pytest.mark.parametrize(
    ("done", "seconds", "words"),
    [
        (0, 5.0, "0%"),
        (10, 0.5, "1%"),
        (500, 10.0, "50%, about 10 s left"),
        (100, 10.0, "10%, about 90 s left"),
        (250, 14.1, "25%, about 40 s left"),
        (10, 10.0, "1%, about 16 min left"),
        (100, 13.0, "10%, about 2 min left"),
        (999, 10.0, "99%, about 1 s left"),
        (2000, 10.0, "99%, about 1 s left"),
    ],
)
def test_progress_says_how_far_it_is_and_how_long_still(done, seconds, words) -> None:
    assert progress_words(done, 1000, seconds) == words


def test_the_number_of_steps_must_be_a_whole_number() -> None:
    with pytest.raises(TypeError, match="steps must be a whole number, got 2.5"):
        OnDemand(counted(1, []), "Go", steps=2.5)
    with pytest.raises(TypeError, match="compute must be a generator function or something with"):
        OnDemand("x", "Go", steps=1)


def test_while_a_package_is_loaded_it_says_so_and_counts_no_step() -> None:
    moments = iter(range(100))  # a second between any two looks at the clock

    def pieces():
        yield Loading("torch")
        yield Loading("torch")
        yield 1
        return "done"

    work = Work(Pieces(pieces, 2), "Go", lambda: None, lambda *_: None, lambda: next(moments))
    work._begin()
    for _ in range(2):
        assert work._work()
        work._show_progress()
        assert (work.runner.words, work.runner.share) == ("loading torch", 0)
    assert work._work()
    work._show_progress()
    assert work.runner.share == 50 and work.runner.words.startswith("50%")
