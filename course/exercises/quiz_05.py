"""Questions on lesson 05: one loop for everything, and what a goal asks for without saying so."""
from course.exercises.art_questions import ADD_UP, LOCAL, NOISE, STROKES, WANTED
from course.exercises.question import Option, Question

LOOP = Question(
    key="05.loop",
    prompt="You made a picture with the loop that trains networks. What is the same in both? "
    "Choose all that is.",
    several=True,
    options=(
        Option(
            "Something is made from parameters.",
            "Answers from weights there, a picture from pixels, blobs or weights here. The loop "
            "does not ask what.",
            right=True,
        ),
        Option(
            "There are examples to learn from.",
            "The goal of a network compares with examples. Of a picture's goals some know a "
            "target; smooth or kaleidoscope know none, and work as well.",
        ),
        Option(
            "Each parameter is told its slope by the backward pass.",
            "It goes from one number back to everything that the number was computed from, by the "
            "chain rule.",
            right=True,
        ),
        Option(
            "The optimiser sees no more than gradients.",
            "Which picture it is that Adam moves, or which network, Adam is never told. (L-BFGS is "
            "told the goal's number as well.)",
            right=True,
        ),
        Option(
            "In the end it must do well on what it has not seen.",
            "A network is asked about new points. A picture is finished: there are no others on "
            "which it could fail.",
        ),
    ),
)

MEAN = Question(
    key="05.mean",
    prompt="The picture is 64 by 64 pixels, its 12,288 numbers are the parameters themselves "
    "(without a sigmoid), and the goal is `mean((image - target)**2)`. With which learning rate "
    "does one step of SGD go exactly half of the way to the target?",
    options=(
        Option(
            "0.5",
            "It would be, for a single square: x - 0.5 · 2 (x - t) even arrives. But the mean "
            "divides each slope by 12,288, and half of nearly nothing is nothing.",
        ),
        Option(
            "3,072",
            "A step is rate · 2 (x - t) / 12,288, and half of the way is (x - t) / 2: the rate is "
            "a quarter of 12,288. A sigmoid in between takes a factor of 16 or more besides.",
            right=True,
        ),
        Option(
            "1,024",
            "A quarter of 4,096, the number of pixels. Each has three colours, and the mean is "
            "over all of them.",
        ),
        Option(
            "12,288",
            "That undoes the division, but the 2 of the square is still there. The step is twice "
            "as long as the way, and lands as far off on the other side.",
        ),
    ),
)

LBFGS = Question(
    key="05.lbfgs",
    prompt="`create` refuses L-BFGS as soon as `palette` is among the goals, which looks from "
    "other random directions in every step. Why?",
    options=(
        Option(
            "A sum of random terms has no gradient.",
            "It has one in every step, for the directions drawn in it, and Adam lives on that. It "
            "is another one in the next step.",
        ),
        Option(
            "It takes more memory than there is.",
            "It keeps the last ten steps, twenty times the parameters. That is more than Adam's "
            "twice, and still little for a picture.",
        ),
        Option(
            "It would be slower than Adam, which looks once in a step.",
            "It looks up to eight times in a step, so it may be. Slow is no reason to refuse it: "
            "with `match` on pixels it is far ahead.",
        ),
        Option(
            "It learns from how the gradient changes from step to step.",
            "From that it computes how curved the goal is. When the question changes in between, "
            "it takes the change of the question for curvature, and leaps.",
            right=True,
        ),
    ),
)

SHARES = Question(
    key="05.shares",
    prompt="In a picture of blobs, a pixel's colour is `softmax(scores) @ colours`. At one pixel "
    "you add 5 to the score of every blob. What becomes of its colour?",
    options=(
        Option(
            "It gets lighter, because every blob counts for more.",
            "So it would be if each blob covered by itself. Here they share a whole of 1, and what "
            "one gains another must lose.",
        ),
        Option(
            "It goes to that of the nearest blob.",
            "For that the scores would have to be multiplied by 5: the differences between them "
            "grow, and the first takes nearly all.",
        ),
        Option(
            "It stays exactly what it was.",
            "Each exp(score) becomes exp(5) times as large, and so does the sum by which it is "
            "divided. Only differences of scores count; so it is in attention.",
            right=True,
        ),
        Option(
            "It goes to grey, the mean of all colours.",
            "That is what equal scores give. Adding the same to unequal ones leaves them unequal.",
        ),
    ),
)

PIXELS = Question(
    key="05.pixels",
    prompt="512 blobs, and a target of 16,384 pixels. A step looks at 2,048 of them, drawn at "
    "random, and takes the mean of their squared differences. What is its gradient?",
    options=(
        Option(
            "Right on average, and a little off in each step.",
            "Each pixel is drawn as often as any other, so the mean over all draws is the gradient "
            "of all pixels. One draw is an eighth of the work.",
            right=True,
        ),
        Option(
            "An eighth as long, so the rate must be larger.",
            "A sum over an eighth of the pixels would be. The mean divides by 2,048 instead of "
            "16,384, which makes up for it.",
        ),
        Option(
            "The same as that of all pixels, because they are independent.",
            "They are drawn independently. But a blob that lies where nobody looked in this step "
            "hears nearly nothing, though it may lie wrong.",
        ),
        Option(
            "Wrong for most blobs: nobody looks at seven pixels of eight.",
            "In one step nobody does. The next one draws others, and after fifty steps two pixels "
            "in a thousand are left that nobody has looked at.",
        ),
    ),
)

PALETTE = Question(
    key="05.palette",
    prompt="After many steps the goal `palette(sunset)` is 0, from whichever directions one looks. "
    "What do you know of the picture?",
    options=(
        Option(
            "That it is the sunset.",
            "The sunset is one of the pictures for which it is 0. So is every other order of its "
            "pixels.",
        ),
        Option(
            "That it has the sunset's colours, each as often, somewhere.",
            "The goal sorts what it sees, and where a number came from is forgotten. Places are "
            "up to the start, the parameterisation, and the other goals.",
            right=True,
        ),
        Option(
            "That its mean colour is the sunset's, and no more.",
            "It is, but a grey that is right on average would not be 0: the darkest must be as "
            "dark, and the lightest as light.",
        ),
        Option(
            "That it is the sunset, blurred.",
            "To blur mixes neighbours and makes colours that the sunset does not have. Places "
            "would be kept, and those are what is free.",
        ),
    ),
)

QUESTIONS = (
    LOOP, MEAN, LBFGS, SHARES, PIXELS, PALETTE, NOISE, ADD_UP, STROKES, LOCAL, WANTED,
)  # fmt: skip
