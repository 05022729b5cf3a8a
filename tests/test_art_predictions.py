"""Rates, optimisers, a palette and a neuron: outcomes that are read off the pictures."""
import ast
from dataclasses import replace

import numpy as np
import pytest
import torch

from course import digits
from course.art import digit_network, neuron
from course.art.images import to_bytes
from course.exercises import find
from course.exercises.art_neuron import NeuronAlone, likeness, mean_digit, usual_likeness
from course.exercises.art_neuron import look_of as digit_look
from course.exercises.art_pictures import PaletteOnly, Pictures, alike, look_of, neighbours_alike
from course.exercises.art_trials import FOUR_OPTIMISERS, SGD_RATES, Race
from course.exercises.predictions_05 import DIGITS, LOOKS
from course.loading import Loading
from course.pictures.targets import target
from course.projections.spreads import Spreads
from widgets.picture_row import PictureRow
from widgets.predict import Predict

RATE, FOUR, COLOURS, DIGIT = (
    find(f"05.{name}", "prediction") for name in ("rate", "optimisers", "palette", "neuron")
)
SMALL_PALETTE = PaletteOnly(kinds=(("pixels", "pixels", 0),), size=24, steps_each=80)


def ran(code):
    names = {}
    *lines, last = ast.parse(code).body
    exec(compile(ast.Module(lines, []), "lines", "exec"), names)
    return eval(compile(ast.Expression(last.value), "last", "eval"), names)


def worked(pieces):
    """How often a computation yields a piece of work, and what it returns."""
    count = 0
    while True:
        try:
            count += not isinstance(next(pieces), Loading)
        except StopIteration as end:
            return count, end.value


@pytest.fixture(scope="module")
def rates():
    return replace(SGD_RATES, seeds=1).run()


@pytest.fixture(scope="module")
def confetti():
    return worked(SMALL_PALETTE.pieces())


@pytest.fixture
def reader(monkeypatch):
    """A network that reads whatever is light in the upper half as a 3, in place of the trained."""
    made = torch.nn.Sequential(torch.nn.Flatten(), torch.nn.Linear(64, 10))
    with torch.no_grad():
        for values in made.parameters():
            values.zero_()
        made[1].weight[3, :32] = 1.0
    monkeypatch.setattr(digit_network, "network", lambda: made)
    monkeypatch.setattr(neuron, "network", lambda: made)
    neuron._network_for.cache_clear()
    yield
    neuron._network_for.cache_clear()


# ---- learning rates ------------------------------------------------------------------------


def left_by_formula(rate, steps):
    """Percent of the error that SGD leaves, by its formula on the numbers of the picture."""
    goal = target("rose", 64).transpose(2, 0, 1) / 255
    rng = np.random.default_rng(0)
    x, errors = rng.normal(0, 0.1, goal.shape), []
    for _ in range(steps + 1):
        image = 1 / (1 + np.exp(-x))
        errors.append(np.mean((image - goal) ** 2))
        x -= rate * 2 * (image - goal) / goal.size * image * (1 - image)
    return 100 * errors[-1] / errors[0]


@pytest.mark.parametrize("rate", [1, 1_000, 10_000])
def test_what_a_rate_leaves_of_the_error_is_what_the_formula_leaves(rates, rate):
    [found] = rates.rows[f"rate {rate:,}", "pixels"]
    assert found == pytest.approx(left_by_formula(rate, 100), rel=0.02, abs=0.01)


def test_the_largest_of_the_rates_is_best_and_it_is_about_what_undoes_the_mean(rates):
    assert RATE.guess.options[RATE.truth(rates)] == "100,000"
    assert "= 98,304. Adam" in RATE.explained(rates)
    assert 3 * 64**2 / 2 * 4 * 4 == 98_304
    assert "With a rate of 1, 99.8% of the error is left, with 1,000 still 19%." in \
        RATE.explained(rates)  # fmt: skip


@pytest.mark.parametrize("place", range(6))
def test_each_rate_is_an_option_of_its_own(place):
    rows = {(name, "pixels"): (1.0 if i == place else 5.0,)
            for i, (name, *_) in enumerate(SGD_RATES.rows)}  # fmt: skip
    result = Spreads(rows, "left", unit="%")
    assert RATE.truth(result) == place
    assert RATE.guess.options[place] == SGD_RATES.rows[place][0].removeprefix("rate ")


