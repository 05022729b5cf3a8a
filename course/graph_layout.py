"""Where to draw the nodes of a graph, from left to right, so that it can be read.

In the manner of Sugiyama, Tagawa and Toda (1981): a node stands in a column, left of all that
is made from it; a long edge passes each column between its ends as if it were a thin node;
the order within a column is changed as long as fewer edges cross; and each node is then
moved as near to its neighbours as the others allow.  Nothing is random.
"""
from collections.abc import Sequence
from dataclasses import dataclass

Parents = Sequence[Sequence[int]]
Size = tuple[float, float, float]  # width, and how far it reaches up and down from its middle
SWEEPS = 8


@dataclass(frozen=True)
class Layout:
    """Where everything stands, in the unit of the sizes; y grows downwards.

    Attributes
    ----------
    places : list of (x, y)
        Middle of each node.
    paths : list of list of (x, y)
        Points that each edge passes, from the parent's middle to the child's.
    columns : list of int
        Column of each node, from 0 on the left.
    width, height : float
        Of the whole, which begins at (0, 0).
    """

    places: list[tuple[float, float]]
    paths: list[list[tuple[float, float]]]
    columns: list[int]
    width: float
    height: float


def columns_of(parents: Parents) -> list[int]:
    """Column of each node: as near to the end as what is made from it allows.

    Parameters
    ----------
    parents : sequence of sequences of int
        Numbers of each node's parents, all smaller than its own.

    Raises
    ------
    ValueError
        If a parent does not come before its child.
    """
    steps = [0] * len(parents)  # the most edges on a way from the node to an end
    for node in reversed(range(len(parents))):
        for parent in parents[node]:
            if not 0 <= parent < node:
                raise ValueError(f"parents of node {node} must be in [0, {node}), got {parent}")
            steps[parent] = max(steps[parent], steps[node] + 1)
    longest = max(steps, default=0)
    return [longest - n for n in steps]


def laid_out(
    parents: Parents, sizes: Sequence[Size], gap: tuple[float, float]
) -> Layout:
    """A place for each node and a path for each edge.

    Parameters
    ----------
    parents : sequence of sequences of int
        Numbers of each node's parents, all smaller than its own; one named twice has two
        edges.  Edges are numbered in this order, node by node.
    sizes : sequence of (width, above, below)
        Of each node: below and above are how far it reaches from its middle.
    gap : (float, float)
        The least room between columns, and between the nodes of a column.

    Raises
    ------
    ValueError
        If a parent does not come before its child, or there is not a size for each node.
    """
    if len(sizes) != len(parents):
        raise ValueError(f"sizes must have one for each of {len(parents)} nodes, got {len(sizes)}")
    columns = columns_of(parents)
    reach = [(above, below) for _, above, below in sizes]
    column_of, chains, links = list(columns), [], []
    for child, its_parents in enumerate(parents):
        for parent in its_parents:
            chain = [parent]
            for column in range(columns[parent] + 1, columns[child]):
                chain.append(len(column_of))  # a thin node that stands for the edge
                column_of.append(column)
                reach.append((gap[1] / 4, gap[1] / 4))
            chain.append(child)
            chains.append(chain)
            links += zip(chain, chain[1:], strict=False)
    rows = _ordered(column_of, links)
    y = _heights(rows, links, reach, gap[1])
    x = _across(rows, sizes, gap[0])
    points = [(x[column], y[i]) for i, column in enumerate(column_of)]
    low = max((place + below for place, (_, below) in zip(y, reach, strict=True)), default=0.0)
    widest = [max((sizes[i][0] for i in row if i < len(sizes)), default=0) for row in rows[-1:]]
    return Layout(
        places=points[: len(parents)],
        paths=[[points[i] for i in chain] for chain in chains],
        columns=columns,
        width=x[-1] + widest[0] / 2 if rows else 0.0,
        height=low,
    )


