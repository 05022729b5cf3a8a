"""What may be guessed, and outcomes that are read off the networks."""
import ast
import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from course import sketch
from course.exercises import find, keys
from course.exercises.prediction import Choice, Number, Prediction, Sketch
from course.exercises.predictions_03 import ONE_LAYER, SIZES, TWO_UNITS, WALLS, standing
from course.field import field
from course.portraits import Portraits
from course.toys import make_dataset
from course.training import Stream, evaluate, fit
from course.trials import Accuracies, Trials

SEEDS, WALL, BOUNDARY = (find(key, "prediction") for key in
                         ("03.seeds", "03.walls", "03.boundary"))  # fmt: skip


def ran(code):
    names = {}
    *lines, last = ast.parse(code).body
    exec(compile(ast.Module(lines, []), "lines", "exec"), names)
    return eval(compile(ast.Expression(last.value), "last", "eval"), names)


def short(trials: Trials, steps: int = 60) -> Trials:
    """The same trials, made short."""
    rows = {label: (replace(config, steps=steps), rule)
            for label, (config, rule) in trials.rows.items()}  # fmt: skip
    return replace(trials, rows=rows, n_test=1500)


def walls_passed(*beyond: str) -> Accuracies:
    """Trials in which one network passes each of these walls, and no other passes one."""
    rows = {
        (rule, name): [0.5, wall + 0.001 if rule in beyond and name == "both" else wall]
        for rule, wall in WALLS.items()
        for name in ("then", "both")
    }
    return Accuracies(rows, 0.5, WALLS)


# ---- guesses -------------------------------------------------------------------------------


@given(st.integers(0, 32))
def test_a_number_travels_as_text(value):
    asked = Number(0, 32, 1, "of 32")
    assert asked.read(asked.write(value)) == value


@given(st.integers(0, 400))
def test_a_number_with_decimals_travels_as_text(count):
    asked = Number(-1, 3, 0.01)
    value = round(-1 + count * 0.01, 2)
    assert asked.read(asked.write(value)) == value


@given(st.integers(0, 3))
def test_a_choice_travels_as_text(value):
    asked = Choice(("a", "b", "c", "d"))
    assert asked.read(asked.write(value)) == value


@given(st.lists(st.lists(st.tuples(*[st.integers(-100, 100)] * 2), min_size=3, max_size=20),
                min_size=1, max_size=4))  # fmt: skip
def test_a_sketch_travels_as_text(curves):
    drawn = tuple(np.array(curve) / 100 for curve in curves)
    back = Sketch("circle").read(Sketch("circle").write(drawn))
    assert [curve.tolist() for curve in back] == [curve.tolist() for curve in drawn]


@pytest.mark.parametrize(
    ("asked", "text", "message"),
    [
        (Number(0, 32), "33", "the guess must be a number from 0 to 32, got 33"),
        (Number(0, 32), "-1", "the guess must be a number from 0 to 32, got -1"),
        (Number(0, 32), "nan", "the guess must be a number from 0 to 32, got nan"),
        (Number(0, 32), "inf", "the guess must be a number from 0 to 32, got inf"),
        (Number(0, 32), "many", "the guess must be a number from 0 to 32, got 'many'"),
        (Number(0, 32), None, "the guess must be a number from 0 to 32, got None"),
        (Number(0, 32), "12.5", "from 0 to 32 in steps of 1, got 12.5"),
        (Choice(("a", "b")), "0", "the guess must be the number of an option, 1 to 2, got 0"),
        (Choice(("a", "b")), "3", "the guess must be the number of an option, 1 to 2, got 3"),
        (Choice(("a", "b")), "²", "the guess must be the number of an option, 1 to 2, got '²'"),
        (Choice(("a", "b")), "1" * 500, "the number of an option, 1 to 2, got '111"),
        (Sketch("circle"), "../..", "sketch must be up to 8 curves as to_text writes them"),
        (Sketch("circle"), "", "the sketch must have at least one closed curve, got none"),
    ],
)
def test_what_is_no_guess_is_refused_in_words(asked, text, message):
    with pytest.raises(ValueError, match=message):
        asked.read(text)


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: Number(3, 3), "low must be less than high, got 3 and 3"),
        (lambda: Number(0, 3, 0), r"step must be in \(0, inf\), got 0"),
        (lambda: Choice(("a",)), "options must be 2 to 8, got 1"),
        (lambda: Sketch("circle", -1), r"n_points must be in \[0, 2000\], got -1"),
    ],
)
def test_a_question_that_cannot_be_answered_is_refused(make, message):
    with pytest.raises(ValueError, match=message):
        make()


def test_a_guess_is_said_in_words():
    assert Number(0, 32, 1, "of 32").words(12) == "12 of 32"
    assert Number(0, 1, 0.05).words(0.5) == "0.50"
    assert Number(0, 100, 1, "%").words(98) == "98%"
    assert Choice(("All.", "None.")).words(1) == "None."
    half = (np.array([[-1, -1], [1, -1], [1, 0], [-1, 0.0]]),)
    assert Sketch("circle").words(half) == "1 curve around 50% of the square"


