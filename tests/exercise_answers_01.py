"""Answers to lesson 01 as students write them, in words of their own: RIGHT ones, and WRONG
ones with what the check is to call them."""
import math

import numpy as np

# ---- forward


def forward_in_loops(x, W1, b1, W2, b2):
    h = np.empty((len(x), len(b1)))
    z = np.empty((len(x), len(b2)))
    for k, point in enumerate(x):
        for j in range(len(b1)):
            h[k, j] = math.tanh(sum(point[i] * W1[i, j] for i in range(len(point))) + b1[j])
        for j in range(len(b2)):
            z[k, j] = sum(h[k, i] * W2[i, j] for i in range(len(b1))) + b2[j]
    return h, z


def forward_with_einsum(x, W1, b1, W2, b2):
    h = np.tanh(np.einsum("ki,ij->kj", x, W1) + b1[None, :])
    return [h, np.dot(h, W2) + b2]


def forward_in_place_and_single(x, W1, b1, W2, b2):
    h = (x.astype(np.float32) @ W1.astype(np.float32)).copy()
    h += b1.astype(np.float32)
    np.tanh(h, out=h)
    return h, h @ W2.astype(np.float32) + b2.astype(np.float32)


def linear(x, W1, b1, W2, b2):
    h = np.dot(x, W1) + b1
    return h, np.dot(h, W2) + b2


def squeezed(x, W1, b1, W2, b2):
    h = np.tanh(np.dot(x, W1) + b1)
    return h, np.tanh(np.dot(h, W2) + b2)


def unbiased(x, W1, b1, W2, b2):
    h = np.tanh(np.dot(x, W1))
    return h, np.dot(h, W2)


def sums_for_h(x, W1, b1, W2, b2):
    h = np.dot(x, W1) + b1
    z = np.dot(np.tanh(h), W2) + b2
    return h, z


def z_first(x, W1, b1, W2, b2):
    h = np.tanh(np.dot(x, W1) + b1)
    return np.dot(h, W2) + b2, h


# ---- squared error


def squared_in_a_loop(guess, y):
    total = 0
    for a, b in zip(guess, y, strict=True):
        total += (a - b) * (a - b)
    return total / len(y)


def squared_by_a_dot(guess, y):
    error = np.subtract(guess, y).astype(np.float32)
    return error.dot(error) / np.float32(error.size)


def squared_summed(guess, y):
    error = guess - y
    return error @ error


def averaged_errors(guess, y):
    return (guess - y).sum() / y.size


def distance(guess, y):
    return np.abs(y - guess).mean()


def rooted(guess, y):
    return np.linalg.norm(guess - y) / np.sqrt(len(y))


def squared_late(guess, y):
    error = (y - guess).mean()
    return error * error


# ---- cross-entropy


def stable_by_hand(z, y):
    return (np.maximum(z, 0) - y * z + np.log1p(np.exp(-np.abs(z)))).mean()


def point_by_point(z, y):
    costs = [np.logaddexp(0, -a if b else a) for a, b in zip(z.ravel(), y.ravel(), strict=True)]
    return sum(costs) / len(costs)


def signed_and_single(z, y):
    z, y = z.astype(np.float32), y.astype(np.float32)
    return np.mean(np.logaddexp(0, (1 - 2 * y) * z))


def by_p(z, y):
    p = 1 / (1 + np.exp(-z))
    return -(y * np.log(p) + (1 - y) * np.log(1 - p)).mean()


def by_chosen_p(z, y):
    p = 1 / (1 + np.exp(-z))
    return np.mean([-np.log(a) if b else -np.log(1 - a) for a, b in zip(p, y, strict=True)])


def overflowing(z, y):
    return np.log1p(np.exp(z)).mean() - (y * z).mean()


def clipped(z, y):
    p = np.clip(1 / (1 + np.exp(-z)), 1e-12, 1 - 1e-12)
    return -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))


def padded(z, y):
    p = 1 / (1 + np.exp(-z))
    return -np.mean(y * np.log(p + 1e-9) + (1 - y) * np.log(1 - p + 1e-9))


def summed_entropy(z, y):
    return len(z) * stable_by_hand(z, y)


def log_likelihood(z, y):
    return -stable_by_hand(z, y)


def for_class_zero(z, y):
    return stable_by_hand(-z, y)


def of_z_itself(z, y):
    return -np.mean(y * np.log(z) + (1 - y) * np.log(1 - z))


# ---- numerical gradient


