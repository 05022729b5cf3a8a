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
#   title: Optimisation as art
#   glassbox:
#     number: 5
#     sentence: Make pictures with the four lines that train a network, and ask for the right one.
#     minutes: 80
#     device: CPU or GPU
#     picture: rosette
# ---

# %% [markdown]
# # 05 · Optimisation as art
# *80 minutes, CPU or GPU; a break after "Some of the pixels" is a good one.* After this lesson you
# can
# - turn a function that makes pictures, and a wish that you can write as a number, into a picture;
# - say what a parameterisation, an optimiser and a goal each contribute;
# - choose a learning rate from the size of a gradient;
# - tell a goal from what you meant by it.

# %% [markdown]
# ## Three numbers
# A picture made of three numbers, and a target. The large number is the mean squared difference of
# the two, over all pixels.
#
# **Your goal:** bring it below 0.0005 by hand; then the target is found. Then press *Reset* and let
# the gradient have the same sliders.

# %% tags=["widget"]
from widgets import SliderGame

SliderGame()

# %% [markdown]
# Each arrow is minus the slope of the number along that slider: it says which way to move, and how
# much that matters, here. You looked at the picture and tried. The gradient looks at nothing but
# the slopes, and moves all three at once.
#
# Now choose *far*, and press Play. Two of the arrows are gone, and the third makes the disc smaller
# and smaller. Why? What do you see that no slope can tell?

# %% [markdown]
# ## The same four lines
# Three numbers are few. A picture of 64 by 64 pixels has 12,288, and here is all that it takes.
# **Some function with some parameters makes a picture, some goal scores it; improve the parameters
# bit by bit.**

# %%
import torch

from course.art.build import parameterisation
from course.art.goals import match
from course.pictures.targets import target

thing, goal = parameterisation("pixels", size=64), match(target("rose", 64))
adam = torch.optim.Adam(thing.parameters(), lr=0.05)
for step in range(101):
    loss = goal(thing())  # make the picture, score it
    adam.zero_grad()
    loss.backward()  # which way should each number go?
    adam.step()  # go there
    if step % 20 == 0:
        print(f"step {step:>3}: {loss.item():.4f}")

# %% [markdown]
# It is the training loop of lesson 01, and torch does what your tape did in lesson 02. There,
# parameters were weights, the function was a network, and the goal compared its outputs with
# labels. Here is the loop with a picture in the middle. Left to right: parameters, function,
# picture, goals; and the gradient all the way back.
#
# **Your goal:** press Play, watch where the change begins, and stop it at the first step at which
# you would recognise the rose.

# %% tags=["widget"]
from widgets import Studio

Studio(parameterisation="pixels", size=64, name="first", title="Pixels and a target")

# %% [markdown] tags=["exercise"]
# ## Your turn: the gradient of *match*
# The goal *match* is the mean of $(p - t)^2$ over all values of the picture $p$, with $t$ those of
# the target. Write its gradient with respect to the picture, in numpy.

# %% tags=["exercise"]
from widgets.exercise import check, exercise


@exercise("05.match_gradient")
def match_gradient(image, target):
    """Gradient of mean((image - target)**2) by the image; all three: (1, 3, size, size)."""
    ### BEGIN SOLUTION
    return 2 * (image - target) / image.size
    ### END SOLUTION


check(match_gradient)

# %% [markdown] tags=["exercise"]
# How large is one entry? Here is the same rose in four sizes, and the largest entry of your
# gradient for each. What happens to it when the picture gets twice as wide? And to the learning
# rate, if every pixel is to move as far as before?

# %% tags=["exercise"]
import numpy as np

for size in (16, 32, 64, 128):
    wanted = target("rose", size).transpose(2, 0, 1)[None] / 255
    slopes = match_gradient(np.full(wanted.shape, 0.5), wanted)
    print(f"{size:>3} pixels wide: {slopes.size:>6} values, largest slope {abs(slopes).max():.1e}")

