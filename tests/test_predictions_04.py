"""Angles, centring, neighbours and chance: outcomes that are read off what was computed."""
import ast
import math
from dataclasses import replace

import numpy as np
import pytest

from course import digits
from course.exercises import find
from course.exercises.prediction import Prediction
from course.exercises.predictions_04 import ANGLES, CHANCE, DIGITS, FLAT, MOVED, NEAR, STRONG
from course.loading import Loading
from course.pca import relations
from course.projections.spreads import Spreads
from course.projections.trials_of_angles import TREATMENTS, Offsets, Treatments
from course.projections.trials_of_chance import Chance, enough
from course.projections.trials_of_neighbours import Neighbours, staying
from course.seeding import generator
from course.trials import exhaust
from course.vectors.clouds import published_cloud
from course.vectors.transformations import random_projection
from widgets.predict import Predict

KEYS = ("04.angles", "04.centring", "04.digits", "04.chance")
WHICH, FAR, COUNT, RANDOM = (find(key, "prediction") for key in KEYS)
SMALL = {
    "04.angles": Treatments(seeds=2, points=40),
    "04.centring": Offsets((0, 0.1, 0.5, 1, 4), seeds=3, points=40),
    "04.digits": Neighbours(pictures=150),
    "04.chance": Chance(seeds=2, points=60, dimensions=200, k=20),
}


def small(prediction: Prediction) -> Prediction:
    """The same prediction, of fewer clouds."""
    return replace(prediction, computation=SMALL[prediction.key])


def ran(code):
    names = {}
    *lines, last = ast.parse(code).body
    exec(compile(ast.Module(lines, []), "lines", "exec"), names)
    return eval(compile(ast.Expression(last.value), "last", "eval"), names)


def with_kept(*names):
    """A result in which these treatments keep angles."""
    rows = {(name, cloud): (1.0,) for name in TREATMENTS for cloud in (NEAR, MOVED)}
    kept = frozenset((name, cloud) for name in names for cloud in (NEAR, MOVED))
    return Spreads(rows, "angle", kept=kept)


@pytest.fixture(scope="module")
def angles_found():
    return ANGLES.run()


@pytest.fixture(scope="module")
def chance_found():
    return replace(CHANCE, seeds=4).run()


# ---- which step breaks angles --------------------------------------------------------------


@pytest.mark.parametrize(
    ("kept", "words"),
    [
        (("turn",), "After the turn alone."),
        (("turn", "centre"), "After turning and centring."),
        (("turn", "centre", "scale"), "After turning, centring and scaling."),
        (tuple(TREATMENTS), "After all five."),
        (("turn", "scale"), "After another set"),
        ((), "After another set"),
    ],
)
def test_the_option_that_is_true_follows_from_what_keeps_angles(kept, words):
    result = with_kept(*kept)
    assert WHICH.guess.options[WHICH.truth(result)].startswith(words)
    assert WHICH.explained(result)  # whatever it turns out to be


def test_on_the_real_clouds_only_the_turn_keeps_angles(angles_found):
    assert WHICH.guess.words(WHICH.truth(angles_found)).startswith("After the turn alone.")
    assert angles_found.kept == {("turn", NEAR), ("turn", MOVED)}


@pytest.mark.parametrize(
    ("name", "done"),
    [
        ("centre", lambda x: x - x.mean(axis=0)),
        ("scale", lambda x: x / np.sqrt((x**2).sum(axis=0))),
        ("keep one", lambda x: x @ np.linalg.svd(x)[2][:1].T),
        ("whiten", lambda x: x @ np.linalg.svd(x)[2].T / np.linalg.svd(x)[1]),
    ],
)
def test_each_treatment_does_what_it_is_called(name, done):
    found = SMALL["04.angles"].run()
    for cloud, offset in (NEAR, (0, 0)), (MOVED, (100, 0)):
        for seed in range(2):
            x = published_cloud(generator(seed, "cloud"), 40) + offset
            expected = relations(x, done(x)).median_angle
            assert found.rows[name, cloud][seed] == pytest.approx(expected, rel=0.03)


def test_the_words_name_what_turns_most_and_what_it_costs_in_both_places(angles_found):
    words = WHICH.explained(angles_found)
    worst = max(TREATMENTS, key=lambda name: np.median(angles_found.rows[name, MOVED]))
    most = np.median(angles_found.rows[worst, MOVED])
    near = np.median(angles_found.rows["centre", NEAR])
    assert words.startswith("Only *turn* keeps every angle, in both places. Of the others ")
    assert f"*{worst}* changes them most, the median pair by {most:.0f}°" in words
    assert f"centring costs {near:.1f}° and scaling" in words
    assert near < 3 < 30 < most


# ---- how far centring goes -----------------------------------------------------------------


