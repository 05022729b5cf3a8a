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
#   title: A network by hand
#   glassbox:
#     number: 1
#     sentence: Drag a line, write every step, then let your own network read your handwriting.
#     minutes: 100
#     device: CPU
#     picture: digits
# ---

# %% [markdown]
# # 01 · A network by hand
# *100 minutes, CPU, nothing but numpy.* After this lesson you can
# - say what each number in a network does, and compute its answer by matrix products;
# - find the gradient of a loss by each weight, and prove it right without trusting a formula;
# - write the loop that trains it, start it well, and test it on pictures it has never seen.
#
# You will write eleven small functions. Together they are a network that reads digits.

# %% [markdown]
# ## One neuron
# A neuron has two weights and a bias. They make a line: on one side of it the neuron says
# "orange", on the other "blue", and the further away, the surer it is.
#
# **Your goal:** drag the line until 95% of the points are on their own side. Watch the **loss**,
# a number for how wrong the neuron is. Arrow keys work, too.

# %% tags=["widget"]
from widgets import OneNeuron

OneNeuron()

# %% [markdown]
# You just did gradient descent by hand: you moved something, looked whether the loss fell, and
# went on that way. The rest of this lesson makes that precise.
#
# The neuron computes a weighted sum $z$, the **logit**. Then it squeezes it into a probability:
# $$z = w_1 x_1 + w_2 x_2 + b, \qquad p = \frac{1}{1 + e^{-z}}$$
# The line is where $z = 0$ and $p$ is one half. Double all three numbers, and the line stays
# where it is, but the neuron is surer on both sides.

# %% [markdown]
# ## A layer is a matrix product
# Three such sums side by side, and a fourth that takes their answers: a network with two inputs,
# three hidden units, one output. **Your goal:** choose a unit, read its sum, and find the same
# numbers in the matrix product. A row on the left meets a column on top: multiply number by
# number, and add.

# %% tags=["widget"]
from widgets import NetworkSums

NetworkSums()

# %% [markdown]
# A column of $W$ holds the weights of one unit. A row of $x$ is one point. So one product, `x @ W`
# in numpy, does all sums of a layer, for all points at once:
# $$\underbrace{x}_{n \times 2}\;\underbrace{W_1}_{2 \times 3} + \underbrace{b_1}_{3}
# \;=\; \underbrace{z_1}_{n \times 3}, \qquad h = \tanh(z_1)$$
# $$\underbrace{h}_{n \times 3}\;\underbrace{W_2}_{3 \times 1} + \underbrace{b_2}_{1}
# \;=\; \underbrace{z}_{n \times 1}$$
# $\tanh$ is the **activation**: it squeezes each sum to between −1 and 1. Without it two layers
# would be one, for a product of two matrices is a matrix.

# %% [markdown] tags=["exercise"]
# ### Your turn: the forward pass
# Say each shape aloud before you write the line: *n by 2, times 2 by 3, is n by 3*. If the inner
# two numbers differ, the product does not exist.

# %% tags=["exercise"]
import numpy as np

from widgets.exercise import check, exercise


@exercise("01.forward")
def forward(x, W1, b1, W2, b2):
    """x (n, n_in) -> hidden values h (n, hidden) and logits z (n, n_out)."""
    ### BEGIN SOLUTION
    h = np.tanh(x @ W1 + b1)
    return h, h @ W2 + b2
    ### END SOLUTION


check(forward)

# %% [markdown]
# ## A number to make small
# With truths $y$ of 0 and 1, the **squared error** is the mean of $(p - y)^2$. The
# **cross-entropy** is the mean of minus the natural logarithm of the probability given to the
# truth, in **nats**:
# $$-\log p \;\text{ if } y = 1, \qquad -\log(1 - p) \;\text{ if } y = 0$$
# Right and certain costs 0; each halving of that probability adds 0.69. Say 1% to something that
# happens: the squared error is 0.98, and can never pass 1. The cross-entropy is 4.6, and has no
# end.

# %% [markdown] tags=["exercise"]
# ### Your turn: two losses
# The first is one line.

# %% tags=["exercise"]
@exercise("01.squared_error")
def squared_error(guess, y):
    """Mean of (guess - y) squared; both have shape (n,)."""
    ### BEGIN SOLUTION
    return np.mean((guess - y) ** 2)
    ### END SOLUTION


check(squared_error)

# %% [markdown] tags=["exercise"]
# The second gets logits $z$, not probabilities. Put $p = 1/(1 + e^{-z})$ into the formula and it
# becomes $\log(1 + e^z) - yz$; try $y = 0$ and $y = 1$. For a large $z$ the exponential overflows,
# so ask `np.logaddexp(0, z)`: that is $\log(e^0 + e^z)$, computed safely.