# %% [markdown]
# ## How far is a step?
# A goal that is a mean over 12,288 values has slopes that are 12,288 times as small as those of a
# single value. Plain gradient descent (SGD) moves each number by the learning rate times its slope.
# Commit to a number.

# %% tags=["widget"]
from widgets import Predict

Predict("05.rate")

# %% [markdown]
# With 1, **99.8%** of the error is left after 100 steps; with 1,000 it is 19%, with 10,000 it is
# 0.2%, and with 100,000 next to nothing. A learning rate is large or small only beside the gradient
# that it multiplies.
#
# Adam divides what a slope has been of late, on average, by its usual size. So its rate says about
# how far a number moves in a step as long as its slope keeps its sign, whatever the goal is divided
# by.
#
# Here are four optimisers on the same start; SGD has a rate of 1,000. Press Play. Then choose *all
# at the same* *CPU time*. Does the order change?

# %% tags=["widget"]
from widgets import SideBySide

SideBySide(set="optimisers")

# %% [markdown]
# L-BFGS learns from its last ten gradients how the goal is curved, and then looks how far to go, so
# that it makes about two pictures a step. At these learning rates nothing here comes near it. It
# relies on one condition: asked twice, the goal says the same. Remember that.

# %% [markdown] tags=["exercise"]
# ## Your turn: the four lines
# Once more, from memory. Improve `thing` for so many steps, and return what the goal said before
# each.

# %% tags=["exercise"]
import torch
from torch import nn


@exercise("05.four_lines")
def four_lines(thing, goal, optimiser, steps):
    """Make so many steps; a list with goal(thing()) before each, as plain numbers."""
    ### BEGIN SOLUTION
    losses = []
    for _ in range(steps):
        said = goal(thing())
        optimiser.zero_grad()
        said.backward()
        optimiser.step()
        losses.append(said.item())
    return losses
    ### END SOLUTION


check(four_lines)

# %% [markdown] tags=["exercise"]
# Now it makes a picture. Then, without a word changed, it trains a network on the points of
# lesson 03: `thing` gives its logits at all points, the goal compares them with the classes.

# %% tags=["exercise"]
from course.toys import make_dataset

rose, data = parameterisation("stack", 64), make_dataset("circle")
losses = four_lines(rose, match(target("rose", 64)), torch.optim.Adam(rose.parameters(), 0.05), 100)
print(f"picture: {losses[0]:.4f} -> {losses[-1]:.4f}")

x, truth = (torch.tensor(part).float() for part in (data.x_train, data.y_train[:, None]))
network = nn.Sequential(nn.Linear(2, 16), nn.Tanh(), nn.Linear(16, 1))
ask = nn.functional.binary_cross_entropy_with_logits
adam = torch.optim.Adam(network.parameters(), 0.05)
losses = four_lines(lambda: network(x), lambda logits: ask(logits, truth), adam, 100)
print(f"network: {losses[0]:.4f} -> {losses[-1]:.4f}")

# %% [markdown]
# ## Other hands
# A *parameterisation* is a function from parameters to a picture. Pixels are one. A **stack** adds
# small pictures, enlarged: one number moves many pixels. So it does with **waves**, which you will
# meet further down. A **coordinate network** (below: *sine network*) is told a place and says a
# colour, so its parameters are weights. **Blobs**, **triangles** and **strokes** are shapes.
#
# Play stops after ten steps, for a look: what has each done first? Play on, and look again at the
# end: what can it not do?

# %% tags=["widget"]
SideBySide(set="hands", name="hands")

# %% [markdown]
# Pixels are last after ten steps and among the best after 200: each has a slope of its own and
# none helps another. Shapes come close early and then stay behind: some hundred of them cannot be
# everything. Whether that is a fault depends on what you want to hang.
#
# Which optimiser suits which hand is a matter of its own. On pixels, L-BFGS was far ahead. Would
# you bet on it again?

