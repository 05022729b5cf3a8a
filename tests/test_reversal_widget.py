"""The gradient-reversal widget driven from Python: points, fields, numbers, link and code."""
import ast
import asyncio

import numpy as np
import pytest

from course.field import field_bytes
from course.moons import domains
from course.reversal import Adversaries, DomainScore, ReversalTrials
from widgets import Reversal, reversal
from widgets.reversal_settings import ReversalSettings


@pytest.fixture(autouse=True)
def no_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("QUERY_STRING", raising=False)


def stepped(view: Reversal, steps: int) -> Reversal:
    for _ in range(steps):
        view.step()
    return view


def trained(settings: ReversalSettings, steps: int) -> Adversaries:
    strengths, seeds = (0, settings.strength), (settings.seed, settings.seed)
    networks = Adversaries(settings.angle, strengths, seeds)
    for _ in range(steps):
        networks.advance()
    return networks


def ran(code: str) -> tuple:
    names: dict = {}
    *lines, last = ast.parse(code).body
    exec(compile(ast.Module(lines, []), "lines", "exec"), names)
    return eval(compile(ast.Expression(last.value), "last", "eval"), names), names


def points_of(view: Reversal, which: int) -> np.ndarray:
    return np.frombuffer(view.picture.fields[which].points, "<f4").reshape(-1, 3)


def on_a_loop(scenario) -> None:
    asyncio.run(asyncio.wait_for(scenario(), 60))


def test_before_the_first_step_there_are_points_and_no_field() -> None:
    view = Reversal(angle=60, seed=2)
    source, target = domains(60, 2, "test points", 500)
    for which, expected in enumerate((source, target, source, target)):
        np.testing.assert_allclose(points_of(view, which)[:, :2], expected.x[:150], atol=1e-6)
        np.testing.assert_array_equal(points_of(view, which)[:, 2] > 0, expected.y[:150])
        assert view.picture.fields[which].field == b""
    assert (view.transport.result, view.transport.free) == ("--.-%", "(--.-% without)")
    assert (view.transport.state, view.transport.activity) == ("empty", "ready")
    assert view.networks is None
    assert view.picture.fields[1].label == (
        "Without reversal: 150 rotated 60° points, before any training."
    )


def test_after_some_steps_it_shows_what_course_would_have_made() -> None:
    view = stepped(Reversal(seed=3), 12)
    networks = trained(ReversalSettings(seed=3), 12)
    score = networks.scores()
    fields, said = field_bytes(networks.fields(100)), [networks.says(i) for i in (0, 1)]
    for which, canvas in enumerate(view.picture.fields):
        network, target = divmod(which, 2)
        assert canvas.field == fields[network].tobytes()
        wrong = (said[target][network, :150] > 0) != (points_of(view, which)[:, 2] > 0)
        assert canvas.wrong == wrong.astype(np.uint8).tobytes()
        assert f" {wrong.sum()} of 150 " in canvas.label
    assert view.transport.result == f"{100 * score.target[1]:.1f}%"
    assert view.transport.free == f"({100 * score.target[0]:.1f}% without)"
    assert (view.transport.state, view.transport.progress) == ("paused", "step 12")


def test_every_number_stands_above_or_below_its_own_picture() -> None:
    view = Reversal()
    numbers = DomainScore(*(np.array(pair) for pair in ((0.91, 0.92), (0.73, 0.94), (0.85, 0.56))))
    view._write(reversal.Figures.of(numbers))
    names = [name.value for name in view.picture._names]
    assert [next(s for s in ("91.0", "92.0", "73.0", "94.0") if s in name) for name in names] == [
        "91.0", "73.0", "92.0", "94.0",
    ]  # fmt: skip
    assert ["85.0%" in view.picture._told[0].value, "56.0%" in view.picture._told[1].value] == [
        True, True,
    ]  # fmt: skip
    assert "λ = 3" in view.picture._heads[1].value
    assert (view.transport.result, view.transport.free) == ("94.0%", "(73.0% without)")


@pytest.mark.parametrize(("name", "value"), [("angle", 50), ("strength", 1.0), ("seed", 4)])
def test_every_control_starts_both_networks_again(name: str, value: float) -> None:
    view = stepped(Reversal(), 2)
    view.form.controls[name].value = value
    assert (view.transport.state, view.transport.progress) == ("empty", "step 0")
    assert getattr(view.settings, name) == value
    assert view.picture.fields[0].field == b""
    assert "before any training" in view.picture.fields[0].label
    view.step()
    assert view.figures == reversal.Figures.of(trained(view.settings, 1).scores())


def test_reset_gives_the_same_networks_again() -> None:
    view = stepped(Reversal(), 3)
    first = bytes(view.picture.fields[2].field)
    view.reset()
    assert (view.transport.progress, view.transport.result) == ("step 0", "--.-%")
    assert bytes(stepped(view, 3).picture.fields[2].field) == first