def slopes_flat(loss, w):
    slopes = []
    for place in range(w.size):
        nudge = np.zeros(w.size)
        nudge[place] = 1e-5
        nudge = nudge.reshape(w.shape)
        slopes.append((loss(w + nudge) - loss(w - nudge)) / (2 * 1e-5))
    return np.array(slopes).reshape(w.shape)


def slopes_of_copies(loss, w):
    slopes = np.zeros(w.shape)
    for place, _ in np.ndenumerate(w):
        above, below = w.copy(), w.copy()
        above[place] += 1e-6
        below[place] -= 1e-6
        slopes[place] = (loss(above) - loss(below)) / 2e-6
    return slopes


def slopes_put_back(loss, w):
    slopes = np.zeros_like(w)
    for place in np.ndindex(w.shape):
        before = w[place]
        w[place] = before + 1e-5
        above = loss(w)
        w[place] = before - 1e-5
        slopes[place] = (above - loss(w)) / 2e-5
        w[place] = before
    return slopes


def only_up(loss, w):
    slopes, here = np.zeros_like(w), loss(w)
    for place in np.ndindex(w.shape):
        nudged = w.copy()
        nudged[place] += 1e-5
        slopes[place] = (loss(nudged) - here) / 1e-5
    return slopes


def only_up_a_little(loss, w):
    slopes = np.zeros_like(w)
    for place in np.ndindex(w.shape):
        nudge = np.zeros_like(w)
        nudge[place] = 1e-3
        slopes[place] = (loss(w + nudge) - loss(w)) / 1e-3
    return slopes


def only_down(loss, w):
    slopes = np.zeros_like(w)
    for place in np.ndindex(w.shape):
        nudge = np.zeros_like(w)
        nudge[place] = 1e-6
        slopes[place] = (loss(w) - loss(w - nudge)) / 1e-6
    return slopes


def down_again_by_half(loss, w):
    slopes = np.zeros_like(w)
    for place in np.ndindex(w.shape):
        w[place] += 1e-5
        above = loss(w)
        w[place] -= 1e-5
        slopes[place] = (above - loss(w)) / 1e-5
    return slopes


def wide_nudge(loss, w):
    slopes = np.zeros_like(w)
    for place in np.ndindex(w.shape):
        nudge = np.zeros_like(w)
        nudge[place] = 0.01
        slopes[place] = (loss(w + nudge) - loss(w - nudge)) / 0.02
    return slopes


def twice_too_steep(loss, w):
    return 2 * slopes_flat(loss, w)


def left_nudged(loss, w):
    slopes = np.zeros_like(w)
    for place in np.ndindex(w.shape):
        w[place] = w[place] + 1e-5
        above = loss(w)
        w[place] = w[place] - 2e-5
        below = loss(w)
        slopes[place] = (above - below) / 2e-5
    return slopes


def together(loss, w):
    return (loss(w + 1e-5) - loss(w - 1e-5)) / 2e-5


def no_copy(loss, w):
    slopes = np.zeros_like(w)
    for place in np.ndindex(w.shape):
        above = w
        below = w
        above[place] += 1e-5
        below[place] -= 1e-5
        slopes[place] = (loss(above) - loss(below)) / 2e-5
    return slopes


# ---- sigmoid, tanh and softmax backward


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def sigmoid_in_a_loop(z, y):
    dz = np.zeros(z.shape)
    for k in range(len(z)):
        dz[k, 0] = (1 / (1 + math.exp(-z[k, 0])) - y[k, 0]) / len(z)
    return dz


def sigmoid_in_place_and_single(z, y):
    dz = sigmoid(z).astype(np.float32)
    dz -= y.astype(np.float32)
    dz /= len(dz)
    return dz


def truth_minus_guess(z, y):
    return -(sigmoid(z) - y) / z.size


def no_mean(z, y):
    return sigmoid(z) - y


def logit_minus_truth(z, y):
    return (z - y) / z.shape[0]


def squared_errors_gradient(z, y):
    p = sigmoid(z)
    return (p - y) * (p - p * p) / len(y)


def truth_divided(z, y):
    return sigmoid(z) - y / len(y)


def tanh_by_factors(h, dh):
    return dh * (1 + h) * (1 - h)


def tanh_by_cosh(h, dh):
    return dh / np.cosh(np.arctanh(h)) ** 2


def tanh_in_a_loop(h, dh):
    return np.array([[d * (1 - a**2) for a, d in zip(*rows, strict=True)]
                     for rows in zip(h, dh, strict=True)])  # fmt: skip