# %% tags=["widget"]
Predict("05.optimisers")

# %% [markdown]
# By steps, L-BFGS once more. By pictures it is otherwise: its 60 steps make about 120, and with as
# many Adam leaves less. In the race above, choose *128 blobs* under *made of*, and give all the
# same time. No optimiser is the best: each is good for some hand, some goal, and some price.

# %% [markdown]
# ## Blobs are attention
# Each pixel gives each blob a score, the higher the nearer its middle. A softmax turns scores into
# shares, and the pixel's colour is that mixture of the blobs' colours:
# $$\text{picture} = \text{softmax}(F Q)\, C.$$
# A row of $F$ holds $x^2, xy, y^2, x, y, 1$ for one pixel, a column of $Q$ the six numbers of a
# blob. Nothing is sorted, nothing drawn over another.
#
# In a language model, words ask other words in this way: there $F$ and $Q$ are both made from
# words, and the scores are divided by a constant.

# %% [markdown] tags=["exercise"]
# ## Your turn: one line of attention
# Write the formula, for a matrix of scores with a row a pixel.

# %% tags=["exercise"]
@exercise("05.splats")
def splats(scores, colours):
    """Colours (pixels, 3) from scores (pixels, blobs) and the blobs' colours (blobs, 3)."""
    ### BEGIN SOLUTION
    return scores.softmax(dim=1) @ colours
    ### END SOLUTION


check(splats)

# %% [markdown]
# ## Some of the pixels
# A blob can be asked for the colour of one pixel without the rest of the picture. So a step may
# look at 2,048 pixels drawn anew each time, as a minibatch looks at some of the points. The
# gradient is then right on average. 512 blobs, side by side:

# %% tags=["widget"]
SideBySide(set="stochastic", name="stochastic")

# %% [markdown]
# Step by step, looking at everything wins (choose so above). But one such step looks at as many
# pixels as eight that draw 2,048, and those eight get further. They never quite come to rest: each
# new draw shakes the blobs. With a learning rate that falls to a tenth on the way, less error is
# left.
#
# (L-BFGS would be of no use here: it compares one gradient with the next, and these differ for a
# reason that has nothing to do with the blobs.)

# %% [markdown]
# ## Goals without a target
# A goal need not know the picture. *Palette* wants the colours of a sunset and does not care where
# they are; *mirror* wants left to be as right; *smooth* wants neighbours to be alike. Each is a
# number, 0 where nothing is left to wish for. Multiplied by how much it matters to you, and added,
# they are one goal.

# %% tags=["widget"]
Predict("05.palette")

# %% [markdown] tags=["exercise"]
# ## Your turn: neighbours
# *Smooth* is the mean absolute difference of neighbours across, plus that of neighbours down:
# total variation. **No loop.**

# %% tags=["exercise"]
@exercise("05.total_variation")
def total_variation(image):
    """Mean absolute difference of neighbours, down plus across, of image (1, 3, size, size)."""
    ### BEGIN SOLUTION
    down = image[:, :, 1:] - image[:, :, :-1]
    across = image[:, :, :, 1:] - image[:, :, :, :-1]
    return down.abs().mean() + across.abs().mean()
    ### END SOLUTION


check(total_variation)

# %% [markdown]
# ## One goal, four artworks
# The goal below is the same for all four: a sunset's colours, and eight wedges that are alike.
# Which one would you hang? None of them was drawn by anybody; but somebody chose the hand.

# %% tags=["widget"]
SideBySide(set="artworks", goal="kaleidoscope", name="artworks")

# %% [markdown] tags=["exercise"]
# ## Your turn: a symmetry of your own
# *Kaleidoscope* compares the picture with its mirror images. Write a term that compares it with
# itself after a quarter turn: the mean squared difference of the two.

# %% tags=["exercise"]
@exercise("05.turn")
def turn(image):
    """Mean squared difference of image (1, 3, size, size) and itself, turned by 90 degrees."""
    ### BEGIN SOLUTION
    return (image - image.rot90(1, (2, 3))).square().mean()
    ### END SOLUTION