def test_a_link_reopens_the_settings_and_its_call_too() -> None:
    view = Reversal(angle=75, strength=0.3, seed=8)
    assert view.heading.query == "open=reversal&angle=75&strength=0.3&seed=8"
    assert Reversal.from_link("?" + view.heading.query).settings == view.settings
    assert eval(view.heading.call, {"Reversal": Reversal}).settings == view.settings
    named = Reversal.from_link("open=moons&angle=10")
    assert (named.name, named.settings.angle) == ("moons", 10)


def test_what_cannot_be_used_is_said_and_the_default_stands() -> None:
    view = Reversal(angle=999, strength="much", link="seed=-1")
    assert view.settings == ReversalSettings()
    for words in ("angle must be in [0, 180], got 999.", "strength must be a number, got 'much'",
                  "Not used from the link: seed must be in [0, 9999], got -1."):  # fmt: skip
        assert words in view.transport.problem


@pytest.mark.parametrize("steps", [0, 7])
def test_the_code_gives_the_numbers_on_screen(steps: int) -> None:
    view = stepped(Reversal(angle=20, seed=1), steps)
    view.heading._handle_custom_msg({"kind": "code"}, [])
    score, names = ran(view.heading.code)
    assert names["networks"].index == steps
    if steps:
        assert reversal.Figures.of(score) == view.figures


def test_the_trial_is_of_the_settings_as_they_stand_when_it_is_asked_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    small = lambda angle, strength: ReversalTrials(angle, strength, 2, 2)  # noqa: E731
    monkeypatch.setattr(reversal, "ReversalTrials", small)
    view = Reversal()
    view.form.controls["angle"].value = 80
    assert view.trial.run() == ReversalTrials(80, 3, 2, 2).run()
    assert "Rotated by 80°, 2 steps." in view.trial.caption.value
    view.heading._handle_custom_msg({"kind": "code"}, [])
    rows, _ = ran(view.heading.code)
    assert rows == view.trial.result.rows


def test_numbers_that_are_lost_stop_the_run_in_words_and_play_begins_anew() -> None:
    view = stepped(Reversal(), 1)
    good = bytes(view.picture.fields[0].field)
    view.networks._layers[0][0].data.fill_(float("nan"))
    view._soon(view.step)
    assert (view.transport.state, view.picture.fields[0].faded) == ("failed", True)
    assert view.transport.problem == (
        "Stopped: the loss is not a number. Try a smaller λ, then press Reset."
    )
    assert bytes(view.picture.fields[0].field) == good
    view.step()
    assert (view.transport.state, view.transport.progress) == ("paused", "step 1")
    assert view.transport.problem == ""


def test_without_a_loop_playing_says_what_to_do_instead() -> None:
    view = Reversal()
    view.play()
    assert view.transport.problem == (
        "playing needs a notebook; call step() to train without one."
    )


def test_played_to_its_end_it_is_done_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reversal, "MOST_STEPS", 6)

    async def scenario() -> None:
        view = Reversal()
        view.play()
        assert (view.transport.state, view.transport.activity) == ("running", "loading torch")
        while view.transport.state == "running":
            await asyncio.sleep(0.001)
        assert (view.transport.state, view.steps) == ("done", 6)
        assert view.figures == reversal.Figures.of(trained(ReversalSettings(), 6).scores())
        assert view.transport.spoken.startswith("Done at step 6: ")
        view.play()
        assert view.steps < 6
        view.close()

    on_a_loop(scenario)


def test_pausing_while_torch_is_on_its_way_leaves_it_ready() -> None:
    async def scenario() -> None:
        view = Reversal()
        view.play()
        view.pause()
        assert (view.transport.state, view.transport.activity) == ("empty", "ready")
        while not view._torch:
            await asyncio.sleep(0.001)
        await asyncio.sleep(0.01)
        assert (view.steps, view.run_loop.running) == (0, False)

    on_a_loop(scenario)


def test_a_control_moved_while_it_runs_starts_again_and_goes_on() -> None:
    async def scenario() -> None:
        view = Reversal()
        view.play()
        while view.steps < 4:
            await asyncio.sleep(0.001)
        view.form.controls["angle"].value = 50
        while view.settings.angle != 50 or not view.steps:
            await asyncio.sleep(0.001)
        assert view.transport.state == "running"
        assert view.networks.angle == 50
        view.pause()
        while view.transport.state == "running":
            await asyncio.sleep(0.001)
        assert view.transport.state == "paused"
        assert view.transport.spoken.startswith(f"Paused at step {view.steps}: ")

    on_a_loop(scenario)


def test_without_torch_the_widget_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def missing(name: str) -> None:
        asked.append(name)
        raise ImportError("No module named 'torch'")

    def fails(*_: object) -> None:
        missing("torch")

    monkeypatch.setattr(reversal, "import_module", missing)
    monkeypatch.setattr(reversal, "Adversaries", fails)

    async def scenario() -> None:
        view = Reversal()
        for tried in (1, 2):  # it may have been installed meanwhile
            view.play()
            while view.transport.state == "running":
                await asyncio.sleep(0.001)
            assert view.transport.state == "failed"
            assert "ImportError: No module named 'torch'" in view.transport.problem
            assert asked.count("torch") == 2 * tried  # on a thread, and by the networks

    on_a_loop(scenario)