def tanh_again(h, dh):
    ans = np.tanh(h)
    return dh - dh * ans * ans


def tanh_again_unsquared(h, dh):
    return dh - np.tanh(h) * dh


def unsquared(h, dh):
    return dh - dh * h


def dh_left_out(h, dh):
    return 1 - h**2


def no_brackets(h, dh):
    return dh - h**2


def sigmoid_for_tanh(h, dh):
    return dh * h * (1 - h)


def softmax_with_one_hot(z, labels):
    p = np.exp(z - np.max(z, axis=1)[:, None])
    p = p / np.sum(p, axis=1)[:, None]
    return (p - np.eye(z.shape[1])[labels]) / z.shape[0]


def softmax_in_a_loop(z, labels):
    dz = []
    for row, label in zip(z, labels, strict=True):
        e = np.exp(row - max(row))
        p = e / sum(e)
        p[label] -= 1
        dz.append(p / len(z))
    return np.array(dz)


def softmax_naive(z, labels):
    p = np.exp(z) / np.exp(z).sum(axis=1)[:, None]
    return (p - np.eye(z.shape[1])[labels]) / len(z)


def softmax_by_one_largest(z, labels):
    e = np.exp(z - np.max(z))
    return (e / e.sum(axis=1, keepdims=True) - np.eye(z.shape[1])[labels]) / len(z)


def softmax_no_mean(z, labels):
    return softmax_with_one_hot(z, labels) * len(labels)


def softmax_truth_minus_guess(z, labels):
    return -softmax_with_one_hot(z, labels)


def softmax_all_rows(z, labels):
    p = softmax_with_one_hot(z, labels) * len(z) + np.eye(z.shape[1])[labels]
    for label in set(labels):
        p[:, label] -= 1
    return p / len(z)


def softmax_down(z, labels):
    p = np.exp(z) / np.exp(z).sum(axis=0)
    return (p - np.eye(z.shape[1])[labels]) / len(z)


# ---- dense backward


def dense_by_einsum(x, W, dz):
    return np.einsum("ki,kj->ij", x, dz), np.ones(len(x)) @ dz, np.einsum("kj,ij->ki", dz, W)


def dense_point_by_point(x, W, dz):
    dW, db = np.zeros_like(W), np.zeros(W.shape[1])
    for inputs, slopes in zip(x, dz, strict=True):
        dW += np.outer(inputs, slopes)
        db += slopes
    return [dW, db, (W @ dz.T).T]


def dense_turned(x, W, dz):
    return np.dot(dz.T, x), np.sum(dz, 0), np.dot(dz, W.T)


def dense_averaged(x, W, dz):
    n = x.shape[0]
    return np.dot(x.T, dz) / n, dz.sum(0) / n, np.dot(dz, W.T)


# ---- the whole network


def gradients_written_out(x, y, parameters, loss_backward):
    W1, b1, W2, b2 = parameters
    h = np.tanh(x @ W1 + b1)
    dz2 = loss_backward(h @ W2 + b2, y)
    dz1 = np.dot(dz2, W2.T) * (1 - h**2)
    return x.T.dot(dz1), np.sum(dz1, axis=0), h.T.dot(dz2), np.sum(dz2, axis=0)


def gradients_by_points(x, y, parameters, loss_backward):
    W1, b1, W2, b2 = parameters
    h = np.tanh(x @ W1 + b1)
    found = [np.zeros_like(w) for w in parameters]
    for point, unit, slope in zip(x, h, loss_backward(h @ W2 + b2, y), strict=True):
        back = (W2 @ slope) * (1 - unit * unit)
        for total, part in zip(
            found, (np.outer(point, back), back, np.outer(unit, slope), slope), strict=True
        ):
            total += part
    return found


def gradients_linear(x, y, parameters, loss_backward):
    W1, b1, W2, b2 = parameters
    h = np.tanh(x @ W1 + b1)
    dz = loss_backward(h @ W2 + b2, y)
    dh = dz @ W2.T
    return [x.T @ dh, dh.sum(0), h.T @ dz, dz.sum(0)]


def gradients_x_for_h(x, y, parameters, loss_backward):
    dW1, db1, dW2, db2 = gradients_written_out(x, y, parameters, loss_backward)
    _, z = forward_with_einsum(x, *parameters)
    return [dW1, db1, np.dot(x.T, loss_backward(z, y)), db2]


