"""Exercises of lesson 01, a network by hand, in the order in which the lesson has them.

Their references are the functions of `course.by_hand`.
"""
from course.exercises.by_hand_backward import DENSE_BACKWARD, SIGMOID_BACKWARD, TANH_BACKWARD
from course.exercises.by_hand_forward import FORWARD
from course.exercises.by_hand_losses import CROSS_ENTROPY, SQUARED_ERROR
from course.exercises.by_hand_network import GRADIENTS
from course.exercises.by_hand_nudging import NUMERICAL_GRADIENT
from course.exercises.by_hand_softmax import SOFTMAX_BACKWARD
from course.exercises.by_hand_step import MOMENTUM_STEP
from course.exercises.by_hand_training import ONE_PASS

EXERCISES = (
    FORWARD,
    SQUARED_ERROR,
    CROSS_ENTROPY,
    NUMERICAL_GRADIENT,
    SIGMOID_BACKWARD,
    TANH_BACKWARD,
    DENSE_BACKWARD,
    GRADIENTS,
    MOMENTUM_STEP,
    ONE_PASS,
    SOFTMAX_BACKWARD,
)
