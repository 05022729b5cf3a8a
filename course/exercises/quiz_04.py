"""Questions on lesson 04: when PCA keeps relations, when it does not, and what shows which."""
from course.exercises.question import Option, Question
from course.exercises.relation_questions import CATS, CERTIFICATE, FLATTERS, RANDOM, ZERO

YES = Question(
    key="04.yes",
    prompt="A write-up turns 1,000 points onto their components, compares all cosines before and "
    "after, and answers: yes, relations are kept. What must be so for the same answer on every "
    "other cloud? Choose all that must.",
    several=True,
    options=(
        Option(
            "No mean is taken off first.",
            "An angle is one seen from the origin, and taking off the mean moves the origin. The "
            "published points lay around it, so that there it would hardly have shown.",
            right=True,
        ),
        Option(
            "Both columns have the same spread.",
            "That is when scaling does nothing. A turn keeps the angles of every cloud, however "
            "unequal its columns are.",
        ),
        Option(
            "Every component is kept.",
            "What a row has along a component that is left out is missing from all of its dot "
            "products. With all components nothing is missing.",
            right=True,
        ),
        Option(
            "There are many more rows than columns.",
            "Then the components come out alike from one draw to the next. But whichever they are, "
            "they stand at right angles, and a turn needs no more than that.",
        ),
        Option(
            "No column is divided by its spread.",
            "Dividing columns by different numbers stretches the cloud more along one axis than "
            "along another, and the angles with it.",
            right=True,
        ),
    ),
)

CENTRING = Question(
    key="04.centring",
    prompt="A cloud lies away from the origin. You centre it, and turn it onto all of its "
    "components. What is as it was? Choose all that is.",
    several=True,
    options=(
        Option(
            "How far a point is from the origin.",
            "The points have moved and the origin has not. What is kept is how far they are from "
            "one another.",
        ),
        Option(
            "How far two points are from each other.",
            "Both have moved by the same, so that what lies between them has not changed, and the "
            "turn leaves it as long as it is.",
            right=True,
        ),
        Option(
            "The angle between two points, seen from the origin.",
            "It looks kept where the mean is near the origin. Of points around (1, 1) with a "
            "spread of 1, the angle of the median pair changes by more than 40 degrees.",
        ),
        Option(
            "The angles of the triangle of three points.",
            "They follow from its sides, which are distances. Such an angle is seen from a corner, "
            "and the corners have moved along.",
            right=True,
        ),
        Option(
            "Which ten points are nearest to a point by distance.",
            "No distance has changed, and so no order of distances has.",
            right=True,
        ),
    ),
)

UNITS = Question(
    key="04.units",
    prompt="Heights in metres have a spread of 0.1, weights in kilograms one of 12, and their "
    "correlation is 0.5. PCA centres them and does not scale. Then the heights are written in "
    "centimetres, and it is done again. What becomes of the first component?",
    options=(
        Option(
            "It stays what it is, because the people are the same.",
            "They are, but not the spreads: 0.1 has become 10. A component goes where the numbers "
            "spread, whatever they are counted in.",
        ),
        Option(
            "It is the column of weights both times, because 12 is more than 10.",
            "A component is a direction, a weighted sum of the columns, and none of them. In "
            "metres it comes close to one: 0.004 of height and 1.000 of weight.",
        ),
        Option(
            "It turns towards height, which now spreads nearly as much.",
            "From 0.004 of height and 1.000 of weight to 0.57 and 0.82. Scaled to a spread of 1, "
            "both count the same (0.71 each) in whatever units: that is what scaling is for, and "
            "angles and distances are what it costs.",
            right=True,
        ),
        Option(
            "It turns away from height, whose numbers are a hundred times as large.",
            "A coefficient in a regression would shrink a hundredfold, to give the same result. A "
            "component has no result to give: it follows the larger spread.",
        ),
    ),
)

WHITEN = Question(
    key="04.whiten",
    prompt="The published cloud has standard deviations of 83 and 13 along its components. "
    "Whitening divides each component by its own. What becomes of angles and distances?",
    options=(
        Option(
            "Nothing: each component is only counted in another unit.",
            "In a unit of its own, and that is it: one direction shrinks six times as much as the "
            "other. Both in the same unit would keep the angles.",
        ),
        Option(
            "Both change: the angle of the median pair by about 31 degrees.",
            "A distance of 83 along the first component now counts as much as one of 13 along the "
            "second, which is mostly noise. That may be what you want, but it is a change.",
            right=True,
        ),
        Option(
            "Angles change, but distances stay, as with centring.",
            "Centring moves all points by the same. Here they move towards the origin, each by an "
            "amount of its own, and come closer to one another.",
        ),
        Option(
            "Neither changes, because whitening can be undone.",
            "It can: multiply by 83 and 13, and everything is back. A step can be undone and "
            "change angles all the same; until it is undone, they are others.",
        ),
    ),
)

KEPT = Question(
    key="04.kept",
    prompt="Ten components of the digits' 64, not centred, hold 92% of the sum of all squares. How "
    "many of a digit's ten nearest by angle are still among its ten nearest, on average?",
    options=(
        Option(
            "About nine: 92% of ten.",
            "The 92% are of the squares, added up over whole pictures. What tells a picture from "
            "the one most like it is a small part of them.",
        ),
        Option(
            "One or two: ten of 64 numbers are left.",
            "Ten components are not ten pixels. Each is a weighted sum over all of the pixels, and "
            "the first ones hold most.",
        ),
        Option(
            "All ten: the strongest components decide.",
            "They decide the sum of squares. Of thirty components, which hold 98.7%, 9.1 of the "
            "ten nearest stay.",
        ),
        Option(
            "Six or seven.",
            "It is 6.5. The nearest are alike in what is large, so that what orders them is often "
            "in what was left out. Over all pairs, cosines change by 0.07 (root mean square).",
            right=True,
        ),
    ),
)

QUESTIONS = (
    YES, CENTRING, UNITS, WHITEN, KEPT, FLATTERS, CERTIFICATE, RANDOM, CATS, ZERO,
)  # fmt: skip