# ---- lesson 03 -----------------------------------------------------------------------------


def test_every_prediction_has_a_key_of_its_lesson_and_a_name_of_its_own():
    found = {key: find(key, "prediction") for key in keys("prediction")}
    assert len(found) >= 3
    assert len({one.name for one in found.values()}) == len(found)
    assert SEEDS.name == "predict-03.seeds"


def test_how_many_seeds_get_there_is_what_a_loop_by_hand_counts():
    trials = short(SIZES, 300)
    config = trials.rows["4 hidden"][0]
    data = make_dataset("circle", n_test=1500)
    *_, last = fit(config, data)
    accuracy = evaluate(last.network, data.x_test, data.y_test).accuracy
    assert SEEDS.truth(trials.run()) == (accuracy >= 0.95).sum()


def test_with_the_real_trials_some_seeds_get_there_and_some_do_not():
    found = SEEDS.truth(Trials({"4 hidden": SIZES.rows["4 hidden"]}).run())
    assert 0 < found < 32


@pytest.mark.parametrize(
    ("passed", "words"),
    [
        ((), "All three."),
        (("ring", "cosine"), "The rose's alone."),
        (("ring", "cosine", "rose"), "None."),
        (("rose",), "Another set"),
        (("cosine",), "Another set"),
    ],
)
def test_the_option_that_is_true_follows_from_the_walls_that_stand(passed, words):
    result = walls_passed(*passed)
    assert standing(result) == [rule for rule in WALLS if rule not in passed]
    assert WALL.guess.options[WALL.truth(result)].startswith(words)


def test_the_walls_of_one_layer_are_passed_by_the_real_trainings():
    rows = {label: row for label, row in ONE_LAYER.rows.items() if label[1] == "both"}
    result = replace(ONE_LAYER, rows=rows).run()
    data = make_dataset("rose", n_test=20_000)
    *_, last = fit(rows["rose", "both"][0], Stream("rose"))
    accuracy = evaluate(last.network, data.x_test, data.y_test).accuracy
    assert result.rows["rose", "both"] == tuple(accuracy)
    expected = [rule for rule, wall in WALLS.items() if max(result.rows[rule, "both"]) <= wall]
    assert standing(result) == expected == []


def test_the_explanation_of_the_walls_counts_what_each_training_passes():
    rows = {}
    for rule, wall in WALLS.items():
        rows |= {(rule, name): [wall] for name in ("then", "Adam")}
        rows |= {(rule, name): [0.6, 0.99] for name in ("He", "both")}
    rows["ring", "both"] = rows["cosine", "both"] = rows["ring", "He"] = [0.93, 0.99]
    words = WALL.explained(Accuracies(rows, 0.5, WALLS))
    assert "then passes 0 from every seed, He's starting weights alone 1, " in words
    assert "Adam with a falling rate alone 0, and both together 2." in words


def test_the_boundary_is_that_of_the_best_seed_and_the_words_say_so():
    portraits = replace(TWO_UNITS, config=replace(TWO_UNITS.config, steps=200, seed=range(6)))
    result = portraits.run()
    data = make_dataset("circle")
    *_, last = fit(portraits.config, data)
    accuracy = evaluate(last.network, data.x_test, data.y_test).accuracy
    best = int(np.argmax(accuracy))
    assert (BOUNDARY.truth(result) == (field(last.network, 100)[best] > 0.5)).all()
    words = BOUNDARY.explained(result)
    assert f"the best of 6 seeds (seed {best}): it gets {accuracy[best]:.1%}" in words
    assert f"half of the seeds get {np.median(accuracy):.1%} or less" in words


def test_two_units_do_not_go_round_the_circle_from_any_of_the_seeds():
    assert max(TWO_UNITS.run().accuracies) < 0.85


SKETCH = sketch.from_text(sketch.to_text([np.array([[-0.8, -0.8], [0.8, -0.6], [0, 0.9]])]))
SHORT_BOUNDARY = replace(
    BOUNDARY,
    computation=Portraits(replace(TWO_UNITS.config, steps=60, seed=range(4)), side=30),
)


@pytest.mark.parametrize(
    ("prediction", "guess", "outcome"),
    [
        (replace(SEEDS, computation=short(SIZES, 300)), 5, lambda p, r: p.truth(r)),
        (replace(WALL, computation=short(ONE_LAYER)), 1, lambda p, r: standing(r)),
        (SHORT_BOUNDARY, SKETCH, lambda p, r: sketch.agreement(SKETCH, p.truth(r), 30)),
    ],
    ids=["seeds", "walls", "boundary"],
)
def test_the_code_gives_the_outcome(prediction: Prediction, guess, outcome):
    assert ran(prediction.repeated(guess)) == outcome(prediction, prediction.computation.run())


def test_without_a_sketch_the_code_gives_what_the_network_says():
    found = ran(SHORT_BOUNDARY.repeated(None))
    assert (found == SHORT_BOUNDARY.computation.run().inside()).all()


def test_an_explanation_may_be_plain_text():
    assert replace(SEEDS, explain="So it is.").explained(None) == "So it is."
    assert math.isfinite(SEEDS.computation.steps)