# %% tags=["exercise"]
@exercise("01.cross_entropy")
def cross_entropy(z, y):
    """Mean of -log p(truth) in nats, for logits z and truths y of 0 and 1."""
    ### BEGIN SOLUTION
    return np.mean(np.logaddexp(0, z) - y * z)
    ### END SOLUTION


check(cross_entropy)

# %% [markdown]
# ## Downhill
# With the points fixed, the loss depends on the weights alone. For two weights it is a landscape.
# A step goes against the slope: the slope times the **learning rate**.
#
# **Your goal:** from a start of your own, come to rest at the cross in fewer than 20 steps. Then
# find the smallest rate on the slider that makes the path fly off.

# %% tags=["widget"]
from widgets import Downhill

Downhill()

# %% [markdown]
# The arrow is minus the **gradient**: the slopes of the loss by each weight, as a vector. It
# points straight downhill, and each step goes along it:
# $$w \leftarrow w - \text{rate} \cdot \frac{\partial L}{\partial w}$$
# Read $\partial L / \partial w$ as "the slope of $L$ by $w$". It does not say how far the bottom
# is, and on the side of a long valley it points across, not along.

# %% tags=["widget"]
from widgets import Predict

Predict("01.rate")

# %% [markdown] tags=["exercise"]
# ### Your turn: a gradient without a formula
# A slope can be measured. Nudge one weight up by a hair, nudge it down, and see by how much the
# loss differs ($e_i$ is 1 at weight $i$ and 0 elsewhere):
# $$\frac{\partial L}{\partial w_i} \approx \frac{L(w + h e_i) - L(w - h e_i)}{2h}, \; h = 10^{-5}$$
# It is slow, two losses for each weight, and it knows nothing of anybody's formula. So it is the
# judge of every formula below.

# %% tags=["exercise"]
@exercise("01.numerical_gradient")
def numerical_gradient(loss, w):
    """The slope of loss(w), a number, by each entry of w; shape of w."""
    ### BEGIN SOLUTION
    slopes = np.zeros_like(w)
    for place in np.ndindex(w.shape):
        nudge = np.zeros_like(w)
        nudge[place] = 1e-5
        slopes[place] = (loss(w + nudge) - loss(w - nudge)) / 2e-5
    return slopes
    ### END SOLUTION


check(numerical_gradient)

# %% [markdown]
# ## Backward
# The network for digits below has 2,410 weights and biases. Nudging each would cost 4,820 losses
# for a single step. There is a way that costs about as much as three.
#
# Watch it in slow motion: forward, then back. From now on $dz$ is short for
# $\partial L / \partial z$, and $dW$ for $\partial L / \partial W$. **Your goal:** stop at any
# gradient by a weight and say which two numbers were multiplied.

# %% tags=["widget"]
from widgets import SlowMotion

SlowMotion()

# %% [markdown]
# That is the **chain rule**. Each piece of the network knows only its own slope. Going backwards
# it multiplies what arrives from behind by that slope and passes it on. Where several ways lead
# to one place, what they bring is added. Piece by piece, the last one first:
# $$L = \text{cross-entropy}(z, y): \quad dz = (p - y) / n$$
# $$z = x W + b: \quad dW = x^\top dz, \;\; db = \textstyle\sum dz, \;\; dx = dz\, W^\top$$
# $$h = \tanh(z): \quad dz = dh \cdot (1 - h^2)$$

# %% [markdown] tags=["exercise"]
# ### Your turn: three pieces, backwards
# A gradient has the shape of what it belongs to. The check nudges every entry and names the first
# that is off. Begin at the loss: the slope of $\log(1 + e^z)$ is $p$, that of $yz$ is $y$, and the
# mean divides by $n$.

# %% tags=["exercise"]
@exercise("01.sigmoid_backward")
def sigmoid_backward(z, y):
    """Gradient of the mean cross-entropy by the logits z; z and y have shape (n, 1)."""
    ### BEGIN SOLUTION
    p = (1 + np.tanh(z / 2)) / 2
    return (p - y) / len(z)
    ### END SOLUTION


check(sigmoid_backward)

# %% [markdown] tags=["exercise"]
# Now the activation. Its slope is $1 - \tanh^2(z)$: 1 in the middle, nearly 0 at both ends. In a
# workshop that taught this in 2019, the printed answer had a fault: it took the tanh of what had
# been through the tanh already.