# ---- optimisers ----------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["SGD", "momentum", "Adam", "L-BFGS"])
def test_each_optimiser_is_an_option_of_its_own(name):
    rows = {(row, "48 blobs"): (1.0 if row == name else 5.0,) for row, *_ in FOUR_OPTIMISERS.rows}
    result = Spreads(rows, "left", unit="%")
    assert FOUR.guess.options[FOUR.truth(result)].startswith(name.capitalize()[:1])
    assert name.lower() in FOUR.guess.options[FOUR.truth(result)].lower()
    assert FOUR.explained(result)


def test_on_the_real_blobs_momentum_beats_plain_sgd_and_adam_beats_both():
    result = replace(FOUR_OPTIMISERS, seeds=1, steps_each=30).run()
    left = [result.median((name, "48 blobs")) for name in ("SGD", "momentum", "Adam", "L-BFGS")]
    assert left == sorted(left, reverse=True)


def test_a_race_yields_after_each_step_and_says_how_often_beforehand():
    race = Race((("a", "SGD", 10.0), ("b", "Adam", 0.05)), size=16, steps_each=5, seeds=2)
    count, result = worked(race.pieces())
    assert count == race.steps == 2 * 2 * 6
    assert result.names == ("a", "b")


@pytest.mark.parametrize(
    ("change", "message"),
    [({"size": 4}, r"size must be in \[8, 256\], got 4"), ({"seeds": 0}, "seeds must be in"),
     ({"steps_each": 0}, "steps_each must be in")],
)  # fmt: skip
def test_a_race_that_cannot_be_run_is_refused(change, message):
    with pytest.raises(ValueError, match=message):
        replace(SGD_RATES, **change)


def test_the_code_of_a_race_gives_its_outcome():
    race = replace(SGD_RATES, rows=SGD_RATES.rows[2:5], size=16, steps_each=10, seeds=2)
    prediction = replace(RATE, computation=race)
    assert ran(prediction.repeated(0)) == "rate 10,000"
    left = ran(race.code())
    assert left["rate 1,000"] == pytest.approx(list(race.run().rows["rate 1,000", "pixels"]))


# ---- a palette alone -----------------------------------------------------------------------


SUNSET = target("sunset", 40)
SHUFFLED = np.random.default_rng(0).permutation(SUNSET.reshape(-1, 3)).reshape(SUNSET.shape)
BROWN = np.full_like(SUNSET, SUNSET.mean((0, 1)).astype(np.uint8))


@pytest.mark.parametrize(
    ("image", "look"),
    [
        (SUNSET, "in place"), (SHUFFLED, "confetti"), (BROWN, "one colour"),
        (SUNSET.swapaxes(0, 1), "patches"), (np.roll(SUNSET, 20, 0), "patches"),
    ],
)  # fmt: skip
def test_what_a_picture_is_like_follows_from_where_its_light_is(image, look):
    assert look_of(image, SUNSET) == look
    assert look in LOOKS


def test_pixels_that_are_asked_for_a_palette_become_confetti_of_the_right_colours(confetti):
    count, result = confetti
    assert count == SMALL_PALETTE.steps
    assert COLOURS.guess.options[COLOURS.truth(result)].startswith("Confetti")
    made, wanted = (np.sort(image.mean(-1).ravel()) for image in result.images)
    assert np.abs(made - wanted).mean() < 12  # of 255: the same brightnesses, as often
    assert abs(neighbours_alike(result.images[0])) < 0.2
    assert "For pixels" not in COLOURS.explained(result)
    assert f"for pixels: {result.words[0]}" in COLOURS.explained(result)


def test_the_code_of_the_palette_gives_the_same_picture(confetti):
    [image] = ran(SMALL_PALETTE.code())
    assert np.array_equal(to_bytes(torch.tensor(image.transpose(2, 0, 1)[None] / 255)),
                          confetti[1].images[0])  # fmt: skip
    assert ran(replace(COLOURS, computation=SMALL_PALETTE).repeated(0)) == "confetti"


