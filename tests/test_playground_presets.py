"""Published figures opened in the playground: by name, from the list, and left again."""
import asyncio
import re
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest

from course import device
from course.published import FIGURES, find
from course.toys import make_dataset
from course.training import evaluate, fit
from widgets import Playground, presets
from widgets.settings import PlaygroundSettings


@pytest.fixture(autouse=True)
def alone(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No page's address and no GPU."""
    monkeypatch.delenv("QUERY_STRING", raising=False)
    monkeypatch.setattr(device, "gpu_hint", lambda: False)
    yield


def asked(view: Playground, name: str, recipe: str = "ours") -> Playground:
    """What the page sends when a person chooses a figure."""
    message = {"kind": "figure", "name": name, "recipe": recipe}
    view.figures._handle_custom_msg(message, [])
    return view


def small_enough(name: str) -> bool:
    """Whether a name says a network of at most 1,000 units, or several layers of fewer."""
    widths = [int(part) for part in re.sub(r"-\d+-steps$", "", name).split("-") if part.isdigit()]
    return max(widths) <= 1000 and widths.count(1000) < 2


@pytest.mark.parametrize("figure", FIGURES, ids=lambda figure: figure.name)
@pytest.mark.parametrize("recipe", ["2016", "ours"])
def test_every_figure_opens_with_its_recipe_or_says_where_it_is_trained(
    figure: object, recipe: str
) -> None:
    view = Playground(preset=figure.name, recipe=recipe)
    if not small_enough(figure.name):
        assert view.transport.problem == (
            f"preset '{figure.name}' needs a larger network than the playground can hold: "
            "`glassbox reproduce zoo` trains it."
        )
        return
    config = figure.recipes[recipe]
    assert view.transport.problem == ""
    assert replace(view.run.config, steps=config.steps) == config
    assert view.settings.steps == config.steps
    assert (view.settings.rule, view.settings.points) == (figure.rule, 100_000)
    for name, control in view.form.controls.items():
        assert control.value == getattr(view.settings, name), name
    assert (view.figures.value, view.figures.recipe) == (figure.name, recipe)


@pytest.mark.parametrize("figure", presets.OFFERED, ids=lambda figure: figure.name)
def test_every_figure_of_the_list_can_be_shown_by_a_playground_as_it_comes(
    figure: object,
) -> None:
    view = Playground(hidden=(1,))
    for recipe in ("ours", "2016"):
        settings = replace(view.settings, **presets.settings_of_figure(figure, recipe))
        view.form.set(settings)
        for name, control in view.form.controls.items():
            assert control.value == getattr(settings, name), (recipe, name)


def test_the_list_says_rule_network_and_number_and_what_is_left_to_the_command() -> None:
    groups = dict(Playground().figures.groups)
    assert list(groups)[:2] == ["positive", "linear"]
    circle = dict(groups["circle"])
    assert circle["circle-10"] == "circle, 10 hidden: 97.8%"
    assert circle["circle-2"] == "circle, 2 hidden: two lines"
    last = list(groups)[-1]
    assert last == "too large for this page: glassbox reproduce zoo"
    assert ["", "rose, 1000-1000-1000: 98.1%"] in groups[last]
    assert {name for name, _ in groups[last]} == {""}
    offered = sum(len(offered) for offered in groups.values())
    assert offered == len(FIGURES)


def test_a_figure_that_is_chosen_begins_anew_with_its_settings_and_shows_its_number() -> None:
    view = Playground("ring", seed=4, speed="full")
    view.step()
    asked(view, "circle-10", "2016")
    assert (view.transport.state, view.transport.progress) == ("empty", "step 0")
    assert (view.settings.rule, view.settings.hidden) == ("circle", (10,))
    assert (view.settings.start, view.settings.optimiser) == ("2016", "sgd")
    assert (view.settings.seed, view.settings.speed) == (4, "full")
    assert view.form.config == view.settings
    assert view.transport.result_words == "right on unseen points; 2016: 97.8%"
    asked(view, "circle-10", "ours")
    assert (view.settings.start, view.settings.optimiser) == ("he", "adam")
    assert (view.figures.value, view.figures.recipe) == ("circle-10", "ours")


def test_a_figure_without_a_number_says_what_was_published_and_a_note_is_shown() -> None:
    view = Playground(preset="circle-1")
    assert view.transport.result_words == "right on unseen points; 2016: one line"
    assert view.figures.note == find("circle-1").note != ""


def test_at_its_end_the_result_stands_beside_what_was_published() -> None:
    async def scenario() -> Playground:
        view = Playground(preset="linear-100-10-steps", speed="full")
        view.play()
        while view.transport.state == "running":
            await asyncio.sleep(0.001)
        while not view.transport.spoken:
            await asyncio.sleep(0.001)
        return view

    view = asyncio.run(asyncio.wait_for(scenario(), 60))
    data = make_dataset("linear", 100_000)
    *_, last = fit(find("linear-100-10-steps").recipes["ours"], data)
    accuracy = evaluate(last.network, data.x_test, data.y_test).accuracy
    assert view.transport.result == f"{100 * accuracy:.1f}%"
    assert view.transport.result_words == "after 10 steps; published 93.9%"
    assert view.transport.spoken.startswith(f"done, 10 steps: {100 * accuracy:.1f}% of unseen")


def test_the_link_holds_the_settings_and_brings_the_figure_back() -> None:
    view = Playground(preset="ring-100", recipe="2016")
    again = Playground.from_link(view.heading.query)
    assert "preset" not in view.heading.query
    assert again.settings == view.settings
    assert (again.figures.value, again.figures.recipe) == ("ring-100", "2016")
    assert again.transport.result_words == "right on unseen points; 2016: 92.7%"


@pytest.mark.parametrize(
    ("name", "value"),
    [("learning_rate", 0.1), ("noise", 0.1), ("points", 700), ("batch_size", 32), ("l2", 0.01),
     ("steps", 50), ("hidden", (7,)), ("rule", "ring"), ("schedule", "constant")],
)  # fmt: skip
def test_what_is_no_longer_the_figure_does_not_claim_to_be(name: str, value: object) -> None:
    view = Playground(preset="circle-10")
    view.step()
    view.form.controls[name].value = value
    assert (view.figures.value, view.figures.note) == ("", "")
    assert view.transport.result_words == "right on unseen points"


@pytest.mark.parametrize(("name", "value"), [("seed", 5), ("speed", "full"), ("shown", "train")])
def test_luck_and_looks_are_free(name: str, value: object) -> None:
    view = Playground(preset="circle-10")
    view.form.controls[name].value = value
    assert view.figures.value == "circle-10"


def test_changing_one_figure_into_another_is_noticed() -> None:
    view = Playground(preset="circle-10")
    view.form.controls["hidden"].value = (100,)
    assert view.figures.value == "circle-100"


def test_a_run_that_was_steered_and_back_is_not_the_figure_until_it_begins_anew() -> None:
    view = Playground(preset="circle-10")
    view.step()
    view.form.controls["learning_rate"].value = 0.1
    view.step()
    view.form.controls["learning_rate"].value = 0.03
    assert view.figures.value == ""
    view.reset()
    assert view.figures.value == "circle-10"


def test_none_goes_back_to_what_stood_there_before() -> None:
    view = Playground("rose", hidden=(4, 4), noise=0.1)
    before = view.settings
    asked(asked(view, "circle-10"), "ring-100", "2016")
    asked(view, "", "2016")
    assert view.settings == view.form.config == before
    assert view.figures.value == ""


def test_none_after_a_preset_keeps_its_rule() -> None:
    view = asked(Playground(preset="ring-100"), "")
    assert view.settings == PlaygroundSettings(rule="ring")


def test_a_setting_beside_a_preset_counts_more() -> None:
    view = Playground(preset="circle-10", seed=7, hidden=(2,))
    assert (view.settings.seed, view.settings.hidden, view.settings.steps) == (7, (2,), 1000)


@pytest.mark.parametrize(
    ("preset", "recipe", "message"),
    [("circle-11", "ours", "name must be one of positive-1-little, positive-1,"),
     ("circle-10", "1999", "recipe must be one of 2016, ours; got '1999'"),
     (10, "ours", "got 10")],
)  # fmt: skip
def test_a_preset_that_does_not_exist_is_refused_in_words(
    preset: str, recipe: str, message: str
) -> None:
    view = Playground("ring", preset=preset, recipe=recipe)
    assert message in view.transport.problem
    assert view.settings == PlaygroundSettings(rule="ring")


@pytest.mark.parametrize(
    "message", [None, "figure", {}, {"kind": "figure"},
                {"kind": "figure", "name": "frob", "recipe": "ours"},
                {"kind": "figure", "name": ["circle-10"], "recipe": "ours"},
                {"kind": "figure", "name": "rose-1000-1000-1000", "recipe": "ours"},
                {"kind": "figure", "name": "circle-10", "recipe": "1999"}],
)  # fmt: skip
def test_what_no_page_of_ours_sends_changes_nothing(
    message: object, caplog: pytest.LogCaptureFixture
) -> None:
    view = Playground("ring")
    view.figures.log.propagate = True
    view.figures._handle_custom_msg(message, [])
    assert view.settings == PlaygroundSettings(rule="ring")
    assert (view.transport.state, view.transport.problem) == ("empty", "")
    assert caplog.messages == []


def test_a_thousand_steps_of_a_hundred_see_each_point_once() -> None:
    config = find("circle-10").recipes["ours"]
    assert config.batch_size * config.steps == presets.FRESH
    assert len(np.unique(make_dataset("circle", presets.FRESH).x_train, axis=0)) == presets.FRESH
