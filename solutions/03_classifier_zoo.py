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
#     sentence: Circles, rings and roses. See what a network learns, and what it gets for free.
#     minutes: 35
#     device: CPU
#     picture: zoo
# ---

# %% [markdown]
# # 03 · The classifier zoo
# *35 minutes, CPU.* After this lesson you can
# - say how much of an accuracy is free, before anything is learned;
# - watch a rule being learned from points alone, and say where that goes wrong;
# - tell a limit of a network from a limit of its training, and luck from both.

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
# Now make it hard. Take one layer away, then take away units of the other, one by one, with *Reset*
# in between. **Your second goal:** the smallest network that still gets 95%. Note your number. You
# will need it below.

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
# ## Break it
# Three ways to fail, each with its own look.
#
# **Too small.** How much can two units say? Draw it before you see it: with the mouse or a finger,
# or with the arrow keys and Enter. Then commit, and it is trained.

# %% tags=["widget"]
from widgets import Predict

Predict("03.boundary")

# %% [markdown]
# Now by hand. Below, the hidden layer has a single unit. Press *Play*, then give it a second unit,
# and a third. How many straight edges do you see each time? (In 2016: one line, two lines, nearly
# a circle. If yours shows fewer, change the seed.)

# %% tags=["widget"]
Playground(rule="circle", hidden=(1,), name="edges")

# %% [markdown]
# **Too fast.** Give it two layers of 8 units, set the learning rate to its largest and press
# *Play*. The accuracy falls to what is free, and the loss ends near 0.69. That is $\ln 2$, the
# loss of somebody who says "one half" to everything.
#
# Now lower the rate and play on. Does it recover? A step too large has switched the relu units off
# at every point of the square, and where a unit is off, no gradient comes back to wake it.
# *Reset* starts afresh: find the largest rate that still gets 95%.

# %% [markdown]
# **Unlucky.** Which was your smallest network for 95%? Here it is put to the test: the same circle,
# the same points, 1,000 steps, thirty-two seeds for each size. A seed decides nothing but the
# weights that training starts from.

# %% tags=["widget"]
Predict("03.seeds")

# %% [markdown]
# Once it has run: each square is one seed. Find your own number of units among the rows. How sure
# were you of it?

# %% [markdown]
# ## Was it the network, or the training?
# In 2016 one hidden layer met walls: *ring* missed its hole, *cosine* stalled, *rose* stayed near
# what is free. Below, one hidden layer of 100 units makes 1,000 steps of 100 fresh points, from
# five seeds: by plain gradient descent (SGD) at two rates, and by Adam. Which walls belong to the
# layer?

# %% tags=["widget"]
Predict("03.walls")

# %% [markdown]
# Depth still pays on the rose, where three layers of 1,000 units reached 98.1% in 2016. Try three
# layers of 32 in the playground above.

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
# - The 2016 figures are of single runs from other starting weights, with 100 units and more (the
#   rose with up to 10,000). The table shows what can be reached, not who is faster.

# %% [markdown]
# ## Sources
# "Simple models for deep learning testing" (2016): the six rules and every figure of that year. Its
# networks have relu units, an L2 penalty and Gaussian starting weights, and learn by minibatch
# gradient descent. Adam: Kingma and Ba, "Adam: a method for stochastic optimization" (2015).