def crossings(rows: list[list[int]], links: list[tuple[int, int]]) -> int:
    """How many pairs of links cross, each link being between neighbouring columns."""
    at = {node: place for row in rows for place, node in enumerate(row)}
    column = {node: i for i, row in enumerate(rows) for node in row}
    count = 0
    for i, (a, b) in enumerate(links):
        for c, d in links[:i]:
            if column[a] == column[c]:
                count += (at[a] - at[c]) * (at[b] - at[d]) < 0
    return count


def _ordered(column_of: list[int], links: list[tuple[int, int]]) -> list[list[int]]:
    """The nodes of each column from top to bottom: the best of some sweeps to and fro."""
    rows = [[] for _ in range(max(column_of, default=-1) + 1)]
    for node, column in enumerate(column_of):
        rows[column].append(node)
    before, after = _neighbours(len(column_of), links)
    best, fewest = [list(row) for row in rows], crossings(rows, links)
    for sweep in range(SWEEPS):
        if fewest == 0:
            break
        rightwards = sweep % 2 == 0
        for row in rows[1:] if rightwards else rows[-2::-1]:
            at = {node: place for other in rows for place, node in enumerate(other)}
            near = before if rightwards else after
            row.sort(key=lambda node: _mean([at[i] for i in near[node]], at[node]))
        count = crossings(rows, links)
        if count < fewest:
            best, fewest = [list(row) for row in rows], count
    return best


def _heights(
    rows: list[list[int]],
    links: list[tuple[int, int]],
    reach: list[tuple[float, float]],
    gap: float,
) -> list[float]:
    """y of each node's middle: near the mean of its neighbours, in order, without overlap."""
    before, after = _neighbours(len(reach), links)
    y = [0.0] * len(reach)
    for row in rows:
        _place(row, [0.0] * len(row), y, reach, gap)
    for sweep in range(SWEEPS):
        near = before if sweep % 2 == 0 else after
        for row in rows if sweep % 2 == 0 else reversed(rows):
            wanted = [_mean([y[i] for i in near[node]], y[node]) for node in row]
            _place(row, wanted, y, reach, gap)
    top = min((place - above for place, (above, _) in zip(y, reach, strict=True)), default=0.0)
    return [value - top for value in y]


def _place(
    row: list[int],
    wanted: list[float],
    y: list[float],
    reach: list[tuple[float, float]],
    gap: float,
) -> None:
    """Write the places into y that are nearest to those wanted, in the least squares.

    Less the room that those above need, the places must not fall: an isotonic regression,
    solved by pooling neighbours that are in each other's way.
    """
    room, needs = 0.0, []
    for i, node in enumerate(row):
        room += reach[row[i - 1]][1] + gap + reach[node][0] if i else 0.0
        needs.append(room)
    pools: list[list[float]] = []  # mean of what is wanted, and how many nodes
    for want, need in zip(wanted, needs, strict=True):
        pools.append([want - need, 1])
        while len(pools) > 1 and pools[-2][0] > pools[-1][0]:
            (a, n), (b, m) = pools[-2:]
            pools[-2:] = [[(a * n + b * m) / (n + m), n + m]]
    shared = [mean for mean, count in pools for _ in range(int(count))]
    for node, place, need in zip(row, shared, needs, strict=True):
        y[node] = place + need


def _across(rows: list[list[int]], sizes: Sequence[Size], gap: float) -> list[float]:
    """x of the middle of each column, as wide as its widest node."""
    middles, left = [], 0.0
    for row in rows:
        width = max((sizes[i][0] for i in row if i < len(sizes)), default=0.0)
        middles.append(left + width / 2)
        left += width + gap
    return middles


def _neighbours(
    count: int, links: list[tuple[int, int]]
) -> tuple[list[list[int]], list[list[int]]]:
    """For each node those linked to it from the left, and those to the right."""
    before, after = [[] for _ in range(count)], [[] for _ in range(count)]
    for left, right in links:
        before[right].append(left)
        after[left].append(right)
    return before, after


def _mean(values: list[float], otherwise: float) -> float:
    return sum(values) / len(values) if values else otherwise