def gradients_last_first(x, y, parameters, loss_backward):
    dW1, db1, dW2, db2 = gradients_written_out(x, y, parameters, loss_backward)
    return [dW2, db2, dW1, db1]


def gradients_one_loss(x, y, parameters, loss_backward):
    return gradients_written_out(x, y, parameters, lambda z, y: (sigmoid(z) - y) / len(z))


def gradients_of_p(x, y, parameters, loss_backward):
    return gradients_written_out(x, y, parameters, lambda z, y: loss_backward(sigmoid(z), y))


def gradients_summed(x, y, parameters, loss_backward):
    return [len(x) * g for g in gradients_written_out(x, y, parameters, loss_backward)]


# ---- momentum


def step_in_one(w, v, dw, rate, keep):
    return w - rate * keep * v - rate * dw, keep * v + dw


def step_entry_by_entry(w, v, dw, rate, keep):
    fast, moved = np.empty_like(v), np.empty_like(w)
    for place in np.ndindex(w.shape):
        fast[place] = keep * v[place] + dw[place]
        moved[place] = w[place] - rate * fast[place]
    return [moved, fast]


def step_single(w, v, dw, rate, keep):
    v = (keep * v + dw).astype(np.float32)
    return (w - rate * v).astype(np.float32), v


def step_old(w, v, dw, rate, keep):
    moved = w - v * rate
    return moved, dw + v * keep


def step_rate_inside(w, v, dw, rate, keep):
    change = v * keep + dw * rate
    return w - change, change


def step_average(w, v, dw, rate, keep):
    v = dw + keep * (v - dw)
    return w - v * rate, v


def step_uphill(w, v, dw, rate, keep):
    v = v * keep + dw
    return w + v * rate, v


def step_v_first(w, v, dw, rate, keep):
    v = v * keep + dw
    return v, w - v * rate


def step_writes(w, v, dw, rate, keep):
    v *= keep
    v += dw
    w -= rate * v
    return w, v


# ---- one pass


def pass_with_shuffle(x, y, parameters, velocity, gradient, rate, keep, size, rng):
    order = np.arange(len(x))
    rng.shuffle(order)
    W, V = list(parameters), list(velocity)
    while len(order):
        now, order = order[:size], order[size:]
        for k, g in enumerate(gradient(x[now], y[now], W)):
            V[k] = V[k] * keep + g
            W[k] = W[k] - V[k] * rate
    return W, V


def pass_of_mixed_copies(x, y, parameters, velocity, gradient, rate, keep, size, rng):
    mixed = rng.permutation(len(x))
    x, y = x[mixed], y[mixed]
    W, V = [w.copy() for w in parameters], [v.copy() for v in velocity]
    for begin in range(0, len(x), size):
        slopes = gradient(x[begin : begin + size], y[begin : begin + size], W)
        for w, v, g in zip(W, V, slopes, strict=True):
            v *= keep
            v += g
            w -= rate * v
    return tuple(W), tuple(V)


