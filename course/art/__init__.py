"""Optimisation as art: any parameterisation with any goal, by gradient descent.

Every module in here is made of torch and imports it at its head; import them when they are
needed, and not at the head of another module.
"""
