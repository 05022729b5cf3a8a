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
#   title: Start here
#   glassbox:
#     number: 0
#     sentence: How a lesson works, whether your machine is ready, and where to go next.
#     minutes: 10
#     device: CPU
#     picture: start
# ---

# %% [markdown]
# # 00 · Start here
# *10 minutes, CPU.* After this page you can
# - say what this course is about;
# - go through a lesson: play, predict, write, check;
# - choose the lesson to begin with.

# %% [markdown]
# ## What this is
# Glassbox is a course on neural networks that you can see through. Each network in it is a page of
# plain array code, and each lesson puts one under your hand: you move something, say what you
# expect, and look. You need a little Python and, from school, functions, lines and slopes. Once it
# is installed, nothing is fetched from anywhere and nothing is sent.

# %% [markdown] tags=["exercise"]
# ## Run a cell
# The grey box below is a *cell*: a few lines of Python. Click into it and press **Shift+Enter**.
# **Your goal:** get an answer, then put `"rose"` in place of `"circle"` and get another.

# %% tags=["exercise"]
from course.toys import base_rate

rule = "circle"
f"On the {rule}, {base_rate(rule):.1%} is free."

# %% [markdown] tags=["exercise"]
# That is how often you would be right if you always gave the same answer, without learning a thing.
#
# Run a lesson from top to bottom. If you get lost: *Kernel*, then *Restart Kernel and Run All
# Cells*. An exercise that is not done yet stops nothing.
#
# ## Is everything there?
# Run the next cell. A line that says *missing* also says what to do.

# %% tags=["exercise"]
from glassbox.doctor import report
from widgets import DoctorTable

DoctorTable(report())

# %% [markdown]
# ## How a lesson goes
# - **Play.** One picture, a few controls, a goal. Nothing you do can break it.
# - **Predict.** Commit yourself before the button works: a number, a choice, a boundary you draw.
#   Then your guess and the outcome stand side by side.
# - **Write.** A function of a few lines, where three dots stand.
# - **Check.** It says at once what is wrong, where, and the likely cause. Hints wait below it.
# - **Break it.** Find where it fails, and say why.
# - **Answer.** A few questions at the end. A wrong option says why it tempts.
#
# At the top right of every piece stand three acts. *Copy link* brings it back as it stands now,
# *Show the code* gives the lines that repeat its numbers, and *Present* fills the screen with it:
# Page Down and Page Up go through a lesson's pieces, Escape leaves.
#
# Writing needs the notebook: a lesson opened as an app leaves it out. What depends on chance is
# shown for many seeds, and every lesson ends with what it does *not* show.

# %% [markdown]
# ## The map
# These are the lessons there are. Each leans a little on those before it.

# %%
from tools.lessons import catalogue
from widgets import CourseMap

CourseMap(catalogue())

# %% [markdown] tags=["exercise"]
# ## How far you are
# Every check, prediction and answer is kept on this machine, in one file of yours, and nowhere
# else. Run the cell to see it. Whoever teaches you may ask for the *export*.

# %% tags=["exercise"]
from widgets import ProgressPanel

ProgressPanel(catalogue())

# %% [markdown] tags=["exercise"]
# ## When you are stuck
# Read the check's message once more: it names the place. Open a hint. Print what each piece of your
# function gives. And if you only want to see an answer, all of them stand in the folder
# `solutions`, with the whole lesson around them.

# %% [markdown]
# ## A question before you go
# Choose, then press *Answer*. You may choose again as often as you like.

# %% tags=["widget"]
from widgets import Quiz

Quiz("00.free")

# %% [markdown] tags=["exercise"]
# And one about the notebook.

# %% tags=["exercise"]
Quiz("00.stub")

# %% [markdown]
# ## What this does not show
# Everything here is small on purpose: points in a square, networks that train while you watch. What
# they teach of losses, gradients, seeds and free accuracy holds for large networks too. What they
# teach of time and memory does not.
