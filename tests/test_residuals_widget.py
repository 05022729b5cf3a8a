"""The residual widget driven from Python: what its picture, words, link and code say."""
import ast
import asyncio

import numpy as np
import pytest

from course.depth_trials import DepthTrials
from course.residual import first_to_last, gradient_norms
from course.trials import Accuracies
from widgets import Residuals, residuals
from widgets.canvas.layer_gradients import LayerGradients
from widgets.residuals import ResidualsSettings, times
from widgets.seed_strips import SeedStrips


@pytest.fixture(autouse=True)
def no_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("QUERY_STRING", raising=False)


def drawn(packed: bytes, depth: int) -> np.ndarray:
    return np.frombuffer(packed, "<f4").reshape(-1, depth)


def ran(code: str) -> tuple:
    """The value of the last expression, and the names it leaves."""
    names: dict = {}
    *lines, last = ast.parse(code).body
    exec(compile(ast.Module(lines, []), "lines", "exec"), names)
    return eval(compile(ast.Expression(last.value), "last", "eval"), names), names


def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Trials of two seeds and few steps."""
    small = lambda depth, activation: DepthTrials(depth, activation, 2, 3)  # noqa: E731
    monkeypatch.setattr(residuals, "DepthTrials", small)


def test_each_seed_is_drawn_below_the_median_of_them_all() -> None:
    view = Residuals(depth=7, activation="relu")
    for packed, residual in ((view.canvas.plain, False), (view.canvas.residual, True)):
        norms = gradient_norms(7, residual, "relu")
        rows = drawn(packed, 7)
        assert rows.shape == (33, 7)
        np.testing.assert_allclose(rows[1:], np.log10(norms), atol=1e-5)
        np.testing.assert_allclose(rows[0], np.log10(np.median(norms, axis=0)), atol=1e-5)


def test_a_gradient_of_nothing_is_drawn_far_below_all_others() -> None:
    canvas = LayerGradients()
    canvas.show(np.zeros((3, 2)), np.ones((3, 2)), ("a", "b"), "words")
    assert drawn(canvas.plain, 2).max() == pytest.approx(-99)
    assert not drawn(canvas.residual, 2).any()


def test_gradients_of_two_depths_cannot_be_drawn_together() -> None:
    with pytest.raises(ValueError, match=r"with one depth, got \(3, 2\) and \(3, 4\)"):
        LayerGradients().show(np.ones((3, 2)), np.ones((3, 4)), ("", ""), "")


def test_the_sentence_tells_what_is_left_of_the_gradient_at_the_first_layer() -> None:
    view = Residuals()
    left = first_to_last(gradient_norms(20, False)), first_to_last(gradient_norms(20, True))
    assert (f"{left[0]:.1e}", f"{left[1]:.2g}") == ("1.7e-04", "1.5")
    words = "With 20 layers, the first plain layer gets 1.7 × 10⁻⁴ times the gradient of the last, "
    assert words + "the first residual layer 1.5 times." in view.said.value
    assert view.canvas.label.startswith(words)
    assert view.canvas.plain_words == "1.7 × 10⁻⁴ times the last layer’s"


def test_a_control_changes_picture_sentence_and_link() -> None:
    view = Residuals()
    version = view.canvas.version
    view.form.controls["depth"].value = 3
    view.form.controls["activation"].value = "relu"
    assert view.canvas.depth == 3
    assert view.canvas.version > version
    assert "With 3 layers" in view.said.value
    assert view.heading.query == "open=residuals&depth=3&activation=relu"
    view.form.controls["depth"].value = 1
    assert "With one layer, the first is the last" in view.said.value


def test_on_a_loop_a_handful_of_events_is_measured_once_for_the_newest() -> None:
    async def scenario() -> None:
        view = Residuals(depth=2)
        version = view.canvas.version
        for depth in (3, 4, 5):
            view.form.controls["depth"].value = depth
        assert view.canvas.depth == 2
        while view.canvas.depth != 5:
            await asyncio.sleep(0.001)
        assert view.canvas.version == version + 1

    asyncio.run(asyncio.wait_for(scenario(), 20))


def test_a_link_reopens_the_settings_and_its_call_too() -> None:
    view = Residuals(depth=33, activation="relu")
    again = Residuals.from_link("http://here/page?" + view.heading.query)
    assert again.settings == view.settings == ResidualsSettings(33, "relu")
    assert eval(view.heading.call, {"Residuals": Residuals}).settings == view.settings
    named = Residuals.from_link("open=deep&depth=3")
    assert (named.name, named.settings.depth) == ("deep", 3)


def test_the_page_asks_by_the_widgets_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUERY_STRING", "open=deep&depth=11")
    assert Residuals(name="deep").settings.depth == 11
    assert Residuals().settings.depth == 20


def test_what_cannot_be_used_is_said_and_the_default_stands() -> None:
    view = Residuals(depth=99, colour="red")
    assert view.settings == ResidualsSettings()
    assert "depth must be in [1, 40], got 99." in view.trial.runner.problem
    assert "there is no setting 'colour'; there are depth, activation." in view.trial.runner.problem
    assert "Not used from the link: depth must be a whole number, got 'x'." in (
        Residuals(link="depth=x").trial.runner.problem
    )


def test_the_code_gives_the_numbers_of_the_sentence() -> None:
    view = Residuals(depth=4, activation="relu")
    view.heading._handle_custom_msg({"kind": "code"}, [])
    (plain, residual), names = ran(view.heading.code)
    assert f"{times(plain)} the gradient" in view.said.value
    assert f"residual layer {times(residual)}." in view.said.value
    assert names["plain"].shape == (32, 4)


def test_the_trial_is_of_the_settings_as_they_stand_when_it_is_asked_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    quick(monkeypatch)
    view = Residuals()
    view.form.controls["depth"].value = 6
    view.trial.runner._handle_custom_msg({"kind": "press"}, [])
    expected = DepthTrials(6, "tanh", 2, 3).run()
    assert view.trial.result == expected
    assert view.trial.shown.value == SeedStrips(expected)._repr_html_()
    assert "tanh units, 3 steps." in view.trial.caption.value
    assert view.trial.runner.spoken.startswith("Done. plain, 2: 0 of 2 seeds reach 90%")
    view.form.controls["depth"].value = 9
    view.heading._handle_custom_msg({"kind": "code"}, [])
    assert "gradient_norms(9, residual=True" in view.heading.code
    rows, _ = ran(view.heading.code)
    assert Accuracies(rows, 0.5, 0.9).rows == expected.rows


def test_a_new_trial_takes_the_old_result_away_first(monkeypatch: pytest.MonkeyPatch) -> None:
    quick(monkeypatch)
    view = Residuals()
    view.trial.run()
    view.trial.work._begin()
    assert (view.trial.result, view.trial.shown.value, view.trial.caption.value) == (None, "", "")
    assert view.trial.code() == []


@pytest.mark.parametrize(
    ("share", "words"),
    [(1.53, "1.5 times"), (0.067, "0.067 times"), (1234.5, "1,234 times"), (0.0, "0 times"),
     (1.72e-4, "1.7 × 10⁻⁴ times"), (2.0e-15, "2.0 × 10⁻¹⁵ times")],
)  # fmt: skip
def test_a_multiple_is_written_with_two_digits(share: float, words: str) -> None:
    assert times(share) == words
