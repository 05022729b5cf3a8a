"""The settings of the gradient-reversal widget, and what is written around its pictures."""
from dataclasses import dataclass

from course.checks import check_integer, check_number
from widgets.controls.form import Count, Scale, Slider, control

STRENGTHS = (0.0, 0.1, 0.3, 1.0, 3.0, 10.0)
RING = (
    '<svg width="16" height="16" aria-hidden="true"><circle cx="8" cy="8" r="6" fill="none" '
    'stroke="var(--ink)" stroke-width="1.6"/><circle cx="8" cy="8" r="2.8" fill="var(--blue)"/>'
    "</svg>"
)
WHAT = (
    '<div class="gb-what"><p>Both networks are told the classes of the source points. Of the '
    "rotated points they are told where they lie, never their classes: those colours are for "
    f"you.</p><p>{RING} on the wrong side</p></div>"
)
TRIAL = (
    '<h2>Luck, or the layer?</h2><div class="gb-asked-of-it">One seed tells one story. Sixteen '
    "seeds, as set above, without reversal and with it; each has its own points and starting "
    "weights.</div>"
)
CAPTION = (
    "Rotated by {angle:g}°, {updates:,} steps. Right on the rotated points; a square for each seed."
)


@dataclass(frozen=True)
class ReversalSettings:
    """What a person can set.

    Attributes
    ----------
    angle : int
        By how much the second data set is rotated, in degrees, in [0, 180].
    strength : float
        Of the reversal, in [0, 100].
    seed : int
        Decides points, starting weights and minibatches; in [0, 9999].

    Raises
    ------
    TypeError, ValueError
        On creation, naming the setting.
    """

    angle: int = control(35, Slider("rotated by, degrees", 0, 90, 5))
    strength: float = control(3.0, Scale("λ, strength of reversal", STRENGTHS))
    seed: int = control(0, Count("seed", 0, 9999))

    def __post_init__(self) -> None:
        check_integer("angle", self.angle, 0, 180)
        object.__setattr__(self, "strength", check_number("strength", self.strength, 0, 100))
        check_integer("seed", self.seed, 0, 9999)

    def pair_code(self, steps: int) -> str:
        """Lines of Python that train both networks again; they end with their scores."""
        train = [f"for _ in range({steps}):", "    networks.advance()"] if steps else []
        return "\n".join([
            "from course.reversal import Adversaries",
            "",
            f"networks = Adversaries({self.angle}, strengths=(0, {self.strength:g}), "
            f"seeds=({self.seed}, {self.seed}))",
            *train,
            "networks.scores()",
        ])  # fmt: skip
