"""The four lines: against numpy's own optimisers, plain torch, and whatever drives them."""
import itertools

import numpy as np
import pytest
import torch
from scipy.optimize import minimize
from torch import nn

from course.art.build import parameterisation
from course.art.colours import palette
from course.art.create import create
from course.art.goals import GoalError, match, smooth, term
from course.art.optimisers import make_optimiser
from course.pictures.targets import target

SIZE = 8
TARGET = target("sunset", SIZE)
WANTED = TARGET.transpose(2, 0, 1)[None] / 255


def pixels(seed=1):
    """Pixels in float64, so that numpy can be compared to the last digits."""
    return parameterisation("pixels", SIZE, seed).double()


def slope(p):
    """The gradient of the match goal by the numbers of pixels, in numpy."""
    picture = 1 / (1 + np.exp(-p))
    return 2 * (picture - WANTED) * picture * (1 - picture) / p.size


def by_sgd(p, rate, steps, momentum=0.0):
    """Numbers after so many steps of gradient descent."""
    speed = np.zeros_like(p)
    for _ in range(steps):
        speed = momentum * speed + slope(p)
        p = p - rate * speed
    return p


def by_adam(p, rate, steps):
    """Numbers after so many steps of Adam, as in its paper."""
    m = v = np.zeros_like(p)
    for t in range(1, steps + 1):
        g = slope(p)
        m, v = 0.9 * m + 0.1 * g, 0.999 * v + 0.001 * g**2
        p = p - rate * (m / (1 - 0.9**t)) / (np.sqrt(v / (1 - 0.999**t)) + 1e-8)
    return p


@pytest.mark.parametrize(
    ("optimiser", "rate", "expected"),
    [
        ("SGD", 200.0, by_sgd),
        ("momentum", 20.0, lambda *given: by_sgd(*given, momentum=0.9)),
        ("Adam", 0.1, by_adam),
    ],
)
def test_steps_are_those_of_the_same_optimiser_in_numpy(optimiser, rate, expected):
    thing = pixels()
    start = thing.pixels.detach().numpy().copy()
    *_, last = create(thing, match(TARGET), optimiser=optimiser, rate=rate, steps=20)
    numbers = expected(start, rate, 20)
    np.testing.assert_allclose(thing.pixels.detach().numpy(), numbers, rtol=1e-5, atol=1e-7)
    picture = 1 / (1 + np.exp(-numbers))
    assert last.loss == pytest.approx(np.mean((picture - WANTED) ** 2), rel=1e-5)
    assert last.index == 20


class Mixed(nn.Module):
    """A picture that is a fixed one plus others, each times a number."""

    def __init__(self, many=6):
        super().__init__()
        rng = np.random.default_rng(2)
        self.ground = torch.tensor(rng.uniform(0.3, 0.7, (1, 3, SIZE, SIZE)))
        # Of very different sizes, so that no rate suits all.
        self.others = torch.tensor(rng.normal(size=(many, 3, SIZE, SIZE)) * 3.0 ** -np.arange(many)
                                   .reshape(-1, 1, 1, 1))  # fmt: skip
        self.amounts = nn.Parameter(torch.zeros(many, dtype=torch.float64))

    def forward(self):
        return self.ground + torch.einsum("k,kchw->chw", self.amounts, self.others)


def test_l_bfgs_finds_the_least_squares_that_scipy_and_numpy_find():
    thing = Mixed()
    *_, last = create(thing, match(TARGET), optimiser="L-BFGS", steps=60)
    ways = thing.others.reshape(6, -1).numpy().T
    left = (WANTED - thing.ground.numpy()).ravel()
    exact = np.linalg.lstsq(ways, left, rcond=None)[0]
    theirs = minimize(lambda a: np.mean((ways @ a - left) ** 2), np.zeros(6), method="L-BFGS-B",
                      options={"ftol": 1e-15, "gtol": 1e-12})  # fmt: skip
    least = np.mean((ways @ exact - left) ** 2)
    assert last.loss == pytest.approx(least, rel=1e-6)
    assert theirs.fun == pytest.approx(least, rel=1e-5)
    np.testing.assert_allclose(thing.amounts.detach().numpy(), exact, rtol=1e-3)


def test_l_bfgs_goes_on_where_gradients_are_small_because_pixels_are_many():
    thing = parameterisation("pixels", 192)
    *_, last = create(thing, match(target("rose", 192)), optimiser="L-BFGS", steps=12)
    assert last.loss < 1e-4  # 40 dB


