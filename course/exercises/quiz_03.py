"""Questions on lesson 03: what is free, skill, dead units, luck, and the network's limits."""
from course.exercises.question import Option, Question
from course.exercises.zoo_questions import EDGES, FAIR, MEMORY, REMOVED, TEN_SEEDS

FREE = Question(
    key="03.free",
    prompt="Somebody's network gets 81% on the rose. What do you know of it?",
    options=(
        Option(
            "It has learned most of the rose.",
            "81% sounds like most. But calling every point \"outside\" gets 80.4% on the rose: "
            "look at the number beside the accuracy before you press Play.",
        ),
        Option(
            "It has found little more than the commoner answer.",
            "Calling every point \"outside\" gets 80.4%. What the network adds is 3% of what "
            "there was to gain: its skill is 0.03.",
            right=True,
        ),
        Option(
            "It gets 19% of the petals wrong.",
            "19% of all points are wrong, and the petals hold hardly more: 19.6%. A network that "
            "is wrong at each of those, and right elsewhere, has nearly the same accuracy.",
        ),
        Option(
            "It would get about 81% on the circle, too.",
            "A rule has a base rate of its own. On the circle the same constant answer gets no "
            "more than half: the list under \"What is free\" has both.",
        ),
    ),
)

SHARE = Question(
    key="03.share",
    prompt="One network gets 90% on the circle, where 50.3% is free. Another gets 92% on the "
    "rose, where 80.4% is free. Which has learned more of what there was to gain?",
    options=(
        Option(
            "The one on the rose: 92% is more than 90%.",
            "The two accuracies begin at different places. Take off what is free, then divide by "
            "what there was to gain.",
        ),
        Option(
            "The one on the circle.",
            "Its skill is (0.90 - 0.503) / (1 - 0.503), about 0.80. On the rose it is "
            "(0.92 - 0.804) / (1 - 0.804), about 0.59.",
            right=True,
        ),
        Option(
            "Both the same: each is wrong on about one point in ten.",
            "What is left over looks alike: 10% and 8% are wrong. But somebody who has learned "
            "nothing is wrong on half of the circle's points and on a fifth of the rose's.",
        ),
    ),
)

STUCK = Question(
    key="03.stuck",
    prompt="Two layers of 8 relu units train on the circle at the largest learning rate. The "
    "loss comes to rest near 0.69, and the field behind the points has a single colour. What is "
    "true?",
    several=True,
    options=(
        Option(
            "This loss is what saying \"one half\" at every point costs.",
            "It is ln 2, about 0.69. Half of the points are inside the circle, and whoever "
            "knows no more than that pays no less.",
            right=True,
        ),
        Option(
            "At a lower rate it recovers, if you play on for long enough.",
            "A lower rate is the right cure before the damage, and none after it. No gradient "
            "comes back through a unit that is off at every point, and a rate, large or small, "
            "only multiplies what comes back.",
        ),
        Option(
            "A whole layer is off at every point of the square.",
            "A step too large has thrown its units there. With all of them at 0, nothing that "
            "depends on the point gets through: hence the single colour.",
            right=True,
        ),
        Option(
            "Two layers of 8 units are too few for a circle.",
            "A network that stands still looks too small. The same two layers get more than 95% "
            "at a rate of 0.01: the setting that the playground opens with.",
        ),
        Option(
            "Reset and a lower rate get it past 95%.",
            "Reset draws the starting weights again, with units that are on somewhere. The "
            "network was never the problem.",
            right=True,
        ),
    ),
)

LUCK = Question(
    key="03.luck",
    prompt="You train 4 hidden units on the circle once, from one seed, and get 96%. What does "
    "that say of 4 units?",
    options=(
        Option(
            "They are enough: from here on I train with 4.",
            "One success looks like a property of the size. Of thirty-two seeds, eleven got to "
            "95%: look at the row of 4 hidden units under \"Luck\".",
        ),
        Option(
            "They can get there. How often they do, one run cannot say.",
            "One run that gets there proves that there are weights that do. How often training "
            "finds them takes many seeds: under \"Luck\", 11 of 32 got to 95%.",
            right=True,
        ),
        Option(
            "Nothing: it was luck.",
            "The seed was lucky, but the weights it led to are there. Luck can find a solution; "
            "it cannot make one where none is.",
        ),
        Option(
            "Had it got 75%, I would know that 4 are too few.",
            "A run that fails is one draw as well. It says that training from these weights did "
            "not get there, not that no weights do.",
        ),
    ),
)

WALL = Question(
    key="03.wall",
    prompt="In 2016, one hidden layer got 92.7% on the ring at best. You ask whether that is a "
    "limit of the layer. Which experiment can refute it?",
    options=(
        Option(
            "The same layer, trained in another way: with another optimiser or rate.",
            "If it gets past 92.7%, the wall was not the layer's. In the table, Adam takes the "
            "same 100 units past it from every one of five seeds.",
            right=True,
        ),
        Option(
            "A second layer: if two do better, one was too weak.",
            "Two layers may do better because they are easier to train. What one layer can do, "
            "only one layer can show.",
        ),
        Option(
            "The same training from more seeds.",
            "More seeds are needed to tell luck from the rest, but here they all meet the wall: "
            "look at the column \"then\", lowest and highest. What they share is the training.",
        ),
        Option(
            "Count the weights: the more there are, the less can be a limit.",
            "The table has the same layer in every column, with the same 401 weights and biases, "
            "and not the same accuracy. A count cannot tell the columns apart.",
        ),
    ),
)

QUESTIONS = (
    FREE, SHARE, EDGES, REMOVED, LUCK, TEN_SEEDS, STUCK, FAIR, WALL, MEMORY,
)  # fmt: skip
