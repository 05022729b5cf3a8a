"""Exercises of lesson 05, optimisation as art, in the order in which it sets them."""
from course.exercises.art_gradient import MATCH_GRADIENT
from course.exercises.art_loop import FOUR_LINES
from course.exercises.art_own_goal import GOAL
from course.exercises.art_own_thing import PARAMETERISATION
from course.exercises.art_splats import SPLATS
from course.exercises.art_terms import TOTAL_VARIATION, TURN

EXERCISES = (MATCH_GRADIENT, FOUR_LINES, SPLATS, TOTAL_VARIATION, TURN, GOAL, PARAMETERISATION)
