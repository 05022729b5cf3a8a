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
#   title: Let the machine differentiate
#   glassbox:
#     number: 2
#     sentence: Build the machine that finds every gradient, hunt bugs in it, use it in torch.
#     minutes: 100
#     device: CPU or GPU
#     picture: descent
# ---

# %% [markdown]
# # 02 · Let the machine differentiate
# *100 minutes, CPU; a GPU is used where there is one.* After this lesson you can
# - have any numpy function differentiated, once or twice, and say what that costs;
# - build the machine that does it, in about forty lines and a few for each operator, and find
#   a fault in somebody else's;
# - write a layer of your own in torch, and say why it trains.
#
# In lesson 01 every new piece needed a new derivative. From here on the machine keeps the books.

# %% [markdown]
# ## An ordinary function
# Here is a function of a number, $f(x) = x\,e^{-x^2}$, and a few of its values. By the product
# rule and the chain rule, its slope can be written down.

# %%
import numpy as np


def bump(x):
    return x * np.exp(-x * x)


for x in (0, 0.5, 1):
    print(f"f({x}) = {bump(x):.4f}")

# %% [markdown] tags=["exercise"]
# ### Your turn: on paper first
# Differentiate $x\,e^{-x^2}$ by hand, then write the slope.

# %% tags=["exercise"]
from widgets.exercise import check, exercise


@exercise("02.slope")
def slope(x):
    """The slope of x * exp(-x**2), for a number or an array x."""
    ### BEGIN SOLUTION
    return (1 - 2 * x * x) * np.exp(-x * x)
    ### END SOLUTION


check(slope)

# %% [markdown]
# The `autograd` package needs no paper. Give it a function that is written with *its* numpy, and
# it gives back another: the slope. That is a function too, and may be given to it again.

# %%
import autograd.numpy as anp
from autograd import elementwise_grad, grad


def f(x):
    return x * anp.exp(-x * x)


slope_of_f = grad(f)
slope_of_slope = grad(slope_of_f)
print(f"at 0.5: value {f(0.5):.4f}, slope {slope_of_f(0.5):.4f}, "
      f"slope of the slope {slope_of_slope(0.5):.4f}")

# %% [markdown] tags=["exercise"]
# How far is yours from the machine's, at a thousand places?

# %% tags=["exercise"]
x = np.linspace(-3, 3, 1000)
print(f"largest difference: {np.abs(elementwise_grad(f)(x) - slope(x)).max():.1e}")

# %% [markdown]
# ### Many numbers in, many out
# For a function with several outputs the slopes make a table, the **Jacobian**: a row for each
# output, a column for each input. Of a loss it is a single row: the gradient. The slopes of *that*
# by each weight make a square table, the **Hessian**.
#
# For a million weights it has $10^{12}$ entries. But the Hessian times a vector only asks how the
# gradient changes along that vector, and costs no more than a few gradients.

# %%
from autograd import hessian, jacobian, make_hvp


def valley(w):
    return (1 - w[0]) ** 2 + 3 * (w[1] - w[0] ** 2) ** 2


turned = jacobian(lambda v: anp.array([v[0] * anp.cos(v[1]), v[0] * anp.sin(v[1])]))
print("Jacobian of x and y by radius and angle, at radius 2, angle 0:")
print(turned(np.array([2.0, 0.0])))

w, along = np.array([-1.0, 1.0]), np.array([1.0, 0.0])
product = make_hvp(valley)(w)[0](along)
print("Hessian of a valley times a vector, without the Hessian:", product)
print("and with it:", hessian(valley)(w) @ along)

# %% [markdown]
# What is it good for? The gradient says which way is down. The Hessian $H$ says how the slope
# changes on the way, and so how far to go. **Newton's** step uses both:
# $$w \leftarrow w - H^{-1} \frac{\partial L}{\partial w}$$
# Send the three walkers through the valley. **Your goal:** drag the start to where Newton has to
# be helped. A note beside the picture then says at which step.

# %% tags=["widget"]
from widgets import Valley

Valley()

# %% [markdown]
# Then why does nobody train networks that way? Solving with $H$ costs the cube of the number of
# weights, and far from the bottom the bowl it believes in is not there. The methods in use take a
# little of the idea: a rate for each weight, or products with $H$.