check(turn)

# %% tags=["exercise"]
from course.art.colours import palette
from course.art.goals import smooth, term

pinwheel = palette(target("waves", 64)) + 5 * term("turn", turn) + 0.3 * smooth()
Studio(goal=pinwheel, parameterisation="stack", name="pinwheel", title="A pinwheel")

# %% [markdown] tags=["exercise"]
# ## Your turn: a goal of your own
# Say first, in words, when you would be content. Then write a number that is 0 then, and larger the
# less you are. Ideas: a bright middle, as much red as blue, rows that repeat; ours is a lake, the
# sky upside down and darker. The check cannot know what you want: it tells whether an optimiser can
# work with it.

# %% tags=["exercise"]
@exercise("05.goal")
def goal(image):
    """A number, 0 or more, lower is better, for a picture (1, 3, size, size) in [0, 1]."""
    ### BEGIN SOLUTION
    half = image.shape[2] // 2
    sky, water = image[:, :, :half], image[:, :, -half:]
    return (water - 0.7 * sky.flip(2)).square().mean()
    ### END SOLUTION


check(goal)

# %% tags=["exercise"]
lake = palette(target("sunset", 64)) + 5 * term("mine", goal) + 0.5 * smooth()
Studio(goal=lake, parameterisation="stack", name="lake", title="Your goal")

# %% [markdown] tags=["exercise"]
# Look at it for a while. Did you get what you asked for? Did you ask for what you wanted?
#
# ## Your turn: a hand of your own
# Whatever has parameters and makes a picture of them will do: stripes, discs, a spiral, a network.
# Return a module of torch whose `forward()` is the picture, in [0, 1]; let `rng` (of numpy) draw
# where it starts. The check tells whether yours can be used.

# %% tags=["exercise"]
from course.art.images import pixel_points  # (size * size, 2): x and y of every pixel


@exercise("05.parameterisation")
def own(size, rng):
    """A module whose forward() is a picture (1, 3, size, size) in [0, 1]; rng draws its start."""
    ### BEGIN SOLUTION
    class Waves(nn.Module):
        def __init__(self):
            super().__init__()
            self.waves = nn.Parameter(torch.tensor(rng.normal(0, 7, (2, 32))).float())
            self.colours = nn.Parameter(torch.tensor(rng.normal(0, 0.5, (32, 3))).float())

        def forward(self):
            mixed = torch.sin(pixel_points(size) @ self.waves) @ self.colours
            return mixed.sigmoid().T.reshape(1, 3, size, size)

    return Waves()
    ### END SOLUTION


check(own)

# %% tags=["exercise"]
Studio(parameterisation=own, goal="palette + 0.3 smooth", target="sunset", name="mine",
       title="Your hand")

# %% [markdown]
# ## A picture that a network believes
# Here is a small network that reads digits (98% of those it has never seen). It was also shown
# halves of digits, and taught to be unsure of them. Ask for the picture of which it is surest that
# it is a 3. What will it look like?

# %% tags=["widget"]
Predict("05.neuron")

# %% tags=["widget"]
SideBySide(set="neuron", name="neuron")

# %% [markdown]
# Nobody asked for what you call a 3. The goal asked the network to be sure, and of this patchwork
# it is surer than of any of the 1,797 digits that people wrote for it. Every rule about digits that
# it was not taught is free to be broken. *Regularisation* writes some of them into the goal:
# neighbours are alike, ink is scarce, a digit moved by a pixel is the same digit.
#
# Which of these wishes brought the strokes? *Smooth* by itself hardly does anything; being moved
# about does more; it takes them together. And of the picture that looks most like a 3, the network
# is the least sure.
#
# The same gap lets one push a 3 until the network reads an 8, while you do not. How much must a
# pixel change for that, at the least?

