"""An order in which pictures that look alike are neighbours."""
import numpy as np


def by_likeness(fields: np.ndarray, dead: np.ndarray) -> np.ndarray:
    """An order in which networks that look alike are neighbours.

    A chain: from one end of the first principal component always on to the network that
    looks most like the last; then pieces of the chain are turned round as long as that makes
    it shorter (2-opt, Croes 1958).

    Parameters
    ----------
    fields : uint8 array, shape (n, side, side)
    dead : bool array, shape (n,)
        These come last.

    Returns
    -------
    int array, shape (n,)
    """
    living = np.flatnonzero(~dead)
    if len(living) < 3:
        return np.concatenate([living, np.flatnonzero(dead)])
    looks = fields[living].reshape(len(living), -1).astype(np.float64)
    looks -= looks.mean(0)
    products = looks @ looks.T  # of n networks, not of the many points
    sizes = np.diag(products)
    apart = np.sqrt((sizes[:, None] + sizes - 2 * products).clip(0))
    along = np.linalg.eigh(products)[1][:, -1]
    chain = _shortened(_chain(apart, int(np.argmax(abs(along)))), apart)
    if sizes[chain[0]] > sizes[chain[-1]]:  # the commoner look comes first
        chain = chain[::-1]
    return np.concatenate([living[chain], np.flatnonzero(dead)])


def _chain(apart: np.ndarray, first: int) -> np.ndarray:
    """From the first always on to the nearest that is left."""
    chain, left = [first], np.ones(len(apart), bool)
    left[first] = False
    while left.any():
        chain.append(int(np.argmin(np.where(left, apart[chain[-1]], np.inf))))
        left[chain[-1]] = False
    return np.array(chain)


def _shortened(chain: np.ndarray, apart: np.ndarray) -> np.ndarray:
    """The chain with pieces turned round, until no turn makes it shorter."""
    n = len(chain)
    padded = np.zeros((n + 1, n + 1))  # both ends are free: the last row stands for nothing
    padded[:n, :n] = apart
    for _ in range(10 * n):
        before, after = np.append(n, chain), np.append(chain, n)
        now = padded[before, after]  # of the n + 1 links, the two loose ends included
        first, last = np.triu_indices(n, 1)  # a piece from place `first` to place `last`
        turned = padded[before[first], chain[last]] + padded[chain[first], after[last + 1]]
        saved = now[first] + now[last + 1] - turned
        best = int(np.argmax(saved))
        if saved[best] < 1e-9 * (1 + now.sum()):
            return chain
        piece = slice(first[best], last[best] + 1)
        chain = np.concatenate([chain[: piece.start], chain[piece][::-1], chain[piece.stop :]])
    return chain
