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
# - **Predict.** Say what you expect before you press the button, best aloud.
# - **Write.** A function of a few lines, where three dots stand.
# - **Check.** It says at once what is wrong, where, and the likely cause. Hints wait below it.
# - **Break it.** Find where it fails, and say why.
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
# ## When you are stuck
# Read the check's message once more: it names the place. Open a hint. Print what each piece of your
# function gives. And if you only want to see an answer, all of them stand in the folder
# `solutions`, with the whole lesson around them.

# %% [markdown]
# ## What this does not show
# Everything here is small on purpose: points in a square, networks that train while you watch. What
# they teach of losses, gradients, seeds and free accuracy holds for large networks too. What they
# teach of time and memory does not.
