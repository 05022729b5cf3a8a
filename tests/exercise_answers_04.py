"""Answers to the exercises of lesson 04 as students write them: RIGHT ones, and WRONG ones with
the state and the name that the check is to give them."""
import numpy as np
import scipy.stats
from sklearn.decomposition import PCA

# ---- cosines


def cosines_by_einsum(x, v):
    return np.einsum("ij,j->i", x, v) / np.sqrt(np.einsum("ij,ij->i", x, x) * v.dot(v))


def cosines_of_unit_rows(x, v):
    with np.errstate(all="ignore"):
        return (x / np.linalg.norm(x, axis=1, keepdims=True)) @ (v / np.linalg.norm(v))


def cosines_where_there_are_any(x, v):
    lengths = np.linalg.norm(x, axis=-1)
    found = np.full(len(x), np.nan)
    some = lengths > 0
    found[some] = x[some].dot(v) / lengths[some] / np.linalg.norm(v)
    return found


def only_dots(x, v):
    return (x * v).sum(axis=1)


def v_forgotten(x, v):
    return np.sum(x * v, 1) / np.linalg.norm(x, axis=1)


def frobenius(x, v):
    return np.dot(x, v) / np.sqrt((x**2).sum()) / np.sqrt((v**2).sum())


def a_little_added(x, v):
    return x.dot(v) / (np.linalg.norm(x, axis=1) * np.linalg.norm(v) + 1e-9)


def zero_for_none(x, v):
    found = cosines_where_there_are_any(x, v)
    found[np.isnan(found)] = 0
    return found


def row_after_row(x, v):
    found = np.zeros(len(x))
    for i in range(len(x)):
        found[i] = np.dot(x[i], v) / np.sqrt(np.dot(x[i], x[i]) * np.dot(v, v))
    return found


def listed(x, v):
    rows = [np.array(row) for row in x.tolist()]
    return np.array([row @ v / np.linalg.norm(row) / np.linalg.norm(v) for row in rows])


# ---- defect


def defect_entry_by_entry(axes):
    d = axes.shape[0]
    return np.array([[axes[i] @ axes[j] - (i == j) for j in range(d)] for i in range(d)])


def defect_in_place(axes):
    found = np.einsum("ik,jk->ij", axes, axes)
    found[np.diag_indices(len(found))] -= 1
    return found


def angles_of_axes(axes):
    return np.dot(axes.T, axes) - np.identity(len(axes.T))


def identity_forgotten(axes):
    return np.dot(axes, axes.T)


def before_minus_after(axes):
    return -defect_in_place(axes)


def certificate(axes):
    return np.max(np.abs(defect_in_place(axes)))


# ---- principal


def principal_by_eigh(x, k):
    x = x - np.mean(x, axis=0)
    values, vectors = np.linalg.eigh(np.cov(x.T))
    axes = vectors[:, np.argsort(values)[::-1][:k]]
    return axes, x.dot(axes)


def principal_by_sklearn(x, k):
    found = PCA(k).fit(x)
    return found.components_.T, found.transform(x)


def principal_by_svd(x, k):
    u, s, vt = np.linalg.svd(x - x.mean(0))
    return -vt.T[:, :k], -u[:, :k] * s[:k]


def principal_in_a_list(x, k):
    return list(principal_by_eigh(x, k))


def as_they_are(x, k):
    values, vectors = np.linalg.eigh(x.T @ x)
    axes = vectors[:, ::-1][:, :k]
    return axes, x @ axes


def scores_of_the_rows(x, k):
    axes, _ = principal_by_eigh(x, k)
    return -axes, -x @ axes


def axes_of_the_rows(x, k):
    axes, _ = as_they_are(x, k)
    return axes, (x - x.mean(0)) @ axes


def about_one_mean(x, k):
    return as_they_are(x - np.mean(x), k)


def rising(x, k):
    x = x - x.mean(0)
    values, vectors = np.linalg.eigh(x.T @ x / len(x))
    return -vectors[:, :k], -x @ vectors[:, :k]


def right_ones_rising(x, k):
    axes, scores = principal_by_eigh(x, k)
    return axes[:, ::-1], scores[:, ::-1]


def axes_in_rows(x, k):
    x = x - x.mean(0)
    v = np.linalg.svd(x)[2]
    return v[:, :k], x @ v[:, :k]


def of_unit_spread(x, k):
    axes, scores = principal_by_eigh(x, k)
    return axes, scores / np.linalg.norm(scores, axis=0)


# ---- origin


def a_third_of_the_way(a, b):
    return a + (b - a) / 3


def mean_of_both(a, b):
    return np.mean([a, b], axis=0)


def nearly_at_b(a, b):
    return 0.001 * a + 0.999 * b


def old_origin(a, b):
    return 0 * a


def at_b(a, b):
    return b.copy()


def from_a_to_b(a, b):
    return np.subtract(b, a)


def added(a, b):
    return np.sum([a, b], axis=0)


def behind_b(a, b):
    return b + 4 * (b - a)


def aside(a, b):
    there = (a + b) / 2
    there[0] += 1
    return there


# ---- recovered


