"""Answers to the exercises of lesson 02 as students write them, in words of their own."""
import numpy as np

from course.tape import Var

# ---- a slope by hand


def own_slope(x):
    e = 1 / np.exp(x * x)
    return e - 2 * x * x * e


def first_factor(x):
    return 1 / np.exp(x * x)


def no_inner_slope(x):
    e = np.exp(-x * x)
    return e + x * e


def lost_minus(x):
    e = np.exp(-x * x)
    return e + x * 2 * x * e


# ---- operators of two


def shrunk(g, shape):
    """Loops over the axes: not the tape's own way."""
    while g.ndim > len(shape):
        g = g.sum(axis=0)
    for axis, length in enumerate(shape):
        if length == 1:
            g = g.sum(axis=axis, keepdims=True)
    return g


def own_add(a, b):
    def back(g):
        return shrunk(g, a.value.shape), shrunk(g, b.value.shape)

    return Var(a.value + b.value, (a, b), back)


def plain_add(a, b):
    return Var(a.value + b.value, (a, b), lambda g: (1 * g, 1 * g))


def add_for_b_only(a, b):
    def back(g):
        return g, shrunk(g, b.shape)

    return Var(a.value + b.value, (a, b), back)


def add_without_g(a, b):
    one = np.ones_like(a.value + b.value)
    return Var(a.value + b.value, (a, b), lambda g: (shrunk(one, a.shape), shrunk(one, b.shape)))


def own_multiply(a, b):
    x, y = a.value, b.value
    return Var(x * y, (a, b), lambda g: (shrunk(y * g, x.shape), shrunk(x * g, y.shape)))


def swapped_multiply(a, b):
    x, y = a.value, b.value
    return Var(x * y, (a, b), lambda g: (shrunk(x * g, x.shape), shrunk(y * g, y.shape)))


def multiply_as_add(a, b):
    return Var(
        a.value * b.value, (a, b), lambda g: (shrunk(g.copy(), a.shape), shrunk(+g, b.shape))
    )


def own_divide(a, b):
    x, y = a.value, b.value
    return Var(
        x / y, (a, b), lambda g: (shrunk(g / y, x.shape), shrunk(-g * x * y**-2.0, y.shape))
    )


def workshop_divide(a, b):
    """As it stood in a published workshop: d(x/y)/dy = -1."""
    return Var(
        a.value / b.value,
        (a, b),
        lambda g: (shrunk(g / b.value, a.shape), shrunk(g * -1.0, b.shape)),
    )


def rising_divide(a, b):
    x, y = a.value, b.value
    return Var(x / y, (a, b), lambda g: (shrunk(g / y, x.shape), shrunk(g * x / y / y, y.shape)))


def own_matmul(a, b):
    def back(g):
        da, db = np.zeros(a.shape), np.zeros(b.shape)
        for i, j in np.ndindex(g.shape):
            da[i] += g[i, j] * b.value[:, j]
            db[:, j] += g[i, j] * a.value[i]
        return da, db

    return Var(a.value.dot(b.value), (a, b), back)


def matmul_as_it_stands(a, b):
    return Var(a.value @ b.value, (a, b), lambda g: (np.matmul(g, b.value), np.matmul(a.value, g)))


def turned_matmul(a, b):
    return Var(
        a.value @ b.value, (a, b), lambda g: (b.value.dot(g.T), np.einsum("ij,ik->jk", g, a.value))
    )


# ---- functions of one


def own_relu(a):
    on = np.where(a.value > 0, 1.0, 0.0)
    return Var(a.value * on, (a,), lambda g: (on * g,))


def relu_by_g(a):
    return Var(a.value.clip(0), (a,), lambda g: (np.maximum(g, 0),))


def relu_on_at_0(a):
    return Var(a.value.clip(0), (a,), lambda g: (np.where(a.value < 0, 0, g),))


def own_tanh(a):
    return Var(np.tanh(a.value), (a,), lambda g: (g / np.cosh(a.value) ** 2,))


def workshop_tanh(a):
    """As it stood in a published workshop: 1 - tanh(tanh(x))."""
    return Var(np.tanh(a.value), (a,), lambda g: ((1 - np.tanh(np.tanh(a.value))) * g,))


def unsquared_tanh(a):
    return Var(np.tanh(a.value), (a,), lambda g: (g - g * np.tanh(a.value),))