# %% tags=["widget"]
from course.exercises.art_nudged import NUDGED
from widgets import OnDemand

OnDemand(NUDGED, "Push three of them", name="pushed")

# %% [markdown]
# Pushed twice as far, the network is sure of its 8, and you have an *adversarial example*. The way
# is told by the gradient with respect to the picture, as all along. Here 64 pixels have to bring
# about the change, and you see it. In a photograph the changes of a hundred thousand numbers add
# up, and nobody sees one.

# %% [markdown]
# ## Made of the same stuff
# *Texture* compares small patches, wherever they are: their colours, and what filters of 7 by 7
# pixels say of them, at three sizes. The picture below is new; what it is made of is old. Then
# take the bricks as target. What becomes of the wall, and why?

# %% tags=["widget"]
Studio(parameterisation="stack", goal="texture", target="cells", size=64, name="texture",
       title="New cells of old patches")

# %% [markdown]
# ## Words
# CLIP is a pair of networks, trained together on pictures and their captions: one turns a picture
# into a vector, the other a sentence, and they were taught to agree where the caption fits. That is
# a goal: 1 minus the cosine of lesson 04. It looks at random cutouts, so that noise that pleases
# one view does not please the next.
#
# Even a small CLIP has about 600 MB, and is slow on a CPU. If none is on this machine, the studio
# says so, and how it gets there.

# %% tags=["widget"]
Studio(parameterisation="stack", goal="text + 0.1 smooth", words="a lighthouse in a storm",
       size=64, name="words", title="A picture for words")

# %% [markdown] tags=["exercise"]
# Is it here? `exhaust(fetch_clip())` fetches it, once, with `fetch_clip` from
# `course.pictures.clip_cache` and `exhaust` from `course.loading`. Then run the cell above again.

# %% tags=["exercise"]
from course.pictures.clip_cache import missing_clip

print(missing_clip() or "It is.")

# %% [markdown]
# ## A picture that grows
# One more hand, and the strangest. Every pixel is a cell of twelve numbers: a colour, an opacity,
# and eight for its own use. It sees itself and its eight neighbours, and nothing else. All cells
# follow the same small network, which says how a cell changes from what it sees. The four lines
# trained that network, back through 40 to 60 of its own steps, until one cell became a rose.
#
# **Your goal:** cut the rose in half. Then find out what it cannot repair.

# %% tags=["widget"]
from widgets import GrowingPicture

GrowingPicture(title="A rose from one cell")

# %% [markdown]
# Nobody wrote down how to heal. During training some roses were cut, and the goal was the same as
# ever: be the rose some steps later. (To train it again, in a terminal: `glassbox
# train-nca`.)

# %% [markdown]
# ## What are we optimising for?
# Ask for *smooth*, and nothing else. What did you mean, and what did you say? Guess what comes of
# three wishes, each granted by itself to two hands: a stack, and a coordinate network.

# %% tags=["widget"]
from course.exercises.art_granted import GRANTED

OnDemand(GRANTED, "Grant one wish each", name="granted")

# %% [markdown]
# Every one of them reached its goal. The smoothest picture is a single colour. Which one, nobody
# said: another seed gives another. That it glares has a reason as well: at its ends a sigmoid is
# flat, and squeezes away what differences are left. The mirror image of grey fog is grey fog. And
# *contrast* spoke of dark and light; of a shape it said nothing, and the hand chose one.
#
# You have met more of them. *Palette* alone got every colour right and no sunset. *Texture* got the
# brick and lost the wall. The neuron got its certainty.
#
# Were these measures bad ones? Among the digits that people wrote, the surer the network, the more
# a 3 looks like a 3, by and large: as a measure, its certainty is a good one. Take a written 3 of
# which it is fairly sure, make that measure the goal, and watch both numbers.

# %% tags=["widget"]
from course.exercises.art_parted import PARTED

OnDemand(PARTED, "Make it surer and surer", name="parted")

