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
#   title: The classifier zoo
#   glassbox:
#     number: 3
#     sentence: Circles, rings and roses, and hundreds of networks that learn them at once.
#     minutes: 90
#     device: CPU
#     picture: zoo
# ---

# %% [markdown]
# # 03 · The classifier zoo
# *90 minutes, CPU; a break after "Luck" is a good one.* After this lesson you can
# - say how much of an accuracy is free, before anything is learned;
# - see what a single unit contributes, and what breaks without it;
# - tell a limit of a network from a limit of its training, and luck from both;
# - say what width, depth, data and the optimiser each buy, from hundreds of networks, not from one.

# %% [markdown]
# ## A circle, to begin with
# Below are 700 points. The orange ones lie inside a circle. The network is never told of the
# circle: it sees the points, and behind them you see what it would say everywhere else.
#
# **Your goal:** get at least 95% of the unseen points right. Press *Play*, and pause when you are
# there.

# %% tags=["widget"]
from widgets import Playground

Playground(rule="circle")

# %% [markdown]
# A point with a ring around it is answered wrongly. Where do the rings gather, and why there?
#
# Now make it hard. Take one layer away, then take away units of the other, one by one. Each change
# begins afresh. **Your second goal:** the smallest network that still gets 95%. Note your number.
# You will need it below.

# %% [markdown]
# ## What is free
# Choose *rose* above and do not press *Play* yet. Beside the accuracy stands a number: what you get
# by calling every point "outside".
#
# If a share $p$ of the square is inside, the better of the two constant answers is right for a
# share
# $$\text{base rate} = \max(p,\; 1 - p).$$
# The five petals cover $\pi/16$ of the square, which leaves $1 - \pi/16$ to whoever has learned
# nothing.

# %%
from course.toys import BUILT_IN, base_rate

for rule in BUILT_IN:
    print(f"{rule:<10}{base_rate(rule):6.1%} is free")

# %% [markdown]
# Press *Play* on the rose. At first the accuracy hardly leaves the free number: the network has
# found the constant answer, and nothing else. An accuracy without its base rate says little.

# %% [markdown] tags=["exercise"]
# ## Your turn: a rule of your own
# A rule is a function of points. It gets an array with a row for each point, and says for each row
# whether it is inside. Write the ring: **at least 0.4 from the middle, and less than 0.8**. Two
# lines are enough.

# %% tags=["exercise"]
import numpy as np

from widgets.exercise import check, exercise


@exercise("03.ring")
def ring(points):
    """Points, shape (n, 2) -> True where a point lies in the ring, shape (n,)."""
    ### BEGIN SOLUTION
    distance = np.hypot(points[:, 0], points[:, 1])
    return (distance >= 0.4) & (distance < 0.8)
    ### END SOLUTION


check(ring)

# %% [markdown] tags=["exercise"]
# Now hand your rule to a network. It gets 700 points and their answers, not a word of your code.
# **Your goal:** 95% again. Before you press *Play*, guess where it will go wrong longest.

# %% tags=["exercise", "widget"]
from course.toys import register

register("my ring", ring, inside="in my ring", outside="not in it")
Playground(rule="my ring", name="mine")

# %% [markdown] tags=["exercise"]
# Change a number in your rule and run both cells again. The check will object, the network will
# not: it learns whatever the points say.
#
# `Garden`, `SweepMap`, `UnitView` and `Effects`, which you meet below, take your rule by its name,
# too. Here are sixty-four networks at once. Press *Play*: do they all find the hole?

# %% tags=["exercise", "widget"]
from widgets import Garden

Garden(rule="my ring", name="mine-garden")

# %% [markdown]
# ## No formula needed
# A rule need not be a formula. Below you paint one: orange for inside, blue for outside. Points lie
# where you painted, and the network beside it learns them. Paint two shapes that no straight line
# can part. Then paint an island of the one class into the other while it trains.

