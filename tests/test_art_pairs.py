"""Every parameterisation with every goal: it runs, it moves everything, it gets better."""
import pytest
import torch

from course.art.build import goal as built
from course.art.build import parameterisation
from course.art.clip import load_clip, text
from course.art.create import create
from course.pictures.catalogue import PARAMETERISATIONS, TERMS
from course.pictures.targets import target
from tests.test_art_clip import save_tiny

SIZE = 16
STEPS = 6
GOALS = [name for name in TERMS if name != "text"]  # text asks a tiny CLIP, made here


def goal_of(name):
    """The goal of one term, with whatever it needs."""
    return built({name: 1.0}, target=target("flower", SIZE))


@pytest.mark.parametrize("name", GOALS)
@pytest.mark.parametrize("kind", PARAMETERISATIONS)
def test_a_pair_runs_moves_every_parameter_and_gets_better(kind, name):
    thing = parameterisation(kind, SIZE, seed=1)
    before = [values.detach().clone() for values in thing.parameters()]
    steps = create(thing, goal_of(name), steps=STEPS)
    losses = [step.loss for step in steps]
    assert len(losses) == STEPS + 1
    for (called, values), old in zip(thing.named_parameters(), before, strict=True):
        assert torch.isfinite(values).all(), called
        assert not torch.equal(values, old), called
    if not TERMS[name].random:
        assert losses[-1] < losses[0]


@pytest.fixture(scope="module")
def words(tmp_path_factory):
    """The goal of words, told to a CLIP of some thousand weights."""
    place = tmp_path_factory.mktemp("clip")
    save_tiny(place)
    return text("a red rose", load_clip(place))


@pytest.mark.parametrize("kind", PARAMETERISATIONS)
def test_words_move_every_parameter(kind, words):
    thing = parameterisation(kind, SIZE, seed=1)
    before = [values.detach().clone() for values in thing.parameters()]
    *_, last = create(thing, words, steps=2)
    assert 0 <= last.parts["text"] <= 2
    for (called, values), old in zip(thing.named_parameters(), before, strict=True):
        assert torch.isfinite(values).all(), called
        assert not torch.equal(values, old), called


@pytest.mark.parametrize("kind", PARAMETERISATIONS)
def test_all_goals_together_give_each_part_its_number(kind):
    thing = parameterisation(kind, SIZE, seed=1)
    goal = built({name: TERMS[name].weight for name in GOALS}, target=target("flower", SIZE))
    first, *_ = create(thing, goal, steps=1)
    assert list(first.parts) == list(first.weights) == GOALS
    weighted = sum(first.weights[name] * first.parts[name] for name in GOALS)
    assert first.loss == pytest.approx(weighted, rel=1e-5)


@pytest.mark.parametrize("kind", PARAMETERISATIONS)
@pytest.mark.parametrize("size", [4, 9, 33])
def test_a_picture_of_any_size_is_made_in_the_range_of_colours(kind, size):
    image = parameterisation(kind, size, seed=3)().detach()
    assert (image.shape, image.dtype) == ((1, 3, size, size), torch.float32)
    assert 0 <= float(image.min()) <= float(image.max()) <= 1


@pytest.mark.parametrize("kind", [name for name, k in PARAMETERISATIONS.items() if k.pointwise])
def test_colours_at_the_middles_of_pixels_are_those_of_the_picture(kind):
    thing = parameterisation(kind, SIZE, seed=4)
    places = [((i + 0.5) / SIZE * 2 - 1, (j + 0.5) / SIZE * 2 - 1) for j in range(SIZE)
              for i in range(SIZE)]  # fmt: skip
    colours = thing.at(torch.tensor(places)).detach()
    # Triangles and strokes leave out of a whole picture what would show by less than that.
    half_a_step = 0.5 / 255
    torch.testing.assert_close(
        colours.T.reshape(1, 3, SIZE, SIZE), thing().detach(), atol=half_a_step, rtol=0
    )


@pytest.mark.parametrize("kind", PARAMETERISATIONS)
def test_the_start_depends_on_the_seed_alone(kind):
    torch.manual_seed(5)
    state = torch.get_rng_state()
    first, again, other = (parameterisation(kind, SIZE, seed=s)().detach() for s in (1, 1, 2))
    assert torch.equal(torch.get_rng_state(), state)
    assert torch.equal(first, again)
    assert not torch.equal(first, other)


# Triangles and strokes look at numbers to see which of them reach a part of the picture.
BLIND = [name for name in PARAMETERISATIONS if name not in ("triangles", "strokes")]


@pytest.mark.parametrize("kind", BLIND)
def test_a_parameterisation_computes_where_its_parameters_are(kind):
    """On the meta device a tensor has no numbers: whatever crosses to the CPU fails."""
    thing = parameterisation(kind, SIZE, device="meta")
    image = thing()
    assert (image.device.type, image.shape) == ("meta", (1, 3, SIZE, SIZE))
    if PARAMETERISATIONS[kind].pointwise:
        assert thing.at(torch.zeros(7, 2, device="meta")).device.type == "meta"
