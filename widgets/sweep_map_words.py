"""What a sweep map says: its cells, its networks and the whole, in sentences from its table."""
import numpy as np

from course.run import Run
from course.sweep import Outcome
from course.sweep_map import Plan, Table
from widgets.wording import percent, steps

AWAY = "the loss is not a number or above 10,000"


def units(width: int) -> str:
    """Units of a layer: "1 unit", "32 units"."""
    return f"{width} unit{'' if width == 1 else 's'}"


def names(plan: Plan) -> tuple[list[str], list[str]]:
    """What stands beside the rows and above the columns."""
    return [str(width) for width in plan.widths], [f"{rate:g}" for rate in plan.rates]


def ahead(plan: Plan, trained: int = 0) -> str:
    """What pressing the button will do: networks, steps, time and memory, about."""
    cost = plan.estimate
    if trained:
        return f"stopped: **{trained:,} of {cost.runs:,}** networks are trained and stay"
    noun = "network" if cost.runs == 1 else "networks"
    about = cost.words.partition(": ")[2]
    return f"**{cost.runs:,} {noun}**, {steps(plan.steps)} each: {about}"


def figure(table: Table, row: int, column: int) -> str:
    """What is written in a cell: the median in percent without its sign, or how far it is."""
    seeds, done = table.plan.seeds, int(table.done[row, column])
    if done < seeds:
        return f"{done}/{seeds}" if done else ""
    if 2 * table.failed[row, column] > seeds:
        return "away"
    return percent(float(table.medians[row, column])).rstrip("%")


def cell(table: Table, row: int, column: int) -> str:
    """A cell in a sentence: "32 units, rate 0.03: median 98.8%, from 97.9% to 99.2%"."""
    return f"{place(table.plan, row, column)}: {how(table, row, column)}"


def place(plan: Plan, row: int, column: int) -> str:
    """Which networks a cell holds: "32 units, rate 0.03"."""
    return f"{units(plan.widths[row])}, rate {plan.rates[column]:g}"


def how(table: Table, row: int, column: int) -> str:
    """How the networks of a cell do, without a full stop."""
    seeds, done = table.plan.seeds, int(table.done[row, column])
    away = int(table.failed[row, column])
    if not done:
        return "not trained yet"
    found = table.accuracies[row, column][~table.lost[row, column]]
    found = found[~np.isnan(found)]
    parts = [] if done == seeds else [f"{done} of {seeds} seeds trained"]
    if len(found):
        low, high = percent(float(found.min())), percent(float(found.max()))
        median = "" if done < seeds else f"median {percent(float(table.medians[row, column]))}, "
        one = low if len(found) == 1 else f"all {low}"
        parts.append(one if low == high else f"{median}{low} to {high}")
    if away:
        parts.append(f"{away} of {done} ran away")
    return ", ".join(parts)


def summary(table: Table, free: float) -> str:
    """The whole map in a few sentences; "" while no cell is whole."""
    plan, best = table.plan, table.best
    if np.isnan(table.medians).all():
        return ""
    top = percent(float(np.nanmax(table.medians)))
    which = "several cells alike" if best is None else place(plan, *best)
    said = [f"Best: {which}, median {top} of the unseen points right ({percent(free)} is free)."]
    whole = not np.isnan(table.medians).any()
    if whole:
        said += [_rates(table), _best_rates(table)]
    if (lucky := table.luckiest) is not None and table.spread[lucky] > 0:
        found = table.accuracies[lucky]
        said.append(
            f"The seed matters most with {place(plan, *lucky)}: "
            f"{percent(float(found.min()))} to {percent(float(found.max()))}."
        )
    away = int(table.failed.sum())
    if away:
        all_of = "" if whole else " so far"
        said.append(f"{away} of {int(table.done.sum()):,} networks{all_of} ran away: {AWAY}.")
    return " ".join(filter(None, said))


def _rates(table: Table) -> str:
    """The rates that do best and worst over all widths."""
    plan = table.plan
    over = [table.of_rate(column) for column in range(len(plan.rates))]
    if len(plan.widths) < 2 or np.ptp(over) == 0:
        return ""
    high, low = int(np.argmax(over)), int(np.argmin(over))
    return (
        f"The median over the widths is {percent(over[high])} with rate {plan.rates[high]:g} and "
        f"{percent(over[low])} with rate {plan.rates[low]:g}."
    )


def _best_rates(table: Table) -> str:
    """The best rate of the narrowest and of the widest networks that have one."""
    found = [(row, one) for row, one in enumerate(table.best_rates()) if one is not None]
    if len(found) < 2:
        return ""
    plan, (first, one), (last, other) = table.plan, found[0], found[-1]
    if one == other:
        return (
            f"The best rate is {plan.rates[one]:g} for {units(plan.widths[first])} and for "
            f"{plan.widths[last]}."
        )
    return (
        f"The best rate is {plan.rates[one]:g} for {units(plan.widths[first])} and "
        f"{plan.rates[other]:g} for {plan.widths[last]}."
    )


def label(table: Table, said: str) -> str:
    """What the map shows, for those who do not see it."""
    plan = table.plan
    trained, all_of = int(table.done.sum()), table.accuracies.size
    state = said or f"{trained:,} of {all_of:,} networks trained."
    return (
        f"Heat map of {len(plan.widths)} widths by {len(plan.rates)} learning rates, "
        f"{plan.seeds} seed{'' if plan.seeds == 1 else 's'} in each cell. {state}"
    )


def key(low: float, seeds: int) -> str:
    """How to read a cell."""
    each = "A tick is one seed" if seeds > 1 else "A tick is the one seed"
    return (
        f"In each cell the median, in %; the stronger its grey, the higher. {each}, on a line from "
        f"{100 * low:.0f} to 100%, a \u00d7 a network that ran away. \u25b2 best rate of its row; "
        "framed: the best cell."
    )


def caption(outcome: Outcome) -> str:
    """Under a small field: "98.9", or that there is nothing to see."""
    return "away" if outcome.diverged else percent(outcome.accuracy).rstrip("%")


def network(outcome: Outcome) -> str:
    """One network of a cell, in a sentence."""
    done = f"ran away ({AWAY})" if outcome.diverged else f"{percent(outcome.accuracy)} right"
    return f"Seed {outcome.config.seed}: {done} on unseen points."


def standing(run: Run, outcome: Outcome, whole: bool) -> str:
    """What a network that was opened is called; and whether only its weights were kept."""
    config = outcome.config
    anew = "" if whole or config.optimiser == "sgd" else "; its optimiser begins anew"
    return (
        f"{units(config.hidden[0])}, rate {config.learning_rate:g}, seed {config.seed}, "
        f"after {steps(run.step.index)}{anew}"
    )