# %% tags=["widget"]
from widgets import PaintedRule

PaintedRule()

# %% [markdown] tags=["exercise"]
# ## Your turn: an accuracy that counts
# 80% on the rose is nothing, 80% on the circle is something. Put both on one scale, with 0 for what
# is free and 1 for perfect:
# $$\text{skill} = \frac{\text{accuracy} - \text{base rate}}{1 - \text{base rate}}$$
# Take the base rate from the labels. If they are all of one class, there is nothing to gain:
# return 0.

# %% tags=["exercise"]
@exercise("03.skill")
def skill(predicted, labels):
    """Skill of the answers, given the truth; both are bool arrays of shape (n,)."""
    ### BEGIN SOLUTION
    accuracy = np.mean(predicted == labels)
    base_rate = max(np.mean(labels), np.mean(~labels))
    if base_rate == 1:
        return 0.0
    return (accuracy - base_rate) / (1 - base_rate)
    ### END SOLUTION


check(skill)

# %% [markdown] tags=["exercise"]
# One small network, trained for a short while on each of the six rules. Which picture has it
# learned least? Read the accuracies first and decide. Then look at the skill.

# %% tags=["exercise"]
from course.records import TrainConfig
from course.toys import make_dataset
from course.training import evaluate, fit

config = TrainConfig(hidden=(6,), steps=800)
for rule in BUILT_IN:
    data = make_dataset(rule)
    *_, last = fit(config, data)
    score = evaluate(last.network, data.x_test, data.y_test)
    predicted = data.y_test != score.wrong
    print(f"{rule:<10}{score.accuracy:6.1%} right, skill {skill(predicted, data.y_test):5.2f}")

# %% [markdown] tags=["exercise"]
# By accuracy the rose comes before *ring* and *cosine*. By skill it comes last: this network has
# found the constant answer and nothing more.

# %% [markdown]
# ## Folds
# A relu unit computes a weighted sum of the two coordinates and cuts it off at 0. So it is off on
# one side of a straight line, its *fold*, and grows steadily on the other. How much can two of them
# say together? Draw it before you see it: with the mouse or a finger, or with the arrow keys and
# Enter. Then commit, and it is trained.

# %% tags=["widget"]
from widgets import Predict

Predict("03.boundary")

# %% [markdown]
# Two folds make a wedge or a strip. Where both units are off, the network says the same as far as
# the plane goes, and so they can enclose nothing. Now with three. Press *Play*. Each small picture
# is what one unit sees; the thin lines on the large one are their folds. Between folds the network
# is linear, so its border can turn only where it crosses one. Hence a triangle with its corners
# cut.
#
# Take a unit away by pressing its picture. What breaks, and how much of it? Then try two units, and
# six.

# %% tags=["widget"]
from widgets import UnitView

UnitView()

# %% [markdown] tags=["exercise"]
# ## Your turn: take a unit away
# What is a network without one of its units? Write the forward pass of a network with one hidden
# relu layer, in which unit number `unit` says nothing. The others stay as they are: this is an
# operation on a trained network, and the rest was trained to work with that unit.

# %% tags=["exercise"]
@exercise("03.without")
def without(x, W1, b1, W2, b2, unit):
    """Logits, shape (n, 1), of points x (n, 2) without one of the h hidden units."""
    ### BEGIN SOLUTION
    h = np.maximum(x @ W1 + b1, 0)
    h[:, unit] = 0
    return h @ W2 + b2
    ### END SOLUTION


check(without)

# %% [markdown]
# ## Luck
# Which was your smallest network for 95% of the circle? Here it is put to the test: the same
# circle, the same points, 1,000 steps, thirty-two seeds for each size. A seed decides nothing but
# the weights that training starts from.

# %% tags=["widget"]
Predict("03.seeds")

