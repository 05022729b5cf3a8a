"""The effects driven from Python: questions, guesses, pictures, links, code."""
import asyncio
import math
from dataclasses import replace

import numpy as np
import pytest

from course.effect_cases import EFFECTS
from course.effect_findings import Effect, Level
from course.effect_words import said
from course.effects import Comparison
from course.records import TrainConfig
from course.toys import RULES, base_rate
from widgets import Effects
from widgets.canvas.effect_levels import floor, heights, picture_of
from widgets.effects_settings import EffectsSettings

SHORT = TrainConfig((4,), "tanh", batch_size=7, steps=12)
QUICK = {
    "data": (Level("10", SHORT, 10), Level("20", SHORT, 20)),
    "noise": (Level("0", SHORT, 20), Level("0.5", SHORT, 20, noise=0.5)),
    "steps": (Level("12", SHORT, 20),),
    "labels": (Level("0%", replace(SHORT, steps=4000), 20),) * 2,  # there is time to stop it
}


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Short trainings instead of the course's; no page."""
    monkeypatch.delenv("QUERY_STRING", raising=False)
    for key, levels in QUICK.items():
        watched = (1, 5) if key == "steps" else ()
        made = replace(EFFECTS[key], levels=levels, watched=watched)
        monkeypatch.setitem(EFFECTS, key, made)


def effect_of(key: str) -> Effect:
    return EFFECTS[key]


def test_before_anything_is_run_there_is_a_question_and_what_is_free() -> None:
    view = Effects(rule="ring")
    picture = view.view.picture
    assert effect_of("data").asks in view.question.value
    assert picture["free"] == [base_rate("ring")] * 2
    assert [words for _, words in picture["ticks"]] == ["10", "20"]
    assert picture["test"] == picture["testMedian"] == picture["turns"] == []
    assert (view.view.said, view.view.words, view.found) == ("", [], None)
    assert view.view.label == "Accuracy over points to learn from, ring, 16 seeds: not trained yet."
    assert (view.runner.label, view.runner.main, view.runner.words) == ("Run", True, "")


def test_after_a_run_it_shows_what_course_found() -> None:
    view = Effects(seeds=8, first=5)
    result, picture = view.run(), view.view.picture
    expected = Comparison("data", "circle", range(5, 13)).run()
    np.testing.assert_allclose(picture["test"], expected.test, atol=1e-4)
    np.testing.assert_allclose(picture["train"], expected.train, atol=1e-4)
    np.testing.assert_allclose(picture["testMedian"], np.median(expected.test, 1), atol=1e-4)
    assert picture["ends"]["testMedian"] == f"test {100 * np.median(expected.test[-1]):.1f}%"
    assert picture["ends"]["free"] == "free 50.3%"
    assert view.view.said == said(result) and len(view.view.words) == 2
    about = "Accuracy over points to learn from, circle, 8 seeds. Medians. 10: test "
    assert view.view.label.startswith(about)
    assert view.runner.words == "16 networks trained"
    assert view.runner.spoken == f"Done. {said(result)}"
    assert view.runner.main is False


def test_a_guess_is_kept_and_stands_beside_what_happened() -> None:
    view = Effects(seeds=8)
    view.expect("2")
    view.set(rule="ring")
    assert view.guess.value == ""
    view.set(rule="circle")
    assert (view.guess.value, view.guess.outcome, view.guess.locked) == ("2", "", False)
    verdict = 1 + ("helps", "hurts", "middle", "none").index(view.run().verdict)
    assert (view.guess.value, view.guess.outcome, view.guess.locked) == ("2", str(verdict), True)
    view.expect("3")  # too late
    assert view.guess.value == "2"


def test_what_is_no_guess_is_refused_in_words() -> None:
    view = Effects()
    view.guess._handle_custom_msg({"kind": "guess", "value": "7"}, [])
    assert view.view.problem == "the guess must be the number of an option, 1 to 4, got 7."
    view.guess._handle_custom_msg({"kind": "guess", "value": "1"}, [])
    assert (view.guess.value, view.view.problem) == ("1", "")


def test_an_effect_that_was_run_shows_what_it_gave_when_it_is_chosen_again() -> None:
    view = Effects(seeds=8)
    result, picture = view.run(), view.view.picture
    view.form.controls["effect"].value = "steps"
    assert (view.found, view.view.said, view.guess.locked) == (None, "", False)
    assert view.runner.main is True
    view.form.controls["effect"].value = "data"
    assert view.found is result and view.view.picture == picture
    assert view.runner.words == "16 networks trained"


def test_values_are_shown_as_they_are_finished() -> None:
    view = Effects(seeds=8)
    counts = []
    view.view.observe(lambda change: counts.append(len(change["new"]["test"])), "picture")
    view.run()
    assert counts == [1, 2] or counts == [1, 2, 2]
    assert len(view.view.picture["places"]) == 2


def test_steps_stand_by_their_logarithm_with_a_mark_where_each_seed_turns() -> None:
    view = Effects(effect="steps", seeds=8)
    result, picture = view.run(), view.view.picture
    assert picture["places"] == [0, math.log(5) / math.log(12), 1]
    assert picture["ticks"] == [[0, "1"], [math.log(10) / math.log(12), "10"]]
    assert picture["overSteps"] is True
    least = result.test_loss.argmin(axis=0)
    assert picture["turns"] == [
        [picture["places"][at], result.test[at, k]] for k, at in enumerate(least)
    ]


def test_ticks_of_steps_never_lie_beyond_the_last_one() -> None:
    ticks = picture_of(effect_of("steps"), None, 0.5)["ticks"]
    assert [words for _, words in ticks] == ["1", "10"]