def recovered_by_scipy(x):
    return scipy.stats.kurtosis(PCA().fit_transform(x))


def recovered_by_moments(x):
    _, z = principal_by_eigh(x, x.shape[1])
    return (z**4).mean(0) / (z**2).mean(0) ** 2 - 3


def recovered_by_n_minus_1(x):
    _, z = principal_by_svd(x, x.shape[1])
    return ((z / z.std(axis=0, ddof=1)) ** 4).mean(axis=0) - 3


def of_columns(x):
    return scipy.stats.kurtosis(x, axis=0)


def three_left_in(x):
    return scipy.stats.kurtosis(PCA().fit_transform(x), fisher=False)


def scores_of_unscaled(x):
    _, z = principal_by_eigh(x, x.shape[1])
    return np.power(z, 4).sum(axis=0) / len(z) - 3


def about_the_origin(x):
    return scipy.stats.kurtosis(as_they_are(x, x.shape[1])[1])


def one_spread(x):
    _, z = principal_by_svd(x, x.shape[1])
    whole = np.mean((z / np.std(z)) ** 4) - 3
    return np.array([whole] * x.shape[1])


def recovered_rising(x):
    return recovered_by_moments(x)[::-1]


# ---- lost


def lost_by_loop(s, k):
    return sum(float(value) * float(value) for value in list(s)[k:]) / 2


def lost_by_the_largest(s, k):
    return s[k] ** 2 / 2 if k < len(s) else 0


def lost_between(s, k):
    return 0.5 * (lost_by_loop(s, k) + lost_by_the_largest(s, k))


def lengths_added(s, k):
    return 0.5 * sum(s[k:])


def kept_energy(s, k):
    return 0.5 * np.dot(s[:k], s[:k])


def first_one_missed(s, k):
    return 0.5 * np.dot(s[k + 1 :], s[k + 1 :])


def share_lost(s, k):
    return 1 - np.sum(s[:k] ** 2) / np.sum(s**2)


def whole_energy(s, k):
    return np.linalg.norm(s[k:]) ** 2


RIGHT = {
    "04.cosines": (cosines_by_einsum, cosines_of_unit_rows, cosines_where_there_are_any),
    "04.defect": (defect_entry_by_entry, defect_in_place),
    "04.principal": (
        principal_by_eigh, principal_by_sklearn, principal_by_svd, principal_in_a_list,
    ),
    "04.origin": (a_third_of_the_way, mean_of_both, nearly_at_b),
    "04.recovered": (recovered_by_scipy, recovered_by_moments, recovered_by_n_minus_1),
    "04.lost": (lost_by_loop, lost_by_the_largest, lost_between),
}  # fmt: skip
WRONG = (
    ("04.cosines", only_dots, "cause", "dot products"),
    ("04.cosines", v_forgotten, "cause", "one length forgotten"),
    ("04.cosines", frobenius, "cause", "one length for all"),
    ("04.cosines", a_little_added, "cause", "a right angle for none"),
    ("04.cosines", zero_for_none, "cause", "a right angle for none"),
    ("04.cosines", row_after_row, "error", "a loop over the rows"),
    ("04.cosines", listed, "error", "a loop over the rows"),
    ("04.defect", angles_of_axes, "shape", "the other way round"),
    ("04.defect", identity_forgotten, "cause", "what is left of it"),
    ("04.defect", before_minus_after, "cause", "of the other sign"),
    ("04.defect", certificate, "shape", "only the largest"),
    ("04.principal", as_they_are, "cause", "not centred"),
    ("04.principal", scores_of_the_rows, "cause", "scores from the old origin"),
    ("04.principal", axes_of_the_rows, "cause", "axes from the old origin"),
    ("04.principal", about_one_mean, "cause", "one mean for all"),
    ("04.principal", rising, "cause", "the weakest components"),
    ("04.principal", right_ones_rising, "cause", "another order"),
    ("04.principal", axes_in_rows, "cause", "rows for columns"),
    ("04.principal", of_unit_spread, "cause", "whitened"),
    ("04.origin", old_origin, "cause", "not moved"),
    ("04.origin", at_b, "cause", "at one of the two"),
    ("04.origin", from_a_to_b, "cause", "the way between them"),
    ("04.origin", added, "cause", "their sum"),
    ("04.origin", behind_b, "cause", "beyond one of them"),
    ("04.origin", aside, "cause", "beside the line"),
    ("04.recovered", of_columns, "cause", "the columns as they are"),
    ("04.recovered", three_left_in, "cause", "3 not taken off"),
    ("04.recovered", scores_of_unscaled, "cause", "not brought to deviation 1"),
    ("04.recovered", about_the_origin, "cause", "not centred"),
    ("04.recovered", one_spread, "cause", "one number for all"),
    ("04.recovered", recovered_rising, "cause", "the weakest first"),
    ("04.lost", lengths_added, "cause", "not squared"),
    ("04.lost", kept_energy, "cause", "what is kept"),
    ("04.lost", first_one_missed, "cause", "one too few"),
    ("04.lost", share_lost, "cause", "a share"),
    ("04.lost", whole_energy, "cause", "not halved"),
)