# %% [markdown]
# Once it has run: each square is one seed. Find your own number of units among the rows. How sure
# were you of it?
#
# Below, sixty-four networks with the same points learn the rose, from sixty-four seeds. Press
# *Play* and watch when they part ways. At the end they stand best first. **Open the worst one**:
# press it, and play on below. Is it stuck, or only slow? Then sort by *likeness*: which mistakes do
# several make?

# %% tags=["widget"]
from widgets import Garden

Garden()

# %% [markdown] tags=["exercise"]
# ## Your turn: how many seeds to train
# If a share of the seeds succeed, training several and keeping the best is a plan. How many, so
# that at least one succeeds as probably as you want? All of $n$ fail with probability
# $(1 - \text{share})^n$.

# %% tags=["exercise"]
@exercise("03.starts_needed")
def starts_needed(share, wanted):
    """The least number of seeds of which at least one succeeds with probability wanted."""
    ### BEGIN SOLUTION
    n = 1
    while 1 - (1 - share) ** n < wanted:
        n += 1
    return n
    ### END SOLUTION


check(starts_needed)

# %% tags=["exercise"]
for share in (0.1, 11 / 32, 0.9):
    print(f"{share:4.0%} of the seeds succeed: train {starts_needed(share, 0.95)}")

# %% [markdown]
# ## Width and rate
# One network is an anecdote, and one setting is, too. Below, one hidden layer learns the ring:
# every width meets every learning rate, from sixteen seeds each. Before you press *Fill the map*:
# at which rate will the widest layer be best? Does the same rate suit 4 units?

# %% tags=["widget"]
from widgets import SweepMap

SweepMap()

# %% [markdown]
# Press a cell to see its networks. Which widths end at what is free, whatever the rate? (That is
# 64.1% here: so many of the 1,000 unseen points lie outside the ring. Of the whole square it is
# 62.3%.) And where do the seeds lie furthest apart? The garden has such a grid, too: choose
# *width × rate* under *what differs*.

# %% [markdown]
# ## Too fast
# In the playground at the top, choose *circle* and two layers of 8 units, set the learning rate to
# its largest and press *Play*. The accuracy falls to what is free, and the loss ends near 0.69.
# That is $\ln 2$, the loss of somebody who says "one half" to everything.
#
# Now lower the rate and play on. Does it recover? A step too large has switched the relu units off
# at every point of the square, and where a unit is off, no gradient comes back to wake it. *Reset*
# starts afresh: find the largest rate that still gets 95%.

# %% [markdown]
# ## Was it the network, or the training?
# In 2016 one hidden layer met walls: *ring* missed its hole, *cosine* stalled, *rose* stayed near
# what is free. Were these limits of the layer, or of how it was trained? Below, the same layer is
# trained in four ways, with 1,000 steps of 100 fresh points each.

# %% tags=["widget"]
Predict("03.walls")

# %% [markdown]
# A wall can also be patience: with 1,000 units and ten times the steps, even the training of then
# leaves the cosine's wall far behind (`glassbox reproduce zoo` has that row).
#
# So what does depth buy? A fair comparison counts what is paid for: weights and biases. One hidden
# layer of 100 units has 401 of them, three layers of 12 have 361.

# %% [markdown] tags=["exercise"]
# ## Your turn: what a network costs
# Count the weights and biases of a network with two inputs, any hidden layers, and one output. A
# unit has a weight for each number that comes in, and one bias.

# %% tags=["exercise"]
@exercise("03.parameters")
def parameters(hidden):
    """Weights and biases of a network 2-hidden-1; hidden is a tuple such as (32, 32)."""
    ### BEGIN SOLUTION
    widths = [2, *hidden, 1]
    return sum((n_in + 1) * n_out for n_in, n_out in zip(widths[:-1], widths[1:]))
    ### END SOLUTION


check(parameters)

# %% tags=["exercise"]
for hidden in ((100,), (12, 12, 12), (1000,), (32, 32, 32), (1000, 1000, 1000)):
    print(f"{hidden!s:<20}{parameters(hidden):>10,} weights and biases")

