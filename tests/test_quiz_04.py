"""The questions of lesson 04: every figure they name is computed here, and no option gives itself
away by its length."""
import itertools

import numpy as np
import pytest

from course import digits
from course.exercises.library import find, of_lesson
from course.pca import pca
from course.seeding import generator
from course.vectors.clouds import published_cloud, random_axes

QUESTIONS = of_lesson("question", "04")
PAIRS = tuple(side[::10] for side in np.triu_indices(1000, 1))  # every tenth pair


def said(key):
    """Everything that a question says."""
    question = find(key, "question")
    return " ".join([question.prompt, *(f"{one.text} {one.why}" for one in question.options)])


def right(key):
    """The one option of a question that is right."""
    [option] = [one for one in find(key, "question").options if one.right]
    return f"{option.text} {option.why}"


def cosines(x):
    """Of pairs of a thousand rows."""
    units = x / np.linalg.norm(x, axis=1, keepdims=True)
    return (units @ units.T)[PAIRS].clip(-1, 1)


def median_change(before, after):
    """Of the angle, in degrees, from cosines."""
    return float(np.median(abs(np.degrees(np.arccos(before) - np.arccos(after)))))


def axes_of(x):
    """Principal axes about the origin in columns, and the mean squares along them."""
    values, axes = np.linalg.eigh(x.T @ x / len(x))
    return axes[:, ::-1], values[::-1]


@pytest.fixture(scope="module")
def published():
    """Thirty-two draws of the published cloud, with their cosines."""
    clouds = [published_cloud(generator(seed, "quiz"), 1000) for seed in range(32)]
    return [(x, cosines(x)) for x in clouds]


# ---- how they are asked --------------------------------------------------------------------


def test_there_are_ten_questions_and_two_ask_for_several():
    assert len(QUESTIONS) == 10
    assert sum(one.several for one in QUESTIONS.values()) == 2


def test_the_right_option_stands_at_no_place_more_often_than_chance_would_have_it():
    places = [min(one.right_options) for one in QUESTIONS.values() if not one.several]
    assert max(places.count(place) for place in range(4)) <= 3
    assert set(places) == {0, 1, 2, 3}


def test_the_right_option_is_seldom_the_longest_or_the_shortest():
    singles = [one for one in QUESTIONS.values() if not one.several]
    lengths = [[len(option.text) for option in one.options] for one in singles]
    places = [min(one.right_options) for one in singles]
    longest = sum(row[i] == max(row) for row, i in zip(lengths, places, strict=True))
    shortest = sum(row[i] == min(row) for row, i in zip(lengths, places, strict=True))
    assert max(longest, shortest) <= 3


def test_where_several_are_right_they_are_no_longer_than_the_others():
    for question in (one for one in QUESTIONS.values() if one.several):
        lengths = {is_right: [len(o.text) for o in question.options if o.right == is_right]
                   for is_right in (True, False)}  # fmt: skip
        assert np.mean(lengths[True]) < 1.4 * np.mean(lengths[False])


# ---- when the answer is yes ----------------------------------------------------------------


CLOUD = generator(1, "quiz, unequal").normal(size=(1000, 5)) * [9, 4, 2, 1, 0.3] + [3, 1, 0, 0, 2]


@pytest.mark.parametrize(
    ("option", "asked"),
    [(0, {"centre": True}), (2, {"k": 4}), (4, {"scale": True})],
    ids=["centred", "cut", "scaled"],
)
def test_each_condition_that_must_hold_breaks_the_cosines_where_it_does_not(option, asked):
    assert option in find("04.yes", "question").right_options
    after = pca(CLOUD, **({"centre": False} | asked))(CLOUD)
    assert abs(cosines(after) - cosines(CLOUD)).max() > 0.01


@pytest.mark.parametrize("rows", [1000, 3], ids=["unequal columns", "fewer rows than columns"])
def test_what_need_not_hold_breaks_nothing(rows):
    x = CLOUD[:rows]
    units = [y / np.linalg.norm(y, axis=1, keepdims=True) for y in (x, pca(x, centre=False)(x))]
    assert np.ptp(x.std(axis=0)) > 1
    assert abs(units[0] @ units[0].T - units[1] @ units[1].T).max() < 1e-12


def test_centring_hardly_shows_on_the_published_cloud(published):
    changes = [median_change(before, cosines(x - x.mean(axis=0))) for x, before in published]
    assert max(changes) < 3