def own_exp(a):
    return Var(np.e**a.value, (a,), lambda g: (g * np.e**a.value,))


def flat_exp(a):
    return Var(np.exp(a.value), (a,), lambda g: (g + 0,))


def power_exp(a):
    return Var(np.exp(a.value), (a,), lambda g: (a.value * np.exp(a.value - 1) * g,))


def own_log(a):
    return Var(np.log2(a.value) / np.log2(np.e), (a,), lambda g: (g * a.value**-1.0,))


def log_by_log(a):
    return Var(np.log(a.value), (a,), lambda g: (np.log(a.value) * g,))


# ---- sums and means


def own_total(a, axis=None):
    def back(g):
        kept = a.value.sum(axis=axis, keepdims=True).shape
        return (g.reshape(kept) + 0 * a.value,)

    return Var(a.value.sum(axis=axis), (a,), back)


def total_as_it_came(a, axis=None):
    return Var(a.value.sum(axis), (a,), lambda g: (+g,))


def total_of_ones(a, axis=None):
    return Var(a.value.sum(axis), (a,), lambda g: (1 + 0 * a.value,))


def unaligned_total(a, axis=None):
    return Var(a.value.sum(axis), (a,), lambda g: (g + 0 * a.value,))


def own_mean(a, axis=None):
    def back(g):
        kept = a.value.sum(axis=axis, keepdims=True).shape
        return (np.ones_like(a.value) * g.reshape(kept) * np.prod(kept) / a.value.size,)

    return Var(a.value.mean(axis=axis), (a,), back)


def mean_as_sum(a, axis=None):
    summed = own_total(a, axis)
    return Var(a.value.mean(axis), (a,), summed.back)


def mean_over_all(a, axis=None):
    summed = own_total(a, axis)
    return Var(a.value.mean(axis), (a,), lambda g: (summed.back(g)[0] / a.value.size,))


# ---- the way back


def messages(node, g):
    """What a node hands to each parent; a leaf has none."""
    return list(zip(node.parents, node.back(g) if node.back else (), strict=True))


def own_backward(end):
    """By counting how often each node is used, and going on when all uses have spoken."""
    uses, waiting = {end: 0}, [end]
    while waiting:
        for parent in waiting.pop().parents:
            if parent not in uses:
                uses[parent] = 0
                waiting.append(parent)
            uses[parent] += 1
    heard, ready = {node: np.zeros(node.shape) for node in uses}, [end]
    heard[end] = np.ones(end.shape)
    while ready:
        node = ready.pop()
        for parent, g in messages(node, heard[node]):
            heard[parent] = heard[parent] + g
            uses[parent] -= 1
            if uses[parent] == 0:
                ready.append(parent)
    return heard


def visits(end):
    """A node hands on at once, whenever it hears something."""
    found, todo = {}, [(end, np.ones(end.shape))]
    while todo:
        node, message = todo.pop()
        found[node] = found.get(node, 0) + message
        todo += messages(node, found[node])[::-1]
    return found


def last_word(end):
    found, nodes = {end: np.ones(end.shape)}, list(own_backward(end))
    for node in by_uses(end, nodes):
        for parent, g in messages(node, found[node]):
            found[parent] = g
    return found


def by_uses(end, nodes):
    """The nodes, each after all that it was used for."""
    left = {node: 0 for node in nodes}
    for node in nodes:
        for parent in node.parents:
            left[parent] += 1
    ready, placed = [end], []
    while ready:
        node = ready.pop()
        placed.append(node)
        for parent in node.parents:
            left[parent] -= 1
            if left[parent] == 0:
                ready.append(parent)
    return placed


def deep(end):
    found = {}

    def walk(node, g):
        found[node] = found.get(node, 0) + g
        for parent, message in messages(node, g):
            walk(parent, message)

    walk(end, np.ones(end.shape))
    return found


def on_the_nodes(end):
    """Gradients are kept on the nodes, and nobody clears them."""
    nodes = by_uses(end, list(own_backward(end)))
    end.gradient = np.ones(end.shape)
    for node in nodes:
        for parent, g in messages(node, node.gradient):
            parent.gradient = (0 if parent.gradient is None else parent.gradient) + g
    return {node: node.gradient for node in nodes}