def test_l_bfgs_works_where_a_gradient_lies_in_memory_in_another_order():
    class Turned(nn.Module):
        def __init__(self):
            super().__init__()
            self.numbers = nn.Parameter(torch.zeros(SIZE, SIZE, 3).permute(2, 0, 1))

        def forward(self):
            return torch.sigmoid(self.numbers)[None]

    losses = [s.loss for s in create(Turned(), match(TARGET), optimiser="L-BFGS", steps=5)]
    assert losses[-1] < losses[0] / 10


def test_the_first_step_is_the_picture_as_it_was():
    thing = pixels()
    expected = thing().detach().clone()
    first = next(create(thing, match(TARGET)))
    assert (first.index, first.rendered, first.note) == (0, 0, "")
    assert torch.equal(first.image, expected)
    assert torch.equal(thing(), expected)


def test_at_a_step_gradients_belong_to_the_picture_that_is_shown():
    thing = pixels()
    for step in create(thing, match(TARGET), steps=3):
        p = thing.pixels.detach().numpy()
        np.testing.assert_allclose(step.image.numpy(), 1 / (1 + np.exp(-p)))
        np.testing.assert_allclose(thing.pixels.grad.numpy(), slope(p), rtol=1e-5, atol=1e-9)


def test_the_pull_is_minus_the_slope_of_the_weighted_sum_by_each_pixel():
    for step in create(pixels(), 3 * match(TARGET), steps=2):
        expected = -3 * 2 * (step.image.numpy() - WANTED) / WANTED.size
        np.testing.assert_allclose(step.pull.numpy(), expected, rtol=1e-4, atol=1e-9)


def test_a_step_has_each_part_its_weight_and_their_weighted_sum():
    thing = pixels()
    step = next(create(thing, 2 * match(TARGET) + 0.5 * smooth()))
    picture = step.image.numpy()
    parts = {
        "match": np.mean((picture - WANTED) ** 2),
        "smooth": np.abs(np.diff(picture, axis=2)).mean() + np.abs(np.diff(picture, axis=3)).mean(),
    }
    assert step.parts == pytest.approx(parts, rel=1e-6)
    assert step.weights == {"match": 2, "smooth": 0.5}
    assert step.loss == pytest.approx(2 * parts["match"] + 0.5 * parts["smooth"], rel=1e-6)


def test_three_terms_of_one_name_all_count():
    targets = [np.full((SIZE, SIZE, 3), grey, np.uint8) for grey in (0, 51, 255)]
    goal = match(targets[0]) + match(targets[1]) + match(targets[2])
    step = next(create(pixels(), goal))
    picture = step.image.numpy()
    expected = [np.mean((picture - grey / 255) ** 2) for grey in (0, 51, 255)]
    assert list(step.parts.values()) == pytest.approx(expected, rel=1e-5)
    assert step.loss == pytest.approx(sum(expected), rel=1e-5)


def test_an_earlier_picture_stays_as_it_was():
    class Bare(nn.Module):
        def __init__(self):
            super().__init__()
            self.picture = nn.Parameter(torch.full((1, 3, SIZE, SIZE), 0.5))

        def forward(self):
            return self.picture

    for thing in (Bare(), pixels()):
        walk = create(thing, match(TARGET), rate=0.1)
        first = next(walk)
        kept = first.image.clone()
        next(walk)
        assert torch.equal(first.image, kept)


@pytest.mark.parametrize("steps", [1, 4])
def test_it_ends_after_so_many_updates_with_the_last_picture(steps):
    found = list(create(pixels(), match(TARGET), steps=steps, index=7))
    assert [step.index for step in found] == list(range(7, 7 + steps + 1))


def test_the_rate_falls_in_a_line_to_the_share_that_is_to_be_left():
    class Line(nn.Module):
        def __init__(self):
            super().__init__()
            self.height = nn.Parameter(torch.zeros((), dtype=torch.float64))

        def forward(self):
            return self.height.expand(1, 3, SIZE, SIZE)

    goal = term("high", lambda image: 100 - image.mean())  # a slope of -1 everywhere
    heights = [
        float(step.image[0, 0, 0, 0])
        for step in create(Line(), goal, optimiser="SGD", rate=1.0, steps=10, decay=0.1)
    ]
    np.testing.assert_allclose(np.diff(heights), 1 - 0.9 * np.arange(10) / 10)


def test_without_decay_whoever_holds_the_optimiser_sets_its_rate():
    thing = pixels()
    optimiser = make_optimiser("SGD", thing, 100.0)
    walk = create(thing, match(TARGET), optimiser=optimiser)
    next(walk)
    before = thing.pixels.detach().clone()
    optimiser.param_groups[0]["lr"] = 7.0
    gradient = thing.pixels.grad.clone()
    next(walk)
    torch.testing.assert_close(thing.pixels.detach(), before - 7.0 * gradient)


