"""Further questions on lesson 05: networks asked for pictures, local rules, and what we wanted."""
from course.exercises.question import Option, Question

NOISE = Question(
    key="05.noise",
    prompt="Raw pixels are improved until a network that reads digits is all but certain of a 3. "
    "What you see is a patchwork of noise. What is the matter?",
    options=(
        Option(
            "The network is a bad one. A good one would have drawn a 3.",
            "It reads nearly all of the digits that people wrote. It was never asked to say what "
            "is no digit. Networks that read far better give noise as well (Nguyen et al. 2015).",
        ),
        Option(
            "The optimiser is stuck. With more steps a 3 would come out.",
            "The goal has been reached: the network is certain. More steps make it more certain, "
            "and the noise stronger.",
        ),
        Option(
            "Nothing. This is what the network calls a 3, as it was asked.",
            "Pictures that look like a 3 to us are a small part of those that do to the network. "
            "Nothing in the goal preferred them.",
            right=True,
        ),
        Option(
            "It is the hidden picture of a 3 that the network carries within.",
            "A network of this kind keeps no pictures. From another start comes another noise, "
            "of which it is as certain.",
        ),
    ),
)

ADD_UP = Question(
    key="05.add-up",
    prompt="A score is a weighted sum of a picture's 10,000 numbers, and each weight is 0.01 or "
    "-0.01. You nudge each number by 0.02, up or down, whichever way its weight asks for. By how "
    "much does the score rise?",
    options=(
        Option(
            "0.0002",
            "That is what one number contributes, 0.01 · 0.02. There are ten thousand of them.",
        ),
        Option(
            "0.02",
            "As large as a nudge, it seems, and with nudges at random it would be: they mostly "
            "cancel. Here every single one goes the way that helps.",
        ),
        Option(
            "0.2",
            "More than any of the numbers that you were told, and still ten times too few: "
            "10,000 · 0.01 is 100.",
        ),
        Option(
            "2",
            "Ten thousand times 0.0002. Nobody sees a change of 0.02, and the odds are e² = 7.4 "
            "times what they were: the seed of adversarial examples (Goodfellow et al. 2015).",
            right=True,
        ),
    ),
)

STROKES = Question(
    key="05.strokes",
    prompt="The network is to be certain of a 3 again, but now the picture must also be smooth, "
    "and is shifted a little at random in every step. Strokes appear. What has changed?",
    options=(
        Option(
            "What noise costs. The network is the same, weight by weight.",
            "Noise is not smooth, and a shift spoils it, so that it no longer pays. What is left "
            "is what the network and our wishes put up with.",
            right=True,
        ),
        Option(
            "The network has learned something, and looks for strokes now.",
            "Its weights are not among the parameters of the optimiser. Only the picture is.",
        ),
        Option(
            "We see at last what the network really looks for.",
            "The strokes are as much ours as the network's: we asked for smoothness. With other "
            "wishes come other pictures, and each looks like the answer.",
        ),
        Option(
            "The optimiser. Random shifts let it out of a bad minimum.",
            "Without shifts it got all that it was asked for, so there was nothing to get out of. "
            "What is asked for has changed.",
        ),
    ),
)

LOCAL = Question(
    key="05.local",
    prompt="You cut a hole into the growing rose, and it closes. Each cell sees itself and its "
    "eight neighbours, and all have the same rule. How does the rose know what is missing?",
    options=(
        Option(
            "Cells compare themselves with the target, and those that differ change.",
            "That is what training did. When it runs there is no target any more, only the rule "
            "that it left behind.",
        ),
        Option(
            "It does not. Each cell reacts to its neighbours, and a rose is where that ends.",
            "The rule was trained from damaged roses, too, until the wound led back. No cell knows "
            "of a rose.",
            right=True,
        ),
        Option(
            "The rule holds a map of the rose, and each cell looks up its place.",
            "No cell is told its place. Whatever a cell has come to know of it, its neighbours "
            "passed on, step by step.",
        ),
        Option(
            "The cells at the edge tell all the others at once.",
            "A message travels at most two cells a step. Far away, for many steps, nobody has "
            "heard of the hole.",
        ),
    ),
)

WANTED = Question(
    key="05.wanted",
    prompt="You want a calm, symmetrical and colourful picture, and ask for `smooth()` and "
    "`mirror()`. After many steps both are 0. What do you see?",
    options=(
        Option(
            "A calm, symmetrical picture of many soft colours.",
            "Soft colours differ from place to place, by however little, and `smooth` counts every "
            "difference.",
        ),
        Option(
            "Two halves, each of one colour, one the mirror image of the other.",
            "Mirrored halves would have the same colour. And an edge between two is a difference, "
            "which `smooth` counts.",
        ),
        Option(
            "A single colour.",
            "It is perfectly smooth and its own mirror image. Colourful you meant and did not "
            "ask for. A goal gets what it says.",
            right=True,
        ),
        Option(
            "Nothing in particular: two goals never reach 0 together.",
            "Often they do not, and a weight says which matters more. These two agree, and more "
            "than one would like.",
        ),
    ),
)
