# ---
# jupyter:
#   jupytext:
#     text_representation:
#       extension: .py
#       format_name: percent
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
#   title: Does PCA keep relations?
#   glassbox:
#     number: 4
#     sentence: What principal components keep, what they break, by how much, and the proof.
#     minutes: 80
#     device: CPU or GPU
#     picture: components
# ---

# %% [markdown]
# # 04 · Does PCA keep relations?
# *80 minutes, CPU or GPU; a break after "What comes back" is a good one.* After this lesson you can
# - say which transformations keep angles, norms and distances, and prove it in one line;
# - measure by how much the others break them, and say when that matters;
# - compute principal components yourself, and say what dropping some can cost at most;
# - say why two texts can be "similar" and mean the opposite.

# %% [markdown]
# ## A question, and the answer it got
# Somebody turns vectors into their principal components and asks: do they still stand to one
# another as they did? Below are six points as that write-up printed them. For each: the cosine of
# its angle with the second point, and its norm, before and after.

# %%
from course.pca import pca
from course.vectors.clouds import PUBLISHED_ROWS
from course.vectors.pairs import cosines, norms

before = PUBLISHED_ROWS
after = pca(before, centre=False)(before)
print("  cosine before and after    norm before and after")
for row in zip(cosines(before, 1), cosines(after, 1), norms(before), norms(after), strict=True):
    print("{:12.7f} {:12.7f} {:12.5f} {:12.5f}".format(*row))

# %% [markdown]
# Every number is kept, and the write-up said *yes*. It did not centre its points, did not scale
# them, and kept all components. Do you need all three?

# %% tags=["widget"]
from widgets import Predict

Predict("04.angles")

# %% [markdown]
# ## On the bench
# Left, a cloud like that of the write-up; right, what becomes of it. Angles are seen from the
# origin, where the axes cross. Drag a point, or click another: the third picture compares its
# cosine with every other point, before and after. What is kept lies on the diagonal.
#
# **Your goal:** break the angles with a single switch, and keep every distance. It breaks them by
# a degree or so. Without touching that switch again, make it 80 degrees. Then drag a single point
# far out: whose angles change, and whose do not?

# %% tags=["widget"]
from widgets import TwoDimensions

TwoDimensions()

# %% [markdown] tags=["exercise"]
# ## Your turn: every angle at once
# The cosine of the angle between a row $x_i$ and a vector $v$ is
# $$\cos_i = \frac{x_i \cdot v}{|x_i|\,|v|}.$$
# Write it for all rows of an array, **without a loop**. A row of zeros points nowhere, so it has no
# angle: let numpy divide 0 by 0 and say `nan`.

# %% tags=["exercise"]
import numpy as np

from widgets.exercise import check, exercise


@exercise("04.cosines")
def cosines(x, v):
    """Cosine of each row of x (n, d) with v (d,), shape (n,); nan for a row of zeros."""
    ### BEGIN SOLUTION
    lengths = np.sqrt(np.sum(x**2, axis=1)) * np.sqrt(np.sum(v**2))
    return x @ v / lengths
    ### END SOLUTION


check(cosines)

# %% [markdown] tags=["exercise"]
# The write-up prints six of its points, and the cosines of the second with all six. Here are yours.
# Below them, a thousand digits, sorted by their angle with the first. How far do you have to go
# until the first wrong one?

# %% tags=["exercise"]
from course.vectors.sets import load_set

print(cosines(PUBLISHED_ROWS, PUBLISHED_ROWS[1]).round(7))

digits = load_set("digits", 1000)
order = np.argsort(-cosines(digits.matrix, digits.matrix[0]))
print(*(digits.labels[i] for i in order[:70]))

# %% [markdown]
# ## Why a turn keeps everything
# Components are axes of length 1 at right angles. Put them into the columns of a matrix $V$; then
# $V^\top V = I$, and with as many axes as columns also $V V^\top = I$. Hence, for any two rows,
# $$(aV)(bV)^\top = a\,V V^\top b^\top = a\,b^\top.$$
# Norms, angles and distances are all made of dot products. The bench shows the largest entry
# of $V V^\top - I$ as *certificate*: with it, nobody has to look at a single pair.

