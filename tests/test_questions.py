"""Questions: how they are made, what an answer is told, and that what they say is so."""
import math
import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.exercises.library import find, keys, of_lesson
from course.exercises.question import Option, Question, judge_answer
from course.network import parameter_count
from course.records import TrainConfig
from course.toys import base_rate, circle, make_dataset, square_grid
from course.training import Stream, evaluate, fit

WRONG, RIGHT = Option("wrong", "because"), Option("right", "so it is", right=True)
ONE = Question("01.one", "Which?", (WRONG, RIGHT, Option("also wrong", "look there")))
SEVERAL = Question(
    "01.several",
    "Which ones?",
    (RIGHT, WRONG, RIGHT, Option("no", "not that either"), RIGHT),
    several=True,
)


def said(answered) -> list[tuple[int, str]]:
    return [(one.option, one.words) for one in answered.said]


# ---- making ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: Option("", "why"), "text must not be empty"),
        (lambda: Option("text", " "), "why must not be empty"),
        (lambda: Option("text", None), "why must be text, got None"),
        (lambda: Option("text", "why", 1), "right must be True or False, got 1"),
        (lambda: Question("free", "Which?", (WRONG, RIGHT)), 'key must be like "03.free"'),
        (lambda: Question("03.a_b", "Which?", (WRONG, RIGHT)), 'key must be like "03.free"'),
        (lambda: Question("03.a", "", (WRONG, RIGHT)), "prompt must not be empty"),
        (lambda: Question("03.a", "?", [WRONG, RIGHT]), "options must be a tuple of Option"),
        (lambda: Question("03.a", "?", (WRONG, "x")), "options must be a tuple of Option"),
        (lambda: Question("03.a", "?", (RIGHT,)), r"number of options must be in \[2, 6\], got 1"),
        (lambda: Question("03.a", "?", (RIGHT,) + 6 * (WRONG,)), r"in \[2, 6\], got 7"),
        (lambda: Question("03.a", "?", (WRONG, WRONG)), "exactly one right option, got 0"),
        (lambda: Question("03.a", "?", (RIGHT, RIGHT)), "exactly one right option, got 2"),
        (lambda: Question("03.a", "?", (RIGHT, WRONG), several=True), "two right options or more"),
        (lambda: Question("03.a", "?", (RIGHT, WRONG), several=1), "several must be True or False"),
    ],
)
def test_a_question_that_is_not_one_is_refused_by_name(make, message) -> None:
    with pytest.raises((TypeError, ValueError), match=message):
        make()


# ---- judging ---------------------------------------------------------------------------


def test_a_wrong_option_is_explained_and_nothing_else_is() -> None:
    answered = judge_answer(ONE, {0})
    assert (answered.right, answered.summary, answered.chosen) == (False, "Not this one.", (0,))
    assert said(answered) == [(0, "Not this one.")]
    assert answered.said[0].why == "because"


def test_the_right_option_is_confirmed_and_then_every_option_explains_itself() -> None:
    answered = judge_answer(ONE, {1})
    assert answered.right
    assert said(answered) == [(0, ""), (1, "Right."), (2, "")]
    assert [one.why for one in answered.said] == ["because", "so it is", "look there"]


@pytest.mark.parametrize(
    ("chosen", "summary", "explained"),
    [
        ({0}, "You chose one of the three. Look again at the others.", [0]),
        ({4, 0}, "You chose two of the three. Look again at the others.", [0, 4]),
        ({0, 2, 1}, "You chose two of the three, and one that does not belong.", [1]),
        ({1}, "You chose none of the three, and one that does not belong.", [1]),
        (
            {0, 1, 2, 3, 4},
            "You chose all three, and two that do not belong. The first of those is explained.",
            [1],
        ),
        ({0, 2, 4}, "Right: these three and no other.", [0, 1, 2, 3, 4]),
    ],
)
def test_several_are_told_how_many_are_there_and_one_that_does_not_belong(
    chosen, summary, explained
) -> None:
    answered = judge_answer(SEVERAL, chosen)
    assert answered.summary == summary
    assert [one.option for one in answered.said] == explained
    assert answered.right == (chosen == {0, 2, 4})


@given(st.sampled_from([find(key, "question") for key in keys("question")]), st.data())
def test_an_answer_that_is_not_right_never_explains_what_was_not_chosen(question, data) -> None:
    most = len(question.options) if question.several else 1
    numbers = st.integers(0, len(question.options) - 1)
    chosen = data.draw(st.sets(numbers, min_size=1, max_size=most))
    answered = judge_answer(question, chosen)
    truth = {i for i, option in enumerate(question.options) if option.right}
    assert answered.right == (chosen == truth)
    if not answered.right:
        assert {one.option for one in answered.said} <= chosen
        assert sum(not one.right for one in answered.said) <= 1
    else:
        assert len(answered.said) == len(question.options)


