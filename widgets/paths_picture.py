"""Several descents of one landscape, each as a picture of its own, beside one another."""
from collections.abc import Mapping
from html import escape

import numpy as np

from course.descent import Paths
from course.landscape import Landscape, find
from widgets.theme import TOKENS_CSS
from widgets.wording import steps

RINGS = (0.15, 0.7, 2, 5, 11, 24, 48)  # losses above the least at which a line is drawn
DOTTED = 60  # steps up to which a path has a dot for each
SIZE = 200  # of a picture, in the units of its drawing
SAID = {
    "straight": "at rest after {}",
    "zigzag": "zig-zags, at rest after {}",
    "creeps": "creeps: not there after {}",
    "left": "left the picture after {}",
}
PATHS_CSS = """
.glassbox.gb-paths { background: none; font-size: 13px; line-height: 18px; color: var(--ink-2); }
.gb-paths > div { display: grid; gap: 16px 20px;
  grid-template-columns: repeat(var(--count), minmax(0, 240px)); }
.gb-paths svg { display: block; width: 100%; height: auto; max-width: 240px; border-radius: 2px;
  background: var(--field-mid); margin-bottom: 6px; }
.gb-paths b { display: block; font-weight: 600; color: var(--ink); }
.gb-paths svg * { vector-effect: non-scaling-stroke; fill: none; }
.gb-paths .gb-level { stroke: var(--edge); stroke-opacity: .6; }
.gb-paths .gb-path { stroke: var(--ink); stroke-width: 1.5; stroke-linejoin: round; }
.gb-paths .gb-dots { stroke: var(--ink); stroke-width: 4.5; stroke-linecap: round; }
.gb-paths .gb-cross { stroke: var(--ink); stroke-width: 1.5; }
.gb-paths .gb-start { stroke: var(--ink); stroke-width: 2; fill: var(--paper); }
@container (max-width: 600px) {
  .gb-paths > div { grid-template-columns: repeat(2, minmax(0, 240px)); }
}
"""


class PathsPicture:
    """A picture for each path: the landscape's levels, the start, the steps, the minimum.

    Parameters
    ----------
    paths : Paths
    notes : mapping of str to str, optional
        What to say of a path besides, by its label.
    """

    def __init__(self, paths: Paths, notes: Mapping[str, str] | None = None) -> None:
        self.paths, self._notes = paths, dict(notes or {})

    @property
    def summary(self) -> str:
        """What became of each path, in words."""
        return " ".join(f"{label}: {self._said(label)}." for label in self.paths.paths)

    def __repr__(self) -> str:
        return self.summary

    def _repr_html_(self) -> str:
        landscape = find(self.paths.surface)
        pictures = "".join(
            f"<div>{_drawn(landscape, path)}<b>{escape(label)}</b>{self._said(label)}"
            f"{self._noted(label)}</div>"
            for label, path in self.paths.paths.items()
        )
        return (
            f'<style>{TOKENS_CSS}{PATHS_CSS}</style><div class="glassbox gb-paths" role="img" '
            f'aria-label="{escape(self.summary, quote=True)}">'
            f'<div style="--count:{len(self.paths.paths)}">{pictures}</div></div>'
        )

    def _said(self, label: str) -> str:
        return SAID[self.paths.fates[label]].format(steps(self.paths.steps(label)))

    def _noted(self, label: str) -> str:
        note = self._notes.get(label)
        return f"<b>{escape(note)}</b>" if note else ""


def _drawn(landscape: Landscape, path: np.ndarray) -> str:
    low1, high1, low2, high2 = landscape.bounds
    scale = np.array([SIZE / (high1 - low1), -SIZE / (high2 - low2)])

    def place(w: np.ndarray) -> np.ndarray:
        return np.round((w - np.array([low1, high2])) * scale, 1) + 0.0  # no -0

    x, y = place(np.array(landscape.minima[0]))
    levels = ""
    for above in RINGS if landscape.curvatures else ():
        radii = np.sqrt(2 * above / np.array(landscape.curvatures)) * np.abs(scale)
        levels += (
            f'<ellipse class="gb-level" cx="{x:.1f}" cy="{y:.1f}" rx="{radii[0]:.1f}" '
            f'ry="{radii[1]:.1f}"/>'
        )
    corners = [f"{a:.1f} {b:.1f}" for a, b in place(path)]
    dots = "".join(f"M{corner}h.01" for corner in corners[1:]) if len(path) <= DOTTED else ""
    cross = f"M{x - 4:.1f} {y - 4:.1f}l8 8m0 -8l-8 8"
    start_x, start_y = place(path[0])
    return (
        f'<svg viewBox="0 0 {SIZE} {SIZE}" aria-hidden="true">{levels}'
        f'<path class="gb-cross" d="{cross}"/><path class="gb-path" d="M{"L".join(corners)}"/>'
        f'<path class="gb-dots" d="{dots}"/>'
        f'<circle class="gb-start" cx="{start_x:.1f}" cy="{start_y:.1f}" r="5"/></svg>'
    )
