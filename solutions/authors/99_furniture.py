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
#   title: The furniture of a lesson
#   glassbox:
#     number: 99
#     sentence: Every piece that a lesson is furnished with, for those who write one.
#     minutes: 15
#     device: CPU
#     picture: ""
# ---

# %% [markdown]
# # The furniture of a lesson
# This page is for those who *write* lessons; it is not one. It shows every piece there is, each
# with the lines that put it into a lesson. How a lesson is made of them is in
# `docs/writing-lessons.md`.
#
# Run the page from top to bottom and use each piece as a student would.

# %% [markdown]
# ## Play: a playground
# Give it a goal in the prose above it. Every field of `PlaygroundSettings` may be set. Two
# playgrounds on one page need a `name` each, so that a link means one of them.

# %% tags=["widget"]
from widgets import Playground

Playground(rule="ring", hidden=(6,), name="playground")

# %% [markdown]
# The row at the top right is the same on every piece: *Copy link* gives the address (in an app) or
# the line of Python (in a notebook) that has the piece again as it stands now. *Show the code*
# gives the lines of `course` that give its numbers again. *Present* puts it on stage for a class:
# Page Down and Page Up go to the next and the previous piece, Escape leaves.

# %% tags=["exercise"]
Playground.from_link("open=playground&rule=rose&hidden=32-32&seed=3&sed=4")

# %% [markdown]
# A setting that does not exist, or a value that cannot be, costs one line and its default.

# %% [markdown]
# ## Predict, then run
# A number, a choice, or a boundary drawn on the square. The question, what may be guessed, the
# computation and how its result is read stand in `course/exercises/predictions_NN.py`; the
# lesson has one line.

# %% tags=["widget"]
from widgets import Predict

Predict("03.seeds")

# %% tags=["widget"]
Predict("03.walls")

# %% tags=["widget"]
Predict("03.boundary")

# %% [markdown]
# ## Compute on demand
# For a long answer without a question. It is a `Trials` record: rows of settings, several seeds
# each. The button, the progress, the picture and the code come from that.

# %% tags=["widget"]
from course.records import TrainConfig
from course.trials import Trials
from widgets import OnDemand

sizes = {f"{n} hidden": TrainConfig((n,), seed=range(8), steps=300) for n in (1, 3, 8)}
trials = Trials(sizes)
OnDemand(trials, "Train 24 networks", name="demand")

# %% [markdown]
# ## Write and check
# A stub of a few lines, with its answer between the marks in `solutions/`. The reference, the
# cases, the wrong answers that people give and the hints stand in `course/exercises/lesson_NN.py`.
# These cells carry the tag `exercise`: an app leaves them out.

# %% tags=["exercise"]
from widgets.exercise import check, exercise


@exercise("03.ring")
def ring(points):
    """Points, shape (n, 2) -> True where a point lies in the ring, shape (n,)."""
    ### BEGIN SOLUTION
    distance = (points**2).sum(axis=1) ** 0.5
    return (distance >= 0.4) & (distance < 0.8)
    ### END SOLUTION


check(ring)

# %% [markdown] tags=["exercise"]
# What it says to each wrong answer it knows, and to one that never ends:

# %% tags=["exercise"]
from course.exercises import find


def endless(points):
    while True:
        points = points + 0


for answer in [*(wrong.answer for wrong in find("03.ring").wrong_answers), endless]:
    check(exercise("03.ring")(answer))

# %% [markdown] tags=["exercise"]
# A gradient is compared with finite differences of the loss, and the entry that is off is named.

# %% tags=["exercise"]
for wrong in find("01.dense_backward").wrong_answers:
    check(exercise("01.dense_backward")(wrong.answer))

# %% [markdown]
# ## Ask
# Questions stand in `course/exercises/quiz_NN.py`. Every option says why it is right, or why it
# tempts.

# %% tags=["widget"]
from widgets import Quiz

Quiz("03")

# %% [markdown]
# ## Show
# Pictures at rest are plain HTML with a text summary computed from their data: the squares of the
# piece above, the map of lessons, what the machine has.

# %%
from tools.lessons import catalogue
from widgets import CourseMap

CourseMap(catalogue())

# %% tags=["exercise"]
from glassbox.doctor import report
from widgets import DoctorTable

DoctorTable(report())

# %% [markdown] tags=["exercise"]
# ## Keep
# What a student has done, in one file of their own. Nothing is kept where the page is an app.

# %% tags=["exercise"]
from widgets import ProgressPanel

ProgressPanel(catalogue())
