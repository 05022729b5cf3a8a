"""The entries of two arrays: which differ, how many, and both numbers in words."""
import numpy as np

TOLERANCE = 1e-6  # of an array's largest entry: single precision is exact enough
SMALLEST = 0.01  # ... which counts as no smaller than this
MOST_NAMED = 3


def off(found: np.ndarray, right: np.ndarray) -> np.ndarray:
    """Where two arrays of one shape differ by more than rounding or nudging can be wrong."""
    scale = max(np.abs(right).max(initial=0.0), SMALLEST)
    # not (... <= ...): a comparison with NaN is False
    return ~(np.abs(found - right) <= TOLERANCE * scale)


def first_off(found: np.ndarray, right: np.ndarray) -> tuple[str, str, str]:
    """The first entry that is off, and what is found and right there: "[0, 1]", "1.50", "2.50".

    The entry of an array without axes is "".
    """
    place = tuple(map(int, np.argwhere(off(found, right))[0]))
    entry = f"[{', '.join(map(str, place))}]" if place else ""
    return entry, *two_numbers(found[place], right[place])


def how_many(count: int, size: int) -> str:
    """How many of so many entries differ, as a sentence; "" where there is only one."""
    if size == 1:
        return ""
    if count == 1:
        return "Every other entry is right."
    if count == size == 2:
        return "Both entries differ."
    return f"{'All' if count == size else f'{count} of'} {size} entries differ."


def are_right(names: list[str]) -> str:
    """The sentence "`dW` and `db` are right.", without names for many, "" for none."""
    if not names:
        return ""
    if len(names) > MOST_NAMED:
        return f"The other {len(names)} arrays are right."
    words = [f"`{name}`" for name in names]
    listed = " and ".join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else words[0]
    return f"{listed} {'are' if len(words) > 1 else 'is'} right."


def two_numbers(one: float, other: float) -> tuple[str, str]:
    """Both with three digits that count, or as many more as it takes to tell them apart."""
    for digits in range(3, 10):
        words = tuple(f"{n + 0.0:#.{digits}g}".rstrip(".") for n in (one, other))  # never "-0"
        if words[0] != words[1]:
            break
    return words