# %% tags=["exercise"]
@exercise("01.tanh_backward")
def tanh_backward(h, dh):
    """Gradient by z of h = tanh(z), given h and the gradient by h; all of one shape."""
    ### BEGIN SOLUTION
    return dh * (1 - h * h)
    ### END SOLUTION


check(tanh_backward)

# %% [markdown] tags=["exercise"]
# And the **dense** layer, where every input meets every unit. The weight from $x_i$ to $z_j$ has
# the slope $x_i\, dz_j$, added up over the points. All of them at once are $x^\top dz$: $\top$
# swaps rows and columns, `x.T`. Write down the shapes first. They nearly leave you no choice.

# %% tags=["exercise"]
@exercise("01.dense_backward")
def dense_backward(x, W, dz):
    """Of z = x W + b: gradients dW, db and dx, given dz (n, n_out)."""
    ### BEGIN SOLUTION
    dW = x.T @ dz
    db = dz.sum(axis=0)
    dx = dz @ W.T
    return dW, db, dx
    ### END SOLUTION


check(dense_backward)

# %% [markdown] tags=["exercise"]
# ### Your turn: the whole way back
# Forward once, then back through the pieces, last one first. `loss_backward` gives the gradient
# by the logits; for the circle it will be your `sigmoid_backward`.

# %% tags=["exercise"]
@exercise("01.gradients")
def gradients(x, y, parameters, loss_backward):
    """[dW1, db1, dW2, db2] of the loss, for parameters [W1, b1, W2, b2]."""
    ### BEGIN SOLUTION
    W1, b1, W2, b2 = parameters
    h, z = forward(x, W1, b1, W2, b2)
    dW2, db2, dh = dense_backward(h, W2, loss_backward(z, y))
    dW1, db1, dx = dense_backward(x, W1, tanh_backward(h, dh))
    return [dW1, db1, dW2, db2]
    ### END SOLUTION


check(gradients)

# %% [markdown]
# ## Train
# A step needs the gradient of the loss on *all* 500 points, or so it seems. That of 25 of them,
# picked at random, is off, but right on average, and costs a twentieth. Such a handful is a
# **minibatch**; to descend by minibatches is stochastic gradient descent, SGD.
#
# **Momentum** gives the weights a velocity $v$. It forgets a tenth of itself at each step, and
# the gradient pushes it. What points to and fro cancels; what points along the valley adds up:
# $$v \leftarrow 0.9 v + \frac{\partial L}{\partial w}, \; w \leftarrow w - \text{rate} \cdot v$$

# %% tags=["widget"]
Predict("01.momentum")

# %% [markdown] tags=["exercise"]
# ### Your turn: one step
# Return new arrays. Whoever called you may still need the old ones.

# %% tags=["exercise"]
@exercise("01.momentum_step")
def momentum_step(w, v, dw, rate, keep):
    """New weights and new velocity, two arrays of w's shape; keep is 0.9 or so."""
    ### BEGIN SOLUTION
    v = keep * v + dw
    return w - rate * v, v
    ### END SOLUTION


check(momentum_step)

# %% [markdown] tags=["exercise"]
# ### Your turn: the training loop
# One pass: shuffle with `rng.permutation(len(x))`, take the points in slices of `size`, and step
# for each. `gradient(x, y, parameters)` gives the four gradients of any points you hand it. The
# last slice may be short, and counts.

# %% tags=["exercise"]
@exercise("01.one_pass")
def one_pass(x, y, parameters, velocity, gradient, rate, keep, size, rng):
    """Parameters and velocity, two lists, after a pass through all points."""
    ### BEGIN SOLUTION
    order = rng.permutation(len(x))
    for start in range(0, len(x), size):
        chosen = order[start : start + size]
        slopes = gradient(x[chosen], y[chosen], parameters)
        moved = [momentum_step(*each, rate, keep) for each in zip(parameters, velocity, slopes)]
        parameters, velocity = zip(*moved)
    return list(parameters), list(velocity)
    ### END SOLUTION


check(one_pass)

# %% [markdown]
# ### Your network, learning
# The functions of this lesson now train a network of 16 hidden units. The line at the bottom says
# whose they are. **Your goal:** 95% of the unseen points on *circle*, then on *ring*. Then take the
# momentum away, press *Reset*, and count the passes again.

# %% tags=["widget"]
from widgets import TrainByHand

TrainByHand()

# %% [markdown]
# Without momentum *circle* takes several times as many passes, and for *ring* 400 are too few. A
# velocity that keeps nine tenths of itself adds up to as much as ten gradients.

# %% [markdown] tags=["exercise"]
# **Break it.** Put the fault of 2019 into your `tanh_backward`: `1 - np.tanh(h) ** 2`. Run its
# cell, then press *Reset* and *Play* above. The check objects at once. But the network still
# learns *circle*! Does it learn *ring*? Keep what you see in mind: the next lesson hunts such
# faults.