# %% [markdown]
# ## The tape drawn
# How does `autograd` do that? It writes down every operation of your function: a **tape**. Drawn,
# it is a graph, with a node for each operation; the nodes it was made from are its **parents**.
# Values go from left to right. Then gradients come back from the end: a node multiplies what has
# arrived by its own slopes, and sends each parent a message.
#
# **Your goal:** `x` is used twice. Stop at the moment when it has heard from both.

# %% tags=["widget"]
from widgets import TapeView

TapeView()

# %% [markdown] tags=["exercise"]
# In a notebook, any function will do. Change this one and run the cell again.

# %% tags=["exercise", "widget"]
TapeView(lambda x, y: (x * y + x).tanh() * x, x=1.5, y=-0.8, name="mine")

# %% [markdown] tags=["exercise"]
# ## Build it
# A node of the tape is a `Var`. It holds its value, its parents, and `back`: what the node does on
# the way back. Call `g` the gradient that has arrived, how far the end moves if this node moves by
# 1. `back(g)` gives the same for each parent, as a tuple. An operator makes a new node. Here is
# one, whole:
# $$y = -a, \qquad \text{back}(g) = (-g,)$$

# %% tags=["exercise"]
from course.tape import Var


def negative(a):
    return Var(-a.value, (a,), lambda g: (-g,))


y = negative(Var(3.0))
print("value:", y.value, " to its parent, for g = 10:", y.back(10.0))

# %% [markdown] tags=["exercise"]
# ### What was repeated is added up
# Add a bias of shape `(3,)` to a `(4, 3)`, and numpy **broadcasts** it: the same three numbers are
# added to each of four rows. So each of them moves four numbers, and hears from all four.
# `unbroadcast(g, shape)` adds up what came back until it has that shape.

# %% tags=["exercise"]
from course.tape import unbroadcast

g = np.array([[1.0, 2, 3], [10, 20, 30], [100, 200, 300], [0, 0, 0]])
print("to a bias of shape (3,):    ", unbroadcast(g, (3,)))
print("to a column of shape (4, 1):", unbroadcast(g, (4, 1)).tolist())
print("to a (4, 3), nothing to add:", (unbroadcast(g, (4, 3)) == g).all())

# %% [markdown] tags=["exercise"]
# ### Your turn: add
# Of $a + b$ both slopes are 1, so both parents get `g`, each in its own shape.

# %% tags=["exercise"]
@exercise("02.add")
def add(a, b):
    """a + b, broadcast as numpy does: a new Var with its parents and its back."""
    ### BEGIN SOLUTION
    def back(g):
        return unbroadcast(g, a.value.shape), unbroadcast(g, b.value.shape)

    return Var(a.value + b.value, (a, b), back)
    ### END SOLUTION


check(add)

# %% [markdown] tags=["exercise"]
# ### Your turn: multiply and divide
# Nudge $a$ by a little: how far $a \cdot b$ moves is up to $b$.

# %% tags=["exercise"]
@exercise("02.multiply")
def multiply(a, b):
    """a * b entry by entry, broadcast as numpy does."""
    ### BEGIN SOLUTION
    def back(g):
        return unbroadcast(g * b.value, a.value.shape), unbroadcast(g * a.value, b.value.shape)

    return Var(a.value * b.value, (a, b), back)
    ### END SOLUTION


check(multiply)

# %% [markdown] tags=["exercise"]
# Division, too, has two parents. In a workshop of 2019 the slope of $x / y$ by $y$ stood as $-1$.
# Where $x = y^2$ that is even true.

# %% tags=["exercise"]
@exercise("02.divide")
def divide(a, b):
    """a / b entry by entry, broadcast as numpy does."""
    ### BEGIN SOLUTION
    value = a.value / b.value

    def back(g):
        by_b = -g * value / b.value
        return unbroadcast(g / b.value, a.value.shape), unbroadcast(by_b, b.value.shape)

    return Var(value, (a, b), back)
    ### END SOLUTION


check(divide)