# %% [markdown] tags=["exercise"]
# ## Your turn: prove it
# Turned by a matrix $V$, a row $a$ becomes $aV$. Then the dot product of two rows is
# $(aV)(bV)^\top$, where it was $ab^\top$. Do it on paper: which matrix $E$ gives the change,
# $$(aV)(bV)^\top - ab^\top = a\,E\,b^\top,$$
# **whatever** $a$ and $b$ are? Then write it down.

# %% tags=["exercise"]
@exercise("04.defect")
def defect(axes):
    """The matrix E, shape (d, d), by which axes V, shape (d, k), change every dot product."""
    ### BEGIN SOLUTION
    return axes @ axes.T - np.eye(len(axes))
    ### END SOLUTION


check(defect)

# %% [markdown] tags=["exercise"]
# If $E$ is 0, no dot product changes, of any rows, and lengths, angles and distances are all made
# of dot products. If it is not 0, some do: the change of $a \cdot b$ is at most the largest entry
# of $E$, times the sums of the sizes of the numbers in $a$ and in $b$. Below, the first number is
# that largest entry. The second is how far $a E b^\top$ is from what the dot products of all pairs
# really do. Which of the four keeps them?

# %% tags=["exercise"]
from course.seeding import generator
from course.vectors.clouds import published_cloud

cloud = published_cloud(generator(0, "cloud"))
turned = pca(cloud, centre=False).components
tried = {"turned": turned, "1 of 2 kept": turned[:, :1], "scaled": turned / [83, 13.3],
         "slanted": np.array([[1, 0.5], [0, 1]])}
for name, V in tried.items():
    E = defect(V)
    change = (cloud @ V) @ (cloud @ V).T - cloud @ cloud.T
    print(f"{name:<12} largest entry {abs(E).max():8.1e}",
          f" formula off by {abs(change - cloud @ E @ cloud.T).max():8.1e}")

# %% [markdown]
# So a turn keeps everything, and that is proved, not observed. Everything else that goes by the
# name of PCA is something more: most programs centre without being asked.

# %% [markdown] tags=["exercise"]
# ## Your turn: PCA in four lines
# Centre the rows, decompose them (`np.linalg.svd`, or `eigh` of the covariance), keep `k` axes as
# columns, turn. An axis may point either way: the check takes both.

# %% tags=["exercise"]
@exercise("04.principal")
def principal(x, k):
    """Of rows x (n, d): the first k axes (d, k), and the centred rows along them (n, k)."""
    ### BEGIN SOLUTION
    centred = x - x.mean(axis=0)
    _, _, rows = np.linalg.svd(centred, full_matrices=False)
    axes = rows[:k].T
    return axes, centred @ axes
    ### END SOLUTION


check(principal)

# %% [markdown] tags=["exercise"]
# The write-up left out your first line, and its cosines stayed. With it, they do not: compare.
# In the last line each row stands beside its opposite, so that the mean is 0 and your first line
# does nothing. What comes back?

# %% tags=["exercise"]
rows = np.array(PUBLISHED_ROWS)
_, centred = principal(rows, 2)
_, mirrored = principal(np.vstack([rows, -rows]), 2)
for name, z in {"before": rows, "centred": centred, "mirrored": mirrored[:6]}.items():
    distances = np.linalg.norm(z - z[1], axis=1)
    print(f"{name:<9} cosines {cosines(z, z[1]).round(3)}  distances {distances.round(1)}")

# %% [markdown]
# ## The origin
# How much does centring change, then? On the published cloud hardly anything, by luck: its mean is
# all but the origin. Commit to a number for a cloud that lies elsewhere.

# %% tags=["widget"]
Predict("04.centring")

# %% [markdown] tags=["exercise"]
# ## Your turn: move the origin
# Centring turns nothing. It moves the origin, and an angle is seen **from** the origin. How far
# can that go? Given any two different points, return an origin from which they lie in exactly
# opposite directions. There are many.

# %% tags=["exercise"]
@exercise("04.origin")
def origin(a, b):
    """A point, shape (d,), from which the points a and b lie in opposite directions."""
    ### BEGIN SOLUTION
    return (a + b) / 2
    ### END SOLUTION


