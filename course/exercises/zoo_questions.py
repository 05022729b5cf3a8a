"""Further questions on lesson 03: single units, many seeds, fair comparisons, and memory."""
from course.exercises.question import Option, Question

EDGES = Question(
    key="03.edges",
    prompt="A network with three hidden relu units has learned the circle, and calls something "
    "like a triangle inside. Why not a curve?",
    options=(
        Option(
            "Its picture is drawn too coarsely.",
            "A finer picture shows the same straight edges. Relu units fold the square along "
            "straight lines, and between folds the network is linear.",
        ),
        Option(
            "Between the folds of its units it is linear, so its border is straight there.",
            "The border can turn only where it crosses a fold. A border that closes crosses each "
            "fold an even number of times: three folds make six edges at most, three of them "
            "short.",
            right=True,
        ),
        Option(
            "It has not been trained for long enough.",
            "Longer training moves the three lines. It does not bend them.",
        ),
        Option(
            "The circle's points lie on a triangle.",
            "They lie anywhere in the circle: with six units, the same points give more edges.",
        ),
    ),
)

REMOVED = Question(
    key="03.removed",
    prompt="A trained network gets 95%. You take one of its units away, and it gets 60%. What do "
    "you know?",
    options=(
        Option(
            "These weights rely on that unit.",
            "The others were trained with it there. That is all the experiment says: it asks what "
            "a trained network uses.",
            right=True,
        ),
        Option(
            "With one unit less, no network gets 95%.",
            "One trained without it from the start would have used the others in another way. Try "
            "it: it is another experiment, and often another answer.",
        ),
        Option(
            "This unit knows 35% of the rule.",
            "Take another unit away and it may cost 40% as well: what single units cost does not "
            "add up to anything, since they work together.",
        ),
        Option(
            "The other units have learned nothing.",
            "Without this one they say something that was meant to be added to what it says. That "
            "it is useless alone does not make it useless.",
        ),
    ),
)

TEN_SEEDS = Question(
    key="03.tenseeds",
    prompt="One seed in ten succeeds. You train ten. How probable is it that at least one "
    "succeeds?",
    options=(
        Option(
            "It is certain: ten times one tenth.",
            "On average one succeeds. But sometimes it is two or three, and sometimes none.",
        ),
        Option(
            "About 65%.",
            "All ten fail with probability 0.9 to the power of 10, about 35%. For 95% it takes "
            "twenty-nine seeds.",
            right=True,
        ),
        Option(
            "10%, as for each of them.",
            "That is the probability for one. Ten tries have more chances than one.",
        ),
        Option(
            "About 90%.",
            "That is how probable it is that one seed fails. Ask how probable it is that all ten "
            "do.",
        ),
    ),
)

FAIR = Question(
    key="03.fair",
    prompt="At the learning rate that suits 64 units you train 2, 8 and 64 units, and 64 win. "
    "What would make the comparison of widths a fair one? Choose all that do.",
    several=True,
    options=(
        Option(
            "Each width at the rate that suits it.",
            "In the map the best rate is not the same in every row. One rate for all compares a "
            "setting that was tuned with settings that were not.",
            right=True,
        ),
        Option(
            "Several seeds of each.",
            "In single cells of the map the seeds lie up to nineteen percentage points apart: one "
            "seed of each compares draws.",
            right=True,
        ),
        Option(
            "More steps for the 64 units, because they have more weights.",
            "They may well need none. Give all of them the same, or each as many as it needs, but "
            "not more to the one that you expect to win.",
        ),
        Option(
            "Points that no network was trained on.",
            "The more weights, the easier it is to learn one's own points by heart. Only unseen "
            "ones tell.",
            right=True,
        ),
    ),
)

MEMORY = Question(
    key="03.memory",
    prompt="A network gets all of its 100 training points right. What follows?",
    options=(
        Option(
            "It has learned the rule.",
            "It may have. But networks of this size also get points right whose answers were "
            "drawn by lot, where there is no rule.",
        ),
        Option(
            "It has learned its points by heart.",
            "It may have. With enough points of a simple rule, a network that gets all of them "
            "right is right elsewhere, too.",
        ),
        Option(
            "Neither: unseen points must tell.",
            "Right on its own points it is in both cases. What it says elsewhere is the "
            "difference.",
            right=True,
        ),
        Option(
            "It has too many weights.",
            "It has enough of them to do it. Whether that is too many depends on what it says of "
            "points that it has not seen.",
        ),
    ),
)
