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
# *80 minutes, CPU or GPU; a break after "One cloud of many" is a good one.* After this lesson you
# can
# - say which transformations keep angles, norms and distances, and prove it in one line;
# - measure by how much the others break them, and say when that matters;
# - compute principal components yourself, and say what dropping some can cost at most;
# - say why two texts can be "similar" and mean the opposite.

# %% [markdown]
# ## A question, and the answer it got
# Somebody turns vectors into their principal components and asks: do they still stand to one
# another as they did? That write-up printed six of its points, the cosine of each with the second,
# and the norm of each. Beside its figures stand ours, before and after.

# %%
from course.pca import pca
from course.vectors.clouds import PUBLISHED_COSINES, PUBLISHED_NORMS, PUBLISHED_ROWS
from course.vectors.pairs import cosines, norms

before = PUBLISHED_ROWS
after = pca(before, centre=False)(before)
print(f"{'cosine':>10}{'before':>11}{'after':>11}")
for said, *ours in zip(PUBLISHED_COSINES, cosines(before, 1), cosines(after, 1)):
    print(f"{said:>10}", *(f"{cosine:10.7f}" for cosine in ours))
print(f"{'norm':>10}{'before':>11}{'after':>11}")
for said, *ours in zip(PUBLISHED_NORMS, norms(before), norms(after)):
    print(f"{said:>10}", *(f"{norm:10.5f}" for norm in ours))

# %% [markdown]
# Every number is kept, and the write-up said *yes*. (Two norms differ in the last digit, because
# the points were printed rounded.) It did not centre its points, did not scale them, and kept all
# components. Which of the three does it take?

# %% tags=["widget"]
from widgets import Predict

Predict("04.angles")

# %% [markdown]
# ## On the bench
# A cloud like that of the write-up, before and after. Angles are seen from the origin, where the
# axes cross. Drag a point, or click another: the third picture shows its cosines with all others,
# before and after. What is kept lies on the diagonal.
#
# **Your goal:** break the angles with one switch, and keep every distance. It costs a degree or so.
# Without touching that switch again, make it 80.

# %% tags=["widget"]
from widgets import TwoDimensions

TwoDimensions()

# %% [markdown]
# Now press *as published*, set *points* to 6 and drag one of them to the edge of the picture. The
# new axes turn after it. Does a single angle break? And with *centre* on?

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

# %% [markdown] tags=["exercise"]
# ## Your turn: prove it
# Put the axes into the columns of a matrix $V$; then a row $a$ becomes $aV$. The dot product of two
# rows is then $(aV)(bV)^\top$, where it was $ab^\top$. Do it on paper: which matrix $E$ gives the
# change,
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
# of dot products. If it is not 0, some do: $a \cdot b$ changes by at most the largest entry of $E$,
# times $\sum_i |a_i|$, times $\sum_i |b_i|$. Below, the first number is that largest entry. The
# second is how far $a E b^\top$ is from what the dot products of all pairs really do. Which of the
# four keeps them?

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
# ## Why a turn keeps everything
# Components are axes of length 1 at right angles. As columns of a matrix $V$ they have
# $V^\top V = I$, and where none is left out also $V V^\top = I$. Hence, for any two rows,
# $$(aV)(bV)^\top = a\,V V^\top b^\top = a\,b^\top.$$
#
# Norms, angles and distances are all made of dot products, so a turn keeps them: that is proved,
# not observed. The last line of the bench's table is the largest entry of $V V^\top - I$, the
# *certificate*: where it is 0, nobody has to look at a single pair.
#
# Everything else that goes by the name of PCA is something more: most programs centre without
# being asked.

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
# How much does centring change, then? On the published cloud hardly anything: its points were drawn
# around the origin. Commit to a number for a cloud that lies elsewhere.

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
# The cloud was made from two numbers, one uniform, one normal, and $y$ is a mixture of both. On the
# bench, the bars under *Along new axes* show how the points lie along each component: one shape is
# flat, the other follows the dotted normal curve. Go back and make the noise larger, bit by bit.
# When do the shapes no longer look like what the cloud was made from?

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
# Here are 32 clouds each: with little noise, with the published noise of 20, and with 58, which is
# as wide as the uniform number itself. Guess before you run it: is the uniform still found?

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
# ## One cloud of many
# The write-up printed how far its cloud spreads along each component (the standard deviation), and
# which share of all squares that is. Only six of its points are known, but so is the recipe: here
# are 200 clouds made by it. Is the published one like them?

# %%
import numpy as np

from course.seeding import generator
from course.vectors.clouds import published_cloud

clouds = [published_cloud(generator(seed, "cloud")) for seed in range(200)]
found = [pca(cloud, centre=False) for cloud in clouds]
ours = np.array([[*one.deviations, *one.shares] for one in found])
names = ("spread 1", "spread 2", "share 1", "share 2")
print(f"{'':<9}{'published':>9}{'ours':>9}{'+-':>7}{'less':>6}")
for name, said, values in zip(names, ("83.040", "13.30478", "0.975", "0.02503"), ours.T):
    less = np.sum(values < float(said))
    print(f"{name:<9}{said:>9}{values.mean():9.4g}{values.std():7.2g}{less:6}")

