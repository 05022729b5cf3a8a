"""The picture behind the points: what it says, where, and in how many bytes."""
import math
import re

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from course.backend import Backend
from course.field import field, field_blocks, field_bytes, thumbnail
from course.network import Network
from course.toys import Rule, RuleError


def plane(weights, bias=0.0, backend=None):
    """A network whose logit is weights . point + bias."""
    network = Network((2, 1), backend=backend)
    network.parameters[:] = network.backend.array([*weights, bias])
    return network


def test_the_field_is_the_probability_at_the_middle_of_each_cell():
    expected = [
        [1 / (1 + math.exp(-(3 * x - 2 * y + 0.5))) for x in (-0.75, -0.25, 0.25, 0.75)]
        for y in (0.75, 0.25, -0.25, -0.75)
    ]
    probabilities = field(plane((3, -2), 0.5), side=4)
    assert probabilities.dtype == np.float32
    np.testing.assert_allclose(probabilities, expected, rtol=1e-6)


def test_the_first_row_is_the_top_and_the_first_column_the_left():
    upward, rightward = field(plane((0, 5)), side=5), field(plane((5, 0)), side=5)
    assert upward[0].min() > 0.9 > 0.1 > upward[-1].max()
    assert rightward[:, -1].min() > 0.9 > 0.1 > rightward[:, 0].max()


@pytest.mark.parametrize("block", [1, 7, 100, 5000])
def test_the_field_does_not_depend_on_the_size_of_its_pieces(block):
    network = Network((2, 9, 9, 1))
    whole = field(network, side=10, block=100)
    np.testing.assert_allclose(field(network, 10, block), whole, atol=1e-6)


def test_a_piece_holds_no_more_points_than_asked_for():
    assert [len(piece) for piece in field_blocks(Network((2, 1)), 5, 10)] == [10, 10, 5]


@pytest.mark.parametrize("backend", [Backend(), Backend(torch)], ids=["numpy", "torch"])
def test_a_population_gives_one_field_for_each_network(backend):
    together = field(Network((2, 9, 1), seed=(1, 2), backend=backend), side=6)
    assert together.shape == (2, 6, 6)
    for k, seed in enumerate((1, 2)):
        alone = field(Network((2, 9, 1), seed=seed), side=6)
        np.testing.assert_allclose(together[k], alone, atol=1e-6)


def test_a_network_beyond_all_numbers_gives_a_field_without_a_warning():
    assert np.isnan(field(plane((math.nan, 0)), side=3)).all()
    huge = field(plane((3e38, 3e38)), side=4)  # logits past the largest float at two corners
    assert (huge[0, 3], huge[3, 0]) == (1, 0)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"side": 0}, "side must be in [1, 2000], got 0"),
        ({"side": 2001}, "side must be in [1, 2000], got 2001"),
        ({"block": 0}, "block must be in [1, inf), got 0"),
    ],
)
def test_a_field_of_impossible_size_is_refused(arguments, message):
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        field(Network((2, 1)), **arguments)


@given(st.floats(-15, 15))
def test_a_byte_tells_an_eighth_of_the_logit_by_its_tanh(logit):
    told = field_bytes(np.array([1 / (1 + math.exp(-logit))]))
    assert told.dtype == np.uint8
    assert told.item() == pytest.approx(127.5 * (1 + math.tanh(logit / 8)), abs=0.5001)


@given(st.lists(st.floats(0, 1, width=32), min_size=2))
def test_a_larger_probability_never_has_a_smaller_byte(probabilities):
    told = field_bytes(np.sort(np.array(probabilities, dtype=np.float32)))
    assert (np.diff(told.astype(int)) >= 0).all()


def test_the_sides_are_as_far_from_the_middle_and_no_answer_is_in_it():
    assert field_bytes(np.array([0, 1, 0.5, math.nan])).tolist() == [1, 254, 128, 128]


def test_a_thumbnail_shows_the_rule_with_the_top_first():
    corner = Rule("corner", lambda points: (points[:, 0] > 0) & (points[:, 1] > 0))
    picture = thumbnail(corner, 4, 4)
    assert picture.tolist() == [[0, 0, 255, 255]] * 2 + [[0, 0, 0, 0]] * 2


def test_a_thumbnail_has_soft_edges_where_a_pixel_is_cut():
    left = Rule("left", lambda points: points[:, 0] < 0)
    assert thumbnail(left, 3, 3).tolist() == [[255, 128, 0]] * 3


def test_a_wide_thumbnail_keeps_the_height_of_the_square_and_shows_more_of_the_plane():
    seen = []

    def watching(points):
        seen.append(points)
        return points[:, 0] > 1

    picture = thumbnail(Rule("watching", watching), 12, 6)
    assert picture.shape == (6, 12)
    assert (picture[:, 9:] == 255).all()
    assert (picture[:, :9] == 0).all()
    assert abs(seen[0][:, 0]).max() == pytest.approx(2, abs=0.1)
    assert abs(seen[0][:, 1]).max() == pytest.approx(1, abs=0.1)


def test_a_thumbnail_of_a_broken_rule_says_what_is_wrong():
    with pytest.raises(RuleError, match="^the rule 'own' must return one True or False"):
        thumbnail(Rule("own", lambda points: 1), 4, 4)