def test_noise_draws_what_is_possible_at_each_value() -> None:
    view = Effects(effect="noise", seeds=8)
    assert view.view.picture["free"] == []  # not known before
    result = view.run()
    assert view.view.picture["best"] == list(result.best)
    assert result.best[0] == 1 and 0.6 < result.best[1] < 0.7
    assert view.view.picture["ends"]["best"] == f"possible {100 * result.best[1]:.1f}%"
    assert view.view.picture["free"][1] > view.view.picture["free"][0]


@pytest.mark.parametrize(
    ("least", "expected"), [(0.73, 0.4), (0.37, 0.3), (0.4, 0.4), (0.0, 0.0)]
)
def test_the_picture_begins_at_the_tenth_below_everything_in_it(
    least: float, expected: float
) -> None:
    result = Comparison("data", seeds=(0,)).run()
    result = replace(result, test=np.array([[least], [0.9]]), train=np.ones((2, 1)))
    assert floor(effect_of("data"), result) == pytest.approx(expected)
    assert floor(effect_of("decay"), None) == 0.9


def test_a_few_round_accuracies_are_named_from_the_top() -> None:
    assert heights(0.4) == [[1.0, "100%"], [0.8, "80%"], [0.6, "60%"], [0.4, "40%"]]
    assert heights(0.9) == [[1.0, "100%"], [0.95, "95%"], [0.9, "90%"]]
    assert heights(0.3)[-1] == [0.4, "40%"]


def test_a_function_of_points_is_a_rule(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("course.toys.RULES", RULES)

    def wide_band(points):
        return abs(points[:, 1]) < 0.7

    view = Effects(wide_band, seeds=8)
    assert view.settings.rule == "your wide band"
    assert view.run().free[0] == pytest.approx(0.7, abs=0.01)
    view._write_code()
    assert "# 'your wide band' is a rule of your own" in view.heading.code
    RULES.pop("your wide band")


def test_a_rule_that_stops_is_said_and_the_widget_lives_on(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails_far_out(points):
        if len(points) in (10, 1000):
            raise ZeroDivisionError("far out")
        return points[:, 0] > 0

    view = Effects(fails_far_out, seeds=8)
    view.runner._handle_custom_msg({"kind": "press"}, [])
    assert "stopped with ZeroDivisionError" in view.runner.problem
    assert view.found is None
    view.set(rule="circle")
    assert view.run().labels == ("10", "20")
    RULES.pop("your fails far out")


def test_what_cannot_be_used_is_said_and_the_default_stands() -> None:
    view = Effects("blob", effect="luck", seeds=9, link="first=-1")
    assert view.settings == EffectsSettings()
    for words in ("rule must be one of positive,", "effect must be one of data, l2,",
                  "seeds must be one of 8, 16, 32; got 9.",
                  "Not used from the link: first must be in [0, 9999], got -1."):  # fmt: skip
        assert words in view.view.problem


def test_a_link_reopens_the_settings_and_its_call_too() -> None:
    view = Effects("ring", effect="labels", seeds=32, first=4)
    assert view.heading.query == "open=effects&effect=labels&rule=ring&seeds=32&first=4"
    assert Effects.from_link("?" + view.heading.query).settings == view.settings
    assert eval(view.heading.call, {"Effects": Effects}).settings == view.settings


@pytest.mark.parametrize("key", ["data", "steps"])
def test_the_code_gives_the_numbers_on_screen(key: str) -> None:
    view = Effects("ring", effect=key, seeds=8, first=3)
    view.run()
    view.heading._handle_custom_msg({"kind": "code"}, [])
    *lines, last = view.heading.code.splitlines()
    names: dict = {}
    exec("\n".join([*lines, f"shown = {last}"]), names)
    for i, (train, test) in enumerate(names["shown"].values()):
        np.testing.assert_allclose(view.view.picture["train"][i], train, atol=1e-4)
        np.testing.assert_allclose(view.view.picture["test"][i], test, atol=1e-4)


def on_a_loop(scenario) -> None:
    asyncio.run(asyncio.wait_for(scenario(), 60))


async def until(holds) -> None:
    while not holds():
        await asyncio.sleep(0.001)


def test_it_can_be_stopped_and_nothing_of_it_is_kept() -> None:
    async def scenario() -> None:
        view = Effects(effect="labels", seeds=8)
        view.runner._handle_custom_msg({"kind": "press"}, [])
        await until(lambda: view.work.running and view.runner.label == "Stop")
        view.runner._handle_custom_msg({"kind": "press"}, [])
        await until(lambda: not view.work.running)
        assert (view.runner.words, view.found, view.guess.locked) == ("stopped", None, False)
        view.close()

    on_a_loop(scenario)


def test_another_choice_while_it_runs_stops_it_and_can_be_run_at_once() -> None:
    async def scenario() -> None:
        view = Effects(effect="labels", seeds=8)
        view.runner._handle_custom_msg({"kind": "press"}, [])
        await until(lambda: view.work.running)
        view.form.controls["effect"].value = "data"
        await until(lambda: not view.work.running)
        assert view.settings.effect == "data" and view.view.picture["test"] == []
        assert view.runner.words == ""
        view.runner._handle_custom_msg({"kind": "press"}, [])
        await until(lambda: view.found is not None)
        assert view.found.labels == ("10", "20")
        view.close()

    on_a_loop(scenario)


def test_the_page_cannot_change_the_picture() -> None:
    view = Effects()
    before = view.view.picture
    view.view.set_state({"picture": {"places": []}, "said": "anything"})
    assert view.view.picture == before and view.view.said == ""