def drawing():
    """A creation whose goal draws."""
    thing = parameterisation("stack", SIZE, seed=3)
    return create(thing, palette(TARGET) + 0.3 * smooth(), seed=5)


def losses(walk, steps=6):
    """The next losses."""
    return [step.loss for step in itertools.islice(walk, steps)]


def test_results_do_not_depend_on_how_the_generator_is_driven():
    expected = losses(drawing())
    noisy, walk = [], drawing()
    for seed in range(6):
        torch.manual_seed(seed)
        np.random.seed(seed)
        torch.rand(seed + 1)
        noisy.append(next(walk).loss)
    one, other = drawing(), drawing()
    pairs = [(next(one).loss, next(other).loss) for _ in range(6)]
    assert noisy == expected
    assert pairs == [(value, value) for value in expected]


def test_torchs_own_random_state_is_neither_used_nor_changed():
    torch.manual_seed(9)
    state = torch.get_rng_state()
    losses(drawing())
    losses(create(parameterisation("splats", SIZE), match(TARGET), pixels=10))
    assert torch.equal(torch.get_rng_state(), state)


def test_the_seed_decides_what_is_drawn_and_each_step_draws_anew():
    def said(seed):
        thing = parameterisation("stack", SIZE, seed=3)
        return losses(create(thing, palette(TARGET), optimiser="SGD", rate=1e-9, seed=seed), 4)

    first = said(1)
    assert first == said(1)
    assert not set(first) & set(said(2))
    assert len(set(first)) == 4


def test_going_on_from_a_step_draws_what_that_step_would_have_drawn():
    whole = losses(drawing(), 6)
    thing = parameterisation("stack", SIZE, seed=3)
    goal, optimiser = palette(TARGET) + 0.3 * smooth(), make_optimiser("Adam", thing)
    first = list(create(thing, goal, optimiser=optimiser, seed=5, steps=3))
    rest = losses(create(thing, goal, optimiser=optimiser, seed=5, index=3), 3)
    assert [step.loss for step in first[:3]] + rest == whole


def test_another_goal_goes_on_with_the_parameters_and_the_memory_of_the_optimiser():
    thing, plain = pixels(), pixels()
    optimiser = make_optimiser("Adam", thing, 0.05)
    walk = create(thing, match(TARGET), optimiser=optimiser)
    for _ in range(4):
        next(walk)
    walk.close()  # three updates were made
    *_, last = create(thing, match(TARGET[::-1].copy()), optimiser=optimiser, index=3, steps=2)

    theirs = torch.optim.Adam(plain.parameters(), lr=0.05)
    for wanted in (WANTED,) * 3 + (WANTED[:, :, ::-1],) * 2:
        theirs.zero_grad()
        (plain() - torch.tensor(wanted.copy())).square().mean().backward()
        theirs.step()
    torch.testing.assert_close(last.image, plain().detach(), rtol=1e-5, atol=1e-8)
    assert last.index == 5


def failing(after, value):
    """A goal that is well until so many looks were taken."""
    looks = itertools.count()

    def said(image):
        return image.mean() * (value if next(looks) >= after else 1.0)

    return term("moody", said)


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_a_term_that_is_no_number_is_named_and_the_last_good_picture_stays(value):
    thing, good = pixels(), []
    with pytest.raises(GoalError, match="the goal 'moody' is (nan|inf) at step 3"):
        for step in create(thing, match(TARGET) + failing(3, value)):
            good.append((step.image, thing.pixels.detach().clone()))
    assert len(good) == 3
    # The update after the last good picture was made; nothing came after it.
    assert torch.isfinite(thing.pixels).all()
    np.testing.assert_allclose(
        thing.pixels.detach().numpy(), by_adam_of_both(3), rtol=1e-5, atol=1e-7
    )


def by_adam_of_both(steps):
    """Numbers of `pixels` after steps of match plus the mean, by a plain loop."""
    thing = pixels()
    plain = torch.optim.Adam(thing.parameters(), lr=thing.rate)
    for _ in range(steps):
        plain.zero_grad()
        ((thing() - torch.tensor(WANTED)).square().mean() + thing().mean()).backward()
        plain.step()
    return thing.pixels.detach().numpy()


