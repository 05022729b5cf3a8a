"""What the view of many dimensions says: figures, labels, promises, and the code."""
from collections.abc import Mapping
from html import escape

import numpy as np

from course.projections.glance import Glance
from course.projections.stretch import needed, promised
from course.projections.survival import Company, Survival
from course.vectors.sets import Vectors
from widgets.canvas.likeness_strip import Like
from widgets.many_dimensions_settings import ManySettings

WAYS = {"pca": "PCA", "random": "random"}
KEPT_BY = {"pca": "component", "random": "random direction"}
READING = {
    "digits": "reading the digits", "cloud": "making a cloud", "texts": "reading the lessons",
    "meanings": "loading a language model", "own": "reading the table",
}  # fmt: skip
PASTE = "Paste a table of numbers, then press Use this table."
NOT_IN_LINK = "The table is not in the link: who opens it pastes one again."
FIRST_WORDS = 90  # characters of a text that are sent for a line
UNKNOWN = "--"


def k_words(k: int, most: int) -> str:
    """How a number of components stands on the slider."""
    return f"all {k:,}" if k == most else f"{k:,}"


def figures(found: Mapping[str, Survival], settings: ManySettings, count: int) -> str:
    """The large figures, as HTML: those of the way that is shown, the other's below.

    Parameters
    ----------
    found : mapping of str to Survival
        By way; what is not known yet is missing.
    settings : ManySettings
    count : int
        How many neighbours of a row are compared.
    """
    shown, by = settings.method, settings.by
    other = next(way for way in WAYS if way != shown)

    def block(words: str, figure_of: dict[str, str]) -> str:
        beside = f"{WAYS[other]}: {figure_of[other]}"
        return (
            f'<div><b class="gb-md-big">{figure_of[shown]}</b><span>{words}</span>'
            f"<span>{beside}</span></div>"
        )

    def each(write: object) -> dict[str, str]:
        return {way: write(found[way]) if way in found else UNKNOWN for way in WAYS}

    about = "about the mean" if settings.centre else "about the origin"
    kept = f"{share(found['pca'].kept)}" if "pca" in found else UNKNOWN
    return '<div class="gb-md-figures">' + "".join([
        block(f"of {count} nearest stay, on average", each(lambda one: staying(one, by, count))),
        block("RMS change of a cosine", each(lambda one: small(one.relations.rms_cosine))),
        block(
            "median change of an angle",
            each(lambda one: f"{one.relations.median_angle:.1f}\u00b0"),
        ),
        f'<div><b class="gb-md-big">{kept}</b><span>of the variance {about}, PCA</span></div>',
    ]) + "</div>"  # fmt: skip


def staying(one: Survival | Glance, by: str, count: int) -> str:
    """How many of `count` neighbours stay, on average over the rows: "7.6"."""
    return f"{count * one.overlap(by):.1f}"


def small(value: float) -> str:
    """A change: "0.071", and "0.000" for rounding."""
    return f"{value:.3f}" if np.isfinite(value) else UNKNOWN


def share(value: float) -> str:
    """A share as "91.7%"; 100% only when it is all."""
    if not np.isfinite(value):
        return UNKNOWN
    whole = value > 1 - 1e-9
    return "100%" if whole else f"{min(99.9, 100 * value):.1f}%"


def stretched(found: Mapping[str, Survival], rows: int, k: int) -> str:
    """What becomes of distances, and what is promised of random directions, as HTML."""
    lines = []
    for way, name in WAYS.items():
        if way in found and np.isfinite(found[way].stretch.most):
            one = found[way].stretch
            lines.append(
                f"<b>{name}</b>: every distance becomes {one.least:.2f} to {one.most:.2f} times "
                "what it was."
            )
        else:
            lines.append(f"<b>{name}</b>: {UNKNOWN}")
    if "random" in found:
        lines[-1] += f" {_promise(found['random'], rows, k)}"
    return "<h2>Distances</h2>" + "".join(f"<p>{line}</p>" for line in lines)


def _promise(one: Survival, rows: int, k: int) -> str:
    worst = f"{100 * one.stretch.worst:,.0f}%"
    eps = promised(rows, k)
    least = int(np.ceil(needed(rows, 1.0)))
    if eps is None:
        return (
            f"A squared distance changes by up to {worst}. For {rows:,} rows the bound of "
            f"Dasgupta and Gupta promises less than 100% from k = {least:,} on, however many "
            "dimensions there were."
        )
    return (
        f"A squared distance changes by up to {worst}; that there are {k:,} directions with at "
        f"most {100 * eps:.0f}% is what the bound of Dasgupta and Gupta promises for {rows:,} "
        "rows, however many dimensions there were."
    )


def about(vectors: Vectors, settings: ManySettings, constant: int, where: str) -> str:
    """What is looked at, in a line or two; what was left out is counted."""
    n, d = vectors.matrix.shape
    numbers = f"{d:,} number{'' if d == 1 else 's'} each"
    said = [f"{vectors.words[0].upper()}{vectors.words[1:]}: {numbers}{where}."]
    if n < d:
        said.append(f"{n:,} rows have at most {n:,} components.")
    if vectors.zeros:
        rows = "1 row is a zero vector" if vectors.zeros == 1 else (
            f"{vectors.zeros:,} rows are zero vectors"
        )
        said.append(f"{rows}, without an angle: left out.")
    if constant:
        columns = "1 column is" if constant == 1 else f"{constant:,} columns are"
        divided = ", and not divided by anything" if settings.scale else ""
        said.append(f"{columns} constant among them{divided}.")
    if settings.whiten:
        said.append("Random directions are not whitened.")
    return " ".join(said)


