"""One seed, many independent streams; torch's global state stays as it was."""
import numpy as np
import pytest
import torch

from course.seeding import generator, torch_seed


def test_equal_seeds_and_streams_give_equal_numbers():
    assert (generator(3, "noise").random(5) == generator(3, "noise").random(5)).all()


@pytest.mark.parametrize(
    "other", [(4, "noise"), (3, "points"), (3,), (3, "noise", "again"), (2**40 + 3, "noise")]
)
def test_another_seed_or_stream_gives_uncorrelated_numbers(other):
    ours, theirs = generator(3, "noise").random(10_000), generator(*other).random(10_000)
    assert abs(np.corrcoef(ours, theirs)[0, 1]) < 0.04  # four standard deviations


def test_a_seed_means_the_same_in_every_run_and_version():
    # numpy promises the raw numbers of a bit generator for all versions.
    raw = generator(7, "initial weights").bit_generator.random_raw()
    assert raw == 2885180645635818837


@pytest.mark.parametrize("seed", ["7", 1.5, True, None])
@pytest.mark.parametrize("use", [generator, lambda seed: torch_seed(seed).__enter__()])
def test_a_seed_that_is_not_an_integer_is_refused(use, seed):
    with pytest.raises(TypeError, match="^seed must be a whole number, got "):
        use(seed)


@pytest.mark.parametrize("seed", [-1, 2**63])
@pytest.mark.parametrize("use", [generator, lambda seed: torch_seed(seed).__enter__()])
def test_a_seed_out_of_range_is_refused(use, seed):
    with pytest.raises(ValueError, match=r"^seed must be in \[0, 9.22337e\+18\], got "):
        use(seed)


def test_torch_repeats_itself_under_one_seed():
    draws = []
    for seed in (5, 5, 6):
        with torch_seed(seed):
            draws.append(torch.rand(4).tolist())
    assert draws[0] == draws[1] != draws[2]


def test_torch_goes_on_as_if_nothing_had_been_drawn():
    before = torch.random.get_rng_state()
    with torch_seed(5):
        torch.rand(4)
    assert torch.equal(torch.random.get_rng_state(), before)


def test_torch_is_restored_when_the_block_fails():
    before = torch.random.get_rng_state()
    with pytest.raises(ZeroDivisionError), torch_seed(5):
        torch.rand(int(1 / 0))
    assert torch.equal(torch.random.get_rng_state(), before)
