"""What a step costs, as bars: a row for each way, its time, and how far its weights lie apart."""
from html import escape

from course.step_times import StepTimes


def duration(seconds: float) -> str:
    """A time with two figures that count: "34 µs", "1.2 ms"."""
    micros = 1e6 * seconds
    if micros < 1000:
        return f"{micros:.0f} µs" if micros >= 10 else f"{micros:.1f} µs"
    return f"{micros / 1000:.1f} ms" if micros < 10_000 else f"{micros / 1000:.0f} ms"


def power(value: float) -> str:
    """A difference as people write it: "0", "7 × 10⁻¹⁶"."""
    if value == 0:
        return "0"
    digits, exponent = f"{value:.0e}".split("e")
    raised = str(int(exponent)).translate(str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"))
    return f"{digits}\N{NO-BREAK SPACE}×\N{NO-BREAK SPACE}10{raised}"


def rows(times: StepTimes) -> list[tuple[str, float, str, str]]:
    """Name, share of the longest bar, time and difference in words of each way, in order."""
    longest = max(times.seconds.values())
    first = next(iter(times.seconds))
    found = []
    for name, seconds in times.seconds.items():
        apart = times.differences.get(name)
        words = "" if apart is None else f"apart by at most {power(apart)}"
        if name == first and times.differences:
            words = "the others are compared with it"
        found.append((name, seconds / longest, duration(seconds), words))
    return found


def html(times: StepTimes) -> str:
    """The bars as HTML; drawn while they are measured, too."""
    lines = "".join(
        f'<div class="gb-bar-name">{escape(name)}</div>'
        f'<div class="gb-bar-track"><i style="width:{100 * share:.1f}%"></i><b>{took}</b></div>'
        f'<div class="gb-bar-note">{escape(words)}</div>'
        for name, share, took, words in rows(times)
    )
    return (
        f'<div class="gb-time-bars" role="img" aria-label="{escape(sentence(times))}">'
        f'<div class="gb-bar-head">time of a step</div>{lines}</div>'
    )


def sentence(times: StepTimes) -> str:
    """The bars in words."""
    each = ", ".join(f"{name} {duration(seconds)}" for name, seconds in times.seconds.items())
    if not times.differences:
        return f"After {times.steps:,} steps each: {each}."
    largest = power(max(times.differences.values()))
    slowest = max(times.seconds, key=times.seconds.get)
    return (
        f"A step takes {each}: {slowest} {times.ratio(slowest):.1f} times as long as "
        f"{times.fastest}. After {times.steps:,} steps no weight differs by more than {largest}."
    )
