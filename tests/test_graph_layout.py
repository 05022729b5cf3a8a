"""A drawn graph reads from left to right, nothing covers anything, and lines cross little."""
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course.graph_layout import columns_of, crossings, laid_out

GAP = (30.0, 10.0)


@st.composite
def graphs(draw):
    """Parents of up to 14 nodes, each with up to three, some named twice; and their sizes."""
    count = draw(st.integers(1, 14))
    parents = [
        draw(st.lists(st.integers(0, i - 1), max_size=3)) if i else [] for i in range(count)
    ]
    number = st.integers(5, 60)
    sizes = [(draw(number), draw(number), draw(number)) for _ in range(count)]
    return parents, sizes


@settings(max_examples=60, deadline=None)
@given(graph=graphs())
def test_parents_stand_left_of_children(graph):
    parents, sizes = graph
    drawn = laid_out(parents, sizes, GAP)
    for child, its_parents in enumerate(parents):
        for parent in its_parents:
            assert drawn.columns[parent] < drawn.columns[child]
            apart = drawn.places[child][0] - drawn.places[parent][0]
            assert apart >= (sizes[child][0] + sizes[parent][0]) / 2 + GAP[0] - 1e-9


@settings(max_examples=60, deadline=None)
@given(graph=graphs())
def test_nodes_of_a_column_keep_their_distance(graph):
    parents, sizes = graph
    drawn = laid_out(parents, sizes, GAP)
    for i, (x, y) in enumerate(drawn.places):
        for j, (u, v) in enumerate(drawn.places[:i]):
            if drawn.columns[i] == drawn.columns[j]:
                assert x == u
                (upper, lower) = (j, i) if y > v else (i, j)
                bottom = min(y, v) + sizes[upper][2]
                assert max(y, v) - sizes[lower][1] - bottom >= GAP[1] - 1e-6


@settings(max_examples=60, deadline=None)
@given(graph=graphs())
def test_everything_lies_in_the_frame_and_the_frame_is_no_larger(graph):
    parents, sizes = graph
    drawn = laid_out(parents, sizes, GAP)
    boxes = [
        (x - w / 2, y - above, x + w / 2, y + below)
        for (x, y), (w, above, below) in zip(drawn.places, sizes, strict=True)
    ]
    left, top, right, bottom = zip(*boxes, strict=True)
    assert min(left) >= -1e-6
    assert min(top) >= -1e-6
    assert max(right) <= drawn.width + 1e-6
    assert max(bottom) <= drawn.height + 1e-6
    assert drawn.width == pytest.approx(max(right))


@settings(max_examples=40, deadline=None)
@given(graph=graphs())
def test_an_edge_goes_from_parent_to_child_through_every_column_between(graph):
    parents, sizes = graph
    drawn = laid_out(parents, sizes, GAP)
    ends = [(parent, child) for child, its in enumerate(parents) for parent in its]
    assert len(drawn.paths) == len(ends)
    for (parent, child), path in zip(ends, drawn.paths, strict=True):
        assert (path[0], path[-1]) == (drawn.places[parent], drawn.places[child])
        assert len(path) == drawn.columns[child] - drawn.columns[parent] + 1
        assert all(a[0] < b[0] for a, b in zip(path, path[1:], strict=False))


@settings(max_examples=30, deadline=None)
@given(graph=graphs())
def test_the_same_graph_is_drawn_the_same(graph):
    assert laid_out(*graph, GAP) == laid_out(*graph, GAP)


def test_a_node_stands_next_to_what_is_made_from_it():
    # a * b + c: c waits for the sum, not in the first column
    assert columns_of([[], [], [0, 1], [], [2, 3]]) == [0, 0, 1, 1, 2]


def test_a_diamond_has_its_long_edge_beside_its_middle_node():
    drawn = laid_out([[], [], [0, 1], [2, 0]], [(40, 20, 20)] * 4, GAP)
    assert drawn.columns == [0, 0, 1, 2]
    *_, straight, bent = drawn.paths
    assert (len(straight), len(bent)) == (2, 3)
    assert abs(bent[1][1] - drawn.places[2][1]) >= 20 + GAP[1]


def test_crossings_are_counted_between_neighbouring_columns():
    rows = [[0, 1], [2, 3]]
    assert crossings(rows, [(0, 3), (1, 2)]) == 1
    assert crossings(rows, [(0, 2), (1, 3)]) == 0
    assert crossings(rows, [(0, 3), (0, 2), (1, 3)]) == 0


def test_twisted_ladders_are_untwisted():
    # two chains whose second nodes are named in the other order
    parents = [[], [], [1], [0], [3], [2], [4, 5]]
    drawn = laid_out(parents, [(20, 10, 10)] * 7, GAP)
    y = [place[1] for place in drawn.places]
    assert (y[0] - y[1]) * (y[3] - y[2]) > 0
    assert (y[3] - y[2]) * (y[4] - y[5]) > 0


def test_a_node_stands_level_with_its_only_parent():
    drawn = laid_out([[], [0], [1]], [(20, 10, 10), (20, 40, 40), (20, 10, 30)], GAP)
    assert {y for _, y in drawn.places} == {40}


def test_nothing_takes_no_room():
    drawn = laid_out([], [], GAP)
    assert (drawn.places, drawn.width, drawn.height) == ([], 0, 0)


def test_a_parent_that_comes_later_is_refused():
    with pytest.raises(ValueError, match=re.escape("parents of node 0 must be in [0, 0), got 1")):
        columns_of([[1], []])


def test_a_missing_size_is_refused():
    with pytest.raises(ValueError, match="one for each of 2 nodes, got 1"):
        laid_out([[], [0]], [(1, 1, 1)], GAP)