# %% [markdown] tags=["exercise"]
# ### Your turn: matmul
# You have written its gradients before, as `dW` and `dx` of the dense layer.

# %% tags=["exercise"]
@exercise("02.matmul")
def matmul(a, b):
    """a @ b for two matrices."""
    ### BEGIN SOLUTION
    return Var(a.value @ b.value, (a, b), lambda g: (g @ b.value.T, a.value.T @ g))
    ### END SOLUTION


check(matmul)

# %% [markdown] tags=["exercise"]
# ### Your turn: one parent each
# Four functions of each entry. What `back` hands on is `g` times the slope, entry by entry. For
# some of them the slope is most easily had from the value that was just computed: keep it.

# %% tags=["exercise"]
@exercise("02.relu")
def relu(a):
    """The larger of a and 0; take the slope at 0 to be 0."""
    ### BEGIN SOLUTION
    return Var(np.maximum(a.value, 0), (a,), lambda g: (g * (a.value > 0),))
    ### END SOLUTION


@exercise("02.tanh")
def tanh(a):
    """tanh of each entry."""
    ### BEGIN SOLUTION
    value = np.tanh(a.value)
    return Var(value, (a,), lambda g: (g * (1 - value * value),))
    ### END SOLUTION


check(relu)
check(tanh)

# %% tags=["exercise"]
@exercise("02.exp")
def exp(a):
    """e to the power of each entry."""
    ### BEGIN SOLUTION
    value = np.exp(a.value)
    return Var(value, (a,), lambda g: (g * value,))
    ### END SOLUTION


@exercise("02.log")
def log(a):
    """Natural logarithm of each entry."""
    ### BEGIN SOLUTION
    return Var(np.log(a.value), (a,), lambda g: (g / a.value,))
    ### END SOLUTION


check(exp)
check(log)

# %% [markdown] tags=["exercise"]
# ### Your turn: sum and mean
# Each entry that went into a sum gets the sum's whole gradient. The sum has lost an axis, or all of
# them, and `back` must put them there again: `np.expand_dims` adds an axis of length 1, and
# `np.broadcast_to` repeats along it. Of a mean, each entry gets its share.

# %% tags=["exercise"]
@exercise("02.total")
def total(a, axis=None):
    """Sum over an axis, or over everything."""
    ### BEGIN SOLUTION
    def back(g):
        g = g if axis is None else np.expand_dims(g, axis)
        return (np.broadcast_to(g, a.value.shape),)

    return Var(a.value.sum(axis=axis), (a,), back)
    ### END SOLUTION


check(total)

# %% tags=["exercise"]
@exercise("02.mean")
def mean(a, axis=None):
    """Mean over an axis, or over everything."""
    ### BEGIN SOLUTION
    n = a.value.size if axis is None else a.value.shape[axis]

    def back(g):
        g = g if axis is None else np.expand_dims(g, axis)
        return (np.broadcast_to(g, a.value.shape) / n,)

    return Var(a.value.mean(axis=axis), (a,), back)
    ### END SOLUTION


check(mean)

# %% [markdown] tags=["exercise"]
# ### Your turn: the backward pass
# Order the nodes so that each comes after its parents. Give the end a gradient of 1, with
# `np.ones_like`, and go through them backwards. A node that was used twice gets two messages: they
# *add up*, and it may pass its own on only when it has heard from all who used it.
#
# Keep a list of what is waiting: a function that calls itself gives up after some thousand nodes in
# a row.

# %% tags=["exercise"]
@exercise("02.backward")
def backward(end):
    """A dict: node -> gradient of end by it, for every node under end, a single number."""
    ### BEGIN SOLUTION
    order, waiting = {}, [end]
    while waiting:
        first = [parent for parent in waiting[-1].parents if parent not in order]
        waiting += first
        if not first:
            order[waiting.pop()] = None
    gradients = {end: np.ones_like(end.value)}
    for node in reversed(order):
        for parent, g in zip(node.parents, node.back(gradients[node]) if node.back else ()):
            gradients[parent] = gradients.get(parent, 0) + g
    return gradients
    ### END SOLUTION


check(backward)

