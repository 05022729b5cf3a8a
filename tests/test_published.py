"""The published figures: complete, as the write-up has them, and trainable as they stand."""
from dataclasses import replace

import pytest

from course.published import BARS, FIGURES, RECIPES, Figure, find
from course.records import TrainConfig
from course.toys import BUILT_IN, RULES

NAMES = [figure.name for figure in FIGURES]

# Rule, published network as hidden units, accuracy in %: the write-up's table.
PUBLISHED = {
    ("positive", (1,), 49.9), ("positive", (1,), 99.6),
    ("linear", (1,), 50.1), ("linear", (1,), 99.9), ("linear", (100,), 93.9),
    ("linear", (1000,), 98.0), ("linear", (10_000,), 98.9), ("linear", (100_000,), 98.5),
    ("circle", (1,), None), ("circle", (2,), None), ("circle", (3,), None),
    ("circle", (10,), 97.8), ("circle", (100,), 99.0), ("circle", (1000,), 99.0),
    ("circle", (1000,), 99.5), ("ring", (100,), 92.7), ("ring", (1000,), 96.9),
    ("cosine", (1000,), 87.0), ("rose", (1000,), 80.3), ("circle", (10, 1000, 1000), 99.4),
    ("ring", (100, 100, 100), 94.0), ("ring", (1000, 1000, 1000), 97.9),
    ("cosine", (1000, 1000, 100), 94.3), ("rose", (1000, 1000, 1000), 98.1),
}  # fmt: skip
CIRCLE = find("circle-10")


def test_every_figure_of_the_write_up_is_there_for_its_own_network():
    there = {
        (f.rule, f.recipes["ours"].hidden, f.published and round(100 * f.published, 1))
        for f in FIGURES
    }
    assert there >= PUBLISHED


def test_nothing_is_there_that_was_not_published():
    figures = {(rule, accuracy) for rule, _, accuracy in PUBLISHED}
    for figure in FIGURES:
        assert (figure.rule, figure.published and round(100 * figure.published, 1)) in figures


def test_names_are_unique_and_begin_with_their_rule():
    assert len(set(NAMES)) == len(NAMES)
    assert {name.split("-")[0] for name in NAMES} == set(BUILT_IN)
    assert all(figure.name.startswith(f"{figure.rule}-") for figure in FIGURES)


@pytest.mark.parametrize("name", [
    "positive-1", "linear-100-10-steps", "circle-10", "ring-100", "rose-1000-1000-1000",
])  # fmt: skip
def test_a_name_that_a_link_may_hold_stays(name):
    assert find(name).name == name


@pytest.mark.parametrize("figure", FIGURES, ids=NAMES)
def test_both_recipes_train_the_same_network_from_one_seed(figure):
    then, ours = figure.recipes["2016"], figure.recipes["ours"]
    assert then.hidden == ours.hidden
    assert (then.seed, ours.seed) == (0, 0)
    assert (then.optimiser, then.start) == ("sgd", "2016")
    assert (ours.optimiser, ours.start, ours.schedule) == ("adam", "he", "cosine")
    assert ours.batch_size == 100


@pytest.mark.parametrize("figure", FIGURES, ids=NAMES)
def test_the_accuracy_said_is_the_one_that_counts(figure):
    if figure.published is None:
        assert figure.near is not None and figure.bar == "count"
    else:
        assert f"{100 * figure.published:g}%" in figure.said


def test_a_lottery_and_ten_steps_of_a_wide_layer_are_only_counted():
    counted = {figure.name for figure in FIGURES if figure.bar == "count"}
    assert counted == {
        "positive-1-little", "linear-1-little", "linear-1", "linear-1000-10-steps",
        "linear-10000-10-steps", "linear-100000-10-steps", "circle-1", "circle-2", "circle-3",
    }  # fmt: skip


def test_the_first_seeds_of_a_figure_make_a_population():
    ours = CIRCLE.population("ours")
    assert ours == replace(CIRCLE.recipes["ours"], seed=range(32))
    assert CIRCLE.population("2016", 3) == replace(CIRCLE.recipes["2016"], seed=(0, 1, 2))


def test_no_more_seeds_are_given_than_a_figure_has():
    assert replace(CIRCLE, seeds=5).population("ours", 9).seed == (0, 1, 2, 3, 4)


def test_the_recipe_of_2016_may_have_fewer_seeds():
    figure = replace(CIRCLE, history=2)
    assert figure.population("2016").seed == (0, 1)
    assert figure.population("2016", 9).seed == (0, 1)
    assert len(figure.population("ours").seed) == 32


def test_where_there_are_only_words_what_comes_near_them_is_the_goal():
    assert find("circle-3").goal == 0.9
    assert CIRCLE.goal == 0.978


def test_a_figure_cannot_be_changed_by_those_who_show_it():
    with pytest.raises(TypeError, match="does not support item assignment"):
        CIRCLE.recipes["ours"] = TrainConfig()


@pytest.mark.parametrize("name", ["circle_10", "", None, 10])
def test_an_unknown_name_lists_the_known(name):
    with pytest.raises(ValueError, match=r"^name must be one of positive-1-little, .*; got "):
        find(name)


@pytest.mark.parametrize(("change", "message"), [
    ({"rule": "square"}, "rule must be one of positive, "),
    ({"recipes": {"ours": TrainConfig()}}, r"recipes must be \('2016', 'ours'\), got \('ours',\)"),
    ({"bar": "mean"}, f"bar must be one of {', '.join(BARS)}; got 'mean'"),
    ({"counted": "loss"}, "counted must be one of accuracy, one answer; got 'loss'"),
    ({"near": 0.9}, "one of published and near must be given, and not both; got 0.978 and 0.9"),
    ({"published": None}, "one of published and near must be .*; got None and None"),
    ({"published": 97.8}, r"published must be in \[0, 1\], got 97.8"),
    ({"seeds": 0}, r"seeds must be in \[1, inf\), got 0"),
    ({"history": -1}, r"history must be in \[0, inf\), got -1"),
])  # fmt: skip
def test_a_figure_that_does_not_make_sense_is_refused(change, message):
    with pytest.raises(ValueError, match=message):
        replace(CIRCLE, **change)


def test_an_unknown_recipe_is_refused():
    with pytest.raises(ValueError, match=f"recipe must be one of {', '.join(RECIPES)}; got 'mine'"):
        CIRCLE.population("mine")


def test_no_seed_at_all_is_refused():
    with pytest.raises(ValueError, match=r"seeds must be in \[1, inf\), got 0"):
        CIRCLE.population("ours", 0)


def test_a_figure_may_be_made_of_any_rule_that_is_known():
    recipes = dict.fromkeys(RECIPES, TrainConfig((2,)))
    for rule in RULES:
        assert Figure("mine", rule, "2 hidden", 0.9, "90%", recipes).goal == 0.9