def test_l_bfgs_that_tries_a_picture_beyond_the_goal_leaves_the_last_good_one():
    class Grey(nn.Module):
        def __init__(self):
            super().__init__()
            self.grey = nn.Parameter(torch.tensor(0.9, dtype=torch.float64))

        def forward(self):
            return self.grey.expand(1, 3, SIZE, SIZE)

    thing, good = Grey(), []
    goal = term("logs", lambda image: torch.log(1 - image.mean()) + 9)  # no number beyond 1
    with pytest.raises(GoalError, match="the goal 'logs' is (nan|-inf)"):
        for _ in create(thing, goal, optimiser="L-BFGS", steps=30):
            good.append(thing.grey.item())
    assert thing.grey.item() == good[-1] < 1


def test_a_gradient_that_is_no_number_is_told_with_the_parameter():
    thing = pixels()
    before = thing.pixels.detach().clone()
    goal = term("root", lambda image: (image - image.detach()).abs().sqrt().mean())
    with pytest.raises(GoalError, match="the gradient of pixels is not finite at step 0"):
        next(create(thing, goal))
    assert torch.equal(thing.pixels, before)


@pytest.mark.parametrize(
    "function",
    [lambda image: torch.tensor(1.0), lambda image: image.detach().mean()],
)
def test_a_goal_that_does_not_depend_on_the_parameters_is_named(function):
    thing = pixels()
    before = thing.pixels.detach().clone()
    with pytest.raises(GoalError, match=r"the goal \(still\) does not depend on the parameters"):
        next(create(thing, term("still", function)))
    assert torch.equal(thing.pixels, before)


@pytest.mark.parametrize(
    ("function", "came"),
    [
        (lambda image: image.mean((2, 3)), r"of shape \(1, 3\)"),
        (lambda image: 0.5, "0.5"),
        (lambda image: None, "None"),
    ],
)
def test_a_term_that_is_not_one_number_is_named(function, came):
    with pytest.raises(GoalError, match=f"the goal 'many' must be a tensor .* got {came}"):
        next(create(pixels(), term("many", function)))


@pytest.mark.parametrize(
    ("picture", "came"),
    [
        (torch.zeros(3, SIZE, SIZE), r"\(3, 8, 8\)"),
        (torch.zeros(1, SIZE, SIZE, 3), r"\(1, 8, 8, 3\)"),
        (torch.zeros(1, 3, SIZE, SIZE + 1), r"\(1, 3, 8, 9\)"),
        (torch.zeros(2, 3, SIZE, SIZE), r"\(2, 3, 8, 8\)"),
        (torch.zeros(1, 3, SIZE, SIZE, dtype=torch.int64), "torch.int64"),
        (None, "None"),
    ],
)
def test_a_picture_of_a_wrong_shape_is_told(picture, came):
    class Own(nn.Module):
        def __init__(self):
            super().__init__()
            self.numbers = nn.Parameter(torch.zeros(1))

        def forward(self):
            floats = isinstance(picture, torch.Tensor) and picture.is_floating_point()
            return picture + self.numbers if floats else picture

    expected = r"must make a picture of shape \(1, 3, size, size\)"
    with pytest.raises(ValueError, match=f"{expected}.* got {came}"):
        next(create(Own(), match(TARGET)))


@pytest.mark.parametrize(
    ("given", "error", "message"),
    [
        ({"steps": 0}, ValueError, r"steps must be in \[1, inf\)"),
        ({"decay": 0}, ValueError, r"decay must be in \(0, 1\]"),
        ({"rate": -1}, ValueError, "rate must be in"),
        ({"optimiser": "adam"}, ValueError, "optimiser must be one of SGD"),
        ({"seed": -1}, ValueError, "seed must be in"),
        ({"every": 0}, ValueError, "every must be in"),
        ({"pixels": 2.5}, TypeError, "pixels must be a whole number"),
    ],
)
def test_an_argument_that_cannot_be_used_is_named(given, error, message):
    with pytest.raises(error, match=message):
        next(create(parameterisation("splats", SIZE), match(TARGET), **given))


@pytest.mark.parametrize("goal", [None, "match", lambda image: image.mean()])
def test_what_is_no_goal_is_refused(goal):
    with pytest.raises(TypeError, match="goal must be a Goal with at least one term"):
        next(create(pixels(), goal))


def test_what_is_no_module_is_refused():
    with pytest.raises(TypeError, match="thing must be a module of torch"):
        next(create(lambda: torch.zeros(1, 3, 8, 8), match(TARGET)))


@pytest.mark.parametrize("given", [{}, {"pixels": 4}])
def test_l_bfgs_is_refused_where_something_is_drawn(given):
    goal = match(TARGET) if given else palette(TARGET)
    drawn = "random pixels" if given else "palette"
    with pytest.raises(GoalError, match=f"L-BFGS compares one look with the next, and {drawn}"):
        next(create(parameterisation("splats", SIZE), goal, optimiser="L-BFGS", **given))
