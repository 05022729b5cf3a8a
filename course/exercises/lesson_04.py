"""Exercises of lesson 04, does PCA keep relations?, in the order in which it sets them."""
from course.exercises.vectors_cosines import COSINES
from course.exercises.vectors_defect import DEFECT
from course.exercises.vectors_lost import LOST
from course.exercises.vectors_origin import ORIGIN
from course.exercises.vectors_principal import PRINCIPAL
from course.exercises.vectors_recovered import RECOVERED

EXERCISES = (COSINES, DEFECT, PRINCIPAL, ORIGIN, RECOVERED, LOST)
