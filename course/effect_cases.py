"""The effects of the course: eight factors of training, and the values that each is given.

Points, widths and steps were chosen by measurement, so that the effect is there at the median
of sixteen seeds on the circle and takes a few seconds.
"""
from dataclasses import replace

from course.effect_findings import Effect, Level
from course.records import TrainConfig

_usual = TrainConfig((32, 32), batch_size=32, schedule="cosine")
_whole = replace(_usual, batch_size=None)  # every step sees all of the few points there are
_deep = replace(_usual, hidden=(16,) * 5, steps=800)
_high = replace(_usual, learning_rate=0.05)
_STEPS = (1, 2, 3, 5, 7, 10, 14, 20, 30, 40, 50, 60, 70, 80, 100, 120, 150, 200, 300, 400, 500,
          700, 1000, 1400)  # fmt: skip

EFFECTS: dict[str, Effect] = {
    effect.key: effect
    for effect in (
        Effect(
            "data", "more data",
            "A network gets 10 points to learn from, then 30, and at last 2,000. What do more "
            "points do to its accuracy on unseen ones?",
            "2-32-32-1, Adam 0.01 with cosine, batch 32, 1,000 steps at every value.",
            "points to learn from", "with {} points",
            tuple(Level(f"{n:,}", _usual, n) for n in (10, 30, 100, 300, 1000, 2000)),
        ),
        Effect(
            "l2", "L2 penalty",
            "A coin labels 30 of 100 training points. An L2 penalty keeps weights small: what does "
            "more of it do to accuracy on unseen points, rightly labelled?",
            "2-32-32-1, Adam 0.01 with cosine, all 100 points a step, 1,000 steps.",
            "L2", "with L2 of {}",
            tuple(
                Level(f"{l2:g}", replace(_whole, l2=l2), 100, random=0.3)
                for l2 in (0.0, 0.001, 0.003, 0.01, 0.03, 0.1)
            ),
        ),
        Effect(
            "scale", "initial scale",
            "Five hidden layers begin with the usual weights, times 0.01 up to times 10. What do "
            "larger initial weights do to accuracy on unseen points?",
            "2-16-16-16-16-16-1, He start, 300 points, Adam 0.01 with cosine, batch 32, 800 steps.",
            "initial weights", "at {}",
            tuple(
                Level(f"\u00d7{scale:g}", replace(_deep, scale=scale), 300)
                for scale in (0.01, 0.1, 0.3, 1.0, 3.0, 10.0)
            ),
        ),
        Effect(
            "decay", "learning-rate decay",
            "A high rate goes fast, and jumps about at the end. A tenth of it, or one that falls "
            "on the way: what does it do to accuracy on unseen points?",
            "2-32-32-1, 700 points, Adam from 0.05 (or 0.005), batch 32, 1,000 steps.",
            "learning rate", "with {}",
            (
                Level("0.05", replace(_high, schedule="constant")),
                Level("0.005", replace(_high, schedule="constant", learning_rate=0.005)),
                Level("decay", replace(_high, schedule="decay")),
                Level("cosine", _high),
            ),
            watched=tuple(range(910, 1000, 10)),
            floor=0.9,
        ),
        Effect(
            "steps", "over-training",
            "A network learns on and on from 100 points, of which a coin labelled 30. What do "
            "more steps do to accuracy on unseen points, rightly labelled?",
            "2-32-32-1, Adam 0.01 constant, all 100 points a step.",
            "steps", "after {} steps",
            (Level("2,000", replace(_whole, schedule="constant", steps=2000), 100, random=0.3),),
            watched=_STEPS,
            over_steps=True,
        ),
        Effect(
            "noise", "noise",
            "The rule sees each point displaced, in training and in test. What does more of "
            "this noise do to accuracy on unseen points?",
            "2-32-32-1, 2,000 points, Adam 0.01 with cosine, batch 64, 600 steps.",
            "noise", "with noise {}",
            tuple(
                Level(f"{z:g}", replace(_usual, batch_size=64, steps=600), 2000, noise=z)
                for z in (0.0, 0.1, 0.2, 0.3, 0.4, 0.5)
            ),
        ),
        Effect(
            "labels", "random labels",
            "A coin labels none, then a quarter, and at last all of 50 training points. What "
            "does it do to accuracy on unseen points, rightly labelled?",
            "2-32-32-1, Adam 0.01 with cosine, all 50 points a step, 1,500 steps.",
            "labels drawn at random", "with {} of labels drawn at random",
            tuple(
                Level(f"{share:.0%}", replace(_whole, steps=1500), 50, random=share)
                for share in (0.0, 0.25, 0.5, 0.75, 1.0)
            ),
        ),
        Effect(
            "units", "random labels, by width",
            "Fifty points, and a coin decides every label: there is nothing to find. What do "
            "more units do to accuracy on these training points?",
            "2-n-n-1, Adam 0.01 with cosine, all 50 points a step, 1,500 steps.",
            "units in each of two layers", "with {} units a layer",
            tuple(
                Level(str(n), replace(_whole, hidden=(n, n), steps=1500), 50, random=1.0)
                for n in (2, 4, 8, 16, 32, 64)
            ),
            measure="train",
        ),
    )
}  # fmt: skip