# %% [markdown] tags=["exercise"]
# That is the whole machine. Here are your operators, put to work on the network of lesson 01. How
# far are their gradients from those that you derived there by hand?

# %% tags=["exercise"]
from course import by_hand
from course.toys import make_dataset

data = make_dataset("circle", 200)
x, y = data.x_train.astype(float), data.y_train[:, None].astype(float)
parameters = by_hand.initial(2, 8, 1, np.random.default_rng(0))
W1, b1, W2, b2 = nodes = [Var(part) for part in parameters]
z = add(matmul(tanh(add(matmul(Var(x), W1), b1)), W2), b2)
loss = mean(log(add(Var(1.0), exp(multiply(Var(1 - 2 * y), z)))))
found = backward(loss)
exact = by_hand.gradients(x, y, parameters, by_hand.sigmoid_backward)
for name, node, right in zip(("W1", "b1", "W2", "b2"), nodes, exact):
    print(f"{name}  largest difference {np.abs(found[node] - right).max():.1e}")

# %% [markdown]
# ## Bug hunt
# A wrong derivative raises no error. Below are five tables that say what each operator hands back,
# each with one fault; two of the faults were printed in a real workshop. The **x-ray** nudges every
# node, and compares what the end does with what the table says.
#
# **Your goal:** find and mend all five. For each, move the slider to where the fault cannot be
# seen: one test at one place proves little.

# %% tags=["widget"]
from widgets import BugHunt

BugHunt()

# %% [markdown]
# What would such a fault do to a network that nobody x-rays? Commit yourself before you look.

# %% tags=["widget"]
from widgets import Predict

Predict("02.wrong_gradient")

# %% [markdown]
# A wrong gradient may still point downhill, more or less. Then the network trains, only worse,
# and nothing tells you. So whoever writes a derivative nudges it, at more than one place.

# %% [markdown]
# ## The same network four times
# The network of lesson 01, by hand, on the tape, by autograd, and in torch with its `nn.Module`
# and `optim`. The same starting weights, the same minibatches. Which is the fastest, and how far
# apart are their weights after 300 steps?

# %% tags=["widget"]
from widgets import StepCosts

StepCosts()

# %% [markdown]
# The weights are the same to about fifteen digits: there is one right gradient, and four ways to
# keep the books. What differs is the bookkeeping. On a network this small it costs autograd and
# torch several times the arithmetic. Choose 128 hidden units and a batch of 1,000, and the ways
# draw together.

# %% [markdown]
# ## CPU or GPU
# A network written by hand is plain array code, and torch spells arrays nearly as numpy does. So
# the same lines run in both, and on a graphics card, a GPU. Same network, same seed, two places:
# which is faster, and do the weights agree?

# %% tags=["widget"]
from widgets import DeviceRace

DeviceRace()

# %% [markdown]
# They differ in about the seventh digit: both compute with 32 bits, and add up in another order.
# What a GPU is good at are large steps, so try the largest network before you judge it.

# %% [markdown]
# ## Your own layers
# From here on, torch: its tape is like the one you built, with many more operators. A layer is
# whatever you can write in them.
#
# **Vanishing gradients.** Stack 20 layers, and on its way to the first a gradient is multiplied at
# every one of them. How much of it is left?

# %% tags=["widget"]
Predict("02.depth")

# %% tags=["widget"]
from widgets import Residuals

Residuals(depth=4)

# %% [markdown]
# Turn up the layers and follow the left end of each line. A **residual** layer adds its input to
# its output. Its slope is 1 plus that of the layer, so a product of twenty of them need not vanish:
# there is always the way straight through.

# %% [markdown] tags=["exercise"]
# ### Your turn: a residual layer
# `layer` is any function from a tensor to a tensor of the same shape.

# %% tags=["exercise"]
@exercise("02.residual")
def residual(x, layer):
    """What a residual layer makes of x."""
    ### BEGIN SOLUTION
    return x + layer(x)
    ### END SOLUTION


check(residual)

# %% [markdown] tags=["exercise"]
# In torch a layer is an `nn.Module`: its parameters are found by themselves, and so are their
# gradients. Here is yours inside one, twenty times over.

# %% tags=["exercise"]
import torch
from torch import nn