def test_centring_keeps_distances_triangles_and_nearest_points_and_nothing_seen_from_the_origin():
    x = generator(0, "quiz, triangle").normal(size=(60, 2)) + 1
    y = pca(x)(x)
    apart = [np.linalg.norm(z[:, None] - z, axis=2) for z in (x, y)]
    assert abs(apart[0] - apart[1]).max() < 1e-12
    assert (apart[0].argsort(axis=1)[:, 1:11] == apart[1].argsort(axis=1)[:, 1:11]).all()
    for i, j, k in itertools.combinations(range(6), 3):
        corner = [np.dot(z[j] - z[i], z[k] - z[i]) for z in (x, y)]
        assert corner[0] == pytest.approx(corner[1], abs=1e-12)
    assert abs(np.linalg.norm(x, axis=1) - np.linalg.norm(y, axis=1)).max() > 0.5
    kept = {1, 3, 4}
    assert find("04.centring", "question").right_options == kept


def test_around_one_and_one_the_median_angle_changes_by_more_than_is_named():
    changes = []
    for seed in range(8):
        x = generator(seed, "quiz, centred").normal(size=(1000, 2)) + 1
        changes.append(median_change(cosines(x), cosines(x - x.mean(axis=0))))
    assert min(changes) > 40
    assert "changes by more than 40 degrees" in said("04.centring")


# ---- units, spreads, what is kept ----------------------------------------------------------


def test_the_first_component_follows_the_units_as_is_said():
    found = {}
    for height in (0.1, 10):
        both = 0.5 * height * 12
        _, axes = np.linalg.eigh([[height**2, both], [both, 144]])
        found[height] = abs(axes[:, -1])
    for text in (find("04.units", "question").options[1].why, right("04.units")):
        assert f"{found[0.1][0]:.3f} of height and {found[0.1][1]:.3f} of weight" in text
    assert f"to {found[10][0]:.2f} and {found[10][1]:.2f}" in right("04.units")
    _, axes = np.linalg.eigh([[1, 0.5], [0.5, 1]])
    assert f"({abs(axes[0, -1]):.2f} each)" in right("04.units")


def test_a_coefficient_of_a_regression_shrinks_a_hundredfold_and_a_component_does_not():
    rng = generator(0, "quiz, units")
    height = rng.normal(size=500) * 0.1
    weight = 60 * height + rng.normal(size=500) * 10
    slopes = [np.polyfit(scale * height, weight, 1)[0] for scale in (1, 100)]
    assert slopes[0] / slopes[1] == pytest.approx(100)


def test_whitening_turns_the_median_pair_of_the_published_cloud_by_what_is_named(published):
    changes, spreads = [], []
    for x, before in published:
        axes, squares = axes_of(x)
        spreads.append(np.sqrt(squares))
        changes.append(median_change(before, cosines(x @ axes / np.sqrt(squares))))
    assert f"by about {np.median(changes):.0f} degrees" in right("04.whiten")
    assert np.median(spreads, axis=0) == pytest.approx([83, 13], rel=0.08)
    assert round(83 / 13) == 6
    assert "six times as much" in said("04.whiten")


def test_what_ten_and_thirty_components_of_the_digits_keep():
    read = digits.load()
    x = np.concatenate([read.x_train, read.x_validation, read.x_test]).astype(np.float32)
    units = x / np.linalg.norm(x, axis=1, keepdims=True)
    before = units @ units.T
    axes, squares = axes_of(x)
    own = np.eye(len(x), dtype=bool)
    nearest = np.argpartition(-np.where(own, -2, before), 10, axis=1)[:, :10]
    stay, cosine = {}, {}
    for k in (10, 30):
        z = x @ axes[:, :k]
        z /= np.linalg.norm(z, axis=1, keepdims=True)
        after = z @ z.T
        cut = np.partition(np.where(own, -2, after), -10, axis=1)[:, -10]
        stay[k] = (np.take_along_axis(after, nearest, 1) >= cut[:, None]).sum(axis=1).mean()
        cosine[k] = np.sqrt(((after - before) ** 2).mean() * len(x) / (len(x) - 1))
    shares = squares.cumsum() / squares.sum()
    assert f"hold {shares[9]:.0%} of the sum" in said("04.kept")
    assert f"It is {stay[10]:.1f}." in right("04.kept")
    assert f"change by {cosine[10]:.2f} (root mean square)" in right("04.kept")
    assert f"hold {shares[29]:.1%}, {stay[30]:.1f} of the" in said("04.kept")


# ---- what flatters, what proves ------------------------------------------------------------