check(origin)

# %% [markdown] tags=["exercise"]
# Now step aside from your origin, at right angles to the line between the two. Which angles can you
# get? And what becomes of the distance?

# %% tags=["exercise"]
a, b = np.array([4.0, 1.0]), np.array([1.0, 3.0])
aside = np.array([a[1] - b[1], b[0] - a[0]])
for step in (0, 0.1, 0.3, 0.5, 1, 3, 30):
    here = origin(a, b) + step * aside
    cosine = cosines(np.array([a - here]), b - here)[0]
    angle = np.degrees(np.arccos(cosine.clip(-1, 1)))
    distance = np.linalg.norm((a - here) - (b - here))
    print(f"{step:>4} aside: {angle:5.1f} degrees, distance {distance:.4f}")

# %% [markdown]
# A distance needs no origin, so centring keeps all of them. An angle does. "The angle between two
# points" means nothing until somebody says from where: with data, the origin is a decision.

# %% [markdown]
# ## What comes back
# The cloud was made from two numbers: one uniform, one normal. On the bench, under the two
# pictures, the heights of both columns were mixed; along the components they come apart again.
# Make the noise larger there, bit by bit. When do the two shapes no longer look like what they
# were made from?

# %% [markdown] tags=["exercise"]
# ## Your turn: what was mixed, found again
# The cloud was made of a uniform number and a normal one. Are they found again along the
# components? One number tells the two apart. Divide each component by its standard deviation and
# take the mean of the fourth powers, less 3. This *excess kurtosis* is 0 for a normal
# distribution and -1.2 for a uniform one.

# %% tags=["exercise"]
@exercise("04.recovered")
def recovered(x):
    """Excess kurtosis of the centred rows x (n, d) along each of their components, shape (d,)."""
    ### BEGIN SOLUTION
    _, scores = principal(x, x.shape[1])
    z = scores / scores.std(axis=0)
    return np.mean(z**4, axis=0) - 3
    ### END SOLUTION


check(recovered)

# %% [markdown] tags=["exercise"]
# Here are 32 clouds each, first with the published noise, then with more. 58 is as wide as the
# uniform number itself. Guess before you run it: is the uniform still found?

# %% tags=["exercise"]
for noise in (5, 20, 58):
    clouds = [published_cloud(generator(seed, "cloud"), noise=noise) for seed in range(32)]
    found = np.array([recovered(cloud) for cloud in clouds])
    for i, (low, high) in enumerate(zip(found.min(axis=0), found.max(axis=0))):
        print(f"noise {noise:>2}, component {i + 1}: from {low:5.2f} to {high:5.2f}")

# %% [markdown]
# Components are the directions of most spread, and uncorrelated. They are not the numbers that a
# cloud was made from: the more noise, the more of it goes into the first component, too.

# %% [markdown]
# ## Fewer components
# Two numbers are easily kept. With 64, one wants to keep fewer. How few will do?

# %% tags=["widget"]
Predict("04.digits")

# %% [markdown]
# Here are the digits themselves. Choose one, then lower $k$. Its neighbours before stand above
# those after, and what has left is marked. With five components 85% of all squares are still
# there. How many of the neighbours are?

# %% tags=["widget"]
from widgets import ManyDimensions

ManyDimensions()

# %% [markdown]
# No single number says what survives: squares, cosines and neighbours leave at different $k$. One
# that is often reported, the correlation of the cosines before with those after, flatters. It is
# 0.96 for the published cloud with one component kept, where the median angle is off by 15 degrees.

# %% [markdown] tags=["exercise"]
# ## Your turn: what truncation can lose
# Truncation takes something from each row, at right angles to all that is left. So $a \cdot b$
# changes by exactly $r_a \cdot r_b$, the dot product of what was taken. All squared lengths of what
# was taken add up to the *discarded energy*, the sum of the squares of the discarded singular
# values. What is the most by which the dot product of **two different** rows can change?

# %% tags=["exercise"]
@exercise("04.lost")
def lost(s, k):
    """The most that truncation to k can change a dot product; s: singular values, falling."""
    ### BEGIN SOLUTION
    return np.sum(s[k:] ** 2) / 2
    ### END SOLUTION