# %% [markdown]
# Which of the two learns the rose better? Here are three layers, from narrow to wide. Press *Fill
# the map* and note the best figure of the row of 12 units, and which column ends at what is free.
# Then set *hidden layers* to 1, write 100 for the units, and fill it again.

# %% tags=["widget"]
SweepMap(
    rule="rose", depth=3, widths=(4, 8, 12, 16, 32, 64), seeds=8,
    name="deep", title="Three layers on the rose",
)

# %% [markdown]
# ## When to stop
# A network learns from few points, some of them labelled wrongly. Its loss on them goes on falling.
# At which step is it least on points that the network has not seen?

# %% tags=["widget"]
Predict("03.overtraining")

# %% [markdown] tags=["exercise"]
# ## Your turn: stop early
# A loss on unseen points jumps about. So one waits: training stops after `patience` losses in a
# row that are no lower than the lowest so far, and one goes back to where that was. Return its
# position.

# %% tags=["exercise"]
@exercise("03.best_step")
def best_step(losses, patience):
    """Position of the lowest loss that training gets to before patience is over."""
    ### BEGIN SOLUTION
    best = 0
    for i, loss in enumerate(losses):
        if loss < losses[best]:
            best = i
        elif i - best >= patience:
            break
    return best
    ### END SOLUTION


check(best_step)

# %% [markdown]
# ## Nothing to learn
# Now the answers of the training points are drawn by lot: there is no rule. Can the network still
# get its training points right? Commit before you look.

# %% tags=["widget"]
Predict("03.labels")

# %% [markdown]
# A network that can memorise noise can memorise anything, a rule as well. That it finds the rule
# instead, when there is one, is not explained by its size. (Zhang and others asked this of large
# networks in 2017.)

# %% [markdown]
# ## What data buys, and what else
# Eight things to turn, one at a time, with all else left alone: more data, an L2 penalty, the scale
# of the starting weights, and so on. You have met over-training and random labels. For each of the
# others, say what you expect of *more* of it before you press *Run*. Then choose another rule: does
# the same hold there?

# %% tags=["widget"]
from widgets import Effects

Effects()

# %% [markdown]
# ## Every published figure
# Under the picture, choose a *published figure*, and beside it whose training: *2016* or *ours*.
# *Play* stops after the steps of that training, and the published number stands beside yours.

# %% tags=["widget"]
Playground(preset="ring-100", name="published", title="Published figures")

# %% [markdown]
# One run is one draw. All of them, from many seeds each, theirs and ours, are one command in a
# terminal: `glassbox reproduce zoo`, some minutes; with `--quick`, less than one.
#
# Three rules are not from 2016: *spiral*, *moons* and *checkerboard*. Go back to the garden and
# choose them there: which of the nine is hardest for two layers of 8?

# %% [markdown]
# ## What did you take along?
# Answer before you look back. Every option says why it is right, or why it tempts.

# %% tags=["widget"]
from widgets import Quiz

Quiz("03")

# %% [markdown]
# ## What this does not show
# - Two inputs and a noiseless rule: the points that you test on come from the square that you train
#   on. Most of what goes wrong outside a classroom begins where that stops being true.
# - The base rate belongs to a rule *and* to where the points lie. Draw them elsewhere, and another
#   share is free.
# - The figures of 2016 are of single runs, and not all of their settings were written down. What
#   you saw is what can be reached, not who is faster.

# %% [markdown]
# ## Sources
# "Simple models for deep learning testing" (2016): the six rules and every figure of that year. Its
# networks have relu units, an L2 penalty and Gaussian starting weights, and learn by minibatch
# gradient descent. Adam: Kingma and Ba, "Adam: a method for stochastic optimization" (2015).
# Starting weights: He and others, "Delving deep into rectifiers" (2015). Random labels: Zhang and
# others, "Understanding deep learning requires rethinking generalization" (2017).