def pass_whole_minibatches(x, y, parameters, velocity, gradient, rate, keep, size, rng):
    order = rng.permutation(len(x))
    for k in range(len(x) // size):
        now = order[k * size : (k + 1) * size]
        steps = [step_in_one(*three, rate, keep) for three in
                 zip(parameters, velocity, gradient(x[now], y[now], parameters), strict=True)]
        parameters, velocity = [w for w, _ in steps], [v for _, v in steps]
    return parameters, velocity  # fmt: skip


def in_an_order(x, y, parameters, velocity, gradient, rate, keep, size, order, other=None, at=None):
    """A pass in a given order, the truths perhaps in another and slopes perhaps elsewhere."""
    W, V = list(parameters), list(velocity)
    other = order if other is None else other
    for start in range(0, len(order), size):
        rows, truths = order[start : start + size], other[start : start + size]
        for k, g in enumerate(gradient(x[rows], y[truths], W if at is None else at)):
            W[k], V[k] = step_in_one(W[k], V[k], g, rate, keep)
    return W, V


def pass_in_order(x, y, parameters, velocity, gradient, rate, keep, size, rng):
    return in_an_order(x, y, parameters, velocity, gradient, rate, keep, size, list(range(len(x))))


def pass_x_mixed(x, y, parameters, velocity, gradient, rate, keep, size, rng):
    rows, truths = rng.permutation(len(x)), np.arange(len(x))
    return in_an_order(x, y, parameters, velocity, gradient, rate, keep, size, rows, truths)


def pass_at_first(x, y, parameters, velocity, gradient, rate, keep, size, rng):
    start = [w.copy() for w in parameters]
    order = rng.permutation(len(x))
    return in_an_order(x, y, parameters, velocity, gradient, rate, keep, size, order, at=start)


def pass_forgets(x, y, parameters, velocity, gradient, rate, keep, size, rng):
    order = rng.permutation(len(x))
    for start in range(0, len(x), size):
        now = order[start : start + size]
        steps = [step_in_one(w, v, g, rate, keep) for w, v, g in
                 zip(parameters, velocity, gradient(x[now], y[now], parameters), strict=True)]
        parameters = [w for w, _ in steps]
    return parameters, [v for _, v in steps]  # fmt: skip


def pass_returns_early(x, y, parameters, velocity, gradient, rate, keep, size, rng):
    order = rng.permutation(len(x))
    return in_an_order(x, y, parameters, velocity, gradient, rate, keep, size, order[:size])


def pass_moves_nothing(x, y, parameters, velocity, gradient, rate, keep, size, rng):
    order = rng.permutation(len(x))
    in_an_order(x, y, parameters, velocity, gradient, rate, keep, size, order)
    return parameters, velocity


def pass_always_alike(x, y, parameters, velocity, gradient, rate, keep, size, rng):
    order = np.random.default_rng(0).permutation(len(x))
    return in_an_order(x, y, parameters, velocity, gradient, rate, keep, size, order)


def pass_with_replacement(x, y, parameters, velocity, gradient, rate, keep, size, rng):
    order = np.random.default_rng(1).integers(0, len(x), len(x))
    return in_an_order(x, y, parameters, velocity, gradient, rate, keep, size, order)


def pass_one_by_one(x, y, parameters, velocity, gradient, rate, keep, size, rng):
    order = rng.permutation(len(x))
    return in_an_order(x, y, parameters, velocity, gradient, rate, keep, 1, order)


def pass_writes(x, y, parameters, velocity, gradient, rate, keep, size, rng):
    order = rng.permutation(len(x))
    for start in range(0, len(x), size):
        now = order[start : start + size]
        for k, g in enumerate(gradient(x[now], y[now], list(parameters))):
            parameters[k], velocity[k] = step_in_one(parameters[k], velocity[k], g, rate, keep)
    return parameters, velocity


RIGHT = {
    "01.forward": (forward_in_loops, forward_with_einsum, forward_in_place_and_single),
    "01.squared_error": (squared_in_a_loop, squared_by_a_dot),
    "01.cross_entropy": (stable_by_hand, point_by_point, signed_and_single),
    "01.numerical_gradient": (slopes_flat, slopes_of_copies, slopes_put_back),
    "01.sigmoid_backward": (sigmoid_in_a_loop, sigmoid_in_place_and_single),
    "01.tanh_backward": (tanh_by_factors, tanh_by_cosh, tanh_in_a_loop),
    "01.dense_backward": (dense_by_einsum, dense_point_by_point),
    "01.gradients": (gradients_written_out, gradients_by_points),
    "01.momentum_step": (step_in_one, step_entry_by_entry, step_single),
    "01.one_pass": (pass_with_shuffle, pass_of_mixed_copies),
    "01.softmax_backward": (softmax_with_one_hot, softmax_in_a_loop),
}

LOG_OF_P = "the logarithm of a p that rounds to 0"

# Key, answer, state and the name of the mistake.
WRONG = (
    ("01.forward", linear, "cause", "no tanh"),
    ("01.forward", squeezed, "cause", "tanh at the outputs too"),
    ("01.forward", unbiased, "cause", "biases left out"),
    ("01.forward", sums_for_h, "cause", "the sums returned for h"),
    ("01.forward", z_first, "shape", "in the other order"),
    ("01.squared_error", squared_summed, "cause", "the sum"),
    ("01.squared_error", averaged_errors, "cause", "not squared"),
    ("01.squared_error", distance, "cause", "absolute errors"),
    ("01.squared_error", rooted, "cause", "the root taken"),
    ("01.squared_error", squared_late, "cause", "squared after the mean"),
    ("01.cross_entropy", by_p, "cause", LOG_OF_P),
    ("01.cross_entropy", by_chosen_p, "cause", LOG_OF_P),
    ("01.cross_entropy", overflowing, "cause", "exp overflows"),
    ("01.cross_entropy", clipped, "cause", "p held away from 0"),
    ("01.cross_entropy", padded, "cause", "p held away from 0"),
    ("01.cross_entropy", summed_entropy, "cause", "the sum"),
    ("01.cross_entropy", log_likelihood, "cause", "the sign"),
    ("01.cross_entropy", for_class_zero, "cause", "the truths the wrong way round"),
    ("01.cross_entropy", of_z_itself, "cause", "not a number"),
    ("01.numerical_gradient", only_up, "cause", "only one way"),
    ("01.numerical_gradient", only_up_a_little, "cause", "only one way"),
    ("01.numerical_gradient", only_down, "cause", "only one way"),
    ("01.numerical_gradient", down_again_by_half, "cause", "only one way"),
    ("01.numerical_gradient", wide_nudge, "cause", "the size of the nudge"),
    ("01.numerical_gradient", twice_too_steep, "cause", "divided by one nudge"),
    ("01.numerical_gradient", left_nudged, "cause", "never put back"),
    ("01.numerical_gradient", together, "shape", "all weights at once"),
    ("01.numerical_gradient", no_copy, "cause", "two names for one array"),
    ("01.sigmoid_backward", truth_minus_guess, "cause", "y - p"),
    ("01.sigmoid_backward", no_mean, "cause", "the mean forgotten"),
    ("01.sigmoid_backward", logit_minus_truth, "cause", "z - y"),
    ("01.sigmoid_backward", squared_errors_gradient, "cause", "the slope of the sigmoid once more"),
    ("01.sigmoid_backward", truth_divided, "cause", "only y divided"),
    ("01.tanh_backward", tanh_again, "cause", "tanh taken again"),
    ("01.tanh_backward", tanh_again_unsquared, "cause", "tanh taken again, and no square"),
    ("01.tanh_backward", unsquared, "cause", "no square"),
    ("01.tanh_backward", dh_left_out, "cause", "dh left out"),
    ("01.tanh_backward", no_brackets, "cause", "brackets left out"),
    ("01.tanh_backward", sigmoid_for_tanh, "value", ""),
    ("01.dense_backward", dense_turned, "shape", "dW turned round"),
    ("01.dense_backward", dense_averaged, "cause", "divided by n"),
    ("01.gradients", gradients_linear, "cause", "the tanh skipped on the way back"),
    ("01.gradients", gradients_x_for_h, "shape", "x where h belongs"),
    ("01.gradients", gradients_last_first, "shape", "in the order in which they are found"),
    ("01.gradients", gradients_one_loss, "error", "always the sigmoid"),
    ("01.gradients", gradients_of_p, "cause", "probabilities for logits"),
    ("01.gradients", gradients_summed, "cause", "dW1: a factor too large"),
    ("01.momentum_step", step_old, "cause", "moved with the old velocity"),
    ("01.momentum_step", step_rate_inside, "cause", "the rate inside the velocity"),
    ("01.momentum_step", step_average, "cause", "an average for a sum"),
    ("01.momentum_step", step_uphill, "cause", "uphill"),
    ("01.momentum_step", step_v_first, "cause", "in the other order"),
    ("01.momentum_step", step_writes, "cause", "writes into its argument"),
    ("01.one_pass", pass_whole_minibatches, "cause", "the last minibatch dropped"),
    ("01.one_pass", pass_in_order, "cause", "not shuffled"),
    ("01.one_pass", pass_x_mixed, "cause", "x shuffled and y not"),
    ("01.one_pass", pass_at_first, "cause", "every gradient at the first parameters"),
    ("01.one_pass", pass_forgets, "cause", "the velocity begun anew"),
    ("01.one_pass", pass_returns_early, "cause", "points left out"),
    ("01.one_pass", pass_moves_nothing, "cause", "nothing moved"),
    ("01.one_pass", pass_always_alike, "cause", "another order"),
    ("01.one_pass", pass_with_replacement, "cause", "points left out"),
    ("01.one_pass", pass_one_by_one, "cause", "other minibatches"),
    ("01.one_pass", pass_writes, "cause", "writes into its argument"),
    ("01.softmax_backward", softmax_naive, "cause", "exp overflows"),
    ("01.softmax_backward", softmax_by_one_largest, "cause", "one largest for all rows"),
    ("01.softmax_backward", softmax_no_mean, "cause", "the mean forgotten"),
    ("01.softmax_backward", softmax_truth_minus_guess, "cause", "dz: wrong sign"),
    ("01.softmax_backward", softmax_all_rows, "cause", "labels taken off every row"),
    ("01.softmax_backward", softmax_down, "cause", "softmax down the columns"),
)
