"""The predictions of lesson 04: which step breaks angles, how far, how many components, and chance.

Each outcome is read off what was computed, whatever it turns out to be.
"""
from course.exercises.prediction import Choice, Number, Prediction
from course.projections.spreads import Spreads, figure
from course.projections.trials_of_angles import OFFSETS, ROUNDING, Offsets, Treatments, name_of
from course.projections.trials_of_chance import CLOUDS, Chance, enough
from course.projections.trials_of_neighbours import Neighbours, Staying

NEAR, MOVED = OFFSETS
FLAT, STRONG = CLOUDS
ASKED = name_of(1)
ANGLES, CENTRING, DIGITS, CHANCE = Treatments(), Offsets(), Neighbours(), Chance()
# Which options of "04.angles" name which set.
SETS = (
    {"turn"},
    {"turn", "centre"},
    {"turn", "centre", "scale"},
    {"turn", "centre", "scale", "keep one", "whiten"},
)


def still(result: Spreads, column: str = MOVED) -> list[str]:
    """The treatments after which every angle is what it was, from every seed."""
    return [name for name in result.names if (name, column) in result.kept]


def _angles_option(result: Spreads) -> int:
    """Which option is true: one of the sets, or another one."""
    found = set(still(result))
    return SETS.index(found) if found in SETS else len(SETS)


def _on_angles(result: Spreads) -> str:
    def degrees(name: str, column: str) -> str:
        middle = result.median((name, column))
        return f"{figure(middle)}°"

    kept = still(result)
    broken = [name for name in result.names if name not in kept]
    worst = max(broken, key=lambda name: result.median((name, MOVED)), default="")
    alone = f"Only *{kept[0]}* keeps" if len(kept) == 1 else f"{', '.join(kept) or 'None'} keep"
    places = ", in both places" if still(result, NEAR) == kept else ", where the cloud was moved to"
    far = (
        f"Of the others *{worst}* changes them most, the median pair by {degrees(worst, MOVED)}. "
        if worst
        else ""
    )
    return (
        f"{alone} every angle{places}. {far}Around the origin, where the published "
        f"cloud lies, centring costs {degrees('centre', NEAR)} and scaling "
        f"{degrees('scale', NEAR)}; moved, they cost {degrees('centre', MOVED)} and "
        f"{degrees('scale', MOVED)}. An angle is one seen *from the origin*. What moves the origin "
        "or stretches one direction more than another changes it, and by how much depends on the "
        "cloud. One cloud on which it goes well proves nothing."
    )


def _on_centring(result: Spreads) -> str:
    def at(mean: float) -> str:
        return f"{figure(result.median((name_of(mean), 'centred')))}°"

    return (
        f"It depends on how far away the mean is, counted in spreads: {at(0.1)} at (0.1, 0.1), "
        f"{at(0.5)} at (0.5, 0.5), {at(1)} at (1, 1) and {at(4)} at (4, 4). From far away all "
        "points are seen in one direction; from their own middle they lie all around. Not a single "
        "distance has changed. (The first row is not 0: even there the mean of 300 points is not "
        "quite the origin.)"
    )


def _on_digits(result: Staying) -> str:
    k = result.needed()
    if not k:
        return "Not even with all 64 does half of the digits keep nine of its ten nearest."
    mean, last = result.needed(mean=True), len(result.energy)
    centred = result.stay["centred first"][last - 1].mean()
    few = result.stay["as they are"][9].mean()
    return (
        f"{k} of 64 do for half of the pictures; for an average of nine it takes {mean}. Ten "
        f"components hold {result.energy[9]:.0%} of all squares and keep {few:.1f} of the ten "
        "nearest: what is left out is little beside the pictures, but not beside what tells "
        "one from the next. And if the digits are centred first, as most programs do, "
        f"{centred:.1f} of ten stay even with all {last}: that is the new origin, nothing was "
        "left out."
    )


def _on_chance(result: Spreads) -> str:
    random, worst, best, stretched = CHANCE.names

    def percent(name: str, cloud: str) -> str:
        return f"{figure(result.median((name, cloud)))}%"

    return (
        f"{percent(random, FLAT)}: about 1/√(2k), and k is {CHANCE.k}. The "
        f"{CHANCE.dimensions:,} dimensions do not occur in it (Johnson and Lindenstrauss 1984). "
        f"The worst of all pairs is off by {percent(worst, FLAT)}. The {CHANCE.k} "
        f"components that hold most leave out the rest, and shorten distances by "
        f"{percent(best, FLAT)}; stretched by one factor they are off by "
        f"{percent(stretched, FLAT)}, as they were chosen for these very points. Where a few "
        f"directions hold nearly everything, components find them: {percent(best, STRONG)} "
        f"against {percent(random, STRONG)}. What is proved (Dasgupta and Gupta 2003) asks for "
        f"more: {enough(CHANCE.points, 0.5)} directions, for every squared distance of "
        f"{CHANCE.points} points to stay within half."
    )


PREDICTIONS = (
    Prediction(
        key="04.angles",
        question="A cloud of points lies **away from the origin**. Five things are done to it, and "
        "each is called PCA somewhere: it is *turned* onto its components; *centred*, then turned; "
        "*scaled* to equal spread in each column, then turned; turned and only *one component "
        "kept*; turned and *whitened*, to equal spread along each component. After which is every "
        "angle between two points, seen from the origin, what it was?",
        guess=Choice(
            (
                "After the turn alone. Whatever else is done changes some.",
                "After turning and centring. Neither changes a distance.",
                "After turning, centring and scaling. Nothing is thrown away in these.",
                "After all five. PCA looks at the same points from another side.",
                "After another set of them.",
            )
        ),
        computation=ANGLES,
        truth=_angles_option,
        code=f"[name for name in treatments if max(largest[name, {MOVED!r}]) <= {ROUNDING}]",
        explain=_on_angles,
    ),
    Prediction(
        key="04.centring",
        question="300 points of the plane lie around **(1, 1)**, with a spread of 1 in each "
        "direction. Centring moves their mean to the origin. By how many degrees does the angle "
        "between two of them change, seen from the origin, for the median pair? (The median of 32 "
        "clouds.)",
        guess=Number(0, 180, 1, "degrees"),
        computation=CENTRING,
        truth=lambda result: round(result.median((ASKED, "centred"))),
        code="round(np.median(medians[1]))",
        explain=_on_centring,
        marked=ASKED,
    ),
    Prediction(
        key="04.digits",
        question="Each of 1,797 handwritten digits is 64 numbers, and has ten nearest by angle. "
        "PCA, not centred, keeps the first k components. How many does it take until **half of the "
        "digits keep at least nine of their ten nearest**?",
        guess=Number(1, 64, 1, "of 64 components"),
        computation=DIGITS,
        truth=Staying.needed,
        code="k",
        explain=_on_digits,
    ),
    Prediction(
        key="04.chance",
        question="300 points in **1,000 dimensions**, with no direction stronger than another, are "
        "put on **100 directions drawn at random**, without a look at the points (and stretched by "
        "one factor for all). By how many percent does the distance of two points change, "
        "typically? (The root mean square of all pairs; the median of 32 seeds.)",
        guess=Number(0, 100, 1, "%"),
        computation=CHANCE,
        truth=lambda result: round(result.median((CHANCE.names[0], FLAT))),
        code="round(100 * np.median(changes))",
        explain=_on_chance,
        marked=CHANCE.names[0],
    ),
)