class Residual(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.inner = nn.Sequential(nn.Linear(width, width), nn.Tanh())

    def forward(self, x):
        return residual(x, self.inner)


# %% tags=["exercise"]
stack = nn.Sequential(*(Residual(32) for _ in range(20)))
stack(torch.ones(1, 32)).sum().backward()
for i in (0, 10, 19):
    print(f"layer {i + 1}: size of the gradient {stack[i].inner[0].weight.grad.norm():.2g}")

# %% [markdown]
# ### A network that must not know
# Points of two kinds are the *source*; of others like them, rotated, the network is not told the
# kind. It has two last layers, or *heads*: one learns the kinds, the other to tell rotated from
# source. Before the second stands a layer that does nothing forwards, and backwards turns the
# gradient round: what helps to tell the two apart is *un*learned.
#
# **Your goal:** press Play, and get more of the rotated points right with the layer than without.

# %% tags=["widget"]
from widgets import Reversal

Reversal()

# %% [markdown] tags=["exercise"]
# ### Your turn: turn a gradient round
# In torch an operator of your own has a `forward` and a `backward`, as on your tape. This is the
# backward of the layer above.

# %% tags=["exercise"]
@exercise("02.reversal")
def reversal(g, strength):
    """What the reversal layer hands back, for a gradient g that arrives."""
    ### BEGIN SOLUTION
    return -strength * g
    ### END SOLUTION


check(reversal)

# %% [markdown] tags=["exercise"]
# And inside torch. Of the sum of squares at (1, 2, 3) the gradient is (2, 4, 6). What comes out?

# %% tags=["exercise"]
class Reverse(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, strength):
        ctx.strength = strength
        return x.view_as(x)

    @staticmethod
    def backward(ctx, g):
        return reversal(g, ctx.strength), None


x = torch.tensor([1.0, 2.0, 3.0], requires_grad=True)
(Reverse.apply(x, 0.5) ** 2).sum().backward()
print("gradient behind the layer, strength 0.5:", x.grad.tolist())

# %% [markdown]
# ### A network as a layer
# Whatever has a backward can be a layer, and a trained network has one. Below, a network that has
# learned the circle gets a new head, for the ring. It may learn from 30 points only. Three kinds:
# the head alone learns; all layers learn; or, for comparison, a *fresh* network that knows no
# circle. Beside each stands how many numbers it may change.

# %% [markdown] tags=["exercise"]
# The first kind, written out. How many numbers are left to learn?

# %% tags=["exercise"]
from course.records import TrainConfig
from course.torch_layers import as_module, frozen
from course.training import fit

*_, last = fit(TrainConfig((32, 32)), make_dataset("circle"))
circle = as_module(last.network)
ring = nn.Sequential(*frozen(circle[:-1]), nn.Linear(32, 1))
left = sum(w.numel() for w in ring.parameters() if w.requires_grad)
print("numbers left to learn:", left)

# %% tags=["widget"]
from course.borrowed import Borrowed
from widgets import OnDemand

OnDemand(Borrowed(), "Train three kinds, 16 seeds each", name="borrowed")

# %% [markdown]
# With 300 points instead of 30 the fresh network does as well. A borrowed layer is worth what could
# not have been learned from the points at hand.

# %% [markdown]
# ## What did you take along?

# %% tags=["widget"]
from widgets import Quiz

Quiz("02")

# %% [markdown]
# ## What this does not show
# - Our tape keeps every value until the end. A large network may run out of memory that way; real
#   machines compute some values again, or write over what is not needed.
# - It differentiates the operations that ran. An `if` takes one way, and the machine knows
#   nothing of the other; at the kink of a relu it takes one slope out of many.
# - The times are of one machine and small networks. The order may be another on yours.
#
# ## Sources
# Reverse mode: Linnainmaa (1970); Griewank and Walther, "Evaluating derivatives" (2008).
# `autograd`: Maclaurin, Duvenaud and Adams (2015). A tape in a few lines: Karpathy, micrograd
# (2020). Residual layers: He and others (2016). Gradient reversal: Ganin and Lempitsky (2015).
# The two real faults: "Demystifying neural networks" (workshop, 2019).