# %% [markdown]
# ## How to start
# All weights zero, and every hidden unit gets the same gradient: they stay the same for ever. So
# we begin at random. But how large? **Your goal:** 20 layers of tanh in which the spread (standard
# deviation) of the last layer's activations and that of the first layer's gradients both lie
# between 0.3 and 3. Then find such a scale for ReLU, which is $\max(0, z)$.

# %% tags=["widget"]
from widgets import HowToStart

HowToStart()

# %% [markdown]
# A unit adds up $n$ products. If they are independent, with mean 0, their variances (the squared
# spreads) add up. To come out as wide as it went in, each weight needs variance $1/n$: a spread of
# $1/\sqrt{n}$. A relu throws half away and needs $2/n$. Many layers of tanh, which squeezes, want
# somewhat more than $1/n$. The wrong factor is raised to the power of the depth.
#
# **Try it** above: ReLU, and a bias of −1. A unit that is off at every point is **dead**: no
# gradient reaches its weights.

# %% [markdown]
# ## Something real
# scikit-learn brings 1,797 handwritten digits, 8 by 8 pixels each: 64 inputs. Take 32 hidden
# units, and 10 outputs, one for each digit. **Softmax** turns ten logits into ten probabilities
# that add up to 1:
# $$p_k = \frac{e^{z_k}}{\sum_j e^{z_j}}, \qquad L = \text{mean of } {-\log p_{\text{label}}}$$
# Nothing else is new: your passes and your loop do not care how many outputs there are.

# %% [markdown] tags=["exercise"]
# ### Your turn: the last piece
# The gradient by the logits has the form you know, $(p - y)/n$, with $y = 1$ at the label and 0
# elsewhere. Take the row's largest logit off before the exponential, or a logit of 1000 becomes
# infinite.

# %% tags=["exercise"]
@exercise("01.softmax_backward")
def softmax_backward(z, labels):
    """Gradient of the mean cross-entropy by logits z (n, classes); labels int (n,)."""
    ### BEGIN SOLUTION
    e = np.exp(z - z.max(axis=1, keepdims=True))
    dz = e / e.sum(axis=1, keepdims=True)
    dz[np.arange(len(z)), labels] -= 1
    return dz / len(z)
    ### END SOLUTION


check(softmax_backward)

# %% [markdown]
# ### Three heaps of pictures
# It learns from the **training** pictures. It is watched on the **validation** pictures, and the
# weights that do best on those are kept. The **test** pictures are looked at once, at the very
# end: a number that you have tuned by is no longer a test.
#
# **Your goal:** 95% on the test pictures. Then look at what it got wrong. Would you have known?

# %% tags=["widget"]
from widgets import DigitReader

reader = DigitReader()
reader

# %% [markdown]
# ### Your handwriting
# Write a digit. The network that was just trained reads along. Try a 7 with a bar, a tiny 3, a 4
# leaning over. Then scribble something that is no digit at all: what does it say, and how sure is
# it?

# %% tags=["widget"]
from widgets import DigitPad

DigitPad(reader)

# %% [markdown]
# The ten probabilities add up to 1, whatever you draw. "None of these" is not among the answers,
# so a scribble becomes a digit, often a confident one.

# %% [markdown]
# ## What did you take along?
# Answer before you look back. Every option says why it is right, or why it tempts.

# %% tags=["widget"]
from widgets import Quiz

Quiz("01")

# %% [markdown]
# ## What this does not show
# - Two inputs can be drawn, 64 cannot. The landscape over two weights is a slice; with thousands
#   of weights, valleys are common and round bowls rare.
# - The test pictures come from the same thirteen writers as the training pictures. Yours is
#   another hand, and no figure here says how well it is read.
# - One hidden layer, one activation, one way of stepping. What depth, width and better optimisers
#   buy is lesson 03.
# - By hand, each new piece needs a new derivative, and each can be wrong. Lesson 02 leaves that
#   to the machine.

# %% [markdown]
# ## Sources
# "Demystifying neural networks" (workshop, 2019): a network in numpy from nothing, and the fault
# in tanh. Backward pass: Rumelhart, Hinton and Williams, "Learning representations by
# back-propagating errors" (1986). Momentum: Polyak (1964). Initial weights: LeCun and others,
# "Efficient BackProp" (1998); He and others, "Delving deep into rectifiers" (2015). Digits:
# Alpaydin and Kaynak, "Optical recognition of handwritten digits" (UCI, 1998), as scikit-learn
# ships them.
