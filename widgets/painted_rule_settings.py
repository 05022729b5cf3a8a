"""What a link holds of a painted rule: the painting as text, and the brush in hand."""
from dataclasses import dataclass

from course.checks import check_choice
from course.painted_examples import EXAMPLES
from course.painting import from_text, to_text
from widgets.canvas.paint import BRUSHES


@dataclass(frozen=True)
class PaintedSettings:
    """Everything that a link brings back.

    Attributes
    ----------
    painting : str
        As `course.painting.to_text` writes it; "" for an empty square.
    brush : {"inside", "outside", "eraser"}

    Raises
    ------
    ValueError
        On creation, naming the setting.
    """

    painting: str = to_text(EXAMPLES["hooks"])
    brush: str = "inside"

    def __post_init__(self) -> None:
        from_text(self.painting)
        check_choice("brush", self.brush, BRUSHES)
