"""Questions on lesson 01: shapes, losses, learning rates, the way back, starts, test pictures."""
from course.exercises.question import Option, Question

SHAPES = Question(
    key="01.shapes",
    prompt="50 points with 2 inputs go through a layer of 8 units. What is the shape of the bias, "
    "and of its gradient?",
    options=(
        Option(
            "(8,) and (50, 8): every point has its own gradient.",
            "Every point has its say, but there is one bias for a unit, and one number that says "
            "how to move it. The fifty says are added up.",
        ),
        Option(
            "(8,) and (8,).",
            "A gradient has the shape of what it belongs to. The sum over the 50 points is what "
            "undoes the repeating of the bias for each of them.",
            right=True,
        ),
        Option(
            "(50,) and (50,).",
            "That would be a bias for each point. A unit adds the same bias whatever comes in: "
            "look at the columns of `W`, one for each unit.",
        ),
        Option(
            "(2, 8) and (2, 8).",
            "That is the shape of the weights: from each of 2 inputs to each of 8 units. A bias "
            "meets no input.",
        ),
    ),
)

SURE = Question(
    key="01.sure",
    prompt="A network gives the truth a probability of 0.5 at every point. What is its "
    "cross-entropy, in nats?",
    options=(
        Option(
            "0.5",
            "That would be the mean of `1 - p`. The cross-entropy takes the logarithm: what "
            "counts is by which factor the truth was missed.",
        ),
        Option("0.25", "That is the squared error: 0.5 times 0.5."),
        Option(
            "About 0.69",
            "Minus the logarithm of 0.5 is ln 2. A loss that comes to rest at 0.69 belongs to "
            "somebody who says \"one half\" to everything.",
            right=True,
        ),
        Option(
            "0: it is never wrong by much.",
            "The loss is 0 only where the truth is given a probability of 1. Being undecided costs "
            "ln 2 at each point.",
        ),
    ),
)

RATE = Question(
    key="01.overshoot",
    prompt="Along one direction the loss is a parabola, and the best step would be to its bottom. "
    "You take more than twice that step, each time. What happens?",
    options=(
        Option(
            "It arrives, only in a zigzag.",
            "Up to twice the best step, yes. Beyond it, each step ends higher on the other side "
            "than it began, and the next slope is steeper.",
        ),
        Option(
            "It flies off: each step ends higher than the one before.",
            "At exactly twice the best step it jumps between two places of the same height. Beyond "
            "that, it gains height each time, and the steps grow with the slope.",
            right=True,
        ),
        Option(
            "It arrives sooner, because the steps are longer.",
            "Longer steps help as long as they do not pass the bottom by more than they came "
            "down. In \"Downhill\", set the rate to its largest.",
        ),
    ),
)

BACK = Question(
    key="01.back",
    prompt="A hidden unit has h = tanh(z) = 0.99. From behind arrives a gradient of 1. What goes "
    "on to z?",
    options=(
        Option(
            "1: a tanh does not change it.",
            "The slope of the tanh is 1 only where z = 0. Here it is nearly flat.",
        ),
        Option(
            "0.99",
            "That is the value, not the slope. Put it into `1 - h * h`.",
        ),
        Option(
            "About 0.02",
            "1 - 0.99 squared is 0.0199. A unit that is nearly certain hears nearly nothing: that "
            "is why large initial weights learn slowly.",
            right=True,
        ),
        Option(
            "About 0.43",
            "That is 1 minus the square of tanh(0.99): the tanh of what has been through the tanh "
            "already. It is the fault that was printed in the workshop.",
        ),
    ),
)

START = Question(
    key="01.start",
    prompt="Which of these starts can never become a network of 16 different hidden units?",
    options=(
        Option(
            "All weights 0.",
            "Then every hidden value is 0, and so are the gradients of both weight matrices. Only "
            "the last bias ever moves.",
            right=True,
        ),
        Option(
            "All weights equal to 0.3.",
            "All sixteen units compute the same and get the same gradient. They stay alike for "
            "ever: sixteen units that are one.",
            right=True,
        ),
        Option(
            "Random weights, all biases 0.",
            "The weights are already different, so the units are; the biases find their place. "
            "`initial` begins like this.",
        ),
        Option(
            "Random weights with a spread of 1 / sqrt(inputs).",
            "That is the start which keeps the spread of values from layer to layer.",
        ),
    ),
    several=True,
)

TEST = Question(
    key="01.test",
    prompt="You train ten networks with ten learning rates and report the best accuracy on the "
    "test pictures. What is wrong?",
    options=(
        Option(
            "Nothing: the networks never learned from the test pictures.",
            "Their weights did not. Your choice among the ten did: you took the one that these "
            "very pictures happen to like.",
        ),
        Option(
            "The test pictures have chosen the winner, so they no longer test it.",
            "Choose by the validation pictures, then look at the test pictures once. The best of "
            "ten is too good, by luck alone.",
            right=True,
        ),
        Option(
            "Ten are too few to find the best.",
            "More would make it worse: the more you try, the better the luckiest looks.",
        ),
    ),
)

QUESTIONS = (SHAPES, SURE, RATE, BACK, START, TEST)
