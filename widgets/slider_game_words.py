"""What the game with three sliders says: each sentence from the numbers on screen."""
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

import numpy as np

from course.pictures.slider_game import Game, Score, covered, pulls
from widgets.wording import steps

GOAL = 0.0005  # of the score: the two pictures look alike
FLAT = 1e-4  # of every pull: the sliders would not be seen to move


@dataclass(frozen=True)
class Tally:
    """What has been done so far.

    Attributes
    ----------
    moves, made : int
        Moves by hand, and steps of the gradient.
    by_hand, by_gradient : float or None
        The best score that a move, and a step, has ended with.
    """

    moves: int = 0
    made: int = 0
    by_hand: float | None = None
    by_gradient: float | None = None


def moves(count: int) -> str:
    """A number of moves: "1 move", "14 moves"."""
    return f"{count:,} move{'' if count == 1 else 's'}"


def signed(value: float) -> str:
    """A number with its sign, three decimals or as many as a small pull needs; 0 has none."""
    text = f"{abs(value):.{4 if FLAT <= abs(value) < 0.0005 else 3}f}"
    return text if not float(text) else f"{'+' if value > 0 else '−'}{text}"


def value_words(value: float) -> str:
    """A slider's number, two decimals, with a true minus sign."""
    text = f"{value:.2f}"
    return "0.00" if text == "-0.00" else text.replace("-", "−")


def tally_words(tally: Tally) -> str:
    """Who has done what: two short sentences."""
    hand = f", best {tally.by_hand:.4f}" if tally.by_hand is not None else ""
    machine = f", best {tally.by_gradient:.4f}" if tally.by_gradient is not None else ""
    return f"By hand: {moves(tally.moves)}{hand}. The gradient: {steps(tally.made)}{machine}."


def is_flat(game: Game, numbers: Sequence[float], now: Score) -> bool:
    """Whether the gradient moves no slider that can still move."""
    return bool(np.abs(pulls(game, numbers, now)).max() < FLAT)


def misses(game: Game, numbers: Sequence[float]) -> bool:
    """Whether the disc lies wholly beside the target's."""
    return game.name == "disc" and covered(game, tuple(numbers)) == 0


def remark(
    game: Game,
    numbers: Sequence[float],
    now: Score,
    tally: Tally,
    before: float | None,
    rate: float,
) -> str:
    """What is worth saying of where the sliders stand, as a sentence or two.

    Parameters
    ----------
    before : float or None
        The score before the last step of the gradient, if that was the last thing done.
    rate : float
    """
    if now.loss < GOAL:
        return f"Found: the score is below {GOAL}. {_comparison(tally)}"
    if misses(game, numbers):
        return _missed(game, numbers, now)
    if before is not None and now.loss > before:
        return (
            f"That step made it worse: {before:.4f} before, {now.loss:.4f} after. The slope holds "
            f"close by only; a learning rate of {rate:g} steps too far."
        )
    if not tally.moves and not tally.made:
        return (
            "Move the three sliders until your picture is the target. Then press Reset, and Play: "
            "the gradient moves the same sliders, each the way its arrow points."
        )
    if is_flat(game, numbers, now):
        return (
            f"No slider is pulled any more, and yet the score is {now.loss:.4f}, not 0: every "
            "small move makes it worse, and the gradient sees small moves only. It is a hollow. "
            f"{_way_out(game)}"
        )
    return _strongest(game, numbers, now)


def _comparison(tally: Tally) -> str:
    if tally.made and tally.moves:
        return f"{moves(tally.moves).capitalize()} by hand, {steps(tally.made)} by the gradient."
    if tally.made:
        return f"The gradient took {steps(tally.made)}. Press Reset and try it by hand."
    return f"It took you {moves(tally.moves)}. Press Reset, then Play: how many will the gradient?"


def _missed(game: Game, numbers: Sequence[float], now: Score) -> str:
    x, y, radius = pulls(game, numbers, now)
    at_end = numbers[2] <= game.low[2]
    end = "and the disc is as small as it can be" if at_end else (
        f"the radius by {signed(radius)}: no disc at all would score better"
    )  # fmt: skip
    return (
        f"The discs do not overlap: x is pulled by {signed(x)}, y by {signed(y)}, {end}. From "
        "here the gradient cannot see the target. You can: move x or y until they touch."
    )


def _way_out(game: Game) -> str:
    last = {"wave": "Move rings by hand, then play on."}
    return last.get(game.name, "Move a slider by hand, then play on.")


def _strongest(game: Game, numbers: Sequence[float], now: Score) -> str:
    pull = pulls(game, numbers, now)
    most = int(np.abs(pull).argmax())
    way = "up" if pull[most] > 0 else "down"
    return (
        f"The strongest pull is at {game.numbers[most]}, {way}. A pull is what the score would "
        "fall by over the whole slider, if its slope stayed as it is here."
    )


def label(game: Game, numbers: Sequence[float], now: Score, tally: Tally) -> str:
    """The pictures for those who do not see them."""
    stand = ", ".join(f"{n} {value_words(v)}" for n, v in zip(game.numbers, numbers, strict=True))
    return (
        f"Your picture beside the target. {game.words} Yours has {stand}. The mean squared "
        f"difference is {now.loss:.4f}. {tally_words(tally)}"
    )


def shown(game: Game, remark: str, tally: Tally) -> str:
    """The words beside the picture, as HTML."""
    return (
        f'<p class="gb-sg-remark">{escape(remark)}</p><p>{escape(tally_words(tally))}</p>'
        f'<p class="gb-sg-formula">{escape(game.formula)}</p>'
    )
