"""A computation on a button: nothing before it is pressed, everything after."""
import asyncio

import pytest

from widgets import OnDemand, SeedStrips


def counted(steps: int, made: list):
    def compute():
        for _ in range(steps):
            made.append(1)
            yield
        return f"made {len(made)} & done"

    return compute


def pressed(view: OnDemand) -> None:
    view.button.click()


def test_nothing_is_computed_before_the_button_is_pressed() -> None:
    made: list = []
    view = OnDemand(counted(5, made), "Go", steps=5)
    assert made == []
    assert view.shown.value == ""
    assert view.button.description == "Go"


def test_pressing_the_button_shows_what_is_returned_and_escapes_text() -> None:
    view = OnDemand(counted(5, []), "Go", steps=5)
    pressed(view)
    assert view.shown.value == '<pre class="gb-text">made 5 &amp; done</pre>'
    assert (view.button.description, view.progress.value) == ("Go", "")


def test_an_object_is_shown_as_it_shows_itself() -> None:
    strips = SeedStrips({"one": [0.5, 0.9]}, free=0.5, goal=0.8)

    def compute():
        yield
        return strips

    view = OnDemand(compute, "Go", steps=1)
    assert view.run() is strips
    assert view.shown.value == strips._repr_html_()


def test_on_a_running_loop_it_can_be_stopped_and_run_again() -> None:
    async def scenario() -> None:
        made: list = []
        view = OnDemand(counted(10**9, made), "Go", steps=10**9)
        pressed(view)
        while not made:
            await asyncio.sleep(0.001)
        assert view.button.description == "Stop"
        assert view.progress.value == "<span>0%</span>"
        pressed(view)
        while view.button.description == "Stop":
            await asyncio.sleep(0.001)
        assert view.progress.value == "<span>stopped</span>"
        assert view.result is None

        view._compute = counted(3, [])
        pressed(view)
        while view.result is None:
            await asyncio.sleep(0.001)
        assert view.result == "made 3 & done"

    asyncio.run(asyncio.wait_for(scenario(), 30))


def test_what_goes_wrong_is_said_beside_the_button() -> None:
    async def scenario() -> OnDemand:
        def compute():
            yield
            raise ValueError("points <lost>")

        view = OnDemand(compute, "Go", steps=1)
        pressed(view)
        while "Stopped" not in view.progress.value:
            await asyncio.sleep(0.001)
        return view

    view = asyncio.run(asyncio.wait_for(scenario(), 30))
    assert "Stopped: ValueError: points &lt;lost&gt;." in view.progress.value
    assert view.button.description == "Go"


def test_the_number_of_steps_must_be_a_whole_number() -> None:
    with pytest.raises(TypeError, match="steps must be a whole number, got 2.5"):
        OnDemand(counted(1, []), "Go", steps=2.5)