def test_centring_from_one_and_one_turns_the_median_pair_by_more_than_forty_degrees():
    result = Offsets((1,), seeds=32).run()
    assert 40 < FAR.truth(result) < 48
    x = generator(5, "cloud").normal(size=(300, 2)) + 1
    expected = relations(x, x - x.mean(axis=0)).median_angle
    assert result.rows["mean at (1, 1)", "centred"][5] == pytest.approx(expected, abs=0.01)


def test_the_further_away_the_mean_the_more_angles_change():
    result = FAR.computation.run()
    medians = [result.median(label) for label in result.rows]
    assert medians == sorted(medians)
    assert f"{medians[-1]:.0f}° at (4, 4)" in FAR.explained(result)
    assert FAR.marked in result.names


# ---- how many components -------------------------------------------------------------------


def test_twenty_one_components_are_needed_and_twenty_are_too_few():
    from sklearn.decomposition import TruncatedSVD
    from sklearn.neighbors import NearestNeighbors

    read = digits.load()
    x = np.concatenate([read.x_train, read.x_validation, read.x_test])
    z = TruncatedSVD(21, algorithm="arpack", random_state=0).fit_transform(x)

    def nearest(rows):
        found = NearestNeighbors(n_neighbors=10, metric="cosine").fit(rows)
        return found.kneighbors(return_distance=False)

    before = nearest(x)
    stay = {}
    for k in (20, 21):
        after = nearest(z[:, :k])
        stay[k] = np.median([len(set(a) & set(b)) for a, b in zip(before, after, strict=True)])
    assert stay == {20: 8, 21: 9}


def test_what_stays_is_counted_as_a_slow_loop_does():
    rng = generator(0, "test, staying")
    x, z = rng.normal(size=(30, 5)), rng.normal(size=(30, 3))
    found = exhaust(staying(x, z, 4))

    def nearest(rows, i):
        cosines = [-2 if j == i else rows[i] @ rows[j] / np.linalg.norm(rows[j])
                   for j in range(30)]  # fmt: skip
        return set(np.argsort(cosines)[-4:])

    for k in (1, 2, 3):
        expected = [len(nearest(x, i) & nearest(z[:, :k], i)) for i in range(30)]
        if k > 1:  # along one component all cosines are 1 or -1: which are nearest is no one's
            assert found[k - 1].tolist() == expected
    assert found.shape == (3, 30)


def test_the_fewest_components_are_found_by_median_or_by_mean():
    result = SMALL["04.digits"].run()
    kept = result.stay["as they are"]
    k = result.needed()
    assert np.median(kept[k - 1]) >= 9 > np.median(kept[k - 2])
    mean = result.needed(mean=True)
    assert kept[mean - 1].mean() >= 9 > kept[mean - 2].mean()
    assert result.needed(10, "centred first", mean=True) == 0  # never, with all of them


def test_the_picture_of_neighbours_has_a_mark_for_each_digit_and_the_squares_beside_it():
    result = SMALL["04.digits"].run()
    k = result.needed()
    read = digits.load()
    x, labels = read.x_train[:150], read.y_train[:150]
    kept = result.stay["as they are"][k - 1]
    row = result.rows[f"{k} components", "as they are"]
    assert row == pytest.approx([10 * kept[labels == digit].mean() for digit in range(10)])
    singular = np.linalg.svd(x)[1] ** 2
    assert f"{singular[:k].sum() / singular.sum():.1%} of the squares" \
        == result.words[f"{k} components"]  # fmt: skip


def test_the_words_about_digits_are_read_off_the_counts():
    result = SMALL["04.digits"].run()
    words = COUNT.explained(result)
    kept = result.stay["as they are"]
    assert words.startswith(f"{result.needed()} of 64 do for half of the pictures")
    assert f"keep {kept[9].mean():.1f} of the ten nearest" in words
    assert f"{result.stay['centred first'][63].mean():.1f} of ten stay even with all 64" in words
    never = replace(result, stay={"as they are": np.zeros((64, 5), int)})
    assert COUNT.explained(never).startswith("Not even with all 64")


# ---- chance --------------------------------------------------------------------------------


def test_a_hundred_random_directions_change_distances_by_one_over_the_root_of_two_hundred(
    chance_found,
):
    assert RANDOM.truth(chance_found) == round(100 / math.sqrt(2 * 100)) == 7
    rng = generator(3, "cloud")
    x = rng.normal(size=(300, 1000))
    y = random_projection(1000, 100, rng)(x)
    one, two = (np.linalg.norm(z[::2] - z[1::2], axis=1) for z in (x, y))  # 150 of the pairs
    changed = 100 * np.sqrt(((two - one) ** 2).mean()) / np.sqrt((one**2).mean())
    assert chance_found.rows[CHANCE.names[0], FLAT][3] == pytest.approx(changed, rel=0.25)