# %% [markdown]
# First both rise. Then certainty goes on, from 95.8% to 99.8%, and the picture is less and less
# like a 3: in the end less than nine in ten that people write. Nothing broke. The two went together
# among written digits, and the optimiser has left those. This is *Goodhart's law*: a measure that
# is made a target ceases to be a good measure.
#
# An optimiser gives what was asked for, by the cheapest way that the parameters allow. What you
# meant and did not say is not in the number. This holds for a term of a picture, for the accuracy
# of a classifier, and for what a feed shows to make people stay.
#
# What helps a little, and you have done all of it:
# - say more of what you mean: that is regularisation;
# - choose a hand that cannot do what you would never want;
# - do not go to the end: twenty steps made a better 3 than five hundred;
# - judge by something that was not optimised. Your eyes will do, or test points.

# %% [markdown]
# ## A picture to keep
# In the studio, choose a start under *start from*, change one thing, and press Play. When it is
# worth keeping: *Save the picture*, *Save the run*, or *Copy link*, which keeps every setting.

# %% tags=["widget"]
Studio(name="keep", title="The studio")

# %% [markdown]
# ## What did you take along?

# %% tags=["widget"]
from widgets import Quiz

Quiz("05")

# %% [markdown]
# ## What this does not show
# - Pictures here are 32 to 256 pixels wide. What a hand can do at that size says little about a
#   poster.
# - Which optimiser is ahead was seen for one rose, a few hands and a few hundred steps.
# - Large picture generators do not optimise a picture; they train a network once and then let it
#   draw. Diffusion comes in a later lesson.
# - The digits' network is tiny and sees 8 by 8 pixels. Large networks can be fooled likewise, but
#   these numbers are not theirs. The wishes that made strokes were weighed by eye until they did.
# - Texture by random filters keeps grain and colour, and loses patterns such as the bond of bricks.
# - How like a 3 a picture is was measured by the mean 3. That measure, too, would fail as a goal.
# - Which picture is *good* was decided by people looking at it. No term measures that.

# %% [markdown]
# ## Sources
# - The arc of this lesson, "some function with some parameters gives some output that some goal
#   scores", is that of an AI art course and of its author's look back at it.
# - Liu and Nocedal, "On the limited memory BFGS method", *Mathematical Programming* 45, 1989.
#   Kingma and Ba, "Adam", 2015.
# - Stanley, "Compositional pattern producing networks", 2007. Sitzmann et al., "Implicit neural
#   representations with periodic activation functions", 2020. Kerbl et al., "3D Gaussian
#   splatting", 2023: blobs as here, but laid over one another.
# - Rudin, Osher and Fatemi, "Nonlinear total variation based noise removal algorithms", 1992. Rabin
#   et al., "Wasserstein barycenter and its application to texture mixing", 2011 (*palette*).
#   Elnekave and Weiss, "Generating natural images with direct patch distributions matching", 2022
#   (*texture*).
# - Erhan et al., "Visualizing higher-layer features of a deep network", 2009. Szegedy et al.,
#   "Intriguing properties of neural networks", 2014. Nguyen, Yosinski and Clune, "Deep neural
#   networks are easily fooled", 2015. Goodfellow, Shlens and Szegedy, "Explaining and harnessing
#   adversarial examples", 2015. Olah, Mordvintsev and Schubert, "Feature visualization", *Distill*
#   2017 (and the waves). Madry et al., "Towards deep learning models resistant to adversarial
#   attacks", 2018 (how the 3s were pushed).
# - Vaswani et al., "Attention is all you need", 2017. Goodhart, "Problems of monetary management",
#   1975; its short form after Strathern, "Improving ratings", 1997.
# - Radford et al., "Learning transferable visual models from natural language supervision", 2021
#   (CLIP). Mordvintsev et al., "Growing neural cellular automata", *Distill* 2020.
# - The photographs ship with scikit-learn: a temple by danielbuechele and a flower by vultilion,
#   both CC BY 2.0.
