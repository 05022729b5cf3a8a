"""What became of the relations of a cloud, a line for each; from the figures alone."""
from dataclasses import dataclass
from math import isnan

from course.vectors.relations import Relations

ROUNDING = 1e-9  # a certificate up to which M M' counts as I
RAISED = dict(zip(map(ord, "-0123456789"), "⁻⁰¹²³⁴⁵⁶⁷⁸⁹", strict=True))
PRODUCT = "max |V V\u2032 \u2212 I|"
NO_ANGLE = "no pair has an angle"


@dataclass(frozen=True)
class Line:
    """One relation.

    Attributes
    ----------
    name : str
    kept : bool
    verdict : str
        "kept", or "broken, ..." with a figure.
    more : str
        A second figure, or "".
    """

    name: str
    kept: bool
    verdict: str
    more: str = ""


def lines(found: Relations, certificate: float) -> tuple[Line, ...]:
    """Angles, signs, norms, distances, neighbours, and the certificate.

    Parameters
    ----------
    found : Relations
    certificate : float
        max |M M' - I| of what was done.
    """
    turned = certificate <= ROUNDING
    return (
        _angles(found),
        _signs(found),
        _order("nearest by angle", found.overlap_by_angle, found.neighbours),
        _lengths("norms", found.norms_kept, found.rms_norm, found.max_norm),
        _lengths("distances", found.distances_kept, found.rms_distance, found.max_distance),
        _order("nearest by distance", found.overlap_by_distance, found.neighbours),
        Line(PRODUCT, turned, small(certificate), "a rotation" if turned else "no rotation"),
    )


def headline(found: Relations) -> tuple[str, str]:
    """The median change of an angle, and whether angles are kept: ("63\u00b0", "angles broken")."""
    if isnan(found.median_angle):
        return "\u2013", NO_ANGLE
    if found.angles_kept:
        return "0\u00b0", "angles kept"
    return degrees(found.median_angle), "angles broken"


def degrees(angle: float) -> str:
    """An angle as "63\u00b0", or with a decimal below ten: "2.4\u00b0"."""
    if angle < 0.05:
        return "< 0.1\u00b0"
    return f"{angle:.{1 if angle < 9.95 else 0}f}\u00b0"


def percent(share: float) -> str:
    """A share as "38%"; with a decimal below ten; "0%" only where there is nothing."""
    value = 100 * share
    if 0 < value < 0.05:
        return "< 0.1%"
    return f"{value:.{1 if 0 < value < 9.95 else 0}f}%"


def small(value: float) -> str:
    """A number near 0 or 1: "2e-16" as "2 \u00b7 10\u207b\u00b9\u2076", otherwise "1.00"."""
    if value == 0:
        return "0"
    if value > 0.001:
        return f"{value:.3g}" if value < 1e4 else f"{value:.1e}"
    digit, power = f"{value:.0e}".split("e")
    return f"{digit} \u00b7 10{str(int(power)).translate(RAISED)}"


def left_out(found: Relations) -> str:
    """How many points have no angle, as a sentence, or ""."""
    count = found.without_angle
    if not count:
        return ""
    if count == 1:
        return "1 point on the origin, before or after, has no angle: it is left out."
    return f"{count} points on the origin, before or after, have no angle: they are left out."


def _angles(found: Relations) -> Line:
    if isnan(found.median_angle):
        return Line("angles", False, NO_ANGLE)
    if found.angles_kept:
        return Line("angles", True, "kept", f"cosines to {small(found.max_cosine)}")
    median = degrees(found.median_angle)
    more = f"largest {degrees(found.max_angle)}; RMS cosine {found.rms_cosine:.2g}"
    return Line("angles", False, f"broken, median {median}", more)


def _signs(found: Relations) -> Line:
    if isnan(found.sign_flips):
        return Line("sign of the cosine", False, NO_ANGLE)
    if not found.sign_flips:
        return Line("sign of the cosine", True, "kept")
    return Line("sign of the cosine", False, "broken", f"{percent(found.sign_flips)} of pairs flip")


def _lengths(name: str, kept: bool, typical: float, largest: float) -> Line:
    if kept:
        return Line(name, True, "kept", f"to {small(largest)}")
    more = f"of a typical one; largest {percent(largest)}"
    return Line(name, False, f"broken, by {percent(typical)}", more)


def _order(name: str, stay: float, neighbours: int) -> Line:
    if isnan(stay):
        return Line(name, False, NO_ANGLE)
    if stay == 1:
        return Line(name, True, "kept", f"all {neighbours} stay")
    share = min(percent(stay), "99.9%") if stay > 0.995 else percent(stay)
    return Line(name, False, "broken", f"of the {neighbours} nearest, {share} stay")
