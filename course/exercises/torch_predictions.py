"""A prediction of lesson 02: what is left of a gradient after twenty layers."""
from course.depth_trials import DepthGradients, Shares
from course.exercises.prediction import Choice, Prediction

DEPTH = 20
LIMITS = (2, 100, 1000)  # times smaller: between the options
GRADIENTS = DepthGradients()


def _option(result: Shares) -> int:
    return sum(1 / result.plain[DEPTH] >= limit for limit in LIMITS)


def _on_depth(result: Shares) -> str:
    smaller, each = 1 / result.plain[DEPTH], result.plain[DEPTH] ** (1 / (DEPTH - 1))
    return (
        f"It is {smaller:,.0f} times smaller (the median of 32 seeds). On its way back the "
        f"gradient is multiplied by something at every layer. Here that is about {each:.2f}, and "
        f"{each:.2f} to the power of {DEPTH - 1} is next to nothing. With 40 layers it is "
        f"{1 / result.plain[40]:,.0f} times smaller. With a way round each layer the same weights "
        f"make it {result.residual[DEPTH]:.2g} times as large at 20 layers and "
        f"{result.residual[40]:.2g} times at 40."
    )


TORCH_PREDICTIONS = (
    Prediction(
        key="02.depth",
        question="Twenty tanh layers of 32 units, with the weights that torch starts from. The "
        "gradient is measured at the last of them and at the first, before any training. How many "
        "times smaller is it at the first?",
        guess=Choice(
            (
                "Less than 2 times. What comes in at the end comes out at the beginning.",
                "2 to 100 times. Each of the 20 layers takes its share.",
                "100 to 1,000 times. The shares multiply a little.",
                "More than 1,000 times. Hardly anything is left.",
            )
        ),
        computation=GRADIENTS,
        truth=_option,
        code=f"sum(1 / plain[{DEPTH}] >= limit for limit in {LIMITS})",
        explain=_on_depth,
    ),
)
