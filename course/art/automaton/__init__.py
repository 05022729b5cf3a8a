"""A neural cellular automaton: a picture that grows from one cell, and heals.

Every cell of a grid holds a few numbers.  All cells follow one rule, a small network that sees
a cell and its eight neighbours and says how the cell's numbers change.  The rule is trained by
the four lines that make a picture or train a digit reader: run, score, gradient, step.

- `picture`: the rose that shall grow (numpy);
- `rule`: the network's parameters, and the file they lie in (numpy);
- `growing`: the automaton as it runs live (numpy);
- `healing`: what is measured of it: stability, and regrowth after cuts (numpy);
- `cells`, `damage`, `training`, `checkpoint`: how the rule is learned (torch).

A. Mordvintsev, E. Randazzo, E. Niklasson and M. Levin, "Growing Neural Cellular Automata",
Distill, 2020, https://distill.pub/2020/growing-ca
"""
