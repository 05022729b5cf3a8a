"""Loss over the steps on training and on unseen points, and where each seed turns, as a picture."""
import math
from html import escape

import numpy as np

from course.effect_findings import Compared
from course.effects import turning_step
from widgets.theme import TOKENS_CSS
from widgets.wording import steps

TALL = 200  # pixels of the picture
TICKS = (1, 10, 100, 1000, 10_000)
APART = 17  # pixels between the names of two lines at least
TURNING_CSS = """
.glassbox.gb-turning { max-width: 680px; background: none; padding: 6px 0; font-size: 12px;
  line-height: 16px; color: var(--ink-2); }
.gb-turning .gb-turning-plot { position: relative; height: 200px; margin: 26px 96px 4px 28px;
  border-bottom: 1px solid var(--edge); }
.gb-turning svg { position: absolute; width: 100%; height: 100%; overflow: visible; }
.gb-turning svg * { vector-effect: non-scaling-stroke; fill: none; }
.gb-turning .gb-unseen { stroke: var(--ink); stroke-width: 2; stroke-linejoin: round; }
.gb-turning .gb-training { stroke: var(--ink-2); stroke-width: 1.25; stroke-dasharray: 4 3; }
.gb-turning .gb-level { stroke: var(--hair); }
.gb-turning .gb-middle { stroke: var(--ink); }
.gb-turning span, .gb-turning i { position: absolute; white-space: nowrap; }
.gb-turning i { width: 6px; height: 6px; margin: -3px; background: var(--ink);
  box-shadow: 0 0 0 1px var(--paper); }
.gb-turning .gb-height { right: 100%; margin-right: 8px; transform: translateY(-50%); }
.gb-turning .gb-end { left: 100%; margin-left: 8px; transform: translateY(-50%); }
.gb-turning .gb-tick { top: 100%; margin-top: 4px; transform: translateX(-50%); }
.gb-turning .gb-top { bottom: 100%; margin-bottom: 4px; transform: translateX(-50%);
  color: var(--ink); font-weight: 600; }
.gb-turning b { color: var(--ink); font-weight: 600; }
.gb-turning p { margin: 22px 0 0; }
"""


class TurningPicture:
    """Two lines over the steps, and a square where the loss of each seed on unseen points is least.

    Parameters
    ----------
    found : Compared
        Of an effect whose factor is the steps.
    """

    def __init__(self, found: Compared) -> None:
        if not found.effect.over_steps:
            raise ValueError(f"found must compare steps, got {found.effect.name!r}")
        self.found = found
        self._steps = [int(label.replace(",", "")) for label in found.labels]
        self._lines = {which: found.medians(f"{which}_loss") for which in ("test", "train")}
        finite = np.concatenate([line[np.isfinite(line)] for line in self._lines.values()])
        self._top = float(finite.max(initial=0.5))

    @property
    def summary(self) -> str:
        """What the picture shows, in words."""
        test, train = self._lines["test"], self._lines["train"]
        return (
            f"Loss at the median of {len(self.found.seeds)} seeds, after {steps(self._steps[0])}, "
            f"at its least and after {steps(self._steps[-1])}: on unseen points {test[0]:.2f}, "
            f"{np.nanmin(test):.2f} and {test[-1]:.2f}; on training points {train[0]:.2f}, "
            f"{np.nanmin(train):.2f} and {train[-1]:.2f}."
        )

    def __repr__(self) -> str:
        return self.summary

    def _repr_html_(self) -> str:
        middle = turning_step(self.found)
        at = self._across(middle)
        return (
            f"<style>{TOKENS_CSS}{TURNING_CSS}</style>"
            f'<div class="glassbox gb-turning" role="img" '
            f'aria-label="{escape(self.summary, quote=True)}"><div class="gb-turning-plot">'
            f'<svg viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true">'
            f"{self._levels(lines=True)}"
            f'<path class="gb-middle" d="M{at:.2f} 0V100"/>'
            f'<path class="gb-training" d="{self._path("train")}"/>'
            f'<path class="gb-unseen" d="{self._path("test")}"/></svg>'
            f"{self._levels(lines=False)}{self._squares()}{self._ends()}"
            f'<span class="gb-top" style="left:{at:.2f}%">middle seed: {steps(middle)}</span>'
            f"{self._ticks()}</div><p>Loss after so many steps, in nats: the lines are medians. A "
            "square is one seed, where its loss on unseen points is least.</p></div>"
        )

    def _across(self, step: int) -> float:
        """Where a step stands, in percent from the left: by its logarithm."""
        return 100 * math.log(max(step, 1)) / math.log(max(self._steps[-1], 2))

    def _down(self, loss: float) -> float:
        """Where a loss stands, in percent from the top; what is no number is at the top."""
        return 100 * (1 - min(loss / self._top, 1)) if math.isfinite(loss) else 0.0

    def _path(self, which: str) -> str:
        corners = zip(self._steps, self._lines[which], strict=True)
        return "M" + "L".join(f"{self._across(s):.2f} {self._down(v):.2f}" for s, v in corners)

    def _levels(self, *, lines: bool) -> str:
        """The losses that are named at the left: a hair line each, or the words."""
        apart = 0.2 if self._top < 1 else 0.5 if self._top < 3 else 10 ** math.ceil(
            math.log10(self._top / 5)
        )  # fmt: skip
        values = [i * apart for i in range(int(self._top / apart) + 1)]
        if lines:
            return "".join(f'<path class="gb-level" d="M0 {self._down(v):.2f}H100"/>'
                           for v in values)  # fmt: skip
        return "".join(f'<span class="gb-height" style="top:{self._down(v):.2f}%">{v:g}</span>'
                       for v in values)  # fmt: skip

    def _squares(self) -> str:
        losses = self.found.test_loss
        return "".join(
            f'<i style="left:{self._across(self._steps[at]):.2f}%;'
            f'top:{self._down(losses[at, k]):.2f}%"></i>'
            for k, at in enumerate(self.found.best_steps())
        )

    def _ends(self) -> str:
        """The name of each line and its last loss, never one over the other."""
        test, train = (float(self._lines[which][-1]) for which in ("test", "train"))
        tops = [TALL * self._down(value) / 100 for value in (test, train)]
        middle = sum(tops) / 2
        if abs(tops[0] - tops[1]) < APART:
            side = APART / 2 if tops[0] < tops[1] else -APART / 2
            tops = [middle - side, middle + side]
        said = (f"<b>unseen {test:.2f}</b>", f"training {train:.2f}")
        return "".join(f'<span class="gb-end" style="top:{top:.0f}px">{words}</span>'
                       for top, words in zip(tops, said, strict=True))  # fmt: skip

    def _ticks(self) -> str:
        """The axis below."""
        return "".join(
            f'<span class="gb-tick" style="left:{self._across(tick):.2f}%">'
            f"{steps(tick) if tick == 1 else f'{tick:,}'}</span>"
            for tick in TICKS if tick <= self._steps[-1]
        )  # fmt: skip
