"""What is said beside the two-dimensional bench, and the code that repeats it."""
from html import escape

import numpy as np

from course.projections.cloud_bench import Seen, Treated
from course.projections.cloud_bench_words import headline, left_out, lines
from course.vectors.relations import Relations
from widgets.two_dimensions_settings import MOST_MOVED, CloudSettings

COLUMNS = "".join(f'<col class="gb-cloud-{kind}">' for kind in ("name", "mark", "verdict", "more"))
MARKS = {True: "\u2713", False: "\u2715"}
DONE = {"centre": "centred", "scale": "scaled", "rotate": "rotated", "whiten": "whitened"}


def number(value: float, places: int = 1) -> str:
    """A number with a real minus sign, and never minus zero."""
    return f"{round(value, places) + 0.0:.{places}f}".replace("-", "\u2212")


def pair(place: np.ndarray) -> str:
    """Two coordinates: "(1.0, \u22120.5)"."""
    return f"({number(place[0])}, {number(place[1])})"


def after_words(treated: Treated) -> str:
    """What was done, in order: "centred, rotated, 1 of 2 kept"."""
    names = [part.name for part in treated.transformation.parts]
    return ", ".join(DONE.get(name, f"{name.removeprefix('keep ')} kept") for name in names)


def axes_names(settings: CloudSettings) -> list[str]:
    """What the new axes are called."""
    return ["PC1", "PC2"] if settings.axes == "pca" else ["axis 1", "axis 2"]


def captions(treated: Treated, settings: CloudSettings) -> list[str]:
    """What stands above the bars of each axis; the shares are of the variance."""
    said = []
    for k, name in enumerate(axes_names(settings)):
        kept = k < settings.keep
        deviation = f"deviation {number(treated.deviations[k])}" if kept else "not kept"
        said.append(f"{name}: {deviation}, share {100 * treated.shares[k]:.1f}%")
    return said


def table(found: Relations, certificate: float) -> str:
    """The relations, as HTML: a large figure and a line for each."""
    figure, kept = headline(found)
    rows = "".join(
        f'<tr data-kept="{str(line.kept).lower()}"><th scope=row>{escape(line.name)}</th>'
        f"<td>{MARKS[line.kept]}</td><td>{escape(line.verdict)}</td>"
        f"<td>{escape(line.more)}</td></tr>"
        for line in lines(found, certificate)
    )
    return (
        f'<div class="gb-cloud-result"><div class="gb-big">{escape(figure)}</div>'
        f'<div class="gb-free"><b>{escape(kept)}</b><br>'
        f"median change of an angle, {escape(found.how)}</div></div>"
        f'<table class="gb-cloud-table"><caption class="gb-spoken">Relations, before and after'
        f"</caption>{COLUMNS}<tbody>{rows}</tbody></table>"
    )


def notes(found: Relations, settings: CloudSettings) -> str:
    """What else is to be known: points without an angle, points a link cannot carry."""
    count = len(settings.moved) // 3
    many = f"{count} points are moved: more than the {MOST_MOVED} that a link can carry."
    return " ".join(filter(None, [left_out(found), many if count > MOST_MOVED else ""]))


def labels(treated: Treated, view: Seen, settings: CloudSettings) -> list[str]:
    """The four pictures in sentences: before, after, cosines, bars."""
    n, row = len(treated.before), settings.row
    before, after = pair(treated.before[row]), treated.after[row]
    where = pair(after) if len(after) == 2 else number(after[0])
    along = "; ".join(captions(treated, settings))
    named = f"{n:,} points before, seen from the origin. Point {row + 1} is chosen, at {before}."
    if treated.origin.any():
        named += f" {pair(treated.origin)} becomes the origin."
    return [
        named,
        f"The same points after: {after_words(treated)}. Point {row + 1} is at {where}.",
        cosines_said(view, row),
        f"Along the new axes, with shares of the variance. {along}.",
    ]


def cosines_said(view: Seen, row: int) -> str:
    """The third picture in a sentence."""
    there = np.isfinite(view.before) & np.isfinite(view.after)
    there[row] = False
    if not there.any():
        return f"Point {row + 1} lies on the origin: it has no angle to any other."
    change = np.abs(view.after - view.before)[there]
    named = f"Cosines of point {row + 1} with {int(there.sum()):,} others, before and after: "
    if change.max() <= 1e-9:
        return named + "all on the diagonal."
    largest, middle = change.max(), np.median(change)
    return named + f"off the diagonal by up to {largest:.2f}, by {middle:.2f} in the middle."


def code(settings: CloudSettings) -> str:
    """Lines of Python that give the numbers on screen."""
    s = settings
    asked = "".join(f", {name}=True" for name in ("scale", "whiten") if getattr(s, name))
    if s.axes == "pca":
        keep = "" if s.keep == 2 else f"k={s.keep}, "
        found = "from course.pca import pca, relations"
        change = [f"found = pca(x, {keep}centre={s.centre}{asked})", "after = found(x)"]
        last = ["print(found.deviations, found.shares)"]
    else:
        found = ("from course.pca import relations\n"
                 "from course.projections.cloud_bench import by_hand")  # fmt: skip
        asked = (", centre=True" if s.centre else "") + asked
        keep = "" if s.keep == 2 else f", k={s.keep}"
        change = [f"found = by_hand(x, {s.degrees!r}{keep}{asked})", "after = found(x)"]
        last = []
    moved = [f"x[{row}] = {at}" for row, at in s.places.items()]
    return "\n".join([
        found,
        "from course.seeding import generator",
        "from course.vectors.clouds import published_cloud",
        "from course.vectors.pairs import cosines",
        "",
        f"x = published_cloud(generator({s.seed}, 'cloud'), n={s.points}, slope={s.slope!r},",
        f"                    noise={s.noise!r}, offset={(s.offset_x, s.offset_y)})",
        *moved,
        *change,
        "print(relations(x, after).words, found.certificate)",
        f"print(cosines(x, {s.row})[:6], cosines(after, {s.row})[:6])",
        *last,
        "",
    ])  # fmt: skip