def test_the_correlation_of_arrays_is_numpy_s_and_0_for_a_constant():
    one, other = np.random.default_rng(0).random((2, 5, 5))
    assert alike(one, other) == pytest.approx(np.corrcoef(one.ravel(), other.ravel())[0, 1])
    assert alike(one, np.ones((5, 5))) == 0


# ---- a neuron alone ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("probability", "like", "look"),
    [
        (0.99, 0.8, "sure, a digit"), (0.99, 0.3, "sure, none"),
        (0.5, 0.8, "unsure, a digit"), (0.5, 0.3, "unsure, none"),
    ],
)  # fmt: skip
def test_sure_and_alike_are_told_apart(probability, like, look):
    assert digit_look(probability, like, usual=0.7) == look
    assert DIGIT.truth(Pictures("", (), (), (), look)) == list(DIGITS).index(look)


def test_the_mean_digit_is_its_own_likeness_and_most_written_ones_are_like_it():
    assert likeness(mean_digit(3), 3) == pytest.approx(1)
    assert likeness(np.kron(mean_digit(3), np.ones((4, 4))), 3) == pytest.approx(1)
    assert likeness(mean_digit(3), 0) < 0.6 < usual_likeness(3) < 0.8
    read = digits.load()
    written = [likeness(x.reshape(8, 8), 3) for x in read.x_test[read.y_test == 3]]
    assert np.mean(np.array(written) >= usual_likeness(3)) == pytest.approx(0.9, abs=0.02)


def test_pixels_alone_please_the_network_and_look_like_no_digit(reader):
    trial = NeuronAlone(size=16, steps_each=40)
    count, result = worked(trial.pieces())
    assert count == trial.steps
    assert DIGIT.guess.words(DIGIT.truth(result)).startswith("A patchwork that is no 3, and a netw")
    light = result.images[0].mean(-1)
    assert light[:8].mean() > light[8:].mean() + 20  # as this network wants it
    assert result.words[-1].endswith("like the mean 3")
    assert float(result.words[-1].split(", ")[1][:4]) > usual_likeness(3)
    assert f"Alone: {result.words[0]}." in DIGIT.explained(result)


def test_the_code_of_the_neuron_gives_the_probability_it_told(reader):
    trial = NeuronAlone(size=16, steps_each=20)
    found = ran(replace(DIGIT, computation=trial).repeated(0))
    assert trial.run().words[0].startswith(f"{found:.0%} sure")


@pytest.mark.parametrize(
    ("change", "message"),
    [({"digit": 10}, r"digit must be in \[0, 9\], got 10"),
     ({"size": 20}, "size must be a multiple of 8, got 20")],
)  # fmt: skip
def test_what_cannot_be_asked_of_the_network_is_refused(change, message):
    with pytest.raises(ValueError, match=message):
        NeuronAlone(**change)


# ---- on the page ---------------------------------------------------------------------------


ROW = Pictures("Two <pictures>", ("a", "b"), ("dark", "light & warm"),
               (np.zeros((4, 4, 3), np.uint8), np.full((4, 4, 3), 200, np.uint8)))  # fmt: skip


def test_a_row_has_each_picture_with_its_name_and_words():
    html = PictureRow(ROW)._repr_html_()
    assert html.count('<img alt="') == 2
    assert "<p>Two &lt;pictures&gt;.</p>" in html
    assert 'alt="b: light &amp; warm" src="data:image/png;base64,' in html
    assert PictureRow(ROW).summary == "Two <pictures>. a: dark. b: light & warm."


def test_as_text_a_row_is_a_line_for_each_picture():
    assert str(ROW) == "Two <pictures>\na   dark\nb   light & warm"


def test_a_prediction_of_pictures_runs_to_its_outcome_in_the_widget(monkeypatch):
    monkeypatch.setattr("widgets.predict.remember", lambda event: "")
    widget = Predict(replace(COLOURS, computation=SMALL_PALETTE), "1")
    assert widget.run() == list(LOOKS).index("confetti")
    assert "Confetti" in widget.runner.words