# %% [markdown]
# The first spread is an ordinary one. The second is low: of 200 clouds 1 has less (last column),
# and the shares follow. One draw is one draw; that cosines and norms are kept does not depend on
# it. (All of the write-up's figures, in a terminal: `glassbox reproduce pca`.)

# %% [markdown]
# ## Fewer components
# Two numbers are easily kept. With 64, one wants to keep fewer. How few will do?

# %% tags=["widget"]
Predict("04.digits")

# %% [markdown]
# Here are the digits themselves. Choose one, then lower $k$. Above are its ten nearest before,
# below those after; who has left is marked *lost*, who has come *new*. At $k = 5$, 85% of all
# squares are still there. How many of the neighbours are? Then press *centre* at all 64: which
# figures move, and why?

# %% tags=["widget"]
from widgets import ManyDimensions

ManyDimensions()

# %% [markdown]
# No single number says what survives: squares, cosines and neighbours leave at different $k$. One
# that is often reported flatters: the correlation of the cosines before with those after. With one
# component of the published cloud it is 0.96, and the angle of the median pair is 15 degrees off.

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
# That is the lemma of Johnson and Lindenstrauss: how many directions are enough depends on the
# number of points and on how exact one wants to be, and not on the dimensions. Below, no direction
# of the cloud is stronger than another. Is there anything for PCA to find? Compare both curves,
# and under *Distances* what either does to all pairs.

# %% tags=["widget"]
ManyDimensions(data="cloud", k=96, name="chance", title="Directions drawn by lot")

# %% [markdown]
# PCA is ahead even here, because it may look: among 500 points some directions spread a little
# more, by chance. For new points of the same kind its components are as good as any directions at
# right angles. And it shortens every distance, where random ones lengthen some and shorten others.
#
# Choose the *falling* spectrum: now there is something to find. **Your goal:** vectors and a $k$ at
# which random directions change cosines *less* than PCA. (*texts, TF-IDF* are passages of this
# course.) Which keep more neighbours there?

# %% [markdown]
# ## Your own table
# In the same list, *vectors*, choose *a table of your own* and paste rows of numbers, separated by
# commas, semicolons or tabs, with or without a line of names. Does centring matter for your data?
# Do a few components do?

# %% [markdown]
# ## Similar is not the same
# Vectors of texts are compared by their cosine, and the result is called similarity. Below are two
# sentences, and buttons with more. **Your goal:** write two sentences that mean the same, with a
# cosine of 0, and two that mean the opposite, with a cosine above 0.9.

# %% tags=["widget"]
from widgets import Similarity

Similarity()

# %% [markdown]
# A cosine says how much two texts share of what was counted. *counted here* counts which words a
# word stands near, in a small text written for this course. In it people love and hate the same
# things, and so *hate* is the word nearest to *love*.
#
# Choose *counted here* and *all at once*. Take the mean of all sentences off: the mean cosine of
# all pairs falls from 0.25 to 0. Take the strongest directions out, too. What becomes of *love* and
# *hate*, and of the pair that shares no word?

# %% [markdown]
# Taking off what is common to all mends the scale: 0 now means "as unlike as any two". The pair
# without a shared word rises from above 94% of all pairs to above 98%. *Love* and *hate* stay above
# every pair: no direction tells opposites apart if what was counted does not.

# %% [markdown]
# ## Both answers
# Does PCA keep relations?
# - **Yes**, as in the write-up: not centred, not scaled, all components. That is a turn, and it
#   keeps norms, angles and distances of any vectors whatever.
# - **Centred:** distances yes; norms and angles no, and the further away the mean, the worse.
# - **Scaled or whitened:** none of them.
# - **Truncated:** none exactly. The discarded energy says how far a dot product can be off.
#
# Whoever reports a cosine should say from which origin, and after what.

# %% [markdown]
# ## What did you take along?
# Answer before you look back. Every option says why it is right, or why it tempts.

# %% tags=["widget"]
from widgets import Quiz

Quiz("04")

# %% [markdown]
# ## What this does not show
# - That a relation is kept does not make it the right one. Whether a cosine or a distance tells
#   what matters is a question about your data, not about PCA.
# - Components are directions of most spread, and spread depends on units: metres or millimetres
#   give other components. Scaling is a decision, too.
# - The digits and the texts here are few. How many components do for other data, only those say.
# - Large models tell more than what is counted here. Under one (BERT), *I love cats* and *I hate
#   cats* were published with a cosine of 0.961; here it is 0.67 as bags of words, and 0.94 as
#   *counted here*. What any two sentences get there was not published.

# %% [markdown]
# ## Sources
# "When transforming vectors to their principal components, are their relations preserved?": the
# cloud, the six points and every published number. Principal components: Pearson (1901); Jolliffe,
# "Principal component analysis" (2002). Truncation: Eckart and Young (1936). Random directions:
# Johnson and Lindenstrauss (1984); Dasgupta and Gupta, "An elementary proof of a theorem of
# Johnson and Lindenstrauss" (2003). Counted word vectors: Levy and Goldberg (2014).
# All-but-the-top: Mu, Bhat and Viswanath (2018). The cosine of 0.961: "Demystifying neural
# networks" (2019).