# ---- one row and its neighbours --------------------------------------------------------


def neighbours(
    vectors: Vectors, company: Company, figure: np.ndarray, after: np.ndarray, by: str
) -> list[list[Like]]:
    """The neighbours of a row as the strip shows them: before, and after.

    Parameters
    ----------
    vectors : Vectors
    company : Company
    figure, after : float array, shape (n,)
        How near each row is, before and after.
    by : {"angle", "distance"}
    """
    sides = []
    for one, other, near, state in (
        (company.before, company.after, figure, "lost"),
        (company.after, company.before, after, "new"),
    ):
        known = set(other.tolist())
        sides.append([
            _like(vectors, row, float(near[row]), by, "" if row in known else state)
            for row in one.tolist()
        ])  # fmt: skip
    return sides


def _like(vectors: Vectors, row: int, near: float, by: str, state: str) -> Like:
    name = vectors.labels[row]
    figure = f"{near:.2f}".replace("-", "\u2212") if by == "angle" else f"{near:.3g}"
    text = vectors.pieces[row][:FIRST_WORDS] if vectors.pieces else ""
    called = f"row {row + 1:,}" if text or name.startswith("row ") else f"{name}, row {row + 1:,}"
    said = f"{called}, {'cosine' if by == 'angle' else 'distance'}"
    return Like(row, name, figure, state, said, text)


def heads(count: int, stay: int, settings: ManySettings, k: int, d: int) -> list[str]:
    """What stands over the neighbours before, and over those after."""
    things = KEPT_BY[settings.method] + ("" if k == 1 else "s")
    return [
        f"Before: {count} nearest by {settings.by}, all {d:,} numbers",
        f"After: {count} nearest with {k:,} {things}. {stay} of {count} stay",
    ]


def strip_label(name: str, row: int, heads_now: list[str], settings: ManySettings) -> str:
    """The strip in a sentence."""
    called = "" if name.startswith("row ") else f" ({name})"
    return f"Row {row + 1:,}{called} and the rows most like it by {settings.by}. {heads_now[1]}."


# ---- labels of the charts --------------------------------------------------------------


def curve_label(title: str, found: Mapping[str, Survival], figure: object, k: int) -> str:
    """The values at the present k, in a sentence."""
    values = [f"{figure(found[way])} by {WAYS[way]}" for way in WAYS if way in found]
    return f"{title} over k. With k = {k:,}: {', '.join(values) or 'not measured yet'}."


def scree_label(shares: np.ndarray, k: int, kept: float) -> str:
    """The scree plot in a sentence."""
    return (
        f"Share of the variance along each of {len(shares):,} components: {share(shares[0])} "
        f"along the first, {share(shares[-1])} along the last. The {k:,} that are kept hold "
        f"{share(kept)}."
    )


def progress(left: int, of: int, draws: int) -> str:
    """How far the measuring is, and what the thin lines are."""
    if left:
        return f"measured {of - left} of {of}"
    thin = f"; thin lines are {draws} more draws of random directions" if draws else ""
    return f"all measured{thin}"


# ---- the code --------------------------------------------------------------------------


def code(settings: ManySettings, k: int, row: int, count: int) -> str:
    """Lines of Python that give the figures on screen and the neighbours of the row."""
    table, loaded = _loaded(settings)
    switches = f"centre={settings.centre}, scale={settings.scale}, whiten={settings.whiten}"
    asked = f'{row}, {count}, by="{settings.by}"'
    return "\n".join([
        *table,
        "from course.pca import pca, relations",
        "from course.projections.survival import random_directions",
        "from course.vectors.pairs import nearest",
        "from course.vectors.sets import load_set",
        "",
        f"x = {loaded}.matrix" + ("  # what was pasted, saved" if table else ""),
        f"found = pca(x, {k}, {switches})",
        f"directions = random_directions(x.shape[1], {k}, seed={settings.seed})",
        f'ways = {{"pca": found(x), "random": directions({_prepared(settings)})}}',
        "for name, after in ways.items():",
        "    seen = relations(x, after)",
        f"    print(name, seen.rms_cosine, seen.median_angle, seen.overlap_by_{settings.by})",
        "print(found.kept)",
        f"print(nearest(x, {asked}))",
        f'print(nearest(ways["{settings.method}"], {asked}))',
    ])  # fmt: skip


def _loaded(settings: ManySettings) -> tuple[list[str], str]:
    """What to import to have the vectors, and the call that gives them."""
    if settings.data == "own":
        read = 'load_set("own", table=Path("table.csv").read_text())'
        return ["from pathlib import Path", ""], read
    more = ""
    if settings.data == "cloud":
        more = (
            f", dimensions={settings.dimensions},\n             "
            f'spectrum="{settings.spectrum}", seed={settings.seed}'
        )
    return [], f'load_set("{settings.data}", rows={settings.rows}{more})'


def _prepared(settings: ManySettings) -> str:
    """What random directions are taken of: vectors centred and scaled as for PCA."""
    steps = int(settings.centre) + int(settings.scale)
    if not steps:
        return "x"
    first = "found.parts[0]"
    return f"{first}(x)" if steps == 1 else f"found.parts[1]({first}(x))"


def listed(problems: list[str]) -> str:
    """Problems as HTML, or ""."""
    text = " ".join(f"{p.rstrip('.')}." for p in problems if p)
    return f'<p class="gb-problem" role="alert">{escape(text)}</p>' if text else ""