@pytest.mark.parametrize(
    ("question", "chosen", "message"),
    [
        (ONE, (), "chosen must hold an option, got none"),
        (ONE, {0, 1}, "chosen must be one option of 01.one, got 2"),
        (ONE, {3}, r"each chosen option must be in \[0, 2\], got 3"),
        (ONE, {-1}, r"must be in \[0, 2\], got -1"),
        (ONE, [True], "each chosen option must be a whole number, got True"),
        (ONE, ["1"], "must be a whole number, got '1'"),
        (ONE, [[1]], "must be a whole number"),
        (ONE, "1", "chosen must be numbers of options, got '1'"),
        (ONE, {0: 1}, "chosen must be numbers of options"),
        (SEVERAL, 1, "chosen must be numbers of options, got 1"),
        (SEVERAL, None, "chosen must be numbers of options, got None"),
    ],
)
def test_a_choice_that_makes_no_sense_is_refused_in_words(question, chosen, message) -> None:
    with pytest.raises((TypeError, ValueError), match=message):
        judge_answer(question, chosen)


# ---- the questions of the course -------------------------------------------------------


def test_each_lesson_with_questions_keeps_their_keys_apart_and_under_its_number() -> None:
    assert len(keys("question")) >= 6
    assert len(set(keys("question"))) == len(keys("question"))
    for number in ("00", "03"):
        assert all(key.startswith(f"{number}.") for key in of_lesson("question", number))
    assert any(question.several for question in of_lesson("question", "03").values())


@pytest.mark.parametrize("key", keys("question"))
def test_no_option_scolds_praises_or_uses_a_word_that_the_glossary_rules_out(key) -> None:
    question = find(key, "question")
    texts = [question.prompt, *(f"{one.text} {one.why}" for one in question.options)]
    for text in texts:
        banned = r"\b(well done|great|awesome|wrong!|simply|of course|obviously|neurons?|epochs?)\b"
        assert not re.search(banned, text, re.IGNORECASE), text
        assert text.count("`") % 2 == 0, text


def why(key: str, number: int) -> str:
    return find(key, "question").options[number].why


def skill(accuracy: float, rule: str) -> float:
    return (accuracy - base_rate(rule)) / (1 - base_rate(rule))


def test_the_figures_on_what_is_free_are_those_of_the_rules() -> None:
    assert f"{base_rate('rose'):.1%}" == "80.4%"
    assert "80.4%" in why("03.free", 0)
    assert f"skill is {skill(0.81, 'rose'):.2f}" in why("03.free", 1)
    assert f"{math.pi / 16:.1%}" in why("03.free", 2)
    assert np.mean(~circle(square_grid(400))) < 0.5  # so outside is not commoner
    assert f"{base_rate('circle'):.1%} is free" in find("03.share", "question").prompt
    assert f"about {skill(0.90, 'circle'):.2f}" in why("03.share", 1)
    assert f"about {skill(0.92, 'rose'):.2f}" in why("03.share", 1)


def test_a_field_of_a_single_colour_means_a_layer_that_is_off_everywhere() -> None:
    data, points = make_dataset("circle"), square_grid(40)
    config = TrainConfig((8, 8), batch_size=64, learning_rate=3.0, steps=500, seed=range(16))
    *_, last = fit(config, data)
    network, score = last.network, evaluate(last.network, data.x_test, data.y_test)
    one_colour = np.ptp(network.forward(points), axis=(1, 2)) == 0
    assert one_colour[0] and one_colour.sum() > 8
    is_on = np.array([(h > 0).any(axis=(-2, -1)) for h in network.h[1:-1]])  # layer, network
    assert not is_on[:, one_colour].all(axis=0).any()
    assert score.loss[one_colour] == pytest.approx(math.log(2), abs=0.03)


def test_the_same_two_layers_get_more_than_95_percent_at_a_lower_rate() -> None:
    data = make_dataset("circle")
    config = TrainConfig((8, 8), batch_size=64, learning_rate=0.01, steps=2000, seed=range(4))
    *_, last = fit(config, data)
    assert evaluate(last.network, data.x_test, data.y_test).accuracy.min() > 0.95
    assert "at a rate of 0.01" in why("03.stuck", 3)


def test_four_units_get_to_95_percent_from_as_many_seeds_as_are_named() -> None:
    data = make_dataset("circle")
    config = TrainConfig((4,), seed=range(32), learning_rate=0.03, schedule="cosine")
    *_, last = fit(config, data)
    accuracy = evaluate(last.network, data.x_test, data.y_test).accuracy
    assert np.sum(accuracy >= 0.95) == 11
    assert "seeds, eleven got" in why("03.luck", 0)
    assert "11 of 32" in why("03.luck", 1)
    assert accuracy.max() >= 0.96  # so the run that is asked about can happen
    assert np.any((accuracy > 0.70) & (accuracy < 0.80))  # and so can the one that fails


def test_more_seeds_of_the_old_training_meet_the_wall_and_another_training_does_not() -> None:
    data = make_dataset("ring", n_test=20_000)
    reached = {}
    for optimiser in ("sgd", "adam"):
        training = {
            "sgd": {"learning_rate": 0.5, "start": "2016"},
            "adam": {"learning_rate": 0.03, "schedule": "cosine"},
        }[optimiser]
        config = TrainConfig((100,), optimiser=optimiser, seed=range(5), **training)
        *_, last = fit(config, Stream("ring"))
        reached[optimiser] = evaluate(last.network, data.x_test, data.y_test).accuracy
    assert reached["sgd"].max() < 0.927 < reached["adam"].min()
    assert f"{parameter_count((2, 100, 1))} weights and biases" in why("03.wall", 3)