def test_with_one_component_left_the_correlation_is_high_and_the_angles_are_others(published):
    found, changes, sizes = [], [], []
    for x, before in published:
        axes, _ = axes_of(x)
        after = cosines(x @ axes[:, :1])
        assert abs(abs(after) - 1).max() < 1e-12
        found.append(np.corrcoef(before, after)[0, 1])
        changes.append(median_change(before, after))
        sizes.append(np.sqrt(((after - before) ** 2).mean()))
    assert f"a correlation of {np.median(found):.2f}" in said("04.flatters")
    assert 0.94 < min(found) < max(found) < 0.98
    assert "Thirty-two draws lie between 0.94 and 0.98" in said("04.flatters")
    assert f"changed by {np.median(changes):.0f} degrees" in right("04.flatters")
    assert f"which is {np.median(sizes):.2f} of a cosine" in said("04.flatters")


def test_squeezed_cosines_correlate_exactly_and_right_angles_become_sixty_degrees():
    c = np.linspace(-1, 1, 11)
    assert np.corrcoef(c, (c + 1) / 2)[0, 1] == pytest.approx(1)
    assert np.degrees(np.arccos((0 + 1) / 2)) == pytest.approx(60)
    assert np.finfo(float).eps == pytest.approx(1e-16, rel=1.5)


def test_the_certificate_of_a_random_turn_and_of_its_first_ten_columns():
    V = random_axes(50, generator(0, "axes"))
    few = V[:, :10]
    assert abs(V @ V.T - np.eye(50)).max() < 1e-14
    assert "less than 0.00000000000001" in said("04.certificate")
    assert f"it is {abs(few @ few.T - np.eye(50)).max():.2f}" in said("04.certificate")
    assert abs(few.T @ few - np.eye(10)).max() < 1e-14
    x, y = generator(1, "axes").normal(size=(2, 7, 50))
    assert abs((x @ V) @ (y @ V).T - x @ y.T).max() < 1e-12


# ---- chance, words, the zero row -----------------------------------------------------------


@pytest.mark.parametrize("dimensions", [200, 1000, 4000])
def test_a_hundred_random_directions_change_distances_by_as_much_in_any_dimension(dimensions):
    changes = []
    for seed in range(6):
        rng = generator(seed, "quiz, random")
        x = rng.normal(size=(40, dimensions))
        y = x @ rng.normal(size=(dimensions, 100)) / 10
        pairs = np.triu_indices(40, 1)
        one, two = (np.linalg.norm(z[:, None] - z, axis=2)[pairs] for z in (x, y))
        changes.append(np.sqrt(((two - one) ** 2).mean()) / np.sqrt((one**2).mean()))
    assert np.median(changes) == pytest.approx(1 / np.sqrt(200), rel=0.08)
    assert f"change by {1 / np.sqrt(200):.0%}, typically" in said("04.random")


def test_the_logarithm_of_the_dimensions_would_be_twice_as_large():
    assert np.log(1e6) / np.log(1e3) == pytest.approx(2)
    assert find("04.random", "question").options[2].text.startswith("200, because the logarithm is")


def test_two_sentences_about_cats_share_two_words_of_three():
    words = ["cats", "hate", "i", "love"]
    love, hate = ([text.split().count(word) for word in words]
                  for text in ("i love cats", "i hate cats"))  # fmt: skip
    cosine = np.dot(love, hate) / np.linalg.norm(love) / np.linalg.norm(hate)
    assert f"a cosine of {cosine:.2f} as counts" in said("04.cats")


def test_vectors_that_share_a_large_mean_all_have_a_cosine_over_nine_tenths():
    x = generator(0, "quiz, mean").normal(size=(1000, 100)) + 5
    assert cosines(x).min() > 0.9
    assert abs(np.median(cosines(x - x.mean(axis=0)))) < 0.05


def test_at_length_one_squared_distance_and_cosine_give_one_order():
    x = generator(0, "quiz, length").normal(size=(1000, 4))
    units = x / np.linalg.norm(x, axis=1, keepdims=True)
    squares = ((units[PAIRS[0]] - units[PAIRS[1]]) ** 2).sum(axis=1)
    assert abs(squares - (2 - 2 * cosines(x))).max() < 1e-12


def test_a_made_up_right_angle_stays_one_under_every_turn_and_flatters_the_median():
    x = generator(0, "quiz, zero").normal(size=(4, 2))
    x[0] = 0
    axes = axes_of(x)[0]
    for z in (x, x @ axes, (x @ axes)[:, :1]):
        assert (z @ z[0] == 0).all()