check(lost)

# %% [markdown] tags=["exercise"]
# A bound is a promise, not a forecast: it allows for all the loss to fall on two rows. With 12
# digits it is two to seven times what happens, with 500 more than a hundred times. (Who knows every
# singular value can promise more: half the square of the largest discarded one. Your check takes
# that as well.)

# %% tags=["exercise"]
for n in (12, 500):
    x = digits.matrix[:n]
    s = np.linalg.svd(x, compute_uv=False)
    for k in (10, 5, 2):
        z = pca(x, k, centre=False)(x)
        change = abs(z @ z.T - x @ x.T)
        np.fill_diagonal(change, 0)
        print(f"{n:>3} digits, {k:>2} of 64 kept: at most {lost(s, k):7.2f},",
              f"{s[k] ** 2 / 2:6.2f} from one value; it is {change.max():5.2f}")

# %% [markdown]
# ## Directions that look at nothing
# PCA looks at the data to find its directions. What if they are drawn by lot?

# %% tags=["widget"]
Predict("04.chance")

# %% [markdown]
# That is the lemma of Johnson and Lindenstrauss: how many directions are needed depends on the
# number of points and on how exact one wants to be, and not on the dimensions. Below, no direction
# of the cloud is stronger than another. Which of the two curves is better, at which $k$? Then
# choose a falling spectrum.

# %% tags=["widget"]
ManyDimensions(data="cloud", name="chance", title="Directions drawn by lot")

# %% [markdown]
# ## Your own table
# Under *vectors*, choose *a table of your own* and paste rows of numbers, separated by commas,
# semicolons or tabs, with or without a line of names. Does centring matter for your data? Do a few
# components do?

# %% [markdown]
# ## Similar is not the same
# Vectors of texts are compared by their cosine, and the result is called similarity. Try the first
# pair, then the others. **Your goal:** two sentences that mean the same, with a cosine of 0, and
# two that mean the opposite, with a cosine above 0.9.

# %% tags=["widget"]
from widgets import Similarity

Similarity()

# %% [markdown]
# A cosine says how much two texts share of what was counted. *Love* and *hate* stand among the
# same words, because one loves and hates the same things. Choose *counted here* and take the mean
# of all sentences off: the mean cosine of all pairs falls from 0.25 to 0. Then take the strongest
# directions out, too. What becomes of *love* and *hate*, and of the pair that shares no word?

# %% [markdown]
# Taking off what is common to all mends the scale: 0 now means "as unlike as any two". It does not
# tell opposites apart, for what was counted does not.

# %% [markdown]
# ## Both answers
# Does PCA keep relations? **Yes**: uncentred, unscaled, with all components, for any vectors. With
# centring, distances yes, angles no. Scaled or whitened, neither. Truncated, as much as the
# discarded energy allows. Whoever reports a cosine should say from which origin, and after what.
#
# Every published number, measured again: `glassbox reproduce pca` in a terminal.

# %% [markdown]
# ## What did you take along?
# Answer before you look back. Every option says why it is right, or why it tempts.

# %% tags=["widget"]
from widgets import Quiz

Quiz("04")

# %% [markdown]
# ## What this does not show
# - That a relation is kept does not make it the right one. Whether a cosine, a distance or
#   something else tells what matters is a question about your data, not about PCA.
# - Components are directions of most spread, and spread depends on units: metres or millimetres
#   give other components. Scaling is a decision, too.
# - The digits and the texts here are few. How many components do for other data, only those say.
# - Sentence vectors of large models tell more than what is counted here. The opposite of a
#   sentence can still be near to it.

# %% [markdown]
# ## Sources
# "When transforming vectors to their principal components, are their relations preserved?": the
# cloud, the six points and every published number. Principal components: Pearson (1901); Jolliffe,
# "Principal component analysis" (2002). Truncation: Eckart and Young (1936). Random directions:
# Johnson and Lindenstrauss (1984); Dasgupta and Gupta, "An elementary proof of a theorem of
# Johnson and Lindenstrauss" (2003). Counted word vectors: Levy and Goldberg (2014).
# All-but-the-top: Mu, Bhat and Viswanath (2018).