def test_what_components_do_to_distances_is_what_a_decomposition_says():
    found = SMALL["04.chance"].run()
    x = generator(1, "cloud").normal(size=(60, 200))
    before = np.linalg.norm(x[:, None] - x, axis=2)
    u, s, _ = np.linalg.svd(x, full_matrices=False)
    after = np.linalg.norm((u * s)[:, None, :20] - (u * s)[:, :20], axis=2)
    typical = np.sqrt((before**2).mean())
    changed = 100 * np.sqrt(((after - before) ** 2).mean()) / typical
    assert found.rows["20 components", FLAT][1] == pytest.approx(changed)
    factor = typical / np.sqrt((after**2).mean())
    stretched = 100 * np.sqrt(((factor * after - before) ** 2).mean()) / typical
    assert found.rows["20 components, stretched", FLAT][1] == pytest.approx(stretched)


def test_the_worst_pair_is_that_of_all_pairs():
    found = SMALL["04.chance"].run()
    rng = generator(0, "cloud")
    x = rng.normal(size=(60, 200))
    y = random_projection(200, 20, rng)(x)
    exact = relations(x, y)
    assert found.rows["20 random directions, worst pair", FLAT][0] == \
        pytest.approx(100 * exact.max_distance)  # fmt: skip
    assert found.rows["20 random directions", FLAT][0] == pytest.approx(100 * exact.rms_distance)


def test_components_win_where_a_few_directions_are_strong_and_lose_where_none_is(chance_found):
    random, _, best, _ = CHANCE.names
    assert chance_found.median((best, STRONG)) < chance_found.median((random, STRONG))
    assert chance_found.median((best, FLAT)) > 3 * chance_found.median((random, FLAT))
    words = RANDOM.explained(chance_found)
    assert f"by {chance_found.median((best, FLAT)):.0f}%; stretched" in words
    assert f"{enough(300, 0.5)} directions, for every squared distance of 300" in words


def test_how_many_directions_are_enough_follows_dasgupta_and_gupta():
    assert enough(300, 0.5) == math.ceil(4 * math.log(300) / (0.5**2 / 2 - 0.5**3 / 3)) == 274
    with pytest.raises(ValueError, match=r"within must be in \(0, 1\], got 0"):
        enough(300, 0)


# ---- all of them ---------------------------------------------------------------------------


@pytest.mark.parametrize("key", KEYS)
def test_the_code_gives_the_outcome(key):
    prediction = small(find(key, "prediction"))
    result = prediction.computation.run()
    if key == "04.chance":  # its row is named for the number of directions
        outcome = round(result.median((prediction.computation.names[0], FLAT)))
    elif key == "04.angles":
        outcome = [name for name in result.names if (name, MOVED) in result.kept]
    else:
        outcome = prediction.truth(result)
    assert ran(prediction.repeated(None)) == outcome


@pytest.mark.parametrize("key", ["04.angles", "04.centring"])
def test_the_code_ends_with_the_medians_of_every_cloud(key):
    computation = SMALL[key]
    expected = sorted(computation.run().rows.values())
    assert sorted(tuple(row) for row in ran(computation.code()).values()) == expected


@pytest.mark.parametrize("key", KEYS)
def test_the_steps_are_as_many_as_the_pieces(key):
    computation = SMALL[key]
    pieces = [one for one in computation.pieces() if not isinstance(one, Loading)]
    assert len(pieces) == computation.steps


@pytest.mark.parametrize("key", KEYS)
def test_a_guess_is_followed_by_its_outcome_in_words(key, monkeypatch):
    monkeypatch.setattr("widgets.predict.remember", lambda event: "")
    prediction = small(find(key, "prediction"))
    if key == "04.chance":  # the words are about the rows of the real one
        prediction = replace(prediction, truth=lambda result: 16, explain="So it is.")
    view = Predict(prediction, guess=1)
    view.run()
    assert view.runner.problem == ""
    assert view.runner.words.startswith("You said ")
    assert view.shown.value


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: Treatments(seeds=0), r"seeds must be in \[1, 1000\], got 0"),
        (lambda: Treatments(points=1), r"points must be in \[2, 1000\], got 1"),
        (lambda: Offsets((-1,)), r"each mean must be in \[0, 1e\+06\], got -1"),
        (lambda: Neighbours(pictures=5), r"pictures must be in \[20, 1797\], got 5"),
        (lambda: Neighbours(nearest=0), r"nearest must be in \[1, 10\], got 0"),
        (lambda: Chance(points=50, k=51), r"k must be in \[1, 50\], got 51"),
    ],
)
def test_a_trial_that_cannot_be_is_refused_in_words(make, message):
    with pytest.raises(ValueError, match=message):
        make()


def test_every_digit_of_the_question_is_there():
    assert DIGITS.pictures == 1797
    assert sum(len(x) for x in (digits.load().x_train, digits.load().x_validation,
                                digits.load().x_test)) == 1797  # fmt: skip
